/** The rhythm of a history: what each weekday costs, how much dearer a month's end is, and whether spending grows. */
import { DAY_MS, dayNumber, type History, isMonthEnd, MONTH_END_DAYS, weekday } from "./history.ts";

export interface Season {
  /** Whole days from the first call's to the last call's, both counted. */
  days: number;
  /** Micro-units that a day costs, from Monday to Sunday, month ends left out. */
  weekdays: readonly number[];
  /** How many times as much a day of a month's end costs; 1 where the history has fewer than three such days. */
  monthEnd: number;
  /** By how much spending a month from now exceeds that of the history's average; 1: no growth beyond chance. */
  growth: number;
  /** The same for one moment of the history: what is spent then times this is what it would be a month from now. */
  growthSince: (at: number) => number;
}

/** Days of an average month of the Gregorian calendar, as they are shown: whoever reckons again gets the same. */
export const MONTH_DAYS = 30.44;

export function seasonOf(history: History): Season {
  const perDay = spentPerDay(history);
  return { days: perDay.length, ...rhythmOf(perDay, dayNumber(history.from)), ...growthOf(perDay, history) };
}

/** `perDay`: of at least one day, the first of which is `first`. */
export function rhythmOf(perDay: readonly number[], first: number): Pick<Season, "weekdays" | "monthEnd"> {
  const ordinary = perDay.map((amount, i) => ({ amount, day: first + i })).filter(({ day }) => !isMonthEnd(day));
  const known = ordinary.length > 0 ? ordinary : perDay.map((amount, i) => ({ amount, day: first + i }));
  const overall = mean(known.map(({ amount }) => amount));
  const weekdays = Array.from({ length: 7 }, (_, index) => {
    const same = known.filter(({ day }) => weekday(day) === index);
    return same.length > 0 ? mean(same.map(({ amount }) => amount)) : overall;
  });
  const ends = perDay.map((amount, i) => ({ amount, day: first + i })).filter(({ day }) => isMonthEnd(day));
  const usual = ends.reduce((total, { day }) => total + weekdays[weekday(day)]!, 0);
  const atEnds = ends.reduce((total, { amount }) => total + amount, 0);
  return { weekdays, monthEnd: ends.length >= MONTH_END_DAYS && usual > 0 ? atEnds / usual : 1 };
}

function spentPerDay({ from, to, times, amounts }: History): number[] {
  const first = dayNumber(from);
  const perDay = new Array<number>(dayNumber(to) - first + 1).fill(0);
  times.forEach((at, i) => (perDay[dayNumber(at) - first]! += amounts[i]!));
  return perDay;
}

/** So many standard errors a weekly growth must be above zero to be believed. */
const BELIEVED = 3;
const LEAST_WEEKS = 5;

/** A straight line through the totals of whole weeks, counted back from the end, told only where it clearly rises. */
function growthOf(perDay: readonly number[], { to }: History): Pick<Season, "growth" | "growthSince"> {
  const none = { growth: 1, growthSince: () => 1 };
  const weeks = Math.floor(perDay.length / 7);
  if (weeks < LEAST_WEEKS) return none;
  const offset = perDay.length - weeks * 7;
  const totals = Array.from({ length: weeks }, (_, week) =>
    perDay.slice(offset + week * 7, offset + week * 7 + 7).reduce((a, b) => a + b, 0),
  );
  const middle = (weeks - 1) / 2;
  const average = mean(totals);
  const spread = totals.reduce((total, _, week) => total + (week - middle) ** 2, 0);
  const slope = totals.reduce((total, y, week) => total + (week - middle) * (y - average), 0) / spread;
  const level = (week: number): number => Math.max(average + slope * (week - middle), average / 4);
  const residual = totals.reduce((total, y, week) => total + (y - (average + slope * (week - middle))) ** 2, 0);
  const error = Math.sqrt(residual / (weeks - 2) / spread);
  if (slope <= 0 || slope <= BELIEVED * error) return none;
  const end = (dayNumber(to) + 1) * DAY_MS;
  const weekAt = (at: number): number => weeks - 0.5 - (end - at) / (7 * DAY_MS);
  const ahead = level(weekAt(end + MONTH_DAYS * DAY_MS));
  return { growth: ahead / average, growthSince: (at) => ahead / level(weekAt(at)) };
}

/** What a month costs: every weekday as often as any, its last three days at their own factor. */
export function monthlySpend({ weekdays, monthEnd, growth }: Season): number {
  return mean(weekdays) * (MONTH_DAYS - MONTH_END_DAYS + MONTH_END_DAYS * monthEnd) * growth;
}

/** The dearest that so many hours are expected to be: begun on the worst weekday, and at a month's end. */
export function dearestWindow({ weekdays, monthEnd, growth }: Season, hours: number): number {
  let dearest = 0;
  for (let begin = 0; begin < 7; begin++) {
    let total = 0;
    for (let i = 0; i * 24 < hours; i++) {
      const part = Math.min(1, (hours - i * 24) / 24);
      total += weekdays[(begin + i) % 7]! * part * (i < MONTH_END_DAYS ? Math.max(1, monthEnd) : 1);
    }
    dearest = Math.max(dearest, total);
  }
  return dearest * growth;
}

const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((a, b) => a + b, 0) / numbers.length;
