/** Calendar arithmetic in an organisation's time zone: which month a moment belongs to, and when a lot ends. */
import { Temporal } from "temporal-polyfill";

interface Month {
  /** First day, `2026-11-01`. */
  name: string;
  /** Epoch ms; `endsAt` is exclusive. */
  startsAt: number;
  endsAt: number;
}

/** The month that each time zone was last asked about: calls ask for the present one, thousands of times a second. */
const latest = new Map<string, Month>();

/** The month of an epoch-ms moment, as its first day `2026-11-01`. @throws RangeError for a time zone that is none */
export function monthOf(at: number, timeZone: string): string {
  const known = latest.get(timeZone);
  if (known && at >= known.startsAt && at < known.endsAt) return known.name;
  const first = dateOf(at, timeZone).with({ day: 1 });
  const month = {
    name: first.toString(),
    startsAt: startOf(first, timeZone),
    endsAt: startOf(first.add({ months: 1 }), timeZone),
  };
  latest.set(timeZone, month);
  return month.name;
}

/** When the month of that moment began there, epoch ms. */
export const monthStart = (at: number, timeZone: string): number =>
  startOf(dateOf(at, timeZone).with({ day: 1 }), timeZone);

/** The day of an epoch-ms moment, `2026-11-22`. */
export const dayOf = (at: number, timeZone: string): string => dateOf(at, timeZone).toString();

/**
 * When money that was bought at that moment ends: at 00:00 in the organisation's time zone, twelve calendar months on;
 * 29 February becomes 1 March (product.md, "Choices"). Epoch ms, exclusive.
 */
export function lotEnd(purchasedAt: number, timeZone: string): number {
  const bought = dateOf(purchasedAt, timeZone);
  const sameDay = bought.add({ months: 12 });
  return startOf(sameDay.day === bought.day ? sameDay : sameDay.add({ days: 1 }), timeZone);
}

/** When the day or month of that moment ends in the time zone; epoch ms, exclusive. */
export const periodEnd = (at: number, timeZone: string, period: "day" | "month"): number =>
  period === "day"
    ? startOf(dateOf(at, timeZone).add({ days: 1 }), timeZone)
    : startOf(dateOf(at, timeZone).with({ day: 1 }).add({ months: 1 }), timeZone);

/** When the month of that moment began in the time zone; epoch ms. */
export const monthBegin = (at: number, timeZone: string): number =>
  startOf(dateOf(at, timeZone).with({ day: 1 }), timeZone);

/** So many whole months earlier, at the same time of a UTC day; where the month is shorter, on its last day. */
export const monthsBefore = (at: number, months: number): number =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO("UTC").subtract({ months }).epochMilliseconds;

/** When a day, `2026-11-22`, is over there; epoch ms, exclusive. */
export const endOfDay = (day: string, timeZone: string): number =>
  startOf(Temporal.PlainDate.from(day).add({ days: 1 }), timeZone);

/** First day of the UTC month before that of an epoch-ms moment. */
export function previousUtcMonth(at: number): string {
  const month = monthOf(at, "UTC");
  if (month !== previous.of)
    previous = { of: month, is: dateOf(at, "UTC").with({ day: 1 }).subtract({ months: 1 }).toString() };
  return previous.is;
}
/** What was last asked: every batch of the lane asks. */
let previous = { of: "", is: "" };

const MORNING_HOUR = 6;

/** The next six in the morning there: of any day, of a Monday, or of the first of a month. Epoch ms, after `at`. */
export function nextMorning(at: number, timeZone: string, every: "day" | "week" | "month"): number {
  for (let date = dateOf(at, timeZone); ; date = date.add({ days: 1 })) {
    if (every === "week" && date.dayOfWeek !== 1) continue;
    if (every === "month" && date.day !== 1) continue;
    const morning = date.toZonedDateTime({ timeZone, plainTime: { hour: MORNING_HOUR } }).epochMilliseconds;
    if (morning > at) return morning;
  }
}

const dateOf = (at: number, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();

/** Where the clocks skip midnight, the day begins when they have skipped it. */
const startOf = (date: Temporal.PlainDate, timeZone: string): number =>
  date.toZonedDateTime({ timeZone }).epochMilliseconds;
