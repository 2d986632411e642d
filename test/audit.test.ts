import { Readable } from "node:stream";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { Disputes } from "../src/engine/dispute.ts";
import { importRateDeck } from "../src/engine/import-rate-deck.ts";
import { testProvider } from "../src/payments/test-provider.ts";
import { createPool } from "../src/postgres/pool.ts";
import { makeDatabase, type TestDatabase } from "./support/database.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

/** Books of a busy day, closed, to be cloned and spoilt. */
let books: TestDatabase;

beforeAll(async () => {
  const server = await startServer();
  books = server.database;
  await traffic(server);
  await server.app.close();
  await server.engine.close();
});
afterAll(() => books.drop());

const DECK = `service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to
user_out,1,United States,US,geographic,0.01,0,60,60,2026-01-01T00:00:00Z,
user_out,44,United Kingdom,GB,geographic,0.10,0.05,60,60,2026-01-01T00:00:00Z,
`;

/** Disputes at once what others dispute two seconds later. */
const hasty = testProvider(() => Date.now() + 60_000);

/** Calls on minutes and on money, ended, refused and in progress; money in, put right, and owed. */
async function traffic(server: TestServer): Promise<void> {
  const ask = async (method: "PUT" | "POST", path: string, body: object): Promise<Record<string, string>> => {
    const answer = await server.api(method, path, body);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(405);
    return answer.body as Record<string, string>;
  };
  const org = "/v1/organizations/contoso";
  const deck = {
    name: "usd",
    currency: "USD",
    replaces: null,
    namedOnly: false,
    csv: Readable.from([Buffer.from(DECK)]),
  };
  await importRateDeck(server.engine.pool, server.engine.rates, deck);
  await makeOrganization(server, "contoso", { licenses: ["MCOEV", "MCOPSTN1"] });
  const licenses = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];
  const user = { displayName: "Ann", kind: "person", usageLocation: "US", licenses };
  await ask("PUT", `${org}/users/ann@contoso.example`, user);
  const { id } = await ask("POST", `${org}/payment-methods`, { type: "card", token: "tok_visa" });
  await ask("POST", `${org}/top-ups`, { amount: "50", paymentMethod: id });
  await ask("POST", `${org}/top-ups`, { amount: "60", paymentMethod: id });
  await ask("POST", `${org}/adjustments`, { amount: "-3", reason: "a mistake of ours" });
  const refunded = await ask("POST", `${org}/top-ups`, { amount: "70", paymentMethod: id });
  await ask("POST", `${org}/top-ups/${refunded["id"]}/refunds`, { reason: "not wanted" });
  const disputed = await ask("POST", `${org}/payment-methods`, { type: "card", token: "tok_charge_then_dispute" });
  await ask("POST", `${org}/top-ups`, { amount: "80", paymentMethod: disputed["id"] });
  await server.engine.lane.run("contoso", { decide: (books) => ({ result: books.hold(150_000_000n) }) });
  await new Disputes(server.engine, [hasty]).look();
  await server.engine.lane.run("contoso", { decide: (books) => ({ result: books.unhold(150_000_000n) }) });
  const call = (callId: string, to: string) =>
    ask("POST", "/v1/calls", { callId, user: "ann@contoso.example", from: "+12065550103", to });
  for (const [callId, to] of [
    ["minutes", "+12065550199"],
    ["money", "+442079460000"],
  ] as const) {
    await call(callId, to);
    await ask("POST", `/v1/calls/${callId}/release`, { usedSeconds: 100 });
    await call(`open-${callId}`, to);
    await ask("POST", `/v1/calls/open-${callId}/update`, { usedSeconds: 60 });
  }
  await ask("PUT", `${org}/budgets/all`, { scope: "organization", monthlyAmount: "500" });
  await ask("PUT", `${org}/brakes/users`, { scope: "user", hourlyAmount: "500" });
  await call("refused", "+5378300000");
  await call("emergency", "911"); // in progress, and nobody's to pay
}

