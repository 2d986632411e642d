/** Whether the sample was loaded: a row beside the other versions, so that it is loaded once. */
import type pg from "pg";

export async function readSampleMark(pool: pg.Pool): Promise<"begun" | "done" | null> {
  const { rows } = await pool.query<{ version: bigint }>("SELECT version FROM settings_version WHERE name = 'sample'");
  const [mark] = rows;
  return mark ? (mark.version === 0n ? "begun" : "done") : null;
}

export async function markSample(pool: pg.Pool, state: "begun" | "done"): Promise<void> {
  await pool.query(
    `INSERT INTO settings_version (name, version) VALUES ('sample', $1)
     ON CONFLICT (name) DO UPDATE SET version = greatest(settings_version.version, excluded.version)`,
    [state === "begun" ? 0 : 1],
  );
}

export async function hasOrganizations(pool: pg.Pool): Promise<boolean> {
  const { rowCount } = await pool.query("SELECT FROM organization LIMIT 1");
  return rowCount === 1;
}
