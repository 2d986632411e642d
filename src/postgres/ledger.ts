/** The transfers of an organisation as people read them. */
import type pg from "pg";

export interface LedgerRow {
  sequence: bigint;
  from: string;
  to: string;
  amount: bigint;
  cause: string;
  balanceAfter: bigint;
  lot: bigint | null;
  topUp: bigint | null;
  /** The switch's own id of the call. */
  callId: string | null;
  note: string | null;
  /** Epoch ms. */
  at: number;
}

/**
 * Newest first, before the sequence `before`. The call of a transfer is in progress, or ended in the month of the
 * transfer or one of the two before, where a correction may still come to it.
 */
export async function listTransfers(
  pool: pg.Pool,
  organization: string,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<LedgerRow[]> {
  const { rows } = await pool.query<LedgerRow>(
    `SELECT t.sequence, t.from_account AS "from", t.to_account AS "to", t.amount, t.cause,
            t.balance_after AS "balanceAfter", t.lot, t.top_up AS "topUp", coalesce(c.call_id, s.call_id) AS "callId",
            t.note, t.at
     FROM (SELECT *, date_trunc('month', at AT TIME ZONE 'UTC') AS month FROM transfer
           WHERE organization = $1 AND ($2::bigint IS NULL OR sequence < $2) ORDER BY sequence DESC LIMIT $3) t
     LEFT JOIN session s ON s.organization = t.organization AND s.id = t.call
     LEFT JOIN LATERAL (
       SELECT call_id FROM cdr WHERE cdr.organization = t.organization AND cdr.id = t.call AND cdr.month IN
         (t.month::date, (t.month - interval '1 month')::date, (t.month - interval '2 months')::date) LIMIT 1
     ) c ON t.call IS NOT NULL
     ORDER BY t.sequence DESC`,
    [organization, before, limit],
  );
  return rows;
}
