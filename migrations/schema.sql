-- Printed from the catalog after all migrations. Not run by anything; do not edit.

CREATE SEQUENCE id_block AS bigint INCREMENT 1 START 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;

CREATE SEQUENCE rate_correction_order AS bigint INCREMENT 1 START 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;

CREATE SEQUENCE rate_deck_id AS bigint INCREMENT 1 START 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;

CREATE SEQUENCE switch_command_id AS bigint INCREMENT 1 START 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1;

CREATE TABLE account (
  organization text NOT NULL,
  currency text NOT NULL,
  available bigint NOT NULL DEFAULT 0,
  held bigint NOT NULL DEFAULT 0,
  frozen bigint NOT NULL DEFAULT 0,
  debt bigint NOT NULL DEFAULT 0,
  post_usage bigint NOT NULL DEFAULT 0,
  pay_as_you_go boolean NOT NULL DEFAULT false,
  open_calls integer NOT NULL DEFAULT 0,
  transfer_seq bigint NOT NULL DEFAULT 0,
  next_lot_end timestamp with time zone,
  settings_version bigint NOT NULL DEFAULT 1,
  zero_told boolean NOT NULL DEFAULT false,
  recharge_state text NOT NULL DEFAULT 'idle'::text,
  recharge_reason text,
  recharge_retry_at timestamp with time zone,
  recharge_failures integer NOT NULL DEFAULT 0,
  post_usage_limit bigint,
  post_usage_month date,
  post_usage_in_month bigint NOT NULL DEFAULT 0,
  post_usage_promised bigint NOT NULL DEFAULT 0,
  post_usage_before bigint NOT NULL DEFAULT 0,
  CONSTRAINT account_pkey PRIMARY KEY (organization),
  CONSTRAINT account_available_check CHECK ((available >= 0)),
  CONSTRAINT account_debt_check CHECK ((debt >= 0)),
  CONSTRAINT account_frozen_check CHECK ((frozen >= 0)),
  CONSTRAINT account_held_check CHECK ((held >= 0)),
  CONSTRAINT account_open_calls_check CHECK ((open_calls >= 0)),
  CONSTRAINT account_post_usage_check CHECK ((post_usage >= 0)),
  CONSTRAINT account_post_usage_limit CHECK ((post_usage_limit >= 0)),
  CONSTRAINT account_post_usage_promised CHECK ((post_usage_promised >= 0)),
  CONSTRAINT account_recharge_failures CHECK ((recharge_failures >= 0)),
  CONSTRAINT account_recharge_state CHECK ((recharge_state = ANY (ARRAY['idle'::text, 'open'::text, 'paused'::text]))),
  CONSTRAINT account_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
) WITH (fillfactor=50);
CREATE INDEX account_lot_end ON public.account USING btree (next_lot_end) WHERE (next_lot_end IS NOT NULL);
CREATE INDEX account_recharge_retry ON public.account USING btree (recharge_retry_at) WHERE (recharge_retry_at IS NOT NULL);
COMMENT ON COLUMN account.zero_told IS 'That the balance is zero was told; money in arms it again';

CREATE TABLE adjustment (
  organization text NOT NULL,
  id bigint NOT NULL,
  amount bigint NOT NULL,
  applied bigint NOT NULL,
  reason text NOT NULL,
  lot bigint,
  idempotency_key text,
  request_hash text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  author text NOT NULL DEFAULT 'operator'::text,
  CONSTRAINT adjustment_pkey PRIMARY KEY (organization, id),
  CONSTRAINT adjustment_amount_check CHECK ((amount <> 0)),
  CONSTRAINT adjustment_check CHECK (((applied >= LEAST(amount, (0)::bigint)) AND (applied <= GREATEST(amount, (0)::bigint)))),
  CONSTRAINT adjustment_check1 CHECK (((amount < 0) OR (applied = amount))),
  CONSTRAINT adjustment_organization_fkey FOREIGN KEY (organization) REFERENCES account(organization)
);
CREATE UNIQUE INDEX adjustment_request ON public.adjustment USING btree (organization, idempotency_key) WHERE (idempotency_key IS NOT NULL);
COMMENT ON COLUMN adjustment.applied IS 'What of the amount moved: a negative one takes at most what is available';

CREATE TABLE api_key (
  id bigint NOT NULL,
  name text NOT NULL,
  key_hash text NOT NULL,
  scopes text[] NOT NULL,
  switch text,
  organization text,
  created_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  old_key_hash text,
  old_key_until timestamp with time zone,
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_key_hash_key UNIQUE (key_hash),
  CONSTRAINT api_key_old CHECK (((old_key_hash IS NULL) = (old_key_until IS NULL)))
);
CREATE UNIQUE INDEX api_key_old_hash ON public.api_key USING btree (old_key_hash) WHERE (old_key_hash IS NOT NULL);
CREATE INDEX api_key_organization ON public.api_key USING btree (organization, id);

CREATE TABLE app_user (
  organization text NOT NULL,
  principal_name text NOT NULL,
  kind text NOT NULL,
  display_name text NOT NULL,
  usage_location text NOT NULL,
  object_id uuid NOT NULL,
  aliases text[] NOT NULL DEFAULT '{}'::text[],
  mail text,
  alternate_mail text,
  preferred_language text,
  roles text[] NOT NULL DEFAULT '{}'::text[],
  licenses text[] NOT NULL DEFAULT '{}'::text[],
  cost_center text,
  dial_out_policy text,
  created_at timestamp with time zone NOT NULL,
  rule_licenses text[] NOT NULL DEFAULT '{}'::text[],
  CONSTRAINT app_user_pkey PRIMARY KEY (organization, principal_name),
  CONSTRAINT app_user_check CHECK ((rule_licenses <@ licenses)),
  CONSTRAINT app_user_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'resource-account'::text]))),
  CONSTRAINT app_user_cost_center FOREIGN KEY (organization, cost_center) REFERENCES cost_center(organization, id),
  CONSTRAINT app_user_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE INDEX app_user_by_cost_center ON public.app_user USING btree (organization, cost_center) WHERE (cost_center IS NOT NULL);

CREATE TABLE audit_begun (
  id bigint NOT NULL,
  organization text NOT NULL,
  at timestamp with time zone NOT NULL,
  actor text NOT NULL,
  name text NOT NULL,
  address text NOT NULL,
  action text NOT NULL,
  words text NOT NULL,
  subject text NOT NULL,
  asked text,
  before text,
  CONSTRAINT audit_begun_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_begun_at ON public.audit_begun USING btree (at);

CREATE TABLE audit_chain (
  organization text NOT NULL,
  sequence bigint NOT NULL,
  hash text NOT NULL,
  CONSTRAINT audit_chain_pkey PRIMARY KEY (organization),
  CONSTRAINT audit_chain_sequence CHECK ((sequence >= 0))
);

CREATE TABLE audit_entry (
  organization text NOT NULL,
  sequence bigint NOT NULL,
  at timestamp with time zone NOT NULL,
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
  CONSTRAINT audit_entry_pkey PRIMARY KEY (organization, sequence),
  CONSTRAINT audit_entry_sequence CHECK ((sequence > 0))
);
CREATE INDEX audit_entry_at ON public.audit_entry USING btree (organization, at);
COMMENT ON COLUMN audit_entry.hash IS 'SHA-256 of the hash before and of all else in this row';

CREATE TABLE audit_run (
  id bigint NOT NULL,
  state text NOT NULL,
  rules integer NOT NULL DEFAULT 0,
  rules_done integer NOT NULL DEFAULT 0,
  report jsonb,
  failure text,
  author text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  worker text,
  leased_until timestamp with time zone,
  CONSTRAINT audit_run_pkey PRIMARY KEY (id),
  CONSTRAINT audit_run_ended CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text])) = (ended_at IS NOT NULL))),
  CONSTRAINT audit_run_failure CHECK (((state = 'failed'::text) = (failure IS NOT NULL))),
  CONSTRAINT audit_run_report CHECK (((state = 'done'::text) = (report IS NOT NULL))),
  CONSTRAINT audit_run_rules CHECK (((rules_done >= 0) AND (rules_done <= rules))),
  CONSTRAINT audit_run_state CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);
CREATE UNIQUE INDEX audit_run_open ON public.audit_run USING btree ((true)) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
COMMENT ON COLUMN audit_run.leased_until IS 'By the database''s own clock; a worker that does not renew it has died';

CREATE TABLE auto_recharge (
  organization text NOT NULL,
  enabled boolean NOT NULL,
  trigger_amount bigint NOT NULL,
  recharge_amount bigint NOT NULL,
  target_amount bigint,
  payment_method bigint NOT NULL,
  fallback_methods bigint[] NOT NULL DEFAULT '{}'::bigint[],
  monthly_cap bigint,
  daily_cap bigint,
  cool_down_seconds integer NOT NULL DEFAULT 0,
  CONSTRAINT auto_recharge_pkey PRIMARY KEY (organization),
  CONSTRAINT auto_recharge_amounts CHECK (((trigger_amount >= 0) AND (recharge_amount > 0))),
  CONSTRAINT auto_recharge_caps CHECK (((monthly_cap >= recharge_amount) AND (daily_cap >= recharge_amount))),
  CONSTRAINT auto_recharge_cool_down CHECK (((cool_down_seconds >= 0) AND (cool_down_seconds <= 604800))),
  CONSTRAINT auto_recharge_trigger CHECK ((trigger_amount <= COALESCE(target_amount, recharge_amount))),
  CONSTRAINT auto_recharge_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id),
  CONSTRAINT auto_recharge_organization_payment_method_fkey FOREIGN KEY (organization, payment_method) REFERENCES payment_method(organization, id)
);
COMMENT ON COLUMN auto_recharge.target_amount IS 'Buy up to this balance, at least the recharge amount; absent: the recharge amount';

