/** What the database needs every now and then: partitions for the months to come, and an end for what is of no use. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

/**
 * Gives this month and the next a partition of `cdr` of their own. A month that has rows in the default partition
 * already stays there. @returns the months that could not be given one now, with the reason
 */
export async function ensureCdrPartitions(pool: pg.Pool, now: number): Promise<{ month: string; reason: string }[]> {
  const failed: { month: string; reason: string }[] = [];
  for (const ahead of [0, 1]) {
    const [month, next] = [utcMonth(now, ahead), utcMonth(now, ahead + 1)];
    const name = `cdr_${month.slice(0, 7).replace("-", "_")}`;
    const client = await pool.connect();
    try {
      const { rowCount } = await client.query("SELECT FROM pg_class WHERE oid = to_regclass($1)", [name]);
      if (rowCount === 1) continue;
      // Whoever waits for this lock makes every call wait behind: better to come again later.
      await client.query("SET lock_timeout = '500ms'");
      await client.query(
        `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF cdr FOR VALUES FROM ('${month}') TO ('${next}')
           WITH (autovacuum_vacuum_insert_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0.005)`,
      );
    } catch (error) {
      failed.push({ month, reason: error instanceof Error ? error.message : String(error) });
    } finally {
      await client.query("RESET lock_timeout").catch(() => {});
      client.release();
    }
  }
  return failed;
}

/** First day of the UTC month that is `ahead` months after that moment. */
function utcMonth(at: number, ahead: number): string {
  const date = new Date(at);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1)).toISOString().slice(0, 10);
}

/** Ends that came before any authorisation count for 24 hours (contract.md, release). */
export async function forgetEarlyEnds(pool: pg.Pool, now: number): Promise<void> {
  await pool.query("DELETE FROM early_end WHERE at < $1", [timestamp(now - 86_400_000)]);
}
