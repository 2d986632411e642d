-- Up Migration

-- What happened, written in the transaction that made it so (architecture.md 16): notices and webhooks are made of it.
CREATE TABLE event (
  organization text NOT NULL,
  id bigint NOT NULL,
  name text NOT NULL,
  about jsonb NOT NULL,
  once text,
  at timestamptz NOT NULL,
  handled_at timestamptz,
  PRIMARY KEY (organization, id)
);
CREATE UNIQUE INDEX event_once ON event (organization, name, once) WHERE once IS NOT NULL;
CREATE INDEX event_unhandled ON event (at) WHERE handled_at IS NULL;
COMMENT ON COLUMN event.once IS 'What it may be told of one time only, such as a pool and its month';
COMMENT ON COLUMN event.handled_at IS 'When its notices and webhooks were made';

-- What an organisation wants bought when its available credits fall below the trigger.
CREATE TABLE auto_recharge (
  organization text PRIMARY KEY REFERENCES organization (id),
  enabled boolean NOT NULL,
  trigger_amount bigint NOT NULL,
  recharge_amount bigint NOT NULL,
  target_amount bigint,
  payment_method bigint NOT NULL,
  fallback_methods bigint[] NOT NULL DEFAULT '{}',
  monthly_cap bigint,
  daily_cap bigint,
  FOREIGN KEY (organization, payment_method) REFERENCES payment_method (organization, id),
  CONSTRAINT auto_recharge_amounts CHECK (trigger_amount >= 0 AND recharge_amount > 0),
  CONSTRAINT auto_recharge_trigger CHECK (trigger_amount <= coalesce(target_amount, recharge_amount)),
  CONSTRAINT auto_recharge_caps CHECK (monthly_cap >= recharge_amount AND daily_cap >= recharge_amount)
);
COMMENT ON COLUMN auto_recharge.target_amount IS 'Buy up to this balance, at least the recharge amount; absent: the recharge amount';

-- How the account stands between two batches; read with its row, written when it changes.
ALTER TABLE account
  ADD COLUMN zero_told boolean NOT NULL DEFAULT false,
  ADD COLUMN recharge_state text NOT NULL DEFAULT 'idle',
  ADD COLUMN recharge_reason text,
  ADD COLUMN recharge_retry_at timestamptz,
  ADD COLUMN recharge_failures integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT account_recharge_state CHECK (recharge_state IN ('idle', 'open', 'paused')),
  ADD CONSTRAINT account_recharge_failures CHECK (recharge_failures >= 0);
CREATE INDEX account_recharge_retry ON account (recharge_retry_at) WHERE recharge_retry_at IS NOT NULL;
COMMENT ON COLUMN account.zero_told IS 'That the balance is zero was told; money in arms it again';

-- One row each time that the balance fell below the trigger; each way to pay that is tried is a top-up of its own.
CREATE TABLE recharge_attempt (
  organization text NOT NULL REFERENCES account (organization),
  id bigint NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  day date NOT NULL,
  state text NOT NULL,
  failure text,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (organization, id),
  CONSTRAINT recharge_attempt_state CHECK (state IN ('open', 'succeeded', 'failed', 'cancelled')),
  CONSTRAINT recharge_attempt_failure CHECK ((state = 'failed') = (failure IS NOT NULL)),
  CONSTRAINT recharge_attempt_settled CHECK ((state = 'open') = (settled_at IS NULL))
);
CREATE UNIQUE INDEX recharge_attempt_open ON recharge_attempt (organization) WHERE state = 'open';
COMMENT ON COLUMN recharge_attempt.day IS 'In the time zone of the organisation; with its month, the periods whose caps it counts for';

-- What open and successful attempts come to in a day or a month, and the cap that may not be passed.
CREATE TABLE recharge_spent (
  organization text NOT NULL,
  period text NOT NULL,
  spent bigint NOT NULL CONSTRAINT recharge_spent_spent CHECK (spent >= 0),
  cap bigint,
  PRIMARY KEY (organization, period),
  CONSTRAINT recharge_spent_cap CHECK (spent <= cap)
);
COMMENT ON COLUMN recharge_spent.period IS '2026-11 or 2026-11-22';

ALTER TABLE top_up
  ADD COLUMN recharge bigint,
  ADD COLUMN decline text,
  ADD FOREIGN KEY (organization, recharge) REFERENCES recharge_attempt (organization, id),
  ADD CONSTRAINT top_up_decline CHECK (decline IS NULL OR (decline IN ('lasting', 'passing') AND state = 'failed'));
CREATE UNIQUE INDEX top_up_of_recharge ON top_up (organization, recharge, payment_method) WHERE recharge IS NOT NULL;
CREATE UNIQUE INDEX top_up_recharge_pending ON top_up (organization, recharge)
  WHERE recharge IS NOT NULL AND state = 'pending';
COMMENT ON COLUMN top_up.decline IS 'Lasting: asking again is of no use';
