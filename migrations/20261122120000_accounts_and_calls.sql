-- Up Migration

-- Ids come in blocks: one nextval hands out a thousand (src/postgres/ids.ts).
CREATE SEQUENCE id_block START 1 INCREMENT 1;

-- Organisations and what belongs to them. Every key begins with the organisation (architecture.md 19).

CREATE TABLE organization (
  id text PRIMARY KEY,
  display_name text NOT NULL,
  country text NOT NULL,
  currency text NOT NULL,
  time_zone text NOT NULL DEFAULT 'UTC',
  preferred_language text NOT NULL DEFAULT 'en',
  tenant_id uuid,
  rate_deck text,
  agreement text NOT NULL CHECK (agreement IN ('direct', 'enterprise', 'customer', 'partner')),
  billing_country text NOT NULL,
  enterprise_agreements jsonb NOT NULL DEFAULT '[]',
  default_dial_out_policy text,
  premium_calls text NOT NULL DEFAULT 'blocked' CHECK (premium_calls IN ('blocked', 'allowed')),
  blocked_destinations text[] NOT NULL DEFAULT '{}',
  max_price_per_minute_picos bigint CHECK (max_price_per_minute_picos >= 0),
  max_concurrent_calls integer CHECK (max_concurrent_calls > 0),
  max_call_seconds integer CHECK (max_call_seconds > 0),
  created_at timestamptz NOT NULL
);

-- The account row is the organisation's mutex: every change of money, minutes and calls locks it first.
CREATE TABLE account (
  organization text PRIMARY KEY REFERENCES organization (id),
  currency text NOT NULL,
  available bigint NOT NULL DEFAULT 0 CHECK (available >= 0),
  held bigint NOT NULL DEFAULT 0 CHECK (held >= 0),
  frozen bigint NOT NULL DEFAULT 0 CHECK (frozen >= 0),
  debt bigint NOT NULL DEFAULT 0 CHECK (debt >= 0),
  post_usage bigint NOT NULL DEFAULT 0 CHECK (post_usage >= 0),
  pay_as_you_go boolean NOT NULL DEFAULT false,
  open_calls integer NOT NULL DEFAULT 0 CHECK (open_calls >= 0),
  transfer_seq bigint NOT NULL DEFAULT 0,
  next_lot_end timestamptz,
  settings_version bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 50);

-- Money bought at one time; drawn by (priority, ends_at, id).
CREATE TABLE lot (
  organization text NOT NULL REFERENCES account (organization),
  id bigint NOT NULL,
  granted bigint NOT NULL CHECK (granted > 0),
  remaining bigint NOT NULL CHECK (remaining >= 0 AND remaining <= granted),
  priority integer NOT NULL DEFAULT 0,
  source text NOT NULL CHECK (source IN ('top-up', 'auto-recharge', 'promotion', 'adjustment')),
  top_up bigint,
  purchased_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at > purchased_at),
  -- For the index: on `remaining` itself it would change with every charge, and all indexes of the lot with it.
  open boolean NOT NULL GENERATED ALWAYS AS (remaining > 0) STORED,
  PRIMARY KEY (organization, id)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX lot_of_top_up ON lot (organization, top_up) WHERE top_up IS NOT NULL;
CREATE INDEX lot_open ON lot (organization) WHERE open;
CREATE INDEX account_lot_end ON account (next_lot_end) WHERE next_lot_end IS NOT NULL;

-- Value that moved for good: one row a transfer, only ever added to.
CREATE TABLE transfer (
  organization text NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  from_account text NOT NULL,
  to_account text NOT NULL CHECK (to_account <> from_account),
  amount bigint NOT NULL CHECK (amount > 0),
  cause text NOT NULL,
  balance_after bigint NOT NULL CHECK (balance_after >= 0),
  lot bigint,
  call bigint,
  top_up bigint,
  note text,
  at timestamptz NOT NULL,
  PRIMARY KEY (organization, sequence)
);
CREATE INDEX transfer_of_call ON transfer (organization, call) WHERE call IS NOT NULL;
CREATE UNIQUE INDEX transfer_of_top_up ON transfer (organization, top_up) WHERE top_up IS NOT NULL AND cause = 'top-up';

