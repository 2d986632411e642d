-- Up Migration

-- What reports ask a call for beside what they show: who pays for it inside the organisation, what its own number is,
-- and the number at the other end.
ALTER TABLE cdr ADD COLUMN cost_center text, ADD COLUMN number_kind text, ADD COLUMN other_number text NOT NULL DEFAULT '';
COMMENT ON COLUMN cdr.cost_center IS 'Of the user when the call was authorised';
COMMENT ON COLUMN cdr.number_kind IS 'Kind of the organisation''s own number in the call';
COMMENT ON COLUMN cdr.other_number IS 'The number outside: who called, or who was called';
UPDATE cdr SET number_kind = call::jsonb ->> 7,
  other_number = CASE WHEN call_type ~ '_in(_bot)?$' THEN call::jsonb ->> 3 ELSE call::jsonb ->> 4 END;
ALTER TABLE cdr ALTER COLUMN other_number DROP DEFAULT;

-- One index for whatever a page of the report is filtered or sorted by: a day of it is read without the calls
-- themselves, which are ten times as large. (An index for each filter would cost every call a tenth more.)
DROP INDEX cdr_started;
CREATE INDEX cdr_started ON cdr (organization, authorized_at, id) INCLUDE (month, user_name, call_type, destination,
  capability, cost_center, number_kind, other_number, outcome, charge, used_seconds);

-- An index alone answers only for pages that were vacuumed: months are vacuumed as they fill, not when a fifth is new.
DO $$ DECLARE part regclass; BEGIN
  FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'cdr'::regclass LOOP
    EXECUTE format('ALTER TABLE %s SET (autovacuum_vacuum_insert_threshold = 20000,
      autovacuum_vacuum_insert_scale_factor = 0.005)', part);
  END LOOP;
END $$;

-- The second roll-up: by person, written in the same batch as the first (usage_day).
CREATE TABLE usage_user_day (
  organization text NOT NULL,
  day date NOT NULL,
  user_name text NOT NULL,
  cost_center text NOT NULL,
  call_type text NOT NULL,
  number_kind text NOT NULL,
  calls integer NOT NULL CHECK (calls >= 0),
  refused integer NOT NULL CHECK (refused >= 0),
  seconds bigint NOT NULL CHECK (seconds >= 0),
  pool_minutes bigint NOT NULL CHECK (pool_minutes >= 0),
  charge bigint NOT NULL CHECK (charge >= 0),
  PRIMARY KEY (organization, day, user_name, cost_center, call_type, number_kind)
) WITH (fillfactor = 50);
COMMENT ON TABLE usage_user_day IS 'Empty text stands for none';
INSERT INTO usage_user_day
  SELECT organization, (authorized_at AT TIME ZONE 'UTC')::date, coalesce(user_name, ''), coalesce(cost_center, ''),
    call_type, coalesce(number_kind, ''), count(*) FILTER (WHERE outcome <> 'refused'),
    count(*) FILTER (WHERE outcome = 'refused'), sum(used_seconds), sum(pool_minutes), sum(charge)
  FROM cdr GROUP BY 1, 2, 3, 4, 5, 6;