CREATE TABLE call_correction (
  organization text NOT NULL,
  correction bigint NOT NULL,
  call bigint NOT NULL,
  id bigint NOT NULL,
  month date NOT NULL,
  started_at timestamp with time zone NOT NULL,
  charged bigint NOT NULL,
  corrected bigint NOT NULL,
  rate_row bigint NOT NULL,
  prefix text NOT NULL,
  destination text NOT NULL,
  applied_at timestamp with time zone,
  CONSTRAINT call_correction_pkey PRIMARY KEY (organization, correction, call),
  CONSTRAINT call_correction_charged_check CHECK ((charged >= 0)),
  CONSTRAINT call_correction_check CHECK (((corrected >= 0) AND (corrected <> charged))),
  CONSTRAINT call_correction_organization_correction_fkey FOREIGN KEY (organization, correction) REFERENCES organization_correction(organization, correction)
);
CREATE INDEX call_correction_of_call ON public.call_correction USING btree (organization, call) WHERE (applied_at IS NOT NULL);
CREATE INDEX call_correction_open ON public.call_correction USING btree (organization, correction, id) WHERE (applied_at IS NULL);
COMMENT ON COLUMN call_correction.month IS 'Of the CDR';
COMMENT ON COLUMN call_correction.charged IS 'Before this correction, with those before it';
COMMENT ON COLUMN call_correction.rate_row IS 'Of the corrected deck';

CREATE TABLE cdr (
  organization text NOT NULL,
  month date NOT NULL,
  id bigint NOT NULL,
  switch text NOT NULL,
  call_id text NOT NULL,
  user_name text,
  call_type text NOT NULL,
  destination text,
  authorized_at timestamp with time zone NOT NULL,
  answered_at timestamp with time zone,
  ended_at timestamp with time zone NOT NULL,
  outcome text NOT NULL,
  end_known text NOT NULL,
  refusal text,
  used_seconds integer NOT NULL,
  pool_minutes integer NOT NULL,
  charge bigint NOT NULL,
  capability text NOT NULL,
  call text NOT NULL,
  settlement text NOT NULL,
  cost_center text,
  number_kind text,
  other_number text NOT NULL,
  usage_location text,
  CONSTRAINT cdr_pkey PRIMARY KEY (month, organization, id),
  CONSTRAINT cdr_charge_check CHECK ((charge >= 0)),
  CONSTRAINT cdr_check CHECK (((outcome = 'refused'::text) = (refusal IS NOT NULL))),
  CONSTRAINT cdr_check1 CHECK (((outcome = 'completed'::text) OR ((used_seconds = 0) AND (charge = 0) AND (pool_minutes = 0)))),
  CONSTRAINT cdr_end_known_check CHECK ((end_known = ANY (ARRAY['real'::text, 'presumed'::text]))),
  CONSTRAINT cdr_outcome_check CHECK ((outcome = ANY (ARRAY['completed'::text, 'unanswered'::text, 'refused'::text]))),
  CONSTRAINT cdr_pool_minutes_check CHECK ((pool_minutes >= 0)),
  CONSTRAINT cdr_used_seconds_check CHECK ((used_seconds >= 0))
) PARTITION BY RANGE (month);
CREATE UNIQUE INDEX cdr_call_id ON public.cdr USING btree (switch, call_id, month);
CREATE INDEX cdr_refused ON public.cdr USING btree (organization, authorized_at) INCLUDE (month, id, user_name, refusal) WHERE (outcome = 'refused'::text);
CREATE INDEX cdr_started ON public.cdr USING btree (organization, authorized_at, id) INCLUDE (month, user_name, call_type, destination, capability, cost_center, number_kind, usage_location, other_number, outcome, charge, used_seconds, pool_minutes);
COMMENT ON COLUMN cdr.cost_center IS 'Of the user when the call was authorised';
COMMENT ON COLUMN cdr.number_kind IS 'Kind of the organisation''s own number in the call';
COMMENT ON COLUMN cdr.other_number IS 'The number outside: who called, or who was called';
COMMENT ON COLUMN cdr.usage_location IS 'Of the user when the call was authorised';

CREATE TABLE conference_bridge (
  organization text NOT NULL,
  id text NOT NULL,
  display_name text NOT NULL,
  CONSTRAINT conference_bridge_pkey PRIMARY KEY (organization, id),
  CONSTRAINT conference_bridge_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);

CREATE TABLE cost_center (
  organization text NOT NULL,
  id text NOT NULL,
  display_name text NOT NULL,
  CONSTRAINT cost_center_pkey PRIMARY KEY (organization, id),
  CONSTRAINT cost_center_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);

CREATE TABLE custom_report (
  organization text NOT NULL,
  id text NOT NULL,
  display_name text NOT NULL,
  definition jsonb NOT NULL,
  shared boolean NOT NULL,
  owner text NOT NULL,
  names boolean NOT NULL,
  schedule jsonb,
  next_run_at timestamp with time zone,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT custom_report_pkey PRIMARY KEY (organization, id),
  CONSTRAINT custom_report_check CHECK (((schedule IS NULL) = (next_run_at IS NULL))),
  CONSTRAINT custom_report_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE INDEX custom_report_due ON public.custom_report USING btree (next_run_at) WHERE (next_run_at IS NOT NULL);
COMMENT ON COLUMN custom_report.names IS 'Whoever saved it may know whose calls they are';

CREATE TABLE custom_report_mail (
  organization text NOT NULL,
  report text NOT NULL,
  due_at timestamp with time zone NOT NULL,
  address text NOT NULL,
  state text NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  failure text,
  next_try_at timestamp with time zone,
  CONSTRAINT custom_report_mail_pkey PRIMARY KEY (organization, report, due_at, address),
  CONSTRAINT custom_report_mail_check CHECK (((state = 'pending'::text) = (next_try_at IS NOT NULL))),
  CONSTRAINT custom_report_mail_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'sent'::text, 'captured'::text, 'failed'::text]))),
  CONSTRAINT custom_report_mail_tries_check CHECK ((tries >= 0)),
  CONSTRAINT custom_report_mail_organization_report_fkey FOREIGN KEY (organization, report) REFERENCES custom_report(organization, id) ON DELETE CASCADE
);
CREATE INDEX custom_report_mail_due ON public.custom_report_mail USING btree (next_try_at) WHERE (state = 'pending'::text);

CREATE TABLE dispute (
  organization text NOT NULL,
  id bigint NOT NULL,
  top_up bigint NOT NULL,
  provider_dispute text NOT NULL,
  amount bigint NOT NULL,
  unspent bigint NOT NULL,
  state text NOT NULL,
  note text,
  author text,
  opened_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  claimed bigint NOT NULL,
  CONSTRAINT dispute_pkey PRIMARY KEY (organization, id),
  CONSTRAINT dispute_amount CHECK (((claimed > 0) AND ((amount >= 0) AND (amount <= claimed)))),
  CONSTRAINT dispute_settled CHECK (((state = 'open'::text) = (settled_at IS NULL))),
  CONSTRAINT dispute_state CHECK ((state = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text]))),
  CONSTRAINT dispute_unspent CHECK (((unspent >= 0) AND (unspent <= amount))),
  CONSTRAINT dispute_organization_top_up_fkey FOREIGN KEY (organization, top_up) REFERENCES top_up(organization, id)
);
CREATE UNIQUE INDEX dispute_of_provider ON public.dispute USING btree (organization, provider_dispute);
CREATE INDEX dispute_of_top_up ON public.dispute USING btree (organization, top_up);
COMMENT ON COLUMN dispute.unspent IS 'Of the amount: frozen in the lot while open, taken from it when lost; the rest is debt from the start';

CREATE TABLE early_end (
  switch text NOT NULL,
  call_id text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT early_end_pkey PRIMARY KEY (switch, call_id)
);

CREATE TABLE event (
  organization text NOT NULL,
  id bigint NOT NULL,
  name text NOT NULL,
  about jsonb NOT NULL,
  once text,
  at timestamp with time zone NOT NULL,
  handled_at timestamp with time zone,
  CONSTRAINT event_pkey PRIMARY KEY (organization, id)
);
CREATE UNIQUE INDEX event_once ON public.event USING btree (organization, name, once) WHERE (once IS NOT NULL);
CREATE INDEX event_unhandled ON public.event USING btree (at) WHERE (handled_at IS NULL);
COMMENT ON COLUMN event.once IS 'What it may be told of one time only, such as a pool and its month';
COMMENT ON COLUMN event.handled_at IS 'When its notices and webhooks were made';

CREATE TABLE idempotent_request (
  caller text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status integer NOT NULL,
  body text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT idempotent_request_pkey PRIMARY KEY (caller, key)
);

