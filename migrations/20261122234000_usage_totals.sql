-- Up Migration

-- What a busy organisation's users called from the beginning of the year to the 10th, the 20th and the end of each month:
-- a report of any period is a difference of these and a few days. They are summed when those days are over, never by
-- the calls; whatever touches a day afterwards makes the totals that contain it stale in the same transaction.
CREATE TABLE usage_summed (
  organization text NOT NULL REFERENCES account (organization),
  until date NOT NULL CHECK (extract(day FROM until) IN (1, 11, 21)),
  state text NOT NULL CHECK (state IN ('stale', 'summing', 'whole')),
  PRIMARY KEY (organization, until)
);
COMMENT ON TABLE usage_summed IS 'Which totals there are; only those that are whole count';
COMMENT ON COLUMN usage_summed.until IS 'The day after the last that is in them, UTC';
CREATE INDEX usage_summed_anew ON usage_summed (organization, until) WHERE state <> 'whole';

CREATE TABLE usage_user_total (
  organization text NOT NULL,
  until date NOT NULL,
  user_name text NOT NULL,
  cost_center text NOT NULL,
  call_type text NOT NULL,
  number_kind text NOT NULL,
  country text NOT NULL,
  calls integer NOT NULL,
  refused integer NOT NULL,
  seconds bigint NOT NULL,
  pool_minutes bigint NOT NULL,
  charge bigint NOT NULL
);
-- Read and written as a whole, some ten thousand rows at a time: a key of seven columns would be as large as they are.
CREATE INDEX usage_user_total_of ON usage_user_total (organization, until);
COMMENT ON TABLE usage_user_total IS 'Sums of usage_user_day since the 1st of January of the last day that is in them';

-- The same for the advice, which asks when money was spent and not by whom.
CREATE TABLE usage_ten_minutes (
  organization text NOT NULL,
  at timestamptz NOT NULL,
  call_type text NOT NULL,
  calls integer NOT NULL,
  charge bigint NOT NULL,
  PRIMARY KEY (organization, at, call_type)
);
COMMENT ON TABLE usage_ten_minutes IS 'Completed calls by when they were authorised, for the days that usage_summed has';

CREATE FUNCTION usage_day_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE usage_summed SET state = 'stale' WHERE organization = NEW.organization AND until > NEW.day
    AND until <= date_trunc('year', NEW.day) + interval '1 year' AND state <> 'stale';
  RETURN NULL;
END $$;
-- Today is in no total: its calls pay a comparison of two dates, and nothing else.
CREATE TRIGGER usage_day_changed AFTER INSERT OR UPDATE ON usage_user_day FOR EACH ROW
  WHEN (NEW.day < (now() AT TIME ZONE 'UTC')::date) EXECUTE FUNCTION usage_day_changed();
