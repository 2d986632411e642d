import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { expireLots } from "../src/engine/expire.ts";
import { TopUps } from "../src/engine/top-up.ts";
import { insertTopUp } from "../src/postgres/top-ups.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
const DAY = 86_400_000;
let now: number;
let server: TestServer;
let api: TestServer["api"];

beforeEach(async () => {
  now = NOW;
  server = await startServer({ now: () => now });
  api = server.api;
});
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

const org = (path: string, id = "contoso"): string => `/v1/organizations/${id}/${path}`;
const credits = async (id = "contoso") => (await api("GET", org("credits", id))).body;
const ledger = async (id = "contoso") => (await api("GET", org("ledger", id))).body.items as Record<string, string>[];
const finishPending = (): Promise<void> => new TopUps(server.engine, { mostTopUp: "100000" }).finishPending(now);

async function card(token = "tok_visa", id = "contoso"): Promise<string> {
  const added = await api("POST", org("payment-methods", id), { type: "card", token });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  return added.body.id;
}

const topUp = async (amount: string, paymentMethod: string, headers: Record<string, string> = {}, id = "contoso") =>
  api("POST", org("top-ups", id), { amount, paymentMethod }, { headers });

describe("a top-up", () => {
  beforeEach(() => makeOrganization(server, "contoso", { timeZone: "America/Los_Angeles" }));

  test("that succeeds is one lot for twelve months, and one line of the ledger", async () => {
    const { status, body } = await topUp("75.5", await card());
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: "succeeded", amount: "75.5", currency: "USD", lot: expect.any(String) });
    expect(await credits()).toEqual({
      currency: "USD",
      balance: "75.5",
      available: "75.5",
      held: "0",
      frozen: "0",
      debt: "0",
      mode: "prepaid",
      autoRecharge: { enabled: false },
      lots: [
        {
          id: body.lot,
          granted: "75.5",
          remaining: "75.5",
          held: "0",
          purchasedAt: "2026-11-22T14:00:00.000Z",
          expiresAt: "2027-11-22T08:00:00.000Z",
          source: "top-up",
        },
      ],
    });
    expect(await ledger()).toEqual([
      {
        sequence: 1,
        from: "cash/test",
        to: "credits/contoso",
        amount: "75.5",
        currency: "USD",
        cause: "top-up",
        balanceAfter: "75.5",
        at: "2026-11-22T14:00:00.000Z",
        lot: body.lot,
        topUp: body.id,
      },
    ]);
    expect((await api("GET", org(`top-ups/${body.id}`))).body).toEqual(body);
  });

  test.each([
    ["tok_declined", { state: "failed", failure: "The bank declined the card." }],
    ["tok_expired", { state: "failed", failure: "The card has expired." }],
    ["tok_insufficient_funds", { state: "failed", failure: "The card has insufficient funds." }],
    ["tok_authentication_required", { state: "requires-action" }],
    ["tok_timeout", { state: "pending" }],
  ])("with %s answers 201, tells how it stands, and credits nothing", async (token, expected) => {
    const { status, body } = await topUp("50", await card(token));
    expect([status, body]).toEqual([201, expect.objectContaining(expected)]);
    expect(body.failure).toBe((expected as { failure?: string }).failure);
    expect("settledAt" in body, "settled only when it is decided").toBe(body.state === "failed");
    expect(await credits()).toMatchObject({ balance: "0", lots: [] });
    expect(await ledger()).toEqual([]);
  });

  test("whose outcome was unknown is finished by the job, once, however often it looks", async () => {
    const { body } = await topUp("50", await card("tok_timeout"));
    now += 1_000;
    await finishPending();
    expect((await api("GET", org(`top-ups/${body.id}`))).body.state).toBe("pending");
    now += 1_500;
    await Promise.all([finishPending(), finishPending(), finishPending()]);
    expect((await api("GET", org(`top-ups/${body.id}`))).body).toMatchObject({ state: "succeeded" });
    expect((await credits()).balance).toBe("50");
    expect(await ledger()).toHaveLength(1);
  });

  test("that another provider was asked for waits for that one, and keeps no other from its money", async () => {
    const { ids, pool } = server.engine;
    const [theirs, ours] = [await ids.one(), await ids.one()];
    const method = BigInt(await card());
    const row = { organization: "contoso", amount: 50_000_000n, paymentMethod: method, idempotencyKey: null, at: now };
    await insertTopUp(pool, { ...row, id: theirs, provider: "stripe", requestHash: "" });
    await insertTopUp(pool, { ...row, id: ours, provider: "test", requestHash: "" });
    now += 5_000;
    await finishPending();
    const states = (await api("GET", org("top-ups"))).body.items.map((item: { state: string }) => item.state);
    expect([states, (await credits()).balance]).toEqual([["succeeded", "pending"], "50"]);
  });

  test("that a crash left between the charge and the credit is finished at the next start", async () => {
    const method = await card();
    await server.engine.pool.query(
      `INSERT INTO top_up (organization, id, amount, payment_method, provider, state, request_hash, created_at)
       VALUES ('contoso', 7, 60000000, $1, 'test', 'pending', '', $2)`,
      [method, new Date(now)],
    );
    now += 1;
    await finishPending();
    expect((await api("GET", org("top-ups/7"))).body).toMatchObject({ state: "succeeded", amount: "60" });
    expect((await credits()).balance).toBe("60");
  });

  test("repeated with its Idempotency-Key is the same top-up, one at a time or all at once", async () => {
    const method = await card();
    const headers = { "idempotency-key": "order-1" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => topUp("50", method, headers)));
    answers.push(await topUp("50", method, headers));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.at(-1)?.body).toMatchObject({ state: "succeeded", lot: expect.any(String) });
    expect(answers.filter(({ headers }) => headers["idempotency-replayed"] === "true")).toHaveLength(8);
    expect((await credits()).balance).toBe("50");
    const other = await topUp("51", method, headers);
    expect([other.status, other.body.code]).toEqual([409, "IDEMPOTENCY_KEY_REUSED"]);
  });

  test("that was refused is refused again under its Idempotency-Key, and another one under it is a conflict", async () => {
    const [method, headers] = [await card(), { "idempotency-key": "order-2" }];
    const refused = await topUp("49", method, headers);
    const again = await topUp("49", method, headers);
    expect(again).toMatchObject({ status: 400, body: refused.body });
    expect(again.headers).toMatchObject({
      "idempotency-replayed": "true",
      "content-type": refused.headers["content-type"],
    });
    const other = await topUp("50", method, headers);
    expect([other.status, other.body.code]).toEqual([409, "IDEMPOTENCY_KEY_REUSED"]);
    const good = await topUp("50", method, { "idempotency-key": "order-3" });
    expect((await topUp("49", method, { "idempotency-key": "order-3" })).status).toBe(409);
    expect((await topUp("50", method, { "idempotency-key": "order-3" })).body).toEqual(good.body);
    expect((await credits()).balance).toBe("50");
  });

  test.each([
    ["USD", "50", 201, ""],
    ["USD", "49.99", 400, "The least is 50 USD."],
    ["USD", "50.001", 400, 'It must be a decimal number with at most 2 decimals, such as "50.25".'],
    ["USD", "100000", 201, ""],
    ["USD", "100000.01", 400, "The most is 100000 USD."],
    ["JPY", "5000", 201, ""],
    ["JPY", "4999", 400, "The least is 5000 JPY."],
    ["JPY", "5000.5", 400, "It must be a whole number, as JPY has no decimals."],
  ])("in %s over %s: %s %s", async (currency, amount, status, message) => {
    await makeOrganization(server, "other", { currency });
    const answer = await topUp(amount, await card("tok_visa", "other"), {}, "other");
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body.errors).toMatchObject([{ in: "body", pointer: "/amount", message }]);
  });

  test.each<[string, unknown, string]>([
    ["a number as the amount", { amount: 50 }, "/amount"],
    ["a negative amount", { amount: "-50" }, "/amount"],
    ["no amount", { amount: undefined }, "/amount"],
    ["an amount in words", { amount: "fifty" }, "/amount"],
    ["another currency", { currency: "EUR" }, "/currency"],
    ["a method that is none", { paymentMethod: "'; DROP TABLE lot" }, "/paymentMethod"],
    ["a field that there is not", { tip: "1" }, "/tip"],
  ])("with %s is refused, naming the field, and nothing is stored", async (_what, change, pointer) => {
    const paymentMethod = await card();
    const answer = await api("POST", org("top-ups"), { amount: "50", paymentMethod, ...(change as object) });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
    expect((await api("GET", org("top-ups"))).body.items).toEqual([]);
  });

  test("with another organisation's card is refused as one that does not exist", async () => {
    await makeOrganization(server, "other");
    const theirs = await card("tok_visa", "other");
    const answer = await topUp("50", theirs);
    expect([answer.status, answer.body.code]).toEqual([404, "UNKNOWN_PAYMENT_METHOD"]);
  });

  test("settles a debt first", async () => {
    await server.engine.lane.run("contoso", {
      decide: (books) => ({ result: books.oweDebt(20_000_000n, 1) }),
    });
    await server.engine.pool.query(CALL_OF_20);
    await topUp("50", await card());
    expect(await credits()).toMatchObject({ balance: "30", debt: "0" });
    expect((await ledger()).map((line) => line["cause"])).toEqual(["debt-settled", "top-up", "call"]);
  });

  test("lists are pages, newest first", async () => {
    const method = await card();
    for (const amount of ["50", "51", "52"]) await topUp(amount, method);
    const first = (await api("GET", org("top-ups?limit=2"))).body;
    const second = (await api("GET", org(`top-ups?limit=2&cursor=${first.nextCursor}`))).body;
    const amounts = [...first.items, ...second.items].map((item: { amount: string }) => item.amount);
    expect(amounts).toEqual(["52", "51", "50"]);
    expect(second.nextCursor).toBeNull();
  });
});