async function auditOf(spoil: string): Promise<ReturnType<typeof auditWords>> {
  const clone = await makeDatabase(inject("testServer").connection, { template: books.name });
  const client = new pg.Client(clone.connection);
  const pool = createPool(clone.connection, { max: 1 });
  try {
    await client.connect();
    await client.query(spoil);
    return auditWords(await audit({ pool }, "contoso"));
  } finally {
    await client.end();
    await pool.end();
    await clone.drop();
  }
}

test("books of a busy day balance", async () => {
  expect(await auditOf("SELECT 1")).toEqual({
    good: true,
    lines: [
      expect.stringMatching(/^The books balance: \d+ rules hold for 1 organisations, 3 ended calls, 8 transfers\.$/),
    ],
  });
});

const unchecked = (table: string): string => `DO $$ DECLARE c text; BEGIN
  FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = '${table}'::regclass AND contype = 'c' LOOP
    EXECUTE format('ALTER TABLE ${table} DROP CONSTRAINT %I', c); END LOOP; END $$;`;

test.each<[string, string, RegExp]>([
  [
    "available money",
    "UPDATE account SET available = available + 1",
    /^The balance .* is the sum of the transfers: .*the balance is 186\.750001, but the transfers add up to 186\.75\./m,
  ],
  [
    "a lot's remainder",
    "UPDATE lot SET remaining = remaining - 1000000 WHERE remaining > 0",
    /^What remains in a lot .*: .*lot \d+ has \d/m,
  ],
  [
    "a balance below zero",
    `${unchecked("account")} UPDATE account SET debt = -1`,
    /^Nothing is below zero: .*debt is -0\.000001/m,
  ],
  [
    "held money",
    "UPDATE account SET held = held - 1, available = available + 1",
    /^Held money .* are those of the sessions: .*the sessions hold 0\.\d+ for 2/m,
  ],
  ["the count of open calls", "UPDATE account SET open_calls = 7", /^Held money and the count .* for 7 open calls/m],
  [
    "what may be billed afterwards",
    "UPDATE account SET post_usage_month = '2026-11-01', post_usage_promised = 1",
    /^What calls in progress may still be billed afterwards .*0\.000001 is promised .* the sessions say 0/m,
  ],
  ["a session that holds on", "UPDATE session SET held = held + 5 WHERE call_id = 'open-money'", /^Held money/m],
  [
    "held minutes",
    "UPDATE pool SET held_minutes = held_minutes + 1",
    /^Held minutes of a pool .*: .*pool MCOPSTN1:US:domestic of 20/m,
  ],
  [
    "used minutes",
    "UPDATE pool SET used_minutes = used_minutes + 1",
    /^Minutes of a pool are those of its entries: .*3 used, but its entries say 30000 and 2/m,
  ],
  [
    "money held of a budget",
    "UPDATE limit_counter SET held = held + 1 WHERE kind = 'budget'",
    /^Budgets and brakes have counted .*budget all/m,
  ],
  [
    "a call counted by a brake",
    "UPDATE limit_counter SET calls = calls - 1 WHERE kind = 'brake'",
    /^Budgets and brakes have counted .*brake users of ann@contoso.example/m,
  ],
  ["a counter of a budget", "DELETE FROM limit_counter", /^Budgets and brakes have counted/m],
  ["a grant of minutes", "DELETE FROM pool_entry WHERE kind = 'grant'", /^Minutes of a pool/m],
  [
    "the charge of a call",
    "UPDATE cdr SET charge = charge + 1 WHERE call_id = 'money'",
    /^The charge of an ended call .*was charged 0\.250001, but its transfers add up to 0\.25/m,
  ],
  [
    "a call that is gone",
    "DELETE FROM cdr WHERE call_id = 'money'",
    /^The charge of an ended call .*charged nothing that is known/m,
  ],
  [
    "the minutes of a call",
    "UPDATE cdr SET pool_minutes = 9 WHERE call_id = 'minutes'",
    /^The minutes of an ended call .* took 9 pool minutes, but the pools gave 2/m,
  ],
  [
    "a call that ended and goes on",
    "UPDATE session SET id = (SELECT id FROM cdr WHERE call_id = 'money') WHERE call_id = 'open-money'",
    /^No call is both in progress and ended/m,
  ],
  [
    "a gap among the transfers",
    "DELETE FROM transfer WHERE sequence = 2",
    /^The transfers .* numbered without gaps: .*transfer 2 is missing/m,
  ],
  ["the last transfer", "DELETE FROM transfer WHERE sequence = 8", /^The transfers .*: .*transfer 8 is missing/m],
  [
    "a balance after a transfer",
    "UPDATE transfer SET balance_after = balance_after + 1 WHERE sequence = 2",
    /^The balance after each transfer .*transfer 2 says a balance of 110\.000001, but 110 follows/m,
  ],
  [
    "a debt that nobody made",
    "UPDATE account SET debt = 5000000",
    /^Debt .*: .*the debt is 5, but its transfers add up to 43/m,
  ],
  [
    "a top-up without its lot",
    "UPDATE top_up SET state = 'failed', failure = 'no' WHERE amount = 50000000",
    /^A top-up that succeeded .*over 50 is failed, but credited 50 in 1 lots/m,
  ],
  [
    "money from nowhere",
    "UPDATE transfer SET top_up = NULL WHERE sequence = 1",
    /^Money from a payment provider belongs to a top-up: .*transfer 1 of 50 from cash\/test/m,
  ],
  [
    "money to nowhere",
    "UPDATE transfer SET top_up = NULL WHERE cause = 'refund'",
    /^Money from a payment provider belongs to a top-up: .*transfer 5 of 70 from credits to cash\/test/m,
  ],
  [
    "a refund that nobody paid",
    "UPDATE refund SET state = 'failed', failure = 'no'",
    /^What a provider charged .*of top-up \d+ 70 were charged, but 0 credited, 0 refunded and 0 disputed/m,
  ],
  [
    "a dispute that is forgotten",
    "DELETE FROM dispute",
    /^What a provider charged .*of top-up \d+ 80 were charged, but 37 credited, 0 refunded and 0 disputed/m,
  ],
  [
    "a payment charged twice",
    "UPDATE top_up SET amount = 2 * amount WHERE amount = 80000000",
    /^What a provider charged .*160 were charged, but 37 credited, 0 refunded and 43 disputed/m,
  ],
  [
    "what goes back of a top-up",
    "UPDATE top_up SET returned = 1000000 WHERE amount = 70000000",
    /^What goes back of a top-up .*: .*1 of top-up \d+ goes back, but its refunds and disputes add up to 70/m,
  ],
  [
    "frozen money",
    "UPDATE account SET frozen = frozen - 1, available = available + 1",
    /^Frozen money .*: .*36\.999999 is frozen, but of the lots 37/m,
  ],
  [
    "a lot that stays frozen",
    "UPDATE lot SET frozen = frozen + 1 WHERE frozen > 0; UPDATE account SET frozen = frozen + 1, available = available - 1",
    /^Frozen money .*: .*of lot \d+ 37\.000001 is frozen, but disputes and refunds keep back 37/m,
  ],
  ["an adjustment", "DELETE FROM adjustment", /^Adjustments .*add up to 0, but their transfers to -3/m],
  [
    "the roll-up",
    "UPDATE usage_day SET calls = calls + 1 WHERE destination = 'GB'",
    /^The daily roll-up .*user_out calls to GB on 20.* rolled up as 2 calls, .*recounted as 1/m,
  ],
  [
    "the roll-up by user",
    "UPDATE usage_user_day SET charge = charge + 1 WHERE charge > 0",
    /^The daily roll-up by user .*: .*user_out calls of ann@\S+ on 20.* rolled up as .* recounted as/m,
  ],
  ["a day that is gone from the roll-up", "DELETE FROM usage_day", /^The daily roll-up/m],
])("a mistake in %s is found and named", async (_what, spoil, words) => {
  const { good, lines } = await auditOf(spoil);
  expect(good).toBe(false);
  expect(lines[0]).toBe("The books do not balance.");
  expect(lines.join("\n")).toMatch(words);
});
