import { afterAll, beforeAll, expect, test } from "vitest";
import { adviseOrganization } from "../src/engine/advise.ts";
import { audit, auditWords } from "../src/engine/audit.ts";
import { chargebackOf, type Dimension, spendOf } from "../src/engine/usage/spend.ts";
import { NO_FILTER, type UsageFilter } from "../src/engine/usage/report.ts";
import { sumFinishedDays } from "../src/postgres/usage/sum-up.ts";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const DECK = [
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to",
  "user_out,44,United Kingdom,GB,geographic,0.015,0.02,60,60,2024-01-01T00:00:00Z,",
].join("\n");
const FIRST = Date.parse("2024-10-29T00:00:00Z");
const DAYS = 100;
const DAY_MS = 86_400_000;
const PEOPLE = ["ann", "ben", "cy"];

let server: TestServer;
let now = FIRST;

/** Calls over the turn of a year, twice a day, by three people of whom one changes the cost centre. */
beforeAll(async () => {
  server = await startServer({ now: () => now });
  const deck = await server.api("POST", "/v1/rate-decks?name=test&currency=USD", DECK, {
    headers: { "content-type": "text/csv" },
  });
  expect(deck.status, JSON.stringify(deck.body)).toBe(201);
  await makeOrganization(server, "contoso", { licenses: ["MCOEV", "MCOPSTN1"] });
  for (const [i, name] of PEOPLE.entries()) await person(name, `center${i}`);
  await credits();
  for (let i = 0; i < 2 * DAYS; i++) {
    now = FIRST + (i * DAY_MS) / 2 + ((i * 7919) % 25_000) * 1000;
    if (i === 133) await person("ann", "another");
    await call(i);
  }
  now = FIRST + DAYS * DAY_MS;
}, 60_000);
afterAll(() => server.close());

async function person(name: string, costCenter: string): Promise<void> {
  const licenses = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];
  const user = { displayName: name, kind: "person", usageLocation: "US", licenses, costCenter };
  const made = await server.api("PUT", `/v1/organizations/contoso/users/${name}@contoso.example`, user);
  expect(made.status, JSON.stringify(made.body)).toBeLessThan(300);
}

async function credits(): Promise<void> {
  const org = "/v1/organizations/contoso";
  const { body: method } = await server.api("POST", `${org}/payment-methods`, { type: "card", token: "tok_visa" });
  const { body } = await server.api("POST", `${org}/top-ups`, { amount: "100", paymentMethod: method.id });
  expect(body.state, JSON.stringify(body)).toBe("succeeded");
}

/** Within the minutes, on credits, or refused since there is no price. */
const numberOf = (i: number): string =>
  i % 4 === 0 ? "+12065550199" : i % 11 === 5 ? "+81312345678" : "+442079460000";

async function begin(i: number): Promise<{ callId: string; granted: boolean }> {
  const about = {
    callId: `call-${i}`,
    user: `${PEOPLE[i % 3]}@contoso.example`,
    from: "+12065550103",
    to: numberOf(i),
  };
  const { status, body } = await server.api("POST", "/v1/calls", about);
  expect(status, JSON.stringify(body)).toBe(about.to.startsWith("+81") ? 403 : 201);
  return { callId: about.callId, granted: status === 201 };
}

async function end(callId: string, usedSeconds: number): Promise<void> {
  const { status, body } = await server.api("POST", `/v1/calls/${callId}/release`, { usedSeconds });
  expect(status, JSON.stringify(body)).toBeLessThan(300);
}

async function call(i: number): Promise<void> {
  const { callId, granted } = await begin(i);
  if (granted) await end(callId, 1 + ((i * 31) % 600));
}

const READER = { names: true };
const PERIODS = [
  ["2024-10-29", "2025-02-06"],
  ["2024-11-01", "2024-12-01"],
  ["2024-11-05", "2025-01-25"],
  ["2024-12-11", "2025-01-01"],
  ["2025-01-01", "2025-02-01"],
  ["2025-01-12", "2025-01-19"],
] as const;
const BY: readonly Dimension[][] = [
  ["user"],
  ["costCenter"],
  ["country", "numberType"],
  ["callType"],
  ["month", "user"],
  [],
];

const MORE: readonly Partial<UsageFilter>[] = [
  {},
  { user: "ann@contoso.example" },
  {},
  { costCenter: "center1", callTypes: ["user_out"] },
];

/** Every report that totals have a part in. */
async function reports(): Promise<Record<string, unknown>> {
  const { engine } = server;
  const found: Record<string, unknown> = {};
  for (const [i, [from, to]] of PERIODS.entries())
    for (const [j, by] of BY.entries()) {
      const more = MORE[(i + j) % MORE.length]!;
      const wanted: UsageFilter = { ...NO_FILTER, from: Date.parse(from), to: Date.parse(to), ...more };
      const { rows, total } = await spendOf(engine, "contoso", wanted, by, READER);
      found[`${from} to ${to} by ${by.join()} of ${JSON.stringify(more)}`] = { rows, total };
    }
  for (const month of ["2024-10", "2024-12", "2025-01"]) found[month] = await chargebackOf(engine, "contoso", month);
  found["advice"] = await adviseOrganization(engine, "contoso", { risk: 0.01, leadHours: 24 });
  return found;
}

