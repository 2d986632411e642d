import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { notify } from "../src/engine/notify.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const HOUR = 3_600_000;
let now: number;
let server: TestServer;
let api: TestServer["api"];

const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,44,United Kingdom,GB,geographic,0.50,0,60,60,2026-01-01T00:00:00Z,
`;

beforeEach(async () => {
  now = NOW;
  server = await startServer({ now: () => now });
  api = server.api;
  await makeOrganization(server, "contoso", { licenses: ["MCOPSTN1"], timeZone: "America/Los_Angeles" });
  const csv = { headers: { "content-type": "text/csv" } };
  expect((await api("POST", "/v1/rate-decks?name=test&currency=USD", DECK, csv)).status).toBe(201);
  const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"] };
  expect((await api("PUT", org("users/ann@contoso.example"), ann)).status).toBeLessThan(300);
});
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

const org = (path: string): string => `/v1/organizations/contoso/${path}`;
const credits = async () => (await api("GET", org("credits"))).body;
const statements = async () => (await api("GET", org("statements"))).body.items;
const payAsYouGo = (body: object) => api("PUT", org("pay-as-you-go"), body);
const toCustomerAgreement = () =>
  api("PUT", "/v1/organizations/contoso", { billing: { agreement: "customer", country: "US" } });

async function fund(amount: string): Promise<void> {
  const { body: method } = await api("POST", org("payment-methods"), { type: "card", token: "tok_visa" });
  expect((await api("POST", org("top-ups"), { amount, paymentMethod: method.id })).body.state).toBe("succeeded");
}
const ask = (callId: string, requestedSeconds = 300) => {
  const body = { callId, user: "ann@contoso.example", from: "+12065550101", to: "+442079460100", requestedSeconds };
  return api("POST", "/v1/calls", body);
};
const update = (callId: string, usedSeconds: number) => api("POST", `/v1/calls/${callId}/update`, { usedSeconds });
const end = (callId: string, usedSeconds: number) => api("POST", `/v1/calls/${callId}/release`, { usedSeconds });

async function call(callId: string, minutes: number): Promise<string> {
  expect((await ask(callId, 60 * minutes)).status).toBe(201);
  return (await end(callId, 60 * minutes)).body.charge;
}

/** What is billed afterwards: each month's statements are the ledger's transfers, no more and no less. */
async function expectStatementsOfTheLedger(): Promise<void> {
  const cents = (amount: string): number => Math.round(100 * Number(amount));
  const { items } = (await api("GET", org("ledger?limit=500"))).body as { items: Record<string, string>[] };
  const billed = items.reduce((sum, { from, to, amount }) => {
    const sign = from === "post-usage/contoso" ? 1 : to === "post-usage/contoso" ? -1 : 0;
    return sum + sign * cents(amount!);
  }, 0);
  const stated = (await statements()).reduce((sum: number, row: { amount: string }) => sum + cents(row.amount), 0);
  expect(stated).toBe(billed);
}

describe("moving to a customer agreement", () => {
  test("drains the credits first, then bills afterwards, without anybody's doing", async () => {
    await fund("50");
    expect((await payAsYouGo({ enabled: true })).body).toEqual({
      ...{ enabled: true, monthlyLimit: null, usedThisMonth: "0", promisedThisMonth: "0", leftThisMonth: null },
      currency: "USD",
      ...{ mode: "prepaid", autoRechargeLeftOn: false },
    });
    await toCustomerAgreement();
    expect((await credits()).mode).toBe("draining");
    await call("first", 98);
    expect(await credits()).toMatchObject({ balance: "1", mode: "draining" });
    const { body } = await ask("second", 300);
    expect(body).toMatchObject({
      grantedSeconds: 300,
      finalGrant: false,
      funding: [{ source: "credits", amount: "1" }],
    });
    expect((await end("second", 300)).body).toMatchObject({
      charge: "2.5",
      funding: [{ source: "credits" }, { source: "post-usage", amount: "1.5" }],
    });
    expect(await credits()).toMatchObject({ balance: "0", debt: "0", mode: "post-usage" });
    await notify(server.engine, "http://localhost");
    const [zero] = (await api("GET", org("notices"))).body.items;
    expect(zero).toMatchObject({ event: "balance.zero", text: expect.stringContaining("are billed afterwards") });
    await call("third", 10);
    expect(await statements()).toEqual([{ month: "2026-11", amount: "6.5", currency: "USD", calls: 2, state: "open" }]);
    await expectStatementsOfTheLedger();
  });

  test("with pay-as-you-go off ends at zero: refused, told why, until it is switched on", async () => {
    await toCustomerAgreement();
    expect((await ask("early")).body).toMatchObject({ status: 402, code: "PAY_AS_YOU_GO_OFF" });
    expect((await payAsYouGo({ enabled: true })).body).toMatchObject({ mode: "post-usage" });
    expect((await ask("late")).status).toBe(201);
    await end("late", 60);
    expect((await payAsYouGo({ enabled: false })).body).toMatchObject({ mode: "unfunded", usedThisMonth: "0.5" });
    expect((await ask("later")).body.code).toBe("PAY_AS_YOU_GO_OFF");
  });
});

describe("an auto-recharge that was left on", () => {
  const recharge = async () => (await api("GET", org("auto-recharge"))).body.enabled;
  beforeEach(async () => {
    await fund("50");
    const { body: methods } = await api("GET", org("payment-methods"));
    const settings = { enabled: true, triggerAmount: "20", rechargeAmount: "50", paymentMethod: methods.items[0].id };
    expect((await api("PUT", org("auto-recharge"), settings)).status).toBe(200);
    await toCustomerAgreement();
  });

  test("is detected and explained, and buys nothing while the credits drain", async () => {
    expect((await api("GET", org("pay-as-you-go"))).body).toMatchObject({
      ...{ enabled: false, mode: "draining", autoRechargeLeftOn: true },
      advice:
        "Auto-recharge was left on, but under a customer agreement credits cannot be bought: it buys nothing. " +
        "Switching over turns it off and pay-as-you-go on.",
    });
    await call("below-the-trigger", 90);
    expect(await credits()).toMatchObject({ balance: "5" });
    expect((await api("GET", org("top-ups"))).body.items).toHaveLength(1);
  });

  test("is put right in one step, together with pay-as-you-go; a repeat changes nothing", async () => {
    await payAsYouGo({ monthlyLimit: "80" });
    for (let time = 1; time <= 2; time++) {
      const { status, body } = await api("POST", org("pay-as-you-go/switch-over"), {});
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ enabled: true, monthlyLimit: "80", autoRechargeLeftOn: false, mode: "draining" }),
      ]);
      expect(body.advice).toBeUndefined();
      expect(await recharge()).toBe(false);
    }
    await call("all-of-it", 100);
    expect((await credits()).mode).toBe("post-usage");
    expect(await call("afterwards", 2)).toBe("1");
  });

  test("says what is missing when only the recharge was switched off", async () => {
    expect((await api("PUT", org("auto-recharge"), { enabled: false })).status).toBe(200);
    const advice = async () => (await api("GET", org("pay-as-you-go"))).body.advice;
    expect(await advice()).toBe("When the credits are used up, calls that cost will be refused.");
    await call("all-of-it", 100);
    expect(await advice()).toBe("The credits are used up and pay-as-you-go is off: calls that cost are refused.");
  });
});

describe("the month's limit", () => {
  beforeEach(async () => {
    await toCustomerAgreement();
    await payAsYouGo({ enabled: true, monthlyLimit: "5" });
  });

  test("refuses a call when it is reached, and not before", async () => {
    await call("a", 9);
    expect((await api("GET", org("pay-as-you-go"))).body).toMatchObject({ usedThisMonth: "4.5", leftThisMonth: "0.5" });
    expect((await ask("b", 300)).body).toMatchObject({ grantedSeconds: 60, finalGrant: true });
    await end("b", 60);
    expect((await ask("c")).body).toMatchObject({ status: 403, code: "BUDGET_EXCEEDED" });
    expect((await ask("c")).body.detail).toBe(
      "The limit of this month for calls that are billed afterwards is reached.",
    );
    await payAsYouGo({ monthlyLimit: "5.5" });
    expect((await ask("d", 300)).body).toMatchObject({ grantedSeconds: 60 });
    await payAsYouGo({ monthlyLimit: null });
    expect((await update("d", 60)).body).toMatchObject({ limitSeconds: 360, finalGrant: false });
    await end("d", 300);
    expect(await statements()).toMatchObject([{ amount: "7.5", calls: 3 }]);
  });

  test("counts what calls in progress were granted, so that several at once can not pass it", async () => {
    expect((await ask("a", 300)).body).toMatchObject({ grantedSeconds: 300, finalGrant: false });
    expect((await ask("b", 600)).body).toMatchObject({ grantedSeconds: 300, finalGrant: true });
    expect((await ask("c", 60)).body).toMatchObject({ status: 403, code: "BUDGET_EXCEEDED" });
    expect((await api("GET", org("pay-as-you-go"))).body).toMatchObject({
      ...{ usedThisMonth: "0", promisedThisMonth: "5", leftThisMonth: "0" },
    });
    expect((await update("a", 300)).body).toMatchObject({ status: 403, code: "BUDGET_EXCEEDED" });
    expect((await end("b", 60)).body.charge).toBe("0.5");
    expect((await update("a", 300)).body).toMatchObject({ limitSeconds: 540, finalGrant: true });
    await end("a", 540);
    expect((await api("GET", org("pay-as-you-go"))).body).toMatchObject({ usedThisMonth: "5", promisedThisMonth: "0" });
  });

  test("of the month in which a call began still bounds it when another month has begun", async () => {
    expect((await ask("november", 300)).body).toMatchObject({ grantedSeconds: 300 });
    now = Date.parse("2026-12-01T08:00:00Z");
    expect((await ask("december", 600)).body).toMatchObject({ grantedSeconds: 600, finalGrant: true });
    expect((await update("november", 300)).body).toMatchObject({ limitSeconds: 600, finalGrant: true });
    await end("november", 600);
    await end("december", 600);
    expect((await ask("more")).body.code).toBe("BUDGET_EXCEEDED");
  });

  test("ends a call in progress at the last whole increment that it pays for", async () => {
    expect((await ask("a", 540)).body).toMatchObject({ grantedSeconds: 540, finalGrant: false });
    expect((await update("a", 540)).body).toMatchObject({ limitSeconds: 600, finalGrant: true });
    const cut = await update("a", 600);
    expect([cut.status, cut.body.code]).toEqual([403, "BUDGET_EXCEEDED"]);
    expect((await end("a", 600)).body.charge).toBe("5");
  });

  test("begins anew with the month, in the organisation's time zone", async () => {
    await call("november", 10);
    now = Date.parse("2026-12-01T07:59:59Z");
    expect((await ask("still-november")).body.code).toBe("BUDGET_EXCEEDED");
    now = Date.parse("2026-12-01T08:00:00Z");
    expect(await call("december", 4)).toBe("2");
    now += HOUR;
    expect((await api("GET", org("pay-as-you-go"))).body).toMatchObject({ usedThisMonth: "2", leftThisMonth: "3" });
    expect(await statements()).toEqual([
      { month: "2026-12", amount: "2", currency: "USD", calls: 1, state: "open" },
      { month: "2026-11", amount: "5", currency: "USD", calls: 1, state: "closed" },
    ]);
    const first = (await api("GET", org("statements?limit=1"))).body;
    expect((await api("GET", org(`statements?limit=1&cursor=${first.nextCursor}`))).body).toMatchObject({
      items: [{ month: "2026-11" }],
      nextCursor: null,
    });
    await expectStatementsOfTheLedger();
  });

  test("does not stop what credits still pay, while they drain", async () => {
    await call("all-of-it", 10);
    await api("POST", org("adjustments"), { amount: "1", reason: "a present" });
    expect((await credits()).mode).toBe("draining");
    expect((await ask("on-credits", 300)).body).toMatchObject({ grantedSeconds: 120, finalGrant: true });
    await end("on-credits", 120);
    expect(await credits()).toMatchObject({ balance: "0", mode: "post-usage" });
    expect((await ask("beyond")).body.code).toBe("BUDGET_EXCEEDED");
  });

  test("of zero lets nothing be billed afterwards", async () => {
    await payAsYouGo({ monthlyLimit: "0" });
    expect((await ask("a")).body.code).toBe("BUDGET_EXCEEDED");
  });
});

test.each<[string, object, string, string]>([
  ["a switch in words", { enabled: "on" }, "INVALID_REQUEST", "/enabled"],
  ["a negative limit", { monthlyLimit: "-1" }, "INVALID_REQUEST", "/monthlyLimit"],
  ["a limit that is a number", { monthlyLimit: 100 }, "INVALID_REQUEST", "/monthlyLimit"],
  ["a limit of seven decimals", { monthlyLimit: "1.0000001" }, "INVALID_REQUEST", "/monthlyLimit"],
  ["a limit of 1e30", { monthlyLimit: "1e30" }, "INVALID_REQUEST", "/monthlyLimit"],
  ["another currency", { enabled: true, currency: "EUR" }, "CURRENCY_MISMATCH", "/currency"],
  ["a field that there is not", { dailyLimit: "1" }, "INVALID_REQUEST", "/dailyLimit"],
])("%s is refused, and nothing changes", async (_what, body, code, pointer) => {
  const answer = await payAsYouGo(body);
  expect([answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]).toEqual([400, code, pointer]);
  expect((await api("GET", org("pay-as-you-go"))).body).toMatchObject({ enabled: false, monthlyLimit: null });
});

test.each(["pay-as-you-go", "statements", "incidents", "disputes"])("%s of nobody: 404", async (noun) => {
  const { status, body } = await api("GET", `/v1/organizations/nobody/${noun}`);
  expect([status, body.code]).toEqual([404, "UNKNOWN_ORGANIZATION"]);
});

test("fields left out of a PUT keep their value", async () => {
  await payAsYouGo({ enabled: true, monthlyLimit: "7.5" });
  expect((await payAsYouGo({ enabled: false })).body).toMatchObject({ enabled: false, monthlyLimit: "7.5" });
  expect((await payAsYouGo({})).body).toMatchObject({ enabled: false, monthlyLimit: "7.5" });
});
