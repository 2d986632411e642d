/** Of prices that change, and of those that were wrong: rows that are good, and what may never be stored. */
import type { Rules } from "./rules.ts";

const AT = "2026-11-22T14:00:00Z";
const MONTH = { from_at: "2026-10-01T00:00:00Z", to_at: "2026-11-01T00:00:00Z" };

export const RULES_OF_PRICES: Rules = {
  good: {
    rate_change: {
      ...{ organization: "contoso", rate_deck: 1, begins_at: "2026-12-01T00:00:00Z", ...MONTH },
      ...{ calls: 1, unpriced: 0, before: 10, after: 12, reckoned_at: AT, destinations: "[]" },
    },
    rate_correction: {
      ...{ id: 1, rate_deck: 1, currency: "USD", ...MONTH, reason: "A wrong price", author: "operator" },
      ...{ state: "reckoned", to_apply: false, created_at: AT, reckoned_at: AT },
    },
    organization_correction: { organization: "contoso", correction: 1, state: "reckoned" },
    call_correction: {
      ...{ organization: "contoso", correction: 1, call: 1, id: 2, month: "2026-10-01", started_at: AT },
      ...{ charged: 10, corrected: 12, rate_row: 1, prefix: "44", destination: "United Kingdom" },
    },
  },
  checks: {
    notice_settings: [["notice_settings_rate_change_days_check", "told on the day itself", { rate_change_days: 0 }]],
    rate_change: [
      ["rate_change_after_check", "dearer by less than nothing", { after: -1 }],
      ["rate_change_before_check", "a bill below zero", { before: -1 }],
      ["rate_change_calls_check", "minus one call", { calls: -1 }],
      ["rate_change_unpriced_check", "minus one call without a price", { unpriced: -1 }],
      ["rate_change_check", "a month that ends before it begins", { to_at: "2026-09-01T00:00:00Z" }],
    ],
    rate_correction: [
      ["rate_correction_check", "a period that ends before it begins", { to_at: "2026-09-01T00:00:00Z" }],
      ["rate_correction_check1", "still reckoned, and done with it", { state: "reckoning" }],
      ["rate_correction_check2", "applied at no time", { state: "applied" }],
      ["rate_correction_organizations_check", "of no organisation", { organizations: "{}" }],
      ["rate_correction_state_check", "in no state", { state: "wished" }],
    ],
    organization_correction: [
      ["organization_correction_calls_check", "minus one call", { calls: -1 }],
      ["organization_correction_charged_check", "charged less than nothing", { charged: -1 }],
      ["organization_correction_corrected_check", "to be charged less than nothing", { corrected: -1 }],
      ["organization_correction_looked_at_check", "minus one call looked at", { looked_at: -1 }],
      ["organization_correction_presumed_check", "minus one presumed end", { presumed: -1 }],
      ["organization_correction_unpriced_check", "minus one call without a price", { unpriced: -1 }],
      ["organization_correction_state_check", "in no state", { state: "wished" }],
    ],
    call_correction: [
      ["call_correction_charged_check", "a call that was charged less than nothing", { charged: -1 }],
      ["call_correction_check", "a correction that changes nothing", { corrected: 10 }],
    ],
  },
  unique: {
    rate_change: [["rate_change_pkey", "one deck told twice", { calls: 2 }]],
    rate_correction: [["rate_correction_pkey", "two corrections of one id", { reason: "Another" }]],
    organization_correction: [["organization_correction_pkey", "one part twice", { calls: 1 }]],
    call_correction: [["call_correction_pkey", "one call corrected twice at a time", { id: 3 }]],
  },
};
