/** What a batch of the lane writes beside the books: what happened, and what is to be bought. */
import type { Event, Standing } from "../domain/consequence.ts";
import { bigintColumn, boolColumn, bulk, dateColumn, intColumn, jsonColumn, textColumn, timeColumn } from "./arrays.ts";
import { periodsOf } from "./recharge-attempts.ts";

export interface NewAttempt {
  organization: string;
  id: number;
  amount: bigint;
  /** In the organisation's time zone, `2026-11-22`. */
  day: string;
  dailyCap: bigint | null;
  monthlyCap: bigint | null;
}

export const UPDATE_STANDINGS = bulk<{ organization: string; standing: Standing }>(
  "update_standings",
  [
    textColumn((r) => r.organization),
    boolColumn((r) => r.standing.zeroTold),
    textColumn((r) => r.standing.recharge.state),
    textColumn((r) => r.standing.recharge.reason),
    timeColumn((r) => r.standing.recharge.retryAt),
    intColumn((r) => r.standing.recharge.failures),
  ],
  (rows) => `UPDATE account a SET zero_told = n.zero_told, recharge_state = n.state, recharge_reason = n.reason,
    recharge_retry_at = n.retry_at, recharge_failures = n.failures
    FROM ${rows} AS n (organization, zero_told, state, reason, retry_at, failures)
    WHERE a.organization = n.organization`,
);

export const INSERT_ATTEMPTS = bulk<NewAttempt & { at: number }>(
  "insert_recharge_attempts",
  [
    textColumn((r) => r.organization),
    bigintColumn((r) => r.id),
    bigintColumn((r) => r.amount),
    dateColumn((r) => r.day),
    textColumn(() => "open"),
    timeColumn((r) => r.at),
  ],
  (rows) => `INSERT INTO recharge_attempt (organization, id, amount, day, state, created_at) SELECT * FROM ${rows}`,
);

interface Reservation {
  organization: string;
  period: string;
  amount: bigint;
  cap: bigint | null;
}

/** What the attempts take of the caps of their day and month. */
export const reservations = (attempts: readonly NewAttempt[]): Reservation[] =>
  attempts.flatMap(({ organization, amount, day, dailyCap, monthlyCap }) => {
    const [today, month] = periodsOf(day);
    return [
      { organization, period: today, amount, cap: dailyCap },
      { organization, period: month, amount, cap: monthlyCap },
    ];
  });

/** The CHECK of the table refuses what would pass a cap, whatever the lane believed. */
export const ADD_SPENT = bulk<Reservation>(
  "add_recharge_spent",
  [
    textColumn((r) => r.organization),
    textColumn((r) => r.period),
    bigintColumn((r) => r.amount),
    bigintColumn((r) => r.cap),
  ],
  (rows) => `INSERT INTO recharge_spent (organization, period, spent, cap) SELECT * FROM ${rows}
    ON CONFLICT (organization, period) DO UPDATE SET spent = recharge_spent.spent + excluded.spent, cap = excluded.cap`,
);

export const INSERT_EVENTS = bulk<{ organization: string; id: number; event: Event; at: number }>(
  "insert_events",
  [
    textColumn((r) => r.organization),
    bigintColumn((r) => r.id),
    textColumn((r) => r.event.name),
    jsonColumn((r) => JSON.stringify(r.event.about)),
    textColumn((r) => r.event.once),
    timeColumn((r) => r.at),
  ],
  (rows) => `INSERT INTO event (organization, id, name, about, once, at) SELECT * FROM ${rows}
    ON CONFLICT (organization, name, once) WHERE once IS NOT NULL DO NOTHING`,
);
