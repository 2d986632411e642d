/** Switches: how each of them works. */
import type pg from "pg";
import type { SwitchProfile } from "../domain/session/types.ts";

export interface SwitchRecord extends SwitchProfile {
  id: string;
  country: string | null;
}

const COLUMNS = `id, country, reports_answer AS "reportsAnswer", can_update AS "canUpdate",
  default_grant_seconds AS "defaultGrantSeconds", maximum_grant_seconds AS "maximumGrantSeconds",
  warn_seconds AS "warnSeconds", tolerance_seconds AS "toleranceSeconds"`;

const INSERT = `INSERT INTO switch (id, country, reports_answer, can_update, default_grant_seconds,
    maximum_grant_seconds, warn_seconds, tolerance_seconds) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

const valuesOf = (record: SwitchRecord): unknown[] => [
  record.id,
  record.country,
  record.reportsAnswer,
  record.canUpdate,
  record.defaultGrantSeconds,
  record.maximumGrantSeconds,
  record.warnSeconds,
  record.toleranceSeconds,
];

export async function readSwitch(client: pg.ClientBase | pg.Pool, id: string): Promise<SwitchRecord | undefined> {
  return (await client.query<SwitchRecord>(`SELECT ${COLUMNS} FROM switch WHERE id = $1`, [id])).rows[0];
}

export async function listSwitches(pool: pg.Pool, after: string | null, limit: number): Promise<SwitchRecord[]> {
  const text = `SELECT ${COLUMNS} FROM switch WHERE $1::text IS NULL OR id > $1 ORDER BY id LIMIT $2`;
  return (await pool.query<SwitchRecord>(text, [after, limit])).rows;
}

export async function saveSwitch(client: pg.ClientBase, record: SwitchRecord): Promise<void> {
  await client.query(
    `${INSERT} ON CONFLICT (id) DO UPDATE SET country = EXCLUDED.country, reports_answer = EXCLUDED.reports_answer,
       can_update = EXCLUDED.can_update, default_grant_seconds = EXCLUDED.default_grant_seconds,
       maximum_grant_seconds = EXCLUDED.maximum_grant_seconds, warn_seconds = EXCLUDED.warn_seconds,
       tolerance_seconds = EXCLUDED.tolerance_seconds`,
    valuesOf(record),
  );
}

export async function createSwitchIfMissing(client: pg.ClientBase, record: SwitchRecord): Promise<void> {
  await client.query(`${INSERT} ON CONFLICT (id) DO NOTHING`, valuesOf(record));
}