-- Minutes for a month.
CREATE TABLE pool (
  organization text NOT NULL REFERENCES account (organization),
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  id text NOT NULL,
  total_minutes integer NOT NULL CHECK (total_minutes >= 0),
  used_minutes integer NOT NULL DEFAULT 0 CHECK (used_minutes >= 0),
  held_minutes integer NOT NULL DEFAULT 0 CHECK (held_minutes >= 0),
  PRIMARY KEY (organization, month, id),
  CHECK (used_minutes + held_minutes <= total_minutes)
) WITH (fillfactor = 50);

CREATE TABLE pool_entry (
  organization text NOT NULL,
  id bigint NOT NULL,
  month date NOT NULL,
  pool text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('grant', 'use')),
  minutes integer NOT NULL CHECK (minutes <> 0),
  call bigint,
  at timestamptz NOT NULL,
  PRIMARY KEY (organization, id)
);

-- Calls in progress. What a call is, once authorised, is one JSON text that hardly ever changes.
CREATE TABLE session (
  organization text NOT NULL,
  id bigint NOT NULL,
  switch text NOT NULL,
  call_id text NOT NULL,
  call text NOT NULL,
  state text NOT NULL CHECK (state IN ('ringing', 'answered', 'lapsed')),
  authorized_at timestamptz NOT NULL,
  answered_at timestamptz,
  deadline timestamptz NOT NULL,
  used_seconds integer NOT NULL CHECK (used_seconds >= 0),
  limit_seconds integer NOT NULL CHECK (limit_seconds >= 0),
  final_grant boolean NOT NULL,
  held bigint NOT NULL CHECK (held >= 0),
  pool_holds jsonb,
  lost_at timestamptz,
  PRIMARY KEY (organization, id),
  CHECK (state <> 'lapsed' OR (held = 0 AND pool_holds IS NULL)),
  CHECK (state <> 'answered' OR answered_at IS NOT NULL)
) WITH (fillfactor = 60);
CREATE UNIQUE INDEX session_call_id ON session (switch, call_id);
CREATE INDEX session_deadline ON session (least(deadline, lost_at));

-- Calls that have ended, and calls that were refused. By the month (UTC) of their authorisation.
CREATE TABLE cdr (
  organization text NOT NULL,
  month date NOT NULL,
  id bigint NOT NULL,
  switch text NOT NULL,
  call_id text NOT NULL,
  user_name text,
  call_type text NOT NULL,
  destination text,
  authorized_at timestamptz NOT NULL,
  answered_at timestamptz,
  ended_at timestamptz NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('completed', 'unanswered', 'refused')),
  end_known text NOT NULL CHECK (end_known IN ('real', 'presumed')),
  refusal text,
  used_seconds integer NOT NULL CHECK (used_seconds >= 0),
  pool_minutes integer NOT NULL CHECK (pool_minutes >= 0),
  charge bigint NOT NULL CHECK (charge >= 0),
  capability text NOT NULL,
  call text NOT NULL,
  settlement text NOT NULL,
  PRIMARY KEY (month, organization, id),
  CHECK ((outcome = 'refused') = (refusal IS NOT NULL)),
  CHECK (outcome = 'completed' OR (used_seconds = 0 AND charge = 0 AND pool_minutes = 0))
) PARTITION BY RANGE (month);
CREATE UNIQUE INDEX cdr_call_id ON cdr (switch, call_id, month);
CREATE INDEX cdr_started ON cdr (organization, authorized_at);
CREATE TABLE cdr_other PARTITION OF cdr DEFAULT;

-- Ends that came before any authorisation.
CREATE TABLE early_end (
  switch text NOT NULL,
  call_id text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (switch, call_id)
);

-- What reports read: counts by organisation, UTC day, call type and destination; written with the CDR.
CREATE TABLE usage_day (
  organization text NOT NULL,
  day date NOT NULL,
  call_type text NOT NULL,
  destination text NOT NULL,
  calls integer NOT NULL CHECK (calls >= 0),
  refused integer NOT NULL CHECK (refused >= 0),
  seconds bigint NOT NULL CHECK (seconds >= 0),
  pool_minutes bigint NOT NULL CHECK (pool_minutes >= 0),
  charge bigint NOT NULL CHECK (charge >= 0),
  PRIMARY KEY (organization, day, call_type, destination)
) WITH (fillfactor = 50);

-- People, licences, numbers.

CREATE TABLE subscription (
  organization text NOT NULL REFERENCES organization (id),
  sku text NOT NULL,
  purchased integer NOT NULL CHECK (purchased >= 0),
  PRIMARY KEY (organization, sku)
);

