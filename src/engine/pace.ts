/** The pace of spending, which "about N days left" and "about so much will be lost" are said by. */
import type { DailyUse } from "../domain/advice/forecast.ts";
import { DAY_MS, dayNumber } from "../domain/advice/history.ts";
import { readPace } from "../postgres/notice-settings.ts";

const PACE_DAYS = 30;

/** What the last 30 days, UTC, charged; of an organisation that began to call in them, the days since. */
export async function paceOf(
  client: Parameters<typeof readPace>[0],
  organization: string,
  now: number,
): Promise<{ charged: bigint; days: bigint }> {
  const since = nameOfDay(dayNumber(now) - PACE_DAYS + 1);
  const { charged, firstDay } = await readPace(client, organization, since);
  const days = firstDay === null ? PACE_DAYS : Math.floor((now - Date.parse(firstDay)) / DAY_MS) + 1;
  return { charged, days: BigInt(days) };
}

/** Whole days that a forecast looks back. */
const HISTORY_DAYS = 56;

export const nameOfDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The first day that a forecast rests on, today being `today`: UTC, as the roll-up has them. */
export const historySince = (today: number): number => today - HISTORY_DAYS;

/** The whole days before `today`, from the first one with a call on. `byDay`: amounts by day; without a call, none. */
export function wholeDays(byDay: ReadonlyMap<number, number>, today: number): DailyUse {
  let firstDay = today;
  for (const day of byDay.keys()) firstDay = Math.min(firstDay, day);
  return { firstDay, amounts: Array.from({ length: today - firstDay }, (_, i) => byDay.get(firstDay + i) ?? 0) };
}

/** The same; of whoever called for the first time today, what there is of it so far: better than nothing where money runs out. */
export function daysSoFar(byDay: ReadonlyMap<number, number>, today: number): DailyUse {
  const whole = wholeDays(byDay, today);
  return whole.amounts.length > 0 ? whole : { firstDay: today, amounts: [byDay.get(today) ?? 0] };
}
