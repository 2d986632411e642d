/** Work on whole months that one process does at a time. */
import type pg from "pg";

/** Does nothing where another process is at it; `name` is that of the work, in all processes. */
export async function alone(
  pool: pg.Pool,
  name: string,
  work: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  const lock = "hashtext('talktime ' || $1)";
  try {
    const { rows } = await client.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(${lock}) AS locked`, [name]);
    if (!rows[0]!.locked) return;
    try {
      await work(client);
    } finally {
      await client.query(`SELECT pg_advisory_unlock(${lock})`, [name]);
    }
  } finally {
    client.release();
  }
}
