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
  expiresAt: number | null;
  revokedAt: number | null;
  /** Within some minutes. */
  lastUsedAt: number | null;
  /** Since it was exchanged: the former one works until then. */
  oldKeyUntil: number | null;
}

const COLUMNS = `id::text, name, scopes, switch, organization, created_at AS "createdAt", expires_at AS "expiresAt",
  revoked_at AS "revokedAt", last_used_at AS "lastUsedAt", old_key_until AS "oldKeyUntil"`;

export async function insertApiKey(
  client: pg.ClientBase,
  key: Pick<ApiKeyRecord, "id" | "name" | "scopes" | "switch" | "organization" | "createdAt" | "expiresAt">,
  hash: string,
): Promise<ApiKeyRecord> {
  const { rows } = await client.query<ApiKeyRecord>(
    `INSERT INTO api_key (id, name, key_hash, scopes, switch, organization, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${COLUMNS}`,
    [
      key.id,
      key.name,
      hash,
      key.scopes,
      key.switch,
      key.organization,
      timestamp(key.createdAt),
      timestamp(key.expiresAt),
    ],
  );
  return rows[0]!;
}

/** The key of this hash, if it may be used now; `isOld`: by the secret that was exchanged for another one. */
export async function findApiKey(
  pool: pg.Pool,
  hash: string,
  now: number,
): Promise<(ApiKeyRecord & { isOld: boolean }) | undefined> {
  const text = `SELECT ${COLUMNS}, key_hash <> $1 AS "isOld" FROM api_key
    WHERE (key_hash = $1 OR (old_key_hash = $1 AND old_key_until > $2))
      AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`;
  const query = { name: "api_key_by_hash", text, values: [hash, timestamp(now)] };
  return (await pool.query<ApiKeyRecord & { isOld: boolean }>(query)).rows[0];
}

export async function markApiKeyUsed(pool: pg.Pool, id: string, now: number): Promise<void> {
  await pool.query("UPDATE api_key SET last_used_at = greatest(last_used_at, $2) WHERE id = $1", [id, timestamp(now)]);
}

/** `organization` null: of all, and of none. */
export async function listApiKeys(
  pool: pg.Pool,
  { organization, after, limit }: { organization: string | null; after: string | null; limit: number },
): Promise<ApiKeyRecord[]> {
  const text = `SELECT ${COLUMNS} FROM api_key WHERE ($1::text IS NULL OR organization = $1)
    AND ($2::bigint IS NULL OR id > $2) ORDER BY id LIMIT $3`;
  return (await pool.query<ApiKeyRecord>(text, [organization, after, limit])).rows;
}

/** Puts another secret in place; the one before works until `oldUntil`, the one before that no more. */
export async function exchangeApiKey(
  pool: pg.Pool,
  { id, organization }: { id: string; organization: string | null },
  { hash, oldUntil, now }: { hash: string; oldUntil: number; now: number },
): Promise<ApiKeyRecord | undefined> {
  const text = `UPDATE api_key SET key_hash = $3, old_key_hash = key_hash, old_key_until = $4
    WHERE id = $1 AND ($2::text IS NULL OR organization = $2) AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > $5) RETURNING ${COLUMNS}`;
  const values = [id, organization, hash, timestamp(oldUntil), timestamp(now)];
  return (await pool.query<ApiKeyRecord>(text, values)).rows[0];
}

/** Once revoked, the time stays. False: there is no such key. */
export async function revokeApiKey(
  pool: pg.Pool,
  { id, organization }: { id: string; organization: string | null },
  now: number,
): Promise<boolean> {
  const text = `UPDATE api_key SET revoked_at = coalesce(revoked_at, $3)
    WHERE id = $1 AND ($2::text IS NULL OR organization = $2)`;
  return ((await pool.query(text, [id, organization, timestamp(now)])).rowCount ?? 0) > 0;
}
