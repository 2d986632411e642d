/**
 * Budgets and brakes: how much may be spent on calls. A budget limits money a month, of a user, a cost centre or the
 * organisation; a brake limits money, calls or minutes an hour, of a user, a toll-free number or the organisation, against
 * toll fraud and toll-free pumping. Both are counted alike: what ended calls have cost and what calls in progress may still
 * cost, in the month or hour in which a call was authorised. So a call counts in one period only, and its counters can be
 * recounted from calls at any time.
 */
import { type CallType, isInbound, type NumberKind } from "./call-type.ts";
import type { Event } from "./consequence.ts";
import { formatMicros, type Micros } from "./money.ts";
import type { Refusal } from "./outcome.ts";
import { sentenceOf, type Why } from "./why.ts";

export type LimitScope = "user" | "cost-center" | "number" | "organization";

export interface Limit {
  kind: "budget" | "brake";
  id: string;
  scope: LimitScope;
  /** Principal name, cost centre or number. Null: the organisation; of a brake, each user or number on its own. */
  subject: string | null;
  /** Of a month (budget) or an hour (brake); null: not limited. */
  amount: Micros | null;
  calls: number | null;
  minutes: number | null;
  /** Switched off it is counted, but neither stops nor tells. */
  enabled: boolean;
  /** False: it only tells. */
  stop: boolean;
  /** Of a budget, the first month that is counted; of a brake, null. */
  firstMonth: string | null;
  /** Of a brake, calls authorised from then on are counted, epoch ms; of a budget, null. */
  countsFrom: number | null;
  lift: Lift | null;
}

/** Lets calls through: of a budget for one month, of a brake until a moment. */
export interface Lift {
  month: string | null;
  /** Epoch ms, exclusive. */
  until: number | null;
  /** What the budget is raised to; null: there is no limit. */
  amount: Micros | null;
}

/** By `scope|subject`; null where an organisation has none, so that nobody pays for what is not used. */
export type LimitIndex = ReadonlyMap<string, readonly Limit[]>;

const indexKey = (scope: LimitScope, subject: string | null): string => `${scope}|${subject ?? ""}`;

export function indexLimits(limits: readonly Limit[]): LimitIndex | null {
  if (limits.length === 0) return null;
  const index = new Map<string, Limit[]>();
  for (const limit of limits) {
    const key = indexKey(limit.scope, limit.subject);
    index.set(key, [...(index.get(key) ?? []), limit]);
  }
  return index;
}

/** What of a call decides which limits count it. */
export interface CountedCall {
  user: string | null;
  costCenter: string | null;
  callType: CallType;
  numberKind: NumberKind | null;
  to: string;
  month: string;
  emergency: boolean;
}

/** One limit that counts a call, and where. */
export interface Counted {
  limit: Limit;
  key: CounterKey;
}

export interface CounterKey {
  kind: Limit["kind"];
  id: string;
  /** Whose calls are counted; empty for the organisation. */
  subject: string;
  /** The month, `2026-11-01`, or the hour, counted from 1970. */
  period: string;
}

export const counterText = (key: CounterKey): string => `${key.kind}|${key.id}|${key.subject}|${key.period}`;

const HOUR_MS = 3_600_000;
export const hourOf = (at: number): string => String(Math.floor(at / HOUR_MS));

/**
 * A brake forgets what is so old: its counters are dropped after that (`src/postgres/upkeep.ts`), and a call that is
 * corrected later still is counted no more. Ids of calls may be used again long before.
 */
export const BRAKE_MEMORY_MS = 60 * 86_400_000;

/** The limits that count a call. Emergency calls are counted by none. */
export function countedBy(index: LimitIndex, call: CountedCall, authorizedAt: number, now: number): Counted[] {
  if (call.emergency) return [];
  const tollFree = isInbound(call.callType) && call.numberKind === "service-toll-free";
  const subjects: [LimitScope, string | null][] = [
    ["organization", null],
    ["user", call.user],
    ["cost-center", call.costCenter],
    ["number", tollFree ? call.to : null],
  ];
  const counted: Counted[] = [];
  for (const [scope, subject] of subjects) {
    if (subject === null && scope !== "organization") continue;
    const each = subject === null ? [] : (index.get(indexKey(scope, null)) ?? []);
    for (const limit of [...(index.get(indexKey(scope, subject)) ?? []), ...each]) {
      const period = periodOf(limit, call.month, authorizedAt, now);
      if (period === null) continue;
      counted.push({ limit, key: { kind: limit.kind, id: limit.id, subject: subject ?? "", period } });
    }
  }
  return counted;
}

function periodOf(limit: Limit, month: string, authorizedAt: number, now: number): string | null {
  if (limit.kind === "budget") return limit.firstMonth !== null && month >= limit.firstMonth ? month : null;
  const known = authorizedAt >= (limit.countsFrom ?? 0) && now - authorizedAt < BRAKE_MEMORY_MS;
  return known ? hourOf(authorizedAt) : null;
}

/** What calls have used of one limit in one period, or what one call adds to it. */
export interface Spending {
  /** For good. */
  spent: Micros;
  /** What calls in progress may still cost of what they were granted. */
  held: Micros;
  /** Calls that pools or money pay. */
  calls: number;
  /** Of those calls: what was used, and of calls in progress what was granted. */
  seconds: number;
}

