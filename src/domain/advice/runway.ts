/**
 * How long credits last: they are spent lot by lot in the order in which they are drawn, and what a lot still has when it
 * ends is forfeited, however slow the spending. Amounts are micro-units as numbers, since what is foretold is not exact.
 */
import { DAY_MS, dayNumber } from "./history.ts";

/** What may be spent of a lot, until when (epoch ms). */
export interface FreeLot {
  free: number;
  endsAt: number;
}

/** What is held is on the lots that are drawn first; `lots` are in that order. */
export function freeLots(
  lots: readonly { remaining: bigint | number; frozen?: bigint | number; endsAt: number }[],
  held: bigint,
): FreeLot[] {
  let due = Number(held);
  return lots.map(({ remaining, frozen = 0, endsAt }) => {
    const unfrozen = Number(remaining) - Number(frozen);
    const taken = Math.min(due, unfrozen);
    due -= taken;
    return { free: unfrozen - taken, endsAt };
  });
}

/** What is left at the end of each coming day, the first of which is `today`. `spent`: from now to the end of each. */
export function* leftOf(lots: readonly FreeLot[], spent: Iterable<number>, today: number): Generator<number> {
  const left = lots.map((lot) => ({ ...lot }));
  let day = today;
  let before = 0;
  for (const until of spent) {
    let due = Math.max(0, until - before);
    before = Math.max(until, before);
    let total = 0;
    for (const lot of left) {
      if (lot.endsAt <= day * DAY_MS) lot.free = 0;
      const drawn = Math.min(due, lot.free);
      due -= drawn;
      lot.free = lot.endsAt < (day + 1) * DAY_MS ? 0 : lot.free - drawn;
      total += lot.free;
    }
    yield total;
    day++;
  }
}

/** Nobody can tell further: what was bought today has expired by then. */
export const FURTHEST_DAYS = 367;

/** Whole days until nothing is left at an even pace; null: not within a year. */
export function daysLeft(lots: readonly FreeLot[], perDay: number, now: number): number | null {
  const today = dayNumber(now);
  const partLeft = today + 1 - now / DAY_MS;
  const spent = Array.from({ length: FURTHEST_DAYS }, (_, ahead) => perDay * (ahead + partLeft));
  return daysUntil(leftOf(lots, spent, today), 0);
}

/** Whole days until no more than that is left; null: not within what is foretold. */
export function daysUntil(left: Iterable<number>, limit: number): number | null {
  let ahead = 0;
  for (const rest of left) {
    if (rest <= limit) return ahead;
    ahead++;
  }
  return null;
}
