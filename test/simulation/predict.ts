/**
 * What exactly one request must do to an organisation that nobody else touches meanwhile, by the contract: how far the
 * sources reach, what the call costs, which lots pay it, what is owed. Written anew, from the text.
 */
import { due, type Price } from "./prices.ts";
import type { Seen, SeenLot } from "./observe.ts";
import type { Payers, SimCall } from "./model.ts";
import { entitled } from "./world.ts";

type Paid = Extract<Payers, { free: false }>;

/**
 * Free minutes of the call's pools, with `own` that the call has already. A pool is made and grows when a call is
 * described (`grow`), or when licences change.
 */
export function minutesFor(call: SimCall, payers: Paid, seen: Seen, own: Map<string, number>, grow: boolean): number {
  let minutes = 0;
  for (const id of payers.pools) {
    const pool = seen.pools.get(`${call.month}|${id}`) ?? { total: 0, used: 0, held: 0 };
    const total = grow ? Math.max(pool.total, entitled(call.org, id)) : pool.total;
    minutes += Math.max(0, total - pool.used - pool.held) + (own.get(id) ?? 0);
  }
  return minutes;
}

const drawOrder = (a: SeenLot, b: SeenLot): number =>
  a.priority - b.priority || a.endsAt - b.endsAt || Number(BigInt(a.id) - BigInt(b.id));
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** An account worked on by hand. */
export class Account {
  available: bigint;
  held: bigint;
  debt: bigint;
  lost = 0n;
  readonly lots: SeenLot[];

  constructor(seen: Seen) {
    this.available = seen.available;
    this.held = seen.held;
    this.debt = seen.debt;
    this.lots = seen.lots.map((lot) => ({ ...lot })).sort(drawOrder);
  }

  /** What ended lots have left beyond what calls hold is lost, the last in draw order first. */
  forfeit(now: number): void {
    const ended = this.lots.filter((lot) => lot.endsAt <= now && lot.remaining > 0n);
    let left = least(ended.reduce((sum, lot) => sum + lot.remaining, 0n) - this.held, this.available);
    for (const lot of ended.reverse()) {
      const taken = left > 0n ? least(left, lot.remaining) : 0n;
      lot.remaining -= taken;
      left -= taken;
      this.available -= taken;
      this.lost += taken;
    }
  }

  charge(amount: bigint): void {
    this.available -= amount;
    for (const lot of this.lots) {
      const taken = least(amount, lot.remaining);
      lot.remaining -= taken;
      amount -= taken;
    }
  }
}

export interface Sources {
  price: Price | null;
  payers: Paid;
  minutes: number;
  credits: bigint;
  /** What budgets leave; null: any amount. It stops a call, and pays no other price for one that was used. */
  budget: bigint | null;
}

/** Whether the sources reach so far. */
export function reaches(sources: Sources, seconds: number): boolean {
  const { price, payers, minutes, credits } = sources;
  if (price === null || !(payers.credits || payers.later)) return seconds <= 60 * minutes;
  if (payers.later) return true;
  return due(price, seconds, Math.min(minutes, Math.ceil(seconds / 60)), "up") <= credits && !exceeds(sources, seconds);
}

/** Whether a budget is what stops a call before that second. */
export function exceeds({ price, payers, minutes, budget }: Sources, seconds: number): boolean {
  if (budget === null || price === null || !payers.credits) return false;
  return due(price, seconds, Math.min(minutes, Math.ceil(seconds / 60)), "up") > budget;
}

/** The most seconds, up to `most`, that the sources reach. */
export function reach(sources: Sources, most: number): number {
  for (let seconds = most; seconds > 0; seconds--) if (reaches(sources, seconds)) return seconds;
  return 0;
}

export interface Cost {
  minutes: number;
  charge: bigint;
  overrun: number;
  /** Of the charge: what the credits pay, and what is owed. */
  credits: bigint;
  owed: bigint;
}

/** What `seconds` used cost in the end, and who pays (contract.md: funded if money is there, forgiven, or owed). */
export function cost(sources: Sources, seconds: number, tolerance: number): Cost {
  const { price, payers, minutes, credits } = sources;
  const of = (n: number, overrun: number): Cost => {
    const taken = Math.min(minutes, Math.ceil(n / 60));
    const charge = due(price, n, taken, "half-up");
    const fromCredits = least(charge, credits);
    return { minutes: taken, charge, overrun, credits: fromCredits, owed: charge - fromCredits };
  };
  const whole = of(seconds, 0);
  if (payers.later) return whole;
  const covered = payers.credits ? whole.owed === 0n : whole.charge === 0n && seconds <= 60 * minutes;
  if (covered) return whole;
  const reached = reach(sources, seconds);
  return seconds - reached <= tolerance ? of(reached, seconds - reached) : whole;
}
