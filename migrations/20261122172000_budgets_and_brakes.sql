-- Up Migration

-- Monthly budgets, and hourly brakes against toll fraud and toll-free pumping (src/domain/budget.ts).
CREATE TABLE spending_limit (
  organization text NOT NULL REFERENCES account (organization),
  kind text NOT NULL CONSTRAINT spending_limit_kind CHECK (kind IN ('budget', 'brake')),
  id text NOT NULL,
  scope text NOT NULL,
  subject text,
  amount bigint CONSTRAINT spending_limit_amount CHECK (amount > 0),
  calls integer CONSTRAINT spending_limit_calls CHECK (calls > 0),
  minutes integer CONSTRAINT spending_limit_minutes CHECK (minutes > 0),
  enabled boolean NOT NULL,
  stop boolean NOT NULL,
  first_month date,
  counts_from timestamptz,
  lifted_month date,
  lifted_until timestamptz,
  lifted_amount bigint CONSTRAINT spending_limit_lifted_amount CHECK (lifted_amount > 0),
  PRIMARY KEY (organization, kind, id),
  CONSTRAINT spending_limit_scope CHECK (scope IN ('user', 'organization')
    OR (kind = 'budget' AND scope = 'cost-center') OR (kind = 'brake' AND scope = 'number')),
  CONSTRAINT spending_limit_subject CHECK (CASE WHEN scope = 'organization' THEN subject IS NULL
    ELSE kind = 'brake' OR subject IS NOT NULL END),
  CONSTRAINT spending_limit_size CHECK (CASE kind WHEN 'budget' THEN amount IS NOT NULL AND calls IS NULL AND minutes IS NULL
    ELSE coalesce(amount, calls, minutes) IS NOT NULL END),
  CONSTRAINT spending_limit_since CHECK ((kind = 'budget') = (first_month IS NOT NULL)
    AND (kind = 'brake') = (counts_from IS NOT NULL)),
  CONSTRAINT spending_limit_lift CHECK ((kind = 'budget' OR (lifted_month IS NULL AND lifted_amount IS NULL))
    AND (kind = 'brake' OR lifted_until IS NULL))
);
COMMENT ON COLUMN spending_limit.subject IS 'Null: the organisation; of a brake, each user or number on its own';
COMMENT ON COLUMN spending_limit.lifted_amount IS 'What the budget is raised to in lifted_month; null: no limit then';

-- What calls have used of a limit, by the month or hour (counted from 1970) of their authorisation. The sum over calls.
CREATE TABLE limit_counter (
  organization text NOT NULL,
  kind text NOT NULL,
  id text NOT NULL,
  subject text NOT NULL,
  period text NOT NULL,
  spent bigint NOT NULL CONSTRAINT limit_counter_spent CHECK (spent >= 0),
  held bigint NOT NULL CONSTRAINT limit_counter_held CHECK (held >= 0),
  calls integer NOT NULL CONSTRAINT limit_counter_calls CHECK (calls >= 0),
  seconds bigint NOT NULL CONSTRAINT limit_counter_seconds CHECK (seconds >= 0),
  told smallint NOT NULL DEFAULT 0 CONSTRAINT limit_counter_told CHECK (told IN (0, 80, 100)),
  PRIMARY KEY (organization, kind, id, subject, period),
  FOREIGN KEY (organization, kind, id) REFERENCES spending_limit (organization, kind, id) ON DELETE CASCADE
) WITH (fillfactor = 50);

-- Who lifted which limit, when and why: only ever added to, and kept when the limit is gone.
CREATE TABLE limit_lift (
  organization text NOT NULL REFERENCES organization (id),
  id bigint NOT NULL,
  kind text NOT NULL,
  limit_id text NOT NULL,
  month date,
  until timestamptz,
  amount bigint,
  reason text NOT NULL,
  lifted_by text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (organization, id),
  CONSTRAINT limit_lift_length CHECK ((kind = 'budget') = (month IS NOT NULL) AND (kind = 'brake') = (until IS NOT NULL))
);
CREATE INDEX limit_lift_of_limit ON limit_lift (organization, kind, limit_id, id);

-- Prefixes and countries whose calls to toll-free numbers are refused.
ALTER TABLE organization ADD COLUMN blocked_callers text[] NOT NULL DEFAULT '{}';
