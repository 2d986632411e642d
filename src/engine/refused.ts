import { type Wrong, wrong } from "../domain/fault.ts";

/**
 * What the engine says no to, by name. Refusals of calls have names of their own (src/domain/outcome.ts); these are of
 * everything else. Thrown, so that the transaction around it is undone; each edge has a table from code to its answers.
 */
export type RefusedCode =
  | "INVALID_REQUEST"
  | "UNKNOWN_ORGANIZATION"
  | "UNKNOWN_USER"
  | "UNKNOWN_COST_CENTER"
  | "UNKNOWN_LICENSE_RULE"
  | "UNKNOWN_NUMBER"
  | "UNKNOWN_SUBSCRIPTION"
  | "UNKNOWN_LICENSE"
  | "UNKNOWN_CONFERENCE_BRIDGE"
  | "UNKNOWN_VOICE_APP"
  | "UNKNOWN_SWITCH"
  | "UNKNOWN_API_KEY"
  | "UNKNOWN_PAYMENT_METHOD"
  | "UNKNOWN_TOP_UP"
  | "UNKNOWN_DISPUTE"
  | "UNKNOWN_INCIDENT"
  | "UNKNOWN_RATE_DECK"
  | "UNKNOWN_RATE_CORRECTION"
  | "UNKNOWN_AUDIT"
  | "CORRECTION_NOT_RECKONED"
  | "CORRECTION_OUTDATED"
  | "UNKNOWN_WEBHOOK"
  | "UNKNOWN_SWITCH_COMMAND"
  | "UNKNOWN_BUDGET"
  | "UNKNOWN_BRAKE"
  | "UNKNOWN_EXPORT"
  | "NAMES_NOT_ALLOWED"
  | "UNKNOWN_CUSTOM_REPORT"
  | "NOT_YOUR_REPORT"
  | "EXPORT_NOT_READY"
  | "EXPORT_EXPIRED"
  | "UNKNOWN_USAGE_IMPORT"
  | "UNKNOWN_USAGE_MAPPING"
  | "NO_RECIPIENT_LEFT"
  | "INVALID_RATE_DECK"
  | "CURRENCY_MISMATCH"
  | "CURRENCY_FIXED"
  | "LICENSE_NOT_AVAILABLE"
  | "IDENTITY_TAKEN"
  | "INVALID_CSV"
  | "USER_IN_USE"
  | "NUMBER_IN_USE"
  | "NUMBER_TAKEN"
  | "VOICE_APP_KIND_MISMATCH"
  | "NOT_ELIGIBLE"
  | "AMOUNT_OUT_OF_RANGE"
  | "NOTHING_TO_REFUND"
  | "ALREADY_SETTLED"
  | "TOP_UP_NOT_PAID"
  | "INVALID_SIGNATURE"
  | "CARD_FORM_NOT_NEEDED"
  | "SIGN_IN_FAILED"
  | "CODE_NEEDED"
  | "LOCKED_OUT"
  | "UNKNOWN_SESSION"
  | "OIDC_FAILED"
  | "OIDC_UNKNOWN_PERSON"
  | "UNKNOWN_LINK"
  | "UNKNOWN_SIGN_IN_ACCOUNT"
  | "SECOND_STEP_ON"
  | "SECOND_STEP_NOT_BEGUN"
  | "OVERLOADED"
  | "IDEMPOTENCY_KEY_REUSED";

/** One thing that is wrong with a request. `pointer` is a JSON pointer (RFC 6901) into the part that `in` names. */
export interface Fault extends Wrong {
  in: "body" | "path" | "query" | "header";
  pointer: string;
}

export class Refused extends Error {
  readonly code: RefusedCode;
  readonly errors: readonly Fault[];
  /** Further members of the answer, such as `missing` or `reasons`. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    code: RefusedCode,
    detail: string,
    { errors = [], ...more }: { errors?: readonly Fault[]; [member: string]: unknown } = {},
  ) {
    super(detail);
    this.name = "Refused";
    this.code = code;
    this.errors = errors;
    this.more = more;
  }
}

/** One field that can not be as it is, and so the request. */
export const invalid = (
  part: Fault["in"],
  pointer: string,
  what: Wrong,
  code: RefusedCode = "INVALID_REQUEST",
): Refused => new Refused(code, what.message, { errors: [{ in: part, pointer, ...what }] });

export const invalidField = (pointer: string, what: Wrong, code?: RefusedCode): Refused =>
  invalid("body", pointer, what, code);

export const invalidQuery = (pointer: string, what: Wrong, code?: RefusedCode): Refused =>
  invalid("query", pointer, what, code);

/** A PUT of something new that lacks fields which an existing one would keep. */
export function requireFields<T extends object, K extends keyof T & string>(
  change: T,
  what: string,
  fields: readonly K[],
): asserts change is T & { [F in K]-?: Exclude<T[F], undefined> } {
  const missing = fields.filter((field) => change[field] === undefined);
  if (missing.length === 0) return;
  throw new Refused("INVALID_REQUEST", `A new ${what} needs ${missing.join(", ")}.`, {
    errors: missing.map((field) => ({ in: "body", pointer: `/${field}`, ...wrong("REQUIRED_WHEN_NEW", { what }) })),
  });
}
