/**
 * The database refuses by itself what no rule of ours may ever let through: every CHECK and every unique index is tried
 * in SQL, and refuses by its name. One that is new in the catalogue and has no line here fails.
 */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPool } from "../../src/postgres/pool.ts";
import { freshDatabase, type TestDatabase } from "../support/database.ts";
import { RULES_OF_HEALTH } from "./rules-of-health.ts";
import { RULES_OF_LIMITS } from "./rules-of-limits.ts";
import { RULES_OF_PEOPLE } from "./rules-of-people.ts";
import { RULES_OF_PRICES } from "./rules-of-prices.ts";
import type { Breach, Row } from "./rules.ts";

const AT = "2026-11-22T14:00:00Z";
const LATER = "2027-11-22T00:00:00Z";

/** A row of each table that nothing is wrong with, in an order in which they may refer to each other. */
const GOOD: Record<string, Row> = {
  organization: {
    ...{ id: "contoso", display_name: "Contoso", country: "US", currency: "USD", agreement: "direct" },
    ...{ billing_country: "US", created_at: AT },
  },
  account: { organization: "contoso", currency: "USD" },
  lot: {
    ...{ organization: "contoso", id: 1, granted: 50, remaining: 20, source: "top-up", top_up: 7 },
    ...{ purchased_at: AT, ends_at: LATER },
  },
  transfer: {
    ...{ organization: "contoso", sequence: 1, from_account: "cash/test", to_account: "credits/contoso", amount: 50 },
    ...{ cause: "top-up", balance_after: 50, lot: 1, top_up: 7, at: AT },
  },
  pool: { organization: "contoso", month: "2026-11-01", id: "MCOPSTN1:US:domestic", total_minutes: 3000 },
  pool_entry: {
    ...{ organization: "contoso", id: 1, month: "2026-11-01", pool: "MCOPSTN1:US:domestic", kind: "grant" },
    ...{ minutes: 3000, at: AT },
  },
  session: {
    ...{ organization: "contoso", id: 1, switch: "pbx", call_id: "a", call: "{}", state: "ringing", held: 0 },
    ...{ authorized_at: AT, deadline: AT, used_seconds: 0, limit_seconds: 300, final_grant: false },
  },
  cdr: {
    ...{ organization: "contoso", month: "2026-11-01", id: 1, switch: "pbx", call_id: "b", call_type: "user_out" },
    ...{ authorized_at: AT, ended_at: AT, outcome: "completed", end_known: "real", used_seconds: 60, pool_minutes: 1 },
    ...{ charge: 0, capability: "MCOPSTN1", other_number: "+442079460100", call: "{}", settlement: "{}" },
  },
  early_end: { switch: "pbx", call_id: "c", at: AT },
  usage_day: {
    ...{ organization: "contoso", day: "2026-11-22", call_type: "user_out", destination: "US", capability: "MCOPSTN1" },
    ...{ calls: 1, refused: 0, seconds: 60, pool_minutes: 1, charge: 0 },
  },
  usage_summed: { organization: "contoso", until: "2026-11-21", state: "whole" },
  usage_ten_minutes: { organization: "contoso", at: AT, call_type: "user_out", calls: 1, charge: 0 },
  usage_user_day: {
    ...{ organization: "contoso", day: "2026-11-22", user_name: "ann@contoso.example", cost_center: "sales" },
    ...{
      call_type: "user_out",
      number_kind: "subscriber",
      country: "US",
      calls: 1,
      refused: 0,
      seconds: 60,
      pool_minutes: 1,
      charge: 0,
    },
  },
  subscription: { organization: "contoso", sku: "MCOPSTN1", purchased: 10 },
  app_user: {
    ...{ organization: "contoso", principal_name: "ann@contoso.example", kind: "person", display_name: "Ann" },
    ...{ usage_location: "US", object_id: "85adcf6e-4378-5362-a555-3b658bb24789", created_at: AT },
  },
  user_identity: {
    identity: "ann@contoso.example",
    organization: "contoso",
    principal_name: "ann@contoso.example",
  },
  license_count: { organization: "contoso", sku: "MCOPSTN1", usage_location: "US", assigned: 1 },
  custom_report: {
    ...{ organization: "contoso", id: "weekly", display_name: "Weekly", definition: "{}", shared: false, names: true },
    ...{ owner: "operator", updated_at: AT },
  },
  custom_report_mail: {
    ...{ organization: "contoso", report: "weekly", due_at: AT, address: "cfo@contoso.example", state: "pending" },
    next_try_at: AT,
  },
  usage_export: {
    ...{ organization: "contoso", id: 1, format: "zip", from_at: AT, to_at: LATER, names: true, token: "t" },
    ...{ state: "running", expected_rows: 1, author: "operator", created_at: AT },
  },
  usage_export_piece: { organization: "contoso", export: 1, seq: 0, data: "\\x00" },
  conference_bridge: { organization: "contoso", id: "bridge", display_name: "Bridge" },
  voice_app: { organization: "contoso", id: "front-desk", kind: "auto-attendant", display_name: "Front desk" },
  phone_number: {
    ...{ e164: "+12065550106", organization: "contoso", kind: "subscriber", carrier: "calling-plan" },
    ...{ use_type: "user", use_id: "ann@contoso.example" },
  },
  payment_method: { organization: "contoso", id: 1, type: "card", token: "tok_visa", created_at: AT },
  provider_customer: { organization: "contoso", provider: "stripe", customer: "cus_1" },
  auto_recharge: {
    ...{ organization: "contoso", enabled: true, trigger_amount: 20, recharge_amount: 50, payment_method: 1 },
    ...{ monthly_cap: 500, daily_cap: 100 },
  },
  recharge_attempt: {
    ...{ organization: "contoso", id: 5, amount: 50, day: "2026-11-22", state: "open", created_at: AT },
  },
  recharge_spent: { organization: "contoso", period: "2026-11", spent: 50, cap: 100 },
  event: { organization: "contoso", id: 1, name: "pool.80", about: "{}", once: "MCOPSTN1", at: AT },
  top_up: {
    ...{ organization: "contoso", id: 7, amount: 50, payment_method: 1, provider: "test", state: "succeeded" },
    ...{ provider_payment: "pay_1", idempotency_key: "key", request_hash: "h", created_at: AT, settled_at: AT },
    ...{ recharge: 5 },
  },
  refund: {
    ...{ organization: "contoso", id: 1, top_up: 7, amount: 20, unspent: 10, state: "succeeded", reason: "Mistake" },
    ...{ author: "operator", idempotency_key: "key", request_hash: "h", created_at: AT, settled_at: AT },
  },
  dispute: {
    ...{ organization: "contoso", id: 1, top_up: 7, provider_dispute: "dp_1", amount: 20, unspent: 10, state: "lost" },
    ...{ claimed: 20, opened_at: AT, settled_at: AT },
  },
  incident: { organization: "contoso", id: 1, subject: "Help", reasons: "{REGION_CLASH}", opened_at: AT },
  incident_message: {
    ...{ organization: "contoso", incident: 1, id: 1, side: "operator", author: "operator", message: "Yes", at: AT },
  },
  adjustment: {
    ...{ organization: "contoso", id: 1, amount: -20, applied: -10, reason: "Mistake", idempotency_key: "key" },
    ...{ request_hash: "h", created_at: AT },
  },
  notice_settings: { organization: "contoso" },
  notice: {
    ...{ organization: "contoso", id: 1, event: 1, name: "pool.80", language: "en", subject: "80 %", text: "80 %" },
    ...{ html: "80 %", at: AT },
  },
  mail: {
    ...{ organization: "contoso", notice: 1, seq: 1, address: "ann@contoso.example", display_name: "Ann" },
    ...{ state: "pending", next_try_at: AT },
  },
  webhook: { organization: "contoso", id: "crm", url: "https://crm.example/", secret: "whsec_", created_at: AT },
  webhook_delivery: {
    ...{ organization: "contoso", webhook: "crm", id: 1, event: 1, state: "pending", next_try_at: AT, created_at: AT },
  },
  switch_command: {
    ...{ organization: "contoso", id: 1, call: 7, switch: "pbx", call_id: "a", type: "hang-up", reason: "asked for" },
    at: AT,
  },
  switch: {
    ...{ id: "pbx", reports_answer: true, can_update: true, default_grant_seconds: 300 },
    ...{ maximum_grant_seconds: 600, warn_seconds: 30, tolerance_seconds: 2 },
  },
  api_key: {
    ...{ id: 1, name: "pbx", key_hash: "hash", scopes: "{switch}", created_at: AT, old_key_hash: "old" },
    old_key_until: LATER,
  },
  idempotent_request: { caller: "key-1", key: "key", request_hash: "h", status: 201, body: "{}", at: AT },
  settings_version: { name: "prices", version: 1 },
  rate_deck: {
    ...{ id: 1, name: "usd", currency: "USD", named_only: false, state: "published", rows: 1, effective_from: AT },
  },
  rate_row: {
    ...{ id: 1_000_001, service: "user_out", prefix: "53", destination: "Cuba", number_class: "geographic" },
    ...{ price_per_minute_picos: 1, connection_fee_picos: 0, initial_increment_seconds: 30, increment_seconds: 6 },
    ...{ effective_from: AT },
  },
  ...RULES_OF_PEOPLE.good,
  ...RULES_OF_LIMITS.good,
  ...RULES_OF_PRICES.good,
  ...RULES_OF_HEALTH.good,
};

