/**
 * How long credits last: they are spent lot by lot in the order in which they are drawn, and what a lot still has when it
 * ends is forfeited, however slow the spending. Amounts are micro-units as numbers, since what is foretold is not exact.
 */
import { DAY_MS } from "./history.ts";

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
  for (const { left } of drawn(lots, spent, today)) yield left;
}

/** What is gone by the end of each coming day: spent, or forfeited with a lot that ended; more than there is where more is spent. */
export function* goneOf(lots: readonly FreeLot[], spent: Iterable<number>, today: number): Generator<number> {
  for (const { due, lost } of drawn(lots, spent, today)) yield due + lost;
}

/** `due`: to be spent until then, whether there is enough or not. */
function* drawn(
  lots: readonly FreeLot[],
  spent: Iterable<number>,
  today: number,
): Generator<{ left: number; due: number; lost: number }> {
  const left = lots.map((lot) => ({ ...lot }));
  let day = today;
  let before = 0;
  let lost = 0;
  const forfeit = (lot: FreeLot): void => {
    lost += lot.free;
    lot.free = 0;
  };
  for (const until of spent) {
    let due = Math.max(0, until - before);
    before = Math.max(until, before);
    let total = 0;
    for (const lot of left) {
      if (lot.endsAt <= day * DAY_MS) forfeit(lot);
      const taken = Math.min(due, lot.free);
      due -= taken;
      lot.free -= taken;
      if (lot.endsAt < (day + 1) * DAY_MS) forfeit(lot);
      total += lot.free;
    }
    yield { left: total, due: before, lost };
    day++;
  }
}

/** Nobody can tell further: what was bought today has expired by then. */
export const FURTHEST_DAYS = 367;

/** Whole days until no more than that is left; null: not within what is foretold. */
export function daysUntil(left: Iterable<number>, limit: number): number | null {
  let ahead = 0;
  for (const rest of left) {
    if (rest <= limit) return ahead;
    ahead++;
  }
  return null;
}
