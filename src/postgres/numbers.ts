/** Phone numbers and what they lead to. The organisation is locked by whoever writes here. */
import type pg from "pg";
import type { Carrier, NumberKind, UseType } from "../domain/call-type.ts";

export interface ConferenceBridge {
  id: string;
  displayName: string;
}

export interface VoiceApp {
  id: string;
  kind: "auto-attendant" | "call-queue";
  displayName: string;
  /** Principal name. */
  resourceAccount: string | null;
}

export interface NumberDetails {
  e164: string;
  kind: NumberKind;
  carrier: Carrier;
  useType: UseType;
  /** Principal name, or id of a bridge, attendant or queue; null when unassigned. */
  useId: string | null;
}

type Client = pg.ClientBase | pg.Pool;

/** One page of rows of an organisation, in the order of `key`. */
async function pageOf<Row extends object>(
  pool: pg.Pool,
  from: { columns: string; table: string; key: string },
  organization: string,
  after: string | null,
  limit: number,
): Promise<Row[]> {
  const text = `SELECT ${from.columns} FROM ${from.table} WHERE organization = $1
    AND ($2::text IS NULL OR ${from.key} > $2) ORDER BY ${from.key} LIMIT $3`;
  return (await pool.query<Row>(text, [organization, after, limit])).rows;
}

const BRIDGE = { columns: `id, display_name AS "displayName"`, table: "conference_bridge", key: "id" };

export async function readBridge(
  client: Client,
  organization: string,
  id: string,
): Promise<ConferenceBridge | undefined> {
  const text = `SELECT ${BRIDGE.columns} FROM conference_bridge WHERE organization = $1 AND id = $2`;
  return (await client.query<ConferenceBridge>(text, [organization, id])).rows[0];
}

export const listBridges = (pool: pg.Pool, organization: string, after: string | null, limit: number) =>
  pageOf<ConferenceBridge>(pool, BRIDGE, organization, after, limit);

export async function saveBridge(client: pg.ClientBase, organization: string, bridge: ConferenceBridge): Promise<void> {
  await client.query(
    `INSERT INTO conference_bridge (organization, id, display_name) VALUES ($1, $2, $3)
     ON CONFLICT (organization, id) DO UPDATE SET display_name = EXCLUDED.display_name`,
    [organization, bridge.id, bridge.displayName],
  );
}

const APP = {
  columns: `id, kind, display_name AS "displayName", resource_account AS "resourceAccount"`,
  table: "voice_app",
  key: "id",
};

export async function readVoiceApp(client: Client, organization: string, id: string): Promise<VoiceApp | undefined> {
  const text = `SELECT ${APP.columns} FROM voice_app WHERE organization = $1 AND id = $2`;
  return (await client.query<VoiceApp>(text, [organization, id])).rows[0];
}

export const listVoiceApps = (pool: pg.Pool, organization: string, after: string | null, limit: number) =>
  pageOf<VoiceApp>(pool, APP, organization, after, limit);

export async function saveVoiceApp(client: pg.ClientBase, organization: string, app: VoiceApp): Promise<void> {
  await client.query(
    `INSERT INTO voice_app (organization, id, kind, display_name, resource_account) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (organization, id) DO UPDATE SET kind = EXCLUDED.kind, display_name = EXCLUDED.display_name,
       resource_account = EXCLUDED.resource_account`,
    [organization, app.id, app.kind, app.displayName, app.resourceAccount],
  );
}

/** The use of numbers that lead to this attendant or queue, if any does. */
export async function usedAs(
  client: pg.ClientBase,
  organization: string,
  app: string,
): Promise<{ e164: string; useType: UseType } | undefined> {
  const { rows } = await client.query<{ e164: string; useType: UseType }>(
    `SELECT e164, use_type AS "useType" FROM phone_number WHERE organization = $1
       AND use_type IN ('auto-attendant', 'call-queue') AND use_id = $2 ORDER BY e164 LIMIT 1`,
    [organization, app],
  );
  return rows[0];
}

const NUMBER = {
  columns: `e164, kind, carrier, use_type AS "useType", use_id AS "useId"`,
  table: "phone_number",
  key: "e164",
};

export async function readNumber(
  client: Client,
  organization: string,
  e164: string,
): Promise<NumberDetails | undefined> {
  const text = `SELECT ${NUMBER.columns} FROM phone_number WHERE organization = $1 AND e164 = $2`;
  return (await client.query<NumberDetails>(text, [organization, e164])).rows[0];
}

export const listNumbers = (pool: pg.Pool, organization: string, after: string | null, limit: number) =>
  pageOf<NumberDetails>(pool, NUMBER, organization, after, limit);

/** False: the number belongs to another organisation, and nothing was changed. */
export async function saveNumber(client: pg.ClientBase, organization: string, number: NumberDetails): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO phone_number (e164, organization, kind, carrier, use_type, use_id) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (e164) DO UPDATE SET kind = EXCLUDED.kind, carrier = EXCLUDED.carrier, use_type = EXCLUDED.use_type,
       use_id = EXCLUDED.use_id WHERE phone_number.organization = EXCLUDED.organization`,
    [number.e164, organization, number.kind, number.carrier, number.useType, number.useId],
  );
  return rowCount === 1;
}

export async function deleteNumber(client: pg.ClientBase, organization: string, e164: string): Promise<void> {
  await client.query("DELETE FROM phone_number WHERE organization = $1 AND e164 = $2", [organization, e164]);
}

/** What needs the user: numbers that lead there, attendants and queues that it is the resource account of. */
export async function readSupports(
  client: pg.ClientBase,
  organization: string,
  principalName: string,
): Promise<{ numbers: string[]; voiceApps: string[] }> {
  const { rows } = await client.query<{ numbers: string[]; voiceApps: string[] }>(
    `SELECT ARRAY(SELECT e164 FROM phone_number WHERE organization = $1 AND use_type = 'user' AND use_id = $2
         ORDER BY e164) AS numbers,
       ARRAY(SELECT id FROM voice_app WHERE organization = $1 AND resource_account = $2 ORDER BY id) AS "voiceApps"`,
    [organization, principalName],
  );
  return rows[0]!;
}

/** A number that calls of a user come from: its own, or one of an attendant or queue that it is the account of. */
export interface ServiceLine {
  e164: string;
  carrier: Carrier;
  useType: UseType;
}

export async function readLines(client: Client, organization: string, principalName: string): Promise<ServiceLine[]> {
  const { rows } = await client.query<ServiceLine>(
    `SELECT n.e164, n.carrier, n.use_type AS "useType" FROM phone_number n
     LEFT JOIN voice_app v ON v.organization = n.organization AND v.id = n.use_id
       AND n.use_type IN ('auto-attendant', 'call-queue')
     WHERE n.organization = $1 AND ((n.use_type = 'user' AND n.use_id = $2) OR v.resource_account = $2) ORDER BY n.e164`,
    [organization, principalName],
  );
  return rows;
}

/** A number of a conference bridge: toll where there is one. */
export async function readBridgeNumber(client: Client, organization: string): Promise<string | null> {
  const { rows } = await client.query<{ e164: string }>(
    `SELECT e164 FROM phone_number WHERE organization = $1 AND use_type = 'conference-bridge'
     ORDER BY kind = 'service-toll' DESC, e164 LIMIT 1`,
    [organization],
  );
  return rows[0]?.e164 ?? null;
}
