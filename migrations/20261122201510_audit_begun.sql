-- Up Migration
-- Changes that are being made: whoever dies between a change and its entry in the audit log leaves a row here, from which
-- the entry is written after all.
CREATE TABLE audit_begun (
  id bigint PRIMARY KEY,
  organization text NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  action text NOT NULL,
  words text NOT NULL,
  subject text NOT NULL,
  asked text,
  before text
);
CREATE INDEX audit_begun_at ON audit_begun (at);
