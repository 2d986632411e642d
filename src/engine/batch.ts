/**
 * One batch of the lane: describe → lock and load → decide, in arrival order → store and commit. A request that fails to
 * be decided fails alone; the world that the next one sees is as if it had not been (architecture.md 10).
 */
import type { Client, Pool } from "../postgres/pool.ts";
import { Books } from "../domain/books.ts";
import { counterText } from "../domain/budget.ts";
import { decide } from "../domain/session/decide.ts";
import { poolUser } from "../domain/pool.ts";
import type { DescribedCall, Key, World } from "../domain/session/types.ts";
import {
  findCalls,
  type Loaded,
  loadAnyCdrs,
  loadLots,
  loadLotsById,
  loadPools,
  lockAndLoad,
  type PoolKey,
} from "../postgres/lane-load.ts";
import { storeAndCommit } from "../postgres/lane-store.ts";
import { type OwnedCounterKey, readCounters } from "../postgres/limits.ts";
import type { IdBlocks } from "../postgres/ids.ts";
import { AfterCommit, type Listeners } from "./after-commit.ts";
import { monthOf, previousUtcMonth } from "./calendar.ts";
import { eventsFor } from "./call-news.ts";
import { counterKeys } from "./counter-keys.ts";
import { CallConflict, type ChargeResult, type Command, type Query, UnknownAccount } from "./commands.ts";
import { describe, type Parties, type Rates } from "./describe.ts";
import type { Directory } from "./directory.ts";
import { type CallHints, candidatePools, poolsOfSession, rememberCalls, withSiblings } from "./hints.ts";
import { learnParties } from "./parties.ts";
import { keyText, poolText, WorkingSet } from "./working-set.ts";

export interface BatchContext extends Listeners {
  client: Client;
  pool: Pool;
  directory: Directory;
  rates: Rates & { version: number | undefined; refresh(version: number): Promise<void> };
  ids: IdBlocks;
  now: () => number;
  /** Open calls in memory: whose they are, and which pools they may draw on. A hint, never the truth. */
  hints: CallHints;
}

export type Outcome =
  | { kind: "done"; result: unknown }
  | { kind: "failed"; error: Error }
  /** Its account is locked by another process, or belongs elsewhere than believed: to be tried again. */
  | { kind: "again" };

/** Null: PostgreSQL refused the batch; nothing of it has happened. */
export async function runBatch(
  context: BatchContext,
  commands: readonly Command[],
  wait: boolean,
): Promise<Outcome[] | null> {
  const batch = new Batch(context, commands);
  await batch.prepare();
  await batch.load(wait);
  await batch.decideAll();
  await batch.settle();
  return (await batch.store()) ? batch.outcomes : null;
}

class Batch {
  readonly outcomes: Outcome[];
  readonly #context: BatchContext;
  readonly #commands: readonly Command[];
  readonly #now: number;
  /** What names each call in memory; empty for what is no call. */
  readonly #texts: readonly string[];
  /** Of each call that a switch describes. */
  #parties: Parties[] = [];
  readonly #described: (DescribedCall | null)[] = [];
  /** The pools that each described call could draw on. */
  readonly #candidates: PoolKey[][] = [];
  readonly #organization: string[] = [];
  readonly #set: WorkingSet;
  readonly #alsoWrite: Query[] = [];
  readonly #after: AfterCommit;

  constructor(context: BatchContext, commands: readonly Command[]) {
    this.#context = context;
    this.#commands = commands;
    this.#texts = commands.map((command) => (command.kind === "call" ? keyText(command.key) : ""));
    this.#now = context.now();
    this.#after = new AfterCommit(context, this.#now);
    this.#set = new WorkingSet(context.ids.take);
    this.outcomes = commands.map(() => ({ kind: "done", result: undefined }));
  }

  /** Finds out what everybody refers to, and whose call each one is. */
  async prepare(): Promise<void> {
    const { directory, hints, pool, ids } = this.#context;
    await ids.ensure(Math.min(5 * this.#commands.length + 50, 5000));
    this.#parties = await learnParties(this.#commands, directory);
    const unknown: Key[] = [];
    const here = new Map<string, string>();
    this.#commands.forEach((command, i) => {
      if (command.kind === "books") {
        this.#organization[i] = command.organization;
        return;
      }
      this.#describe(i);
      const described = this.#described[i];
      const text = this.#texts[i]!;
      const known = hints.get(text)?.organization ?? here.get(text);
      this.#organization[i] = known ?? (described?.call.emergency ? "" : (described?.organization ?? ""));
      if (described) here.set(text, this.#organization[i]);
      else if (known === undefined) unknown.push(command.key);
    });
    if (unknown.length > 0)
      for (const call of await findCalls(pool, unknown)) here.set(keyText(call), call.organization);
    this.#commands.forEach((command, i) => {
      if (command.kind === "call" && !this.#described[i])
        this.#organization[i] = hints.get(this.#texts[i]!)?.organization ?? here.get(this.#texts[i]!) ?? "";
    });
    // Settings are needed for the switch's own country and the agreement of calls in progress, too.
    const organizations = this.#organization.filter((id) => id !== "");
    if (!directory.knows({ organizations, users: [], numbers: [] }))
      await directory.learn({ organizations, users: [], numbers: [] });
  }

