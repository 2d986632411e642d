-- Up Migration

-- Exports of the usage report: made by whichever process has the lease, kept as pieces in the database, so that every
-- process can hand them out.
CREATE TABLE usage_export (
  organization text NOT NULL REFERENCES organization (id),
  id bigint NOT NULL,
  format text NOT NULL CHECK (format IN ('zip', 'xlsx')),
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  names boolean NOT NULL,
  token text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'ready', 'failed')),
  rows integer NOT NULL DEFAULT 0 CHECK (rows >= 0),
  expected_rows integer NOT NULL CHECK (expected_rows >= 0),
  bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
  failure text,
  author text NOT NULL,
  worker text,
  leased_until timestamptz,
  tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  expires_at timestamptz,
  PRIMARY KEY (organization, id),
  CHECK (from_at < to_at),
  CHECK ((state = 'running') = (finished_at IS NULL)),
  CHECK ((state = 'ready') = (expires_at IS NOT NULL)),
  CHECK ((state = 'failed') = (failure IS NOT NULL))
);
CREATE INDEX usage_export_running ON usage_export (created_at) WHERE state = 'running';
CREATE INDEX usage_export_expiring ON usage_export (expires_at) WHERE state = 'ready';
COMMENT ON COLUMN usage_export.names IS 'Whoever asked for it may know whose calls they are';
COMMENT ON COLUMN usage_export.token IS 'Part of the address to download it from; no other key is asked for';
COMMENT ON COLUMN usage_export.leased_until IS 'By the database''s own clock; a worker that does not renew it has died';

CREATE TABLE usage_export_piece (
  organization text NOT NULL,
  export bigint NOT NULL,
  seq integer NOT NULL,
  data bytea NOT NULL,
  PRIMARY KEY (organization, export, seq),
  FOREIGN KEY (organization, export) REFERENCES usage_export (organization, id) ON DELETE CASCADE
);
-- It is compressed already.
ALTER TABLE usage_export_piece ALTER COLUMN data SET STORAGE EXTERNAL;
