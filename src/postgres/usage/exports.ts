/** Exports of the usage report: what was asked for, who is making it, and the pieces of the file. */
import type pg from "pg";
import { timestamp } from "../arrays.ts";
import { inTransaction } from "../transaction.ts";

export interface ExportRow {
  organization: string;
  id: bigint;
  format: "zip" | "xlsx";
  /** Epoch ms; half-open. */
  from: number;
  to: number;
  /** Whoever asked may know whose calls they are. */
  names: boolean;
  /** Part of the address to download it from. */
  token: string;
  state: "running" | "ready" | "failed";
  rows: number;
  expectedRows: number;
  bytes: bigint;
  failure: string | null;
  author: string;
  tries: number;
  createdAt: number;
  finishedAt: number | null;
  /** Of a ready one. */
  expiresAt: number | null;
}

const COLUMNS = `organization, id, format, from_at AS "from", to_at AS "to", names, token, state, rows,
  expected_rows AS "expectedRows", bytes, failure, author, tries, created_at AS "createdAt",
  finished_at AS "finishedAt", expires_at AS "expiresAt"`;

export type NewExport = Pick<
  ExportRow,
  "organization" | "id" | "format" | "from" | "to" | "names" | "token" | "author" | "createdAt"
>;

/** How many rows it will have is what the roll-up counts on its days. */
export async function insertExport(pool: pg.Pool, order: NewExport): Promise<ExportRow> {
  const { rows } = await pool.query<ExportRow>(
    `INSERT INTO usage_export (organization, id, format, from_at, to_at, names, token, author, created_at, state,
       expected_rows)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', (SELECT coalesce(sum(calls), 0) FROM usage_day
       WHERE organization = $1 AND day >= ($4::timestamptz AT TIME ZONE 'UTC')::date
         AND day < $5::timestamptz AT TIME ZONE 'UTC')
     RETURNING ${COLUMNS}`,
    [
      order.organization,
      order.id,
      order.format,
      timestamp(order.from),
      timestamp(order.to),
      order.names,
      order.token,
      order.author,
      timestamp(order.createdAt),
    ],
  );
  return rows[0]!;
}

export async function readExport(pool: pg.Pool, organization: string, id: bigint): Promise<ExportRow | undefined> {
  const text = `SELECT ${COLUMNS} FROM usage_export WHERE organization = $1 AND id = $2`;
  return (await pool.query<ExportRow>(text, [organization, id])).rows[0];
}

/** Newest first, before the id `before`. */
export async function listExports(
  pool: pg.Pool,
  organization: string,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<ExportRow[]> {
  const text = `SELECT ${COLUMNS} FROM usage_export WHERE organization = $1 AND ($2::bigint IS NULL OR id < $2)
    ORDER BY id DESC LIMIT $3`;
  return (await pool.query<ExportRow>(text, [organization, before, limit])).rows;
}

/** So long may a piece take; whoever takes longer is believed dead, and another one begins anew. */
const LEASE = "interval '2 minutes'";

/** The oldest export that nobody is making, now this worker's; what was made of it before is thrown away. */
export const claimExport = (pool: pg.Pool, worker: string): Promise<ExportRow | undefined> =>
  inTransaction(pool, async (client) => {
    const { rows } = await client.query<ExportRow>(
      `UPDATE usage_export SET worker = $1, leased_until = now() + ${LEASE}, tries = tries + 1, rows = 0, bytes = 0
       WHERE (organization, id) = (SELECT organization, id FROM usage_export WHERE state = 'running'
         AND (leased_until IS NULL OR leased_until < now()) ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${COLUMNS}`,
      [worker],
    );
    const [claimed] = rows;
    if (claimed)
      await client.query("DELETE FROM usage_export_piece WHERE organization = $1 AND export = $2", [
        claimed.organization,
        claimed.id,
      ]);
    return claimed;
  });

type Key = Pick<ExportRow, "organization" | "id">;

/** False: it is not this worker's any more. */
export async function addPiece(
  pool: pg.Pool,
  { organization, id }: Key,
  worker: string,
  piece: { seq: number; data: Buffer; rows: number },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH renewed AS (UPDATE usage_export SET rows = $5, bytes = bytes + $6, leased_until = now() + ${LEASE}
       WHERE organization = $1 AND id = $2 AND worker = $3 AND state = 'running' RETURNING id)
     INSERT INTO usage_export_piece (organization, export, seq, data) SELECT $1, id, $4, $7 FROM renewed`,
    [organization, id, worker, piece.seq, piece.rows, piece.data.length, piece.data],
  );
  return rowCount === 1;
}

export async function finishExport(
  pool: pg.Pool,
  { organization, id }: Key,
  worker: string,
  end: { rows: number; at: number; expiresAt: number },
): Promise<void> {
  await pool.query(
    `UPDATE usage_export SET state = 'ready', rows = $4, finished_at = $5, expires_at = $6, leased_until = NULL
     WHERE organization = $1 AND id = $2 AND worker = $3 AND state = 'running'`,
    [organization, id, worker, end.rows, timestamp(end.at), timestamp(end.expiresAt)],
  );
}

/** Gives it up: for good with the reason, else to be begun anew after so many seconds. */
export async function leaveExport(
  pool: pg.Pool,
  { organization, id }: Key,
  worker: string,
  { failure, at, againAfterSeconds }: { failure: string | null; at: number; againAfterSeconds: number },
): Promise<void> {
  await pool.query(
    `UPDATE usage_export SET state = CASE WHEN $4::text IS NULL THEN 'running' ELSE 'failed' END, failure = $4,
       finished_at = CASE WHEN $4::text IS NULL THEN NULL ELSE $5::timestamptz END,
       leased_until = now() + make_interval(secs => $6)
     WHERE organization = $1 AND id = $2 AND worker = $3 AND state = 'running'`,
    [organization, id, worker, failure, timestamp(at), againAfterSeconds],
  );
}

/** The bytes of a ready export, piece by piece. */
export async function* readPieces(pool: pg.Pool, { organization, id }: Key): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq++) {
    const { rows } = await pool.query<{ data: Buffer }>(
      "SELECT data FROM usage_export_piece WHERE organization = $1 AND export = $2 AND seq = $3",
      [organization, id, seq],
    );
    if (!rows[0]) return;
    yield rows[0].data;
  }
}

/** The bytes of what has expired; that it was made stays known. */
export async function dropExpired(pool: pg.Pool, now: number): Promise<void> {
  await pool.query(
    `DELETE FROM usage_export_piece p USING usage_export e
     WHERE p.organization = e.organization AND p.export = e.id AND e.state = 'ready' AND e.expires_at <= $1`,
    [timestamp(now)],
  );
}