/** A call, so that the debt above is somebody's: id 1, charged 20. */
const CALL_OF_20 = `WITH c AS (INSERT INTO cdr (organization, month, id, switch, call_id, call_type, authorized_at, ended_at,
    outcome, end_known, used_seconds, pool_minutes, charge, capability, other_number, call, settlement)
  VALUES ('contoso', '2026-11-01', 1, 's', 'c', 'user_out', '2026-11-22T13:00Z', '2026-11-22T13:10Z', 'completed', 'real',
    600, 0, 20000000, '', '', '{}', '{}') RETURNING *),
  d AS (INSERT INTO usage_day (organization, day, call_type, destination, capability, calls, refused, seconds,
      pool_minutes, charge)
    SELECT organization, '2026-11-22', call_type, '', '', 1, 0, used_seconds, 0, charge FROM c)
  INSERT INTO usage_user_day (organization, day, user_name, cost_center, call_type, number_kind, country, calls, refused,
      seconds, pool_minutes, charge)
    SELECT organization, '2026-11-22', '', '', call_type, '', '', 1, 0, used_seconds, 0, charge FROM c`;

describe("who may put money in", () => {
  const billing = (agreement: string, country: string, more: object = {}) => ({
    billing: { agreement, country, ...more },
  });
  test.each<[string, object, string[]]>([
    ["a direct customer", {}, []],
    ["a customer agreement", billing("customer", "US"), ["POST_USAGE_ONLY"]],
    ["a partner's customer", billing("partner", "US"), ["PARTNER_FUNDED"]],
    ["an enterprise billed in another region", billing("enterprise", "JP"), ["REGION_CLASH"]],
    ["an enterprise billed in a neighbour of the region", billing("enterprise", "CA"), []],
    ["an organisation in Taiwan", { country: "TW" }, ["COUNTRY_EXCLUDED"]],
  ])("%s", async (_who, change, codes) => {
    await makeOrganization(server, "contoso", change as Record<string, unknown>);
    const { body } = await api("GET", org("eligibility"));
    expect(body).toMatchObject({ eligible: codes.length === 0, reasons: codes.map((code) => ({ code })) });
    const answer = await topUp("50", await card());
    if (codes.length === 0) return expect(answer.status).toBe(201);
    expect([answer.status, answer.body.code, answer.body.reasons]).toEqual([403, "NOT_ELIGIBLE", body.reasons]);
    expect((await credits()).balance).toBe("0");
  });

  test("a partner puts money in by invoice", async () => {
    await makeOrganization(server, "contoso", billing("partner", "US"));
    const { body } = await api("POST", org("payment-methods"), { type: "partner" });
    expect((await topUp("500", body.id)).body).toMatchObject({ state: "succeeded" });
    expect((await ledger())[0]).toMatchObject({ from: "cash/invoice", amount: "500" });
  });

  test("an enterprise agreement pays while it is valid, and only its own organisation's", async () => {
    await makeOrganization(server, "contoso", billing("enterprise", "US", { enterpriseAgreements: ["V1"] }));
    const agreement = { type: "enterprise-agreement", agreementNumber: "V1", purchaseOrder: "PO-7" };
    const good = await api("POST", org("payment-methods"), { ...agreement, validTo: "2026-11-22" });
    expect(good.body).toMatchObject({ ...agreement, validTo: "2026-11-22" });
    expect((await topUp("500", good.body.id)).body).toMatchObject({ state: "succeeded" });
    const over = await api("POST", org("payment-methods"), { ...agreement, validTo: "2026-11-21" });
    expect((await topUp("500", over.body.id)).body).toMatchObject({
      state: "failed",
      failure: "Enterprise agreement V1 ended on 2026-11-21.",
    });
    const foreign = await api("POST", org("payment-methods"), { ...agreement, agreementNumber: "V2" });
    expect([foreign.status, foreign.body.errors?.[0]?.pointer]).toEqual([400, "/agreementNumber"]);
  });

  test("nobody without an agreement is sent a bill", async () => {
    await makeOrganization(server);
    for (const body of [{ type: "partner" }, { type: "enterprise-agreement", agreementNumber: "V1" }]) {
      const answer = await api("POST", org("payment-methods"), body);
      expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, "/type"]);
    }
  });

  test("a way of paying that was agreed on is of no use when the agreement has changed", async () => {
    const refusedAs = async (id: string, code: string): Promise<void> => {
      const { status, body } = await topUp("500", id);
      expect([status, body.errors?.[0]?.pointer, body.errors?.[0]?.code]).toEqual([400, "/paymentMethod", code]);
      const wanted = { enabled: true, triggerAmount: "40", rechargeAmount: "50", paymentMethod: id };
      expect((await api("PUT", org("auto-recharge"), wanted)).status).toBe(400);
    };
    await makeOrganization(server, "contoso", billing("partner", "US"));
    const partner = await api("POST", org("payment-methods"), { type: "partner" });
    await makeOrganization(server, "contoso", billing("enterprise", "US", { enterpriseAgreements: ["V1"] }));
    await refusedAs(partner.body.id, "NOT_IN_AGREEMENT");
    const agreement = { type: "enterprise-agreement", agreementNumber: "V1" };
    const v1 = await api("POST", org("payment-methods"), agreement);
    expect((await topUp("50", v1.body.id)).status).toBe(201);
    await makeOrganization(server, "contoso", billing("enterprise", "US", { enterpriseAgreements: ["V2"] }));
    await refusedAs(v1.body.id, "NOT_ONE_OF");
    await makeOrganization(server, "contoso", billing("direct", "US"));
    await refusedAs(v1.body.id, "NOT_IN_AGREEMENT");
    expect((await credits()).balance).toBe("50");
  });

  test("a bill that the agreement did not pay is not sent later by asking about it", async () => {
    await makeOrganization(server, "contoso", billing("enterprise", "US"));
    const agreement = { type: "enterprise-agreement", agreementNumber: "V1", validFrom: "2026-11-23" };
    const method = await api("POST", org("payment-methods"), agreement);
    const early = await topUp("500", method.body.id);
    expect(early.body).toMatchObject({ state: "failed", failure: "Enterprise agreement V1 begins on 2026-11-23." });
    now += 86_400_000;
    expect((await api("POST", org(`top-ups/${early.body.id}/confirm`), {})).body).toMatchObject({ state: "failed" });
    expect((await credits()).balance).toBe("0");
  });

  test("a card number is never taken for a token", async () => {
    await makeOrganization(server);
    const answer = await api("POST", org("payment-methods"), { type: "card", token: "4242424242424242" });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, "/token"]);
    expect(JSON.stringify(answer.body)).not.toContain("4242424242424242");
  });
});

