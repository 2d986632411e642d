/** Imports of other providers' call records: the jobs, the saved mappings, and the rows. */
import type pg from "pg";
import { bigintColumn, bulk, bulkQuery, intColumn, textColumn, timeColumn, timestamp } from "./arrays.ts";

/** A row as it was understood. */
export interface PreviewRow {
  line: number;
  startedAt: string;
  durationSeconds: number;
  callType: string;
  from: string;
  to: string;
  user: string | null;
  /** Decimal; absent where the file tells none. */
  charge?: string;
  currency?: string | null;
}

/** A row that was not taken. */
export interface RefusedUsage {
  line: number;
  why: string;
  /** The member of a zip. */
  file?: string;
}

export interface ImportJob {
  organization: string;
  id: bigint;
  fileName: string;
  dryRun: boolean;
  state: "running" | "ready" | "failed";
  /** 0 to 1. */
  progress: number;
  rowsRead: bigint;
  added: bigint;
  alreadyThere: bigint;
  refused: bigint;
  /** The first thousand. */
  refusedRows: RefusedUsage[];
  /** Names of a CSV's columns; null for a zip's. */
  header: string[] | null;
  mapping: object | null;
  preview: PreviewRow[];
  failure: string | null;
  author: string;
  fileHash: string;
  createdAt: number;
  endedAt: number | null;
}

const COLUMNS = `organization, id, file_name AS "fileName", dry_run AS "dryRun", state, progress, rows_read AS "rowsRead",
  added, already_there AS "alreadyThere", refused, refused_rows AS "refusedRows", header, mapping, preview, failure, author,
  file_hash AS "fileHash", created_at AS "createdAt", ended_at AS "endedAt"`;

export type NewImport = Pick<ImportJob, "organization" | "id" | "fileName" | "dryRun" | "author" | "fileHash"> & {
  idempotencyKey: string | null;
  at: number;
};

/** Undefined: the key was used before, and `importOfKey` tells for what. */
export async function insertImport(pool: pg.Pool, job: NewImport): Promise<ImportJob | undefined> {
  const { rows } = await pool.query<ImportJob>(
    `INSERT INTO usage_import (organization, id, file_name, dry_run, state, author, file_hash, idempotency_key, created_at,
       heard_at)
     VALUES ($1, $2, $3, $4, 'running', $5, $6, $7, $8, $8)
     ON CONFLICT (organization, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING ${COLUMNS}`,
    [
      ...[job.organization, job.id, job.fileName, job.dryRun, job.author, job.fileHash, job.idempotencyKey],
      timestamp(job.at),
    ],
  );
  return rows[0];
}

export async function importOfKey(pool: pg.Pool, organization: string, key: string): Promise<ImportJob | undefined> {
  const { rows } = await pool.query<ImportJob>(
    `SELECT ${COLUMNS} FROM usage_import WHERE organization = $1 AND idempotency_key = $2`,
    [organization, key],
  );
  return rows[0];
}

export async function readImport(pool: pg.Pool, organization: string, id: bigint): Promise<ImportJob | undefined> {
  const { rows } = await pool.query<ImportJob>(
    `SELECT ${COLUMNS} FROM usage_import WHERE organization = $1 AND id = $2`,
    [organization, id],
  );
  return rows[0];
}

/** Newest first, before the id `before`. */
export async function listImports(
  pool: pg.Pool,
  organization: string,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<ImportJob[]> {
  const { rows } = await pool.query<ImportJob>(
    `SELECT ${COLUMNS} FROM usage_import WHERE organization = $1 AND ($2::bigint IS NULL OR id < $2)
     ORDER BY id DESC LIMIT $3`,
    [organization, before, limit],
  );
  return rows;
}

export type ImportStanding = Pick<
  ImportJob,
  "progress" | "rowsRead" | "added" | "alreadyThere" | "refused" | "refusedRows" | "header" | "mapping" | "preview"
>;

type ImportKey = Pick<ImportJob, "organization" | "id">;

/** Beside the transaction that writes the rows, so that others see how far it is. */
export async function tellProgress(
  pool: pg.Pool,
  { organization, id }: ImportKey,
  progress: number,
  rowsRead: number,
  at: number,
): Promise<void> {
  await pool.query(
    `UPDATE usage_import SET progress = greatest(progress, $3), rows_read = $4, heard_at = $5
     WHERE organization = $1 AND id = $2 AND state = 'running'`,
    [organization, id, progress, rowsRead, timestamp(at)],
  );
}

/** Beside that transaction as well, since a dry run undoes it. `before`: how many there were of the file. */
export async function insertRefused(
  pool: pg.Pool,
  { organization, id }: ImportKey,
  before: bigint,
  rows: readonly RefusedUsage[],
): Promise<void> {
  await pool.query(
    `INSERT INTO usage_import_refused (organization, import, number, line, why, file)
     SELECT $1, $2, $3::bigint + number, line, why, file
     FROM unnest($4::int[], $5::text[], $6::text[]) WITH ORDINALITY AS row (line, why, file, number)`,
    [organization, id, before, rows.map(({ line }) => line), rows.map(({ why }) => why), rows.map(({ file }) => file)],
  );
}

/** In the order of the file, after the one of that number. */
export async function listRefused(
  pool: pg.Pool,
  { organization, id }: ImportKey,
  { after, limit }: { after: bigint | null; limit: number },
): Promise<(RefusedUsage & { number: bigint })[]> {
  const { rows } = await pool.query<{ number: bigint; line: number; why: string; file: string | null }>(
    `SELECT number, line, why, file FROM usage_import_refused
     WHERE organization = $1 AND import = $2 AND ($3::bigint IS NULL OR number > $3) ORDER BY number LIMIT $4`,
    [organization, id, after, limit],
  );
  return rows.map(({ file, ...row }) => ({ ...row, ...(file !== null && { file }) }));
}

/**
 * In the transaction of the rows, or after it was undone. Nothing changes a job that has ended; nothing is kept of one
 * that failed.
 */
export async function endImport(
  client: pg.ClientBase | pg.Pool,
  { organization, id }: ImportKey,
  end: Partial<ImportStanding> & { failure: string | null; at: number },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `WITH gone AS (DELETE FROM usage_import_refused WHERE $3::text IS NOT NULL AND organization = $1 AND import = $2)
     UPDATE usage_import SET state = CASE WHEN $3::text IS NULL THEN 'ready' ELSE 'failed' END, failure = $3, ended_at = $4,
       progress = CASE WHEN $3::text IS NULL THEN 1 ELSE progress END, rows_read = coalesce($5, rows_read),
       added = coalesce($6, added), already_there = coalesce($7, already_there), refused = coalesce($8, refused),
       refused_rows = coalesce($9::jsonb, refused_rows), mapping = coalesce($10::jsonb, mapping),
       preview = coalesce($11::jsonb, preview), header = coalesce($12::text[], header)
     WHERE organization = $1 AND id = $2 AND state = 'running'`,
    [
      ...[organization, id, end.failure, timestamp(end.at), end.rowsRead, end.added, end.alreadyThere, end.refused],
      ...[json(end.refusedRows), json(end.mapping), json(end.preview), end.header ?? null],
    ],
  );
  return rowCount === 1;
}

