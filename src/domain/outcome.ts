/**
 * Every outcome of a charging request that is not a grant has a name here, in order of precedence (contract.md, Calls).
 * Each edge (HTTP, SIP, …) owns one exhaustive table from these names to its own answers.
 */
export const REFUSALS = [
  "UNKNOWN_ORGANIZATION",
  "UNKNOWN_USER",
  "UNKNOWN_NUMBER",
  "POLICY_BLOCKED",
  "PREMIUM_BLOCKED",
  "DESTINATION_BLOCKED",
  "LIMIT_REACHED",
  "LICENSE_MISSING",
  "NO_RATE",
  "BUDGET_EXCEEDED",
  "OUT_OF_CREDIT",
  "PAY_AS_YOU_GO_OFF",
  "CALL_ENDED",
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

export interface Refusal {
  code: RefusalCode;
  /** A sentence for a billing clerk. */
  message: string;
  /** Licences that would have let the call go on (part numbers), with LICENSE_MISSING. */
  missing?: string[];
}

/** A request that contradicts what is known: the caller's mistake, never a matter of money. */
export const CONFLICTS = [
  "CALL_TYPE_MISMATCH",
  "CALL_ID_REUSED",
  "UNKNOWN_CALL",
  "INVALID_CALL",
  "EMERGENCY_CALL",
] as const;
export type ConflictCode = (typeof CONFLICTS)[number];
