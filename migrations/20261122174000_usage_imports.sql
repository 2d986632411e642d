-- Up Migration

-- Call records of another provider, read in to learn from: nothing of money refers to them.
CREATE TABLE usage_import (
  organization text NOT NULL REFERENCES organization (id),
  id bigint NOT NULL,
  file_name text NOT NULL,
  dry_run boolean NOT NULL,
  state text NOT NULL CONSTRAINT usage_import_state CHECK (state IN ('running', 'ready', 'failed')),
  progress double precision NOT NULL DEFAULT 0 CONSTRAINT usage_import_progress CHECK (progress BETWEEN 0 AND 1),
  rows_read bigint NOT NULL DEFAULT 0,
  added bigint NOT NULL DEFAULT 0,
  already_there bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  refused_rows jsonb NOT NULL DEFAULT '[]',
  mapping jsonb,
  preview jsonb NOT NULL DEFAULT '[]',
  failure text,
  author text NOT NULL,
  idempotency_key text,
  file_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  heard_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (organization, id),
  CONSTRAINT usage_import_ended CHECK ((state = 'running') = (ended_at IS NULL)),
  CONSTRAINT usage_import_failure CHECK ((state = 'failed') = (failure IS NOT NULL)),
  CONSTRAINT usage_import_counts CHECK (added >= 0 AND already_there >= 0 AND refused >= 0)
);
CREATE UNIQUE INDEX usage_import_request ON usage_import (organization, idempotency_key)
  WHERE idempotency_key IS NOT NULL;
CREATE INDEX usage_import_running ON usage_import (heard_at) WHERE state = 'running';
COMMENT ON COLUMN usage_import.refused_rows IS 'The first thousand of them, with line and reason';
COMMENT ON COLUMN usage_import.heard_at IS 'When its process last told of it: one that is silent for long has died';

CREATE TABLE imported_usage (
  organization text NOT NULL,
  identity text NOT NULL,
  import bigint NOT NULL,
  started_at timestamptz NOT NULL,
  seconds integer NOT NULL CHECK (seconds >= 0),
  call_type text NOT NULL,
  call_id text,
  from_number text NOT NULL,
  to_number text NOT NULL,
  user_name text,
  number_kind text,
  conference_id text,
  charge bigint CHECK (charge >= 0),
  currency text,
  price bigint CHECK (price >= 0),
  PRIMARY KEY (organization, identity),
  FOREIGN KEY (organization, import) REFERENCES usage_import (organization, id)
);
CREATE INDEX imported_usage_started ON imported_usage (organization, import, started_at);
COMMENT ON COLUMN imported_usage.identity IS 'The same row of the same provider has the same one in every file';
COMMENT ON COLUMN imported_usage.charge IS 'What the provider took; null: its file does not say';
COMMENT ON COLUMN imported_usage.price IS 'Where it does not: what our decks made of it when it was read; null: no rate';

CREATE TABLE usage_mapping (
  organization text NOT NULL REFERENCES organization (id),
  id text NOT NULL,
  mapping jsonb NOT NULL,
  PRIMARY KEY (organization, id)
);