const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value));

/** Jobs whose process died: nothing of them was kept. */
export async function failSilentImports(pool: pg.Pool, silentSince: number, why: string, at: number): Promise<number> {
  const { rows } = await pool.query<{ failed: number }>(
    `WITH failed AS (UPDATE usage_import SET state = 'failed', failure = $2, ended_at = $3
         WHERE state = 'running' AND heard_at < $1 RETURNING organization, id),
       gone AS (DELETE FROM usage_import_refused r USING failed f WHERE r.organization = f.organization AND r.import = f.id)
     SELECT count(*)::int AS failed FROM failed`,
    [timestamp(silentSince), why, timestamp(at)],
  );
  return rows[0]!.failed;
}

export interface StoredUsage {
  organization: string;
  import: bigint;
  identity: string;
  startedAt: number;
  seconds: number;
  callType: string;
  callId: string | null;
  from: string;
  to: string;
  user: string | null;
  numberKind: string | null;
  conferenceId: string | null;
  charge: bigint | null;
  currency: string | null;
  price: bigint | null;
}

const INSERT_USAGE = bulk<StoredUsage>(
  "insert_imported_usage",
  [
    textColumn((row) => row.organization),
    textColumn((row) => row.identity),
    bigintColumn((row) => row.import),
    timeColumn((row) => row.startedAt),
    intColumn((row) => row.seconds),
    textColumn((row) => row.callType),
    textColumn((row) => row.callId),
    textColumn((row) => row.from),
    textColumn((row) => row.to),
    textColumn((row) => row.user),
    textColumn((row) => row.numberKind),
    textColumn((row) => row.conferenceId),
    bigintColumn((row) => row.charge),
    textColumn((row) => row.currency),
    bigintColumn((row) => row.price),
  ],
  (unnested) => `INSERT INTO imported_usage (organization, identity, import, started_at, seconds, call_type, call_id,
      from_number, to_number, user_name, number_kind, conference_id, charge, currency, price)
    SELECT * FROM ${unnested} ON CONFLICT (organization, identity) DO NOTHING`,
);

/** How many of them were new. */
export async function insertUsage(client: pg.ClientBase, rows: readonly StoredUsage[]): Promise<number> {
  const { rowCount } = await client.query(bulkQuery(INSERT_USAGE, rows));
  return rowCount ?? 0;
}

/** In the order of time, after the row that `after` names. */
export async function readUsageOf(
  pool: pg.Pool,
  { organization, id }: ImportKey,
  { after, limit }: { after: { startedAt: number; identity: string } | null; limit: number },
): Promise<StoredUsage[]> {
  const { rows } = await pool.query<StoredUsage>(
    `SELECT organization, identity, import, started_at AS "startedAt", seconds, call_type AS "callType", call_id AS "callId",
       from_number AS "from", to_number AS "to", user_name AS "user", number_kind AS "numberKind",
       conference_id AS "conferenceId", charge, currency, price
     FROM imported_usage WHERE organization = $1 AND import = $2
       AND ($3::timestamptz IS NULL OR (started_at, identity) > ($3, $4)) ORDER BY started_at, identity LIMIT $5`,
    [organization, id, timestamp(after?.startedAt ?? null), after?.identity ?? null, limit],
  );
  return rows;
}

export async function putMapping(pool: pg.Pool, organization: string, id: string, mapping: object): Promise<void> {
  await pool.query(
    `INSERT INTO usage_mapping (organization, id, mapping) VALUES ($1, $2, $3)
     ON CONFLICT (organization, id) DO UPDATE SET mapping = excluded.mapping`,
    [organization, id, JSON.stringify(mapping)],
  );
}

export async function readMappings(
  pool: pg.Pool,
  organization: string,
  { id, after, limit }: { id: string | null; after: string | null; limit: number },
): Promise<{ id: string; mapping: object }[]> {
  const { rows } = await pool.query<{ id: string; mapping: object }>(
    `SELECT id, mapping FROM usage_mapping WHERE organization = $1 AND ($2::text IS NULL OR id = $2)
       AND ($3::text IS NULL OR id > $3) ORDER BY id LIMIT $4`,
    [organization, id, after, limit],
  );
  return rows;
}
