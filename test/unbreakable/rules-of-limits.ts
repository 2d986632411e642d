/** Of budgets, brakes and differences with the payment provider: rows that are good, and what may never be stored. */
import type { Rules } from "./rules.ts";

const AT = "2026-11-22T14:00:00Z";
const BRAKE = { kind: "brake", id: "pumping", first_month: null, counts_from: AT };

export const RULES_OF_LIMITS: Rules = {
  good: {
    spending_limit: {
      ...{ organization: "contoso", kind: "budget", id: "ann", scope: "user", subject: "ann@contoso.example" },
      ...{ amount: 50, enabled: true, stop: true, first_month: "2026-11-01" },
    },
    limit_counter: {
      ...{ organization: "contoso", kind: "budget", id: "ann", subject: "ann@contoso.example", period: "2026-11-01" },
      ...{ spent: 1, held: 1, calls: 1, seconds: 60 },
    },
    limit_lift: {
      ...{ organization: "contoso", id: 1, kind: "budget", limit_id: "ann", month: "2026-11-01", reason: "A fair" },
      ...{ lifted_by: "operator", at: AT },
    },
    payment_difference: {
      ...{ provider: "stripe", payment: "pi_1", kind: "other-amount", provider_amount: 50, our_amount: 49 },
      ...{ currency: "USD", found_at: AT },
    },
  },
  checks: {
    spending_limit: [
      ["spending_limit_kind", "a limit of no kind", { kind: "wish" }],
      ["spending_limit_amount", "a budget of nothing", { amount: 0 }],
      ["spending_limit_calls", "a brake at no call", { ...BRAKE, calls: 0 }],
      ["spending_limit_minutes", "a brake at no minute", { ...BRAKE, minutes: 0 }],
      ["spending_limit_scope", "a budget of a number", { scope: "number" }],
      ["spending_limit_scope", "a brake on a cost centre", { ...BRAKE, scope: "cost-center" }],
      ["spending_limit_subject", "a budget of a user, but of nobody", { subject: null }],
      ["spending_limit_subject", "a budget of the organisation and of somebody", { scope: "organization" }],
      ["spending_limit_size", "a budget of calls", { calls: 5 }],
      ["spending_limit_size", "a brake at nothing", { ...BRAKE, amount: null }],
      ["spending_limit_since", "a budget that counts from no month", { first_month: null }],
      ["spending_limit_since", "a budget that counts from an hour", { counts_from: AT }],
      ["spending_limit_lift", "a budget lifted until an hour", { lifted_until: AT }],
      ["spending_limit_lift", "a brake lifted for a month", { ...BRAKE, lifted_month: "2026-11-01" }],
      ["spending_limit_lifted_amount", "raised to nothing", { lifted_month: "2026-11-01", lifted_amount: 0 }],
    ],
    limit_counter: [
      ["limit_counter_spent", "spent less than nothing", { spent: -1 }],
      ["limit_counter_held", "holding less than nothing", { held: -1 }],
      ["limit_counter_calls", "minus one call", { calls: -1 }],
      ["limit_counter_seconds", "time below zero", { seconds: -1 }],
      ["limit_counter_told", "warned at half of it", { told: 50 }],
    ],
    limit_lift: [
      ["limit_lift_length", "a budget lifted for no month", { month: null }],
      ["limit_lift_length", "a budget lifted until an hour", { until: AT }],
      ["limit_lift_length", "a brake lifted for a month", { kind: "brake" }],
    ],
    payment_difference: [
      ["payment_difference_kind", "a difference of no kind", { kind: "odd" }],
      ["payment_difference_amounts", "a difference of nothing", { our_amount: 50 }],
      ["payment_difference_our_amount_check", "credited less than nothing", { our_amount: -1 }],
      ["payment_difference_provider_amount_check", "charged less than nothing", { provider_amount: -1 }],
    ],
  },
  unique: {
    spending_limit: [["spending_limit_pkey", "two budgets of one id", { amount: 60 }]],
    limit_counter: [["limit_counter_pkey", "one month counted twice", { spent: 2 }]],
    limit_lift: [["limit_lift_pkey", "two lifts of one id", {}]],
    payment_difference: [["payment_difference_pkey", "one difference found twice", { our_amount: 48 }]],
  },
};