const CHECKS: Record<string, Breach[]> = {
  organization: [
    ["organization_agreement_check", "an agreement that we do not know", { agreement: "handshake" }],
    ["organization_premium_calls_check", "premium calls half allowed", { premium_calls: "sometimes" }],
    ["organization_max_price_per_minute_picos_check", "a price limit below zero", { max_price_per_minute_picos: -1 }],
    ["organization_max_concurrent_calls_check", "room for no call at all", { max_concurrent_calls: 0 }],
    ["organization_max_call_seconds_check", "calls that may last no time", { max_call_seconds: 0 }],
  ],
  account: [
    ["account_available_check", "spending more than there is", { available: -1 }],
    ["account_held_check", "giving back more than was held", { held: -1 }],
    ["account_frozen_check", "thawing more than was frozen", { frozen: -1 }],
    ["account_debt_check", "paying back more than is owed", { debt: -1 }],
    ["account_post_usage_check", "owing less than nothing for post-usage", { post_usage: -1 }],
    ["account_post_usage_limit", "a limit below zero", { post_usage_limit: -1 }],
    ["account_post_usage_promised", "taking back more than was promised", { post_usage_promised: -1 }],
    ["account_open_calls_check", "ending more calls than began", { open_calls: -1 }],
    ["account_recharge_state", "a recharge that is asleep", { recharge_state: "asleep" }],
    ["account_recharge_failures", "minus one failure", { recharge_failures: -1 }],
  ],
  lot: [
    ["lot_granted_check", "a lot of nothing", { granted: 0, remaining: 0 }],
    ["lot_check", "drawing more than is left", { remaining: -1 }],
    ["lot_check", "more left than was bought", { remaining: 51 }],
    ["lot_frozen", "freezing more than is left", { frozen: 21 }],
    ["lot_frozen", "thawing more than was frozen", { frozen: -1 }],
    ["lot_source_check", "money of unknown origin", { source: "found" }],
    ["lot_check1", "a lot that ends as it begins", { ends_at: AT }],
  ],
  transfer: [
    ["transfer_sequence_check", "a place before the first", { sequence: 0 }],
    ["transfer_amount_check", "a transfer of nothing", { amount: 0 }],
    ["transfer_amount_check", "a transfer backwards", { amount: -1 }],
    ["transfer_check", "from an account to itself", { to_account: "cash/test" }],
    ["transfer_balance_after_check", "a balance below zero", { balance_after: -1 }],
  ],
  pool: [
    ["pool_month_check", "a month that begins on the second", { month: "2026-11-02" }],
    ["pool_total_minutes_check", "a pool below zero", { total_minutes: -1, used_minutes: -1 }],
    ["pool_used_minutes_check", "minutes used below zero", { used_minutes: -1 }],
    ["pool_held_minutes_check", "minutes held below zero", { held_minutes: -1 }],
    ["pool_check", "more used and held than there are", { used_minutes: 2999, held_minutes: 2 }],
  ],
  pool_entry: [
    ["pool_entry_kind_check", "minutes that are lent", { kind: "loan" }],
    ["pool_entry_minutes_check", "an entry of no minutes", { minutes: 0 }],
  ],
  session: [
    ["session_state_check", "a call on hold music", { state: "waiting" }],
    ["session_used_seconds_check", "used less than nothing", { used_seconds: -1 }],
    ["session_limit_seconds_check", "a limit below zero", { limit_seconds: -1 }],
    ["session_held_check", "holding less than nothing", { held: -1 }],
    ["session_check", "money held for a lapsed call", { state: "lapsed", held: 1 }],
    ["session_check", "minutes held for a lapsed call", { state: "lapsed", pool_holds: "[]" }],
    ["session_check1", "answered at no time", { state: "answered" }],
  ],
  cdr: [
    ["cdr_outcome_check", "an outcome that is none", { outcome: "busy", used_seconds: 0, pool_minutes: 0 }],
    ["cdr_end_known_check", "an end that is guessed", { end_known: "guessed" }],
    ["cdr_used_seconds_check", "a call shorter than nothing", { used_seconds: -1 }],
    ["cdr_pool_minutes_check", "minutes given back by a call", { pool_minutes: -1 }],
    ["cdr_charge_check", "a call that pays its caller", { charge: -1 }],
    ["cdr_check", "refused without a reason", { outcome: "refused", used_seconds: 0, pool_minutes: 0 }],
    ["cdr_check", "completed, with a reason for its refusal", { refusal: "NO_RATE" }],
    ["cdr_check1", "unanswered, and charged", { outcome: "unanswered", used_seconds: 0, pool_minutes: 0, charge: 1 }],
    ["cdr_check1", "unanswered, and lasting", { outcome: "unanswered", pool_minutes: 0 }],
    ["cdr_check1", "unanswered, and using minutes", { outcome: "unanswered", used_seconds: 0 }],
  ],
  usage_day: [
    ["usage_day_calls_check", "a day of minus one call", { calls: -1 }],
    ["usage_day_refused_check", "minus one refusal", { refused: -1 }],
    ["usage_day_seconds_check", "time below zero", { seconds: -1 }],
    ["usage_day_pool_minutes_check", "minutes below zero", { pool_minutes: -1 }],
    ["usage_day_charge_check", "spending below zero", { charge: -1 }],
  ],
  custom_report: [["custom_report_check", "due, but on no schedule", { next_run_at: AT }]],
  custom_report_mail: [
    ["custom_report_mail_state_check", "a state that there is not", { state: "lost", next_try_at: null }],
    ["custom_report_mail_tries_check", "tries below zero", { tries: -1 }],
    ["custom_report_mail_check", "sent, but still to be tried", { state: "sent" }],
  ],
  usage_export: [
    ["usage_export_format_check", "a format that nobody writes", { format: "pdf" }],
    ["usage_export_state_check", "a state that there is not", { state: "lost", finished_at: AT }],
    ["usage_export_rows_check", "rows below zero", { rows: -1 }],
    ["usage_export_expected_rows_check", "expected rows below zero", { expected_rows: -1 }],
    ["usage_export_bytes_check", "a file of minus one byte", { bytes: -1 }],
    ["usage_export_tries_check", "tries below zero", { tries: -1 }],
    ["usage_export_check", "a period that ends before it begins", { from_at: LATER, to_at: AT }],
    ["usage_export_check1", "running, but finished", { finished_at: AT }],
    ["usage_export_check2", "running, but it expires", { expires_at: LATER }],
    ["usage_export_check3", "running, but failed", { failure: "disk full" }],
  ],
  usage_summed: [
    ["usage_summed_until_check", "totals up to any day", { until: "2026-11-22" }],
    ["usage_summed_state_check", "totals that are nearly whole", { state: "nearly" }],
  ],
  usage_user_day: [
    ["usage_user_day_calls_check", "a user's day of minus one call", { calls: -1 }],
    ["usage_user_day_refused_check", "minus one refusal", { refused: -1 }],
    ["usage_user_day_seconds_check", "time below zero", { seconds: -1 }],
    ["usage_user_day_pool_minutes_check", "minutes below zero", { pool_minutes: -1 }],
    ["usage_user_day_charge_check", "spending below zero", { charge: -1 }],
  ],
  subscription: [["subscription_purchased_check", "minus one licence bought", { purchased: -1 }]],
  app_user: [
    ["app_user_kind_check", "a user that is a robot", { kind: "robot" }],
    ["app_user_check", "a rule's licence that the user has not", { rule_licenses: "{MCOPSTN1}" }],
  ],
  license_count: [["license_count_assigned_check", "minus one licence assigned", { assigned: -1 }]],
  voice_app: [["voice_app_kind_check", "a voice app of no kind", { kind: "voicemail" }]],
  phone_number: [
    ["phone_number_kind_check", "a number of no kind", { kind: "fax" }],
    ["phone_number_carrier_check", "a carrier that we do not know", { carrier: "pigeon" }],
    ["phone_number_use_type_check", "used by a thing", { use_type: "door" }],
    ["phone_number_check", "unassigned, yet somebody's", { use_type: "unassigned" }],
    ["phone_number_check", "a user's, but nobody's", { use_id: null }],
  ],
  payment_method: [
    ["payment_method_type_check", "paid in shells", { type: "shells" }],
    ["payment_method_last4", "a card number kept whole", { last4: "4242424242424242" }],
    ["payment_method_card", "a partner with a card's last day", { type: "partner", expires: "2030-02-28" }],
  ],
  top_up: [
    ["top_up_amount_check", "a top-up of nothing", { amount: 0 }],
    ["top_up_state_check", "a state that is none", { state: "maybe", settled_at: null }],
    ["top_up_check", "failed for no reason", { state: "failed" }],
    ["top_up_check", "succeeded, with a failure", { failure: "declined" }],
    ["top_up_settled", "succeeded at no time", { settled_at: null }],
    ["top_up_settled", "settled, and waiting for its payer", { state: "requires-action" }],
    ["top_up_decline", "declined, and paid", { decline: "passing" }],
    ["top_up_decline", "a decline of no kind", { state: "failed", failure: "no", decline: "rude" }],
    ["top_up_returned", "giving back more than was paid", { returned: 51 }],
    ["top_up_reclaimed", "giving back less than nothing", { returned: -1 }],
    ["top_up_reclaimed", "getting back more of what was forfeited than was given back", { returned: 5, reclaimed: 6 }],
    ["top_up_reclaimed", "getting back less than nothing", { reclaimed: -1 }],
    ["top_up_returned_of_paid", "giving back what was never paid", { state: "pending", returned: 1, settled_at: null }],
  ],
  refund: [
    ["refund_amount", "a refund of nothing", { amount: 0, unspent: 0 }],
    ["refund_forfeited", "taking more than is refunded", { unspent: 21 }],
    ["refund_unspent", "taking less than nothing", { unspent: -1 }],
    ["refund_forfeited", "giving back more than is refunded", { forfeited: 11 }],
    ["refund_forfeited", "less than nothing was forfeited", { forfeited: -1 }],
    ["refund_state", "a state that is none", { state: "maybe" }],
    ["refund_failure", "failed for no reason", { state: "failed" }],
    ["refund_failure", "succeeded, with a failure", { failure: "closed" }],
    ["refund_settled", "settled twice", { settled_at: null }],
    ["refund_settled", "pending, and settled", { state: "pending" }],
  ],
  auto_recharge: [
    ["auto_recharge_amounts", "a trigger below zero", { trigger_amount: -1 }],
    ["auto_recharge_amounts", "buying nothing", { trigger_amount: 0, recharge_amount: 0 }],
    ["auto_recharge_trigger", "a trigger above the recharge", { trigger_amount: 51 }],
    ["auto_recharge_trigger", "a trigger above the target", { target_amount: 19 }],
    ["auto_recharge_caps", "a month for less than one recharge", { monthly_cap: 49 }],
    ["auto_recharge_caps", "a day for less than one recharge", { daily_cap: 49, monthly_cap: null }],
    ["auto_recharge_cool_down", "a pause of minus one second", { cool_down_seconds: -1 }],
    ["auto_recharge_cool_down", "a pause of more than a week", { cool_down_seconds: 604_801 }],
  ],
  recharge_attempt: [
    ["recharge_attempt_amount_check", "a recharge of nothing", { amount: 0 }],
    ["recharge_attempt_state", "a state that is none", { state: "maybe", settled_at: AT }],
    ["recharge_attempt_failure", "failed for no reason", { state: "failed", settled_at: AT }],
    ["recharge_attempt_settled", "over at no time", { state: "cancelled" }],
  ],
  recharge_spent: [
    ["recharge_spent_spent", "having bought less than nothing", { spent: -1 }],
    ["recharge_spent_cap", "buying more than the cap", { spent: 101 }],
  ],
  dispute: [
    ["dispute_amount", "a dispute about nothing", { claimed: 0, amount: 0, unspent: 0 }],
    ["dispute_amount", "more than the bank claims", { amount: 21 }],
    ["dispute_unspent", "freezing more than is disputed", { unspent: 21 }],
    ["dispute_state", "a state that is none", { state: "drawn" }],
    ["dispute_settled", "settled twice", { settled_at: null }],
    ["dispute_settled", "open, and settled", { state: "open" }],
  ],
  incident: [
    ["incident_settled", "settled, and neither allowed nor not", { settled_at: AT }],
    ["incident_settled", "allowed, and not settled", { allow: true }],
    ["incident_until", "not allowed, for a time", { allow: false, settled_at: AT, allowed_until: LATER }],
  ],
  incident_message: [["incident_message_side", "said by nobody", { side: "stranger" }]],
  adjustment: [
    ["adjustment_amount_check", "an adjustment by nothing", { amount: 0, applied: 0 }],
    ["adjustment_check", "taking more than was asked", { applied: -21 }],
    ["adjustment_check", "taking, and having given", { applied: 1 }],
    ["adjustment_check1", "giving less than was asked", { amount: 20, applied: 10 }],
  ],
  switch: [
    ["switch_default_grant_seconds_check", "grants of no time", { default_grant_seconds: 0 }],
    ["switch_maximum_grant_seconds_check", "at most no time", { maximum_grant_seconds: 0 }],
    ["switch_warn_seconds_check", "a warning after the end", { warn_seconds: -1 }],
    ["switch_tolerance_seconds_check", "tolerance below zero", { tolerance_seconds: -1 }],
  ],
  rate_deck: [
    ["rate_deck_currency", "a currency that is none", { currency: "usd" }],
    ["rate_deck_state", "a state that is none", { state: "draft" }],
    ["rate_deck_published", "published without a date", { effective_from: null }],
    ["rate_deck_published", "published without rows", { rows: 0 }],
    ["rate_deck_replaced", "ended by no other deck", { ended_at: LATER }],
    ["rate_deck_rows", "more rows than ids", { rows: 1_000_000 }],
    ["rate_deck_rows", "rows below zero", { state: "loading", rows: -1 }],
  ],
  rate_row: [
    ["rate_row_service", "a service that we do not have", { service: "fax_out" }],
    ["rate_row_prefix", "a prefix with a plus", { prefix: "+53" }],
    ["rate_row_prefix", "a prefix longer than any number", { prefix: "1234567890123456" }],
    ["rate_row_price", "a price below zero", { price_per_minute_picos: -1 }],
    ["rate_row_price", "a fee below zero", { connection_fee_picos: -1 }],
    ["rate_row_increments", "increments of no time", { increment_seconds: 0 }],
    ["rate_row_increments", "a first increment of more than an hour", { initial_increment_seconds: 3601 }],
    ["rate_row_dates", "ending before it begins", { effective_to: "2026-01-01T00:00:00Z" }],
  ],
  mail: [
    ["mail_state", "a state that is none", { state: "lost", next_try_at: null, settled_at: AT }],
    ["mail_tries_check", "minus one try", { tries: -1 }],
    ["mail_settled", "sent at no time", { state: "sent", next_try_at: null }],
    ["mail_next_try", "to be sent at no time", { next_try_at: null }],
  ],
  webhook: [["webhook_old_secret", "an old secret for ever", { old_secret: "whsec_old" }]],
  webhook_delivery: [
    ["webhook_delivery_state", "a state that is none", { state: "lost", next_try_at: null, settled_at: AT }],
    ["webhook_delivery_tries_check", "minus one try", { tries: -1 }],
    ["webhook_delivery_settled", "delivered at no time", { state: "delivered", next_try_at: null }],
    ["webhook_delivery_next_try", "to be delivered at no time", { next_try_at: null }],
  ],
  switch_command: [
    ["switch_command_type", "a command that is none", { type: "play" }],
    ["switch_command_limit", "a new limit of no length", { type: "new-limit" }],
    ["switch_command_limit_seconds_check", "a limit of zero", { type: "new-limit", limit_seconds: 0 }],
  ],
  api_key: [["api_key_old", "an old key that works for good", { old_key_until: null }]],
  ...RULES_OF_PEOPLE.checks,
  ...RULES_OF_LIMITS.checks,
  ...RULES_OF_PRICES.checks,
  ...RULES_OF_HEALTH.checks,
};

