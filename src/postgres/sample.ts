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

export async function setMark(pool: pg.Pool, mark: Mark, state: "begun" | "done"): Promise<void> {
  await pool.query(
    `INSERT INTO settings_version (name, version) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET version = greatest(settings_version.version, excluded.version)`,
    [mark, state === "begun" ? 0 : 1],
  );
}

export async function hasOrganizations(pool: pg.Pool): Promise<boolean> {
  const { rowCount } = await pool.query("SELECT FROM organization LIMIT 1");
  return rowCount === 1;
}
