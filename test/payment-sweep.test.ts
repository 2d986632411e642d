import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { sweepPayments } from "../src/engine/payment-sweep.ts";
import { Refunds } from "../src/engine/refund.ts";
import { TopUps } from "../src/engine/top-up.ts";
import { FakeStripe, WEBHOOK_SECRET } from "./support/fake-stripe.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let later: number;
let stripe: FakeStripe;
let server: TestServer;
let api: TestServer["api"];
let topUps: TopUps;

beforeEach(async () => {
  later = 0;
  const now = (): number => Date.now() + later;
  stripe = new FakeStripe();
  stripe.now = now;
  const environment = {
    STRIPE_SECRET_KEY: "sk_test_1",
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_BASE: await stripe.start(),
    TALKTIME_PUBLIC_URL: "https://billing.example",
  };
  server = await startServer({ now, environment });
  api = server.api;
  topUps = new TopUps(server.engine, { mostTopUp: "100000" });
});
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  await stripe.stop();
  expect(good, lines.join("\n")).toBe(true);
});

const org = (path: string, id = "contoso"): string => `/v1/organizations/${id}/${path}`;
async function pay(amount: string, { token = "pm_visa", id = "contoso" } = {}) {
  const { body: card } = await api("POST", org("payment-methods", id), { type: "card", token });
  const { status, body } = await api("POST", org("top-ups", id), { amount, paymentMethod: card.id });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}
const credits = async () => (await api("GET", org("credits"))).body;
const differences = async (state = "open") => (await api("GET", `/v1/payment-differences?state=${state}`)).body.items;
/** Days are far shorter than this for a payment to be left alone. */
async function sweep(): Promise<string[]> {
  later += 2 * HOUR;
  return sweepPayments(server.engine, topUps);
}

