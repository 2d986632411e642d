/** Dates, durations and amounts as people in many places write them. Each reader answers undefined for what is none. */
import { Temporal } from "temporal-polyfill";
import { type Micros, parseMicros } from "../../domain/money.ts";

/** Which of day and month comes first where digits alone do not tell. */
export type DateOrder = "dmy" | "mdy";

const DATE = /^(\d{1,4})(?:[-/.年]\s?)(\d{1,2}|[A-Za-z]{3})(?:[-/.月]\s?)(\d{1,4})日?(?:[T\s,]+|(?=$))(.*)$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T\s-]?(\d{2}):?(\d{2}):?(\d{2})?)?$/;
const TIME =
  /^(\d{1,2})[:時](\d{2})(?:[:分](\d{2})(?:[.,](\d{1,9}))?)?[分秒]?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/;
const EPOCH = /^\d{10}(?:\d{3})?$/;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * The moment as epoch ms. `2026-11-22T14:00:00Z`, `22.11.2026 14:00`, `11/22/2026 2:00 PM`, `2026年11月22日 14時00分`,
 * `2026/11/22(日) 午後2:00`, `20261122140000`, seconds or milliseconds since 1970; without an offset in the time zone.
 */
export function readMoment(text: string, order: DateOrder, timeZone: string): number | undefined {
  if (EPOCH.test(text)) return text.length === 10 ? Number(text) * 1000 : Number(text);
  if (!ASCII.test(text)) text = withoutJapaneseSigns(text);
  const compact = COMPACT.exec(text);
  if (compact) {
    const [, year, month, day, hours = "0", minutes = "0", seconds = "0"] = compact;
    const time = { hours: +hours, minutes: +minutes, seconds: +seconds, ms: 0, offset: undefined };
    return momentOf({ year: +year!, month: +month!, day: +day! }, time, timeZone);
  }
  const match = DATE.exec(text);
  const date = match && readDate(match[1]!, match[2]!, match[3]!, order);
  const time = match && readTime(match[4]!);
  return date && time ? momentOf(date, time, timeZone) : undefined;
}

const ASCII = /^[ -~]*$/;
/** Full-width digits, the day of the week and 午前 or 午後 before the hour, as Japanese spreadsheets write them. */
const withoutJapaneseSigns = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/\s*\([月火水木金土日]\)\s*/, " ")
    .replace(/(午[前後])\s*(.*)$/, (_, half, time) => `${time} ${half === "午後" ? "PM" : "AM"}`);

interface Day {
  year: number;
  month: number;
  day: number;
}

/** Of a date with numbers in the order day-month or month-day: the first two; undefined where the order is plain. */
export function ambiguousPart(text: string): [number, number] | undefined {
  const match = DATE.exec(text);
  if (!match || match[1]!.length > 2 || !/^\d+$/.test(match[2]!)) return undefined;
  return [Number(match[1]), Number(match[2])];
}

function readDate(first: string, second: string, third: string, order: DateOrder): Day | undefined {
  const named = MONTHS.indexOf(second.toLowerCase()) + 1;
  if (first.length === 4) return { year: +first, month: named || +second, day: +third };
  const year = third.length === 2 ? 2000 + Number(third) : Number(third);
  if (named > 0) return { year, month: named, day: +first };
  if (/\D/.test(second)) return undefined;
  return order === "dmy" ? { year, month: +second, day: +first } : { year, month: +first, day: +second };
}

interface Clock {
  hours: number;
  minutes: number;
  seconds: number;
  ms: number;
  /** ms east of Greenwich; undefined: not told. */
  offset: number | undefined;
}

