/**
 * The world of one organisation in memory: it applies decisions as the lane does and checks after each one what must
 * always be true of money and minutes (architecture.md, "Invariants"). What it hands to the rules is frozen, so that a
 * rule that writes into its world fails at once.
 */
import type { Account, Agreement, Lot } from "../../src/domain/account.ts";
import { Books, type Ledgered } from "../../src/domain/books.ts";
import type { Transfer } from "../../src/domain/ledger.ts";
import { formatMicros, type Micros, parseMicros } from "../../src/domain/money.ts";
import type { Pool, PoolEntry } from "../../src/domain/pool.ts";
import { decide } from "../../src/domain/session/decide.ts";
import type { Answer, Cdr, ChargeRequest, Decision, Session } from "../../src/domain/session/types.ts";
import { MemoryLimits } from "./memory-limits.ts";

/** 2026-11-10 12:00 UTC. */
export const NOON = 1_794_312_000_000;
export const DAY = 86_400_000;
export const MONTH = "2026-11-01";

export const money = (text: string): Micros => {
  const micros = parseMicros(text);
  if (micros === undefined) throw new Error(`"${text}" is not an amount`);
  return micros;
};

function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
  return value;
}

export class MemoryWorld {
  now = NOON;
  agreement: Agreement = "direct";
  account: Account = freeze({
    organization: "contoso",
    currency: "USD",
    available: 0n,
    held: 0n,
    frozen: 0n,
    debt: 0n,
    postUsage: 0n,
    payAsYouGo: false,
    postUsageLimit: null,
    postUsageMonth: null,
    postUsageInMonth: 0n,
    postUsagePromised: 0n,
    postUsageBefore: 0n,
    openCalls: 0,
    transferSeq: 0,
    nextLotEnd: null,
    settingsVersion: 1,
  });
  readonly lots = new Map<number, Lot>();
  readonly pools = new Map<string, Pool>();
  readonly sessions = new Map<string, Session>();
  readonly cdrs = new Map<string, Cdr>();
  readonly transfers: Transfer[] = [];
  readonly poolEntries: PoolEntry[] = [];
  strictEither = false;
  readonly limits = new MemoryLimits();
  readonly #endedEarly = new Set<string>();
  #lastId = 0;

  readonly newId = (): number => ++this.#lastId;

  addPool(id: string, totalMinutes: number, usedMinutes = 0): void {
    this.pools.set(`${MONTH}|${id}`, freeze({ id, month: MONTH, totalMinutes, usedMinutes, heldMinutes: 0 }));
  }

  /** Money in; answers the lot's id. */
  topUp(amount: string, endsAt = this.now + 365 * DAY, about: { priority?: number } = {}): number {
    const books = this.#books();
    const lot: Lot = {
      id: this.newId(),
      granted: money(amount),
      remaining: money(amount),
      priority: about.priority ?? 0,
      source: "top-up",
      purchasedAt: this.now,
      endsAt,
    };
    books.credit(lot, "cash/test", "top-up", this.newId());
    books.forfeitEnded();
    this.#applyLedger(books.result());
    this.#check();
    return lot.id;
  }

  /** What the job that ends lots does, at any time. */
  endLots(): void {
    const books = this.#books();
    books.forfeitEnded();
    this.#applyLedger(books.result());
    this.#check();
  }

  decide(request: ChargeRequest): Answer {
    const { decision, before } = this.propose(request);
    const netted = nettedPair(decision.ledger?.transfers ?? []);
    if (netted) throw new Error(`transfers of one decision net to nothing: ${netted}`);
    if (decision.ledger) this.#applyLedger(decision.ledger);
    const { callId } = request.key;
    if (decision.session === null) this.sessions.delete(callId);
    else if (decision.session) this.sessions.set(callId, freeze(decision.session));
    if (decision.cdr) this.cdrs.set(callId, freeze(decision.cdr));
    if (decision.tombstone) this.#endedEarly.add(callId);
    this.limits.apply(request, decision);
    this.#check();
    if (before.session && decision.session === null && !decision.cdr)
      throw new Error("a call was closed without a CDR");
    return decision.answer;
  }

  /** The decision, not applied. */
  propose(request: ChargeRequest): { decision: Decision; before: { session: Session | null; cdr: Cdr | null } } {
    const { callId } = request.key;
    const before = { session: this.sessions.get(callId) ?? null, cdr: this.cdrs.get(callId) ?? null };
    // Answers need no lots where no money moves for good, as in the lane.
    const movesMoney = request.phase !== "authorize" && request.phase !== "answer";
    const lotHasEnded = this.account.nextLotEnd !== null && this.account.nextLotEnd <= this.now;
    const decision = decide(
      {
        now: this.now,
        account: this.account,
        agreement: this.agreement,
        lots: movesMoney || lotHasEnded ? [...this.lots.values()] : null,
        pools: this.pools,
        ...before,
        tombstone: this.#endedEarly.has(callId),
        newId: this.newId,
        strictEither: this.strictEither,
        ...this.limits.ofWorld(),
      },
      freeze(request),
    );
    return { decision, before };
  }

  /** Everything that a request may change, as text: the same text is the same world. */
  picture(): string {
    const parts = [
      this.account,
      ...this.lots.values(),
      ...this.pools.values(),
      ...this.sessions,
      ...this.cdrs,
      ...this.limits.counters,
    ];
    return JSON.stringify([parts, this.transfers.length, this.poolEntries.length], (_, value: unknown) =>
      typeof value === "bigint" ? formatMicros(value) : value,
    );
  }

