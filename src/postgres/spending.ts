/** What was spent, and when: by pieces of ten minutes, for advice and forecast. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface Spent {
  /** Epoch ms: the beginning of the ten minutes. */
  at: number;
  callType: string;
  calls: number;
  charge: bigint;
}

/** Own calls since then. */
export async function readOwnSpending(pool: pg.Pool, organization: string, since: number): Promise<Spent[]> {
  const { rows } = await pool.query<Spent>(
    `SELECT date_bin('10 minutes', authorized_at, 'epoch') AS at, call_type AS "callType", count(*)::int AS calls,
       sum(charge)::bigint AS charge
     FROM cdr WHERE organization = $1 AND authorized_at >= $2 AND month >= date_trunc('month', $2::timestamptz) - interval '1 month'
       AND outcome = 'completed' GROUP BY 1, 2 ORDER BY 1`,
    [organization, timestamp(since)],
  );
  return rows;
}

/** Calls of another provider: what it took in this currency, or what our decks made of it. */
export async function readImportedSpending(
  pool: pg.Pool,
  organization: string,
  { currency, since, before }: { currency: string; since: number; before: number | null },
): Promise<Spent[]> {
  const { rows } = await pool.query<Spent>(
    `SELECT date_bin('10 minutes', started_at, 'epoch') AS at, call_type AS "callType", count(*)::int AS calls,
       sum(coalesce(charge, price))::bigint AS charge
     FROM imported_usage WHERE organization = $1 AND started_at >= $3 AND ($4::timestamptz IS NULL OR started_at < $4)
       AND coalesce(charge, price) IS NOT NULL AND (charge IS NULL OR charge = 0 OR coalesce(currency, $2) = $2)
     GROUP BY 1, 2 ORDER BY 1`,
    [organization, currency, timestamp(since), timestamp(before)],
  );
  return rows;
}
