/** The audit log: chains of entries that are only ever added to. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface AuditEntry {
  /** Empty: the installation. */
  organization: string;
  sequence: bigint;
  /** Epoch ms. */
  at: number;
  /** `operator`, or the id of the API key or account; and as people know it. */
  actor: string;
  name: string;
  /** IP address. */
  address: string;
  /** Method and pattern of the address, and in words. */
  action: string;
  words: string;
  /** The address itself. */
  subject: string;
  /** JSON. */
  asked: string | null;
  before: string | null;
  after: string | null;
  hash: string;
}

const COLUMNS = "organization, sequence, at, actor, name, address, action, words, subject, asked, before, after, hash";

/** Locks the end of the chain until the transaction ends. */
export async function lockAuditChain(
  client: pg.ClientBase,
  organization: string,
): Promise<Pick<AuditEntry, "sequence" | "hash">> {
  await client.query(
    "INSERT INTO audit_chain (organization, sequence, hash) VALUES ($1, 0, '') ON CONFLICT DO NOTHING",
    [organization],
  );
  const text = "SELECT sequence, hash FROM audit_chain WHERE organization = $1 FOR UPDATE";
  return (await client.query<Pick<AuditEntry, "sequence" | "hash">>(text, [organization])).rows[0]!;
}

export async function appendAuditEntry(client: pg.ClientBase, entry: AuditEntry): Promise<void> {
  const { organization, sequence, at, actor, name, address, action, words, subject, asked, before, after, hash } =
    entry;
  const about = [actor, name, address, action, words, subject, asked, before, after, hash];
  await client.query(
    `INSERT INTO audit_entry (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [organization, sequence, timestamp(at), ...about],
  );
  await client.query("UPDATE audit_chain SET sequence = $2, hash = $3 WHERE organization = $1", [
    organization,
    sequence,
    hash,
  ]);
}

/** A change that is being made, as far as it can be told before. */
export type BegunEntry = Omit<AuditEntry, "sequence" | "hash" | "after">;

export async function insertBegun(pool: pg.Pool, id: number, begun: BegunEntry): Promise<void> {
  const { organization, at, actor, name, address, action, words, subject, asked, before } = begun;
  await pool.query(
    `INSERT INTO audit_begun (id, organization, at, actor, name, address, action, words, subject, asked, before)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [id, organization, timestamp(at), actor, name, address, action, words, subject, asked, before],
  );
}

/** False: there is none any more. */
export async function deleteBegun(client: pg.Pool | pg.ClientBase, id: number | bigint): Promise<boolean> {
  return (await client.query("DELETE FROM audit_begun WHERE id = $1", [id])).rowCount === 1;
}

/** The oldest first. */
export async function listBegun(
  pool: pg.Pool,
  { before, limit }: { before: number; limit: number },
): Promise<(BegunEntry & { id: bigint })[]> {
  const { rows } = await pool.query<BegunEntry & { id: bigint }>(
    `SELECT id, organization, at, actor, name, address, action, words, subject, asked, before FROM audit_begun
     WHERE at < $1 ORDER BY at LIMIT $2`,
    [timestamp(before), limit],
  );
  return rows;
}

export interface AuditFilter {
  organization: string;
  /** Of the actor's id or name, of the action's pattern or words: what they hold. */
  actor?: string | undefined;
  action?: string | undefined;
  /** Epoch ms: from included, to not. */
  from?: number | undefined;
  to?: number | undefined;
}

/** Newest first, before the sequence `before`. */
export async function listAuditEntries(
  pool: pg.Pool,
  { organization, actor, action, from, to }: AuditFilter,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<AuditEntry[]> {
  const { rows } = await pool.query<AuditEntry>(
    `SELECT ${COLUMNS} FROM audit_entry WHERE organization = $1 AND ($2::bigint IS NULL OR sequence < $2)
       AND ($3::text IS NULL OR actor = $3 OR position(lower($3) IN lower(name)) > 0)
       AND ($4::text IS NULL OR position(lower($4) IN lower(action || ' ' || words)) > 0)
       AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
     ORDER BY sequence DESC LIMIT $7`,
    [organization, before, actor ?? null, action ?? null, timestamp(from ?? null), timestamp(to ?? null), limit],
  );
  return rows;
}

/** In the order of the chain. */
export async function readAuditChain(
  pool: pg.Pool,
  organization: string,
  { after, limit }: { after: bigint; limit: number },
): Promise<AuditEntry[]> {
  const text = `SELECT ${COLUMNS} FROM audit_entry WHERE organization = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`;
  return (await pool.query<AuditEntry>(text, [organization, after, limit])).rows;
}

/** Where each chain ends; `organization` null: all of them. An entry without a chain counts as one that ends at 0. */
export async function listAuditChains(
  pool: pg.Pool,
  organization: string | null,
): Promise<Pick<AuditEntry, "organization" | "sequence" | "hash">[]> {
  const { rows } = await pool.query<Pick<AuditEntry, "organization" | "sequence" | "hash">>(
    `SELECT organization, coalesce(c.sequence, 0) AS sequence, coalesce(c.hash, '') AS hash FROM audit_chain c
       FULL JOIN (SELECT DISTINCT organization FROM audit_entry) e USING (organization)
     WHERE $1::text IS NULL OR organization = $1 ORDER BY organization`,
    [organization],
  );
  return rows;
}
