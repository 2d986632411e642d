/** Where the balance and the month's pools are heading (by UTC days, as the roll-up has them). */
import { capOutlook } from "../domain/advice/cap.ts";
import {
  type DailyUse,
  type Expected,
  expectedUse,
  LEAST_DAYS_TO_FORECAST,
  type Pace,
  paceOf,
} from "../domain/advice/forecast.ts";
import { DAY_MS, dayNumber } from "../domain/advice/history.ts";
import { daysUntil, type FreeLot, freeLots, leftOf } from "../domain/advice/runway.ts";
import type { Micros } from "../domain/money.ts";
import { readUsedByDay, type UsedOnDay } from "../postgres/spending.ts";
import type { AutoRecharge } from "../domain/recharge.ts";
import { autoRechargeOf } from "./auto-recharge.ts";
import { creditsOf, type PoolView, poolsOf } from "./balance.ts";
import { periodEnd } from "./calendar.ts";
import type { Engine } from "./engine.ts";
import { historySince, nameOfDay, wholeDays } from "./pace.ts";

/** Four whole weeks, so that weekends weigh what they weigh. */
const PACE_DAYS = 28;

/** Whole days; null: not within a year. `least` by the dear edge of the band, `most` by the cheap. */
interface DaysLeft {
  expected: number | null;
  least: number | null;
  most: number | null;
}

export interface DateRange {
  expected: string | null;
  earliest: string | null;
  latest: string | null;
}

export interface Forecast {
  currency: string;
  at: number;
  available: Micros;
  /** Whole days of calls that it rests on. */
  days: number;
  /** Null where less than a week is known. */
  balance: {
    daysLeft: DaysLeft;
    zeroOn: DateRange;
    /** When the balance falls below the trigger; null without auto-recharge. */
    rechargeOn: DateRange | null;
    /** On average, over the next four weeks. */
    spentPerDay: Micros;
    /** At the end of each of the days that are wanted, without any more funding. */
    line: { day: string; balance: Micros; low: Micros; high: Micros }[];
  } | null;
  /** Of the month that is under way; null where less than a week is known, or nothing is recharged. */
  recharges: { bought: Micros; expected: Micros; advisedCap: Micros; capStopsOn: string | null } | null;
  pools: (PoolView & { expectedMinutes: number; low: number; high: number; usedUpOn: string | null })[];
}

/** Settings of auto-recharge that somebody thinks of; what is absent is as it is set. */
export type RechargeWish = Partial<Pick<AutoRecharge, "triggerAmount" | "rechargeAmount" | "monthlyCap">>;

/**
 * `lineDays`: how far the balance is foretold day by day, 1 to 366; absent: to the month's end.
 * @throws Refused for an organisation that does not exist
 */
