/**
 * What was spent, and when: the history that the advice is drawn from. Amounts are micro-units as plain numbers, since
 * statistics are no bookkeeping: exact up to nine billion units of the currency.
 */
import type { Micros } from "../money.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Calls that cost something, in order of time; those of one minute are one. */
export interface History {
  /** Epoch ms of the first and the last call, those without a charge included. */
  from: number;
  to: number;
  /** All calls, those without a charge included. */
  calls: number;
  /** Epoch ms, ascending. */
  times: readonly number[];
  /** Micro-units above zero, beside `times`. */
  amounts: readonly number[];
  /** Spent in all, by scenario (call type); most first. */
  scenarios: readonly { scenario: string; amount: number }[];
}

/** Takes calls in any order, in memory that grows with the minutes of the history and not with the calls. */
export class HistoryBuilder {
  #from = Infinity;
  #to = -Infinity;
  #calls = 0;
  readonly #minutes = new Map<number, number>();
  readonly #scenarios = new Map<string, number>();

  /** `calls`: how many calls this is the charge of, where somebody has added them up, and `last` when the last began. */
  add(at: number, charge: Micros, scenario: string, { calls = 1, last = at } = {}): void {
    this.#calls += calls;
    this.#from = Math.min(this.#from, at);
    this.#to = Math.max(this.#to, last);
    if (charge <= 0n) return;
    const amount = Number(charge);
    const minute = Math.floor(at / MINUTE_MS);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + amount);
    this.#scenarios.set(scenario, (this.#scenarios.get(scenario) ?? 0) + amount);
  }

  /** Undefined where there was no call at all. */
  history(): History | undefined {
    if (this.#calls === 0) return undefined;
    const minutes = [...this.#minutes].sort(([a], [b]) => a - b);
    return {
      from: this.#from,
      to: this.#to,
      calls: this.#calls,
      times: minutes.map(([minute]) => minute * MINUTE_MS),
      amounts: minutes.map(([, amount]) => amount),
      scenarios: [...this.#scenarios]
        .map(([scenario, amount]) => ({ scenario, amount }))
        .sort((a, b) => b.amount - a.amount || (a.scenario < b.scenario ? -1 : 1)),
    };
  }
}

/** Days since 1970-01-01, by UTC. */
export const dayNumber = (at: number): number => Math.floor(at / DAY_MS);

/** 0 for Monday to 6 for Sunday. */
export const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** How many of a month's last days count as its end. */
export const MONTH_END_DAYS = 3;

/** Whether it is one of the last three days of its month. */
export const isMonthEnd = (day: number): boolean => dayOfMonth(day + MONTH_END_DAYS) <= MONTH_END_DAYS;

/** 1 to 31, by the Gregorian calendar (Howard Hinnant's civil_from_days). */
function dayOfMonth(day: number): number {
  const shifted = day + 719_468;
  const dayOfEra = ((shifted % 146_097) + 146_097) % 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  return dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
}
