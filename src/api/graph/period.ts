/** The parameters of Graph's call record functions: `(fromDateTime=2026-11-01,toDateTime=2026-11-30T23:59:59Z)`. */
import { z } from "zod";
import { invalidRequest } from "../errors.ts";
import type { Period } from "../period.ts";

const DAY_MS = 86_400_000;
const MOST_DAYS = 90;

const instant = z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]);

/**
 * Half-open, of what Graph counts inclusive (domain.md 8.1) or exclusive (8.2) at its end. A date is its midnight, UTC;
 * as an inclusive end it is the whole day. Values may be quoted and in any order; a time without an offset is UTC.
 * @throws Problem for parameters that are missing or no times, that end before they begin, or over 90 days
 */
export function periodOfFunction(parameters: string, end: "inclusive" | "exclusive"): Period {
  const given = parametersOf(parameters);
  const [from, to] = [momentOf(given, "fromDateTime"), momentOf(given, "toDateTime")];
  if (from.at > to.at) throw wrong("fromDateTime", "It is after toDateTime.");
  if (to.at - from.at > MOST_DAYS * DAY_MS)
    throw wrong("toDateTime", `The time range is longer than ${MOST_DAYS} days.`);
  if (end === "exclusive") return { from: from.at, to: to.at };
  return { from: from.at, to: to.at + (to.isDate ? DAY_MS : 1) };
}

function parametersOf(text: string): Map<string, string> {
  const inside = /^\((.*)\)$/.exec(text)?.[1];
  const pairs = inside?.split(",").map((pair) => /^\s*(\w+)\s*=\s*(?:'([^']*)'|([^'\s]*))\s*$/.exec(pair)) ?? [];
  const named = pairs.flatMap((pair) => (pair ? [[pair[1]!, pair[2] ?? pair[3]!] as const] : []));
  const names = new Set(named.map(([name]) => name));
  const whole = names.size === 2 && pairs.length === 2 && names.has("fromDateTime") && names.has("toDateTime");
  if (!whole)
    throw wrong("parameters", "Ask with (fromDateTime=2026-11-01,toDateTime=2026-11-30), dates or times of RFC 3339.");
  return new Map(named);
}

function momentOf(given: ReadonlyMap<string, string>, name: string): { at: number; isDate: boolean } {
  const value = given.get(name)!;
  if (!instant.safeParse(value).success)
    throw wrong(name, "It is neither a date, such as 2026-11-01, nor a time, such as 2026-11-01T00:00:00Z.");
  const isDate = !value.includes("T");
  const at = Date.parse(isDate || /(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`);
  return { at, isDate };
}

const wrong = (name: string, message: string) =>
  invalidRequest([{ in: "path", pointer: `/${name}`, code: "NOT_UNDERSTOOD", message }]);
