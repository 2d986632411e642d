import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { Disputes } from "../src/engine/dispute.ts";
import { expireLots } from "../src/engine/expire.ts";
import { notify } from "../src/engine/notify.ts";
import { Refunds } from "../src/engine/refund.ts";
import type { PaymentProvider, RefundOutcome } from "../src/payments/provider.ts";
import { testProvider } from "../src/payments/test-provider.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T14:00:00Z");
let now: number;
let server: TestServer;
let api: TestServer["api"];

beforeEach(async () => {
  now = NOW;
  server = await startServer({ now: () => now });
  api = server.api;
  await makeOrganization(server);
});
afterEach(async () => {
  const { good, lines } = auditWords(await audit(server.engine, null));
  await server.close();
  expect(good, lines.join("\n")).toBe(true);
});

const org = (path: string): string => `/v1/organizations/contoso/${path}`;
const credits = async () => (await api("GET", org("credits"))).body;
const ledger = async () => {
  const lines = (await api("GET", org("ledger"))).body.items as Record<string, string>[];
  return lines.map(({ from, to, amount, cause }) => `${cause}: ${amount} from ${from} to ${to}`);
};

async function paid(amount: string, token = "tok_visa"): Promise<{ id: string; lot: string }> {
  const method = await api("POST", org("payment-methods"), { type: "card", token });
  const { body } = await api("POST", org("top-ups"), { amount, paymentMethod: method.body.id });
  expect(body.state, JSON.stringify(body)).toBe("succeeded");
  return body;
}

/** Spends for good, oldest lot first. */
const spend = async (amount: string) =>
  expect((await api("POST", org("adjustments"), { amount: `-${amount}`, reason: "spent" })).body.applied).toBe(
    `-${amount}`,
  );

const refund = (topUp: string, body: object = {}, headers: Record<string, string> = {}) =>
  api("POST", org(`top-ups/${topUp}/refunds`), { reason: "not wanted", ...body }, { headers });

describe("the preview of a refund", () => {
  const preview = async (topUp: string, amount = "") =>
    api("GET", org(`top-ups/${topUp}/refund-preview${amount && `?amount=${amount}`}`));

  test("says what the refund then does, and changes nothing", async () => {
    const { id } = await paid("50");
    await spend("20");
    const before = await credits();
    const said = { refundable: "50", currency: "USD" };
    expect((await preview(id, "10")).body).toEqual({
      ...said,
      ...{ amount: "10", voided: "10", forfeited: "0", debt: "0", availableAfter: "20" },
    });
    expect((await preview(id)).body).toEqual({
      ...said,
      ...{ amount: "50", voided: "30", forfeited: "0", debt: "20", availableAfter: "0" },
    });
    expect(await credits()).toEqual(before);
    const { body } = await refund(id);
    expect(body).toMatchObject({ voided: "30", debt: "20" });
    expect((await preview(id)).body).toMatchObject({ code: "NOTHING_TO_REFUND" });
  });

  test.each([
    ["more than was paid", "51", "AMOUNT_OUT_OF_RANGE"],
    ["less than a coin", "0.001", "INVALID_REQUEST"],
    ["nothing", "0", "INVALID_REQUEST"],
  ])("refuses %s as the refund would", async (_, amount, code) => {
    const { id } = await paid("50");
    const { body } = await preview(id, amount);
    expect([body.code, body.errors[0].pointer]).toEqual([code, "/amount"]);
  });
});