CREATE TABLE app_user (
  organization text NOT NULL REFERENCES organization (id),
  principal_name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('person', 'resource-account')),
  display_name text NOT NULL,
  usage_location text NOT NULL,
  object_id uuid NOT NULL,
  aliases text[] NOT NULL DEFAULT '{}',
  mail text,
  alternate_mail text,
  preferred_language text,
  roles text[] NOT NULL DEFAULT '{}',
  licenses text[] NOT NULL DEFAULT '{}',
  cost_center text,
  dial_out_policy text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization, principal_name)
);

-- Every name that a switch may call a user by, unique in the installation; lower case.
CREATE TABLE user_identity (
  identity text PRIMARY KEY,
  organization text NOT NULL,
  principal_name text NOT NULL,
  FOREIGN KEY (organization, principal_name) REFERENCES app_user (organization, principal_name) ON DELETE CASCADE
);
CREATE INDEX user_identity_owner ON user_identity (organization, principal_name);

-- Assigned licences by usage location: what pools are split by, and what "more than bought" is checked against.
CREATE TABLE license_count (
  organization text NOT NULL REFERENCES organization (id),
  sku text NOT NULL,
  usage_location text NOT NULL,
  assigned integer NOT NULL CHECK (assigned >= 0),
  PRIMARY KEY (organization, sku, usage_location)
);

CREATE TABLE conference_bridge (
  organization text NOT NULL REFERENCES organization (id),
  id text NOT NULL,
  display_name text NOT NULL,
  PRIMARY KEY (organization, id)
);

CREATE TABLE voice_app (
  organization text NOT NULL REFERENCES organization (id),
  id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('auto-attendant', 'call-queue')),
  display_name text NOT NULL,
  resource_account text,
  PRIMARY KEY (organization, id)
);

CREATE TABLE phone_number (
  e164 text PRIMARY KEY,
  organization text NOT NULL REFERENCES organization (id),
  kind text NOT NULL CHECK (kind IN ('subscriber', 'service-toll', 'service-toll-free', 'service-premium')),
  carrier text NOT NULL CHECK (carrier IN ('calling-plan', 'direct-routing', 'operator-connect')),
  use_type text NOT NULL CHECK (use_type IN ('user', 'conference-bridge', 'auto-attendant', 'call-queue', 'unassigned')),
  use_id text,
  CHECK ((use_type = 'unassigned') = (use_id IS NULL))
);
CREATE INDEX phone_number_organization ON phone_number (organization);

-- Money in.

CREATE TABLE payment_method (
  organization text NOT NULL REFERENCES organization (id),
  id bigint NOT NULL,
  type text NOT NULL CHECK (type IN ('card', 'enterprise-agreement', 'partner')),
  token text,
  agreement_number text,
  purchase_order text,
  valid_from date,
  valid_to date,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization, id)
);

CREATE TABLE top_up (
  organization text NOT NULL REFERENCES account (organization),
  id bigint NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  payment_method bigint NOT NULL,
  provider text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'requires-action', 'succeeded', 'failed')),
  failure text,
  provider_payment text,
  idempotency_key text,
  request_hash text,
  created_at timestamptz NOT NULL,
  settled_at timestamptz,
  PRIMARY KEY (organization, id),
  FOREIGN KEY (organization, payment_method) REFERENCES payment_method (organization, id),
  CHECK ((state = 'failed') = (failure IS NOT NULL))
);
CREATE UNIQUE INDEX top_up_request ON top_up (organization, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX top_up_payment ON top_up (provider, provider_payment) WHERE provider_payment IS NOT NULL;
CREATE INDEX top_up_open ON top_up (created_at) WHERE state = 'pending';

-- Switches, keys, repeats.

CREATE TABLE switch (
  id text PRIMARY KEY,
  country text,
  reports_answer boolean NOT NULL,
  can_update boolean NOT NULL,
  default_grant_seconds integer NOT NULL CHECK (default_grant_seconds > 0),
  maximum_grant_seconds integer NOT NULL CHECK (maximum_grant_seconds > 0),
  warn_seconds integer NOT NULL CHECK (warn_seconds >= 0),
  tolerance_seconds integer NOT NULL CHECK (tolerance_seconds >= 0)
);

CREATE TABLE api_key (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  key_hash text NOT NULL UNIQUE,
  scopes text[] NOT NULL,
  switch text,
  organization text,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);

-- Repeats of POSTs that move no money: the answer to a key, kept for 13 months. No secret is stored.
CREATE TABLE idempotent_request (
  caller text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status integer NOT NULL,
  body text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (caller, key)
);
