import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { expireLots } from "../src/engine/expire.ts";
import { importRateDeck } from "../src/engine/import-rate-deck.ts";
import { Recharges } from "../src/engine/recharge.ts";
import { TopUps } from "../src/engine/top-up.ts";
import { insertTopUp } from "../src/postgres/top-ups.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const HOUR = 3_600_000;
let now: number;
let server: TestServer;
let api: TestServer["api"];
let recharges: Recharges;
let topUps: TopUps;

/** A call to the United Kingdom holds 1.00 for each minute that is granted. */
const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,44,United Kingdom,GB,geographic,1.00,0,60,60,2026-01-01T00:00:00Z,
user_out,1,United States,US,geographic,1.00,0,60,60,2026-01-01T00:00:00Z,
`;

beforeEach(async () => {
  now = NOW;
  server = await startServer({ now: () => now });
  api = server.api;
  topUps = new TopUps(server.engine, { mostTopUp: "100000" });
  recharges = new Recharges(server.engine, topUps);
  const csv = Readable.from([Buffer.from(DECK)]);
  await importRateDeck(server.engine.pool, server.engine.rates, {
    ...{ name: "usd", currency: "USD", replaces: null, namedOnly: false, csv },
  });
  await makeOrganization(server, "contoso", { licenses: ["MCOEV", "MCOPSTN1"] });
  const licenses = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];
  const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses };
  await api("PUT", org("users/ann@contoso.example"), ann);
});
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

const org = (path: string): string => `/v1/organizations/contoso/${path}`;
const credits = async () => (await api("GET", org("credits"))).body;
const settings = async () => (await api("GET", org("auto-recharge"))).body;

async function card(token = "tok_visa"): Promise<string> {
  const added = await api("POST", org("payment-methods"), { type: "card", token });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  return added.body.id;
}

async function fund(amount: string): Promise<void> {
  const { body } = await api("POST", org("top-ups"), { amount, paymentMethod: await card() });
  expect(body).toMatchObject({ state: "succeeded" });
}

/** Trigger 40, recharge 50, by a card that pays, unless it is said otherwise. */
async function setUp(change: Record<string, unknown> = {}): Promise<void> {
  const paymentMethod = (change.paymentMethod as string | undefined) ?? (await card());
  const wanted = { enabled: true, triggerAmount: "40", rechargeAmount: "50", ...change, paymentMethod };
  const { status, body } = await api("PUT", org("auto-recharge"), wanted);
  expect(status, JSON.stringify(body)).toBe(200);
}

const call = (callId: string, minutes = 5, to = "+442079460000") =>
  api("POST", "/v1/calls", {
    ...{ callId, user: "ann@contoso.example", from: "+12065550103", to, requestedSeconds: 60 * minutes },
  });
const release = (callId: string, usedSeconds: number) => api("POST", `/v1/calls/${callId}/release`, { usedSeconds });

interface Told {
  name: string;
  about: Record<string, unknown>;
}
async function told(...names: string[]): Promise<Told[]> {
  const { rows } = await server.engine.pool.query<Told>("SELECT name, about FROM event ORDER BY at, id");
  return rows.filter(({ name }) => names.length === 0 || names.includes(name));
}
const recharged = async () =>
  ((await api("GET", org("top-ups?limit=500"))).body.items as { amount: string; state: string; recharge?: string }[])
    .filter(({ recharge }) => recharge !== undefined)
    .reverse();
const attempts = async (): Promise<string[]> =>
  (await server.engine.pool.query("SELECT state FROM recharge_attempt ORDER BY created_at, id")).rows.map(
    ({ state }) => state as string,
  );

describe("when the balance falls below the trigger", () => {
  test("money is bought, and the call in progress is prolonged with it", async () => {
    await fund("50");
    await setUp();
    await call("a", 10);
    expect(await attempts()).toEqual([]); // 40 are available: not below
    await call("b", 1);
    expect(await attempts()).toEqual(["open"]);
    expect((await credits()).autoRecharge).toMatchObject({ enabled: true, state: "open" });
    await recharges.run();
    expect(await credits()).toMatchObject({
      balance: "100",
      available: "89",
      autoRecharge: { enabled: true, triggerAmount: "40", rechargeAmount: "50", state: "idle" },
      lots: [{ source: "top-up" }, { source: "auto-recharge", granted: "50" }],
    });
    expect(await told("recharge.succeeded")).toMatchObject([
      { about: { amount: "50", currency: "USD", balance: "100", held: "11", openCalls: 2 } },
    ]);
    const more = await api("POST", "/v1/calls/a/update", { usedSeconds: 600, requestedSeconds: 600 });
    expect(more.body).toMatchObject({ limitSeconds: 1200, finalGrant: false });
  });

  test("a thousand calls that all cross it at once cause one recharge", async () => {
    await fund("1030");
    await setUp({ triggerAmount: "1029", rechargeAmount: "1100" });
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => call(`call-${i}`, 1)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1000);
    expect(await attempts()).toEqual(["open"]);
    await Promise.all([recharges.run(), recharges.run(), recharges.run()]);
    expect(await attempts()).toEqual(["succeeded"]);
    expect(await recharged()).toMatchObject([{ amount: "1100", state: "succeeded" }]);
    expect((await credits()).balance).toBe("2130");
  });

  test("nothing is billed to an agreement that has ended since: the next method is charged", async () => {
    const agree = (billing: object) => api("PUT", "/v1/organizations/contoso", { billing });
    await agree({ agreement: "enterprise", country: "US", enterpriseAgreements: ["V1"] });
    await fund("50");
    const agreement = { type: "enterprise-agreement", agreementNumber: "V1" };
    const v1 = (await api("POST", org("payment-methods"), agreement)).body.id;
    await setUp({ paymentMethod: v1, fallbackMethods: [await card()] });
    expect((await agree({ agreement: "direct", country: "US" })).status).toBe(200);
    expect((await call("a", 10)).status).toBe(201);
    await call("b", 10);
    await recharges.run();
    expect(await recharged()).toMatchObject([
      { state: "failed", failureCode: "not-in-agreement" },
      { state: "succeeded" },
    ]);
    expect((await credits()).balance).toBe("100");
  });

  test("an organisation whose account can not be changed keeps no other from its recharge, nor from its end of a lot", async () => {
    const { pool } = server.engine;
    await makeOrganization(server, "a-stuck");
    await fund("50");
    await setUp();
    await call("a", 10);
    await call("b", 1);
    await pool.query("UPDATE account SET recharge_retry_at = $1, next_lot_end = $1 WHERE organization = 'a-stuck'", [
      new Date(now - HOUR),
    ]);
    await pool.query(
      `CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.organization = 'a-stuck' THEN RAISE 'stuck'; END IF; RETURN NEW; END $$`,
    );
    await pool.query("CREATE TRIGGER stuck BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION stuck()");
    await expect(recharges.run()).rejects.toThrow("stuck");
    expect((await credits()).balance).toBe("100");
    await release("a", 0);
    await release("b", 0);
    now = Date.parse("2027-11-22T00:00:00Z");
    await expect(expireLots(server.engine)).rejects.toThrow("stuck");
    expect((await credits()).balance).toBe("0");
    await pool.query("DROP TRIGGER stuck ON account");
    await pool.query("UPDATE account SET next_lot_end = NULL WHERE organization = 'a-stuck'");
  });

  test("with a cool-down nothing more is bought before it is over", async () => {
    await fund("50");
    await setUp({ triggerAmount: "49", rechargeAmount: "50", coolDownSeconds: 3_600 });
    await call("a", 10);
    await recharges.run();
    for (const id of ["b", "c", "d", "e", "f"]) await call(id, 10);
    await recharges.run();
    expect([await recharged(), await credits()]).toMatchObject([[{ amount: "50" }], { available: "40" }]);
    expect(await settings()).toMatchObject({
      state: "waiting",
      reason: "cool-down",
      retryAt: "2026-11-22T15:00:00.000Z",
    });
    now += HOUR;
    await recharges.run();
    expect(await recharged()).toHaveLength(2);
  });

  test("and one recharge is not enough, it is repeated until the balance is back over it", async () => {
    await fund("50");
    await setUp();
    await call("a", 10);
    await release("a", 60 * 80); // 30 more than there is
    expect(await credits()).toMatchObject({ balance: "0", debt: "30" });
    expect(await told("debt.booked")).toMatchObject([{ about: { amount: "30", debt: "30" } }]);
    await recharges.run();
    await recharges.run();
    expect(await attempts()).toEqual(["succeeded", "succeeded"]);
    expect(await credits()).toMatchObject({ balance: "70", debt: "0" });
  });

  test("up to a target, in one payment", async () => {
    await fund("50");
    await setUp({ targetAmount: "200" });
    await call("a", 10);
    await call("b", 10);
    await recharges.run();
    expect(await recharged()).toMatchObject([{ amount: "170" }]);
  });

  test("by the end of a lot, too", async () => {
    await fund("50");
    await setUp();
    now = Date.parse("2027-11-22T00:00:00Z");
    await expireLots(server.engine);
    await recharges.run();
    expect(await credits()).toMatchObject({ balance: "50", lots: [{ source: "auto-recharge" }] });
    expect(await told("balance.zero")).toHaveLength(1);
  });

  test("and where none is set up, a call that is cut by what is left is told of, though a little remains", async () => {
    await api("POST", org("adjustments"), { amount: "2.5", reason: "a little" });
    expect((await call("a")).body).toMatchObject({ limitSeconds: 120, finalGrant: true });
    await api("POST", "/v1/calls/a/release", { usedSeconds: 120 });
    expect(await credits()).toMatchObject({ balance: "0.5" });
    expect(await told("balance.zero")).toMatchObject([{ about: { balance: "0.5" } }]);
  });

  test("no more once the organisation is a partner's customer: nobody's card is charged, and the administrators are told", async () => {
    await fund("50");
    await setUp();
    await api("PUT", "/v1/organizations/contoso", { billing: { agreement: "partner", country: "US" } });
    await call("a", 10);
    await call("b", 10);
    await recharges.run();
    const failure = "The organization may not buy credits any more.";
    expect(await recharged()).toMatchObject([{ state: "failed", failureCode: "not-eligible" }]);
    expect(await credits()).toMatchObject({ balance: "50" });
    expect(await told("recharge.failed")).toMatchObject([{ about: { failure } }]);
    expect(await settings()).toMatchObject({ state: "paused" });
    const paymentMethod = (await api("POST", org("payment-methods"), { type: "partner" })).body.id;
    await setUp({ paymentMethod });
    await recharges.run();
    expect(await recharged()).toMatchObject([{ state: "failed" }, { state: "succeeded", paymentMethod }]);
  });

  test("never by an adjustment, by new settings, or by money in that is not enough", async () => {
    await setUp();
    await api("POST", org("adjustments"), { amount: "60", reason: "a gift" });
    await api("POST", org("adjustments"), { amount: "-55", reason: "taken back" });
    await setUp({ triggerAmount: "45" });
    await fund("50");
    await api("POST", org("adjustments"), { amount: "-50", reason: "taken back" });
    await recharges.run();
    expect(await attempts()).toEqual([]);
  });

  test("a call that is refused for it buys too; switched off meanwhile, nothing is charged", async () => {
    await setUp();
    expect((await call("a")).status).toBe(402);
    expect(await attempts()).toEqual(["open"]);
    await setUp({ enabled: false });
    await recharges.run();
    expect(await attempts()).toEqual(["cancelled"]);
    expect(await recharged()).toEqual([]);
    expect(await settings()).toMatchObject({ state: "idle", spentToday: "0", spentThisMonth: "0" });
  });
});

describe("a method that does not pay", () => {
  beforeEach(() => fund("50"));
  /** Spends below the trigger. */
  const spend = async () => {
    await call("spent", 11);
    await call("spent more", 1);
  };

  test("is followed by the next in order, and by no other", async () => {
    const [expired, empty, good] = [await card("tok_expired"), await card("tok_insufficient_funds"), await card()];
    await setUp({ paymentMethod: expired, fallbackMethods: [empty, good] });
    await spend();
    await recharges.run();
    expect(await recharged()).toMatchObject([
      { paymentMethod: expired, state: "failed", failure: "The card has expired." },
      { paymentMethod: empty, state: "failed", failure: "The card has insufficient funds." },
      { paymentMethod: good, state: "succeeded" },
    ]);
    expect(await told("recharge.failed")).toEqual([]);
    expect(await settings()).toMatchObject({ state: "idle", reason: null, spentToday: "50", spentThisMonth: "50" });
  });

  test("and waits for its payer's word has nothing to confirm when the next one has paid", async () => {
    const asks = await card("tok_authentication_required");
    await setUp({ paymentMethod: asks, fallbackMethods: [await card()] });
    await spend();
    await recharges.run();
    const [waits, paid] = (await api("GET", org("top-ups"))).body.items.slice(0, 2).reverse();
    expect([waits, paid]).toMatchObject([{ state: "requires-action" }, { state: "succeeded" }]);
    expect((await api("POST", org(`top-ups/${waits.id}/confirm`))).body).toMatchObject({ confirmUrl: null });
    await topUps.look("contoso", waits.id);
    expect(await recharged()).toMatchObject([{ state: "requires-action" }, { state: "succeeded" }]);
  });

  test("since the bank may change its mind is asked again after 1, 6 and 24 hours, then paused", async () => {
    await setUp({ paymentMethod: await card("tok_insufficient_funds") });
    await spend();
    for (const [i, hours] of [1, 6, 24].entries()) {
      await recharges.run();
      const retryAt = new Date(now + hours * HOUR).toISOString();
      expect(await settings()).toMatchObject({ state: "waiting", reason: "retrying", retryAt, spentToday: "0" });
      expect((await told("recharge.failed")).at(-1)?.about).toMatchObject({
        ...{ amount: "50", failure: "The card has insufficient funds.", retryAt },
      });
      now += hours * HOUR - 1;
      await call(`too soon ${i}`, 1);
      await recharges.run();
      expect(await attempts()).toHaveLength(i + 1);
      now += 1;
      await recharges.run(); // asks for it, and takes it up
    }
    expect(await settings()).toMatchObject({ state: "paused", reason: "retries-used-up", retryAt: null });
    expect(await told("recharge.paused")).toMatchObject([{ about: { reason: "retries-used-up" } }]);
    now += 100 * HOUR;
    await call("later", 1);
    await recharges.run();
    expect(await attempts()).toEqual(["failed", "failed", "failed", "failed"]);
  });

  test.each([
    ["tok_expired", "declined", "The card has expired."],
    ["tok_authentication_required", "requires-action", "The bank wants to hear from the card's holder first."],
  ])("for good (%s) pauses at once, and is told", async (token, reason, failure) => {
    await setUp({ paymentMethod: await card(token) });
    await spend();
    await recharges.run();
    expect((await credits()).autoRecharge).toMatchObject({ state: "paused", reason });
    expect(await told("recharge.failed", "recharge.paused")).toMatchObject([
      { name: "recharge.failed", about: { failure, retryAt: null } },
      { name: "recharge.paused", about: { failure, reason } },
    ]);
    await call("next", 1);
    await recharges.run();
    expect(await attempts()).toEqual(["failed"]);
  });

  test("stays paused until another card is set, which is charged at once", async () => {
    const expired = await card("tok_expired");
    await setUp({ paymentMethod: expired });
    await spend();
    await recharges.run();
    await setUp({ paymentMethod: expired, rechargeAmount: "60" });
    await card(); // one that nobody named
    await recharges.run();
    expect(await settings()).toMatchObject({ state: "paused" });
    await setUp();
    await recharges.run();
    expect(await settings()).toMatchObject({ state: "idle", reason: null, spentToday: "50" });
    expect(await attempts()).toEqual(["failed", "succeeded"]);
  });

  test("stays paused until a top-up by hand succeeds", async () => {
    await setUp({ paymentMethod: await card("tok_expired") });
    await spend();
    await recharges.run();
    await api("POST", org("top-ups"), { amount: "50", paymentMethod: await card("tok_declined") });
    expect(await settings()).toMatchObject({ state: "paused" });
    await fund("50");
    expect(await settings()).toMatchObject({ state: "idle", reason: null, retryAt: null });
  });
});

describe("caps", () => {
  const below = async (id: string) => {
    const left = Number((await credits()).available);
    for (let rest = Math.ceil(left - 30), i = 0; rest > 0; rest -= 10, i++) await call(`${id}${i}`, Math.min(10, rest));
  };

  test("for a day and a month hold; the cap is told once, and waited for", async () => {
    await fund("50");
    await setUp({ dailyCap: "100", monthlyCap: "160" });
    for (const round of ["a", "b", "c"]) {
      await below(round);
      await recharges.run();
    }
    expect(await attempts()).toEqual(["succeeded", "succeeded"]);
    expect(await settings()).toMatchObject({
      ...{ state: "waiting", reason: "daily-cap", retryAt: "2026-11-23T00:00:00.000Z", spentToday: "100" },
    });
    now = Date.parse("2026-11-23T00:00:00Z");
    await recharges.run();
    await below("d");
    await recharges.run();
    expect(await settings()).toMatchObject({
      ...{ reason: "monthly-cap", retryAt: "2026-12-01T00:00:00.000Z", spentToday: "50", spentThisMonth: "150" },
    });
    expect(await told("recharge.paused")).toMatchObject([
      { about: { reason: "daily-cap", until: "2026-11-23T00:00:00.000Z" } },
      { about: { reason: "monthly-cap", until: "2026-12-01T00:00:00.000Z" } },
    ]);
    await setUp({ dailyCap: null, monthlyCap: "200" }); // room for one more: what was owed is bought
    await recharges.run();
    expect(await attempts()).toEqual(["succeeded", "succeeded", "succeeded", "succeeded"]);
  });

  test("that leave less than the target asks for are bought up to", async () => {
    await fund("50");
    await setUp({ targetAmount: "500", dailyCap: "120" });
    await below("a");
    await recharges.run();
    expect(await recharged()).toMatchObject([{ amount: "120", state: "succeeded" }]);
    expect(await settings()).toMatchObject({ spentToday: "120" });
  });

  test("are not used up by what failed", async () => {
    await fund("50");
    await setUp({ monthlyCap: "50", paymentMethod: await card("tok_insufficient_funds") });
    await below("a");
    await recharges.run();
    now += HOUR;
    await recharges.run();
    expect(await attempts()).toEqual(["failed", "failed"]);
    expect(await settings()).toMatchObject({ spentToday: "0", spentThisMonth: "0" });
  });
});

describe("a crash, or a provider that does not answer", () => {
  beforeEach(async () => {
    await fund("50");
    await setUp({ fallbackMethods: [await card()] });
  });
  const spend = () => Promise.all([call("spent", 11), call("spent more", 1)]);

  test.each([
    ["before the provider is asked", 0],
    ["when the provider has charged, before it is credited", 1],
  ])("%s: the next run charges once and credits once", async (_when, asked) => {
    await spend();
    let charges = 0;
    const broken = new Recharges(server.engine, {
      tryFor: async (attempt, method) => {
        if (asked > charges++) throw new Error("crash before");
        const row = { ...attempt, id: await server.engine.ids.one(), paymentMethod: method, recharge: attempt.id };
        const made = { ...row, provider: "test", idempotencyKey: null, requestHash: "", at: now };
        await insertTopUp(server.engine.pool, made);
        throw new Error("crash after");
      },
      finish: () => Promise.reject(new Error("crash")),
    });
    await expect(broken.run()).rejects.toThrow("crash");
    now += 5_000;
    await Promise.all([topUps.finishPending(now), recharges.run(), recharges.run()]);
    expect(await attempts()).toEqual(["succeeded"]);
    expect(await recharged()).toMatchObject([{ state: "succeeded" }]);
    expect((await credits()).balance).toBe("100");
  });

  test("a payer who confirms at the moment at which it is given up has recharged, and once", async () => {
    await setUp({ paymentMethod: await card("tok_authentication_required"), fallbackMethods: [] });
    await spend();
    const dying = new Recharges(server.engine, {
      tryFor: async (attempt, method) => {
        await topUps.tryFor(attempt, method);
        throw new Error("crash");
      },
      finish: () => Promise.reject(new Error("crash")),
    });
    await expect(dying.run()).rejects.toThrow("crash");
    const { id } = (await api("GET", org("top-ups"))).body.items[0];
    await api("POST", org(`top-ups/${id}/confirm`));

    // Both come to the lane while it is at work, and are decided in one batch.
    const { lane } = server.engine;
    const waiting = async (count: number) => expect.poll(() => lane.waiting).toBe(count);
    let goOn = (): void => {};
    const busy = new Promise<void>((resolve) => (goOn = resolve));
    const before = lane.run("contoso", { load: () => busy, decide: () => ({ result: undefined }) });
    await waiting(0);
    const looked = topUps.look("contoso", id);
    await waiting(1);
    const ran = recharges.run();
    await waiting(2);
    goOn();
    await Promise.all([before, looked, ran]);
    expect(await attempts()).toEqual(["succeeded"]);
    expect(await settings()).toMatchObject({ state: "idle", reason: null, spentToday: "50", spentThisMonth: "50" });
    expect(await told("recharge.failed", "recharge.paused")).toEqual([]);
    expect((await credits()).balance).toBe("100");
  });

  test("an unknown outcome is asked for again, and no other method is charged meanwhile", async () => {
    await setUp({ paymentMethod: await card("tok_timeout") });
    await spend();
    await recharges.run();
    await recharges.run();
    expect(await recharged()).toMatchObject([{ state: "pending" }]);
    expect(await settings()).toMatchObject({ state: "open", spentToday: "50" });
    now += 3_000;
    await recharges.run();
    expect(await recharged()).toMatchObject([{ state: "succeeded" }]);
    expect((await credits()).balance).toBe("100");
  });
});

describe("settings", () => {
  test("are told as they were set; what is left out stays", async () => {
    expect(await settings()).toMatchObject({ enabled: false, triggerAmount: null, paymentMethod: null, state: "idle" });
    expect((await credits()).autoRecharge).toEqual({ enabled: false });
    const [first, second] = [await card(), await card()];
    await setUp({ paymentMethod: first, fallbackMethods: [second], monthlyCap: "500" });
    await api("PUT", org("auto-recharge"), { triggerAmount: "30.5" });
    expect(await settings()).toEqual({
      ...{ enabled: true, triggerAmount: "30.5", rechargeAmount: "50", targetAmount: null, currency: "USD" },
      ...{ paymentMethod: first, fallbackMethods: [second], monthlyCap: "500", dailyCap: null, coolDownSeconds: 0 },
      ...{ state: "idle", reason: null, retryAt: null, spentToday: "0", spentThisMonth: "0" },
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["a trigger above the recharge", { triggerAmount: "50.01" }, "/triggerAmount"],
    ["a target below the trigger", { triggerAmount: "90", targetAmount: "80" }, "/targetAmount"],
    ["a recharge below the least", { triggerAmount: "10", rechargeAmount: "49.99" }, "/rechargeAmount"],
    ["a recharge above the most", { rechargeAmount: "100000.01" }, "/rechargeAmount"],
    ["a monthly cap below one recharge", { monthlyCap: "49" }, "/monthlyCap"],
    ["a daily cap below one recharge", { dailyCap: "49" }, "/dailyCap"],
    ["half a cent", { triggerAmount: "10.005" }, "/triggerAmount"],
    ["a negative amount", { rechargeAmount: "-50" }, "/rechargeAmount"],
    ["no amount at all", { rechargeAmount: "NaN" }, "/rechargeAmount"],
    ["an amount as a JSON number", { rechargeAmount: 1e30 }, "/rechargeAmount"],
    ["a payment method of nobody", { paymentMethod: "999999999" }, "/paymentMethod"],
    ["a payment method twice", { fallbackMethods: ["same"] }, "/fallbackMethods/0"],
    ["another currency", { currency: "EUR" }, "/currency"],
    ["a field that there is not", { coolDown: 1 }, "/coolDown"],
  ])("%s is refused, and nothing is changed", async (_what, change, pointer) => {
    const paymentMethod = await card();
    if (change.fallbackMethods) change.fallbackMethods = [paymentMethod];
    const wanted = { enabled: true, triggerAmount: "40", rechargeAmount: "50", paymentMethod, ...change };
    const { status, body } = await api("PUT", org("auto-recharge"), wanted);
    expect([400, 404]).toContain(status);
    expect(body.errors?.[0]?.pointer, JSON.stringify(body)).toBe(pointer);
    expect((await settings()).enabled).toBe(false);
  });

  test("the payment method of another organisation is refused", async () => {
    await makeOrganization(server, "fabrikam", { licenses: [] });
    const foreign = await api("POST", "/v1/organizations/fabrikam/payment-methods", {
      type: "card",
      token: "tok_visa",
    });
    const wanted = { enabled: true, triggerAmount: "40", rechargeAmount: "50", paymentMethod: foreign.body.id };
    const { status, body } = await api("PUT", org("auto-recharge"), wanted);
    expect([status, body.code]).toEqual([404, "UNKNOWN_PAYMENT_METHOD"]);
  });
});

describe("the audit finds", () => {
  test.each<[string, string, string, RegExp]>([
    [
      "a recharge that the account believes to be under way",
      "UPDATE account SET recharge_state = 'open'",
      "UPDATE account SET recharge_state = 'idle'",
      /the recharges of the account are open, but 0 attempts are open/,
    ],
    [
      "what was bought and does not count for the cap",
      "UPDATE recharge_spent SET spent = spent - 1000000",
      "UPDATE recharge_spent SET spent = spent + 1000000",
      /49 counts for the cap of 2026-11, but the recharges add up to 50/,
    ],
    [
      "a payment of a recharge that was called off",
      "UPDATE recharge_attempt SET state = 'cancelled', settled_at = settled_at + interval '1 s'",
      "UPDATE recharge_attempt SET state = 'succeeded'",
      /recharge \d+ over 50 is cancelled, but 1 top-ups paid 50/,
    ],
    [
      "a lot under a wrong name",
      "UPDATE lot SET source = 'promotion' WHERE source = 'auto-recharge'",
      "UPDATE lot SET source = 'auto-recharge' WHERE source = 'promotion'",
      /lot \d+ is of a promotion, but its top-up of a auto-recharge/,
    ],
  ])("%s", async (_what, spoil, mend, words) => {
    await fund("50");
    await setUp();
    await call("a", 11);
    await call("b", 1);
    await recharges.run();
    await server.engine.pool.query(spoil);
    const { good, lines } = auditWords(await audit(server.engine, null));
    await server.engine.pool.query(mend);
    expect(good).toBe(false);
    expect(lines.join("\n")).toMatch(words);
  });
});
