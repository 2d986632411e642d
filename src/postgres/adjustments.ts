/** Adjustments of the balance by the operator; the row is written in the transaction that moves the money. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";
import type { Statement } from "./top-ups.ts";

export interface AdjustmentRow {
  organization: string;
  id: bigint;
  amount: bigint;
  /** What of the amount moved: a negative one takes at most what is available. */
  applied: bigint;
  reason: string;
  /** Who made it. */
  author: string;
  lot: bigint | null;
  requestHash: string;
  /** Epoch ms. */
  createdAt: number;
}

const COLUMNS = `organization, id, amount, applied, reason, author, lot, request_hash AS "requestHash", created_at AS "createdAt"`;

export const insertAdjustment = (row: AdjustmentRow, idempotencyKey: string | null): Statement => ({
  name: "insert_adjustment",
  text: `INSERT INTO adjustment (organization, id, amount, applied, reason, author, lot, idempotency_key, request_hash,
    created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
  values: [
    row.organization,
    row.id,
    row.amount,
    row.applied,
    row.reason,
    row.author,
    row.lot,
    idempotencyKey,
    row.requestHash,
    timestamp(row.createdAt),
  ],
});

/** The adjustment with this id, or the one made under this key. */
export async function findAdjustment(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  { id, idempotencyKey }: { id: number | null; idempotencyKey: string | null },
): Promise<AdjustmentRow | undefined> {
  const { rows } = await client.query<AdjustmentRow>(
    `SELECT ${COLUMNS} FROM adjustment WHERE organization = $1 AND (id = $2 OR idempotency_key = $3)`,
    [organization, id, idempotencyKey],
  );
  return rows[0];
}
