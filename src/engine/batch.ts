/**
 * One batch of the lane: describe → lock and load → decide, in arrival order → store and commit. A request that fails to
 * be decided fails alone; the world that the next one sees is as if it had not been (architecture.md 10).
 */
import type { Client, Pool as DatabasePool } from "../postgres/pool.ts";
import type { Account, Lot } from "../domain/account.ts";
import { Books, type Ledgered } from "../domain/books.ts";
import { cover } from "../domain/coverage.ts";
import type { Pool } from "../domain/pool.ts";
import { decide } from "../domain/session/decide.ts";
import type {
  Call,
  Cdr,
  ChargeRequest,
  Decision,
  DescribedCall,
  Key,
  Session,
  World,
} from "../domain/session/types.ts";
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
import { type Changes, storeAndCommit } from "../postgres/lane-store.ts";
import type { IdBlocks } from "../postgres/ids.ts";
import { monthOf } from "./calendar.ts";
import { CallConflict, type ChargeResult, type Command, type Query, UnknownAccount } from "./commands.ts";
import { describe, type Rates, referencesOf } from "./describe.ts";
import type { Directory } from "./directory.ts";
import { addUsage, sortedUsage, type UsageDeltas } from "./roll-up.ts";

export interface BatchContext {
  client: Client;
  pool: DatabasePool;
  directory: Directory;
  rates: Rates & { version: number | undefined; refresh(version: number): Promise<void> };
  ids: IdBlocks;
  now: () => number;
  /** Open calls in memory: whose they are, and which pools they may draw on. A hint, never the truth. */
  hints: CallHints;
}

export interface CallHint {
  organization: string;
  pools: readonly PoolKey[];
  call: Call | null;
}
export type CallHints = Map<string, CallHint>;
export const keyText = (key: Key): string => `${key.switch}\0${key.callId}`;

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
  return (await batch.store()) ? batch.outcomes : null;
}

