-- Up Migration

-- Money that goes back to who paid it acts on the lot that the payment bought. Of a lot, `frozen` is kept back while a
-- refund is under way or a dispute is open: it is part of the remainder, and no call may draw it.
ALTER TABLE lot ADD COLUMN frozen bigint NOT NULL DEFAULT 0;
ALTER TABLE lot ADD CONSTRAINT lot_frozen CHECK (frozen BETWEEN 0 AND remaining);

-- Refunds (but failed ones) and disputes (but won ones) of a payment: never more than was paid.
ALTER TABLE top_up ADD COLUMN returned bigint NOT NULL DEFAULT 0;
ALTER TABLE top_up ADD CONSTRAINT top_up_returned CHECK (returned BETWEEN 0 AND amount);
ALTER TABLE top_up ADD CONSTRAINT top_up_returned_of_paid CHECK (returned = 0 OR state = 'succeeded');

CREATE TABLE refund (
  organization text NOT NULL,
  id bigint NOT NULL,
  top_up bigint NOT NULL,
  amount bigint NOT NULL CONSTRAINT refund_amount CHECK (amount > 0),
  unspent bigint NOT NULL,
  state text NOT NULL CONSTRAINT refund_state CHECK (state IN ('pending', 'succeeded', 'failed')),
  failure text,
  provider_refund text,
  reason text NOT NULL,
  author text NOT NULL,
  idempotency_key text,
  request_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (organization, id),
  FOREIGN KEY (organization, top_up) REFERENCES top_up (organization, id),
  CONSTRAINT refund_unspent CHECK (unspent BETWEEN 0 AND amount),
  CONSTRAINT refund_failure CHECK ((state = 'failed') = (failure IS NOT NULL)),
  CONSTRAINT refund_settled CHECK ((state = 'pending') = (settled_at IS NULL))
);
CREATE UNIQUE INDEX refund_request ON refund (organization, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX refund_of_top_up ON refund (organization, top_up);
CREATE INDEX refund_open ON refund (created_at) WHERE state = 'pending';
COMMENT ON COLUMN refund.unspent IS 'Of the amount: frozen in the lot while pending, taken from it when succeeded; the rest is debt';

CREATE TABLE dispute (
  organization text NOT NULL,
  id bigint NOT NULL,
  top_up bigint NOT NULL,
  provider_dispute text NOT NULL,
  amount bigint NOT NULL CONSTRAINT dispute_amount CHECK (amount > 0),
  unspent bigint NOT NULL,
  state text NOT NULL CONSTRAINT dispute_state CHECK (state IN ('open', 'won', 'lost')),
  note text,
  author text,
  opened_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (organization, id),
  FOREIGN KEY (organization, top_up) REFERENCES top_up (organization, id),
  CONSTRAINT dispute_unspent CHECK (unspent BETWEEN 0 AND amount),
  CONSTRAINT dispute_settled CHECK ((state = 'open') = (settled_at IS NULL))
);
CREATE UNIQUE INDEX dispute_of_provider ON dispute (organization, provider_dispute);
CREATE INDEX dispute_of_top_up ON dispute (organization, top_up);
COMMENT ON COLUMN dispute.unspent IS 'Of the amount: frozen in the lot while open, taken from it when lost; the rest is debt from the start';

ALTER TABLE adjustment ADD COLUMN author text NOT NULL DEFAULT 'operator';

-- Support incidents: why a purchase was refused, what was said about it, and what the operator made of it.
CREATE TABLE incident (
  organization text NOT NULL REFERENCES organization (id),
  id bigint NOT NULL,
  subject text NOT NULL,
  reasons text[] NOT NULL,
  allow boolean,
  allowed_until timestamptz,
  opened_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (organization, id),
  CONSTRAINT incident_settled CHECK ((settled_at IS NULL) = (allow IS NULL)),
  CONSTRAINT incident_until CHECK (allowed_until IS NULL OR allow)
);
CREATE INDEX incident_id ON incident (id);
COMMENT ON COLUMN incident.reasons IS 'Codes of what stood against the purchase: an allowing settlement lifts these';

CREATE TABLE incident_message (
  organization text NOT NULL,
  incident bigint NOT NULL,
  id bigint NOT NULL,
  side text NOT NULL CONSTRAINT incident_message_side CHECK (side IN ('organization', 'operator')),
  author text NOT NULL,
  message text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (organization, incident, id),
  FOREIGN KEY (organization, incident) REFERENCES incident (organization, id)
);

-- Post-usage: the limit of a month, and what the calls that were authorised in the month named have cost so far.
ALTER TABLE account ADD COLUMN post_usage_limit bigint;
ALTER TABLE account ADD COLUMN post_usage_month date;
ALTER TABLE account ADD COLUMN post_usage_in_month bigint NOT NULL DEFAULT 0;
ALTER TABLE account ADD CONSTRAINT account_post_usage_limit CHECK (post_usage_limit >= 0);
CREATE INDEX transfer_post_usage ON transfer (organization, at) WHERE 'post-usage' IN (from_account, to_account);
