/**
 * At which pace each organisation spends, for lists of all of them: read once and kept for a while, since thousands of
 * them are millions of sums, and days that are over hardly change.
 */
import { type Pace, paceOf } from "../domain/advice/forecast.ts";
import { dayNumber } from "../domain/advice/history.ts";
import { readUsedByDays } from "../postgres/spending.ts";
import type { Pool } from "../postgres/pool.ts";
import { daysSoFar, historySince, nameOfDay } from "./pace.ts";

/** Of a call that ends after midnight, or is told late, the day before has to know. */
const KEPT_MS = 10 * 60_000;
/** Of whoever has called only today, or not at all, every minute counts. */
const NEW_KEPT_MS = 30_000;

export class Paces {
  readonly #pool: Pool;
  readonly #now: () => number;
  readonly #kept = new Map<string, { pace: Pace; until: number; day: number }>();

  constructor(pool: Pool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
  }

  forget(): void {
    this.#kept.clear();
  }

  /** By organisation. */
  async of(organizations: readonly string[]): Promise<(organization: string) => Pace> {
    const now = this.#now();
    const today = dayNumber(now);
    const missing = organizations.filter((organization) => {
      const kept = this.#kept.get(organization);
      return kept === undefined || kept.day !== today || kept.until <= now || kept.until > now + KEPT_MS;
    });
    if (missing.length > 0) {
      const first = historySince(today);
      const read = await readUsedByDays(this.#pool, missing, nameOfDay(first));
      for (const organization of missing) {
        const charges = Object.entries(read.get(organization) ?? {});
        const byDay = new Map(charges.map(([day, charge]) => [first + Number(day), charge]));
        const known = charges.some(([day]) => first + Number(day) < today);
        const until = now + (known ? KEPT_MS : NEW_KEPT_MS);
        this.#kept.set(organization, { pace: paceOf(daysSoFar(byDay, today)), until, day: today });
      }
    }
    return (organization) => this.#kept.get(organization)!.pace;
  }
}