CREATE TABLE imported_usage (
  organization text NOT NULL,
  identity text NOT NULL,
  import bigint NOT NULL,
  started_at timestamp with time zone NOT NULL,
  seconds integer NOT NULL,
  call_type text NOT NULL,
  call_id text,
  from_number text NOT NULL,
  to_number text NOT NULL,
  user_name text,
  number_kind text,
  conference_id text,
  charge bigint,
  currency text,
  price bigint,
  CONSTRAINT imported_usage_pkey PRIMARY KEY (organization, identity),
  CONSTRAINT imported_usage_charge_check CHECK ((charge >= 0)),
  CONSTRAINT imported_usage_price_check CHECK ((price >= 0)),
  CONSTRAINT imported_usage_seconds_check CHECK ((seconds >= 0))
);
CREATE INDEX imported_usage_started ON public.imported_usage USING btree (organization, import, started_at);
COMMENT ON COLUMN imported_usage.identity IS 'The same row of the same provider has the same one in every file';
COMMENT ON COLUMN imported_usage.charge IS 'What the provider took; null: its file does not say';
COMMENT ON COLUMN imported_usage.price IS 'Where it does not: what our decks made of it when it was read; null: no rate';

CREATE TABLE incident (
  organization text NOT NULL,
  id bigint NOT NULL,
  subject text NOT NULL,
  reasons text[] NOT NULL,
  allow boolean,
  allowed_until timestamp with time zone,
  opened_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  CONSTRAINT incident_pkey PRIMARY KEY (organization, id),
  CONSTRAINT incident_settled CHECK (((settled_at IS NULL) = (allow IS NULL))),
  CONSTRAINT incident_until CHECK (((allowed_until IS NULL) OR allow)),
  CONSTRAINT incident_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE INDEX incident_id ON public.incident USING btree (id);
COMMENT ON COLUMN incident.reasons IS 'Codes of what stood against the purchase: an allowing settlement lifts these';

CREATE TABLE incident_message (
  organization text NOT NULL,
  incident bigint NOT NULL,
  id bigint NOT NULL,
  side text NOT NULL,
  author text NOT NULL,
  message text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT incident_message_pkey PRIMARY KEY (organization, incident, id),
  CONSTRAINT incident_message_side CHECK ((side = ANY (ARRAY['organization'::text, 'operator'::text]))),
  CONSTRAINT incident_message_organization_incident_fkey FOREIGN KEY (organization, incident) REFERENCES incident(organization, id)
);

CREATE TABLE license_count (
  organization text NOT NULL,
  sku text NOT NULL,
  usage_location text NOT NULL,
  assigned integer NOT NULL,
  CONSTRAINT license_count_pkey PRIMARY KEY (organization, sku, usage_location),
  CONSTRAINT license_count_assigned_check CHECK ((assigned >= 0)),
  CONSTRAINT license_count_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);

CREATE TABLE license_rule (
  organization text NOT NULL,
  id text NOT NULL,
  display_name text NOT NULL,
  condition jsonb NOT NULL,
  assign text[] NOT NULL,
  enabled boolean NOT NULL,
  CONSTRAINT license_rule_pkey PRIMARY KEY (organization, id),
  CONSTRAINT license_rule_assign_check CHECK ((cardinality(assign) > 0)),
  CONSTRAINT license_rule_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);

CREATE TABLE license_rule_pass (
  organization text NOT NULL,
  reached text NOT NULL,
  wanted_at timestamp with time zone NOT NULL,
  again boolean NOT NULL DEFAULT false,
  CONSTRAINT license_rule_pass_pkey PRIMARY KEY (organization),
  CONSTRAINT license_rule_pass_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);

CREATE TABLE limit_counter (
  organization text NOT NULL,
  kind text NOT NULL,
  id text NOT NULL,
  subject text NOT NULL,
  period text NOT NULL,
  spent bigint NOT NULL,
  held bigint NOT NULL,
  calls integer NOT NULL,
  seconds bigint NOT NULL,
  told smallint NOT NULL DEFAULT 0,
  CONSTRAINT limit_counter_pkey PRIMARY KEY (organization, kind, id, subject, period),
  CONSTRAINT limit_counter_calls CHECK ((calls >= 0)),
  CONSTRAINT limit_counter_held CHECK ((held >= 0)),
  CONSTRAINT limit_counter_seconds CHECK ((seconds >= 0)),
  CONSTRAINT limit_counter_spent CHECK ((spent >= 0)),
  CONSTRAINT limit_counter_told CHECK ((told = ANY (ARRAY[0, 80, 100]))),
  CONSTRAINT limit_counter_organization_kind_id_fkey FOREIGN KEY (organization, kind, id) REFERENCES spending_limit(organization, kind, id) ON DELETE CASCADE
) WITH (fillfactor=50);

CREATE TABLE limit_lift (
  organization text NOT NULL,
  id bigint NOT NULL,
  kind text NOT NULL,
  limit_id text NOT NULL,
  month date,
  until timestamp with time zone,
  amount bigint,
  reason text NOT NULL,
  lifted_by text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT limit_lift_pkey PRIMARY KEY (organization, id),
  CONSTRAINT limit_lift_length CHECK ((((kind = 'budget'::text) = (month IS NOT NULL)) AND ((kind = 'brake'::text) = (until IS NOT NULL)))),
  CONSTRAINT limit_lift_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE INDEX limit_lift_of_limit ON public.limit_lift USING btree (organization, kind, limit_id, id);

CREATE TABLE lot (
  organization text NOT NULL,
  id bigint NOT NULL,
  granted bigint NOT NULL,
  remaining bigint NOT NULL,
  priority integer NOT NULL DEFAULT 0,
  source text NOT NULL,
  top_up bigint,
  purchased_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  open boolean NOT NULL GENERATED ALWAYS AS ((remaining > 0)) STORED,
  frozen bigint NOT NULL DEFAULT 0,
  CONSTRAINT lot_pkey PRIMARY KEY (organization, id),
  CONSTRAINT lot_check CHECK (((remaining >= 0) AND (remaining <= granted))),
  CONSTRAINT lot_check1 CHECK ((ends_at > purchased_at)),
  CONSTRAINT lot_frozen CHECK (((frozen >= 0) AND (frozen <= remaining))),
  CONSTRAINT lot_granted_check CHECK ((granted > 0)),
  CONSTRAINT lot_source_check CHECK ((source = ANY (ARRAY['top-up'::text, 'auto-recharge'::text, 'promotion'::text, 'adjustment'::text]))),
  CONSTRAINT lot_organization_fkey FOREIGN KEY (organization) REFERENCES account(organization)
) WITH (fillfactor=70);
CREATE UNIQUE INDEX lot_of_top_up ON public.lot USING btree (organization, top_up) WHERE (top_up IS NOT NULL);
CREATE INDEX lot_open ON public.lot USING btree (organization) WHERE open;

CREATE TABLE mail (
  organization text NOT NULL,
  notice bigint NOT NULL,
  seq integer NOT NULL,
  address text NOT NULL,
  display_name text NOT NULL,
  state text NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  failure text,
  next_try_at timestamp with time zone,
  settled_at timestamp with time zone,
  CONSTRAINT mail_pkey PRIMARY KEY (organization, notice, seq),
  CONSTRAINT mail_next_try CHECK (((state = 'pending'::text) = (next_try_at IS NOT NULL))),
  CONSTRAINT mail_settled CHECK (((state = 'pending'::text) = (settled_at IS NULL))),
  CONSTRAINT mail_state CHECK ((state = ANY (ARRAY['pending'::text, 'sent'::text, 'captured'::text, 'failed'::text]))),
  CONSTRAINT mail_tries_check CHECK ((tries >= 0)),
  CONSTRAINT mail_organization_notice_fkey FOREIGN KEY (organization, notice) REFERENCES notice(organization, id)
);
CREATE INDEX mail_due ON public.mail USING btree (next_try_at) WHERE (state = 'pending'::text);
CREATE INDEX mail_failed ON public.mail USING btree (settled_at) WHERE (state = 'failed'::text);
CREATE UNIQUE INDEX mail_once ON public.mail USING btree (organization, notice, lower(address));

CREATE TABLE notice (
  organization text NOT NULL,
  id bigint NOT NULL,
  event bigint NOT NULL,
  name text NOT NULL,
  language text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  html text NOT NULL,
  unreachable text[] NOT NULL DEFAULT '{}'::text[],
  at timestamp with time zone NOT NULL,
  CONSTRAINT notice_pkey PRIMARY KEY (organization, id),
  CONSTRAINT notice_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE UNIQUE INDEX notice_of_event ON public.notice USING btree (organization, event, language);
COMMENT ON COLUMN notice.unreachable IS 'Principal names of those that no address is known of';

CREATE TABLE notice_settings (
  organization text NOT NULL,
  events jsonb NOT NULL DEFAULT '{}'::jsonb,
  additional_recipients jsonb NOT NULL DEFAULT '[]'::jsonb,
  low_balance bigint[] NOT NULL DEFAULT '{}'::bigint[],
  low_told bigint,
  rate_change_days integer NOT NULL DEFAULT 7,
  CONSTRAINT notice_settings_pkey PRIMARY KEY (organization),
  CONSTRAINT notice_settings_rate_change_days_check CHECK (((rate_change_days >= 1) AND (rate_change_days <= 90))),
  CONSTRAINT notice_settings_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE INDEX notice_settings_watched ON public.notice_settings USING btree (organization) WHERE (low_balance <> '{}'::bigint[]);
COMMENT ON COLUMN notice_settings.low_balance IS 'Told of when the available credits fall below one of these';
COMMENT ON COLUMN notice_settings.low_told IS 'The lowest of them that was told of in this descent; money over it arms it again';
COMMENT ON COLUMN notice_settings.rate_change_days IS 'So many days before prices change, rates.changing tells of it';

CREATE TABLE organization (
  id text NOT NULL,
  display_name text NOT NULL,
  country text NOT NULL,
  currency text NOT NULL,
  time_zone text NOT NULL DEFAULT 'UTC'::text,
  preferred_language text NOT NULL DEFAULT 'en'::text,
  tenant_id uuid,
  rate_deck text,
  agreement text NOT NULL,
  billing_country text NOT NULL,
  enterprise_agreements jsonb NOT NULL DEFAULT '[]'::jsonb,
  default_dial_out_policy text,
  premium_calls text NOT NULL DEFAULT 'blocked'::text,
  blocked_destinations text[] NOT NULL DEFAULT '{}'::text[],
  max_price_per_minute_picos bigint,
  max_concurrent_calls integer,
  max_call_seconds integer,
  created_at timestamp with time zone NOT NULL,
  blocked_callers text[] NOT NULL DEFAULT '{}'::text[],
  meetings_use_calling_plan boolean NOT NULL DEFAULT false,
  strict_either boolean NOT NULL DEFAULT false,
  CONSTRAINT organization_pkey PRIMARY KEY (id),
  CONSTRAINT organization_agreement_check CHECK ((agreement = ANY (ARRAY['direct'::text, 'enterprise'::text, 'customer'::text, 'partner'::text]))),
  CONSTRAINT organization_max_call_seconds_check CHECK ((max_call_seconds > 0)),
  CONSTRAINT organization_max_concurrent_calls_check CHECK ((max_concurrent_calls > 0)),
  CONSTRAINT organization_max_price_per_minute_picos_check CHECK ((max_price_per_minute_picos >= 0)),
  CONSTRAINT organization_premium_calls_check CHECK ((premium_calls = ANY (ARRAY['blocked'::text, 'allowed'::text])))
);

CREATE TABLE organization_correction (
  organization text NOT NULL,
  correction bigint NOT NULL,
  looked_at integer NOT NULL DEFAULT 0,
  unpriced integer NOT NULL DEFAULT 0,
  presumed integer NOT NULL DEFAULT 0,
  calls integer NOT NULL DEFAULT 0,
  charged bigint NOT NULL DEFAULT 0,
  corrected bigint NOT NULL DEFAULT 0,
  after_at timestamp with time zone,
  after_call bigint,
  state text NOT NULL,
  CONSTRAINT organization_correction_pkey PRIMARY KEY (organization, correction),
  CONSTRAINT organization_correction_calls_check CHECK ((calls >= 0)),
  CONSTRAINT organization_correction_charged_check CHECK ((charged >= 0)),
  CONSTRAINT organization_correction_corrected_check CHECK ((corrected >= 0)),
  CONSTRAINT organization_correction_looked_at_check CHECK ((looked_at >= 0)),
  CONSTRAINT organization_correction_presumed_check CHECK ((presumed >= 0)),
  CONSTRAINT organization_correction_state_check CHECK ((state = ANY (ARRAY['reckoning'::text, 'reckoned'::text, 'applied'::text]))),
  CONSTRAINT organization_correction_unpriced_check CHECK ((unpriced >= 0)),
  CONSTRAINT organization_correction_correction_fkey FOREIGN KEY (correction) REFERENCES rate_correction(id),
  CONSTRAINT organization_correction_organization_fkey FOREIGN KEY (organization) REFERENCES account(organization)
);
CREATE INDEX organization_correction_of ON public.organization_correction USING btree (correction, organization);
COMMENT ON COLUMN organization_correction.unpriced IS 'Calls that the corrected deck has no price for: left as they are';
COMMENT ON COLUMN organization_correction.presumed IS 'Calls whose end is only presumed: the real one would price them anew';
COMMENT ON COLUMN organization_correction.after_call IS 'The last call that was looked at: where whoever goes on begins';

CREATE TABLE payment_difference (
  provider text NOT NULL,
  payment text NOT NULL,
  kind text NOT NULL,
  organization text,
  top_up bigint,
  provider_amount bigint NOT NULL,
  our_amount bigint NOT NULL,
  currency text NOT NULL,
  found_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  CONSTRAINT payment_difference_pkey PRIMARY KEY (provider, payment, kind),
  CONSTRAINT payment_difference_amounts CHECK ((provider_amount <> our_amount)),
  CONSTRAINT payment_difference_kind CHECK ((kind = ANY (ARRAY['not-credited'::text, 'not-charged'::text, 'other-amount'::text, 'other-refunds'::text]))),
  CONSTRAINT payment_difference_our_amount_check CHECK ((our_amount >= 0)),
  CONSTRAINT payment_difference_provider_amount_check CHECK ((provider_amount >= 0))
);
COMMENT ON COLUMN payment_difference.organization IS 'Absent where the payment names one that we do not know';
COMMENT ON COLUMN payment_difference.settled_at IS 'When the two agreed again';

CREATE TABLE payment_method (
  organization text NOT NULL,
  id bigint NOT NULL,
  type text NOT NULL,
  token text,
  agreement_number text,
  purchase_order text,
  valid_from date,
  valid_to date,
  created_at timestamp with time zone NOT NULL,
  customer text,
  brand text,
  last4 text,
  expires date,
  CONSTRAINT payment_method_pkey PRIMARY KEY (organization, id),
  CONSTRAINT payment_method_card CHECK (((type = 'card'::text) OR (COALESCE(customer, brand, last4, (expires)::text) IS NULL))),
  CONSTRAINT payment_method_last4 CHECK ((last4 ~ '^[0-9]{4}$'::text)),
  CONSTRAINT payment_method_type_check CHECK ((type = ANY (ARRAY['card'::text, 'enterprise-agreement'::text, 'partner'::text]))),
  CONSTRAINT payment_method_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE INDEX payment_method_expires ON public.payment_method USING btree (expires) WHERE (expires IS NOT NULL);
COMMENT ON COLUMN payment_method.expires IS 'Last day on which the card can be charged';

CREATE TABLE payment_sweep (
  provider text NOT NULL,
  at timestamp with time zone NOT NULL,
  payments integer NOT NULL,
  CONSTRAINT payment_sweep_pkey PRIMARY KEY (provider),
  CONSTRAINT payment_sweep_payments CHECK ((payments >= 0))
);
COMMENT ON COLUMN payment_sweep.payments IS 'How many of the provider''s were compared';

CREATE TABLE phone_number (
  e164 text NOT NULL,
  organization text NOT NULL,
  kind text NOT NULL,
  carrier text NOT NULL,
  use_type text NOT NULL,
  use_id text,
  CONSTRAINT phone_number_pkey PRIMARY KEY (e164),
  CONSTRAINT phone_number_carrier_check CHECK ((carrier = ANY (ARRAY['calling-plan'::text, 'direct-routing'::text, 'operator-connect'::text]))),
  CONSTRAINT phone_number_check CHECK (((use_type = 'unassigned'::text) = (use_id IS NULL))),
  CONSTRAINT phone_number_kind_check CHECK ((kind = ANY (ARRAY['subscriber'::text, 'service-toll'::text, 'service-toll-free'::text, 'service-premium'::text]))),
  CONSTRAINT phone_number_use_type_check CHECK ((use_type = ANY (ARRAY['user'::text, 'conference-bridge'::text, 'auto-attendant'::text, 'call-queue'::text, 'unassigned'::text]))),
  CONSTRAINT phone_number_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE INDEX phone_number_organization ON public.phone_number USING btree (organization);
CREATE INDEX phone_number_use ON public.phone_number USING btree (organization, use_id) WHERE (use_id IS NOT NULL);

CREATE TABLE pool (
  organization text NOT NULL,
  month date NOT NULL,
  id text NOT NULL,
  total_minutes integer NOT NULL,
  used_minutes integer NOT NULL DEFAULT 0,
  held_minutes integer NOT NULL DEFAULT 0,
  CONSTRAINT pool_pkey PRIMARY KEY (organization, month, id),
  CONSTRAINT pool_check CHECK (((used_minutes + held_minutes) <= total_minutes)),
  CONSTRAINT pool_held_minutes_check CHECK ((held_minutes >= 0)),
  CONSTRAINT pool_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  CONSTRAINT pool_total_minutes_check CHECK ((total_minutes >= 0)),
  CONSTRAINT pool_used_minutes_check CHECK ((used_minutes >= 0)),
  CONSTRAINT pool_organization_fkey FOREIGN KEY (organization) REFERENCES account(organization)
) WITH (fillfactor=50);

CREATE TABLE pool_entry (
  organization text NOT NULL,
  id bigint NOT NULL,
  month date NOT NULL,
  pool text NOT NULL,
  kind text NOT NULL,
  minutes integer NOT NULL,
  call bigint,
  at timestamp with time zone NOT NULL,
  CONSTRAINT pool_entry_pkey PRIMARY KEY (organization, id),
  CONSTRAINT pool_entry_kind_check CHECK ((kind = ANY (ARRAY['grant'::text, 'use'::text]))),
  CONSTRAINT pool_entry_minutes_check CHECK ((minutes <> 0))
);

CREATE TABLE provider_customer (
  organization text NOT NULL,
  provider text NOT NULL,
  customer text NOT NULL,
  CONSTRAINT provider_customer_pkey PRIMARY KEY (organization, provider),
  CONSTRAINT provider_customer_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);

CREATE TABLE rate_change (
  organization text NOT NULL,
  rate_deck bigint NOT NULL,
  begins_at timestamp with time zone NOT NULL,
  from_at timestamp with time zone NOT NULL,
  to_at timestamp with time zone NOT NULL,
  calls integer NOT NULL,
  unpriced integer NOT NULL,
  before bigint NOT NULL,
  after bigint NOT NULL,
  destinations jsonb NOT NULL,
  reckoned_at timestamp with time zone NOT NULL,
  told_at timestamp with time zone,
  CONSTRAINT rate_change_pkey PRIMARY KEY (organization, rate_deck),
  CONSTRAINT rate_change_after_check CHECK ((after >= 0)),
  CONSTRAINT rate_change_before_check CHECK ((before >= 0)),
  CONSTRAINT rate_change_calls_check CHECK ((calls >= 0)),
  CONSTRAINT rate_change_check CHECK ((from_at < to_at)),
  CONSTRAINT rate_change_unpriced_check CHECK ((unpriced >= 0)),
  CONSTRAINT rate_change_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id),
  CONSTRAINT rate_change_rate_deck_fkey FOREIGN KEY (rate_deck) REFERENCES rate_deck(id)
);
CREATE INDEX rate_change_untold ON public.rate_change USING btree (begins_at) WHERE (told_at IS NULL);
COMMENT ON COLUMN rate_change.unpriced IS 'Calls that will have no price: counted at what they cost';
COMMENT ON COLUMN rate_change.told_at IS 'Also of what changes nothing, about which nobody is told';

CREATE TABLE rate_correction (
  id bigint NOT NULL,
  rate_deck bigint NOT NULL,
  currency text NOT NULL,
  from_at timestamp with time zone NOT NULL,
  to_at timestamp with time zone NOT NULL,
  organizations text[],
  reason text NOT NULL,
  author text NOT NULL,
  state text NOT NULL,
  to_apply boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  reckoned_at timestamp with time zone,
  applied_at timestamp with time zone,
  began bigint NOT NULL DEFAULT nextval('rate_correction_order'::regclass),
  ended bigint,
  worker text,
  leased_until timestamp with time zone,
  CONSTRAINT rate_correction_pkey PRIMARY KEY (id),
  CONSTRAINT rate_correction_check CHECK ((from_at < to_at)),
  CONSTRAINT rate_correction_check1 CHECK (((state = 'reckoning'::text) = (reckoned_at IS NULL))),
  CONSTRAINT rate_correction_check2 CHECK (((state = 'applied'::text) = (applied_at IS NOT NULL))),
  CONSTRAINT rate_correction_organizations_check CHECK ((cardinality(organizations) > 0)),
  CONSTRAINT rate_correction_state_check CHECK ((state = ANY (ARRAY['reckoning'::text, 'reckoned'::text, 'applying'::text, 'applied'::text]))),
  CONSTRAINT rate_correction_rate_deck_fkey FOREIGN KEY (rate_deck) REFERENCES rate_deck(id)
);
CREATE INDEX rate_correction_at_work ON public.rate_correction USING btree (id) WHERE (state = ANY (ARRAY['reckoning'::text, 'applying'::text]));
COMMENT ON COLUMN rate_correction.organizations IS 'Null: whoever the deck prices';
COMMENT ON COLUMN rate_correction.to_apply IS 'Applied as soon as it is reckoned; else it is a dry run until somebody says so';
COMMENT ON COLUMN rate_correction.began IS 'What ended later may have moved what was reckoned';

CREATE TABLE rate_deck (
  id bigint NOT NULL,
  name text NOT NULL,
  currency text NOT NULL,
  named_only boolean NOT NULL,
  state text NOT NULL,
  rows integer NOT NULL,
  effective_from timestamp with time zone,
  ended_at timestamp with time zone,
  replaced_by bigint,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT rate_deck_pkey PRIMARY KEY (id),
  CONSTRAINT rate_deck_currency CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT rate_deck_published CHECK (((state = 'loading'::text) OR ((effective_from IS NOT NULL) AND (rows > 0)))),
  CONSTRAINT rate_deck_replaced CHECK (((ended_at IS NULL) = (replaced_by IS NULL))),
  CONSTRAINT rate_deck_rows CHECK (((rows >= 0) AND (rows <= 999999))),
  CONSTRAINT rate_deck_state CHECK ((state = ANY (ARRAY['loading'::text, 'published'::text]))),
  CONSTRAINT rate_deck_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES rate_deck(id)
);
COMMENT ON COLUMN rate_deck.named_only IS 'Prices calls only of organisations that name this deck';
COMMENT ON COLUMN rate_deck.ended_at IS 'Where the deck that replaced it begins; exclusive';

CREATE TABLE rate_row (
  id bigint NOT NULL,
  service text NOT NULL,
  prefix text NOT NULL,
  destination text NOT NULL,
  country text,
  number_class text NOT NULL,
  price_per_minute_picos bigint NOT NULL,
  connection_fee_picos bigint NOT NULL,
  initial_increment_seconds smallint NOT NULL,
  increment_seconds smallint NOT NULL,
  effective_from timestamp with time zone NOT NULL,
  effective_to timestamp with time zone,
  origin text,
  CONSTRAINT rate_row_pkey PRIMARY KEY (id),
  CONSTRAINT rate_row_dates CHECK ((effective_to > effective_from)),
  CONSTRAINT rate_row_increments CHECK ((((initial_increment_seconds >= 1) AND (initial_increment_seconds <= 3600)) AND ((increment_seconds >= 1) AND (increment_seconds <= 3600)))),
  CONSTRAINT rate_row_prefix CHECK ((prefix ~ '^[1-9][0-9]{0,14}$'::text)),
  CONSTRAINT rate_row_price CHECK (((price_per_minute_picos >= 0) AND (connection_fee_picos >= 0))),
  CONSTRAINT rate_row_service CHECK ((service = ANY (ARRAY['user_out'::text, 'conf_out'::text, 'ucap_out'::text, 'tollfree_in'::text, 'conf_in'::text])))
);
COMMENT ON COLUMN rate_row.price_per_minute_picos IS 'In units of 10^-12 of the currency';

CREATE TABLE recharge_attempt (
  organization text NOT NULL,
  id bigint NOT NULL,
  amount bigint NOT NULL,
  day date NOT NULL,
  state text NOT NULL,
  failure text,
  created_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  CONSTRAINT recharge_attempt_pkey PRIMARY KEY (organization, id),
  CONSTRAINT recharge_attempt_amount_check CHECK ((amount > 0)),
  CONSTRAINT recharge_attempt_failure CHECK (((state = 'failed'::text) = (failure IS NOT NULL))),
  CONSTRAINT recharge_attempt_settled CHECK (((state = 'open'::text) = (settled_at IS NULL))),
  CONSTRAINT recharge_attempt_state CHECK ((state = ANY (ARRAY['open'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text]))),
  CONSTRAINT recharge_attempt_organization_fkey FOREIGN KEY (organization) REFERENCES account(organization)
);
CREATE UNIQUE INDEX recharge_attempt_open ON public.recharge_attempt USING btree (organization) WHERE (state = 'open'::text);
COMMENT ON COLUMN recharge_attempt.day IS 'In the time zone of the organisation; with its month, the periods whose caps it counts for';

CREATE TABLE recharge_spent (
  organization text NOT NULL,
  period text NOT NULL,
  spent bigint NOT NULL,
  cap bigint,
  CONSTRAINT recharge_spent_pkey PRIMARY KEY (organization, period),
  CONSTRAINT recharge_spent_cap CHECK ((spent <= cap)),
  CONSTRAINT recharge_spent_spent CHECK ((spent >= 0))
);
COMMENT ON COLUMN recharge_spent.period IS '2026-11 or 2026-11-22';

CREATE TABLE refund (
  organization text NOT NULL,
  id bigint NOT NULL,
  top_up bigint NOT NULL,
  amount bigint NOT NULL,
  unspent bigint NOT NULL,
  state text NOT NULL,
  failure text,
  provider_refund text,
  reason text NOT NULL,
  author text NOT NULL,
  idempotency_key text,
  request_hash text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  forfeited bigint NOT NULL DEFAULT 0,
  CONSTRAINT refund_pkey PRIMARY KEY (organization, id),
  CONSTRAINT refund_amount CHECK ((amount > 0)),
  CONSTRAINT refund_failure CHECK (((state = 'failed'::text) = (failure IS NOT NULL))),
  CONSTRAINT refund_forfeited CHECK (((forfeited >= 0) AND ((unspent + forfeited) <= amount))),
  CONSTRAINT refund_settled CHECK (((state = 'pending'::text) = (settled_at IS NULL))),
  CONSTRAINT refund_state CHECK ((state = ANY (ARRAY['pending'::text, 'succeeded'::text, 'failed'::text]))),
  CONSTRAINT refund_unspent CHECK (((unspent >= 0) AND (unspent <= amount))),
  CONSTRAINT refund_organization_top_up_fkey FOREIGN KEY (organization, top_up) REFERENCES top_up(organization, id)
);
CREATE INDEX refund_of_top_up ON public.refund USING btree (organization, top_up);
CREATE INDEX refund_open ON public.refund USING btree (created_at) WHERE (state = 'pending'::text);
CREATE UNIQUE INDEX refund_request ON public.refund USING btree (organization, idempotency_key) WHERE (idempotency_key IS NOT NULL);
COMMENT ON COLUMN refund.unspent IS 'Of the amount: frozen in the lot while pending, taken from it when succeeded; the rest is debt';

CREATE TABLE session (
  organization text NOT NULL,
  id bigint NOT NULL,
  switch text NOT NULL,
  call_id text NOT NULL,
  call text NOT NULL,
  state text NOT NULL,
  authorized_at timestamp with time zone NOT NULL,
  answered_at timestamp with time zone,
  deadline timestamp with time zone NOT NULL,
  used_seconds integer NOT NULL,
  limit_seconds integer NOT NULL,
  final_grant boolean NOT NULL,
  held bigint NOT NULL,
  pool_holds jsonb,
  lost_at timestamp with time zone,
  CONSTRAINT session_pkey PRIMARY KEY (organization, id),
  CONSTRAINT session_check CHECK (((state <> 'lapsed'::text) OR ((held = 0) AND (pool_holds IS NULL)))),
  CONSTRAINT session_check1 CHECK (((state <> 'answered'::text) OR (answered_at IS NOT NULL))),
  CONSTRAINT session_held_check CHECK ((held >= 0)),
  CONSTRAINT session_limit_seconds_check CHECK ((limit_seconds >= 0)),
  CONSTRAINT session_state_check CHECK ((state = ANY (ARRAY['ringing'::text, 'answered'::text, 'lapsed'::text]))),
  CONSTRAINT session_used_seconds_check CHECK ((used_seconds >= 0))
) WITH (fillfactor=60);
CREATE UNIQUE INDEX session_call_id ON public.session USING btree (switch, call_id);
CREATE INDEX session_deadline ON public.session USING btree (LEAST(deadline, lost_at));

CREATE TABLE settings_version (
  name text NOT NULL,
  version bigint NOT NULL,
  CONSTRAINT settings_version_pkey PRIMARY KEY (name)
);

CREATE TABLE sign_in_account (
  id bigint NOT NULL,
  email text NOT NULL,
  organization text,
  principal_name text,
  display_name text NOT NULL,
  password_hash text,
  totp_secret text,
  totp_on boolean NOT NULL DEFAULT false,
  totp_step bigint,
  recovery_hashes text[] NOT NULL DEFAULT '{}'::text[],
  created_at timestamp with time zone NOT NULL,
  signed_in_at timestamp with time zone,
  CONSTRAINT sign_in_account_pkey PRIMARY KEY (id),
  CONSTRAINT sign_in_account_lower CHECK ((email = lower(email))),
  CONSTRAINT sign_in_account_person CHECK (((organization IS NOT NULL) OR (principal_name IS NULL))),
  CONSTRAINT sign_in_account_totp CHECK (((totp_secret IS NOT NULL) OR (NOT totp_on))),
  CONSTRAINT sign_in_account_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id),
  CONSTRAINT sign_in_account_organization_principal_name_fkey FOREIGN KEY (organization, principal_name) REFERENCES app_user(organization, principal_name) ON DELETE CASCADE
);
CREATE UNIQUE INDEX sign_in_account_email ON public.sign_in_account USING btree (email);
CREATE UNIQUE INDEX sign_in_account_of_user ON public.sign_in_account USING btree (organization, principal_name) WHERE (principal_name IS NOT NULL);
COMMENT ON COLUMN sign_in_account.organization IS 'Null: runs the installation';
COMMENT ON COLUMN sign_in_account.principal_name IS 'Whose roles give the rights; null: the identity provider names them';
COMMENT ON COLUMN sign_in_account.password_hash IS 'Argon2id; null: none chosen yet, or signs in elsewhere';
COMMENT ON COLUMN sign_in_account.totp_secret IS 'Encrypted; counts once a code has confirmed it (totp_on)';
COMMENT ON COLUMN sign_in_account.totp_step IS 'Time step of the last code taken: none is taken twice';

CREATE TABLE sign_in_failure (
  subject text NOT NULL,
  failures integer NOT NULL,
  last_at timestamp with time zone NOT NULL,
  locked_until timestamp with time zone,
  CONSTRAINT sign_in_failure_pkey PRIMARY KEY (subject),
  CONSTRAINT sign_in_failure_some CHECK ((failures > 0))
);

CREATE TABLE sign_in_link (
  token_hash text NOT NULL,
  account bigint NOT NULL,
  purpose text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_link_pkey PRIMARY KEY (token_hash),
  CONSTRAINT sign_in_link_purpose CHECK ((purpose = ANY (ARRAY['invitation'::text, 'password-reset'::text]))),
  CONSTRAINT sign_in_link_account_fkey FOREIGN KEY (account) REFERENCES sign_in_account(id) ON DELETE CASCADE
);
CREATE INDEX sign_in_link_account ON public.sign_in_link USING btree (account);

CREATE TABLE sign_in_session (
  id bigint NOT NULL,
  account bigint NOT NULL,
  token_hash text NOT NULL,
  roles text[] NOT NULL DEFAULT '{}'::text[],
  address text NOT NULL,
  browser text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_session_pkey PRIMARY KEY (id),
  CONSTRAINT sign_in_session_ends CHECK ((ends_at > created_at)),
  CONSTRAINT sign_in_session_account_fkey FOREIGN KEY (account) REFERENCES sign_in_account(id) ON DELETE CASCADE
);
CREATE INDEX sign_in_session_account ON public.sign_in_session USING btree (account);
CREATE UNIQUE INDEX sign_in_session_token ON public.sign_in_session USING btree (token_hash);
COMMENT ON COLUMN sign_in_session.roles IS 'Template ids that the identity provider gave, besides those of the directory';

CREATE TABLE spending_limit (
  organization text NOT NULL,
  kind text NOT NULL,
  id text NOT NULL,
  scope text NOT NULL,
  subject text,
  amount bigint,
  calls integer,
  minutes integer,
  enabled boolean NOT NULL,
  stop boolean NOT NULL,
  first_month date,
  counts_from timestamp with time zone,
  lifted_month date,
  lifted_until timestamp with time zone,
  lifted_amount bigint,
  CONSTRAINT spending_limit_pkey PRIMARY KEY (organization, kind, id),
  CONSTRAINT spending_limit_amount CHECK ((amount > 0)),
  CONSTRAINT spending_limit_calls CHECK ((calls > 0)),
  CONSTRAINT spending_limit_kind CHECK ((kind = ANY (ARRAY['budget'::text, 'brake'::text]))),
  CONSTRAINT spending_limit_lift CHECK ((((kind = 'budget'::text) OR ((lifted_month IS NULL) AND (lifted_amount IS NULL))) AND ((kind = 'brake'::text) OR (lifted_until IS NULL)))),
  CONSTRAINT spending_limit_lifted_amount CHECK ((lifted_amount > 0)),
  CONSTRAINT spending_limit_minutes CHECK ((minutes > 0)),
  CONSTRAINT spending_limit_scope CHECK (((scope = ANY (ARRAY['user'::text, 'organization'::text])) OR ((kind = 'budget'::text) AND (scope = 'cost-center'::text)) OR ((kind = 'brake'::text) AND (scope = 'number'::text)))),
  CONSTRAINT spending_limit_since CHECK ((((kind = 'budget'::text) = (first_month IS NOT NULL)) AND ((kind = 'brake'::text) = (counts_from IS NOT NULL)))),
  CONSTRAINT spending_limit_size CHECK (
CASE kind
    WHEN 'budget'::text THEN ((amount IS NOT NULL) AND (calls IS NULL) AND (minutes IS NULL))
    ELSE (COALESCE(amount, (calls)::bigint, (minutes)::bigint) IS NOT NULL)
END),
  CONSTRAINT spending_limit_subject CHECK (
CASE
    WHEN (scope = 'organization'::text) THEN (subject IS NULL)
    ELSE ((kind = 'brake'::text) OR (subject IS NOT NULL))
END),
  CONSTRAINT spending_limit_organization_fkey FOREIGN KEY (organization) REFERENCES account(organization)
);
COMMENT ON COLUMN spending_limit.subject IS 'Null: the organisation; of a brake, each user or number on its own';
COMMENT ON COLUMN spending_limit.lifted_amount IS 'What the budget is raised to in lifted_month; null: no limit then';

CREATE TABLE subscription (
  organization text NOT NULL,
  sku text NOT NULL,
  purchased integer NOT NULL,
  CONSTRAINT subscription_pkey PRIMARY KEY (organization, sku),
  CONSTRAINT subscription_purchased_check CHECK ((purchased >= 0)),
  CONSTRAINT subscription_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);

CREATE TABLE switch (
  id text NOT NULL,
  country text,
  reports_answer boolean NOT NULL,
  can_update boolean NOT NULL,
  default_grant_seconds integer NOT NULL,
  maximum_grant_seconds integer NOT NULL,
  warn_seconds integer NOT NULL,
  tolerance_seconds integer NOT NULL,
  CONSTRAINT switch_pkey PRIMARY KEY (id),
  CONSTRAINT switch_default_grant_seconds_check CHECK ((default_grant_seconds > 0)),
  CONSTRAINT switch_maximum_grant_seconds_check CHECK ((maximum_grant_seconds > 0)),
  CONSTRAINT switch_tolerance_seconds_check CHECK ((tolerance_seconds >= 0)),
  CONSTRAINT switch_warn_seconds_check CHECK ((warn_seconds >= 0))
);

CREATE TABLE switch_command (
  organization text NOT NULL,
  id bigint NOT NULL,
  call bigint NOT NULL,
  switch text NOT NULL,
  call_id text NOT NULL,
  node text,
  type text NOT NULL,
  limit_seconds integer,
  reason text NOT NULL,
  at timestamp with time zone NOT NULL,
  done_at timestamp with time zone,
  CONSTRAINT switch_command_pkey PRIMARY KEY (organization, id),
  CONSTRAINT switch_command_limit CHECK (((type = 'new-limit'::text) = (limit_seconds IS NOT NULL))),
  CONSTRAINT switch_command_limit_seconds_check CHECK ((limit_seconds > 0)),
  CONSTRAINT switch_command_type CHECK ((type = ANY (ARRAY['hang-up'::text, 'new-limit'::text])))
);
CREATE UNIQUE INDEX switch_command_open ON public.switch_command USING btree (organization, call, type) WHERE (done_at IS NULL);
CREATE INDEX switch_command_to_do ON public.switch_command USING btree (switch, id) WHERE (done_at IS NULL);
COMMENT ON COLUMN switch_command.call IS 'The session';
COMMENT ON COLUMN switch_command.limit_seconds IS 'Total since answer that is paid for now';

CREATE TABLE top_up (
  organization text NOT NULL,
  id bigint NOT NULL,
  amount bigint NOT NULL,
  payment_method bigint NOT NULL,
  provider text NOT NULL,
  state text NOT NULL,
  failure text,
  provider_payment text,
  idempotency_key text,
  request_hash text,
  created_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  lot bigint,
  recharge bigint,
  decline text,
  returned bigint NOT NULL DEFAULT 0,
  purchase_order text,
  reclaimed bigint NOT NULL DEFAULT 0,
  CONSTRAINT top_up_pkey PRIMARY KEY (organization, id),
  CONSTRAINT top_up_amount_check CHECK ((amount > 0)),
  CONSTRAINT top_up_check CHECK (((state = 'failed'::text) = (failure IS NOT NULL))),
  CONSTRAINT top_up_decline CHECK (((decline IS NULL) OR ((decline = ANY (ARRAY['lasting'::text, 'passing'::text])) AND (state = 'failed'::text)))),
  CONSTRAINT top_up_reclaimed CHECK (((reclaimed >= 0) AND (reclaimed <= returned))),
  CONSTRAINT top_up_returned CHECK (((returned >= 0) AND (returned <= amount))),
  CONSTRAINT top_up_returned_of_paid CHECK (((returned = 0) OR (state = 'succeeded'::text))),
  CONSTRAINT top_up_settled CHECK (((state = ANY (ARRAY['succeeded'::text, 'failed'::text])) = (settled_at IS NOT NULL))),
  CONSTRAINT top_up_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'requires-action'::text, 'succeeded'::text, 'failed'::text]))),
  CONSTRAINT top_up_organization_fkey FOREIGN KEY (organization) REFERENCES account(organization),
  CONSTRAINT top_up_organization_payment_method_fkey FOREIGN KEY (organization, payment_method) REFERENCES payment_method(organization, id),
  CONSTRAINT top_up_organization_recharge_fkey FOREIGN KEY (organization, recharge) REFERENCES recharge_attempt(organization, id)
);
CREATE UNIQUE INDEX top_up_of_recharge ON public.top_up USING btree (organization, recharge, payment_method) WHERE (recharge IS NOT NULL);
CREATE INDEX top_up_open ON public.top_up USING btree (created_at) WHERE (state = 'pending'::text);
CREATE UNIQUE INDEX top_up_payment ON public.top_up USING btree (provider, provider_payment) WHERE (provider_payment IS NOT NULL);
CREATE UNIQUE INDEX top_up_recharge_pending ON public.top_up USING btree (organization, recharge) WHERE ((recharge IS NOT NULL) AND (state = 'pending'::text));
CREATE UNIQUE INDEX top_up_request ON public.top_up USING btree (organization, idempotency_key) WHERE (idempotency_key IS NOT NULL);
CREATE INDEX top_up_waiting ON public.top_up USING btree (created_at) WHERE (state = 'requires-action'::text);
COMMENT ON COLUMN top_up.decline IS 'Lasting: asking again is of no use';

