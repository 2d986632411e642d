/**
 * How far budgets and brakes let a call go, and what it adds to their counters. The counters change with every decision
 * by what the call is after it less what it was before, so that they are at any time the sum over calls.
 */
import {
  allowed,
  counterText,
  type Counted,
  countedBy,
  type Counter,
  limitNews,
  NO_SPENDING,
  type Spending,
  stoppedBy,
} from "../budget.ts";
import type { Event } from "../consequence.ts";
import { firstOf } from "../coverage.ts";
import { type Capacity, isCovered, paysMoney, type Terms } from "../funding.ts";
import type { Micros } from "../money.ts";
import type { Refusal } from "../outcome.ts";
import type { Why } from "../why.ts";
import { chargeOf } from "./settle.ts";
import type { Call, Cdr, Decision, Session, World } from "./types.ts";

/** What one limit leaves for a call. */
export interface Bound extends Counted {
  /** What the present cover of the call may cost in all; null: any amount. */
  money: Micros | null;
  /** How long it may last in all, since answer. */
  seconds: number | null;
  /** As many calls as are allowed are counted already, without this one. */
  full: boolean;
  refusal: Refusal;
  /** The same for the explanation. */
  why: Why;
}

export interface Room {
  /** Brakes, then budgets: as their refusals are told (contract.md, order of precedence). */
  bounds: readonly Bound[];
  /** The least of all. */
  money: Micros | null;
  seconds: number | null;
}

/** `before` is the call in progress as it was counted so far. Null: no budget and no brake counts this call. */
export function roomOf(world: World, call: Call, before: Session | null): Room | null {
  const { spending, now } = world;
  if (!spending) return null;
  const counts = countedBy(spending.limits, call, before?.authorizedAt ?? now, now);
  if (counts.length === 0) return null;
  const own = before ? new Set(keysOf(world, before)) : null;
  const prior = call.prior ? chargeOf(call.prior) : 0n;
  const bounds = counts.flatMap(({ limit, key }): Bound[] => {
    const most = allowed(limit, key.period, now);
    if (most === null) return [];
    const counter = counterOf(world, counterText(key));
    const others = own?.has(counterText(key)) ? without(counter, spendingOf(before!)) : counter;
    return [
      {
        limit,
        key,
        money: most.amount === null ? null : toZero(most.amount - others.spent - others.held - prior),
        seconds: most.seconds === null ? null : Math.max(0, most.seconds - others.seconds),
        full: most.calls !== null && others.calls >= most.calls,
        ...stoppedBy(limit, key, others, world.account?.currency ?? ""),
      },
    ];
  });
  bounds.sort((a, b) => (a.limit.kind === b.limit.kind ? 0 : a.limit.kind === "brake" ? -1 : 1));
  return { bounds, money: leastOf(bounds.map((b) => b.money)), seconds: leastOf(bounds.map((b) => b.seconds)) };
}

const without = (all: Spending, one: Spending): Spending => ({
  spent: all.spent - one.spent,
  held: all.held - one.held,
  calls: all.calls - one.calls,
  seconds: all.seconds - one.seconds,
});

const toZero = (amount: Micros): Micros => (amount > 0n ? amount : 0n);

function leastOf<T extends number | bigint>(values: readonly (T | null)[]): T | null {
  return values.reduce((least, value) => (value !== null && (least === null || value < least) ? value : least), null);
}

/**
 * Whether a new call is refused before anybody asks how far its sources reach; `refusal` is what else stands against it.
 * Of several reasons the first in order of precedence is told.
 */
export function refusedByLimits(room: Room | null, call: Call, refusal: Refusal | null): Bound | null {
  if (!room || (refusal === null && !isPaid(call))) return null;
  const reached = room.bounds.filter(
    ({ money, seconds, full }) => full || seconds === 0 || (refusal !== null && money === 0n),
  );
  const first = firstOf(refusal, ...reached.map((bound) => bound.refusal));
  return reached.find((bound) => bound.refusal === first) ?? null;
}

