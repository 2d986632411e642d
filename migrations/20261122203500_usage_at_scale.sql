-- Up Migration

-- Spend by country is by where the user's licence was used when the call was made: people move, their calls do not.
ALTER TABLE cdr ADD COLUMN usage_location text;
COMMENT ON COLUMN cdr.usage_location IS 'Of the user when the call was authorised';
UPDATE cdr SET usage_location = call::jsonb ->> 8;

-- The index that reports read, with it.
DROP INDEX cdr_started;
CREATE INDEX cdr_started ON cdr (organization, authorized_at, id) INCLUDE (month, user_name, call_type, destination,
  capability, cost_center, number_kind, usage_location, other_number, outcome, charge, used_seconds, pool_minutes);

-- Refused calls are few: reports of them do not look through the others. Calls that took place are not in it.
CREATE INDEX cdr_refused ON cdr (organization, authorized_at) INCLUDE (month, id, user_name, refusal)
  WHERE outcome = 'refused';

-- The roll-ups with what was missing: the capability of a day, and the country of a user's day.
DROP TABLE usage_day;
CREATE TABLE usage_day (
  organization text NOT NULL,
  day date NOT NULL,
  call_type text NOT NULL,
  destination text NOT NULL,
  capability text NOT NULL,
  calls integer NOT NULL CHECK (calls >= 0),
  refused integer NOT NULL CHECK (refused >= 0),
  seconds bigint NOT NULL CHECK (seconds >= 0),
  pool_minutes bigint NOT NULL CHECK (pool_minutes >= 0),
  charge bigint NOT NULL CHECK (charge >= 0),
  PRIMARY KEY (organization, day, call_type, destination, capability)
) WITH (fillfactor = 50);
COMMENT ON TABLE usage_day IS 'Empty text stands for none';

DROP TABLE usage_user_day;
CREATE TABLE usage_user_day (
  organization text NOT NULL,
  day date NOT NULL,
  user_name text NOT NULL,
  cost_center text NOT NULL,
  call_type text NOT NULL,
  number_kind text NOT NULL,
  country text NOT NULL,
  calls integer NOT NULL CHECK (calls >= 0),
  refused integer NOT NULL CHECK (refused >= 0),
  seconds bigint NOT NULL CHECK (seconds >= 0),
  pool_minutes bigint NOT NULL CHECK (pool_minutes >= 0),
  charge bigint NOT NULL CHECK (charge >= 0),
  PRIMARY KEY (organization, day, user_name, cost_center, call_type, number_kind, country)
) WITH (fillfactor = 50);
COMMENT ON TABLE usage_user_day IS 'Empty text stands for none';
COMMENT ON COLUMN usage_user_day.country IS 'Where the user''s licence was used when the calls were authorised';

CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
  SELECT c.*, c.charge + coalesce(x.difference, 0) AS cost FROM cdr c
  LEFT JOIN (SELECT organization, call AS id, sum(corrected - charged) AS difference FROM call_correction
    WHERE applied_at IS NOT NULL GROUP BY 1, 2) x USING (organization, id);
INSERT INTO usage_day
  SELECT organization, (authorized_at AT TIME ZONE 'UTC')::date, call_type, coalesce(destination, ''), capability,
    count(*) FILTER (WHERE outcome <> 'refused'), count(*) FILTER (WHERE outcome = 'refused'), sum(used_seconds),
    sum(pool_minutes), sum(cost)
  FROM counted GROUP BY 1, 2, 3, 4, 5;
INSERT INTO usage_user_day
  SELECT organization, (authorized_at AT TIME ZONE 'UTC')::date, coalesce(user_name, ''), coalesce(cost_center, ''),
    call_type, coalesce(number_kind, ''), coalesce(usage_location, ''), count(*) FILTER (WHERE outcome <> 'refused'),
    count(*) FILTER (WHERE outcome = 'refused'), sum(used_seconds), sum(pool_minutes), sum(cost)
  FROM counted GROUP BY 1, 2, 3, 4, 5, 6, 7;
DROP TABLE counted;

-- Rows of an import refer to one that is never removed. To look it up again for each of a million rows took four tenths of
-- the time, and more and more of it, since its progress is written meanwhile: every look-up walked all versions of its row.
ALTER TABLE imported_usage DROP CONSTRAINT imported_usage_organization_import_fkey;
