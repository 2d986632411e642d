/** This week against the last one, from the ledger. */
import type { Transfer } from "../credits/history.ts";
import { isSpending } from "../credits/history.ts";

const DAY = 86_400_000;
const WEEK = 7 * DAY;

export interface Spent {
  hour: number;
  week: number;
  weekBefore: number;
  callsWeek: number;
  callsWeekBefore: number;
  /** The last 14 days, oldest first; `x` is their midnight (ms, UTC). */
  daily: { x: number; amount: number }[];
}

export function spentOf(transfers: readonly Transfer[], now: number): Spent {
  const spendings = transfers
    .filter(isSpending)
    .map(({ at, amount }) => ({ ago: now - Date.parse(at), at: Date.parse(at), amount: Number(amount) }));
  const within = (from: number, to: number) => spendings.filter(({ ago }) => ago >= from && ago < to);
  const sum = (rows: readonly { amount: number }[]): number => rows.reduce((total, { amount }) => total + amount, 0);
  const today = Math.floor(now / DAY);
  return {
    hour: sum(within(0, 3_600_000)),
    week: sum(within(0, WEEK)),
    weekBefore: sum(within(WEEK, 2 * WEEK)),
    callsWeek: within(0, WEEK).length,
    callsWeekBefore: within(WEEK, 2 * WEEK).length,
    daily: Array.from({ length: 14 }, (_, i) => {
      const day = today - 13 + i;
      return { x: day * DAY, amount: sum(spendings.filter(({ at }) => Math.floor(at / DAY) === day)) };
    }),
  };
}
