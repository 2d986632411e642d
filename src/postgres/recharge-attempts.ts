/** Attempts of auto-recharges, and what they come to in a day and a month. */
import type pg from "pg";
import type { Spent } from "../domain/recharge.ts";
import { timestamp } from "./arrays.ts";
import type { Statement } from "./top-ups.ts";

export interface AttemptRow {
  organization: string;
  id: bigint;
  amount: bigint;
  /** In the organisation's time zone, `2026-11-22`: the day, and its month, whose caps it counts for. */
  day: string;
  state: "open" | "succeeded" | "failed" | "cancelled";
}

const COLUMNS = "organization, id, amount, day, state";

export async function listOpenAttempts(pool: pg.Pool): Promise<AttemptRow[]> {
  const { rows } = await pool.query<AttemptRow>(
    `SELECT ${COLUMNS} FROM recharge_attempt WHERE state = 'open' ORDER BY created_at LIMIT 500`,
  );
  return rows;
}

/** Locks it until the transaction ends: no payment method is tried meanwhile. */
export async function lockAttempt(
  client: pg.ClientBase,
  organization: string,
  id: bigint,
): Promise<AttemptRow | undefined> {
  const { rows } = await client.query<AttemptRow>(
    `SELECT ${COLUMNS} FROM recharge_attempt WHERE organization = $1 AND id = $2 FOR UPDATE`,
    [organization, id],
  );
  return rows[0];
}

/**
 * The attempt's end; one without money gives back what it had reserved of the caps. Ending it again, also in the same
 * transaction, leaves no time of its end, which a CHECK refuses.
 */
export function closeAttempt(
  attempt: AttemptRow,
  end: { state: "succeeded" | "failed" | "cancelled"; failure: string | null; at: number },
): Statement[] {
  const { organization, id, amount, day } = attempt;
  const close: Statement = {
    text: `UPDATE recharge_attempt SET state = $3, failure = $4,
      settled_at = CASE WHEN settled_at IS NULL THEN $5::timestamptz END WHERE organization = $1 AND id = $2`,
    values: [organization, id, end.state, end.failure, timestamp(end.at)],
  };
  const giveBack: Statement = {
    text: "UPDATE recharge_spent SET spent = spent - $2 WHERE organization = $1 AND period IN ($3, $4)",
    values: [organization, amount, ...periodsOf(day)],
  };
  return end.state === "succeeded" ? [close] : [close, giveBack];
}

/** The day and its month, as `recharge_spent.period` names them. */
export const periodsOf = (day: string): [string, string] => [day, day.slice(0, 7)];

export async function readSpent(client: pg.Pool | pg.ClientBase, organization: string, today: string): Promise<Spent> {
  const { rows } = await client.query<{ period: string; spent: bigint }>(
    "SELECT period, spent FROM recharge_spent WHERE organization = $1 AND period = ANY($2::text[])",
    [organization, periodsOf(today)],
  );
  const [day, month] = periodsOf(today).map((name) => rows.find(({ period }) => period === name)?.spent ?? 0n);
  return { day: day!, month: month! };
}
