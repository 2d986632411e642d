import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { lookAtWaiting } from "../src/engine/payment-events.ts";
import { TopUps } from "../src/engine/top-up.ts";
import { FakeStripe, WEBHOOK_SECRET } from "./support/fake-stripe.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const HOUR = 3_600_000;
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
  };
  server = await startServer({ now, environment });
  api = server.api;
  topUps = new TopUps(server.engine, { mostTopUp: "100000" });
  await makeOrganization(server);
});

// Whatever happened: what the cards were charged is what the organisations were credited.
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  const { rows } = await server.engine.pool.query<{ credited: string }>(
    "SELECT coalesce(sum(granted), 0)::text AS credited FROM lot",
  );
  await server.close();
  await stripe.stop();
  expect(good, lines.join("\n")).toBe(true);
  expect(rows[0]?.credited).toBe((stripe.charged * 10_000).toString());
});

const org = (path: string, id = "contoso"): string => `/v1/organizations/${id}/${path}`;
const addCard = (token: string, id = "contoso") => api("POST", org("payment-methods", id), { type: "card", token });

async function card(token: string): Promise<string> {
  const { status, body } = await addCard(token);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}
const topUp = async (token: string, amount = "50") =>
  (await api("POST", org("top-ups"), { amount, paymentMethod: await card(token) })).body;
const finishPending = (): Promise<void> => topUps.finishPending(server.engine.now() + HOUR);
const stateOf = async (id: string): Promise<string> => (await api("GET", org(`top-ups/${id}`))).body.state;
const balance = async (): Promise<string> => (await api("GET", org("credits"))).body.balance;
const deliver = ({ payload, headers }: ReturnType<FakeStripe["event"]>) =>
  api("POST", "/webhooks/stripe", payload, { key: null, headers });

describe("a card", () => {
  test("is entered in Stripe's form, and kept by brand, last digits and last day", async () => {
    const form = await api("POST", org("card-forms"), {});
    expect(form).toMatchObject({ status: 201, body: { provider: "stripe" } });
    expect(form.body.clientSecret).toMatch(/^seti_\w+_secret_/);
    expect((await addCard("pm_visa")).body).toMatchObject({ brand: "Visa", last4: "4242", expires: "2030-02-28" });
    await card("pm_visa_2");
    expect(stripe.asked.filter((asked) => asked === "POST /v1/customers")).toHaveLength(1);
  });

  test.each(["tok_visa", "4242424242424242", "pm/../x"])("%s is none of Stripe's", async (token) => {
    const answer = await addCard(token);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/token" }] } });
    expect(JSON.stringify(answer.body)).not.toContain("424242");
  });

  test("of one organisation is not charged for another", async () => {
    await card("pm_visa");
    await makeOrganization(server, "fabrikam");
    expect((await addCard("pm_visa", "fabrikam")).status).toBe(400);
  });
});

describe("a top-up", () => {
  test("that is paid is credited once, in the currency's smallest unit", async () => {
    const done = await topUp("pm_visa", "75.5");
    expect(done).toMatchObject({ state: "succeeded", lot: expect.any(String) });
    expect(stripe.intents).toMatchObject([{ amount: 7_550, currency: "usd", metadata: { top_up: done.id } }]);
    expect(await balance()).toBe("75.5");
  });

  test.each([
    ["expired_card", "The card has expired."],
    ["insufficient_funds", "The card has insufficient funds."],
    ["stolen_card", "The bank declined the card."],
    ["do_not_honor", "The bank declined the card."],
    ["processing_error", "The bank could not process the payment."],
  ])("that the bank declines as %s has failed: %s", async (code, failure) => {
    const done = await topUp(`pm_declined_${code}`);
    expect(done).toMatchObject({ state: "failed", failure });
    expect(await balance()).toBe("0");
  });

  test.each([
    ["a connection that is cut before the charge", { done: false, status: 0 }],
    ["a connection that is cut after the charge", { done: true, status: 0 }],
    ["409 before the charge", { done: false, status: 409 }],
    ["429 before the charge", { done: false, status: 429 }],
    ["500 before the charge", { done: false, status: 500 }],
    ["500 after the charge, which Stripe goes on saying", { done: true, status: 500 }],
  ])("survives %s: charged once, credited once", async (_, fault) => {
    stripe.faults.push({ at: "POST /v1/payment_intents", times: 2, ...fault });
    const { id, state } = await topUp("pm_visa");
    expect(["pending", "succeeded"]).toContain(state);
    for (let round = 0; round < 2; round++) {
      later += 2_000;
      await Promise.all([finishPending(), finishPending()]);
    }
    expect([await stateOf(id), await balance(), stripe.charged]).toEqual(["succeeded", "50", 5_000]);
  });

  test("whose key Stripe has forgotten is looked up, and never charged anew", async () => {
    stripe.faults.push({ at: "POST /v1/payment_intents", times: 2, done: true, status: 0 });
    stripe.faults.push({ at: "GET /v1/payment_intents", times: 9, done: false, status: 500 });
    const { id } = await topUp("pm_visa");
    expect(await stateOf(id)).toBe("pending");
    stripe.faults.length = 0;
    later += 30 * HOUR;
    await finishPending();
    expect([await stateOf(id), await balance(), stripe.charged]).toEqual(["succeeded", "50", 5_000]);
  });

  test("that never reached Stripe for a day has failed", async () => {
    stripe.faults.push({ at: "POST /v1/payment_intents", times: 2, done: false, status: 0 });
    const { id } = await topUp("pm_visa");
    later += 30 * HOUR;
    await finishPending();
    expect((await api("GET", org(`top-ups/${id}`))).body).toMatchObject({ failure: "The payment was never made." });
  });

  test("is asked about less and less often while its outcome is unknown", async () => {
    stripe.faults.push({ at: "POST /v1/payment_intents", times: 1_000, done: false, status: 429 });
    await topUp("pm_visa");
    const before = stripe.asked.length;
    for (later = 0; later < HOUR; later += 1_000) await finishPending();
    expect(stripe.asked.length - before).toBeLessThan(100);
    stripe.faults.length = 0;
    later += HOUR;
    await finishPending();
    expect(await balance()).toBe("50");
  });

  test.each(["a webhook", "the job"])(
    "that waits for its payer is credited when %s says that it was confirmed",
    async (by) => {
      const { id, state } = await topUp("pm_authenticate");
      expect([state, await balance()]).toEqual(["requires-action", "0"]);
      await lookAtWaiting(server.engine, topUps);
      expect(await stateOf(id)).toBe("requires-action");
      const [intent] = stripe.intents;
      stripe.confirm(intent!);
      if (by === "the job") await lookAtWaiting(server.engine, topUps);
      else await deliver(stripe.event("payment_intent.succeeded", intent!));
      expect([await stateOf(id), await balance()]).toEqual(["succeeded", "50"]);
    },
  );
});

