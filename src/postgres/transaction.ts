/** A transaction on a connection of the pool, for everything that is not of the lane. */
import type pg from "pg";

export type { Pool, PoolClient } from "pg";

/** Two transactions waited for each other, or one had to give way: nothing happened, and trying again is right. */
const WORTH_ANOTHER_TRY = new Set(["40P01", "40001"]);
const MOST_TRIES = 5;

/**
 * Runs `work` between BEGIN and COMMIT; whatever it throws undoes all of it and is thrown on. It may run more than
 * once, so it must not have effects outside of the database.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (tries === MOST_TRIES || !WORTH_ANOTHER_TRY.has(sqlState(error))) throw error;
    }
  }
}

async function once<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    const { command } = await client.query("COMMIT");
    // After a refused statement PostgreSQL answers COMMIT with ROLLBACK, and without an error.
    if (command !== "COMMIT") throw new Error(`the transaction ended with ${command}`);
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The five characters of PostgreSQL's error, or nothing for an error that is not the database's. */
const sqlState = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
