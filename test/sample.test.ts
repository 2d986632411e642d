import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, auditWords } from "../src/engine/audit.ts";
import { startServer, type TestServer } from "./support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ sample: true });
});
afterAll(() => server.close());

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

  test("has calls blocked for seven reasons", async () => {
    const reasons = await sql(
      "SELECT array_agg(DISTINCT refusal ORDER BY refusal) FROM cdr WHERE organization = 'contoso' AND refusal IS NOT NULL",
    );
    expect(reasons).toEqual([
      "DESTINATION_BLOCKED",
      "LICENSE_MISSING",
      "LIMIT_REACHED",
      "NO_RATE",
      "POLICY_BLOCKED",
      "PREMIUM_BLOCKED",
      "UNKNOWN_USER",
    ]);
  });
});
