/** API keys: only hashes are kept. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface ApiKeyRecord {
  id: string;
  name: string;
  scopes: string[];
  switch: string | null;
  organization: string | null;
  /** Epoch ms. */
  createdAt: number;
  revokedAt: number | null;
}

const COLUMNS = `id::text, name, scopes, switch, organization, created_at AS "createdAt", revoked_at AS "revokedAt"`;

export async function insertApiKey(
  client: pg.ClientBase,
  key: Omit<ApiKeyRecord, "revokedAt">,
  hash: string,
): Promise<void> {
  await client.query(
    `INSERT INTO api_key (id, name, key_hash, scopes, switch, organization, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [key.id, key.name, hash, key.scopes, key.switch, key.organization, timestamp(key.createdAt)],
  );
}

/** The key of this hash, if it is not revoked. */
export async function findApiKey(pool: pg.Pool, hash: string): Promise<ApiKeyRecord | undefined> {
  const text = `SELECT ${COLUMNS} FROM api_key WHERE key_hash = $1 AND revoked_at IS NULL`;
  return (await pool.query<ApiKeyRecord>({ name: "api_key_by_hash", text, values: [hash] })).rows[0];
}

export async function listApiKeys(pool: pg.Pool, after: string | null, limit: number): Promise<ApiKeyRecord[]> {
  const text = `SELECT ${COLUMNS} FROM api_key WHERE $1::bigint IS NULL OR id > $1 ORDER BY id LIMIT $2`;
  return (await pool.query<ApiKeyRecord>(text, [after, limit])).rows;
}

/** Once revoked, the time stays. False: there is no such key. */
export async function revokeApiKey(pool: pg.Pool, id: string, now: number): Promise<boolean> {
  const text = "UPDATE api_key SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1";
  return ((await pool.query(text, [id, timestamp(now)])).rowCount ?? 0) > 0;
}