export async function forecastOf(
  engine: Engine,
  organization: string,
  { lineDays, wish = {} }: { lineDays?: number | undefined; wish?: RechargeWish } = {},
): Promise<Forecast> {
  const at = engine.now();
  const { currency, available, held, lots } = await creditsOf(engine, organization);
  const recharge = await autoRechargeOf(engine, organization);
  const today = dayNumber(at);
  const used = await readUsedByDay(engine.pool, organization, nameOfDay(historySince(today)));
  const use = (amount: (row: UsedOnDay) => bigint): DailyUse =>
    wholeDays(new Map(used.map((row) => [dayNumber(Date.parse(row.day)), Number(amount(row))])), today);
  const pace = (amount: (row: UsedOnDay) => bigint): Pace => paceOf(use(amount));
  const days = use(({ charge }) => charge).amounts.length;
  const monthEnd = dayNumber(periodEnd(at, "UTC", "month")) - today;
  const partLeft = 1 - (at - today * DAY_MS) / DAY_MS;
  const settings = recharge.settings?.enabled ? recharge.settings : null;
  const spending = [
    ...expectedUse(
      pace(({ charge }) => charge),
      today,
      partLeft,
    ),
  ];
  const free = freeLots(lots, held);
  const balance = balanceAhead(free, spending, today);
  const until = (limit: Micros): DaysLeft => ({
    expected: daysUntil(balance.expected, Number(limit)),
    least: daysUntil(balance.low, Number(limit)),
    most: daysUntil(balance.high, Number(limit)),
  });
  const known = days >= LEAST_DAYS_TO_FORECAST;
  const { triggerAmount, rechargeAmount, monthlyCap = null } = { ...settings, ...wish };
  const cap =
    known && triggerAmount !== undefined && rechargeAmount !== undefined && rechargeAmount > 0n
      ? capOutlook(
          { available, lots: free, triggerAmount, rechargeAmount, monthlyCap, bought: recharge.spent.month },
          spending.slice(0, monthEnd),
          today,
        )
      : null;
  return {
    currency,
    at,
    available,
    days,
    balance: known
      ? {
          daysLeft: until(0n),
          zeroOn: datesOf(until(0n), today),
          rechargeOn: settings && datesOf(until(settings.triggerAmount), today),
          spentPerDay: BigInt(Math.round(spending[PACE_DAYS - 1]!.amount / (PACE_DAYS - 1 + partLeft))),
          line: balance.expected.slice(0, lineDays ?? monthEnd).map((left, i) => ({
            day: nameOfDay(today + i),
            balance: BigInt(Math.round(left)),
            low: BigInt(Math.round(balance.low[i]!)),
            high: BigInt(Math.round(balance.high[i]!)),
          })),
        }
      : null,
    recharges: cap && {
      bought: recharge.spent.month,
      expected: cap.expected,
      advisedCap: cap.advisedCap,
      capStopsOn: cap.stopsAfterDays === null ? null : nameOfDay(today + cap.stopsAfterDays),
    },
    pools: await poolForecasts(engine, organization, {
      minutes: [
        ...expectedUse(
          pace(({ poolMinutes }) => poolMinutes),
          today,
          partLeft,
        ),
      ].slice(0, monthEnd),
      usedThisMonth: used
        .filter(({ day }) => day >= `${nameOfDay(today).slice(0, 7)}-01`)
        .reduce((total, { poolMinutes }) => total + Number(poolMinutes), 0),
      today,
    }),
  };
}

/** Each pool goes on with its share of what all of them used this month. */
async function poolForecasts(
  engine: Engine,
  organization: string,
  { minutes, usedThisMonth, today }: { minutes: readonly Expected[]; usedThisMonth: number; today: number },
): Promise<Forecast["pools"]> {
  const end = minutes.at(-1) ?? { amount: 0, low: 0, high: 0 };
  return (await poolsOf(engine, organization)).map((pool) => {
    const share = usedThisMonth > 0 ? pool.usedMinutes / usedThisMonth : 0;
    const at = (more: number): number => Math.min(pool.totalMinutes, Math.round(pool.usedMinutes + share * more));
    const free = pool.totalMinutes - pool.usedMinutes;
    const usedUp = minutes.findIndex(({ amount }) => share * amount >= free);
    return {
      ...pool,
      expectedMinutes: at(end.amount),
      low: at(end.low),
      high: at(end.high),
      usedUpOn: usedUp < 0 || pool.totalMinutes === 0 ? null : nameOfDay(today + usedUp),
    };
  });
}

/** What is left at the end of each day: as expected, if calls are dear, and if they are cheap. */
function balanceAhead(lots: readonly FreeLot[], spending: readonly Expected[], today: number) {
  const of = (spent: (use: Expected) => number): number[] => [...leftOf(lots, spending.map(spent), today)];
  return { expected: of(({ amount }) => amount), low: of(({ high }) => high), high: of(({ low }) => low) };
}

function datesOf({ expected, least, most }: DaysLeft, today: number): DateRange {
  const date = (days: number | null): string | null => (days === null ? null : nameOfDay(today + days));
  return { expected: date(expected), earliest: date(least), latest: date(most) };
}
