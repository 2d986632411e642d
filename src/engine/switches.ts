/** How each switch works, kept for a few seconds: profiles change rarely, and every call asks. */
import type { Pool } from "../postgres/pool.ts";
import type { SwitchProfile } from "../domain/session/types.ts";
import { readSwitch } from "../postgres/switches.ts";
import { within } from "./within.ts";

export const DEFAULT_PROFILE: SwitchProfile = {
  reportsAnswer: true,
  canUpdate: true,
  defaultGrantSeconds: 300,
  maximumGrantSeconds: 600,
  warnSeconds: 30,
  toleranceSeconds: 2,
};
/** What a switch that can not update is granted at most, unless it says so itself (contract.md, Grant). */
export const MAXIMUM_WITHOUT_UPDATES = 14_400;

export interface Switch extends SwitchProfile {
  country: string | null;
}

const FRESH_MS = 2000;
/** A caller is waiting: so long for a database that may be away, then what is known. */
const PATIENCE_MS = 500;

export class Switches {
  readonly #pool: Pool;
  readonly #now: () => number;
  readonly #known = new Map<string, { at: number; value: Switch }>();

  constructor(pool: Pool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
  }

  async profile(id: string): Promise<Switch> {
    const known = this.#known.get(id);
    if (known && this.#now() - known.at < FRESH_MS) return known.value;
    try {
      const value = (await within(PATIENCE_MS, readSwitch(this.#pool, id))) ?? { ...DEFAULT_PROFILE, country: null };
      this.#known.set(id, { at: this.#now(), value });
      return value;
    } catch (error) {
      // The database is away: what was known, or the defaults, so that an emergency call is answered all the same.
      if (known) return known.value;
      if ((error as { code?: string }).code?.startsWith("42")) throw error;
      return { ...DEFAULT_PROFILE, country: null };
    }
  }

  /** After a change in this process: the next call sees it. */
  forget(id: string): void {
    this.#known.delete(id);
  }
}