/** A second row that agrees with the good one in the key alone. */
const UNIQUE: Record<string, Breach[]> = {
  organization: [["organization_pkey", "two organisations of one id", {}]],
  account: [["account_pkey", "two accounts of one organisation", {}]],
  lot: [
    ["lot_pkey", "two lots of one id", { top_up: 8 }],
    ["lot_of_top_up", "one top-up credited as two lots", { id: 2 }],
  ],
  transfer: [
    ["transfer_pkey", "two transfers in one place", { top_up: 8 }],
    ["transfer_of_top_up", "one top-up credited by two transfers", { sequence: 2 }],
  ],
  pool: [["pool_pkey", "two pools of one month", { total_minutes: 1 }]],
  pool_entry: [["pool_entry_pkey", "two entries of one id", {}]],
  session: [
    ["session_pkey", "two calls of one id", { call_id: "z" }],
    ["session_call_id", "one call of a switch twice", { id: 2, organization: "fabrikam" }],
  ],
  cdr: [
    ["cdr_pkey", "two CDRs of one id", { call_id: "z" }],
    ["cdr_call_id", "two CDRs of one call", { id: 2, organization: "fabrikam" }],
  ],
  early_end: [["early_end_pkey", "one end twice", {}]],
  usage_day: [["usage_day_pkey", "one day counted twice", { calls: 2 }]],
  custom_report: [["custom_report_pkey", "two reports under one id", { display_name: "Another" }]],
  custom_report_mail: [["custom_report_mail_pkey", "one mail twice", { tries: 1 }]],
  usage_export: [["usage_export_pkey", "two exports under one id", { format: "xlsx" }]],
  usage_export_piece: [["usage_export_piece_pkey", "a piece twice", { data: "\\x01" }]],
  usage_summed: [["usage_summed_pkey", "totals that are whole and stale", { state: "stale" }]],
  usage_ten_minutes: [["usage_ten_minutes_pkey", "ten minutes counted twice", { calls: 2 }]],
  usage_user_day: [["usage_user_day_pkey", "a user's day counted twice", { calls: 2 }]],
  subscription: [["subscription_pkey", "one product bought as two", { purchased: 1 }]],
  app_user: [["app_user_pkey", "two users of one name", {}]],
  user_identity: [["user_identity_pkey", "one name of two users", {}]],
  license_count: [["license_count_pkey", "one licence counted twice", {}]],
  conference_bridge: [["conference_bridge_pkey", "two bridges of one id", {}]],
  voice_app: [["voice_app_pkey", "two voice apps of one id", { kind: "call-queue" }]],
  phone_number: [["phone_number_pkey", "one number of two users", { use_id: "bob@contoso.example" }]],
  payment_method: [["payment_method_pkey", "two payment methods of one id", {}]],
  provider_customer: [["provider_customer_pkey", "two customers for one organisation", { customer: "cus_2" }]],
  top_up: [
    ["top_up_pkey", "two top-ups of one id", { provider_payment: "pay_2", idempotency_key: "other" }],
    ["top_up_request", "one request done twice", { id: 8, provider_payment: "pay_2", recharge: null }],
    ["top_up_payment", "one payment for two top-ups", { id: 8, idempotency_key: "other", recharge: null }],
    [
      "top_up_of_recharge",
      "one card charged twice by a recharge",
      { id: 8, provider_payment: "pay_2", idempotency_key: "other" },
    ],
    [
      "top_up_recharge_pending",
      "two cards charged by a recharge at a time",
      {
        id: 8,
        payment_method: 2,
        provider_payment: null,
        idempotency_key: "other",
        state: "pending",
        settled_at: null,
      },
      "UPDATE top_up SET state = 'pending', settled_at = NULL",
    ],
  ],
  auto_recharge: [["auto_recharge_pkey", "two settings of one organisation", {}]],
  recharge_attempt: [
    ["recharge_attempt_pkey", "two recharges of one id", { state: "cancelled", settled_at: AT }],
    ["recharge_attempt_open", "two recharges at a time", { id: 6 }],
  ],
  recharge_spent: [["recharge_spent_pkey", "one month counted twice", {}]],
  notice_settings: [["notice_settings_pkey", "two settings of one organisation", {}]],
  notice: [
    ["notice_pkey", "two notices of one id", { language: "ja" }],
    ["notice_of_event", "one event told twice in a language", { id: 2 }],
  ],
  mail: [
    ["mail_pkey", "two mails of one number", { address: "ben@contoso.example" }],
    ["mail_once", "one person told twice", { seq: 2, address: "ANN@contoso.example" }],
  ],
  webhook: [["webhook_pkey", "two webhooks of one id", {}]],
  webhook_delivery: [
    ["webhook_delivery_pkey", "two deliveries of one id", { event: 2 }],
    ["webhook_delivery_once", "one event delivered twice", { id: 2 }],
  ],
  switch_command: [
    ["switch_command_pkey", "two commands of one number", { call: 8 }],
    ["switch_command_open", "a call hung up twice", { id: 2 }],
  ],
  event: [
    ["event_pkey", "two events of one id", { once: null }],
    ["event_once", "the same told twice", { id: 2 }],
  ],
  refund: [
    ["refund_pkey", "two refunds of one id", { idempotency_key: "other" }],
    ["refund_request", "one request done twice", { id: 2 }],
  ],
  dispute: [
    ["dispute_pkey", "two disputes of one id", { provider_dispute: "dp_2" }],
    ["dispute_of_provider", "one dispute opened twice", { id: 2 }],
  ],
  incident: [["incident_pkey", "two incidents of one id", {}]],
  incident_message: [["incident_message_pkey", "two messages of one id", {}]],
  adjustment: [
    ["adjustment_pkey", "two adjustments of one id", { idempotency_key: "other" }],
    ["adjustment_request", "one request done twice", { id: 2 }],
  ],
  switch: [["switch_pkey", "two switches of one id", {}]],
  api_key: [
    ["api_key_pkey", "two keys of one id", { key_hash: "other", old_key_hash: "another" }],
    ["api_key_key_hash_key", "one key given out twice", { id: 2, old_key_hash: "other" }],
    ["api_key_old_hash", "one old key of two", { id: 2, key_hash: "other" }],
  ],
  idempotent_request: [["idempotent_request_pkey", "one request answered twice", { status: 200 }]],
  settings_version: [["settings_version_pkey", "two versions at once", { version: 2 }]],
  rate_deck: [["rate_deck_pkey", "two decks of one id", {}]],
  rate_row: [["rate_row_pkey", "two rows of one id", {}]],
  ...RULES_OF_PEOPLE.unique,
  ...RULES_OF_LIMITS.unique,
  ...RULES_OF_PRICES.unique,
  ...RULES_OF_HEALTH.unique,
};

