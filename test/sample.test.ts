import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { pino } from "pino";
import { readConfig } from "../src/config.ts";
import { createPool } from "../src/postgres/pool.ts";
import { loadSample } from "../src/sample.ts";
import { freshDatabase } from "./support/database.ts";
import { startServer, type TestServer } from "./support/server.ts";

const DAY_MS = 86_400_000;

let server: TestServer;
/** When its past ended. */
let now: number;
beforeAll(async () => {
  server = await startServer({ sample: true });
  now = Number(await sql("SELECT version FROM settings_version WHERE name = 'sample-end'"));
});
afterAll(() => server.close());

type Body = Record<string, unknown>;
async function ask(path: string): Promise<Body> {
  const answer = await server.api("GET", `/v1/organizations/${path}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as Body;
}

/** One value of one row; a number as a number. */
async function sql(text: string): Promise<unknown> {
  const { rows } = await server.engine.pool.query<Record<string, unknown>>(text);
  const value = Object.values(rows[0] ?? {})[0];
  return typeof value === "bigint" ? Number(value) : value;
}

const calls = (where: string, organization = "contoso"): Promise<unknown> =>
  sql(`SELECT count(*) FROM cdr WHERE organization = '${organization}' AND ${where}`);

test("its books balance, and nothing is left open", async () => {
  const { good, lines } = auditWords(await audit({ pool: server.engine.pool }, null));
  expect(good, lines.join("\n")).toBe(true);
  expect(await sql("SELECT count(*) FROM session")).toBe(0);
  expect(await sql("SELECT count(*) FROM account WHERE held > 0 OR debt > 0 OR open_calls > 0")).toBe(0);
  expect(await sql("SELECT count(*) FROM event WHERE handled_at IS NULL"), "events without a notice").toBe(0);
});

describe("Contoso", () => {
  test.each([
    ["9,000 or so", "true", 8_000, 11_000],
    ["blocked", "outcome = 'refused'", 40, 400],
    ["never answered", "outcome = 'unanswered'", 100, 2_000],
    ["for free, as nothing prices it", "capability = 'FREECALL' AND charge = 0", 1, 3],
    ["to an emergency number", "call_type = 'user_out' AND call LIKE '%\"911\"%' AND charge = 0", 1, 3],
    ["that a trunk did not take", "call_type = 'dr_out' AND settlement LIKE '%503%' AND outcome = 'unanswered'", 5, 60],
    ["that a pool and the credits pay", "pool_minutes > 0 AND charge > 0 AND call_type = 'user_out'", 1, 3],
    ["to Cuba in one night", "destination = 'CU' AND charge > 0 AND call_id LIKE 'cuba-night-%'", 25, 40],
  ])("has calls: %s", async (_what, where, least, most) => {
    const count = await calls(where);
    expect(count).toBeGreaterThanOrEqual(least);
    expect(count).toBeLessThanOrEqual(most);
  });

  test("has a call that two lots pay", async () => {
    const two = `SELECT FROM transfer WHERE organization = 'contoso' AND cause = 'call' GROUP BY call HAVING count(*) > 1`;
    expect(await sql(`SELECT count(*) FROM (${two}) t`)).toBeGreaterThanOrEqual(1);
  });

  test("has calls blocked for eight reasons", async () => {
    const reasons = await sql(
      "SELECT array_agg(DISTINCT refusal ORDER BY refusal) FROM cdr WHERE organization = 'contoso' AND refusal IS NOT NULL",
    );
    expect(reasons).toEqual([
      "BUDGET_EXCEEDED",
      "DESTINATION_BLOCKED",
      "LICENSE_MISSING",
      "LIMIT_REACHED",
      "NO_RATE",
      "POLICY_BLOCKED",
      "PREMIUM_BLOCKED",
      "UNKNOWN_USER",
    ]);
  });

  test("has money: a promotion is drawn first, then what ends in 14 days; a recharge and a refund stand in its books", async () => {
    const { lots, debt } = await ask("contoso/credits");
    expect(lots).toMatchObject([
      { source: "promotion" },
      { source: "top-up", remaining: "36.2" },
      { source: "auto-recharge" },
      { source: "top-up", granted: "120", remaining: "120" },
    ]);
    const end = Date.parse(String((lots as Body[])[1]!["expiresAt"]));
    expect(Math.ceil((end - now) / DAY_MS)).toBe(14);
    expect(debt).toBe("0");
    expect(await ask("contoso/auto-recharge")).toMatchObject({
      enabled: true,
      triggerAmount: "40",
      rechargeAmount: "120",
      monthlyCap: "600",
      state: "idle",
    });
    const causes = await sql(
      "SELECT array_agg(DISTINCT cause ORDER BY cause) FROM transfer WHERE organization = 'contoso'",
    );
    expect(causes).toEqual(["adjustment", "call", "debt-settled", "promotion", "refund", "top-up"]);
    const failed = await sql("SELECT count(*) FROM top_up WHERE organization = 'contoso' AND state = 'failed'");
    expect(failed, "a recharge that failed").toBeGreaterThanOrEqual(1);
  });

  test("has a Visa ending 4242, and a card that expires this month", async () => {
    const { items } = await ask("contoso/payment-methods");
    const cards = items as Body[];
    expect(cards.map(({ last4 }) => last4)).toEqual(expect.arrayContaining(["4242", "9995"]));
    const expires = cards.find(({ last4 }) => last4 === "9995")!["expires"];
    expect(String(expires).slice(0, 7)).toBe(new Date(now).toISOString().slice(0, 7));
  });

  test.each([
    ["MCOMEETADD", "*", "zone-a", 6900, 5520],
    ["MCOPSTN5", "GB", "domestic", 240, 240],
  ])("has used of the pool %s %s %s: %i minutes, %i", async (capability, country, scope, totalMinutes, usedMinutes) => {
    const pools = (await ask("contoso/pools")) as unknown as Body[];
    const pool = pools.find((one) => one["capability"] === capability && one["country"] === country);
    expect(pool).toMatchObject({ scope, totalMinutes, usedMinutes });
  });

  test("has a budget of which 85 % are spent, and one that is exceeded", async () => {
    const { items } = await ask("contoso/budgets");
    const spent = Object.fromEntries((items as Body[]).map(({ id, percent }) => [id, percent]));
    expect(spent).toEqual({ executive: 85, "sales-eu": expect.toSatisfy((percent: number) => percent > 100) });
  });

  test("has notices of the last days, none of them sent anywhere", async () => {
    const { items } = await ask("contoso/notices?limit=500");
    const notices = items as Body[];
    expect(new Set(notices.map(({ state }) => state))).toEqual(new Set(["captured"]));
    expect(notices.map(({ event }) => event)).toEqual(
      expect.arrayContaining(["pool.80", "pool.100", "lot.expiring", "card.expiring", "recharge.failed", "budget.100"]),
    );
    expect(notices.map(({ language }) => language)).toEqual(expect.arrayContaining(["en", "ja"]));
  });
});

describe("every row of the table of who pays", () => {
  test.each([
    ["1", "call_type = 'user_in' AND charge = 0"],
    ["2", "call_type = 'user_out' AND capability = 'MCOPSTN1' AND pool_minutes > 0"],
    ["3", "call_type = 'user_out' AND capability = 'MCOPSTN8'"],
    ["4", "user_name LIKE 'ann@%' AND capability = 'MCOPSTNPP' AND destination = 'GB'"],
    ["5", "capability = 'MCOPSTN2' AND user_name LIKE 'dan@%' AND destination = 'US'"],
    ["6", "capability = 'MCOPSTN2' AND user_name LIKE 'dan@%' AND destination = 'DE'"],
    ["7", "capability = 'MCOPSTNPP' AND user_name LIKE 'dan@%' AND destination IN ('CK', 'CU')"],
    ["8", "capability = 'MCOPSTN_PAYG_1' AND user_name LIKE 'kate@%' AND charge > 0"],
    ["9", "call_type = 'user_out_conf'"],
    ["10", "call_type = 'user_out_transfer'"],
    ["11", "call_type = 'user_out_forwarding'"],
    ["12", "call_type = 'conf_in' AND capability = 'MCOMEETADD' AND charge = 0"],
    ["13", "call_type = 'conf_in' AND capability = 'MCOMEETACPEA' AND charge > 0"],
    ["14", "call_type = 'conf_in' AND capability = 'MCOPSTNPP' AND charge > 0"],
    ["14b, into an own premium number", "call_type = 'conf_in' AND call LIKE '%+449098790150%' AND charge = 0"],
    ["15", "call_type = 'conf_out' AND capability = 'MCOMEETADD' AND pool_minutes > 0"],
    ["16", "call_type = 'conf_out' AND capability = 'MCOPSTNPP' AND destination = 'ZW' AND user_name LIKE 'olga@%'"],
    ["16, also for an organiser there", "call_type = 'conf_out' AND destination = 'ZW' AND user_name LIKE 'tendai@%'"],
    ["17", "capability = 'MCOMEETADD_DIALOUT_US'"],
    ["18", "call_type = 'conf_out' AND capability = 'MCOMEETACPEA' AND charge > 0"],
    ["19, blocked", "call_type = 'conf_out' AND refusal = 'PREMIUM_BLOCKED'"],
    ["19, allowed for a day", "call LIKE '%+449098790123%' AND charge > 0"],
    ["20", "call_type = 'ucap_in' AND capability = 'MCOEV_VIRTUALUSER' AND charge = 0"],
    ["21", "call_type = 'ucap_in' AND capability = 'MCOPSTNPP' AND charge > 0"],
    ["22", "call_type = 'ucap_out' AND capability = 'MCOPSTN_PAYG_1' AND charge > 0"],
    ["22, without its licences", "call_type = 'ucap_out' AND refusal = 'LICENSE_MISSING'"],
    ["23", "call_type = 'dr_out_bot' AND charge = 0"],
    ["24", "call_type = 'unassigned_in' AND charge = 0"],
    ["24, toll-free", "call_type = 'unassigned_in' AND charge > 0"],
    ["27", "call_type LIKE '%emergency_out' AND charge = 0"],
    ...[
      "in",
      "out",
      "out_user_conf",
      "out_user_forwarding",
      "out_user_transfer",
      "in_bot",
      "out_bot",
      "unassigned_in",
    ].flatMap((type) => [
      ["25", `call_type = 'dr_${type}' AND charge = 0`] as [string, string],
      ["26", `call_type = 'oc_${type}' AND charge = 0`] as [string, string],
    ]),
  ])("%s: %s", async (_row, where) => {
    expect(await calls(where)).toBeGreaterThanOrEqual(1);
  });
});

describe("the others", () => {
  test("Fabrikam may not buy, and has asked why", async () => {
    expect(await ask("fabrikam/eligibility")).toMatchObject({ eligible: false, reasons: [{ code: "REGION_CLASH" }] });
    expect(await ask("fabrikam/incidents")).toMatchObject({ items: [{ state: "open" }] });
  });

  test("Northwind is to be billed afterwards, with its recharge left on", async () => {
    expect(await ask("northwind/credits")).toMatchObject({ mode: "draining", autoRecharge: { enabled: true } });
    expect(await ask("northwind/eligibility")).toMatchObject({ reasons: [{ code: "POST_USAGE_ONLY" }] });
  });

  test("Tailspin has spent its yen", async () => {
    expect(await ask("tailspin/credits")).toMatchObject({ currency: "JPY", balance: "0" });
    expect(await calls("refusal = 'OUT_OF_CREDIT'", "tailspin")).toBeGreaterThanOrEqual(1);
  });

  test("what is left at Adventure Works ends in three days", async () => {
    const { lots } = await ask("adventure-works/credits");
    const end = Date.parse(String((lots as Body[])[0]!["expiresAt"]));
    expect(Math.ceil((end - now) / DAY_MS)).toBe(3);
    expect(lots).toHaveLength(1);
    // However little it spends: that is what its forecast says, by UTC days from when it is asked.
    const forecast = await ask("adventure-works/credits/forecast");
    const days = Math.floor(end / DAY_MS) - Math.floor(Date.parse(String(forecast["at"])) / DAY_MS);
    expect(forecast).toMatchObject({ daysLeft: { expected: days, least: days, most: days } });
  });
});

test("cut short and begun again, later, it is the same", async () => {
  const database = await freshDatabase();
  const load = (change: Parameters<typeof loadSample>[3]) =>
    loadSample(readConfig({}, "/nonexistent"), database, pino({ level: "silent" }), change);
  const cut = load({
    now,
    change: (asked) => (request) =>
      JSON.stringify(request.body ?? "").includes('"triggerAmount":"40"')
        ? Promise.reject(new Error("the power went"))
        : asked(request),
  });
  await expect(cut).rejects.toThrow("the power went");
  await load({ now: now + 3_600_000 });
  await load({ now: now + 7_200_000 });

  const pool = createPool(database.connection, { max: 1, onError: () => {} });
  const same = [
    "SELECT call_id, authorized_at, ended_at, outcome, refusal, charge, capability FROM cdr ORDER BY switch, call_id",
    "SELECT organization, granted, remaining, source, purchased_at, ends_at FROM lot ORDER BY 1, 5",
    "SELECT organization, cause, amount, balance_after, at FROM transfer ORDER BY organization, sequence",
    "SELECT organization, month, id, total_minutes, used_minutes FROM pool ORDER BY 1, 2, 3",
  ];
  try {
    for (const text of same) expect((await pool.query(text)).rows).toEqual((await server.engine.pool.query(text)).rows);
  } finally {
    await pool.end();
    await database.drop();
  }
});