export const NO_SPENDING: Spending = { spent: 0n, held: 0n, calls: 0, seconds: 0 };

export interface Counter extends CounterKey, Spending {
  /** The highest share that was told, in percent. */
  told: 0 | 80 | 100;
}

export const newCounter = (key: CounterKey): Counter => ({ ...key, ...NO_SPENDING, told: 0 });

/** What a limit allows of a period at that moment; null: it stops nothing. */
export function allowed(
  limit: Limit,
  period: string,
  now: number,
): { amount: Micros | null; calls: number | null; seconds: number | null } | null {
  if (!limit.enabled || !limit.stop) return null;
  const amount = amountOf(limit, period);
  const lifted = limit.kind === "budget" ? amount === null : limit.lift?.until != null && now < limit.lift.until;
  if (lifted) return null;
  return { amount, calls: limit.calls, seconds: limit.minutes === null ? null : 60 * limit.minutes };
}

/** The size of a budget in that month, as it was raised for it; null: none. */
export const amountOf = ({ amount, lift }: Limit, period: string): Micros | null =>
  lift !== null && lift.month === period ? lift.amount : amount;

/** What is told when the budget's money is spent up to these shares. */
const SHARES = [
  [100, "budget.100"],
  [80, "budget.80"],
] as const;

/**
 * What is to be told of a counter after a change, once per share and period. `stopped`: a call was refused or cut, since
 * not even one increment more was left.
 */
export function limitNews(
  limit: Limit,
  counter: Counter,
  stopped: boolean,
  currency: string,
): { event: Event; told: 80 | 100 } | null {
  if (!limit.enabled) return null;
  return limit.kind === "budget"
    ? budgetNews(limit, counter, stopped, currency)
    : brakeNews(limit, counter, stopped, currency);
}

function budgetNews(limit: Limit, counter: Counter, stopped: boolean, currency: string) {
  const amount = amountOf(limit, counter.period);
  if (amount === null) return null;
  const share = SHARES.find(
    ([percent]) => (percent === 100 && stopped) || 100n * counter.spent >= BigInt(percent) * amount,
  );
  if (!share || counter.told >= share[0]) return null;
  const about = {
    ...namesOf(limit, counter, currency),
    month: counter.period,
    amount: formatMicros(amount),
    used: formatMicros(counter.spent),
    held: formatMicros(counter.held),
    left: formatMicros(leftOf(amount, counter)),
  };
  return {
    event: { name: share[1], about, once: `${counter.period}|${counter.id}|${counter.subject}` },
    told: share[0],
  };
}

function brakeNews(limit: Limit, counter: Counter, stopped: boolean, currency: string) {
  const { amount, calls, minutes } = limit;
  if (!(stopped || isReached(limit, counter)) || counter.told === 100) return null;
  const about = {
    ...namesOf(limit, counter, currency),
    amount: amount === null ? null : formatMicros(amount),
    used: formatMicros(counter.spent + counter.held),
    callLimit: calls,
    calls: counter.calls,
    minuteLimit: minutes,
    minutes: Math.ceil(counter.seconds / 60),
  };
  const once = `${counter.period}|${counter.id}|${counter.subject}`;
  return { event: { name: "brake.reached" as const, about, once }, told: 100 as const };
}

/** Whether calls have used all that the limit has, or may with what they were granted. */
export const isReached = ({ amount, calls, minutes }: Limit, counter: Spending): boolean =>
  (amount !== null && counter.spent + counter.held >= amount) ||
  (calls !== null && counter.calls >= calls) ||
  (minutes !== null && counter.seconds >= 60 * minutes);

const namesOf = ({ id, scope }: Limit, { subject }: Counter, currency: string) => ({
  id,
  scope,
  subject: subject === "" ? null : subject,
  currency,
});

export const leftOf = (amount: Micros, { spent, held }: Spending): Micros =>
  spent + held < amount ? amount - spent - held : 0n;

/** Which limit stops a call, and how it stands without that call, so that a repeat of its request is told the same. */
export function stoppedBy(
  limit: Limit,
  { subject, period }: CounterKey,
  others: Spending,
  currency: string,
): { refusal: Refusal; why: Why } {
  const about = {
    id: limit.id,
    ...(subject === "" ? {} : { whose: subject }),
    ...{ currency, spent: formatMicros(others.spent), held: formatMicros(others.held) },
  };
  if (limit.kind === "budget") {
    const amount = formatMicros(amountOf(limit, period) ?? 0n);
    const why: Why = { code: "budget-used-up", params: { ...about, amount } };
    return { why, refusal: { code: "BUDGET_EXCEEDED", message: sentenceOf(why) } };
  }
  const { amount, calls, minutes } = limit;
  const why: Why = {
    code: "brake-reached",
    params: {
      ...about,
      ...(amount === null ? {} : { amount: formatMicros(amount) }),
      ...(calls === null ? {} : { calls: String(calls), otherCalls: String(others.calls) }),
      ...(minutes === null ? {} : { minutes: String(minutes), otherMinutes: String(Math.ceil(others.seconds / 60)) }),
    },
  };
  return { why, refusal: { code: "LIMIT_REACHED", message: sentenceOf(why) } };
}
