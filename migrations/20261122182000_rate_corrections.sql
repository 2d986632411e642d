-- Up Migration

-- A period that is priced anew with a corrected deck: what was asked for, and how far it is. Shared by all organisations.
CREATE SEQUENCE rate_correction_order;
CREATE TABLE rate_correction (
  id bigint PRIMARY KEY,
  rate_deck bigint NOT NULL REFERENCES rate_deck (id),
  currency text NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  organizations text[] CHECK (cardinality(organizations) > 0),
  reason text NOT NULL,
  author text NOT NULL,
  state text NOT NULL CHECK (state IN ('reckoning', 'reckoned', 'applying', 'applied')),
  to_apply boolean NOT NULL,
  created_at timestamptz NOT NULL,
  reckoned_at timestamptz,
  applied_at timestamptz,
  began bigint NOT NULL DEFAULT nextval('rate_correction_order'),
  ended bigint,
  worker text,
  leased_until timestamptz,
  CHECK (from_at < to_at),
  CHECK ((state = 'reckoning') = (reckoned_at IS NULL)),
  CHECK ((state = 'applied') = (applied_at IS NOT NULL))
);
CREATE INDEX rate_correction_at_work ON rate_correction (id) WHERE state IN ('reckoning', 'applying');
COMMENT ON COLUMN rate_correction.organizations IS 'Null: whoever the deck prices';
COMMENT ON COLUMN rate_correction.began IS 'What ended later may have moved what was reckoned';
COMMENT ON COLUMN rate_correction.to_apply IS 'Applied as soon as it is reckoned; else it is a dry run until somebody says so';

-- One organisation's part: how many calls were looked at, and which of them change.
CREATE TABLE organization_correction (
  organization text NOT NULL REFERENCES account (organization),
  correction bigint NOT NULL REFERENCES rate_correction (id),
  looked_at integer NOT NULL DEFAULT 0 CHECK (looked_at >= 0),
  unpriced integer NOT NULL DEFAULT 0 CHECK (unpriced >= 0),
  presumed integer NOT NULL DEFAULT 0 CHECK (presumed >= 0),
  calls integer NOT NULL DEFAULT 0 CHECK (calls >= 0),
  charged bigint NOT NULL DEFAULT 0 CHECK (charged >= 0),
  corrected bigint NOT NULL DEFAULT 0 CHECK (corrected >= 0),
  after_at timestamptz,
  after_call bigint,
  state text NOT NULL CHECK (state IN ('reckoning', 'reckoned', 'applied')),
  PRIMARY KEY (organization, correction)
);
CREATE INDEX organization_correction_of ON organization_correction (correction, organization);
COMMENT ON COLUMN organization_correction.unpriced IS 'Calls that the corrected deck has no price for: left as they are';
COMMENT ON COLUMN organization_correction.presumed IS 'Calls whose end is only presumed: the real one would price them anew';
COMMENT ON COLUMN organization_correction.after_call IS 'The last call that was looked at: where whoever goes on begins';

-- The second row of a call, beside its CDR: at most one for each correction. Written when it is reckoned; it counts for
-- reports, roll-ups and the audit from when it is applied.
CREATE TABLE call_correction (
  organization text NOT NULL,
  correction bigint NOT NULL,
  call bigint NOT NULL,
  id bigint NOT NULL,
  month date NOT NULL,
  started_at timestamptz NOT NULL,
  charged bigint NOT NULL CHECK (charged >= 0),
  corrected bigint NOT NULL CHECK (corrected >= 0 AND corrected <> charged),
  rate_row bigint NOT NULL,
  prefix text NOT NULL,
  destination text NOT NULL,
  applied_at timestamptz,
  PRIMARY KEY (organization, correction, call),
  FOREIGN KEY (organization, correction) REFERENCES organization_correction (organization, correction)
);
CREATE INDEX call_correction_of_call ON call_correction (organization, call) WHERE applied_at IS NOT NULL;
CREATE INDEX call_correction_open ON call_correction (organization, correction, id) WHERE applied_at IS NULL;
COMMENT ON COLUMN call_correction.month IS 'Of the CDR';
COMMENT ON COLUMN call_correction.charged IS 'Before this correction, with those before it';
COMMENT ON COLUMN call_correction.rate_row IS 'Of the corrected deck';