CREATE TABLE transfer (
  organization text NOT NULL,
  sequence bigint NOT NULL,
  from_account text NOT NULL,
  to_account text NOT NULL,
  amount bigint NOT NULL,
  cause text NOT NULL,
  balance_after bigint NOT NULL,
  lot bigint,
  call bigint,
  top_up bigint,
  note text,
  at timestamp with time zone NOT NULL,
  CONSTRAINT transfer_pkey PRIMARY KEY (organization, sequence),
  CONSTRAINT transfer_amount_check CHECK ((amount > 0)),
  CONSTRAINT transfer_balance_after_check CHECK ((balance_after >= 0)),
  CONSTRAINT transfer_check CHECK ((to_account <> from_account)),
  CONSTRAINT transfer_sequence_check CHECK ((sequence > 0))
);
CREATE INDEX transfer_lot_ended ON public.transfer USING btree (organization, lot) WHERE (cause = 'lot-ended'::text);
CREATE INDEX transfer_of_call ON public.transfer USING btree (organization, call) WHERE (call IS NOT NULL);
CREATE UNIQUE INDEX transfer_of_top_up ON public.transfer USING btree (organization, top_up) WHERE ((top_up IS NOT NULL) AND (cause = 'top-up'::text));
CREATE INDEX transfer_post_usage ON public.transfer USING btree (organization, at) WHERE (('post-usage'::text = from_account) OR ('post-usage'::text = to_account));

