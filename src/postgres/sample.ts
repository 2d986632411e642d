/** What of the sample was loaded: rows beside the other versions, so that it is loaded once. */
import type pg from "pg";

type Mark = "sample" | "sample-accounts";

export async function readMark(pool: pg.Pool, mark: Mark): Promise<"begun" | "done" | null> {
  const { rows } = await pool.query<{ version: bigint }>("SELECT version FROM settings_version WHERE name = $1", [
    mark,
  ]);
  const [found] = rows;
  return found ? (found.version === 0n ? "begun" : "done") : null;
}

export async function markDone(pool: pg.Pool, mark: Mark): Promise<void> {
  await pool.query(
    "INSERT INTO settings_version (name, version) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET version = 1",
    [mark],
  );
}

/** Marks the sample as begun. @returns when its past ends, epoch ms: `end`, or what it was when it was begun before */
export async function beginSample(pool: pg.Pool, end: number): Promise<number> {
  await pool.query(
    "INSERT INTO settings_version (name, version) VALUES ('sample', 0), ('sample-end', $1) ON CONFLICT DO NOTHING",
    [end],
  );
  const { rows } = await pool.query<{ version: bigint }>(
    "SELECT version FROM settings_version WHERE name = 'sample-end'",
  );
  return Number(rows[0]!.version);
}

export async function hasOrganizations(pool: pg.Pool): Promise<boolean> {
  const { rowCount } = await pool.query("SELECT FROM organization LIMIT 1");
  return rowCount === 1;
}
