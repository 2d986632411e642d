/** What expires soon, and the events that say so: each is told once. */
import type pg from "pg";
import type { Event } from "../domain/consequence.ts";
import { timestamp } from "./arrays.ts";

/** Organisations with money in a lot that ends before then. */
export async function listLotsEnding(
  pool: pg.Pool,
  { now, before }: { now: number; before: number },
): Promise<string[]> {
  const { rows } = await pool.query<{ organization: string }>(
    "SELECT DISTINCT organization FROM lot WHERE remaining > 0 AND ends_at > $1 AND ends_at <= $2 ORDER BY organization",
    [timestamp(now), timestamp(before)],
  );
  return rows.map((row) => row.organization);
}

export interface ExpiringCard {
  organization: string;
  timeZone: string;
  id: bigint;
  brand: string | null;
  last4: string | null;
  /** The last day, `2029-04-30`. */
  expires: string;
}

export async function listCardsExpiring(
  pool: pg.Pool,
  { from, to }: { from: string; to: string },
): Promise<ExpiringCard[]> {
  const { rows } = await pool.query<ExpiringCard>(
    `SELECT m.organization, o.time_zone AS "timeZone", m.id, m.brand, m.last4, m.expires
     FROM payment_method m JOIN organization o ON o.id = m.organization
     WHERE m.expires BETWEEN $1 AND $2 ORDER BY m.organization, m.id`,
    [from, to],
  );
  return rows;
}

/** No account changes by it, so it takes no lock. */
export async function insertEventOnce(
  pool: pg.Pool | pg.ClientBase,
  { organization, id, event, at }: { organization: string; id: number; event: Event; at: number },
): Promise<void> {
  await pool.query(
    `INSERT INTO event (organization, id, name, about, once, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (organization, name, once) WHERE once IS NOT NULL DO NOTHING`,
    [organization, id, event.name, JSON.stringify(event.about), event.once, timestamp(at)],
  );
}