describe("an adjustment", () => {
  beforeEach(() => makeOrganization(server));
  const adjust = async (amount: string, headers: Record<string, string> = {}) =>
    api("POST", org("adjustments"), { amount, reason: "billed twice" }, { headers });

  test("gives a lot of its own, and takes at most what is available", async () => {
    expect((await adjust("10.000001")).body).toMatchObject({ amount: "10.000001", applied: "10.000001" });
    expect((await credits()).lots).toMatchObject([{ source: "adjustment", remaining: "10.000001" }]);
    expect((await adjust("-4")).body).toMatchObject({ amount: "-4", applied: "-4" });
    expect((await adjust("-100")).body).toMatchObject({ amount: "-100", applied: "-6.000001" });
    expect((await adjust("-1")).body).toMatchObject({ applied: "0" });
    expect(await credits()).toMatchObject({ balance: "0" });
    expect((await ledger()).map((line) => line["note"])).toEqual(Array(3).fill("billed twice"));
  });

  test("repeated with its Idempotency-Key moves money once, also all at once", async () => {
    const headers = { "idempotency-key": "ticket-9" };
    const answers = await Promise.all(Array.from({ length: 6 }, () => adjust("5", headers)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await credits()).balance).toBe("5");
    expect((await adjust("6", headers)).status).toBe(409);
  });

  test("that was refused is refused again under its Idempotency-Key", async () => {
    const wrong = { amount: "5", currency: "EUR", reason: "billed twice" };
    const headers = { "idempotency-key": "ticket-10" };
    const refused = await api("POST", org("adjustments"), wrong, { headers });
    expect(refused).toMatchObject({ status: 400, body: { code: "CURRENCY_MISMATCH" } });
    const again = await api("POST", org("adjustments"), wrong, { headers });
    expect(again).toMatchObject({ headers: { "idempotency-replayed": "true" }, body: refused.body });
    expect((await adjust("5", headers)).status).toBe(409);
    expect((await credits()).balance).toBe("0");
  });

  test("is for the operator alone", async () => {
    const made = await api("POST", "/v1/api-keys", { name: "theirs", scopes: ["admin"], organization: "contoso" });
    const answer = await api("POST", org("adjustments"), { amount: "5", reason: "please" }, { key: made.body.key });
    expect([answer.status, answer.body.code]).toEqual([403, "FORBIDDEN"]);
  });

  test.each(["0", "0.0000001", "1e3", ""])("of %j is refused", async (amount) => {
    expect((await adjust(amount)).status).toBe(400);
  });
});