class Batch {
  readonly outcomes: Outcome[];
  readonly #context: BatchContext;
  readonly #commands: readonly Command[];
  readonly #now: number;
  readonly #described: (DescribedCall | null)[] = [];
  /** The pools that each described call could draw on. */
  readonly #candidates: PoolKey[][] = [];
  readonly #organization: string[] = [];
  readonly #accounts = new Map<string, Account>();
  readonly #lots = new Map<string, Lot[]>();
  readonly #pools = new Map<string, Map<string, Pool>>();
  readonly #sessions = new Map<string, { stored: Session | null; current: Session | null }>();
  readonly #cdrs = new Map<string, { stored: Cdr | null; current: Cdr }>();
  readonly #earlyEnds = new Set<string>();
  readonly #newEarlyEnds = new Map<string, Key>();
  readonly #touched = {
    accounts: new Set<string>(),
    lots: new Map<string, Set<number>>(),
    pools: new Map<string, Set<string>>(),
  };
  readonly #changes: Pick<Changes, "transfers" | "poolEntries"> = { transfers: [], poolEntries: [] };
  readonly #alsoWrite: Query[] = [];
  readonly #usage: UsageDeltas = new Map();

  constructor(context: BatchContext, commands: readonly Command[]) {
    this.#context = context;
    this.#commands = commands;
    this.#now = context.now();
    this.outcomes = commands.map(() => ({ kind: "done", result: undefined }));
  }

  /** Finds out what everybody refers to, and whose call each one is. */
  async prepare(): Promise<void> {
    const { directory, hints, pool, ids } = this.#context;
    await ids.ensure(Math.min(5 * this.#commands.length + 50, 5000));
    await this.#learn();
    const unknown: Key[] = [];
    const here = new Map<string, string>();
    this.#commands.forEach((command, i) => {
      if (command.kind === "books") {
        this.#organization[i] = command.organization;
        return;
      }
      this.#describe(i);
      const described = this.#described[i];
      const text = keyText(command.key);
      const known = hints.get(text)?.organization ?? here.get(text);
      this.#organization[i] = known ?? (described?.call.emergency ? "" : (described?.organization ?? ""));
      if (described) here.set(text, this.#organization[i]!);
      else if (known === undefined) unknown.push(command.key);
    });
    if (unknown.length > 0)
      for (const call of await findCalls(pool, unknown)) here.set(keyText(call), call.organization);
    this.#commands.forEach((command, i) => {
      if (command.kind === "call" && !this.#described[i])
        this.#organization[i] = hints.get(keyText(command.key))?.organization ?? here.get(keyText(command.key)) ?? "";
    });
    // Settings are needed for the switch's own country and the agreement of calls in progress, too.
    const organizations = this.#organization.filter((id) => id !== "");
    if (!directory.knows({ organizations, users: [], numbers: [] }))
      await directory.learn({ organizations, users: [], numbers: [] });
  }

  async #learn(): Promise<void> {
    const { directory } = this.#context;
    const inputs = this.#commands.flatMap((command) =>
      command.kind === "call" && command.input ? [command.input] : [],
    );
    // Each round may show who else is meant: a number's owner, then the owner's country, then a national number.
    for (let round = 0; round < 4; round++) {
      const all = inputs.map((input) => referencesOf(input, directory));
      if (all.every((references) => directory.knows(references))) return;
      await directory.learn({
        organizations: all.flatMap((references) => [...references.organizations]),
        users: all.flatMap((references) => [...references.users]),
        numbers: all.flatMap((references) => [...references.numbers]),
      });
    }
  }

  #describe(i: number): void {
    const command = this.#commands[i]!;
    if (command.kind !== "call" || !command.input) return;
    const { directory, rates } = this.#context;
    const described = describe(command.input, directory, rates, this.#now);
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
    const calls = this.#commands.flatMap((command) => (command.kind === "call" ? [command] : []));
    const keys = [...new Map(calls.map((call) => [keyText(call.key), call.key])).values()];
    const authorizations = keys.filter((key) => !hints.has(keyText(key)));
    const loaded = await lockAndLoad(client, {
      organizations,
      wait,
      sessions: keys,
      knownCall: (key) => hints.get(keyText(key))?.call ?? undefined,
      authorizations,
      recentSince: previousMonth(this.#now),
      earlySince: this.#now - 86_400_000,
      lotsOf: this.#needLots(),
      pools: this.#poolKeys(),
    });
    this.#take(loaded);
    if (loaded.rateDecksVersion !== rates.version) rates.refresh(loaded.rateDecksVersion).catch(() => {}); // it is tried again by the next batch
    await this.#renew(loaded);
    await this.#complete(calls.map((call) => call.key));
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
    const add = (key: PoolKey) => keys.set(`${key.organization}|${key.month}|${key.id}`, key);
    this.#commands.forEach((command, i) => {
      if (command.kind === "books") {
        const organization = this.#context.directory.organization(command.organization);
        if (!organization) return;
        const month = monthOf(this.#now, organization.timeZone);
        for (const id of organization.entitlements.keys()) add({ organization: organization.id, month, id });
        return;
      }
      for (const key of this.#candidates[i] ?? []) add(key);
      for (const key of this.#context.hints.get(keyText(command.key))?.pools ?? []) add(key);
    });
    return [...keys.values()];
  }

  #take(loaded: Loaded): void {
    for (const account of loaded.accounts) this.#accounts.set(account.organization, account);
    for (const session of loaded.sessions) this.#sessions.set(keyText(session), { stored: session, current: session });
    for (const cdr of loaded.cdrs) this.#cdrs.set(keyText(cdr), { stored: cdr, current: cdr });
    for (const key of loaded.earlyEnds) this.#earlyEnds.add(keyText(key));
    for (const organization of this.#needLots()) this.#lots.set(organization, []);
    for (const { organization, lot } of loaded.lots) this.#lots.get(organization)?.push(lot);
    this.#takePools(loaded.pools);
  }

  #takePools(pools: Loaded["pools"]): void {
    for (const { organization, pool } of pools) this.#poolsOf(organization).set(`${pool.month}|${pool.id}`, pool);
  }

  #poolsOf(organization: string): Map<string, Pool> {
    let pools = this.#pools.get(organization);
    if (!pools) this.#pools.set(organization, (pools = new Map()));
    return pools;
  }

  /** Whoever's settings have changed since they were read is described anew, now that nobody can change them. */
  async #renew(loaded: Loaded): Promise<void> {
    const { directory } = this.#context;
    let renewed = directory.outdatedNames(loaded.directoryVersion);
    for (const account of loaded.accounts)
      renewed = directory.outdated(account.organization, account.settingsVersion) || renewed;
    if (!renewed) return;
    await directory.learn({ organizations: this.#accounts.keys(), users: [], numbers: [] });
    await this.#learn();
    this.#commands.forEach((command, i) => {
      if (command.kind !== "call" || !command.input) return;
      this.#describe(i);
      const described = this.#described[i];
      if (described && !described.call.emergency && described.organization !== this.#organization[i])
        this.outcomes[i] = { kind: "again" };
    });
  }

  /** What the first read could not know to ask for: rare, so each costs a round trip of its own. */
  async #complete(keys: readonly Key[]): Promise<void> {
    const { client } = this.#context;
    const ended = keys.filter(
      (key) =>
        !this.#sessions.has(keyText(key)) && !this.#cdrs.has(keyText(key)) && this.#context.hints.has(keyText(key)),
    );
    const open = this.#commands.flatMap((command) =>
      command.kind === "call" && !command.sheddable ? [command.key] : [],
    );
    const missing = open.filter((key) => !this.#sessions.has(keyText(key)) && !this.#cdrs.has(keyText(key)));
    const lookFor = [...new Map([...ended, ...missing].map((key) => [keyText(key), key])).values()];
    if (lookFor.length > 0)
      for (const cdr of await loadAnyCdrs(client, lookFor)) this.#cdrs.set(keyText(cdr), { stored: cdr, current: cdr });

    const pools = new Map<string, PoolKey>();
    for (const { current } of this.#sessions.values())
      for (const key of poolsOfSession(current)) pools.set(`${key.organization}|${key.month}|${key.id}`, key);
    for (const { current } of this.#cdrs.values()) {
      if (current.end === "real" && current.outcome !== "refused") continue;
      const ids = [...(current.call.cover?.pools ?? []), ...current.settlement.poolUses.map((use) => use.pool)];
      for (const id of ids)
        pools.set(`${current.id}|${id}`, { organization: current.organization, month: current.call.month, id });
      const lots = this.#lots.get(current.organization);
      const emptied = current.settlement.draws
        .map((draw) => draw.lot)
        .filter((id) => !lots?.some((lot) => lot.id === id));
      if (emptied.length > 0) lots?.push(...(await loadLotsById(client, current.organization, emptied)));
    }
    for (const candidates of this.#candidates)
      for (const key of candidates ?? []) pools.set(`${key.organization}|${key.month}|${key.id}`, key);
    const absent = [...pools.values()].filter(
      (key) => !this.#pools.get(key.organization)?.has(`${key.month}|${key.id}`),
    );
    if (absent.length > 0) this.#takePools(await loadPools(client, absent));

    const endedLots = [...this.#accounts.values()].filter(
      (account) =>
        account.nextLotEnd !== null && account.nextLotEnd <= this.#now && !this.#lots.has(account.organization),
    );
    if (endedLots.length > 0) {
      for (const account of endedLots) this.#lots.set(account.organization, []);
      for (const { organization, lot } of await loadLots(
        client,
        endedLots.map((account) => account.organization),
      ))
        this.#lots.get(organization)?.push(lot);
    }
  }

  async decideAll(): Promise<void> {
    for (let i = 0; i < this.#commands.length; i++) {
      const command = this.#commands[i]!;
      const outcome = this.outcomes[i]!;
      if (outcome.kind !== "done") continue;
      try {
        this.outcomes[i] = command.kind === "call" ? this.#decideCall(i, command) : await this.#decideBooks(command);
      } catch (error) {
        this.outcomes[i] = { kind: "failed", error: error as Error };
      }
    }
  }

  #decideCall(i: number, command: Extract<Command, { kind: "call" }>): Outcome {
    const text = keyText(command.key);
    const described = this.#described[i] ?? null;
    const session = this.#sessions.get(text)?.current ?? null;
    const cdr = this.#cdrs.get(text)?.current ?? null;
    const request = command.request(described);
    const organization = session?.organization ?? cdr?.organization ?? described?.organization ?? "";
    const emergency = session?.call.emergency ?? cdr?.call.emergency ?? described?.call.emergency ?? false;
    const account = this.#accounts.get(organization) ?? null;
    if (organization !== "" && !account && !emergency && this.#context.directory.organization(organization)) {
      this.#context.hints.set(text, { organization, pools: poolsOfSession(session), call: session?.call ?? null });
      return { kind: "again" };
    }
    const settings = organization === "" ? null : this.#context.directory.organization(organization);
    if (account && settings) for (const key of this.#candidates[i] ?? []) this.#grow(organization, key.month, key.id);
    const world: World = {
      now: this.#now,
      account,
      agreement: settings?.agreement ?? "direct",
      lots: this.#lots.get(organization) ?? null,
      pools: this.#poolsOf(organization),
      session,
      cdr,
      tombstone: this.#earlyEnds.has(text),
      newId: this.#context.ids.take,
    };
    const decision = decide(world, request);
    this.#apply(text, organization, decision, request);
    const result: ChargeResult = { answer: decision.answer, currency: account?.currency ?? null };
    return { kind: "done", result };
  }

  /** The pools that a call may draw on exist from its first use in a month on, and grow with the licences at once. */
  #grow(organization: string, month: string, id: string): void {
    const settings = this.#context.directory.organization(organization)!;
    const pools = this.#poolsOf(organization);
    const known = pools.get(`${month}|${id}`);
    const totalMinutes = this.#context.directory.entitledMinutes(settings, id);
    const more = totalMinutes - (known?.totalMinutes ?? 0);
    if (more <= 0) return;
    const pool: Pool = { ...(known ?? { id, month, usedMinutes: 0, heldMinutes: 0 }), totalMinutes };
    pools.set(`${month}|${id}`, pool);
    this.#touch(this.#touched.pools, organization, `${month}|${id}`);
    const entry = { pool: id, month, kind: "grant" as const, minutes: more, call: null };
    this.#changes.poolEntries.push({ organization, id: this.#context.ids.take(), entry });
  }

  async #decideBooks(command: Extract<Command, { kind: "books" }>): Promise<Outcome> {
    const { organization } = command;
    const account = this.#accounts.get(organization);
    const settings = this.#context.directory.organization(organization);
    if (!settings) return { kind: "failed", error: new UnknownAccount(organization) };
    if (!account) return { kind: "again" };
    await command.command.load?.(this.#context.client);
    const month = monthOf(this.#now, settings.timeZone);
    for (const id of settings.entitlements.keys()) this.#grow(organization, month, id);
    const world = {
      account,
      lots: this.#lots.get(organization)!,
      pools: this.#poolsOf(organization),
      now: this.#now,
      newId: this.#context.ids.take,
    };
    const books = new Books(world, month);
    const { result, note, alsoWrite } = command.command.decide(books, {
      now: this.#now,
      newId: this.#context.ids.take,
    });
    books.forfeitEnded();
    this.#applyLedger(organization, books.result(), note ?? null);
    this.#alsoWrite.push(...(alsoWrite ?? []));
    return { kind: "done", result };
  }

  #apply(text: string, organization: string, decision: Decision, request: ChargeRequest): void {
    if (decision.ledger) this.#applyLedger(organization, decision.ledger, null);
    if (decision.session !== undefined) {
      const known = this.#sessions.get(text);
      this.#sessions.set(text, { stored: known?.stored ?? null, current: decision.session });
    }
    if (decision.cdr) {
      const known = this.#cdrs.get(text);
      const same = known?.current.id === decision.cdr.id;
      if (same) addUsage(this.#usage, known.current, -1);
      addUsage(this.#usage, decision.cdr, 1);
      this.#cdrs.set(text, { stored: same ? known.stored : null, current: decision.cdr });
    }
    if (decision.tombstone) {
      this.#earlyEnds.add(text);
      this.#newEarlyEnds.set(text, request.key);
    }
  }

  #applyLedger(organization: string, ledger: Ledgered, note: string | null): void {
    this.#accounts.set(organization, ledger.account);
    this.#touched.accounts.add(organization);
    const lots = this.#lots.get(organization);
    for (const lot of ledger.lots) {
      const at = lots?.findIndex((other) => other.id === lot.id) ?? -1;
      if (at >= 0) lots![at] = lot;
      else lots?.push(lot);
      this.#touch(this.#touched.lots, organization, lot.id);
    }
    for (const pool of ledger.pools) {
      this.#poolsOf(organization).set(`${pool.month}|${pool.id}`, pool);
      this.#touch(this.#touched.pools, organization, `${pool.month}|${pool.id}`);
    }
    for (const transfer of ledger.transfers)
      this.#changes.transfers.push({ organization, transfer, topUp: transfer.topUp, note });
    for (const entry of ledger.poolEntries)
      this.#changes.poolEntries.push({ organization, id: this.#context.ids.take(), entry });
  }

  #touch<T>(sets: Map<string, Set<T>>, organization: string, item: T): void {
    let set = sets.get(organization);
    if (!set) sets.set(organization, (set = new Set()));
    set.add(item);
  }

  async store(): Promise<boolean> {
    const sessions = [...this.#sessions.values()];
    const cdrs = [...this.#cdrs.values()].filter(({ stored, current }) => stored !== current);
    const changes: Changes = {
      ...this.#changes,
      accounts: [...this.#touched.accounts].sort().map((id) => this.#accounts.get(id)!),
      lots: [...this.#touched.lots]
        .sort(byKey)
        .flatMap(([organization, ids]) =>
          [...ids]
            .sort((a, b) => a - b)
            .map((id) => ({ organization, lot: this.#lots.get(organization)!.find((lot) => lot.id === id)! })),
        ),
      pools: [...this.#touched.pools]
        .sort(byKey)
        .flatMap(([organization, keys]) =>
          [...keys].sort().map((key) => ({ organization, pool: this.#poolsOf(organization).get(key)! })),
        ),
      newSessions: sessions.flatMap(({ stored, current }) => (!stored && current ? [current] : [])),
      changedSessions: sessions.flatMap(({ stored, current }) =>
        stored && current && stored !== current ? [current] : [],
      ),
      closedSessions: sessions.flatMap(({ stored, current }) => (stored && !current ? [stored] : [])),
      newCdrs: cdrs.flatMap(({ stored, current }) => (stored ? [] : [current])),
      changedCdrs: cdrs.flatMap(({ stored, current }) => (stored ? [current] : [])),
      earlyEnds: [...this.#newEarlyEnds.values()],
      usage: sortedUsage(this.#usage),
    };
    const committed = await storeAndCommit(this.#context.client, changes, this.#alsoWrite, this.#now);
    if (committed) this.#remember();
    return committed;
  }

  #remember(): void {
    for (const [text, { current }] of this.#sessions) {
      if (current) this.#context.hints.set(text, hintOf(current));
      else this.#context.hints.delete(text);
    }
  }
}

const byKey = (a: [string, unknown], b: [string, unknown]): number => (a[0] < b[0] ? -1 : 1);

/** An emergency call belongs to nobody's account: it never waits for a lock. */
export const hintOf = (session: Session): CallHint => ({
  organization: session.call.emergency ? "" : session.organization,
  pools: poolsOfSession(session),
  call: session.call,
});

function poolsOfSession(session: Session | null): PoolKey[] {
  if (!session) return [];
  const ids = new Set([...(session.call.cover?.pools ?? []), ...session.poolHolds.map((hold) => hold.pool)]);
  return [...ids].map((id) => ({ organization: session.organization, month: session.call.month, id }));
}

/** The pools that a described call could draw on, whatever the account's mode turns out to be. */
function candidatePools(described: DescribedCall | null): PoolKey[] {
  if (!described?.facts || described.refusal) return [];
  const result = cover({ ...described.facts, mode: "prepaid", payAsYouGo: true, atConcurrencyLimit: false });
  if (result.kind === "refused") return [];
  return result.pools.map((id) => ({ organization: described.organization, month: described.call.month, id }));
}

function previousMonth(now: number): string {
  const date = new Date(now);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1)).toISOString().slice(0, 10);
}
