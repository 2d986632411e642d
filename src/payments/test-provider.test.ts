import { expect, test } from "vitest";
import { invoiceProvider, type PaymentMethodDetails } from "./provider.ts";
import { TEST_TOKENS, testProvider } from "./test-provider.ts";

const request = (method: PaymentMethodDetails, today = "2026-11-22") => ({
  organization: "contoso",
  idempotencyKey: "17",
  amount: 50_000_000n,
  currency: "USD",
  method,
  requestedAt: 0,
  today,
});
const card = (token: string) => request({ type: "card", token });

test.each([
  ["tok_visa", "succeeded"],
  ["tok_declined", "failed"],
  ["tok_expired", "failed"],
  ["tok_insufficient_funds", "failed"],
  ["tok_authentication_required", "requires-action"],
  ["tok_timeout", "unknown"],
  ["tok_charge_then_dispute", "succeeded"],
])("%s ends as its name says: %s", async (token, state) => {
  expect(await testProvider(() => 0).charge(card(token))).toMatchObject({ state });
});

test("every token of the list has an outcome, and a failure says why in a sentence", async () => {
  for (const token of TEST_TOKENS) {
    const outcome = await testProvider(() => 0).charge(card(token));
    if (outcome.state === "failed") expect(outcome.failure).toMatch(/^The .*card.*\.$/);
  }
});

test("a card of another provider, left from the time when that was set, pays nothing", async () => {
  expect(await testProvider(() => 0).charge(card("pm_1Nv0FG"))).toMatchObject({ state: "failed", decline: "lasting" });
});

test("a charge that is repeated with its key is the same payment", async () => {
  const provider = testProvider(() => 0);
  expect(await provider.charge(card("tok_visa"))).toEqual(await provider.charge(card("tok_visa")));
});

test.each([
  [1_999, "unknown"],
  [2_000, "succeeded"],
])("the outcome of tok_timeout %s ms after it was first asked for: %s", async (now, state) => {
  expect(await testProvider(() => now).charge(card("tok_timeout"))).toMatchObject({ state });
});

const agreement = { type: "enterprise-agreement", agreementNumber: "V1" } as const;
test.each([
  ["2026-11-21", "failed"],
  ["2026-11-22", "succeeded"],
  ["2026-12-31", "succeeded"],
  ["2027-01-01", "failed"],
])("an enterprise agreement from 2026-11-22 to 2026-12-31 pays on %s: %s", async (today, state) => {
  const method = { ...agreement, validFrom: "2026-11-22", validTo: "2026-12-31" };
  expect(await invoiceProvider.charge(request(method, today))).toMatchObject({ state });
});
