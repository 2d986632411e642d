/** What happened (architecture.md 16), until notices and webhook deliveries are made of it. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface EventRow {
  organization: string;
  id: bigint;
  name: string;
  about: Record<string, string | number | null>;
  /** Epoch ms. */
  at: number;
}

/** Oldest first; those that another process works on are left out until its transaction ends. */
export async function claimEvents(client: pg.ClientBase, limit: number): Promise<EventRow[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT organization, id, name, about, at FROM event WHERE handled_at IS NULL ORDER BY at, id LIMIT $1
     FOR UPDATE SKIP LOCKED`,
    [limit],
  );
  return rows;
}

export async function markHandled(client: pg.ClientBase, events: readonly EventRow[], now: number): Promise<void> {
  await client.query(
    `UPDATE event e SET handled_at = $3 FROM unnest($1::text[], $2::bigint[]) AS h (organization, id)
     WHERE e.organization = h.organization AND e.id = h.id`,
    [events.map(({ organization }) => organization), events.map(({ id }) => id), timestamp(now)],
  );
}

export async function insertEvent(
  client: pg.ClientBase,
  { organization, id, name, about, at }: EventRow,
): Promise<void> {
  await client.query("INSERT INTO event (organization, id, name, about, at) VALUES ($1, $2, $3, $4, $5)", [
    organization,
    id,
    name,
    JSON.stringify(about),
    timestamp(at),
  ]);
}