describe("lots", () => {
  test("are drawn first in, first out; what is left at the end is forfeited by the job", async () => {
    await makeOrganization(server);
    const method = await card();
    await topUp("50", method);
    now += 30 * DAY;
    await topUp("60", method);
    await api("POST", org("adjustments"), { amount: "-20", reason: "taken" });
    expect((await credits()).lots).toMatchObject([{ remaining: "30" }, { remaining: "60" }]);
    now = Date.parse("2027-11-21T23:59:59.999Z");
    await expireLots(server.engine);
    expect((await credits()).balance).toBe("90");
    now += 1;
    await expireLots(server.engine);
    await expireLots(server.engine);
    expect(await credits()).toMatchObject({ balance: "60", lots: [{ remaining: "60" }] });
    expect((await ledger())[0]).toMatchObject({ to: "forfeited", amount: "30", cause: "lot-ended" });
  });
});

describe("pools", () => {
  test("of the present month are what the licences give, before anybody has called", async () => {
    await makeOrganization(server, "contoso", { licenses: ["MCOPSTN_5", "MCOPSTN8", "MCOPSTNC"] });
    await api("PUT", org("users/harry@contoso.example"), {
      displayName: "Harry",
      kind: "person",
      usageLocation: "GB",
      licenses: ["MCOPSTN_5", "MCOPSTN8"],
    });
    const pools = (await api("GET", org("pools"))).body;
    expect(pools).toMatchObject([
      { capability: "MCOPSTN5", country: "GB", scope: "domestic", totalMinutes: 120, availableMinutes: 120 },
      // Ten are bought: the licence counted here until it was assigned.
      { capability: "MCOPSTN5", country: "US", scope: "domestic", totalMinutes: 1080 },
      { capability: "MCOPSTN8", country: "GB", scope: "user", user: "harry@contoso.example", totalMinutes: 120 },
    ]);
    expect((await api("GET", org("pools?month=2026-10"))).body).toEqual([]);

    // Fewer are bought, and Harry's is taken from him: what was given stays until the month ends.
    await api("PUT", org("subscriptions/MCOPSTN_5"), { purchased: 4 });
    await api("PUT", org("users/harry@contoso.example"), { licenses: [] });
    expect((await api("GET", org("pools"))).body).toMatchObject([
      { capability: "MCOPSTN5", country: "GB", totalMinutes: 120 },
      { capability: "MCOPSTN5", country: "US", totalMinutes: 1080 },
    ]);
    expect((await api("GET", org("pools?month=2026-13"))).body.errors[0].pointer).toBe("/month");
  });

  const totals = async (): Promise<Record<string, number>> => {
    const pools = (await api("GET", org("pools"))).body as { country: string; totalMinutes: number }[];
    return Object.fromEntries(pools.map(({ country, totalMinutes }) => [country, totalMinutes]));
  };
  const person = (name: string, change: Record<string, unknown>) =>
    api("PUT", org(`users/${name}@contoso.example`), { displayName: name, kind: "person", ...change });

  // Whoever buys first and assigns afterwards has the same minutes as who did it the other way round.
  test.each([
    [
      "the last one that nobody held",
      { US: 240, GB: 120 },
      { US: 0, GB: 360 },
      [
        ["ann", "GB"],
        ["bob", "GB"],
      ],
    ],
    ["one of several in a third country", { US: 120, GB: 240 }, { US: 120, GB: 120, FR: 120 }, [["harry", "FR"]]],
  ] as const)("go along with a licence: %s", async (_which, before, after, moves) => {
    await makeOrganization(server, "contoso", { licenses: [] });
    await api("PUT", org("subscriptions/MCOPSTN_5"), { purchased: 3 });
    const abroad = before.GB / 120;
    for (const name of ["harry", "sally"].slice(0, abroad))
      await person(name, { usageLocation: "GB", licenses: ["MCOPSTN_5"] });
    expect(await totals()).toEqual(before);
    for (const [name, usageLocation] of moves) {
      // As in a process that reads the organisation only then.
      server.engine.directory.outdated("contoso", 0);
      await person(name, { usageLocation, licenses: ["MCOPSTN_5"] });
    }
    expect(await totals()).toEqual(after);
  });

  test("of licences that nobody holds move with the organisation to another country", async () => {
    await makeOrganization(server, "contoso", { licenses: ["MCOPSTN_5"] });
    expect(await totals()).toEqual({ US: 1200 });
    await api("PUT", org("").slice(0, -1), { country: "CA" });
    expect(await totals()).toEqual({ US: 0, CA: 1200 });
  });
});

test.each(["credits", "ledger", "pools", "eligibility", "top-ups", "payment-methods"])(
  "%s of an organisation that does not exist: 404",
  async (noun) => {
    const { status, body } = await api("GET", org(noun, "nobody"));
    expect([status, body.code]).toEqual([404, "UNKNOWN_ORGANIZATION"]);
  },
);
