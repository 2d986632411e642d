-- Up Migration

-- How long after a recharge nothing more is bought by itself.
ALTER TABLE auto_recharge
  ADD COLUMN cool_down_seconds integer NOT NULL DEFAULT 0
    CONSTRAINT auto_recharge_cool_down CHECK (cool_down_seconds BETWEEN 0 AND 604800);

-- Where a payment provider's books and ours disagree, as the daily comparison found it.
CREATE TABLE payment_difference (
  provider text NOT NULL,
  payment text NOT NULL,
  kind text NOT NULL CONSTRAINT payment_difference_kind
    CHECK (kind IN ('not-credited', 'not-charged', 'other-amount', 'other-refunds')),
  organization text,
  top_up bigint,
  provider_amount bigint NOT NULL CHECK (provider_amount >= 0),
  our_amount bigint NOT NULL CHECK (our_amount >= 0),
  currency text NOT NULL,
  found_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (provider, payment, kind),
  CONSTRAINT payment_difference_amounts CHECK (provider_amount <> our_amount)
);
COMMENT ON COLUMN payment_difference.organization IS 'Absent where the payment names one that we do not know';
COMMENT ON COLUMN payment_difference.settled_at IS 'When the two agreed again';
