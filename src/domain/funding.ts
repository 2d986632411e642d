/**
 * Funding: how many minutes of the pools and how much money pay for the first n seconds of a call. One function of the
 * total, computed from zero each time and never slice by slice, so that the charge does not depend on how many updates
 * came (architecture.md 4):
 *
 *   m = min(pool minutes held + free, ⌈n/60⌉);  money = max(0, raw(n) − raw(60 m))
 *
 * The pool pays first; an increment begun in pool time is the pool's; the connection fee and the first increment are
 * due only if money pays the first second.
 */
import { type Fraction, type Micros, roundToMicros, subtractToZero, ZERO } from "./money.ts";
import type { PoolHold } from "./pool.ts";
import { rate, type Tariff } from "./rating.ts";

/** Who may pay for a call, in order, as decided when it was authorised. */
export interface Terms {
  /** Costs nothing: free, included, own carrier. Nothing else counts then. */
  free: boolean;
  /** Pools in the order in which they are drawn. */
  pools: readonly string[];
  credits: boolean;
  /** Billed afterwards, after the credits where both are set (draining). */
  postUsage: boolean;
  /** Null: money cannot pay, since no price is known. */
  tariff: Tariff | null;
}

/** What a call may draw on: its own holds, and what is free. */
export interface Capacity {
  minutes: readonly number[];
  credits: Micros;
  /** What may be billed afterwards; null: any amount. */
  postUsage: Micros | null;
  /** What budgets and brakes leave, whoever pays; absent or null: any amount. */
  most?: Micros | null;
}

export interface Funding {
  /** Seconds that pools pay: 60 × minutes, at most the whole call. */
  poolSeconds: number;
  poolUses: PoolHold[];
  /** Exact price of the rest. */
  money: Fraction;
  /** What is paid for: pool minutes as seconds, and the billed seconds of the rest. */
  billedSeconds: number;
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** The funding of the first `seconds` of a call. With no tariff the rest beyond the pools has no price: zero. */
export function fund(terms: Terms, seconds: number, minutes: readonly number[]): Funding {
  if (terms.free || seconds <= 0)
    return { poolSeconds: 0, poolUses: [], money: ZERO, billedSeconds: terms.free ? seconds : 0 };
  let left = Math.ceil(seconds / 60);
  const poolUses: PoolHold[] = [];
  terms.pools.forEach((pool, i) => {
    const taken = Math.min(left, minutes[i] ?? 0);
    if (taken > 0) poolUses.push({ pool, minutes: taken });
    left -= taken;
  });
  const poolSeconds = 60 * (Math.ceil(seconds / 60) - left);
  if (left === 0 || terms.tariff === null)
    return { poolSeconds: Math.min(poolSeconds, seconds), poolUses, money: ZERO, billedSeconds: poolSeconds };
  const whole = rate(terms.tariff, seconds);
  const byPools = rate(terms.tariff, poolSeconds);
  return {
    poolSeconds,
    poolUses,
    money: subtractToZero(whole.raw, byPools.raw),
    billedSeconds: poolSeconds + Math.max(0, whole.billedSeconds - byPools.billedSeconds),
  };
}

/** A hold is the money rounded up at the tariff's decimals, so that it is never less than the charge. */
export const holdAmount = (terms: Terms, money: Fraction): Micros =>
  terms.tariff ? roundToMicros(money, { method: "up", decimals: terms.tariff.rounding.decimals }) : 0n;

/** A charge is rounded by the tariff's own method: the only rounding of a call. */
export const chargeAmount = (terms: Terms, money: Fraction): Micros =>
  terms.tariff ? roundToMicros(money, terms.tariff.rounding) : 0n;

export const paysMoney = (terms: Terms): boolean => (terms.credits || terms.postUsage) && terms.tariff !== null;

/**
 * The most seconds, up to `target`, that the sources cover in whole increments: 0 where they cover not even one.
 * The price is a step function that never falls, so the largest affordable n ends an increment by itself.
 */
export function coveredSeconds(terms: Terms, target: number, capacity: Capacity): number {
  if (isCovered(terms, target, capacity)) return target;
  if (!paysMoney(terms)) return 60 * sum(capacity.minutes);
  let covered = 0;
  let beyond = target;
  while (beyond - covered > 1) {
    const middle = Math.floor((covered + beyond) / 2);
    if (isCovered(terms, middle, capacity)) covered = middle;
    else beyond = middle;
  }
  return covered;
}

/** Whether the sources cover the first `seconds` of a call. */
export function isCovered(terms: Terms, seconds: number, capacity: Capacity): boolean {
  if (terms.free) return true;
  if (!paysMoney(terms)) return seconds <= 60 * sum(capacity.minutes);
  const most = mostMoney(terms, capacity);
  return most === null || holdAmount(terms, fund(terms, seconds, capacity.minutes).money) <= most;
}

function mostMoney(terms: Terms, { credits, postUsage, most = null }: Capacity): Micros | null {
  if (terms.postUsage && postUsage === null) return most;
  const payable = (terms.credits ? credits : 0n) + (terms.postUsage ? (postUsage ?? 0n) : 0n);
  return most !== null && most < payable ? most : payable;
}
