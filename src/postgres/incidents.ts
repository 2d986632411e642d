/** Support incidents with what was said about them. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface IncidentMessage {
  id: bigint;
  side: "organization" | "operator";
  author: string;
  message: string;
  /** Epoch ms. */
  at: number;
}

export interface IncidentRow {
  organization: string;
  id: bigint;
  subject: string;
  /** Codes of what stood against the purchase: an allowing settlement lifts these. */
  reasons: string[];
  /** Null until it is settled. */
  allow: boolean | null;
  /** Epoch ms; null: for good. */
  allowedUntil: number | null;
  openedAt: number;
  settledAt: number | null;
}

const COLUMNS = `organization, id, subject, reasons, allow, allowed_until AS "allowedUntil", opened_at AS "openedAt",
  settled_at AS "settledAt"`;

export async function insertIncident(client: pg.ClientBase, incident: IncidentRow): Promise<void> {
  await client.query(
    "INSERT INTO incident (organization, id, subject, reasons, opened_at) VALUES ($1, $2, $3, $4, $5)",
    [incident.organization, incident.id, incident.subject, incident.reasons, timestamp(incident.openedAt)],
  );
}

export async function insertIncidentMessage(
  client: pg.ClientBase | pg.Pool,
  { organization, id }: Pick<IncidentRow, "organization" | "id">,
  message: IncidentMessage,
): Promise<void> {
  await client.query(
    `INSERT INTO incident_message (organization, incident, id, side, author, message, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [organization, id, message.id, message.side, message.author, message.message, timestamp(message.at)],
  );
}

/** A settlement after a settlement is the last word. Reasons that came up since it was opened are added. */
export async function settleIncident(
  client: pg.ClientBase,
  { organization, id }: Pick<IncidentRow, "organization" | "id">,
  end: { allow: boolean; until: number | null; reasons: readonly string[]; at: number },
): Promise<void> {
  await client.query(
    `UPDATE incident SET allow = $3, allowed_until = $4, settled_at = $6,
       reasons = ARRAY(SELECT DISTINCT reason FROM unnest(reasons || $5::text[]) AS reason ORDER BY reason)
     WHERE organization = $1 AND id = $2`,
    [organization, id, end.allow, timestamp(end.until), end.reasons, timestamp(end.at)],
  );
}

/** `organization` null: whosever it is. */
export async function readIncident(
  client: pg.Pool | pg.ClientBase,
  organization: string | null,
  id: bigint,
): Promise<IncidentRow | undefined> {
  const { rows } = await client.query<IncidentRow>(
    `SELECT ${COLUMNS} FROM incident WHERE id = $2 AND ($1::text IS NULL OR organization = $1)`,
    [organization, id],
  );
  return rows[0];
}

/** Oldest first, by the id of their incident. */
export async function readIncidentMessages(
  client: pg.Pool | pg.ClientBase,
  incidents: readonly Pick<IncidentRow, "organization" | "id">[],
): Promise<Map<bigint, IncidentMessage[]>> {
  const { rows } = await client.query<IncidentMessage & { incident: bigint }>(
    `SELECT m.incident, m.id, m.side, m.author, m.message, m.at
     FROM unnest($1::text[], $2::bigint[]) AS k (organization, id)
     JOIN incident_message m ON m.organization = k.organization AND m.incident = k.id ORDER BY m.id`,
    [incidents.map((incident) => incident.organization), incidents.map((incident) => incident.id)],
  );
  const byIncident = new Map<bigint, IncidentMessage[]>(incidents.map(({ id }) => [id, []]));
  for (const { incident, ...message } of rows) byIncident.get(incident)!.push(message);
  return byIncident;
}

/** Newest first, before the id `before`; `organization` null: of all; `settled` null: both. */
export async function listIncidents(
  pool: pg.Pool,
  {
    organization,
    settled,
    before,
    limit,
  }: { organization: string | null; settled: boolean | null; before: bigint | null; limit: number },
): Promise<IncidentRow[]> {
  const { rows } = await pool.query<IncidentRow>(
    `SELECT ${COLUMNS} FROM incident WHERE ($1::text IS NULL OR organization = $1) AND ($2::bigint IS NULL OR id < $2)
       AND ($3::boolean IS NULL OR (settled_at IS NOT NULL) = $3) ORDER BY id DESC LIMIT $4`,
    [organization, before, settled, limit],
  );
  return rows;
}
