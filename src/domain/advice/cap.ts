/**
 * Whether a monthly cap leaves room for the recharges that the present pace asks for until the month's end. A cap that
 * stops them in the middle of a month ends calls that somebody was ready to pay for.
 */
import type { Micros } from "../money.ts";
import type { Expected } from "./forecast.ts";

export interface Recharging {
  available: Micros;
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

/** `use`: of all from now to the end of each day of the month, in micro-units. */
export function capOutlook(settings: Recharging, use: readonly Expected[]): CapOutlook {
  const { monthlyCap } = settings;
  const end = use.at(-1) ?? { amount: 0, high: 0 };
  const stop = monthlyCap === null ? -1 : use.findIndex(({ amount }) => boughtBy(settings, amount) > monthlyCap);
  return {
    expected: boughtBy(settings, end.amount),
    advisedCap: boughtBy(settings, end.high),
    stopsAfterDays: stop < 0 ? null : stop,
  };
}

/** What is bought in the month when so much more is spent: whenever the balance is strictly below the trigger. */
function boughtBy({ available, triggerAmount, rechargeAmount, bought }: Recharging, spent: number): Micros {
  const missing = triggerAmount - available + BigInt(Math.round(spent));
  const times = missing <= 0n ? 0n : (missing + rechargeAmount - 1n) / rechargeAmount;
  return bought + times * rechargeAmount;
}
