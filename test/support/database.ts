import { randomUUID } from "node:crypto";
import pg from "pg";
import { pino } from "pino";
import { inject } from "vitest";
import { readConfig } from "../../src/config.ts";
import { loadSample } from "../../src/sample.ts";
import type { Connection } from "../../src/postgres/pool.ts";

/** How to reach the one server of a test run; see database-setup.ts, which starts it. */
export interface TestServer {
  /** Of a user that may make databases. */
  connection: Connection;
  /** The migrated database to clone. */
  template: string;
}

declare module "vitest" {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

export interface TestDatabase {
  name: string;
  connection: Connection;
  /** Ends connections that are still open, too. */
  drop: () => Promise<void>;
}

/** A migrated database of the test's own, without any rows but those of the migrations. */
export const freshDatabase = (): Promise<TestDatabase> =>
  makeDatabase(inject("testServer").connection, { template: inject("testServer").template });

/** A database of the test's own, without any tables. */
export const emptyDatabase = (): Promise<TestDatabase> => makeDatabase(inject("testServer").connection);

/** Any number: whoever holds it makes the sample, or finds it made. */
const SAMPLE_LOCK = 4_711;

export const sampleName = (template: string): string => `${template}_sample`;

/** A database of the test's own with the sample loaded: the first of a run to ask loads it, for all. */
export async function sampleDatabase(): Promise<TestDatabase> {
  const { connection, template } = inject("testServer");
  const name = sampleName(template);
  await asNeighbour(connection, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [SAMPLE_LOCK]);
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 1) return;
    const made = await makeDatabase(connection, { template });
    const config = readConfig({}, "/nonexistent");
    await loadSample(config, { connection: made.connection }, pino({ level: "silent" }));
    await client.query(`ALTER DATABASE ${made.name} RENAME TO ${name}`);
  });
  return makeDatabase(connection, { template: name });
}

export async function makeDatabase(server: Connection, { template = "template1" } = {}): Promise<TestDatabase> {
  const name = `talktime_test_${randomUUID().replaceAll("-", "")}`;
  await run(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    name,
    connection: toDatabase(server, name),
    drop: () => dropDatabase(server, name),
  };
}

export const dropDatabase = (server: Connection, name: string): Promise<void> =>
  run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);

/** `CREATE DATABASE` and `DROP DATABASE` are told to a neighbour, since nobody drops what they are connected to. */
const run = (server: Connection, statement: string): Promise<void> =>
  asNeighbour(server, async (client) => {
    await client.query(statement);
  });

async function asNeighbour(server: Connection, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(toDatabase(server, "postgres"));
  client.on("error", () => {}); // a broken connection fails the query that waits for it
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function toDatabase(server: Connection, database: string): Connection {
  if (server.connectionString === undefined) return { ...server, database };
  const url = new URL(server.connectionString);
  url.pathname = `/${database}`;
  return { ...server, connectionString: url.href };
}
