/**
 * Cards that are none: the token says how the charge ends (contract.md, "Test payment provider"). It moves no money and
 * asks nobody.
 */
import { DECLINES } from "../domain/decline.ts";
import {
  type Card,
  CardNotAccepted,
  type CardProvider,
  type Decline,
  type DisputeNotice,
  type PaymentMade,
  type PaymentMethodDetails,
  type PaymentOutcome,
  type RefundOutcome,
} from "./provider.ts";

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

/** So soon after its charge tok_charge_then_dispute is disputed. */
const DISPUTE_AFTER_MS = 2_000;

const FAILURES: Partial<Record<TestToken, { failure: string; decline: Decline }>> = {
  tok_declined: { failure: DECLINES.declined, decline: "passing" },
  tok_expired: { failure: DECLINES["card-expired"], decline: "lasting" },
  tok_insufficient_funds: { failure: DECLINES["insufficient-funds"], decline: "passing" },
};

/** So that one can be told from another where they are listed. */
const LAST_DIGITS: Partial<Record<TestToken, string>> = {
  tok_declined: "0002",
  tok_insufficient_funds: "9995",
};

/** `now`: epoch ms. */
export function testProvider(now: () => number): CardProvider {
  /** Keys of payments that their payer has confirmed. */
  const confirmed = new Set<string>();
  return {
    name: "test",
    async charge({ idempotencyKey, method, requestedAt }): Promise<PaymentOutcome> {
      if (method.type !== "card") throw new Error("the test provider takes cards only");
      const token = method.token as TestToken;
      if (!TEST_TOKENS.includes(token))
        return { state: "failed", failure: "The test payment provider does not know this card.", decline: "lasting" };
      const failure = FAILURES[token];
      if (failure !== undefined) return { state: "failed", ...failure };
      if (token === "tok_authentication_required" && !confirmed.has(idempotencyKey))
        return { state: "requires-action" };
      if (token === "tok_timeout" && now() - requestedAt < TIMEOUT_MS) return { state: "unknown" };
      return { state: "succeeded", payment: `test-${idempotencyKey}` };
    },
    async acceptCard(token): Promise<Card> {
      if (!TEST_TOKENS.includes(token as TestToken))
        throw new CardNotAccepted(`It must be one of ${TEST_TOKENS.join(", ")}.`);
      const expires = endOfMonth(now(), token === "tok_expired" ? -1 : 36);
      return { token, customer: null, brand: "Visa", last4: LAST_DIGITS[token as TestToken] ?? "4242", expires };
    },
    /** There is no bank whose page could be shown: whoever asks for it has confirmed. */
    async confirmation({ idempotencyKey }, returnUrl) {
      confirmed.add(idempotencyKey);
      return { by: "page", url: returnUrl };
    },
    async refund({ idempotencyKey }): Promise<RefundOutcome> {
      return { state: "succeeded", refund: `test-refund-${idempotencyKey}` };
    },
    async disputesOf(payments: readonly PaymentMade[]): Promise<DisputeNotice[]> {
      return payments
        .filter(({ method, settledAt }) => isDisputed(method) && now() - settledAt >= DISPUTE_AFTER_MS)
        .map(({ payment }) => ({ payment, dispute: `dispute-${payment}` }));
    },
  };
}

const isDisputed = (method: PaymentMethodDetails): boolean =>
  method.type === "card" && method.token === "tok_charge_then_dispute";

/** The last day of the month so many months from an epoch-ms moment, UTC, `2029-11-30`. */
function endOfMonth(at: number, months: number): string {
  const date = new Date(at);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).toISOString().slice(0, 10);
}
