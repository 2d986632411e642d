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
 * transfer or one of the two before, where a correction may still come to it. Each month is asked for by itself, and
 * only where the one after it had nothing: so the planner goes to one partition's primary key for each row. A list of
 * months made it look into every partition, some by an index of the whole organisation.
 */
export async function listTransfers(
  pool: pg.Pool,
  organization: string,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<LedgerRow[]> {
  const { rows } = await pool.query<LedgerRow>(
    `SELECT t.sequence, t.from_account AS "from", t.to_account AS "to", t.amount, t.cause,
            t.balance_after AS "balanceAfter", t.lot, t.top_up AS "topUp", t.note, t.at,
            coalesce(
              (SELECT call_id FROM session s WHERE s.organization = t.organization AND s.id = t.call),
              ${endedIn("t.month")}, ${endedIn("t.month - interval '1 month'")}, ${endedIn("t.month - interval '2 months'")}
            ) AS "callId"
     FROM (SELECT *, date_trunc('month', at AT TIME ZONE 'UTC') AS month FROM transfer
           WHERE organization = $1 AND ($2::bigint IS NULL OR sequence < $2) ORDER BY sequence DESC LIMIT $3) t
     ORDER BY t.sequence DESC`,
    [organization, before, limit],
  );
  return rows;
}

const endedIn = (month: string): string =>
  `(SELECT call_id FROM cdr WHERE month = (${month})::date AND organization = t.organization AND id = t.call)`;
