import { randomUUID } from "node:crypto";
import pg from "pg";

/** What `pg` needs to reach a database: `{connectionString}` for a DATABASE_URL, the fields for the embedded server. */
export type Connection = pg.ClientConfig;
export type Pool = pg.Pool;
export type Client = pg.Client;

export interface PoolOptions {
  /** Most connections at a time, 1 or more. */
  max: number;
  /** Told about a connection that broke while nobody was using it; the next query opens a new one. */
  onError?: (error: Error) => void;
}

const LEAST_VERSION = 15;
/** Of `pg_type`; the driver names no array types. */
const INT8_ARRAY: number = 1016;

/** A pool for everything but the lane. Closing it is up to the caller (`pool.end()`). */
export function createPool(connection: Connection, { max, onError = () => {} }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({ application_name: "talktime", ...connection, types: typesOf(), max });
  // Without these two a database that goes away ends the whole process: an "error" event that nobody listens to throws.
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", onError));
  return pool;
}

/**
 * One direct connection, not yet connected, whose queries are sent without waiting for the answers of those before.
 * The caller listens to "error" and "end", and makes a new one when it breaks: a client can not be connected twice.
 */
export function createClient(connection: Connection): pg.Client {
  return new pg.Client({ application_name: "talktime lane", ...connection, types: typesOf(), pipeline: true });
}

/**
 * Column types as the rest of Talktime wants them, for these connections alone: set globally they would change what
 * other libraries on the same driver get.
 */
function typesOf(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  const { INT8, TIMESTAMPTZ, DATE } = pg.types.builtins;
  const dateOf = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date | number;
  const int8ArrayOf = pg.types.getTypeParser(INT8_ARRAY) as (text: string) => (string | null)[];
  types.setTypeParser(INT8, BigInt);
  types.setTypeParser(INT8_ARRAY, (text) => int8ArrayOf(text).map((item) => (item === null ? null : BigInt(item))));
  // Epoch milliseconds; ±Infinity stays itself.
  types.setTypeParser(TIMESTAMPTZ, (text) => Number(dateOf(text)));
  // 'YYYY-MM-DD': a Date would fall on another day west of Greenwich.
  types.setTypeParser(DATE, (text) => text);
  return types;
}

/**
 * Refuses a database that Talktime can not be correct on: PostgreSQL before 15, or a proxy that hands every
 * transaction to another backend, where the lane's locks and prepared statements would not stay its own.
 * @throws Error that says what to change
 */
export async function assertUsableServer(connection: Connection): Promise<void> {
  const client = new pg.Client(connection);
  client.on("error", () => {});
  await client.connect().catch((error: unknown) => {
    if (connection.connectionString === undefined) throw error;
    throw new Error(`DATABASE_URL leads to no database that lets Talktime in: ${reasonOf(error)}.`, { cause: error });
  });
  try {
    const { rows } = await client.query<{ version: string; number: string; pid: number }>(
      `SELECT current_setting('server_version') AS version,
              current_setting('server_version_num') AS number, pg_backend_pid() AS pid`,
    );
    const { version, number, pid } = rows[0]!;
    if (Number(number) < LEAST_VERSION * 10_000) {
      throw new Error(`DATABASE_URL leads to PostgreSQL ${version}; Talktime needs ${LEAST_VERSION} or newer.`);
    }
    // A server tells its process id when a connection opens; another one here means that a proxy stands between.
    const { processID } = client as pg.Client & { processID: number };
    if (processID !== pid && !(await keepsItsSession(client, connection))) {
      throw new Error(
        "DATABASE_URL leads to a proxy that shares server connections between transactions. Talktime needs " +
          "connections of its own: name the PostgreSQL server itself, or set the proxy to session pooling.",
      );
    }
  } finally {
    await client.end();
  }
}

/** A name with several addresses fails with one error for each, and with no words of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** A proxy that pools by transaction lends this client's backend out as soon as others ask for one. */
async function keepsItsSession(client: pg.Client, connection: Connection): Promise<boolean> {
  const mark = randomUUID();
  const session = `SELECT pg_backend_pid() AS pid, current_setting('talktime.probe', true) AS mark`;
  await client.query("SELECT set_config('talktime.probe', $1, false)", [mark]);
  const before = (await client.query<{ pid: number; mark: string }>(session)).rows[0]!;
  const others = [1, 2, 3].map(() => new pg.Client(connection));
  try {
    for (const other of others) {
      other.on("error", () => {});
      await other.connect();
      await other.query("BEGIN");
      const theirs = (await other.query<{ pid: number; mark: string | null }>(session)).rows[0]!;
      if (theirs.pid === before.pid || theirs.mark === mark) return false;
    }
    const after = (await client.query<{ pid: number; mark: string | null }>(session)).rows[0]!;
    return after.pid === before.pid && after.mark === mark;
  } finally {
    await Promise.all(others.map((other) => other.end()));
  }
}

/**
 * The lane's connection. Its statements find a handful of rows among many by key: without sequential scans, hash and
 * merge joins the planner cannot be led astray by statistics that are old or missing (measured: twice the throughput).
 */
export async function connectLane(connection: Connection): Promise<pg.Client> {
  const client = createClient(connection);
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(`SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
      SET plan_cache_mode = force_generic_plan; SET lock_timeout = '100ms'; SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '30s'`);
    return client;
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
}

/** Waits for every answer before the first error is told: a pipelined connection is not free before. */
export async function allSettled<T extends readonly unknown[]>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(promises);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
}
