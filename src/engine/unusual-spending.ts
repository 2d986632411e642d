/** Tells, once a day for each, of a user, a destination or a night that costs far more than usual. */
import { DAY_MS } from "../domain/advice/history.ts";
import { isUnusual, meanOf, ORDINARY_DAYS } from "../domain/advice/unusual.ts";
import { formatMicros, type Micros, parseMicros } from "../domain/money.ts";
import { insertEventOnce } from "../postgres/expiring.ts";
import { listSpenders, readSpendingBySubject, type SubjectDay } from "../postgres/spending.ts";
import { dayOf } from "./calendar.ts";
import type { Engine } from "./engine.ts";

/** Days that today is compared with. */
const COMPARED_DAYS = 28;
/** A tenth of the least funding: below that nobody is told of anything. */
const LEAST_PART = 10n;
const NIGHT_ENDS_MS = 6 * 3_600_000;

type Spender = Awaited<ReturnType<typeof listSpenders>>[number];

export async function watchUnusualSpending(engine: Engine): Promise<void> {
  const yesterday = dayOf(engine.now() - DAY_MS, "UTC");
  for (const spender of await listSpenders(engine.pool, yesterday)) await watch(engine, spender);
}

async function watch(engine: Engine, spender: Spender): Promise<void> {
  const now = engine.now();
  const { organization, currency, timeZone, firstDay } = spender;
  const since = now - (COMPARED_DAYS + 2) * DAY_MS;
  const least: Micros = parseMicros(engine.countries.leastFunding[currency] ?? "50")! / LEAST_PART;
  // A night goes on after midnight, and is of the day before.
  for (const [on, isNight] of [
    [dayOf(now, timeZone), false],
    [dayOf(now - NIGHT_ENDS_MS, timeZone), true],
  ] as const) {
    const spent = await readSpendingBySubject(engine.pool, organization, { timeZone, since, on, least });
    for (const days of bySubject(spent.filter(({ kind }) => (kind === "night") === isNight))) {
      const before = daysBefore(on, firstDay).map((day) => Number(days.find((each) => each.day === day)?.charge ?? 0n));
      const today = days.find(({ day }) => day === on)!;
      if (!isUnusual(Number(today.charge), before, Number(least))) continue;
      const usual = formatMicros(BigInt(Math.round(meanOf(before) / 10_000)) * 10_000n);
      const { kind, subject } = today;
      const about = { currency, kind, subject, day: on, amount: formatMicros(today.charge), usual };
      const event = { name: "spending.unusual", about, once: `${on}|${kind}|${subject}` } as const;
      await insertEventOnce(engine.pool, { organization, id: await engine.ids.one(), event, at: now });
    }
  }
}

function bySubject(rows: readonly SubjectDay[]): SubjectDay[][] {
  const subjects = new Map<string, SubjectDay[]>();
  for (const row of rows) {
    const key = `${row.kind}|${row.subject}`;
    subjects.set(key, [...(subjects.get(key) ?? []), row]);
  }
  return [...subjects.values()];
}

/** The days before it that the organisation was here on, at most 28. */
function daysBefore(day: string, firstDay: string): string[] {
  const known = Math.floor((Date.parse(day) - Date.parse(firstDay)) / DAY_MS);
  const days = Math.min(COMPARED_DAYS, known);
  if (days < ORDINARY_DAYS) return [];
  return Array.from({ length: days }, (_, i) =>
    new Date(Date.parse(day) - (i + 1) * DAY_MS).toISOString().slice(0, 10),
  );
}