/** What totals there are, by state. */
async function states(): Promise<Record<string, string[]>> {
  const { rows } = await server.engine.pool.query<{ state: string; untils: string[] }>(
    "SELECT state, array_agg(until::text ORDER BY until) AS untils FROM usage_summed GROUP BY 1",
  );
  return Object.fromEntries(rows.map(({ state, untils }) => [state, untils]));
}

const auditLines = async (): Promise<string> => auditWords(await audit(server.engine, null)).lines.join("\n");

const OF_2024 = ["2024-11-01", "2024-11-11", "2024-11-21", "2024-12-01", "2024-12-11", "2024-12-21", "2025-01-01"];
const SUMMED = [...OF_2024, "2025-01-11", "2025-01-21", "2025-02-01"];

test("reports and advice are the same with the totals as without", async () => {
  const { pool } = server.engine;
  const plain = await reports();
  await sumFinishedDays(pool, Date.parse("2025-01-01T05:00:00Z"), 1);
  expect(await states(), "calls of the last night may still come").toEqual({ whole: OF_2024.slice(0, -1) });
  expect(await reports()).toEqual(plain);
  await sumFinishedDays(pool, now, 1);
  expect(await states()).toEqual({ whole: SUMMED });
  expect(await reports()).toEqual(plain);
  expect(await auditLines()).toMatch(/^The books balance/);
});

test("a call that ends when its days are summed up is in every report at once, and in the totals of its year anew", async () => {
  const { pool } = server.engine;
  const later = now;
  now = Date.parse("2025-01-15T12:00:00Z");
  const { callId } = await begin(401);
  now = later;
  const before = await reports();
  await end(callId, 600);
  expect(await states()).toEqual({ whole: [...OF_2024, "2025-01-11"], stale: ["2025-01-21", "2025-02-01"] });
  const after = await reports();
  expect(after).not.toEqual(before);
  await sumFinishedDays(pool, now, 1);
  expect(await states()).toEqual({ whole: SUMMED });
  expect(await reports()).toEqual(after);
  expect(await auditLines()).toMatch(/^The books balance/);
});

test("a call that comes while its days are being summed up leaves no total without it", async () => {
  const { pool } = server.engine;
  const later = now;
  now = Date.parse("2024-12-30T12:00:00Z");
  const { callId } = await begin(402);
  now = later;
  await pool.query("UPDATE usage_summed SET state = 'stale'");
  const other = await pool.connect();
  try {
    await other.query("BEGIN; LOCK TABLE usage_ten_minutes IN EXCLUSIVE MODE");
    const summing = sumFinishedDays(pool, now, 1);
    await expect.poll(async () => Object.keys(await states())).toContain("summing");
    await end(callId, 60);
    await other.query("COMMIT");
    await summing;
  } finally {
    other.release(true);
  }
  const { whole, stale } = await states();
  expect(whole).toEqual(OF_2024.slice(0, -1));
  expect(stale).toEqual(["2025-01-01"]);
  const plain = await reports();
  await sumFinishedDays(pool, now, 1);
  expect(await states()).toEqual({ whole: SUMMED });
  expect(await reports()).toEqual(plain);
  expect(await auditLines()).toMatch(/^The books balance/);
});

test.each([
  [
    "UPDATE usage_user_total SET charge = charge + 1 WHERE until = '2024-12-11' AND user_name LIKE 'ben@%'",
    /running totals by user are the sums of their days: .*user_out calls of ben@contoso.example in the year before 2024-12-11/,
  ],
  ["DELETE FROM usage_user_total WHERE until = '2025-01-11'", /running totals by user are .* before 2025-01-11/],
  [
    "UPDATE usage_ten_minutes SET calls = calls + 1",
    /by ten minutes is a recount of the calls: .*summed up as 2 calls/,
  ],
])("the audit finds what is wrong after %s", async (spoil, words) => {
  const { pool } = server.engine;
  await pool.query(spoil);
  expect(await auditLines()).toMatch(words);
  await pool.query("UPDATE usage_summed SET state = 'stale'");
  expect(await auditLines(), "nobody reads what is not whole").toMatch(/^The books balance/);
  await sumFinishedDays(pool, now, 1);
});

test("of an organisation with few calls the days themselves are read", async () => {
  const { pool } = server.engine;
  await pool.query("DELETE FROM usage_summed");
  await sumFinishedDays(pool, now);
  expect(await states()).toEqual({});
});