  #describe(i: number): void {
    const command = this.#commands[i]!;
    if (command.kind !== "call" || !command.input) return;
    const { directory, rates } = this.#context;
    const described = describe(command.input, directory, rates, command.at ?? this.#now, this.#parties[i]);
    if ("conflict" in described) {
      this.outcomes[i] = {
        kind: "failed",
        error: new CallConflict(described.conflict, described.message, described.pointer),
      };
      this.#described[i] = null;
    } else this.#described[i] = described;
    this.#candidates[i] = candidatePools(this.#described[i] ?? null);
  }

  async load(wait: boolean): Promise<void> {
    const { client, directory, rates, hints } = this.#context;
    const organizations = [...new Set(this.#organization.filter((id) => directory.organization(id) != null))].sort();
    const keys = this.#keys();
    const authorizations = [...keys].flatMap(([text, key]) => (hints.has(text) ? [] : [key]));
    const lotsOf = this.#needLots();
    const counters = this.#counterKeys();
    const loaded = await lockAndLoad(client, {
      organizations,
      wait,
      sessions: [...keys.values()],
      knownCall: (key) => hints.get(keyText(key))?.call ?? undefined,
      authorizations,
      recentSince: previousUtcMonth(this.#now),
      earlySince: this.#now - 86_400_000,
      lotsOf,
      pools: this.#poolKeys(),
      counters,
    });
    this.#set.take(loaded, lotsOf);
    this.#set.takeCounters(counters, loaded.counters);
    if (loaded.rateDecksVersion !== rates.version) rates.refresh(loaded.rateDecksVersion).catch(() => {}); // it is tried again by the next batch
    const renewed = await this.#renew(loaded);
    await this.#complete(keys, renewed);
  }

  /** Every call once. */
  #keys(): Map<string, Key> {
    const keys = new Map<string, Key>();
    this.#commands.forEach((command, i) => {
      if (command.kind === "call") keys.set(this.#texts[i]!, command.key);
    });
    return keys;
  }

  /** Money moves for good where calls end, cover changes, or an account is changed directly. */
  #needLots(): string[] {
    const needs = new Set<string>();
    this.#commands.forEach((command, i) => {
      if (command.kind === "books" || !command.sheddable) needs.add(this.#organization[i]!);
    });
    needs.delete("");
    return [...needs];
  }

  #poolKeys(): PoolKey[] {
    const keys = new Map<string, PoolKey>();
    const add = withSiblings(this.#context.directory, (key) => keys.set(`${key.organization}|${poolText(key)}`, key));
    this.#commands.forEach((command, i) => {
      if (command.kind === "books") {
        const organization = this.#context.directory.organization(command.organization);
        if (!organization) return;
        const month = monthOf(this.#now, organization.timeZone);
        const ids = [...organization.entitlements.keys(), ...(command.command.pools ?? [])];
        for (const id of ids) add({ organization: organization.id, month, id });
        return;
      }
      for (const key of this.#candidates[i] ?? []) add(key);
      for (const key of this.#context.hints.get(this.#texts[i]!)?.pools ?? []) add(key);
    });
    return [...keys.values()];
  }

  /** By everything that is known of the calls so far. */
  #counterKeys(): OwnedCounterKey[] {
    const { directory, hints } = this.#context;
    const known = { commands: this.#commands, described: this.#described, hints, set: this.#set };
    return counterKeys(this.#organization, known, directory.organization, this.#now);
  }

  /** Whoever's settings have changed since they were read is described anew, now that nobody can change them. */
  async #renew(loaded: Loaded): Promise<boolean> {
    const { directory } = this.#context;
    let renewed = directory.outdatedNames(loaded.directoryVersion);
    for (const account of loaded.accounts)
      renewed = directory.outdated(account.organization, account.settingsVersion) || renewed;
    if (!renewed) return false;
    await directory.learn({ organizations: this.#set.accounts.keys(), users: [], numbers: [] });
    this.#parties = await learnParties(this.#commands, directory);
    this.#commands.forEach((command, i) => {
      if (command.kind !== "call" || !command.input) return;
      this.#describe(i);
      const described = this.#described[i];
      if (described && !described.call.emergency && described.organization !== this.#organization[i])
        this.outcomes[i] = { kind: "again" };
    });
    return true;
  }

  /** What the first read could not know to ask for: rare, so each costs a round trip of its own. */
  async #complete(keys: ReadonlyMap<string, Key>, renewed: boolean): Promise<void> {
    const { client, hints } = this.#context;
    const lookFor = new Map<string, Key>();
    const missing = (text: string): boolean => !this.#set.sessions.has(text) && !this.#set.cdrs.has(text);
    // They have ended since they were last seen, or begun before anybody here saw them.
    for (const [text, key] of keys) if (missing(text) && hints.has(text)) lookFor.set(text, key);
    this.#commands.forEach((command, i) => {
      const text = this.#texts[i]!;
      if (command.kind === "call" && !command.sheddable && missing(text)) lookFor.set(text, command.key);
    });
    if (lookFor.size > 0)
      for (const cdr of await loadAnyCdrs(client, [...lookFor.values()]))
        this.#set.cdrs.set(keyText(cdr), { stored: cdr, current: cdr });

    const absent = new Map<string, PoolKey>();
    const need = withSiblings(this.#context.directory, (key) => {
      const text = poolText(key);
      if (!this.#set.poolsOf(key.organization).has(text)) absent.set(`${key.organization}|${text}`, key);
    });
    for (const { current } of this.#set.sessions.values()) poolsOfSession(current).forEach(need);
    for (const { current } of this.#set.cdrs.values()) {
      const { organization, call, settlement } = current;
      if (current.end === "real" && current.outcome !== "refused") continue;
      for (const id of [...(call.cover?.pools ?? []), ...settlement.poolUses.map((use) => use.pool)])
        need({ organization, month: call.month, id });
      await this.#loadEmptied(organization, settlement.draws);
    }
    if (renewed) this.#poolKeys().forEach(need);
    if (absent.size > 0) this.#set.takePools(await loadPools(client, [...absent.values()]));
    const counters = this.#counterKeys().filter((key) => !this.#set.countersOf(key.organization).has(counterText(key)));
    if (counters.length > 0) this.#set.takeCounters(counters, await readCounters(client, counters));

    const withEnded = this.#set.withEndedLots(this.#now);
    if (withEnded.length > 0) this.#set.takeLots(withEnded, await loadLots(client, withEnded));
  }

  /** Of these lots, the ones that are empty by now and so were not loaded. */
  async #loadEmptied(organization: string, drawn: readonly { lot: number }[]): Promise<void> {
    const lots = this.#set.lots.get(organization);
    const emptied = [...new Set(drawn.map(({ lot }) => lot))].filter((id) => !lots?.some((lot) => lot.id === id));
    if (emptied.length > 0) lots?.push(...(await loadLotsById(this.#context.client, organization, emptied)));
  }

  async decideAll(): Promise<void> {
    // Requests of one call keep their order: what follows one that has to come again comes again, too.
    const again = new Set<string>();
    for (let i = 0; i < this.#commands.length; i++) {
      const command = this.#commands[i]!;
      if (this.outcomes[i]!.kind === "failed") continue;
      if (again.size > 0 && command.kind === "call" && again.has(this.#texts[i]!)) this.outcomes[i] = { kind: "again" };
      try {
        if (this.outcomes[i]!.kind === "done")
          this.outcomes[i] = command.kind === "call" ? this.#decideCall(i, command) : await this.#decideBooks(command);
      } catch (error) {
        this.outcomes[i] = { kind: "failed", error: error as Error };
      }
      if (this.outcomes[i]!.kind === "again" && command.kind === "call") again.add(this.#texts[i]!);
    }
  }

  #decideCall(i: number, command: Extract<Command, { kind: "call" }>): Outcome {
    const { directory } = this.#context;
    const text = this.#texts[i]!;
    const described = this.#described[i] ?? null;
    const session = this.#set.sessions.get(text)?.current ?? null;
    const cdr = this.#set.cdrs.get(text)?.current ?? null;
    const request = command.request(described);
    const now = command.at ?? this.#now;
    const organization = session?.organization ?? cdr?.organization ?? described?.organization ?? "";
    const emergency = session?.call.emergency ?? cdr?.call.emergency ?? described?.call.emergency ?? false;
    const account = this.#set.accounts.get(organization) ?? null;
    if (organization !== "" && !account && !emergency && this.#context.directory.organization(organization)) {
      const { call = null, authorizedAt = 0 } = session ?? {};
      this.#context.hints.set(text, { organization, pools: poolsOfSession(session), call, authorizedAt });
      return { kind: "again" };
    }
    const settings = organization === "" ? null : this.#context.directory.organization(organization);
    if (account && settings)
      for (const key of this.#candidates[i] ?? []) {
        // What is bought now is for this month on, and a user's own minutes are given once a month and go along.
        const isGiven = key.month < monthOf(now, settings.timeZone) || poolUser(key.id) !== null;
        if (isGiven && this.#set.poolsOf(organization).has(poolText(key))) continue;
        this.#set.grow(organization, key.month, key.id, directory.entitledMinutes(settings, key.id), now);
      }
    const world: World = {
      now,
      account,
      agreement: settings?.agreement ?? "direct",
      strictEither: settings?.strictEither ?? false,
      lots: this.#set.lots.get(organization) ?? null,
      pools: this.#set.poolsOf(organization),
      session,
      cdr,
      tombstone: this.#set.earlyEnds.has(text),
      newId: this.#context.ids.take,
    };
    if (account && settings?.limitIndex)
      world.spending = { limits: settings.limitIndex, counters: this.#set.countersOf(organization) };
    const decision = decide(world, request);
    this.#set.apply(text, request.key, organization, decision, now);
    const { answer } = decision;
    const currency = emergency ? null : (account?.currency ?? null);
    this.#after.decided(decision, { session, cdr }, currency);
    if (settings && settings.callEvents.size > 0)
      this.#set.consequences.add(organization, {
        events: eventsFor(settings.callEvents, decision, { session, cdr }, currency),
      });
    // A repeated refusal changes nothing: it tells of a balance that may be long gone.
    const isShort = decision.outOfCredit || (answer.kind === "refused" && answer.refusal.code === "OUT_OF_CREDIT");
    if (account && isShort && (decision.cdr ?? decision.session)) this.#set.consequences.sawShortage(organization);
    const result: ChargeResult = { answer, currency, language: settings?.language ?? "en" };
    return { kind: "done", result };
  }

  async #decideBooks(command: Extract<Command, { kind: "books" }>): Promise<Outcome> {
    const { directory } = this.#context;
    const { organization } = command;
    const account = this.#set.accounts.get(organization);
    const settings = directory.organization(organization);
    if (!settings) return { kind: "failed", error: new UnknownAccount(organization) };
    if (!account) return { kind: "again" };
    await command.command.load?.(this.#context.client);
    await this.#loadEmptied(organization, command.command.drawn?.() ?? []);
    const month = monthOf(this.#now, settings.timeZone);
    for (const id of settings.entitlements.keys())
      this.#set.grow(organization, month, id, directory.entitledMinutes(settings, id), this.#now);
    const world = {
      account,
      lots: this.#set.lots.get(organization)!,
      pools: this.#set.poolsOf(organization),
      now: this.#now,
      newId: this.#context.ids.take,
    };
    const books = new Books(world, month);
    const { result, note, alsoWrite, ...consequences } = command.command.decide(books, {
      now: this.#now,
      newId: this.#context.ids.take,
      standing: this.#set.consequences.standing(organization),
    });
    books.forfeitEnded();
    if (books.account.available > account.available && account.openCalls > 0) this.#after.moneyCameIn(organization);
    this.#set.applyLedger(organization, books.result(), { note: note ?? null, at: this.#now });
    this.#set.consequences.add(organization, consequences);
    this.#alsoWrite.push(...(alsoWrite ?? []));
    return { kind: "done", result };
  }

  /** What follows from all of it. */
  async settle(): Promise<void> {
    const { client, directory, ids } = this.#context;
    await this.#set.consequences.settle({
      client,
      now: this.#now,
      account: (organization) => this.#set.accounts.get(organization),
      settings: directory.organization,
      newIds: async (count) => {
        if (count > 0) await ids.ensure(count);
        return ids.take;
      },
    });
  }

  async store(): Promise<boolean> {
    const changes = this.#set.changes();
    const committed = await storeAndCommit(this.#context.client, changes, this.#alsoWrite, this.#now);
    if (!committed) return false;
    rememberCalls(this.#context.hints, this.#set.sessions);
    this.#after.tell(changes);
    return true;
  }
}
