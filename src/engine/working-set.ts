/**
 * What one batch works on: the locked accounts with their lots, pools and calls, as they were read and as the decisions
 * have changed them so far. Nothing is written until the whole batch is decided.
 */
import type { Account, Lot } from "../domain/account.ts";
import type { Ledgered } from "../domain/books.ts";
import { type Counter, counterText, newCounter } from "../domain/budget.ts";
import type { Pool } from "../domain/pool.ts";
import type { Cdr, Decision, Key, Session, SwitchCommand } from "../domain/session/types.ts";
import type { Loaded } from "../postgres/lane-load.ts";
import type { Changes } from "../postgres/lane-store.ts";
import type { OwnedCounterKey } from "../postgres/limits.ts";
import { Consequences } from "./consequences.ts";
import { RollUp } from "./roll-up.ts";

export const keyText = (key: Key): string => `${key.switch}\0${key.callId}`;
export const poolText = (pool: { month: string; id: string }): string => `${pool.month}|${pool.id}`;

export class WorkingSet {
  readonly accounts = new Map<string, Account>();
  readonly lots = new Map<string, Lot[]>();
  readonly #counters = new Map<string, Map<string, Counter>>();
  readonly #pools = new Map<string, Map<string, Pool>>();
  readonly sessions = new Map<string, { stored: Session | null; current: Session | null }>();
  readonly cdrs = new Map<string, { stored: Cdr | null; current: Cdr }>();
  readonly earlyEnds = new Set<string>();
  readonly consequences = new Consequences();
  readonly commands: SwitchCommand[] = [];
  readonly #newEarlyEnds = new Map<string, Key>();
  /** What has changed, as it is now, by what names it among all. */
  readonly #changed = {
    accounts: new Map<string, Account>(),
    lots: new Map<string, Changes["lots"][number]>(),
    pools: new Map<string, Changes["pools"][number]>(),
    counters: new Map<string, Changes["counters"][number]>(),
  };
  readonly #changes: Pick<Changes, "transfers" | "poolEntries"> = { transfers: [], poolEntries: [] };
  readonly #usage = new RollUp();
  readonly #newId: () => number;

  constructor(newId: () => number) {
    this.#newId = newId;
  }

  take(loaded: Loaded, lotsOf: readonly string[]): void {
    for (const account of loaded.accounts) this.accounts.set(account.organization, account);
    this.consequences.take(loaded.accounts, loaded.standings);
    for (const session of loaded.sessions) this.sessions.set(keyText(session), { stored: session, current: session });
    for (const cdr of loaded.cdrs) this.cdrs.set(keyText(cdr), { stored: cdr, current: cdr });
    for (const key of loaded.earlyEnds) this.earlyEnds.add(keyText(key));
    this.takeLots(lotsOf, loaded.lots);
    this.takePools(loaded.pools);
  }

  takeLots(of: readonly string[], lots: Loaded["lots"]): void {
    for (const organization of of) this.lots.set(organization, []);
    for (const { organization, lot } of lots) this.lots.get(organization)?.push(lot);
  }

  /** Whose lots have to be read after all, since one has ended. */
  withEndedLots(now: number): string[] {
    return [...this.accounts.values()]
      .filter(
        ({ nextLotEnd, organization }) => nextLotEnd !== null && nextLotEnd <= now && !this.lots.has(organization),
      )
      .map(({ organization }) => organization);
  }

  takePools(pools: Loaded["pools"]): void {
    for (const { organization, pool } of pools) this.poolsOf(organization).set(poolText(pool), pool);
  }

  /** Of those that were asked for, the ones that are not stored yet are new. */
  takeCounters(keys: readonly OwnedCounterKey[], stored: Loaded["counters"]): void {
    for (const { organization, counter } of stored) this.countersOf(organization).set(counterText(counter), counter);
    for (const { organization, ...key } of keys) {
      const counters = this.countersOf(organization);
      if (!counters.has(counterText(key))) counters.set(counterText(key), newCounter(key));
    }
  }

  countersOf(organization: string): Map<string, Counter> {
    let counters = this.#counters.get(organization);
    if (!counters) this.#counters.set(organization, (counters = new Map<string, Counter>()));
    return counters;
  }

  poolsOf(organization: string): Map<string, Pool> {
    let pools = this.#pools.get(organization);
    if (!pools) this.#pools.set(organization, (pools = new Map<string, Pool>()));
    return pools;
  }

  /** The pools that a call may draw on exist from its first use in a month on, and grow with the licences at once. */
  grow(organization: string, month: string, id: string, totalMinutes: number, at: number): void {
    const known = this.poolsOf(organization).get(poolText({ month, id }));
    const more = totalMinutes - (known?.totalMinutes ?? 0);
    if (more <= 0) return;
    this.#changePool(organization, { ...(known ?? { id, month, usedMinutes: 0, heldMinutes: 0 }), totalMinutes });
    const entry = { pool: id, month, kind: "grant" as const, minutes: more, call: null };
    this.#changes.poolEntries.push({ organization, id: this.#newId(), entry, at });
  }

  apply(text: string, key: Key, organization: string, decision: Decision, at: number): void {
    if (decision.ledger) this.applyLedger(organization, decision.ledger, { note: null, at, byCall: true });
    if (decision.session !== undefined) {
      const known = this.sessions.get(text);
      this.sessions.set(text, { stored: known?.stored ?? null, current: decision.session });
    }
    if (decision.cdr) {
      const known = this.cdrs.get(text);
      const same = known?.current.id === decision.cdr.id;
      if (same) this.#usage.add(known.current, -1);
      this.#usage.add(decision.cdr, 1);
      this.cdrs.set(text, { stored: same ? known.stored : null, current: decision.cdr });
    }
    if (decision.command) this.commands.push(decision.command);
    for (const counter of decision.spending?.counters ?? []) {
      const name = counterText(counter);
      this.countersOf(organization).set(name, counter);
      this.#changed.counters.set(`${organization}|${name}`, { organization, counter });
    }
    if (decision.spending) this.consequences.add(organization, { events: decision.spending.events });
    if (decision.tombstone) {
      this.earlyEnds.add(text);
      this.#newEarlyEnds.set(text, key);
    }
  }

  applyLedger(
    organization: string,
    ledger: Ledgered,
    { note, at, byCall = false }: { note: string | null; at: number; byCall?: boolean },
  ): void {
    this.consequences.saw(organization, ledger, byCall, (key) => this.poolsOf(organization).get(key));
    this.accounts.set(organization, ledger.account);
    this.#changed.accounts.set(organization, ledger.account);
    const lots = this.lots.get(organization);
    for (const lot of ledger.lots) {
      const at = lots?.findIndex((other) => other.id === lot.id) ?? -1;
      if (at >= 0) lots![at] = lot;
      else lots?.push(lot);
      this.#changed.lots.set(`${organization}|${lot.id}`, { organization, lot });
    }
    for (const pool of ledger.pools) this.#changePool(organization, pool);
    for (const transfer of ledger.transfers)
      this.#changes.transfers.push({ organization, transfer, topUp: transfer.topUp, note, at });
    for (const entry of ledger.poolEntries)
      this.#changes.poolEntries.push({ organization, id: this.#newId(), entry, at });
  }

  #changePool(organization: string, pool: Pool): void {
    const name = poolText(pool);
    this.poolsOf(organization).set(name, pool);
    this.#changed.pools.set(`${organization}|${name}`, { organization, pool });
  }

  /** Everything that is to be written, in a fixed order. */
  changes(): Changes {
    const newSessions: Session[] = [];
    const changedSessions: Session[] = [];
    const closedSessions: Session[] = [];
    for (const { stored, current } of this.sessions.values()) {
      if (stored === current) continue;
      if (!stored) newSessions.push(current!);
      else if (current) changedSessions.push(current);
      else closedSessions.push(stored);
    }
    const newCdrs: Cdr[] = [];
    const changedCdrs: Cdr[] = [];
    for (const { stored, current } of this.cdrs.values()) {
      if (stored === current) continue;
      if (stored) changedCdrs.push(current);
      else newCdrs.push(current);
    }
    return {
      ...this.#changes,
      ...this.consequences.changes(),
      accounts: inOrder(this.#changed.accounts),
      lots: inOrder(this.#changed.lots),
      pools: inOrder(this.#changed.pools),
      counters: inOrder(this.#changed.counters),
      ...{ newSessions, changedSessions, closedSessions, newCdrs, changedCdrs },
      commands: this.commands,
      earlyEnds: [...this.#newEarlyEnds.values()],
      usage: this.#usage.changes(),
    };
  }
}

/** By name: the same order in every process. */
function inOrder<T>(changed: ReadonlyMap<string, T>): T[] {
  const names = [...changed.keys()].sort();
  return names.map((name) => changed.get(name)!);
}