CREATE TABLE usage_day (
  organization text NOT NULL,
  day date NOT NULL,
  call_type text NOT NULL,
  destination text NOT NULL,
  capability text NOT NULL,
  calls integer NOT NULL,
  refused integer NOT NULL,
  seconds bigint NOT NULL,
  pool_minutes bigint NOT NULL,
  charge bigint NOT NULL,
  CONSTRAINT usage_day_pkey PRIMARY KEY (organization, day, call_type, destination, capability),
  CONSTRAINT usage_day_calls_check CHECK ((calls >= 0)),
  CONSTRAINT usage_day_charge_check CHECK ((charge >= 0)),
  CONSTRAINT usage_day_pool_minutes_check CHECK ((pool_minutes >= 0)),
  CONSTRAINT usage_day_refused_check CHECK ((refused >= 0)),
  CONSTRAINT usage_day_seconds_check CHECK ((seconds >= 0))
) WITH (fillfactor=50);
COMMENT ON TABLE usage_day IS 'Empty text stands for none';

CREATE TABLE usage_export (
  organization text NOT NULL,
  id bigint NOT NULL,
  format text NOT NULL,
  from_at timestamp with time zone NOT NULL,
  to_at timestamp with time zone NOT NULL,
  names boolean NOT NULL,
  token text NOT NULL,
  state text NOT NULL,
  rows integer NOT NULL DEFAULT 0,
  expected_rows integer NOT NULL,
  bytes bigint NOT NULL DEFAULT 0,
  failure text,
  author text NOT NULL,
  worker text,
  leased_until timestamp with time zone,
  tries integer NOT NULL DEFAULT 0,
  created_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  expires_at timestamp with time zone,
  CONSTRAINT usage_export_pkey PRIMARY KEY (organization, id),
  CONSTRAINT usage_export_bytes_check CHECK ((bytes >= 0)),
  CONSTRAINT usage_export_check CHECK ((from_at < to_at)),
  CONSTRAINT usage_export_check1 CHECK (((state = 'running'::text) = (finished_at IS NULL))),
  CONSTRAINT usage_export_check2 CHECK (((state = 'ready'::text) = (expires_at IS NOT NULL))),
  CONSTRAINT usage_export_check3 CHECK (((state = 'failed'::text) = (failure IS NOT NULL))),
  CONSTRAINT usage_export_expected_rows_check CHECK ((expected_rows >= 0)),
  CONSTRAINT usage_export_format_check CHECK ((format = ANY (ARRAY['zip'::text, 'xlsx'::text]))),
  CONSTRAINT usage_export_rows_check CHECK ((rows >= 0)),
  CONSTRAINT usage_export_state_check CHECK ((state = ANY (ARRAY['running'::text, 'ready'::text, 'failed'::text]))),
  CONSTRAINT usage_export_tries_check CHECK ((tries >= 0)),
  CONSTRAINT usage_export_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE INDEX usage_export_expiring ON public.usage_export USING btree (expires_at) WHERE (state = 'ready'::text);
CREATE INDEX usage_export_running ON public.usage_export USING btree (created_at) WHERE (state = 'running'::text);
COMMENT ON COLUMN usage_export.names IS 'Whoever asked for it may know whose calls they are';
COMMENT ON COLUMN usage_export.token IS 'Part of the address to download it from; no other key is asked for';
COMMENT ON COLUMN usage_export.leased_until IS 'By the database''s own clock; a worker that does not renew it has died';

CREATE TABLE usage_export_piece (
  organization text NOT NULL,
  export bigint NOT NULL,
  seq integer NOT NULL,
  data bytea NOT NULL,
  CONSTRAINT usage_export_piece_pkey PRIMARY KEY (organization, export, seq),
  CONSTRAINT usage_export_piece_organization_export_fkey FOREIGN KEY (organization, export) REFERENCES usage_export(organization, id) ON DELETE CASCADE
);

CREATE TABLE usage_import (
  organization text NOT NULL,
  id bigint NOT NULL,
  file_name text NOT NULL,
  dry_run boolean NOT NULL,
  state text NOT NULL,
  progress double precision NOT NULL DEFAULT 0,
  rows_read bigint NOT NULL DEFAULT 0,
  added bigint NOT NULL DEFAULT 0,
  already_there bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  refused_rows jsonb NOT NULL DEFAULT '[]'::jsonb,
  mapping jsonb,
  preview jsonb NOT NULL DEFAULT '[]'::jsonb,
  failure text,
  author text NOT NULL,
  idempotency_key text,
  file_hash text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  heard_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  header text[],
  CONSTRAINT usage_import_pkey PRIMARY KEY (organization, id),
  CONSTRAINT usage_import_counts CHECK (((added >= 0) AND (already_there >= 0) AND (refused >= 0))),
  CONSTRAINT usage_import_ended CHECK (((state = 'running'::text) = (ended_at IS NULL))),
  CONSTRAINT usage_import_failure CHECK (((state = 'failed'::text) = (failure IS NOT NULL))),
  CONSTRAINT usage_import_progress CHECK (((progress >= (0)::double precision) AND (progress <= (1)::double precision))),
  CONSTRAINT usage_import_state CHECK ((state = ANY (ARRAY['running'::text, 'ready'::text, 'failed'::text]))),
  CONSTRAINT usage_import_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE UNIQUE INDEX usage_import_request ON public.usage_import USING btree (organization, idempotency_key) WHERE (idempotency_key IS NOT NULL);
CREATE INDEX usage_import_running ON public.usage_import USING btree (heard_at) WHERE (state = 'running'::text);
COMMENT ON COLUMN usage_import.refused_rows IS 'The first thousand of them, with line and reason';
COMMENT ON COLUMN usage_import.heard_at IS 'When its process last told of it: one that is silent for long has died';
COMMENT ON COLUMN usage_import.header IS 'Names of the columns of a CSV, to correct by hand which of them means what';

CREATE TABLE usage_import_refused (
  organization text NOT NULL,
  import bigint NOT NULL,
  number bigint NOT NULL,
  line integer NOT NULL,
  why text NOT NULL,
  file text,
  CONSTRAINT usage_import_refused_pkey PRIMARY KEY (organization, import, number),
  CONSTRAINT usage_import_refused_organization_import_fkey FOREIGN KEY (organization, import) REFERENCES usage_import(organization, id)
);
COMMENT ON COLUMN usage_import_refused.number IS 'In the order of the file, from 1';
COMMENT ON COLUMN usage_import_refused.file IS 'The member of a zip';

CREATE TABLE usage_mapping (
  organization text NOT NULL,
  id text NOT NULL,
  mapping jsonb NOT NULL,
  CONSTRAINT usage_mapping_pkey PRIMARY KEY (organization, id),
  CONSTRAINT usage_mapping_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);

CREATE TABLE usage_summed (
  organization text NOT NULL,
  until date NOT NULL,
  state text NOT NULL,
  CONSTRAINT usage_summed_pkey PRIMARY KEY (organization, until),
  CONSTRAINT usage_summed_state_check CHECK ((state = ANY (ARRAY['stale'::text, 'summing'::text, 'whole'::text]))),
  CONSTRAINT usage_summed_until_check CHECK ((EXTRACT(day FROM until) = ANY (ARRAY[(1)::numeric, (11)::numeric, (21)::numeric]))),
  CONSTRAINT usage_summed_organization_fkey FOREIGN KEY (organization) REFERENCES account(organization)
);
CREATE INDEX usage_summed_anew ON public.usage_summed USING btree (organization, until) WHERE (state <> 'whole'::text);
COMMENT ON TABLE usage_summed IS 'Which totals there are; only those that are whole count';
COMMENT ON COLUMN usage_summed.until IS 'The day after the last that is in them, UTC';

CREATE TABLE usage_ten_minutes (
  organization text NOT NULL,
  at timestamp with time zone NOT NULL,
  call_type text NOT NULL,
  calls integer NOT NULL,
  charge bigint NOT NULL,
  CONSTRAINT usage_ten_minutes_pkey PRIMARY KEY (organization, at, call_type)
);
COMMENT ON TABLE usage_ten_minutes IS 'Completed calls by when they were authorised, for the days that usage_summed has';

CREATE TABLE usage_user_day (
  organization text NOT NULL,
  day date NOT NULL,
  user_name text NOT NULL,
  cost_center text NOT NULL,
  call_type text NOT NULL,
  number_kind text NOT NULL,
  country text NOT NULL,
  calls integer NOT NULL,
  refused integer NOT NULL,
  seconds bigint NOT NULL,
  pool_minutes bigint NOT NULL,
  charge bigint NOT NULL,
  CONSTRAINT usage_user_day_pkey PRIMARY KEY (organization, day, user_name, cost_center, call_type, number_kind, country),
  CONSTRAINT usage_user_day_calls_check CHECK ((calls >= 0)),
  CONSTRAINT usage_user_day_charge_check CHECK ((charge >= 0)),
  CONSTRAINT usage_user_day_pool_minutes_check CHECK ((pool_minutes >= 0)),
  CONSTRAINT usage_user_day_refused_check CHECK ((refused >= 0)),
  CONSTRAINT usage_user_day_seconds_check CHECK ((seconds >= 0))
) WITH (fillfactor=50);
COMMENT ON TABLE usage_user_day IS 'Empty text stands for none';
COMMENT ON COLUMN usage_user_day.country IS 'Where the user''s licence was used when the calls were authorised';

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
CREATE INDEX usage_user_total_of ON public.usage_user_total USING btree (organization, until);
COMMENT ON TABLE usage_user_total IS 'Sums of usage_user_day since the 1st of January of the last day that is in them';

CREATE TABLE user_identity (
  identity text NOT NULL,
  organization text NOT NULL,
  principal_name text NOT NULL,
  CONSTRAINT user_identity_pkey PRIMARY KEY (identity),
  CONSTRAINT user_identity_organization_principal_name_fkey FOREIGN KEY (organization, principal_name) REFERENCES app_user(organization, principal_name) ON DELETE CASCADE
);
CREATE INDEX user_identity_owner ON public.user_identity USING btree (organization, principal_name);

CREATE TABLE voice_app (
  organization text NOT NULL,
  id text NOT NULL,
  kind text NOT NULL,
  display_name text NOT NULL,
  resource_account text,
  CONSTRAINT voice_app_pkey PRIMARY KEY (organization, id),
  CONSTRAINT voice_app_kind_check CHECK ((kind = ANY (ARRAY['auto-attendant'::text, 'call-queue'::text]))),
  CONSTRAINT voice_app_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
CREATE INDEX voice_app_resource_account ON public.voice_app USING btree (organization, resource_account) WHERE (resource_account IS NOT NULL);

CREATE TABLE webhook (
  organization text NOT NULL,
  id text NOT NULL,
  url text NOT NULL,
  events text[],
  secret text NOT NULL,
  old_secret text,
  old_secret_until timestamp with time zone,
  gone boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT webhook_pkey PRIMARY KEY (organization, id),
  CONSTRAINT webhook_old_secret CHECK (((old_secret IS NULL) = (old_secret_until IS NULL))),
  CONSTRAINT webhook_organization_fkey FOREIGN KEY (organization) REFERENCES organization(id)
);
COMMENT ON COLUMN webhook.events IS 'Null: all';
COMMENT ON COLUMN webhook.gone IS 'It answered 410: nothing is sent there until it is put again';

CREATE TABLE webhook_delivery (
  organization text NOT NULL,
  webhook text NOT NULL,
  id bigint NOT NULL,
  event bigint NOT NULL,
  state text NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  last_status integer,
  failure text,
  next_try_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  CONSTRAINT webhook_delivery_pkey PRIMARY KEY (organization, webhook, id),
  CONSTRAINT webhook_delivery_next_try CHECK (((state = 'pending'::text) = (next_try_at IS NOT NULL))),
  CONSTRAINT webhook_delivery_settled CHECK (((state = 'pending'::text) = (settled_at IS NULL))),
  CONSTRAINT webhook_delivery_state CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text]))),
  CONSTRAINT webhook_delivery_tries_check CHECK ((tries >= 0)),
  CONSTRAINT webhook_delivery_organization_event_fkey FOREIGN KEY (organization, event) REFERENCES event(organization, id),
  CONSTRAINT webhook_delivery_organization_webhook_fkey FOREIGN KEY (organization, webhook) REFERENCES webhook(organization, id) ON DELETE CASCADE
);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (next_try_at) WHERE (state = 'pending'::text);
CREATE INDEX webhook_delivery_failed ON public.webhook_delivery USING btree (settled_at) WHERE (state = 'failed'::text);
CREATE UNIQUE INDEX webhook_delivery_once ON public.webhook_delivery USING btree (organization, webhook, event);

CREATE OR REPLACE FUNCTION public.usage_day_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  UPDATE usage_summed SET state = 'stale' WHERE organization = NEW.organization AND until > NEW.day
    AND until <= date_trunc('year', NEW.day) + interval '1 year' AND state <> 'stale';
  RETURN NULL;
END $function$;

CREATE TRIGGER usage_day_changed AFTER INSERT OR UPDATE ON public.usage_user_day FOR EACH ROW WHEN ((new.day < ((now() AT TIME ZONE 'UTC'::text))::date)) EXECUTE FUNCTION usage_day_changed();
