import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { assertUsableServer, createClient, createPool } from "../src/postgres/pool.ts";
import { freshDatabase, type TestDatabase } from "./support/database.ts";

let database: TestDatabase;
let pool: pg.Pool;
let broken: Error[];
beforeEach(async () => {
  database = await freshDatabase();
  broken = [];
  pool = createPool(database.connection, { max: 2, onError: (error) => broken.push(error) });
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

describe("values come back", () => {
  test.each([
    ["an amount", "9007199254740993::int8", 9_007_199_254_740_993n],
    ["no amount", "NULL::int8", null],
    ["amounts", "ARRAY[1, -9007199254740993, NULL]::int8[]", [1n, -9_007_199_254_740_993n, null]],
    ["a moment", "'2026-11-22 14:00:00.125+02'::timestamptz", Date.UTC(2026, 10, 22, 12, 0, 0, 125)],
    ["a moment without end", "'infinity'::timestamptz", Infinity],
    ["a day", "'2026-03-01'::date", "2026-03-01"],
    ["a count", "7::int4", 7],
  ])("%s: %s", async (_what, expression, value) => {
    expect((await pool.query({ text: `SELECT ${expression}`, rowMode: "array" })).rows).toEqual([[value]]);
  });

  test("unchanged on connections that are not ours", async () => {
    const client = new pg.Client(database.connection);
    await client.connect();
    expect((await client.query("SELECT 1::int8 AS amount")).rows).toEqual([{ amount: "1" }]);
    await client.end();
  });
});

test("the lane's client sends queries without waiting for answers, and has the same types", async () => {
  const client = createClient(database.connection);
  await client.connect();
  const answers = await Promise.all([1, 2, 3].map((n) => client.query(`SELECT ${n}::int8 AS amount`)));
  expect(client.pipeline).toBe(true);
  expect(answers.map(({ rows }) => rows)).toEqual([[{ amount: 1n }], [{ amount: 2n }], [{ amount: 3n }]]);
  await client.end();
});

test("a connection that the server ends while idle is told to us, and the next query gets another", async () => {
  const { pid } = (await pool.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]!;
  const other = new pg.Client(database.connection);
  await other.connect();
  await other.query("SELECT pg_terminate_backend($1, 5000)", [pid]);
  await other.end();
  await expect.poll(() => broken.length).toBeGreaterThan(0);
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

test("PostgreSQL itself is accepted as the database", async () => {
  await expect(assertUsableServer(database.connection)).resolves.toBeUndefined();
});
