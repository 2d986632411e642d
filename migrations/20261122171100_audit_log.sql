-- Up Migration

-- Who changed what, one chain of hashes for each organisation and one, '', for the installation. Only ever added to: a
-- row that is changed or taken out breaks the chain, which GET …/audit-log/verify and `talktime audit` find.
CREATE TABLE audit_chain (
  organization text PRIMARY KEY,
  sequence bigint NOT NULL CONSTRAINT audit_chain_sequence CHECK (sequence >= 0),
  hash text NOT NULL
);

CREATE TABLE audit_entry (
  organization text NOT NULL,
  sequence bigint NOT NULL CONSTRAINT audit_entry_sequence CHECK (sequence > 0),
  at timestamptz NOT NULL,
  actor text NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  action text NOT NULL,
  words text NOT NULL,
  subject text NOT NULL,
  asked text,
  before text,
  after text,
  hash text NOT NULL,
  PRIMARY KEY (organization, sequence)
);
CREATE INDEX audit_entry_at ON audit_entry (organization, at);
COMMENT ON COLUMN audit_entry.hash IS 'SHA-256 of the hash before and of all else in this row';