describe("a refund", () => {
  test("of an unspent top-up takes its lot back; nothing is owed", async () => {
    const first = await paid("50");
    await paid("60");
    const { status, body } = await refund(first.id);
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({
        ...{ topUp: first.id, state: "succeeded", amount: "50", currency: "USD", voided: "50", debt: "0" },
        ...{ reason: "not wanted", author: "operator", settledAt: "2026-11-22T14:00:00.000Z" },
      }),
    ]);
    expect(await credits()).toMatchObject({ balance: "60", available: "60", frozen: "0", debt: "0" });
    expect((await ledger())[0]).toBe("refund: 50 from credits/contoso to cash/test");
    expect((await api("GET", org(`top-ups/${first.id}/refunds`))).body).toEqual({ items: [body], nextCursor: null });
  });

  test("without any words is of all that was paid", async () => {
    const { id } = await paid("50");
    const { status, body } = await api("POST", org(`top-ups/${id}/refunds`));
    expect([status, body.state, body.amount, body.reason]).toEqual([201, "succeeded", "50", ""]);
  });

  test.each([
    // spent, refunded → voided, debt; credits left
    ["0", "20", "20", "0", "30"],
    ["20", "20", "20", "0", "10"],
    ["20", "30", "30", "0", "0"],
    ["20", "50", "30", "20", "0"],
    ["50", "50", "0", "50", "0"],
    ["49.5", "0.51", "0.5", "0.01", "0"],
  ])("with %s of 50 spent, of %s: %s voided, %s owed, %s left", async (spent, amount, voided, debt, left) => {
    const { id } = await paid("50");
    if (spent !== "0") await spend(spent);
    expect((await refund(id, { amount })).body).toMatchObject({ state: "succeeded", voided, debt });
    expect(await credits()).toMatchObject({ balance: left, available: left, frozen: "0", debt });
  });

  test("acts on the lot that the payment bought, not on the oldest; what it leaves as debt the next top-up settles", async () => {
    await paid("50");
    const second = await paid("60");
    await spend("70");
    expect((await refund(second.id)).body).toMatchObject({ voided: "40", debt: "20" });
    expect(await credits()).toMatchObject({ balance: "0", debt: "20" });
    await paid("50");
    expect(await credits()).toMatchObject({ balance: "30", debt: "0" });
    expect((await ledger()).slice(0, 4)).toEqual([
      "debt-settled: 20 from credits/contoso to debt/contoso",
      "top-up: 50 from cash/test to credits/contoso",
      "refund: 20 from debt/contoso to cash/test",
      "refund: 40 from credits/contoso to cash/test",
    ]);
  });

  test("is never more than was paid, in parts or all at once", async () => {
    const { id } = await paid("50");
    expect((await refund(id, { amount: "30" })).status).toBe(201);
    const over = await refund(id, { amount: "20.01" });
    expect([over.status, over.body.code]).toEqual([400, "AMOUNT_OUT_OF_RANGE"]);
    expect(over.body.errors).toEqual([
      {
        ...{ in: "body", pointer: "/amount", code: "REFUND_TOO_LARGE", params: { amount: "20" } },
        message: "At most 20 can be refunded.",
      },
    ]);
    const rush = await Promise.all(Array.from({ length: 6 }, () => refund(id, { amount: "15" })));
    expect(rush.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400, 400, 400]);
    expect((await refund(id)).body).toMatchObject({ amount: "5" });
    expect((await refund(id)).body).toMatchObject({ status: 409, code: "NOTHING_TO_REFUND" });
    expect(await credits()).toMatchObject({ balance: "0", debt: "0" });
  });

  test("repeated with its Idempotency-Key is the same refund, also all at once and when it owes", async () => {
    const { id } = await paid("50");
    await spend("50");
    const headers = { "idempotency-key": "ticket-4" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => refund(id, { amount: "20" }, headers)));
    answers.push(await refund(id, { amount: "20" }, headers));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id} ${body.state}`)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers["idempotency-replayed"] === "true")).toHaveLength(8);
    expect(await credits()).toMatchObject({ debt: "20" });
    const other = await refund(id, { amount: "21" }, headers);
    expect([other.status, other.body.code]).toEqual([409, "IDEMPOTENCY_KEY_REUSED"]);
  });

  test("that was refused is refused again under its Idempotency-Key, and a wrong repeat spoils no good one", async () => {
    const { id } = await paid("50");
    const refused = await refund(id, { amount: "50.01" }, { "idempotency-key": "ticket-5" });
    const again = await refund(id, { amount: "50.01" }, { "idempotency-key": "ticket-5" });
    expect(again).toMatchObject({ status: 400, headers: { "idempotency-replayed": "true" }, body: refused.body });
    expect((await refund(id, { amount: "5" }, { "idempotency-key": "ticket-5" })).status).toBe(409);
    const headers = { "idempotency-key": "ticket-6" };
    const good = await refund(id, { amount: "5" }, headers);
    expect((await refund(id, { amount: "6", currency: "EUR" }, headers)).status).toBe(409);
    expect((await refund(id, { amount: "5" }, headers)).body).toEqual(good.body);
    expect(await credits()).toMatchObject({ balance: "45" });
  });

  test("by invoice is a credit note", async () => {
    await makeOrganization(server, "contoso", { billing: { agreement: "partner", country: "US" } });
    const method = await api("POST", org("payment-methods"), { type: "partner" });
    const topUp = await api("POST", org("top-ups"), { amount: "500", paymentMethod: method.body.id });
    expect((await refund(topUp.body.id, { amount: "100" })).body).toMatchObject({ state: "succeeded" });
    expect((await ledger())[0]).toBe("refund: 100 from credits/contoso to cash/invoice");
  });

  test.each<[string, object, number, string, string | undefined]>([
    ["an empty reason", { reason: " " }, 400, "INVALID_REQUEST", "/reason"],
    ["an amount of zero", { amount: "0" }, 400, "INVALID_REQUEST", "/amount"],
    ["a negative amount", { amount: "-1" }, 400, "INVALID_REQUEST", "/amount"],
    ["an amount that is a number", { amount: 5 }, 400, "INVALID_REQUEST", "/amount"],
    ["an amount of 1e30", { amount: "1e30" }, 400, "INVALID_REQUEST", "/amount"],
    ["a third of a cent", { amount: "0.003" }, 400, "INVALID_REQUEST", "/amount"],
    ["more than was paid", { amount: "50.01" }, 400, "AMOUNT_OUT_OF_RANGE", "/amount"],
    ["another currency", { currency: "EUR" }, 400, "CURRENCY_MISMATCH", "/currency"],
    ["a field that there is not", { to: "me" }, 400, "INVALID_REQUEST", "/to"],
  ])("with %s is refused, and nothing changes", async (_what, body, status, code, pointer) => {
    const { id } = await paid("50");
    const answer = await refund(id, body);
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]).toEqual([status, code, pointer]);
    expect(await credits()).toMatchObject({ balance: "50", frozen: "0" });
    expect((await api("GET", org(`top-ups/${id}/refunds`))).body.items).toEqual([]);
  });

  test("of a top-up that failed, that does not exist, or that is another's is refused", async () => {
    const method = await api("POST", org("payment-methods"), { type: "card", token: "tok_declined" });
    const failed = await api("POST", org("top-ups"), { amount: "50", paymentMethod: method.body.id });
    expect((await refund(failed.body.id)).body).toMatchObject({ code: "NOTHING_TO_REFUND" });
    expect((await refund("999999")).body).toMatchObject({ status: 404, code: "UNKNOWN_TOP_UP" });
    const { id } = await paid("50");
    await makeOrganization(server, "other");
    const theirs = await api("POST", `/v1/organizations/other/top-ups/${id}/refunds`, { reason: "mine now" });
    expect([theirs.status, theirs.body.code]).toEqual([404, "UNKNOWN_TOP_UP"]);
  });

  test("is told to the billing administrators once: how much, of which payment, by whom and why", async () => {
    await api("PUT", org("users/ann@contoso.example"), {
      ...{ displayName: "Ann", kind: "person", usageLocation: "US", licenses: [] },
      ...{ mail: "ann@contoso.example", roles: ["Billing Administrator"] },
    });
    const { id } = await paid("50");
    await spend("20");
    const headers = { "idempotency-key": "ticket-5" };
    await refund(id, { amount: "40", reason: "billed twice" }, headers);
    await refund(id, { amount: "40", reason: "billed twice" }, headers);
    await notify(server.engine, "https://billing.example");
    const { rows } = await server.engine.pool.query<{ subject: string; body: string; address: string }>(
      `SELECT n.subject, n.text AS body, m.address FROM notice n JOIN mail m ON m.organization = n.organization AND m.notice = n.id
       WHERE n.name = 'refund.succeeded'`,
    );
    expect(rows).toMatchObject([
      { address: "ann@contoso.example", subject: expect.stringContaining("$40.00 refunded") },
    ]);
    for (const words of [
      `$40.00 of payment ${id} of $50.00 (November 22, 2026) went back`,
      "The refund was made by operator. Reason: billed twice",
      "$30.00 was taken from the credits that it bought.",
      "$10.00 of it was spent already and is owed.",
    ])
      expect(rows[0]!.body).toContain(words);
  });

  test("is for the operator alone", async () => {
    const { id } = await paid("50");
    const made = await api("POST", "/v1/api-keys", { name: "theirs", scopes: ["admin"], organization: "contoso" });
    const path = org(`top-ups/${id}/refunds`);
    const answer = await api("POST", path, { reason: "please" }, { key: made.body.key });
    expect([answer.status, answer.body.code]).toEqual([403, "FORBIDDEN"]);
  });
});

describe("a refund of what the lot lost at its end", () => {
  const ended = async () => {
    now = Date.parse("2027-11-22T00:00:00Z");
    await expireLots(server.engine);
  };

  test("gives it back out of what was forfeited: nobody owes what nobody has spent", async () => {
    const { id } = await paid("50");
    await spend("20");
    await ended();
    await paid("60");
    const preview = await api("GET", org(`top-ups/${id}/refund-preview`));
    expect(preview.body).toMatchObject({
      amount: "50",
      voided: "0",
      forfeited: "30",
      debt: "20",
      availableAfter: "60",
    });
    expect((await refund(id, { amount: "25" })).body).toMatchObject({ voided: "0", forfeited: "25", debt: "0" });
    expect(await credits()).toMatchObject({ balance: "60", debt: "0" });
    expect((await ledger())[0]).toBe("refund: 25 from forfeited to cash/test");
    expect((await refund(id)).body).toMatchObject({ amount: "25", forfeited: "5", debt: "20" });
    expect(await credits()).toMatchObject({ debt: "20" });
  });

  test("in parts all at once never gives more of it back than was lost", async () => {
    const { id } = await paid("50");
    await spend("20");
    await ended();
    const parts = await Promise.all(Array.from({ length: 5 }, () => refund(id, { amount: "10" })));
    const sum = (name: string) => parts.reduce((total, { body }) => total + Number(body[name]), 0);
    expect([sum("amount"), sum("forfeited"), sum("debt")]).toEqual([50, 30, 20]);
    expect(await credits()).toMatchObject({ balance: "0", debt: "20" });
  });

  test("that fails leaves it lost", async () => {
    const { id } = await paid("50");
    await ended();
    const failing: PaymentProvider = {
      ...testProvider(() => now),
      refund: async () => ({ state: "failed", failure: "The card is closed." }),
    };
    const asked = { reason: "", author: "operator" };
    await new Refunds(server.engine, [failing]).create("contoso", id, asked, null);
    expect((await ledger())[0]).toBe("lot-ended: 50 from credits/contoso to forfeited");
    expect((await refund(id)).body).toMatchObject({ forfeited: "50", debt: "0" });
  });
});

describe("a provider that", () => {
  /** Answers one after the other; the last one again and again. */
  function refundsBy(...outcomes: RefundOutcome[]): { refunds: Refunds; keys: string[] } {
    const keys: string[] = [];
    const provider: PaymentProvider = {
      ...testProvider(() => now),
      refund: async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        return outcomes.length > 1 ? outcomes.shift()! : outcomes[0]!;
      },
    };
    return { refunds: new Refunds(server.engine, [provider]), keys };
  }
  const wanted = { amount: 30_000_000n, reason: "not wanted", author: "operator" };

  test("does not know yet keeps the money frozen, out of reach of calls, until it knows; asked by one key", async () => {
    const { id } = await paid("50");
    const { refunds, keys } = refundsBy(
      { state: "unknown" },
      { state: "unknown" },
      { state: "succeeded", refund: "r" },
    );
    const { refund: pending } = await refunds.create("contoso", id, wanted, null);
    expect(pending).toMatchObject({ state: "pending", unspent: 30_000_000n });
    expect(await credits()).toMatchObject({ balance: "50", available: "20", frozen: "30", lots: [{ frozen: "30" }] });
    const taken = await api("POST", org("adjustments"), { amount: "-50", reason: "all that there is" });
    expect(taken.body.applied).toBe("-20");
    await refunds.finishPending(now + 1);
    expect((await credits()).frozen).toBe("30");
    await Promise.all([refunds.finishPending(now + 1), refunds.finishPending(now + 1)]);
    expect(await credits()).toMatchObject({ balance: "0", frozen: "0", debt: "0" });
    expect(new Set(keys)).toEqual(new Set([pending.id.toString()]));
  });

  test("is not set any more leaves it waiting, and keeps no other from its money", async () => {
    const { id } = await paid("50");
    const { refunds } = refundsBy({ state: "unknown" }, { state: "succeeded", refund: "r" });
    await refunds.create("contoso", id, wanted, null);
    await new Refunds(server.engine, []).finishPending(now + 1);
    expect((await credits()).frozen).toBe("30");
    await refunds.finishPending(now + 1);
    expect(await credits()).toMatchObject({ balance: "20", frozen: "0" });
  });

  test("refuses leaves everything as it was, and no line in the ledger", async () => {
    const { id } = await paid("50");
    const { refunds } = refundsBy({ state: "failed", failure: "The card is closed." });
    const { refund: failed } = await refunds.create("contoso", id, wanted, null);
    expect(failed).toMatchObject({ state: "failed", failure: "The card is closed.", unspent: 0n });
    expect(await credits()).toMatchObject({ balance: "50", available: "50", frozen: "0" });
    expect(await ledger()).toHaveLength(1);
    expect((await refund(id)).body).toMatchObject({ amount: "50", state: "succeeded" });
  });

  test("crashes is asked again; what calls held meanwhile and gave back is voided, not owed", async () => {
    const { id } = await paid("50");
    await server.engine.lane.run("contoso", { decide: (books) => ({ result: books.hold(40_000_000n) }) });
    const { refunds } = refundsBy({ state: "unknown" }, { state: "succeeded", refund: "r" });
    const { refund: pending } = await refunds.create("contoso", id, wanted, null);
    expect(pending.unspent).toBe(10_000_000n);
    await server.engine.lane.run("contoso", { decide: (books) => ({ result: books.unhold(40_000_000n) }) });
    await refunds.finishPending(now + 1);
    expect(await credits()).toMatchObject({ balance: "20", debt: "0" });
  });

  test("is slow beyond the lot's end: what is frozen is not forfeited, the rest is", async () => {
    const { id } = await paid("50");
    const { refunds } = refundsBy({ state: "unknown" }, { state: "succeeded", refund: "r" });
    await refunds.create("contoso", id, wanted, null);
    now = Date.parse("2027-11-22T00:00:00Z");
    await expireLots(server.engine);
    expect(await credits()).toMatchObject({ balance: "30", available: "0", frozen: "30" });
    await refunds.finishPending(now + 1);
    expect(await credits()).toMatchObject({ balance: "0", frozen: "0" });
    expect((await ledger()).slice(0, 2)).toEqual([
      "refund: 30 from credits/contoso to cash/test",
      "lot-ended: 20 from credits/contoso to forfeited",
    ]);
  });
});

describe("a dispute", () => {
  const look = () => new Disputes(server.engine).look();
  const disputes = async () => (await api("GET", org("disputes"))).body.items as Record<string, string>[];
  const settle = (id: string, outcome: string, message?: string) =>
    api("POST", org(`disputes/${id}/settle`), { outcome, ...(message === undefined ? {} : { message }) });

  /** A payment of 50, of which this much is spent when it is disputed. */
  async function disputed(spent = "0"): Promise<Record<string, string>> {
    await paid("50", "tok_charge_then_dispute");
    if (spent !== "0") await spend(spent);
    now += 2_000;
    await look();
    return (await disputes())[0]!;
  }

  test("opens shortly after the charge, once, however often it is looked for; no other payment is disputed", async () => {
    await paid("60");
    await paid("50", "tok_charge_then_dispute");
    now += 1_999;
    await look();
    expect(await disputes()).toEqual([]);
    now += 1;
    await Promise.all([look(), look(), look()]);
    await look();
    expect(await disputes()).toEqual([
      expect.objectContaining({ state: "open", amount: "50", frozen: "50", debt: "0", currency: "USD" }),
    ]);
    expect(await credits()).toMatchObject({ balance: "110", available: "60", frozen: "50", debt: "0" });
    expect(await ledger()).toHaveLength(2);
  });

  test.each([
    // spent → frozen, owed while open; available and owed when won; available and owed when lost
    ["0", "50", "0", "50", "0", "0", "0"],
    ["20", "30", "20", "30", "0", "0", "20"],
    ["50", "0", "50", "0", "0", "0", "50"],
  ])("with %s of 50 spent", async (spent, frozen, owed, wonAvailable, wonOwed, lostAvailable, lostOwed) => {
    const dispute = await disputed(spent);
    expect(await credits()).toMatchObject({ available: "0", frozen, debt: owed });
    const { rows: owing } = await server.engine.pool.query("SELECT about FROM event WHERE name = 'debt.booked'");
    expect(owing).toMatchObject(owed === "0" ? [] : [{ about: { amount: owed, reason: "payment", frozen } }]);
    const won = await settle(dispute["id"]!, "won", "the bank agrees");
    expect([won.status, won.body]).toEqual([
      200,
      expect.objectContaining({ state: "won", note: "the bank agrees", author: "operator", frozen: "0", debt: "0" }),
    ]);
    expect(await credits()).toMatchObject({ available: wonAvailable, frozen: "0", debt: wonOwed });

    await refundAllAndForget();
    const again = await disputed(spent);
    expect((await settle(again["id"]!, "lost")).body).toMatchObject({ state: "lost", voided: frozen, debt: owed });
    expect(await credits()).toMatchObject({ available: lostAvailable, frozen: "0", debt: lostOwed });
  });

  /** Back to an account of nothing, for the second half of a story. */
  async function refundAllAndForget(): Promise<void> {
    const { available } = await credits();
    if (available !== "0") await spend(available);
  }

  test("that is won after a top-up has settled its debt gives that back as credits", async () => {
    const dispute = await disputed("20");
    await paid("60");
    expect(await credits()).toMatchObject({ available: "40", frozen: "30", debt: "0" });
    await settle(dispute["id"]!, "won");
    expect(await credits()).toMatchObject({ balance: "90", available: "90", frozen: "0", debt: "0" });
  });

  test("freezes at most what is available: what calls hold goes on, and is owed", async () => {
    await paid("50", "tok_charge_then_dispute");
    await server.engine.lane.run("contoso", { decide: (books) => ({ result: books.hold(40_000_000n) }) });
    now += 2_000;
    await look();
    expect(await credits()).toMatchObject({ available: "0", held: "40", frozen: "10", debt: "40" });
    await server.engine.lane.run("contoso", { decide: (books) => ({ result: books.unhold(40_000_000n) }) });
  });

  test("leaves nothing to refund; of a payment that was refunded in part it takes the rest", async () => {
    const { id } = await paid("50", "tok_charge_then_dispute");
    await refund(id, { amount: "20" });
    now += 2_000;
    await look();
    expect(await disputes()).toMatchObject([{ amount: "30", frozen: "30" }]);
    expect((await refund(id, { amount: "1" })).body.code).toBe("NOTHING_TO_REFUND");
    await settle((await disputes())[0]!["id"]!, "won");
    expect((await refund(id)).body).toMatchObject({ amount: "30", voided: "30" });
  });

  test.each([
    // spent, claimed → frozen, owed; then what is available when it is lost
    ["0", "20", "20", "0", "30"],
    ["40", "20", "10", "10", "0"],
    ["0", "50", "50", "0", "0"],
    ["0", "70", "50", "0", "0"],
  ])("with %s of 50 spent, over %s of it, takes no more than that", async (spent, claim, frozen, debt, left) => {
    const { id } = await paid("50");
    if (spent !== "0") await spend(spent);
    const notice = { provider: "test", payment: `test-${id}`, dispute: "d1" };
    const claimed = { amount: BigInt(claim) * 1_000_000n, currency: "USD" };
    await new Disputes(server.engine).open({ ...notice, claim: claimed });
    expect(await credits()).toMatchObject({ frozen, debt, available: left });
    await settle((await disputes())[0]!["id"]!, "lost");
    expect(await credits()).toMatchObject({ balance: left, available: left, frozen: "0", debt });
  });

  test("over a part leaves the rest to be refunded, and another dispute takes what it wants of that", async () => {
    const { id } = await paid("50");
    const open = (dispute: string, amount: bigint) =>
      new Disputes(server.engine).open({
        ...{ provider: "test", payment: `test-${id}`, dispute },
        claim: { amount: amount * 1_000_000n, currency: "USD" },
      });
    await open("d1", 20n);
    await Promise.all([open("d2", 10n), open("d2", 10n)]);
    expect(await credits()).toMatchObject({ available: "20", frozen: "30" });
    expect((await refund(id)).body).toMatchObject({ amount: "20", voided: "20" });
    for (const { id: dispute } of await disputes()) await settle(dispute!, "won");
    expect(await credits()).toMatchObject({ balance: "30", available: "30", frozen: "0", debt: "0" });
  });

  test("over a part in another currency is taken for the whole", async () => {
    const { id } = await paid("50");
    const notice = { provider: "test", payment: `test-${id}`, dispute: "d1" };
    await new Disputes(server.engine).open({ ...notice, claim: { amount: 20_000_000n, currency: "EUR" } });
    expect(await credits()).toMatchObject({ available: "0", frozen: "50" });
  });

  test("over a part takes over no more than that of a refund that fails; over the whole, of a refund of the whole", async () => {
    const failing: PaymentProvider = { ...testProvider(() => now), refund: async () => ({ state: "unknown" }) };
    const refunds = new Refunds(server.engine, [failing]);
    const story = async (dispute: string, claim: bigint, refunded: bigint): Promise<object> => {
      const { id } = await paid("50");
      const asked = { amount: refunded * 1_000_000n, reason: "", author: "operator" };
      await refunds.create("contoso", id, asked, null);
      const claimed = { amount: claim * 1_000_000n, currency: "USD" };
      await new Disputes(server.engine).open({ provider: "test", payment: `test-${id}`, dispute, claim: claimed });
      failing.refund = async () => ({ state: "failed", failure: "It is disputed." });
      await refunds.finishPending(now + 1);
      failing.refund = async () => ({ state: "unknown" });
      const after = await credits();
      await settle((await disputes())[0]!["id"]!, "won");
      await refundAllAndForget();
      return after;
    };
    expect(await story("d1", 30n, 40n)).toMatchObject({ available: "20", frozen: "30", debt: "0" });
    expect(await story("d2", 50n, 50n)).toMatchObject({ available: "0", frozen: "50", debt: "0" });
    expect(await story("d3", 10n, 20n)).toMatchObject({ available: "40", frozen: "10", debt: "0" });
  });

  test("is settled once: the same again is the same answer, the other outcome is refused", async () => {
    const { id } = await disputed("50");
    const all = await Promise.all(Array.from({ length: 6 }, () => settle(id!, "won")));
    expect(new Set(all.map(({ status, body }) => `${status} ${body.state}`))).toEqual(new Set(["200 won"]));
    const other = await settle(id!, "lost");
    expect([other.status, other.body.code]).toEqual([409, "ALREADY_SETTLED"]);
    expect((await api("GET", org(`disputes/${id}`))).body).toMatchObject({ state: "won" });
    expect(await credits()).toMatchObject({ debt: "0" });
  });

  test.each<[string, object, string]>([
    ["no outcome", {}, "/outcome"],
    ["an outcome that is none", { outcome: "drawn" }, "/outcome"],
    ["a message of two lines", { outcome: "won", message: "a\nb" }, "/message"],
    ["a field that there is not", { outcome: "won", fee: "15" }, "/fee"],
  ])("with %s is not settled", async (_what, body, pointer) => {
    const { id } = await disputed();
    const answer = await api("POST", org(`disputes/${id}/settle`), body);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
    expect((await disputes())[0]).toMatchObject({ state: "open" });
  });

  test("that does not exist: 404", async () => {
    expect((await settle("7", "won")).body).toMatchObject({ status: 404, code: "UNKNOWN_DISPUTE" });
    expect((await api("GET", org("disputes/7"))).body).toMatchObject({ status: 404, code: "UNKNOWN_DISPUTE" });
  });
});