const flat = (breaches: Record<string, Breach[]>) =>
  Object.entries(breaches).flatMap(([table, list]) =>
    list.map(([rule, sentence, change, given = ""]) => [table, rule, sentence, change, given] as const),
  );

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = createPool(database.connection, { max: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Works on all the good rows, and leaves nothing. */
async function amongGoodRows<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    for (const [table, row] of Object.entries(GOOD)) await insert(client, table, row);
    return await work(client);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

async function insert(client: pg.PoolClient, table: string, row: Row): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_, i) => `$${i + 1}`);
  await client.query(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${places.join(", ")})`, Object.values(row));
}

const violated = (table: string, change: Row, given = ""): Promise<string | undefined> =>
  amongGoodRows(async (client) => {
    await client.query(given);
    return insert(client, table, { ...GOOD[table], ...change }).then(
      () => "nothing refuses it",
      (error: pg.DatabaseError) => error.constraint,
    );
  });

/** A partition's part of an index has a name of its own; what it is part of has ours. */
async function indexOf(name: string | undefined): Promise<string | undefined> {
  const { rows } = await pool.query<{ parent: string }>(
    `SELECT i.inhparent::regclass::text AS parent FROM pg_inherits i WHERE i.inhrelid = to_regclass($1)`,
    [name],
  );
  return rows[0]?.parent ?? name;
}

test("rows that nothing is wrong with are taken", () => amongGoodRows(async () => {}));

describe("the database refuses", () => {
  test.each(flat(CHECKS))("%s: %s: %s", async (table, constraint, _sentence, change) => {
    expect(await violated(table, change)).toBe(constraint);
  });

  test.each(flat(UNIQUE))("%s: %s: %s", async (table, index, _sentence, change, given) => {
    expect(await indexOf(await violated(table, change, given))).toBe(index);
  });
});

describe("every rule of the catalogue has a line above", () => {
  const names = async (query: string): Promise<string[]> =>
    (await pool.query<{ name: string }>(query)).rows.map(({ name }) => name);
  const tried = (breaches: Record<string, Breach[]>): string[] =>
    [...new Set(flat(breaches).map(([table, name]) => `${table}: ${name}`))].sort();
  const ours = "NOT c.relispartition AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'pgmigrations'";

  test("CHECK", async () => {
    const known = await names(`SELECT c.relname || ': ' || k.conname AS name FROM pg_constraint k
      JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'c' AND ${ours}`);
    expect(known.sort()).toEqual(tried(CHECKS));
  });

  test("unique index", async () => {
    const known = await names(`SELECT c.relname || ': ' || i.indexrelid::regclass AS name FROM pg_index i
      JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisunique AND ${ours}`);
    expect(known.sort()).toEqual(tried(UNIQUE));
  });
});
