/** How long the money lasts, from what was spent: a plain forecast that can be said in a sentence. */

const DAY = 86_400_000;
/** The pace is that of four whole weeks, so that weekends weigh what they weigh. */
export const PACE_DAYS = 28;
/** Four in five times the end falls between the two dates. */
const RANGE = 1.28;
const FURTHEST_DAYS = 400;

export interface Spending {
  /** ms. */
  at: number;
  amount: number;
}

export interface Forecast {
  /** A day, in the account's currency. */
  pace: number;
  /** When it is used up (ms): as it looks, at the earliest, at the latest; undefined: not within about a year. */
  until: number | undefined;
  earliest: number | undefined;
  latest: number | undefined;
  /** What will be left, day by day. */
  band: { x: number; low: number; high: number }[];
}

/** `since`: when the account began, if that is less than four weeks ago. Undefined where nothing was spent. */
export function forecast(
  available: number,
  spendings: readonly Spending[],
  { now, since = 0, days = 30 }: { now: number; since?: number; days?: number },
): Forecast | undefined {
  const counted = Math.min(PACE_DAYS, Math.max(1, Math.ceil((now - since) / DAY)));
  const daily = Array.from({ length: counted }, () => 0);
  for (const { at, amount } of spendings) {
    const ago = Math.floor((now - at) / DAY);
    if (ago >= 0 && ago < counted) daily[ago]! += amount;
  }
  const pace = daily.reduce((sum, spent) => sum + spent, 0) / counted;
  if (pace <= 0) return undefined;
  const deviation = Math.sqrt(daily.reduce((sum, spent) => sum + (spent - pace) ** 2, 0) / counted);
  const used = (n: number, sign: number): number => Math.max(0, n * pace + sign * RANGE * deviation * Math.sqrt(n));
  const endOf = (sign: number): number | undefined => {
    for (let n = 0; n <= FURTHEST_DAYS; n++) if (used(n, sign) >= available) return now + n * DAY;
    return undefined;
  };
  return {
    pace,
    until: endOf(0),
    earliest: endOf(1),
    latest: endOf(-1),
    band: Array.from({ length: days + 1 }, (_, n) => ({
      x: now + n * DAY,
      low: Math.max(0, available - used(n, 1)),
      high: Math.max(0, available - used(n, -1)),
    })),
  };
}
