/** What one batch has to tell once it is committed: to listeners, to waiting switches, to those who buy and prolong. */
import type { Cdr, Decision, Session } from "../domain/session/types.ts";
import type { Changes } from "../postgres/lane-store.ts";
import { liveEvents } from "./call-news.ts";
import type { Live, LiveEvent } from "./live.ts";

export interface Listeners {
  /** Told after each commit that has left something to be bought. */
  onWanted: () => void;
  /** Told of whom money came to while calls are in progress. */
  onMoneyIn: (organization: string) => void;
  live: Live;
}

export class AfterCommit {
  readonly #listeners: Listeners;
  readonly #now: number;
  readonly #moneyIn = new Set<string>();
  readonly #news: LiveEvent[] = [];

  constructor(listeners: Listeners, now: number) {
    this.#listeners = listeners;
    this.#now = now;
  }

  decided(decision: Decision, before: { session: Session | null; cdr: Cdr | null }, currency: string | null): void {
    if (this.#listeners.live.wanted) this.#news.push(...liveEvents(decision, before, currency, this.#now));
  }

  moneyCameIn(organization: string): void {
    this.#moneyIn.add(organization);
  }

  tell({ attempts, accounts, commands }: Changes): void {
    const { onWanted, onMoneyIn, live } = this.#listeners;
    if (attempts.length > 0) onWanted();
    for (const organization of this.#moneyIn) onMoneyIn(organization);
    for (const { switch: owner } of commands) live.commanded(owner);
    if (!live.wanted) return;
    for (const event of this.#news) live.publish(event);
    for (const account of accounts) live.creditsChanged(account, this.#now);
  }
}
