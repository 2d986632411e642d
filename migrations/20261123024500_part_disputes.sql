-- Up Migration

-- A bank may want only a part of a payment back. `claimed` is what it asks for; `amount` is less of it where a refund
-- took the rest, or is under way: it grows when that refund fails, and may be nothing until then.
ALTER TABLE dispute ADD COLUMN claimed bigint;
UPDATE dispute d SET claimed = u.amount FROM top_up u WHERE u.organization = d.organization AND u.id = d.top_up;
ALTER TABLE dispute ALTER COLUMN claimed SET NOT NULL;
ALTER TABLE dispute DROP CONSTRAINT dispute_amount;
ALTER TABLE dispute ADD CONSTRAINT dispute_amount CHECK (claimed > 0 AND amount BETWEEN 0 AND claimed);

-- What a lot lost at its end was never spent: a refund gives it back without a debt. Of a payment, `reclaimed` is what
-- refunds have given back of that; of a refund, `forfeited` is its part of it.
ALTER TABLE refund ADD COLUMN forfeited bigint NOT NULL DEFAULT 0;
ALTER TABLE refund ADD CONSTRAINT refund_forfeited CHECK (forfeited >= 0 AND unspent + forfeited <= amount);
ALTER TABLE top_up ADD COLUMN reclaimed bigint NOT NULL DEFAULT 0;
ALTER TABLE top_up ADD CONSTRAINT top_up_reclaimed CHECK (reclaimed BETWEEN 0 AND returned);
CREATE INDEX transfer_lot_ended ON transfer (organization, lot) WHERE cause = 'lot-ended';