describe("webhooks", () => {
  test.each([0, 1, 5])("that come %s times credit once", async (times) => {
    await topUp("pm_visa");
    const event = stripe.event("payment_intent.succeeded", stripe.intents[0]!);
    const answers = await Promise.all(Array.from({ length: times }, () => deliver(event)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: times }, () => 200));
    expect(await balance()).toBe("50");
  });

  test("that come before the answer, and out of order, credit once", async () => {
    stripe.faults.push({ at: "POST /v1/payment_intents", times: 2, done: true, status: 0 });
    const { id, state } = await topUp("pm_visa");
    expect(state).toBe("pending");
    const [intent] = stripe.intents;
    for (const type of ["payment_intent.succeeded", "payment_intent.created", "payment_intent.payment_failed"])
      expect((await deliver(stripe.event(type, { ...intent, status: "processing" }))).status).toBe(200);
    await finishPending();
    expect([await stateOf(id), await balance()]).toEqual(["succeeded", "50"]);
  });

  test("that say what is not so change nothing: the payment itself is looked at", async () => {
    const { id } = await topUp("pm_declined_do_not_honor");
    await deliver(stripe.event("payment_intent.succeeded", { ...stripe.intents[0], status: "succeeded" }));
    expect([await stateOf(id), await balance()]).toEqual(["failed", "0"]);
  });

  test("of payments and things that are not ours are taken and forgotten", async () => {
    for (const metadata of [{}, { organization: "contoso", top_up: "999" }, { organization: "nobody", top_up: "x" }])
      expect((await deliver(stripe.event("payment_intent.succeeded", { metadata }))).status).toBe(200);
    expect((await deliver(stripe.event("customer.created", { id: "cus_1" }))).status).toBe(200);
  });

  test.each([
    ["forged", (event: ReturnType<FakeStripe["event"]>) => ({ ...event, payload: event.payload.replace("50", "51") })],
    ["unsigned", ({ payload }: ReturnType<FakeStripe["event"]>) => ({ payload, headers: {} as never })],
    [
      "of another secret",
      () => stripe.event("payment_intent.succeeded", stripe.intents[0]!, { secret: "whsec_other" }),
    ],
    ["stale", () => stripe.event("payment_intent.succeeded", stripe.intents[0]!, { at: Date.now() - 301_000 })],
  ])("that are %s are refused, and nothing is changed", async (_, spoilt) => {
    const { id } = await topUp("pm_authenticate");
    stripe.confirm(stripe.intents[0]!);
    const answer = await deliver(spoilt(stripe.event("payment_intent.succeeded", stripe.intents[0]!)));
    expect(answer).toMatchObject({ status: 400, body: { code: "INVALID_SIGNATURE" } });
    expect([await stateOf(id), await balance()]).toEqual(["requires-action", "0"]);
    await lookAtWaiting(server.engine, topUps);
  });
});

test("hundreds of top-ups on Stripe's bad days: every cent that was charged is credited, and no other", async () => {
  const method = await card("pm_visa");
  for (let round = 0; round < 20; round++) {
    const status = [0, 409, 429, 500][round % 4]!;
    stripe.faults.push({ at: "POST /v1/payment_intents", times: 4, done: round % 3 === 0, status });
    await Promise.all(
      Array.from({ length: 10 }, () => api("POST", org("top-ups"), { amount: "50", paymentMethod: method })),
    );
    const events = stripe.intents.slice(-5).map((intent) => stripe.event("payment_intent.succeeded", intent));
    await Promise.all([...events, ...events].map(deliver));
  }
  stripe.faults.length = 0;
  for (let asked = 0; asked < 3; asked++) {
    later += HOUR;
    await finishPending();
  }
  expect([await balance(), stripe.charged]).toEqual(["10000", 1_000_000]);
});
