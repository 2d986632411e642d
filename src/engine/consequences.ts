/**
 * What follows from a batch beside its books: events to be told, and at most one recharge for an account. Compared once
 * per organisation when the whole batch is decided, and written with it (architecture.md 16, 17).
 */
import type { Account } from "../domain/account.ts";
import type { Ledgered } from "../domain/books.ts";
import { balanceNews, balanceWords, type Event, poolNews, type Standing } from "../domain/consequence.ts";
import { formatMicros } from "../domain/money.ts";
import type { Pool } from "../domain/pool.ts";
import {
  capped,
  capPassed,
  isWanted,
  opened,
  rechargeAmount,
  type RechargeState,
  retryDue,
} from "../domain/recharge.ts";
import type { Client } from "../postgres/pool.ts";
import type { Changes } from "../postgres/lane-store.ts";
import { readSpent } from "../postgres/recharge-attempts.ts";
import { coinOf } from "./amounts.ts";
import { dayOf, periodEnd } from "./calendar.ts";
import type { Organization } from "./directory.ts";

/** What one batch has done to an account so far. */
interface Seen {
  moneyIn: boolean;
  shortOfCredit: boolean;
  owed: bigint;
  owedBack: bigint;
  /** By spending, a hold, or the end of a lot: only these may lead to a recharge. */
  spent: boolean;
}

export interface SettleContext {
  client: Client;
  now: number;
  account: (organization: string) => Account | undefined;
  settings: (organization: string) => Organization | null | undefined;
  newIds: (count: number) => Promise<() => number>;
}

export class Consequences {
  readonly #before = new Map<string, Account>();
  readonly #standings = new Map<string, { stored: Standing; current: Standing }>();
  readonly #seen = new Map<string, Seen>();
  readonly #events: { organization: string; event: Event }[] = [];
  #changes: Pick<Changes, "standings" | "events" | "attempts"> = { standings: [], events: [], attempts: [] };

  take(accounts: readonly Account[], standings: ReadonlyMap<string, Standing>): void {
    for (const account of accounts) this.#before.set(account.organization, account);
    for (const [organization, standing] of standings)
      this.#standings.set(organization, { stored: standing, current: standing });
  }

  standing(organization: string): Standing {
    return this.#standings.get(organization)!.current;
  }

  /** `byCall`: it holds or spends. `before` are the pools as they were. */
  saw(organization: string, ledger: Ledgered, byCall: boolean, before: (key: string) => Pool | undefined): void {
    const seen = this.#of(organization);
    seen.spent ||= byCall;
    for (const { from, to, amount, cause } of ledger.transfers) {
      if (cause === "lot-ended") seen.spent = true;
      else if (from === "debt") seen[cause === "refund" || cause === "dispute" ? "owedBack" : "owed"] += amount;
      else if (to === "credits" && cause !== "correction") {
        seen.moneyIn = true;
        seen.shortOfCredit = false;
      }
    }
    for (const pool of ledger.pools) {
      const earlier = before(`${pool.month}|${pool.id}`);
      if (earlier) for (const event of poolNews(earlier, pool)) this.#events.push({ organization, event });
    }
  }

  /** A call was refused or cut for lack of credit: whoever wanted to spend may have to buy first. */
  sawShortage(organization: string): void {
    const seen = this.#of(organization);
    seen.shortOfCredit = true;
    seen.spent = true;
  }

  /** What a command says itself. */
  add(organization: string, { events = [], recharge, spent }: CommandConsequences): void {
    for (const event of events) this.#events.push({ organization, event });
    if (recharge && recharge !== this.standing(organization).recharge) this.#stand(organization, { recharge });
    if (spent) this.#of(organization).spent = true;
  }

  /** After the last decision. Costs a round trip of its own only where something is to be bought. */
  async settle(context: SettleContext): Promise<void> {
    const attempts: Omit<Changes["attempts"][number], "id">[] = [];
    for (const [organization, seen] of this.#seen) {
      const before = this.#before.get(organization);
      const after = context.account(organization);
      if (!before || !after) continue;
      const { zeroTold } = this.standing(organization);
      const news = balanceNews({ before, after, ...seen }, zeroTold);
      for (const event of news.events) this.#events.push({ organization, event });
      if (news.zeroTold !== zeroTold) this.#stand(organization, { zeroTold: news.zeroTold });
      if (seen.spent) attempts.push(...(await this.#recharge(after, context)));
    }
    const newId = await context.newIds(attempts.length + this.#events.length);
    this.#changes = {
      standings: [...this.#standings].flatMap(([organization, { stored, current }]) =>
        stored === current ? [] : [{ organization, standing: current }],
      ),
      attempts: attempts.map((attempt) => ({ ...attempt, id: newId() })),
      events: this.#events.map((row) => ({ ...row, id: newId() })),
    };
  }

  changes(): Pick<Changes, "standings" | "events" | "attempts"> {
    return this.#changes;
  }

  /** At most one, within the caps; a cap that stands in the way is told once and waited for. */
  async #recharge(
    account: Account,
    { client, now, settings }: SettleContext,
  ): Promise<Omit<Changes["attempts"][number], "id">[]> {
    const { organization, available } = account;
    const { recharge } = this.standing(organization);
    const state = retryDue(recharge, now);
    if (state !== recharge) this.#stand(organization, { recharge: state });
    const owner = settings(organization);
    if (!owner) return [];
    const { autoRecharge: wanted, agreement, timeZone } = owner;
    if (!isWanted(wanted, { state, agreement, available, now })) return [];
    const day = dayOf(now, timeZone);
    const spent = await readSpent(client, organization, day);
    const amount = rechargeAmount(wanted, available, { coin: coinOf(account.currency), spent });
    const cap = capPassed(wanted, amount, spent);
    if (cap === null) {
      this.#stand(organization, { recharge: opened(state) });
      return [{ organization, amount, day, dailyCap: wanted.dailyCap, monthlyCap: wanted.monthlyCap }];
    }
    const until = periodEnd(now, timeZone, cap === "daily-cap" ? "day" : "month");
    this.#stand(organization, { recharge: capped(state, cap, until) });
    const about = {
      ...balanceWords(account),
      amount: formatMicros(amount),
      reason: cap,
      until: new Date(until).toISOString(),
    };
    this.#events.push({ organization, event: { name: "recharge.paused", about, once: null } });
    return [];
  }

  #of(organization: string): Seen {
    let seen = this.#seen.get(organization);
    if (!seen) {
      seen = { moneyIn: false, shortOfCredit: false, owed: 0n, owedBack: 0n, spent: false };
      this.#seen.set(organization, seen);
    }
    return seen;
  }

  #stand(organization: string, change: Partial<Standing>): void {
    const known = this.#standings.get(organization)!;
    known.current = { ...known.current, ...change };
  }
}

/** What a command of the books may have follow from it. */
export interface CommandConsequences {
  events?: readonly Event[];
  /** The new state of its recharges. */
  recharge?: RechargeState;
  /** To be looked at as if something had been spent: whether a recharge is due. */
  spent?: boolean;
}
