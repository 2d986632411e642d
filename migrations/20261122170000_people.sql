-- Up Migration

-- What people's calls are booked on by their organisation; a user names one, and it is made when it is new.
CREATE TABLE cost_center (
  organization text NOT NULL REFERENCES organization (id),
  id text NOT NULL,
  display_name text NOT NULL,
  PRIMARY KEY (organization, id)
);
INSERT INTO cost_center (organization, id, display_name)
  SELECT DISTINCT organization, cost_center, cost_center FROM app_user WHERE cost_center IS NOT NULL;
ALTER TABLE app_user ADD CONSTRAINT app_user_cost_center
  FOREIGN KEY (organization, cost_center) REFERENCES cost_center (organization, id);
CREATE INDEX app_user_by_cost_center ON app_user (organization, cost_center) WHERE cost_center IS NOT NULL;

-- Of the licences that a user holds, those that only a rule gives: they go when the rule no longer holds.
ALTER TABLE app_user ADD COLUMN rule_licenses text[] NOT NULL DEFAULT '{}' CHECK (rule_licenses <@ licenses);

-- What a number or a resource account serves is asked for whenever somebody is shown or removed.
CREATE INDEX phone_number_use ON phone_number (organization, use_id) WHERE use_id IS NOT NULL;
CREATE INDEX voice_app_resource_account ON voice_app (organization, resource_account)
  WHERE resource_account IS NOT NULL;

CREATE TABLE license_rule (
  organization text NOT NULL REFERENCES organization (id),
  id text NOT NULL,
  display_name text NOT NULL,
  -- Conditions that must all hold; none: everybody.
  condition jsonb NOT NULL,
  assign text[] NOT NULL CHECK (cardinality(assign) > 0),
  enabled boolean NOT NULL,
  PRIMARY KEY (organization, id)
);

-- A walk over an organisation's users that its rules wait for; gone when it has reached the last of them.
CREATE TABLE license_rule_pass (
  organization text PRIMARY KEY REFERENCES organization (id),
  -- Principal name of the last user that it has seen to.
  reached text NOT NULL,
  wanted_at timestamptz NOT NULL
);
