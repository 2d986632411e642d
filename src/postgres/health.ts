/** What an operator asks the whole database for: what waits, what failed, what is open. One look, some ten milliseconds. */
import type pg from "pg";
import type { Outbox } from "../domain/health.ts";
import { timestamp } from "./arrays.ts";

export interface DatabaseFigures {
  /** Such as `18.1`. */
  version: string;
  sizeBytes: number;
  connections: number;
  calls: {
    inProgress: number;
    /** Of them, ringing. */
    ringing: number;
    /** Holds that lapse, and answered calls that are looked at, within a minute. */
    lapsing: number;
    /** Past their deadline for over a minute. */
    overdue: number;
  };
  events: { waiting: number; dueSince: number | null };
  mails: Outbox;
  webhooks: Outbox;
  payments: {
    /** Top-ups of unknown outcome. */
    unknown: number;
    unknownSince: number | null;
    /** They wait for their payer. */
    requiresAction: number;
    refundsUnknown: number;
    refundsUnknownSince: number | null;
    rechargesOpen: number;
    rechargesPaused: number;
  };
  sweep: { at: number | null; payments: number | null; differences: number };
}

const ROWS = "count(*)";
const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** `table`: mails or deliveries, with the columns that both have. */
const outbox = (table: string): string => `SELECT json_build_object(
    'waiting', ${ROWS} FILTER (WHERE state = 'pending'),
    'dueSince', ${ms("min(next_try_at) FILTER (WHERE state = 'pending' AND next_try_at <= $1)")},
    'retried', ${ROWS} FILTER (WHERE state = 'pending' AND tries > 0),
    'failedLastDay', ${ROWS} FILTER (WHERE state = 'failed'))
  FROM ${table} WHERE state = 'pending' OR (state = 'failed' AND settled_at > $1::timestamptz - interval '1 day')`;

/** `provider`: whose comparison is asked for. */
export async function readFigures(pool: pg.Pool, now: number, provider: string): Promise<DatabaseFigures> {
  const { rows } = await pool.query<DatabaseFigures>(
    `SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS "sizeBytes",
       (SELECT ${ROWS}::int FROM pg_stat_activity WHERE datname = current_database()) AS connections,
       (SELECT json_build_object('inProgress', ${ROWS} FILTER (WHERE state <> 'lapsed'),
          'ringing', ${ROWS} FILTER (WHERE state = 'ringing'),
          'lapsing', ${ROWS} FILTER (WHERE state <> 'lapsed' AND
            LEAST(deadline, lost_at) BETWEEN $1 AND $1::timestamptz + interval '1 minute'),
          'overdue', ${ROWS} FILTER (WHERE LEAST(deadline, lost_at) < $1::timestamptz - interval '1 minute'))
        FROM session) AS calls,
       (SELECT json_build_object('waiting', ${ROWS}, 'dueSince', ${ms("min(at)")}) FROM event
        WHERE handled_at IS NULL) AS events,
       (${outbox("mail")}) AS mails, (${outbox("webhook_delivery")}) AS webhooks,
       (SELECT json_build_object('unknown', ${ROWS} FILTER (WHERE state = 'pending'),
          'unknownSince', ${ms("min(created_at) FILTER (WHERE state = 'pending')")},
          'requiresAction', ${ROWS} FILTER (WHERE state = 'requires-action'))::jsonb
        FROM top_up WHERE state IN ('pending', 'requires-action'))
       || (SELECT json_build_object('refundsUnknown', ${ROWS}, 'refundsUnknownSince', ${ms("min(created_at)")})::jsonb
        FROM refund WHERE state = 'pending')
       || (SELECT json_build_object('rechargesOpen', ${ROWS} FILTER (WHERE recharge_state = 'open'),
          'rechargesPaused', ${ROWS} FILTER (WHERE recharge_state = 'paused'))::jsonb FROM account) AS payments,
       (SELECT json_build_object('at', ${ms("(SELECT at FROM payment_sweep WHERE provider = $2)")},
          'payments', (SELECT payments FROM payment_sweep WHERE provider = $2), 'differences', ${ROWS})
        FROM payment_difference WHERE settled_at IS NULL) AS sweep`,
    [timestamp(now), provider],
  );
  return rows[0]!;
}

/** That the books of a provider were compared, so many payments. */
export async function saveSweep(pool: pg.Pool, provider: string, at: number, payments: number): Promise<void> {
  await pool.query(
    `INSERT INTO payment_sweep (provider, at, payments) VALUES ($1, $2, $3)
     ON CONFLICT (provider) DO UPDATE SET at = EXCLUDED.at, payments = EXCLUDED.payments`,
    [provider, timestamp(at), payments],
  );
}
