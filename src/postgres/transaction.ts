/** A transaction on a connection of the pool, for everything that is not of the lane. */
import type pg from "pg";

export type { Pool, PoolClient } from "pg";

/** Two transactions waited for each other, or one had to give way: nothing happened, and trying again is right. */
const WORTH_ANOTHER_TRY = new Set(["40P01", "40001"]);
const MOST_TRIES = 5;

/**
 * At a time, of one pool. They wait for the lock of an organisation that the lane may hold, and the lane reads through
 * the same pool while it holds it: were all connections waiting, neither would ever go on.
 */
const MOST_AT_ONCE = 4;
const gates = new WeakMap<pg.Pool, { inside: number; waiting: (() => void)[] }>();

/**
 * Runs `work` between BEGIN and COMMIT; whatever it throws undoes all of it and is thrown on. It may run more than
 * once, so it must not have effects outside of the database.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const leave = await enter(pool);
  try {
    for (let tries = 1; ; tries++) {
      try {
        return await once(pool, work);
      } catch (error) {
        if (tries === MOST_TRIES || !WORTH_ANOTHER_TRY.has(sqlState(error))) throw error;
      }
    }
  } finally {
    leave();
  }
}

/** Waits for a place, first come first served; the answer gives it to the next. */
async function enter(pool: pg.Pool): Promise<() => void> {
  let gate = gates.get(pool);
  if (!gate) gates.set(pool, (gate = { inside: 0, waiting: [] }));
  const { waiting } = gate;
  if (gate.inside < MOST_AT_ONCE) gate.inside += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  return () => {
    const next = waiting.shift();
    if (next) next();
    else gate.inside -= 1;
  };
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
