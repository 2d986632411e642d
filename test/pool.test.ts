import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  bigintColumn,
  boolColumn,
  bulk,
  bulkQuery,
  dateColumn,
  intColumn,
  jsonColumn,
  textColumn,
  timeColumn,
} from "../src/postgres/arrays.ts";
import { assertUsableServer, createClient, createPool } from "../src/postgres/pool.ts";
import { RoundTrip } from "../src/postgres/round-trip.ts";
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

describe("a round trip of the lane", () => {
  interface Row {
    id: number;
    text: string | null;
    amount: bigint | null;
    at: number | null;
    day: string | null;
    yes: boolean;
    json: string | null;
  }
  const insert = bulk<Row>(
    "insert_things",
    [
      intColumn((r) => r.id),
      textColumn((r) => r.text),
      bigintColumn((r) => r.amount),
      timeColumn((r) => r.at),
      dateColumn((r) => r.day),
      boolColumn((r) => r.yes),
      jsonColumn((r) => r.json),
    ],
    (rows) => `INSERT INTO thing SELECT * FROM ${rows}`,
  );
  const nothing = { text: null, amount: null, at: null, day: null, yes: false, json: null };
  const all = { name: "things", text: "SELECT * FROM thing ORDER BY id", values: [] };
  let client: pg.Client;
  beforeEach(async () => {
    client = createClient(database.connection);
    await client.connect();
    await client.query(`CREATE TEMP TABLE thing (id int PRIMARY KEY, text text, amount bigint, at timestamptz, day date,
      yes bool, json jsonb)`);
  });
  afterEach(() => client.end());

  test("writes rows as they are", async () => {
    const rows: Row[] = [
      {
        id: 1,
        text: `{"a\\,NULL} ü 日本 ${"😀".repeat(30)}`,
        amount: -9_007_199_254_740_993n,
        at: Date.UTC(1969, 6, 20, 20, 17, 40, 125),
        day: "1999-12-31",
        yes: true,
        json: '[{"pool": "ü"}]',
      },
      { id: -2_147_483_648, ...nothing },
      {
        id: 2,
        ...nothing,
        text: "",
        amount: BigInt(Number.MIN_SAFE_INTEGER),
        at: Date.UTC(9999, 0),
        day: "2028-02-29",
      },
      { id: 3, ...nothing, text: "日本" },
    ];
    const trip = new RoundTrip();
    trip.write(insert, rows);
    trip.write(insert, []);
    const read = trip.read(
      { name: "ids", text: "SELECT id, text FROM thing ORDER BY id", values: [] },
      ([id, text]) => [Number(id), text],
    );
    await trip.send(client);
    const byId = [...rows].sort((a, b) => a.id - b.id);
    expect(read).toEqual(byId.map(({ id, text }) => [id, text]));
    const stored = await client.query<Row>("SELECT * FROM thing ORDER BY id");
    expect(stored.rows).toEqual(byId.map((row) => ({ ...row, json: row.json && (JSON.parse(row.json) as unknown) })));
  });

  test("is refused as a whole, and the next one is not", async () => {
    const refused = new RoundTrip();
    refused.run({ name: "BEGIN", text: "BEGIN", values: [] });
    refused.write(insert, [{ id: 1, ...nothing }]);
    refused.write(insert, [{ id: 1, ...nothing }]);
    refused.read(all, (row) => row);
    await expect(refused.send(client)).rejects.toThrow("thing_pkey");
    await client.query("ROLLBACK");
    const next = new RoundTrip();
    next.write(insert, [{ id: 1, ...nothing }]);
    const rows = next.read(all, ([id]) => id);
    expect(await next.send(client)).toBe("SELECT 1");
    expect(rows).toEqual(["1"]);
  });

  test("shares its statements with the driver", async () => {
    await client.query(bulkQuery(insert, [{ id: 1, ...nothing }]));
    const trip = new RoundTrip();
    trip.write(insert, [{ id: 2, ...nothing }]);
    trip.read(all, (row) => row);
    await Promise.all([trip.send(client), client.query(all), client.query(bulkQuery(insert, [{ id: 3, ...nothing }]))]);
    expect((await client.query("SELECT id FROM thing ORDER BY id")).rows).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });
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
