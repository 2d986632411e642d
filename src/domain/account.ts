/** The account of an organisation: what it has, what calls in progress hold of it, and the lots it is made of. */
import type { Micros } from "./money.ts";

export interface Account {
  organization: string;
  currency: string;
  /** Free to be held or charged; never below zero. available + held + frozen = Σ lots' remaining. */
  available: Micros;
  /** Reserved by open sessions: the sum of their holds. */
  held: Micros;
  /** Kept back while a dispute is open or a refund is under way: the sum of the lots' frozen parts. */
  frozen: Micros;
  /** Owed beyond the credits for what was already used; settled first by the next money in. */
  debt: Micros;
  /** Charged to be billed afterwards, in post-usage mode. */
  postUsage: Micros;
  payAsYouGo: boolean;
  /** The most to be billed afterwards of the calls of one month; null: any amount. */
  postUsageLimit: Micros | null;
  /** The latest month (first day) that any call billed afterwards was authorised in, and what its calls have cost. */
  postUsageMonth: string | null;
  postUsageInMonth: Micros;
  /** What those of its calls that are in progress may still cost of what they were granted. */
  postUsagePromised: Micros;
  /** Both, of the month before that one: calls go on over the end of a month. */
  postUsageBefore: Micros;
  /** Sessions that are open (ringing or answered). */
  openCalls: number;
  /** Sequence of the last transfer. */
  transferSeq: number;
  /** When the next lot with a remainder ends (epoch ms), so that nobody needs the lots to know. */
  nextLotEnd: number | null;
  settingsVersion: number;
}

/** Money bought at one time: a layer of the credits, drawn by (priority, endsAt, id). */
export interface Lot {
  id: number;
  granted: Micros;
  remaining: Micros;
  /** Of the remainder, what a dispute or a refund keeps back; absent: nothing. */
  frozen?: Micros;
  /** Lower is drawn first; promotional lots go before bought ones. */
  priority: number;
  source: "top-up" | "auto-recharge" | "promotion" | "adjustment";
  purchasedAt: number;
  /** Exclusive end, epoch ms: at that instant the rest is forfeited, unless calls in progress hold it. */
  endsAt: number;
}

export const byDrawOrder = (a: Lot, b: Lot): number => a.priority - b.priority || a.endsAt - b.endsAt || a.id - b.id;

export type Agreement = "direct" | "enterprise" | "customer" | "partner";
export type Mode = "prepaid" | "draining" | "post-usage" | "unfunded";

/** domain.md 1.6: only a customer agreement leaves prepaid; what is left of the credits is drained first. */
export function modeOf(agreement: Agreement, account: Pick<Account, "available" | "held" | "payAsYouGo">): Mode {
  if (agreement !== "customer") return "prepaid";
  if (account.available + account.held > 0n) return "draining";
  return account.payAsYouGo ? "post-usage" : "unfunded";
}

/**
 * What calls of the month may still be billed afterwards, beside what others were promised; null: any amount. `own` is
 * what the call that asks was promised already. Of a month that is long over nothing is left.
 */
export function postUsageLeft(account: Account, month: string, own: Micros = 0n): Micros | null {
  const { postUsageLimit, postUsageMonth } = account;
  if (postUsageLimit === null) return null;
  if (postUsageMonth === null || month > postUsageMonth) return postUsageLimit;
  if (month < monthBefore(postUsageMonth)) return 0n;
  const counted =
    month === postUsageMonth ? account.postUsageInMonth + account.postUsagePromised : account.postUsageBefore;
  const others = counted - own;
  return others < postUsageLimit ? postUsageLimit - others : 0n;
}

/** Counts what a call of that month was billed and promised, or, below zero, what it is not any more. */
export function countPostUsage(account: Account, month: string, billed: Micros, promised: Micros): void {
  const { postUsageMonth } = account;
  if (billed === 0n && promised === 0n) return;
  if (postUsageMonth === null || month > postUsageMonth) {
    const follows = postUsageMonth !== null && monthBefore(month) === postUsageMonth;
    account.postUsageBefore = follows ? account.postUsageInMonth + account.postUsagePromised : 0n;
    account.postUsageMonth = month;
    account.postUsageInMonth = billed;
    account.postUsagePromised = promised;
  } else if (month === postUsageMonth) {
    account.postUsageInMonth += billed;
    account.postUsagePromised += promised;
  } else if (month === monthBefore(postUsageMonth)) account.postUsageBefore += billed + promised;
}

/** Of `2026-12-01`, the month before: `2026-11-01`. */
function monthBefore(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return number === 1 ? `${year - 1}-12-01` : `${month.slice(0, 5)}${String(number - 1).padStart(2, "0")}-01`;
}

/** What may be drawn of a lot. */
export const unfrozen = (lot: Lot): Micros => lot.remaining - (lot.frozen ?? 0n);

/** What of an amount can be kept back, of one lot: at most what is free of it and available. */
export const freezable = (most: Micros, available: Micros, lot: Lot | undefined): Micros =>
  [most, lot ? unfrozen(lot) : 0n, available].reduce((a, b) => (a < b ? a : b));

export interface Draw {
  lot: number;
  amount: Micros;
}

/** Which lots an amount is taken from, in draw order; `short` is what they do not cover. */
export function drawLots(lots: readonly Lot[], amount: Micros): { draws: Draw[]; short: Micros } {
  const draws: Draw[] = [];
  let left = amount;
  for (const lot of [...lots].sort(byDrawOrder)) {
    if (left === 0n) break;
    const free = unfrozen(lot);
    const taken = free < left ? free : left;
    if (taken === 0n) continue;
    draws.push({ lot: lot.id, amount: taken });
    left -= taken;
  }
  return { draws, short: left };
}

/** How much of each lot the holds of open sessions cover: computed in draw order, kept nowhere (architecture.md 3). */
export function heldByLot(lots: readonly Lot[], held: Micros): Map<number, Micros> {
  return new Map(drawLots(lots, held).draws.map((draw) => [draw.lot, draw.amount]));
}

/**
 * What is forfeited now: the remainders of lots that have ended, less what is frozen and what calls in progress hold. The
 * holds are taken to be on the lots that are drawn first, so the last in draw order are forfeited first.
 */
export function forfeits(lots: readonly Lot[], account: Pick<Account, "available" | "held">, now: number): Draw[] {
  const ended = lots.filter((lot) => lot.endsAt <= now && unfrozen(lot) > 0n).sort(byDrawOrder);
  let left = ended.reduce((sum, lot) => sum + unfrozen(lot), 0n) - account.held;
  if (left > account.available) left = account.available;
  const draws: Draw[] = [];
  for (const lot of ended.reverse()) {
    if (left <= 0n) break;
    const free = unfrozen(lot);
    const amount = free < left ? free : left;
    draws.push({ lot: lot.id, amount });
    left -= amount;
  }
  return draws;
}
