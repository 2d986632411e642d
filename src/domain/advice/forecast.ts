/**
 * Where a balance or a pool is heading: every coming day costs what its weekday usually does, with a band that eight of
 * ten futures stay in. The band widens with the days ahead and with how little is known: the spread of single days,
 * and the doubt about their mean.
 */
import { DAY_MS, dayNumber, isMonthEnd, weekday } from "./history.ts";
import { daysUntil, type FreeLot, FURTHEST_DAYS, leftOf } from "./runway.ts";
import { rhythmOf } from "./season.ts";

/** What was used on whole days, in any unit: micro-units of money, or minutes. */
export interface DailyUse {
  /** Days since 1970 of the first one. */
  firstDay: number;
  amounts: readonly number[];
}

export interface Expected {
  /** Of all from now to the end of a day. */
  amount: number;
  low: number;
  high: number;
}

/** With less than a week nothing is known of a weekday. */
export const LEAST_DAYS_TO_FORECAST = 7;
/** Eight of ten lie within so many standard deviations. */
const BAND = 1.2816;

/** What a day is expected to use, and how far single days stray from that. */
export interface Pace {
  of: (day: number) => number;
  spread: number;
  days: number;
}

export function paceOf({ firstDay, amounts }: DailyUse): Pace {
  if (amounts.length === 0) return { of: () => 0, spread: 0, days: 0 };
  const { weekdays, monthEnd } = rhythmOf(
    amounts.map((amount) => Math.max(0, amount)),
    firstDay,
  );
  const of = (day: number): number => weekdays[weekday(day)]! * (isMonthEnd(day) ? monthEnd : 1);
  const squares = amounts.reduce((total, amount, i) => total + (amount - of(firstDay + i)) ** 2, 0);
  return { of, spread: Math.sqrt(squares / Math.max(1, amounts.length - 1)), days: amounts.length };
}

/** From a moment, `today` and the part of it that is left, to the end of each coming day. */
export function* expectedUse(pace: Pace, today: number, partLeft: number): Generator<Expected> {
  let amount = 0;
  for (let ahead = 0; ahead < FURTHEST_DAYS; ahead++) {
    amount += pace.of(today + ahead) * (ahead === 0 ? partLeft : 1);
    const days = ahead + partLeft;
    const doubt = BAND * pace.spread * Math.sqrt(days + days ** 2 / Math.max(1, pace.days));
    yield { amount, low: Math.max(0, amount - doubt), high: amount + doubt };
  }
}

/** Whole days until nothing is left, no matter what is bought; null: not within so many days. */
export function daysLeft(
  lots: readonly FreeLot[],
  pace: Pace,
  { now, within = FURTHEST_DAYS }: { now: number; within?: number },
): number | null {
  const today = dayNumber(now);
  const expected = expectedUse(pace, today, today + 1 - now / DAY_MS);
  return daysUntil(leftOf(lots, amountsOf(expected, within), today), 0);
}

function* amountsOf(expected: Iterable<Expected>, days: number): Generator<number> {
  let ahead = 0;
  for (const { amount } of expected) {
    if (ahead++ >= days) return;
    yield amount;
  }
}