  #books(): Books {
    return new Books({ ...this, lots: [...this.lots.values()] }, MONTH);
  }

  #applyLedger(ledger: Ledgered): void {
    this.account = freeze(ledger.account);
    for (const lot of ledger.lots) this.lots.set(lot.id, freeze(lot));
    for (const pool of ledger.pools) this.pools.set(`${pool.month}|${pool.id}`, freeze(pool));
    this.transfers.push(...ledger.transfers);
    this.poolEntries.push(...ledger.poolEntries);
  }

  #check(): void {
    const wrong = wrongWith(this) ?? this.limits.wrongWith([...this.sessions.values()], [...this.cdrs.values()]);
    if (wrong) throw new Error(wrong);
  }
}

const add = (amounts: Iterable<Micros>): Micros => [...amounts].reduce((total, amount) => total + amount, 0n);

/** The first thing that is wrong with the books, in words; undefined when they balance. */
function wrongWith({ account, lots, pools, sessions, cdrs, transfers, poolEntries }: MemoryWorld): string | undefined {
  for (const part of ["available", "held", "frozen", "debt", "postUsage"] as const)
    if (account[part] < 0n) return `${part} is below zero: ${formatMicros(account[part])}`;
  for (const lot of lots.values())
    if (lot.remaining < 0n || lot.remaining > lot.granted)
      return `lot ${lot.id} has ${formatMicros(lot.remaining)} left of ${formatMicros(lot.granted)}`;

  const balance = account.available + account.held + account.frozen;
  const differs = (what: string, amount: Micros, of = balance): string | undefined =>
    amount === of ? undefined : `${what} is ${formatMicros(amount)}, but the account says ${formatMicros(of)}`;
  const moved = (side: string): Micros =>
    add(transfers.map((t) => (t.to === side ? t.amount : 0n) - (t.from === side ? t.amount : 0n)));
  const sums =
    differs("what is left in the lots", add([...lots.values()].map((lot) => lot.remaining))) ??
    differs("what the transfers leave", moved("credits")) ??
    differs("the debt by the transfers", -moved("debt"), account.debt) ??
    differs("post-usage by the transfers", -moved("post-usage"), account.postUsage) ??
    differs("what the calls hold", add([...sessions.values()].map((session) => session.held)), account.held) ??
    differs(
      "what the calls may be billed",
      add([...sessions.values()].map(({ call }) => call.promised ?? 0n)),
      account.postUsagePromised,
    );
  if (sums) return sums;
  if (transfers.some((t) => t.amount <= 0n)) return "a transfer moves nothing";
  if (transfers.some((t, i) => t.sequence !== i + 1)) return "the transfers are not numbered one after the other";
  if (transfers.length > 0 && transfers.at(-1)!.balanceAfter !== balance) return "the last balance is not the balance";

  const open = [...sessions.values()].filter((session) => session.state !== "lapsed" && !session.call.emergency).length;
  if (account.openCalls !== open) return `the account counts ${account.openCalls} open calls, there are ${open}`;
  for (const pool of pools.values()) {
    const holds = [...sessions.values()]
      .flatMap((session) => session.poolHolds)
      .filter((hold) => hold.pool === pool.id);
    const held = holds.reduce((total, hold) => total + hold.minutes, 0);
    if (held !== pool.heldMinutes) return `${pool.id} says ${pool.heldMinutes} min held, the calls hold ${held}`;
    const uses = poolEntries.filter((entry) => entry.pool === pool.id);
    const used = [...cdrs.values()].flatMap((cdr) => cdr.settlement.poolUses).filter((use) => use.pool === pool.id);
    const open = [...sessions.values()].flatMap((s) => s.call.prior?.poolUses ?? []).filter((u) => u.pool === pool.id);
    const minutes = [...used, ...open].reduce((total, use) => total + use.minutes, 0);
    if (uses.reduce((total, entry) => total + entry.minutes, 0) !== minutes)
      return `${pool.id}: the entries do not add up to the ${minutes} min that calls used`;
    if (pool.usedMinutes < 0 || pool.usedMinutes + pool.heldMinutes > pool.totalMinutes)
      return `${pool.id} of ${pool.totalMinutes} min has ${pool.usedMinutes} used and ${pool.heldMinutes} held`;
  }

  for (const cdr of cdrs.values()) {
    const about = transfers.filter((t) => t.call === cdr.id);
    const paid = add(about.map((t) => (t.to === "revenue" ? t.amount : -t.amount)));
    if (paid !== cdr.charge)
      return `the CDR of ${cdr.callId} says ${formatMicros(cdr.charge)}, its transfers ${formatMicros(paid)}`;
    const seconds = cdr.funding.reduce((total, line) => total + line.seconds, 0) + cdr.settlement.overrunSeconds;
    if (seconds !== cdr.settlement.usedSeconds)
      return `the lines of ${cdr.callId} are of ${seconds} s, it lasted ${cdr.settlement.usedSeconds} s`;
    const lines = add(cdr.funding.map((line) => money(line.amount ?? "0")));
    if (lines !== cdr.charge) return `the lines of ${cdr.callId} do not add up to its charge`;
  }
  return undefined;
}

/** Two transfers of one decision that are each other's opposite: a line that nets to nothing. */
function nettedPair(transfers: readonly Transfer[]): string | undefined {
  for (const one of transfers)
    for (const other of transfers)
      if (one.from === other.to && one.to === other.from && one.lot === other.lot)
        return `${one.from} to ${one.to} ${formatMicros(one.amount)} and back ${formatMicros(other.amount)}`;
  return undefined;
}