function readTime(text: string): Clock | undefined {
  if (text === "") return { hours: 0, minutes: 0, seconds: 0, ms: 0, offset: undefined };
  const match = TIME.exec(text);
  if (!match) return undefined;
  const [, h, m, s = "0", fraction = "0", half, zone] = match;
  const hours = half === undefined ? Number(h) : (Number(h) % 12) + (/^p/i.test(half) ? 12 : 0);
  return {
    hours,
    minutes: Number(m),
    seconds: Number(s),
    ms: Math.floor(Number(`0.${fraction}`) * 1000),
    offset: zone === undefined ? undefined : offsetOf(zone),
  };
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

function momentOf({ year, month, day }: Day, clock: Clock, timeZone: string): number | undefined {
  const { hours, minutes, seconds, ms, offset } = clock;
  if (hours > 23 || minutes > 59 || seconds > 60 || year < 1900 || year > 9999) return undefined;
  const wall = Date.UTC(year, month - 1, day, hours, minutes, seconds, ms);
  const read = new Date(Date.UTC(year, month - 1, day));
  // Date takes 31 June for 1 July.
  if (read.getUTCMonth() !== month - 1 || read.getUTCDate() !== day) return undefined;
  return wall - (offset ?? zoneOffset(wall, timeZone));
}

/** What was last asked for: rows come in order, and most hours have thousands of them. */
const offsets = new Map<string, number>();
const HOUR_MS = 3_600_000;

/** Of a wall clock's hour: ms east of Greenwich. */
function zoneOffset(wall: number, timeZone: string): number {
  if (timeZone === "UTC") return 0;
  const hour = Math.floor(wall / HOUR_MS) * HOUR_MS;
  const key = `${timeZone} ${hour}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const there = Temporal.PlainDateTime.from(new Date(hour).toISOString().slice(0, 19)).toZonedDateTime(timeZone);
    offset = there.offsetNanoseconds / 1e6;
    if (offsets.size > 20_000) offsets.clear();
    offsets.set(key, offset);
  }
  return offset;
}

export type DurationUnit = "seconds" | "minutes" | "milliseconds";

/** Whole seconds, half up: `219`, `0:03:39`, `3:39`, `00h03m39s`, `3分39秒`, or `3,65` of minutes. */
export function readDuration(text: string, unit: DurationUnit): number | undefined {
  const parts = /^(-?)(?:(\d+):)?(\d+):(\d{1,2})(?:[.,]\d+)?$/.exec(text);
  if (parts) {
    const [, sign, hours = "0", minutes, seconds] = parts;
    const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    return sign ? -total : total;
  }
  const words = /^(?:(\d+)\s*(?:h|時間))?\s*(?:(\d+)\s*(?:m|min|分))?\s*(?:(\d+)\s*(?:s|sec|秒))?$/i.exec(text);
  if (words && text !== "") return Number(words[1] ?? 0) * 3600 + Number(words[2] ?? 0) * 60 + Number(words[3] ?? 0);
  if (!/^-?\d+(?:[.,]\d+)?$/.test(text)) return undefined;
  const number = Number(text.replace(",", "."));
  return Math.round(unit === "minutes" ? number * 60 : unit === "milliseconds" ? number / 1000 : number);
}

/** `1,234.50`, `1.234,50`, `1 234,50`, `¥1,235`, `(0.10)`: which mark is the decimal one is told by `decimal`. */
export function readAmount(text: string, decimal: "." | ","): Micros | undefined {
  const bare = text.replace(/[\s\u00a0']|[\p{Sc}]|円|[A-Z]{3}/gu, "");
  const negative = /^\(.*\)$/.test(bare);
  const digits = (negative ? bare.slice(1, -1) : bare)
    .replaceAll(decimal === "." ? "," : ".", "")
    .replace(decimal, ".");
  const plain = digits.startsWith(".") ? `0${digits}` : digits.replace(/^-\./, "-0.");
  const micros = parseMicros(plain) ?? parseMicros(rounded(plain));
  return micros === undefined ? undefined : negative ? -micros : micros;
}

/** More than six decimals, as some carriers compute: half up. */
function rounded(text: string): string {
  const match = /^(-?\d{1,15}\.\d{6})(\d)\d*$/.exec(text);
  if (!match) return "";
  const micros = parseMicros(match[1]!)!;
  const away = Number(match[2]) >= 5 ? 1n : 0n;
  return `${match[1]!.startsWith("-") ? "-" : ""}${toText((micros < 0n ? -micros : micros) + away)}`;
}

const toText = (micros: bigint): string => `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, "0")}`;
