/**
 * Whether a monthly cap leaves room for the recharges that the present pace asks for until the month's end. A cap that
 * stops them in the middle of a month ends calls that somebody was ready to pay for.
 */
import type { Micros } from "../money.ts";
import type { Expected } from "./forecast.ts";
import { type FreeLot, goneOf } from "./runway.ts";

export interface Recharging {
  available: Micros;
  /** What it consists of. They are drawn, and end, before anything that is bought now. */
  lots: readonly FreeLot[];
  triggerAmount: Micros;
  /** Above zero. */
  rechargeAmount: Micros;
  monthlyCap: Micros | null;
  /** By recharges, in this month so far. */
  bought: Micros;
}

export interface CapOutlook {
  /** Bought in this month by its end, at the present pace. */
  expected: Micros;
  /** The least cap that stops nothing in nine of ten futures (the band's upper edge). */
  advisedCap: Micros;
  /** Days from today until a recharge would pass the cap; null: not in this month. */
  stopsAfterDays: number | null;
}

/** `use`: of all from now, on the day `today`, to the end of each day of the month, in micro-units. */
export function capOutlook(settings: Recharging, use: readonly Expected[], today: number): CapOutlook {
  const { lots, monthlyCap } = settings;
  const gone = (spent: (use: Expected) => number): number[] => [...goneOf(lots, use.map(spent), today)];
  const expected = gone(({ amount }) => amount);
  const stop = monthlyCap === null ? -1 : expected.findIndex((amount) => boughtBy(settings, amount) > monthlyCap);
  return {
    expected: boughtBy(settings, expected.at(-1) ?? 0),
    advisedCap: boughtBy(settings, gone(({ high }) => high).at(-1) ?? 0),
    stopsAfterDays: stop < 0 ? null : stop,
  };
}

/** What is bought in the month when so much more is spent or forfeited: whenever the balance is strictly below the trigger. */
function boughtBy({ available, triggerAmount, rechargeAmount, bought }: Recharging, gone: number): Micros {
  const missing = triggerAmount - available + BigInt(Math.round(gone));
  const times = missing <= 0n ? 0n : (missing + rechargeAmount - 1n) / rechargeAmount;
  return bought + times * rechargeAmount;
}
