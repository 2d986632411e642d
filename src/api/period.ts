/** The period of a report: `?from=&to=`, half-open and in UTC, or `?days=` up to and with today. */
import { z } from "zod";
import { FAULTS, type Wrong, wrong } from "../domain/fault.ts";
import { invalidRequest, Problem } from "./errors.ts";

/** A date or a time. */
export const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: FAULTS.NOT_A_DATE_OR_TIME,
  })
  .meta({ example: "2026-11-01" });

export const periodFields = {
  from: moment.optional().meta({ description: "Inclusive; a date begins at 00:00 UTC. Absent: 28 days before `to`" }),
  to: moment.optional().meta({ description: "Exclusive. Absent: the end of today, UTC" }),
  days: z.coerce.number().int().min(1).max(366).optional().meta({ description: "Instead of `from`, such as 7 or 28" }),
};

export interface Period {
  /** Epoch ms. */
  from: number;
  /** Epoch ms, exclusive. */
  to: number;
}

interface PeriodQuery {
  from?: string | undefined;
  to?: string | undefined;
  days?: number | undefined;
}

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 3_700;
const MOST_DAYS_AHEAD = 366;

/** @throws Problem for a period that ends before it begins, or is longer than ten years */
export function periodOf(query: PeriodQuery, now: number): Period {
  if (query.from !== undefined && query.days !== undefined) throw refused("/days", wrong("FROM_AND_DAYS"));
  const to = query.to === undefined ? DAY_MS * (Math.floor(now / DAY_MS) + 1) : Date.parse(query.to);
  const from = query.from === undefined ? to - DAY_MS * (query.days ?? 28) : Date.parse(query.from);
  if (from >= to) throw refused(query.from === undefined ? "/to" : "/from", wrong("PERIOD_BACKWARDS"));
  if (to - from > LONGEST_DAYS * DAY_MS) throw refused("/from", wrong("PERIOD_TOO_LONG", { days: LONGEST_DAYS }));
  if (from < 0 || to > now + MOST_DAYS_AHEAD * DAY_MS)
    throw refused(from < 0 ? "/from" : "/to", wrong("PERIOD_WITHOUT_CALLS"));
  return { from, to };
}

/** The same of whole days, as the roll-up has them. @throws Problem for a time of day */
export function daysOf(query: PeriodQuery, now: number): Period {
  const period = periodOf(query, now);
  for (const end of ["from", "to"] as const)
    if (period[end] % DAY_MS !== 0) throw refused(`/${end}`, wrong("PERIOD_NOT_OF_DAYS"));
  return period;
}

/** The same where the period stands in the body, below this pointer. */
export function inBody<T>(read: () => T, below = ""): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw invalidRequest(error.errors.map((fault) => ({ ...fault, in: "body", pointer: below + fault.pointer })));
  }
}

const refused = (pointer: string, what: Wrong) => invalidRequest([{ in: "query", pointer, ...what }]);