describe("once a day the provider's books are compared with ours", () => {
  beforeEach(() => makeOrganization(server));

  test("where they agree, nothing is said", async () => {
    await pay("75.5");
    await pay("50", { token: "pm_declined_do_not_honor" });
    expect([await sweep(), await differences()]).toEqual([[], []]);
  });

  test("what was paid and never told of is credited", async () => {
    stripe.faults.push({ at: "POST /v1/payment_intents", times: 2, done: true, status: 0 });
    stripe.faults.push({ at: "GET /v1/payment_intents", times: 3, done: false, status: 500 });
    expect((await pay("50")).state).toBe("pending");
    stripe.faults.length = 0;
    expect([await sweep(), (await credits()).balance]).toEqual([[], "50"]);
  });

  test("a dispute that nobody told of is opened, and settled by its outcome", async () => {
    await pay("50");
    const dispute = stripe.dispute(stripe.intents[0]!);
    expect([await sweep(), await credits()]).toMatchObject([[], { available: "0", frozen: "50" }]);
    dispute.status = "won";
    expect([await sweep(), await credits()]).toMatchObject([[], { available: "50", frozen: "0" }]);
  });

  test("a dispute of a payment of long ago is opened, and settled even longer after, when no webhook came", async () => {
    await pay("50");
    later += 60 * DAY;
    const dispute = stripe.dispute(stripe.intents[0]!);
    expect([await sweep(), await credits()]).toMatchObject([[], { available: "0", frozen: "50" }]);
    later += 75 * DAY;
    expect([await sweep(), await credits()]).toMatchObject([[], { frozen: "50" }]);
    dispute.status = "won";
    expect([await sweep(), await credits()]).toMatchObject([[], { available: "50", frozen: "0" }]);
  });

  test("a refund made by hand at the provider of a payment of long ago is shown", async () => {
    const { id } = await pay("50");
    await api("POST", org(`top-ups/${id}/refunds`), { amount: "10", reason: "asked for" });
    later += 60 * DAY;
    const { id: payment_intent } = stripe.intents[0]!;
    const created = Math.floor(stripe.now() / 1000);
    stripe.refunds.push({ id: "re_1", payment_intent, amount: 500, status: "succeeded", metadata: {}, created });
    await sweep();
    expect(await differences()).toMatchObject([{ kind: "other-refunds", providerAmount: "15", ourAmount: "10" }]);
    later += 20 * DAY;
    await sweep();
    expect(await differences()).toHaveLength(1);
    stripe.refunds.pop();
    await sweep();
    expect(await differences()).toEqual([]);
  });

  test("of one payment each dispute is opened", async () => {
    await pay("50");
    stripe.dispute(stripe.intents[0]!, 0.2);
    stripe.dispute(stripe.intents[0]!, 0.4);
    expect([await sweep(), await credits()]).toMatchObject([[], { available: "20", frozen: "30" }]);
  });

  test("a dispute over a part takes that part and no more", async () => {
    await pay("50");
    const dispute = stripe.dispute(stripe.intents[0]!, 0.25);
    const disputes = async () => (await api("GET", org("disputes"))).body.items;
    expect([await sweep(), await credits()]).toMatchObject([[], { available: "37.5", frozen: "12.5" }]);
    expect(await disputes()).toMatchObject([{ state: "open", claimed: "12.5", amount: "12.5" }]);
    dispute.status = "lost";
    expect([await sweep(), await credits()]).toMatchObject([[], { balance: "37.5", frozen: "0", debt: "0" }]);
  });

  test("an inquiry that its bank closes without taking anything back leaves nothing frozen", async () => {
    await pay("50");
    const dispute = stripe.dispute(stripe.intents[0]!);
    dispute.status = "warning_needs_response";
    expect([await sweep(), await credits()]).toMatchObject([[], { available: "0", frozen: "50" }]);
    dispute.status = "warning_closed";
    expect([await sweep(), await credits()]).toMatchObject([[], { available: "50", frozen: "0" }]);
  });

  test("a payment that the provider does not know is shown to the operator until it does", async () => {
    await pay("50");
    const [gone] = stripe.intents.splice(0, 1);
    expect(await sweep()).toEqual([`Payment ${gone!.id} of contoso: not-charged.`]);
    const found = { kind: "not-charged", organization: "contoso", providerAmount: "0", ourAmount: "50" };
    expect(await differences()).toMatchObject([found]);
    stripe.intents.push(gone!);
    await sweep();
    expect([await differences(), await differences("all")]).toMatchObject([[], [{ ...found, settledAt: /Z$/ }]]);
  });

  test("a refund made by hand at the provider is shown, one made here is not", async () => {
    const { id } = await pay("50");
    await api("POST", org(`top-ups/${id}/refunds`), { amount: "10", reason: "asked for" });
    expect(await sweep()).toEqual([]);
    const created = Math.floor(stripe.now() / 1000);
    stripe.refunds.push({
      ...{ id: "re_1", payment_intent: stripe.intents[0]!.id, amount: 500, status: "succeeded", metadata: {}, created },
    });
    await sweep();
    expect(await differences()).toMatchObject([{ kind: "other-refunds", providerAmount: "15", ourAmount: "10" }]);
  });

  test("a dispute that comes while a refund is under way takes over what was kept back for it", async () => {
    const { id } = await pay("50");
    stripe.faults.push({ at: "POST /v1/refunds", times: 2, done: false, status: 0 });
    const refund = await api("POST", org(`top-ups/${id}/refunds`), { amount: "10", reason: "asked for" });
    expect(refund.body).toMatchObject({ state: "pending" });
    const dispute = stripe.dispute(stripe.intents[0]!);
    await sweep();
    await new Refunds(server.engine).finishPending(server.engine.now());
    expect((await api("GET", org(`top-ups/${id}/refunds`))).body.items).toMatchObject([{ state: "failed" }]);
    const disputes = async () => (await api("GET", org("disputes"))).body.items;
    expect([await disputes(), await credits()]).toMatchObject([[{ state: "open", amount: "50" }], { frozen: "50" }]);
    dispute.status = "lost";
    await sweep();
    expect([await disputes(), await credits()]).toMatchObject([[{ voided: "50" }], { balance: "0", debt: "0" }]);
  });

  test("a refund whose answer was lost is found again, not made again", async () => {
    const { id } = await pay("50");
    stripe.faults.push({ at: "POST /v1/refunds", times: 2, done: true, status: 500 });
    const refund = await api("POST", org(`top-ups/${id}/refunds`), { amount: "10", reason: "asked for" });
    expect([refund.body.state, stripe.refunds.length]).toEqual(["succeeded", 1]);
  });

  test("a payment of an organisation that is not here names none", async () => {
    await pay("50");
    stripe.intents.push({
      ...stripe.intents[0]!,
      ...{ id: "pi_other", metadata: { organization: "lost", top_up: "7", requested_at: "0" } },
    });
    expect(await sweep()).toEqual(["Payment pi_other of an unknown organisation: not-credited."]);
    expect((await differences())[0]).not.toHaveProperty("organization");
    expect((await credits()).balance).toBe("50");
  });
});

test("a payment that the bank asks about is confirmed on the bank's page and credited when the payer is back", async () => {
  await makeOrganization(server);
  const { id, state } = await pay("50", { token: "pm_authenticate" });
  expect(state).toBe("requires-action");
  const confirm = async () => (await api("POST", org(`top-ups/${id}/confirm`), {})).body;
  expect(await confirm()).toMatchObject({ confirmUrl: `https://bank.example/${stripe.intents[0]!.id}` });
  expect(stripe.intents[0]).toMatchObject({
    next_action: { redirect_to_url: { return_url: `https://billing.example/billing/payment-methods?confirm=${id}` } },
  });
  stripe.confirm(stripe.intents[0]!);
  expect([await confirm(), (await credits()).balance]).toMatchObject([{ state: "succeeded", confirmUrl: null }, "50"]);
});

// Stripe counts in the currency's smallest unit: none, two or three decimals.
test.each([
  ["JPY", "5000", 5_000],
  ["USD", "75.25", 7_525],
  ["KWD", "75.25", 75_250],
])("%s %s is charged as %s, refunded in part and told back", async (currency, amount, units) => {
  await makeOrganization(server, "contoso", { currency });
  const { id } = await pay(amount);
  expect(stripe.intents).toMatchObject([{ amount: units, currency: currency.toLowerCase() }]);
  const refund = await api("POST", org(`top-ups/${id}/refunds`), { reason: "asked for" });
  expect(refund.body).toMatchObject({ state: "succeeded", amount, currency });
  expect(stripe.refunds).toMatchObject([{ amount: units }]);
  expect(await sweep()).toEqual([]);
});
