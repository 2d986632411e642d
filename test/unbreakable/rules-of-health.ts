/** Of what an operator looks at: rows that are good, and what may never be stored. */
import type { Rules } from "./rules.ts";

const AT = "2026-11-22T14:00:00Z";

export const RULES_OF_HEALTH: Rules = {
  good: {
    audit_run: { id: 1, state: "waiting", rules: 10, rules_done: 3, author: "operator", created_at: AT },
    payment_sweep: { provider: "stripe", at: AT, payments: 3 },
  },
  checks: {
    audit_run: [
      ["audit_run_state", "in no state", { state: "wished" }],
      ["audit_run_rules", "more rules done than there are", { rules_done: 11 }],
      ["audit_run_ended", "waiting, and ended", { ended_at: AT }],
      ["audit_run_report", "a report before it is done", { report: "{}" }],
      ["audit_run_failure", "a failure of one that did not fail", { failure: "no" }],
    ],
    payment_sweep: [["payment_sweep_payments", "minus one payment", { payments: -1 }]],
  },
  unique: {
    audit_run: [
      ["audit_run_pkey", "two audits of one id", { state: "done", report: "{}", ended_at: AT }],
      ["audit_run_open", "two audits at a time", { id: 2 }],
    ],
    payment_sweep: [["payment_sweep_pkey", "one provider twice", { payments: 4 }]],
  },
};
