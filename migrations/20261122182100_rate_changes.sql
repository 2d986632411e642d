-- Up Migration

-- What a deck that has not begun yet makes of an organisation's last month.
CREATE TABLE rate_change (
  organization text NOT NULL REFERENCES organization (id),
  rate_deck bigint NOT NULL REFERENCES rate_deck (id),
  begins_at timestamptz NOT NULL,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  calls integer NOT NULL CHECK (calls >= 0),
  unpriced integer NOT NULL CHECK (unpriced >= 0),
  before bigint NOT NULL CHECK (before >= 0),
  after bigint NOT NULL CHECK (after >= 0),
  destinations jsonb NOT NULL,
  reckoned_at timestamptz NOT NULL,
  told_at timestamptz,
  PRIMARY KEY (organization, rate_deck),
  CHECK (from_at < to_at)
);
CREATE INDEX rate_change_untold ON rate_change (begins_at) WHERE told_at IS NULL;
COMMENT ON COLUMN rate_change.unpriced IS 'Calls that will have no price: counted at what they cost';
COMMENT ON COLUMN rate_change.told_at IS 'Also of what changes nothing, about which nobody is told';

ALTER TABLE notice_settings ADD COLUMN rate_change_days integer NOT NULL DEFAULT 7
  CHECK (rate_change_days BETWEEN 1 AND 90);
COMMENT ON COLUMN notice_settings.rate_change_days IS 'So many days before prices change, rates.changing tells of it';
