-- Up Migration

-- What the receipt of a payment says does not change when the method's purchase order does.
ALTER TABLE top_up ADD COLUMN purchase_order text;
CREATE INDEX top_up_waiting ON top_up (created_at) WHERE state = 'requires-action';

-- Of a card only what its holder knows it by; `token` and `customer` are its provider's names.
ALTER TABLE payment_method
  ADD COLUMN customer text,
  ADD COLUMN brand text,
  ADD COLUMN last4 text,
  ADD COLUMN expires date,
  ADD CONSTRAINT payment_method_last4 CHECK (last4 ~ '^[0-9]{4}$'),
  ADD CONSTRAINT payment_method_card CHECK (type = 'card' OR coalesce(customer, brand, last4, expires::text) IS NULL);
CREATE INDEX payment_method_expires ON payment_method (expires) WHERE expires IS NOT NULL;
COMMENT ON COLUMN payment_method.expires IS 'Last day on which the card can be charged';

-- Whom a payment provider takes an organisation for.
CREATE TABLE provider_customer (
  organization text NOT NULL REFERENCES organization (id),
  provider text NOT NULL,
  customer text NOT NULL,
  PRIMARY KEY (organization, provider)
);
