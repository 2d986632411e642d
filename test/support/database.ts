import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
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

export async function makeDatabase(server: Connection, { template = "template1" } = {}): Promise<TestDatabase> {
  const name = `talktime_test_${randomUUID().replaceAll("-", "")}`;
  await run(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return {
    name,
    connection: toDatabase(server, name),
    drop: () => run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** `CREATE DATABASE` and `DROP DATABASE` are told to a neighbour, since nobody drops what they are connected to. */
async function run(server: Connection, statement: string): Promise<void> {
  const client = new pg.Client(toDatabase(server, "postgres"));
  client.on("error", () => {}); // a broken connection fails the query that waits for it
  await client.connect();
  try {
    await client.query(statement);
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
