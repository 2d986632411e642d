/** Of who signs in, what they did, licence rules and imported calls: good rows, and what may never be stored. */
import type { Rules } from "./rules.ts";

const AT = "2026-11-22T14:00:00Z";
const LATER = "2027-11-22T00:00:00Z";

export const RULES_OF_PEOPLE: Rules = {
  good: {
    cost_center: { organization: "contoso", id: "sales", display_name: "Sales" },
    license_rule: {
      ...{ organization: "contoso", id: "sales", display_name: "Sales", condition: "{}", assign: "{MCOPSTN1}" },
      enabled: true,
    },
    license_rule_pass: { organization: "contoso", reached: "", wanted_at: AT },
    sign_in_account: {
      ...{ id: 1, email: "ann@contoso.example", organization: "contoso", principal_name: "ann@contoso.example" },
      ...{ display_name: "Ann", created_at: AT },
    },
    sign_in_failure: { subject: "ann@contoso.example", failures: 1, last_at: AT },
    sign_in_link: { token_hash: "hash", account: 1, purpose: "invitation", created_at: AT, ends_at: LATER },
    sign_in_session: {
      ...{ id: 1, account: 1, token_hash: "hash", address: "192.0.2.1", browser: "x", created_at: AT, seen_at: AT },
      ends_at: LATER,
    },
    audit_chain: { organization: "contoso", sequence: 1, hash: "h" },
    audit_entry: {
      ...{ organization: "contoso", sequence: 1, at: AT, actor: "operator", name: "operator", address: "192.0.2.1" },
      ...{ action: "PUT", words: "Changed", subject: "contoso", hash: "h" },
    },
    audit_begun: {
      ...{ id: 1, organization: "contoso", at: AT, actor: "operator", name: "operator", address: "192.0.2.1" },
      ...{ action: "PUT", words: "Change", subject: "contoso" },
    },
    usage_import: {
      ...{ organization: "contoso", id: 1, file_name: "may.csv", dry_run: false, state: "running", author: "operator" },
      ...{ idempotency_key: "key", file_hash: "h", created_at: AT, heard_at: AT },
    },
    usage_import_refused: { organization: "contoso", import: 1, number: 1, line: 3, why: "has a negative charge" },
    imported_usage: {
      ...{ organization: "contoso", identity: "a", import: 1, started_at: AT, seconds: 60, call_type: "user_out" },
      ...{ from_number: "", to_number: "" },
    },
    usage_mapping: { organization: "contoso", id: "carrier", mapping: "{}" },
  },
  checks: {
    license_rule: [["license_rule_assign_check", "a rule that gives nothing", { assign: "{}" }]],
    sign_in_account: [
      ["sign_in_account_lower", "an address in capitals", { email: "ANN@contoso.example" }],
      ["sign_in_account_person", "a user of no organisation", { organization: null }],
      ["sign_in_account_totp", "a second step that nobody can take", { totp_on: true }],
    ],
    sign_in_failure: [["sign_in_failure_some", "no failure at all", { failures: 0 }]],
    sign_in_link: [["sign_in_link_purpose", "a link to nowhere", { purpose: "gift" }]],
    sign_in_session: [["sign_in_session_ends", "a session that ends as it begins", { ends_at: AT }]],
    audit_chain: [["audit_chain_sequence", "a chain below its beginning", { sequence: -1 }]],
    audit_entry: [["audit_entry_sequence", "a place before the first", { sequence: 0 }]],
    usage_import: [
      ["usage_import_state", "a state that there is not", { state: "lost", ended_at: AT }],
      ["usage_import_progress", "more than all of it", { progress: 1.5 }],
      ["usage_import_progress", "less than nothing of it", { progress: -0.5 }],
      ["usage_import_counts", "minus one row added", { added: -1 }],
      ["usage_import_counts", "minus one row known", { already_there: -1 }],
      ["usage_import_counts", "minus one row refused", { refused: -1 }],
      ["usage_import_ended", "running, but over", { ended_at: AT }],
      ["usage_import_ended", "ready at no time", { state: "ready" }],
      ["usage_import_failure", "failed for no reason", { state: "failed", ended_at: AT }],
      ["usage_import_failure", "running, but failed", { failure: "no CSV" }],
    ],
    imported_usage: [
      ["imported_usage_seconds_check", "a call shorter than nothing", { seconds: -1 }],
      ["imported_usage_charge_check", "a call that paid its caller", { charge: -1 }],
      ["imported_usage_price_check", "a call that would pay its caller", { price: -1 }],
    ],
  },
  unique: {
    cost_center: [["cost_center_pkey", "two cost centres of one id", { display_name: "Sails" }]],
    license_rule: [["license_rule_pkey", "two rules of one id", { enabled: false }]],
    license_rule_pass: [["license_rule_pass_pkey", "two passes at a time", { reached: "b" }]],
    sign_in_account: [
      ["sign_in_account_pkey", "two accounts of one id", { email: "b@contoso.example", principal_name: null }],
      ["sign_in_account_email", "two accounts of one address", { id: 2, principal_name: null }],
      ["sign_in_account_of_user", "two accounts of one user", { id: 2, email: "b@contoso.example" }],
    ],
    sign_in_failure: [["sign_in_failure_pkey", "one address counted twice", { failures: 2 }]],
    sign_in_link: [["sign_in_link_pkey", "one link given out twice", { purpose: "password-reset" }]],
    sign_in_session: [
      ["sign_in_session_pkey", "two sessions of one id", { token_hash: "other" }],
      ["sign_in_session_token", "one cookie of two sessions", { id: 2 }],
    ],
    audit_chain: [["audit_chain_pkey", "two chains of one organisation", { hash: "i" }]],
    audit_entry: [["audit_entry_pkey", "two entries in one place", { hash: "i" }]],
    audit_begun: [["audit_begun_pkey", "one change begun twice", {}]],
    usage_import: [
      ["usage_import_pkey", "two imports of one id", { idempotency_key: "other" }],
      ["usage_import_request", "one request done twice", { id: 2 }],
    ],
    usage_import_refused: [["usage_import_refused_pkey", "one row refused twice", { line: 4 }]],
    imported_usage: [["imported_usage_pkey", "one call imported twice", { seconds: 61 }]],
    usage_mapping: [["usage_mapping_pkey", "two mappings of one id", { mapping: "{}" }]],
  },
};
