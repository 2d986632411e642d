import { readdirSync, readFileSync } from "node:fs";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { migrate, migrationsFolder } from "../src/postgres/migrate.ts";
import type { Connection } from "../src/postgres/pool.ts";
import { dumpSchema } from "../src/postgres/schema-dump.ts";
import { emptyDatabase, freshDatabase, type TestDatabase } from "./support/database.ts";

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await emptyDatabase();
  folder = mkdtempSync(join(tmpdir(), "talktime-migrations-"));
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

const write = (name: string, sql: string): void => writeFileSync(join(folder, name), sql);
const silent = (): void => {};

describe("the committed migrations", () => {
  test("are all named by the time they were written, and no two by the same", () => {
    const names = readdirSync(migrationsFolder()).filter((name) => name.endsWith(".sql") && name !== "schema.sql");
    expect(names.filter((name) => !/^20\d{12}_[a-z0-9_-]+\.sql$/.test(name))).toEqual([]);
    expect(new Set(names.map((name) => name.slice(0, 14))).size).toBe(names.length);
  });

  test("make of an empty database exactly the schema in migrations/schema.sql", async () => {
    await migrate(database.connection);
    const committed = readFileSync(join(migrationsFolder(), "schema.sql"), "utf8");
    expect(await dumpSchema(database.connection), "run npm run gen and commit migrations/schema.sql").toBe(committed);
  });

  test("have nothing to do a second time, and the schema of the tests' databases is theirs", async () => {
    await migrate(database.connection);
    expect(await migrate(database.connection)).toEqual([]);
    const clone = await freshDatabase();
    expect(await dumpSchema(clone.connection)).toBe(await dumpSchema(database.connection));
    await clone.drop();
  });
});

describe("migrating", () => {
  test("runs in the order of time, and says what it applied", async () => {
    write("20260102000000_second.sql", "ALTER TABLE bridge ADD name text;");
    write("20260101000000_first.sql", "CREATE TABLE bridge (id int8 PRIMARY KEY);");
    const said: string[] = [];
    await migrate(database.connection, (message) => said.push(message), folder);
    expect(said).toEqual(["Migration 20260101000000_first applied", "Migration 20260102000000_second applied"]);
  });

  test("leaves nothing of a migration that fails, keeps those before it, and goes on once it is mended", async () => {
    write("20260101000000_first.sql", "CREATE TABLE bridge (id int8 PRIMARY KEY);");
    write("20260102000000_second.sql", "CREATE TABLE trunk (id int8); CREATE TABLE bridge (id int8);");
    await expect(migrate(database.connection, silent, folder)).rejects.toThrow(/bridge/);
    expect(await tables(database.connection)).toEqual(["bridge"]);
    write("20260102000000_second.sql", "CREATE TABLE trunk (id int8);");
    expect(await migrate(database.connection, silent, folder)).toEqual(["20260102000000_second"]);
  });

  test("by two processes at once runs each migration once", async () => {
    write("20260101000000_first.sql", "SELECT pg_sleep(0.3); CREATE TABLE bridge (id int8);");
    const both = [1, 2].map(() => migrate(database.connection, silent, folder));
    expect((await Promise.all(both)).flat()).toEqual(["20260101000000_first"]);
  });

  test("refuses a file that it would pass over in silence", async () => {
    write("2026_first.sql", "CREATE TABLE bridge (id int8);");
    await expect(migrate(database.connection, silent, folder)).rejects.toThrow("2026_first.sql");
  });

  test("lets the list of released migrations lie beside them, as CONTRIBUTING.md makes it", async () => {
    write("20260101000000_first.sql", "CREATE TABLE bridge (id int8);");
    write("released.sha256", "0000  20260101000000_first.sql");
    expect(await migrate(database.connection, silent, folder)).toEqual(["20260101000000_first"]);
  });

  test("refuses a database that a newer program has used, and changes nothing", async () => {
    write("20260101000000_first.sql", "CREATE TABLE bridge (id int8);");
    write("20260103000000_third.sql", "ALTER TABLE bridge ADD name text;");
    await migrate(database.connection, silent, folder);
    rmSync(join(folder, "20260103000000_third.sql"));
    await expect(migrate(database.connection, silent, folder)).rejects.toThrow(/newer.*20260103000000_third/);
  });

  test("refuses a migration that was written before one that has run", async () => {
    write("20260102000000_second.sql", "CREATE TABLE bridge (id int8);");
    await migrate(database.connection, silent, folder);
    write("20260101000000_first.sql", "CREATE TABLE trunk (id int8);");
    await expect(migrate(database.connection, silent, folder)).rejects.toThrow("20260101000000_first");
  });
});

describe("the printed schema", () => {
  test.each([
    ["a column's default", "ALTER TABLE lot ALTER remaining SET DEFAULT 1"],
    ["a check", "ALTER TABLE lot ADD CHECK (remaining < 1000)"],
    ["an index", "CREATE INDEX ON lot (remaining)"],
    ["an index's condition", "DROP INDEX lot_open; CREATE UNIQUE INDEX lot_open ON lot (id) WHERE remaining > 1"],
    ["the way of partitioning", "DROP TABLE cdr; CREATE TABLE cdr (at date NOT NULL) PARTITION BY LIST (at)"],
    ["a sequence", "ALTER SEQUENCE lot_block INCREMENT 100"],
    ["a foreign key", "ALTER TABLE lot DROP CONSTRAINT lot_owner_fkey"],
    ["a fill factor", "ALTER TABLE lot SET (fillfactor = 80)"],
    ["an enumeration", "ALTER TYPE state ADD VALUE 'ended'"],
    ["a view", "CREATE OR REPLACE VIEW open_lots AS SELECT id FROM lot WHERE remaining > 5"],
    ["a function", "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2'"],
  ])("shows a change of %s", async (_what, change) => {
    await run(
      database.connection,
      `CREATE TYPE state AS ENUM ('open', 'closed');
       CREATE SEQUENCE lot_block INCREMENT 50;
       CREATE TABLE account (id int8 PRIMARY KEY);
       CREATE TABLE lot (id int8 PRIMARY KEY, owner int8 NOT NULL REFERENCES account, remaining int8 NOT NULL, of state);
       CREATE UNIQUE INDEX lot_open ON lot (id) WHERE remaining > 0;
       CREATE TABLE cdr (at date NOT NULL) PARTITION BY RANGE (at);
       CREATE VIEW open_lots AS SELECT id FROM lot WHERE remaining > 0;
       CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';`,
    );
    const before = await dumpSchema(database.connection);
    await run(database.connection, change);
    expect(await dumpSchema(database.connection)).not.toBe(before);
  });

  test("does not show the month partitions, which come with time", async () => {
    await run(database.connection, "CREATE TABLE cdr (at date NOT NULL PRIMARY KEY) PARTITION BY RANGE (at)");
    const before = await dumpSchema(database.connection);
    await run(
      database.connection,
      "CREATE TABLE cdr_2026_11 PARTITION OF cdr FOR VALUES FROM ('2026-11-01') TO ('2026-12-01')",
    );
    expect(await dumpSchema(database.connection)).toBe(before);
  });
});

async function run(connection: Connection, sql: string): Promise<void> {
  await tables(connection, sql);
}

/** The tables of a database, after a statement that may change them. */
async function tables(connection: Connection, sql = ""): Promise<string[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(sql);
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'pgmigrations' ORDER BY 1",
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
