/**
 * Cards that are none: the token says how the charge ends (contract.md, "Test payment provider"). It moves no money and
 * asks nobody.
 */
import type { PaymentOutcome, PaymentProvider } from "./provider.ts";

export const TEST_TOKENS = [
  "tok_visa",
  "tok_declined",
  "tok_expired",
  "tok_insufficient_funds",
  "tok_authentication_required",
  "tok_timeout",
  "tok_charge_then_dispute",
] as const;
export type TestToken = (typeof TEST_TOKENS)[number];

/** So long the outcome of tok_timeout stays unknown. */
const TIMEOUT_MS = 2_000;

const FAILURES: Partial<Record<TestToken, string>> = {
  tok_declined: "The bank declined the card.",
  tok_expired: "The card has expired.",
  tok_insufficient_funds: "The card has insufficient funds.",
};

/** `now`: epoch ms. */
export function testProvider(now: () => number): PaymentProvider {
  return {
    name: "test",
    async charge({ idempotencyKey, method, requestedAt }): Promise<PaymentOutcome> {
      if (method.type !== "card") throw new Error("the test provider takes cards only");
      const token = method.token as TestToken;
      const failure = FAILURES[token];
      if (failure !== undefined) return { state: "failed", failure };
      if (token === "tok_authentication_required") return { state: "requires-action" };
      if (token === "tok_timeout" && now() - requestedAt < TIMEOUT_MS) return { state: "unknown" };
      return { state: "succeeded", payment: `test-${idempotencyKey}` };
    },
  };
}