/** The limit that stops one second more than `seconds` of the present cover, `total` in all. */
export function stopOf(
  room: Room | null,
  terms: Terms,
  seconds: number,
  total: number,
  capacity: Capacity,
): Bound | null {
  if (room === null || terms.free) return null;
  const unlimited = { minutes: capacity.minutes, credits: 0n, postUsage: null };
  const stops = (bound: Bound): boolean =>
    (bound.seconds !== null && total >= bound.seconds) ||
    (bound.money !== null &&
      paysMoney(terms) &&
      !isCovered({ ...terms, postUsage: true }, seconds + 1, { ...unlimited, most: bound.money }));
  return room.bounds.find(stops) ?? null;
}

const isPaid = (call: Call): boolean => !call.emergency && call.cover !== null && call.cover.free === null;

/** What the explanation of the call says of the limit that ends it, once. */
export function limitedBy(call: Call, { limit, why }: Bound): Call {
  const source = `${limit.kind}:${limit.id}`;
  if (call.tried.some((line) => line.source === source)) return call;
  return { ...call, tried: [...call.tried, { source, taken: false, ...why }] };
}

/** What a call in progress, or one that has ended, adds to each of its counters. `src/postgres/spending.ts` recounts it. */
function spendingOf(of: Session | Cdr): Spending {
  const paid = isPaid(of.call);
  if ("charge" in of) {
    if (of.outcome === "refused") return NO_SPENDING;
    return { spent: of.charge, held: 0n, calls: paid ? 1 : 0, seconds: paid ? of.settlement.usedSeconds : 0 };
  }
  const { call, held, state, limitSeconds } = of;
  const lapsed = state === "lapsed";
  return {
    spent: call.prior ? chargeOf(call.prior) : 0n,
    held: held + (call.promised ?? 0n),
    calls: paid ? 1 : 0,
    seconds: paid && !lapsed ? limitSeconds : 0,
  };
}

const countsOf = (world: World, { call, authorizedAt }: Session | Cdr): Counted[] =>
  countedBy(world.spending!.limits, call, authorizedAt, world.now);
const keysOf = (world: World, of: Session | Cdr): string[] => countsOf(world, of).map(({ key }) => counterText(key));

function counterOf(world: World, key: string): Counter {
  const counter = world.spending!.counters.get(key);
  if (!counter) throw new Error(`the counter ${key} is not loaded`);
  return counter;
}

/** The counters that a decision changes, and what is to be told of them. */
export function countersAfter(world: World, decision: Decision): { counters: Counter[]; events: Event[] } {
  const { session, cdr, stoppedBy } = decision;
  const after = session ?? cdr ?? null;
  const before = after && (world.session ?? (world.cdr?.id === cdr?.id ? world.cdr : null));
  const changed = new Map<string, { counted: Counted; counter: Counter }>();
  const add = (counted: Counted, spending: Spending, sign: 1 | -1): void => {
    const key = counterText(counted.key);
    const counter = changed.get(key)?.counter ?? counterOf(world, key);
    changed.set(key, {
      counted,
      counter: {
        ...counter,
        spent: counter.spent + BigInt(sign) * spending.spent,
        held: counter.held + BigInt(sign) * spending.held,
        calls: counter.calls + sign * spending.calls,
        seconds: counter.seconds + sign * spending.seconds,
      },
    });
  };
  if (after) for (const counted of countsOf(world, after)) add(counted, spendingOf(after), 1);
  if (before) for (const counted of countsOf(world, before)) add(counted, spendingOf(before), -1);
  if (stoppedBy) add(stoppedBy, NO_SPENDING, 1);

  const counters: Counter[] = [];
  const events: Event[] = [];
  for (const [key, { counted, counter }] of changed) {
    const stopped = stoppedBy != null && counterText(stoppedBy.key) === key;
    const news = limitNews(counted.limit, counter, stopped, world.account?.currency ?? "");
    if (news) events.push(news.event);
    const told = news?.told ?? counter.told;
    if (news || !isSame(counter, counterOf(world, key))) counters.push({ ...counter, told });
  }
  return { counters, events };
}

const isSame = (a: Spending, b: Spending): boolean =>
  a.spent === b.spent && a.held === b.held && a.calls === b.calls && a.seconds === b.seconds;
