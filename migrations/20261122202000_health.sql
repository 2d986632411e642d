-- Up Migration

-- What an operator asks for to know that all is well: audits of the books, and when the provider's were last compared.
CREATE TABLE audit_run (
  id bigint PRIMARY KEY,
  state text NOT NULL CONSTRAINT audit_run_state CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  rules integer NOT NULL DEFAULT 0,
  rules_done integer NOT NULL DEFAULT 0,
  report jsonb,
  failure text,
  author text NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  worker text,
  leased_until timestamptz,
  CONSTRAINT audit_run_rules CHECK (rules_done BETWEEN 0 AND rules),
  CONSTRAINT audit_run_ended CHECK ((state IN ('done', 'failed')) = (ended_at IS NOT NULL)),
  CONSTRAINT audit_run_report CHECK ((state = 'done') = (report IS NOT NULL)),
  CONSTRAINT audit_run_failure CHECK ((state = 'failed') = (failure IS NOT NULL))
);
COMMENT ON COLUMN audit_run.leased_until IS 'By the database''s own clock; a worker that does not renew it has died';
CREATE UNIQUE INDEX audit_run_open ON audit_run ((true)) WHERE state IN ('waiting', 'running');

CREATE TABLE payment_sweep (
  provider text PRIMARY KEY,
  at timestamptz NOT NULL,
  payments integer NOT NULL CONSTRAINT payment_sweep_payments CHECK (payments >= 0)
);
COMMENT ON COLUMN payment_sweep.payments IS 'How many of the provider''s were compared';

CREATE INDEX mail_failed ON mail (settled_at) WHERE state = 'failed';
CREATE INDEX webhook_delivery_failed ON webhook_delivery (settled_at) WHERE state = 'failed';
