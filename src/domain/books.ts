/**
 * The books of one organisation as one decision sees and changes them: a working copy of the account, its lots and
 * pools, with the transfers that follow. The world stays as it was until the decision is applied (architecture.md 10).
 */
import { type Account, countPostUsage, type Draw, drawLots, forfeits, freezable, type Lot } from "./account.ts";
import type { Cause, LedgerAccount, Transfer } from "./ledger.ts";
import type { Micros } from "./money.ts";
import { closedBy, freeMinutes, type OwnMove, type Pool, type PoolEntry, type PoolHold } from "./pool.ts";

/** What a call in progress keeps for itself. */
export interface Reserved {
  held: Micros;
  poolHolds: PoolHold[];
  /** What it may be billed afterwards; null: nothing is. */
  promised: Micros | null;
}

export interface Ledgered {
  account: Account;
  lots: Lot[];
  pools: Pool[];
  transfers: Transfer[];
  poolEntries: PoolEntry[];
}

export class Books {
  readonly account: Account;
  readonly #lots: readonly Lot[] | null;
  readonly #pools: ReadonlyMap<string, Pool>;
  readonly #changedLots = new Map<number, Lot>();
  readonly #changedPools = new Map<string, Pool>();
  readonly #transfers: Transfer[] = [];
  readonly #poolEntries: PoolEntry[] = [];
  readonly month: string;
  readonly #now: number;
  readonly #newId: () => number;
  /** Where one used-up pool closes the other of its plan (`strictEither`): what the call at hand held, which stays its. */
  readonly #own: Map<string, number> | null;

  /** `lots` are needed only where money moves for good; `pools` are by `month|id`, and `month` is the call's. */
  constructor(
    world: {
      account: Account;
      lots: readonly Lot[] | null;
      pools: ReadonlyMap<string, Pool>;
      now: number;
      newId: () => number;
      strictEither?: boolean;
    },
    month: string,
  ) {
    this.account = { ...world.account };
    this.#lots = world.lots;
    this.#pools = world.pools;
    this.#now = world.now;
    this.#newId = world.newId;
    this.month = month;
    this.#own = world.strictEither ? new Map<string, number>() : null;
  }

  hold(amount: Micros): void {
    if (amount > this.account.available)
      throw new Error(`hold of ${amount} exceeds ${this.account.available} available`);
    this.account.available -= amount;
    this.account.held += amount;
  }

  unhold(amount: Micros): void {
    this.account.held -= amount;
    this.account.available += amount;
  }

  reserve({ held, poolHolds, promised }: Reserved): void {
    this.hold(held);
    this.holdMinutes(poolHolds);
    countPostUsage(this.account, this.month, 0n, promised ?? 0n);
  }

  letGo({ held, poolHolds, promised }: Reserved): void {
    this.unhold(held);
    this.holdMinutes(poolHolds, -1);
    countPostUsage(this.account, this.month, 0n, -(promised ?? 0n));
  }

  pool(id: string): Pool | undefined {
    return this.#changedPools.get(id) ?? this.#pools.get(`${this.month}|${id}`);
  }

  /** Free minutes of each pool, in the order given: none of one that is closed, but what this call has let go. */
  freeMinutes(pools: readonly string[]): number[] {
    return pools.map((id) => {
      const pool = this.pool(id);
      if (!pool) return 0;
      const free = freeMinutes(pool);
      if (this.#own === null || closedBy(id, (other) => this.pool(other)) === null) return free;
      return Math.min(free, Math.max(0, this.#own.get(id) ?? 0));
    });
  }

  holdMinutes(holds: readonly PoolHold[], sign: 1 | -1 = 1): void {
    for (const { pool, minutes } of holds) {
      this.#change(pool, { heldMinutes: sign * minutes });
      this.#own?.set(pool, (this.#own.get(pool) ?? 0) - sign * minutes);
    }
  }

  useMinutes(uses: readonly PoolHold[], call: number, sign: 1 | -1 = 1): void {
    for (const { pool, minutes } of uses) {
      if (minutes === 0) continue;
      this.#change(pool, { usedMinutes: sign * minutes });
      this.#own?.set(pool, (this.#own.get(pool) ?? 0) - sign * minutes);
      this.#poolEntries.push({ pool, month: this.month, kind: "use", minutes: sign * minutes, call });
    }
  }

  /** Minutes that leave with their licences; what is used or held stays, and what the other licences give (`least`). */
  moveMinutesAway(id: string, minutes: number, least: number): void {
    const pool = this.pool(id);
    if (!pool) return;
    const left = Math.max(pool.totalMinutes - minutes, least, pool.usedMinutes + pool.heldMinutes);
    if (left >= pool.totalMinutes) return;
    this.#grant(id, left - pool.totalMinutes);
  }

  /** What is left of a user's own minutes goes along, also nothing, so that a month gives them once; again it does nothing. */
  moveOwnMinutes({ from, to }: OwnMove): void {
    const left = this.pool(from);
    if (!left) return;
    const moving = freeMinutes(left);
    if (moving === 0 && this.pool(to)) return;
    const there = this.pool(to) ?? { id: to, month: this.month, totalMinutes: 0, usedMinutes: 0, heldMinutes: 0 };
    this.#changedPools.set(to, there);
    this.#grant(from, -moving);
    this.#grant(to, moving - freeMinutes(there));
  }

  #grant(pool: string, minutes: number): void {
    if (minutes === 0) return;
    this.#change(pool, { totalMinutes: minutes });
    this.#poolEntries.push({ pool, month: this.month, kind: "grant", minutes, call: null });
  }

  #change(id: string, delta: { totalMinutes?: number; heldMinutes?: number; usedMinutes?: number }): void {
    const pool = this.pool(id);
    if (!pool) throw new Error(`pool ${id} of ${this.month} is not loaded`);
    this.#changedPools.set(id, {
      ...pool,
      totalMinutes: pool.totalMinutes + (delta.totalMinutes ?? 0),
      heldMinutes: pool.heldMinutes + (delta.heldMinutes ?? 0),
      usedMinutes: pool.usedMinutes + (delta.usedMinutes ?? 0),
    });
  }

  /** Takes `amount` of the available credits for good, first in first out: one transfer a lot. */
  charge(amount: Micros, call: number | null, cause: Cause = "call", to: LedgerAccount = "revenue"): Draw[] {
    if (amount > this.account.available)
      throw new Error(`charge of ${amount} exceeds ${this.account.available} available`);
    const { draws, short } = drawLots(this.lots(), amount);
    if (short > 0n) throw new Error(`the lots are ${short} short of the balance`);
    for (const draw of draws) {
      this.#changeLot(draw.lot, -draw.amount);
      this.account.available -= draw.amount;
      this.#transfer("credits", to, draw.amount, cause, { lot: draw.lot, call });
    }
    return draws;
  }

  /** Gives back to the lots what an earlier charge drew from them. */
  giveBack(draws: readonly Draw[], call: number): void {
    for (const draw of draws) {
      this.#changeLot(draw.lot, draw.amount);
      this.account.available += draw.amount;
      this.#transfer("revenue", "credits", draw.amount, "correction", { lot: draw.lot, call });
    }
  }

  /**
   * What was given back to lots that have ended, and would be forfeited at once, becomes `lot`, of as much as it holds.
   * @returns false where no lot that has ended has anything
   */
  renewEnded(given: ReadonlyMap<number, Micros>, lot: Omit<Lot, "granted" | "remaining">): boolean {
    let total = 0n;
    for (const [id, amount] of given) {
      if (this.#lot(id).endsAt > this.#now) continue;
      this.#changeLot(id, -amount);
      this.account.available -= amount;
      this.#transfer("credits", "adjustment", amount, "correction", { lot: id });
      total += amount;
    }
    if (total > 0n) this.credit({ ...lot, granted: total, remaining: total }, "adjustment", "correction", null);
    return total > 0n;
  }

  /** What was used beyond all cover is owed: booked apart, so that the credits never go below zero. */
  oweDebt(amount: Micros, call: number, cause: Cause = "call"): void {
    this.#owe(amount, "revenue", cause, { call });
  }

  #owe(amount: Micros, to: LedgerAccount, cause: Cause, about: { call?: number; topUp?: number }): void {
    if (amount === 0n) return;
    if (amount > 0n) {
      this.account.debt += amount;
      this.#transfer("debt", to, amount, cause, about);
      return;
    }
    const open = -amount < this.account.debt ? -amount : this.account.debt;
    this.account.debt -= open;
    if (open > 0n) this.#transfer(to, "debt", open, cause, about);
    if (-amount > open) this.#creditBack(-amount - open, to, cause === "call" ? "correction" : cause, about);
  }

  /** A debt that a top-up has settled meanwhile and that is not owed after all comes back as credits. */
  #creditBack(amount: Micros, from: LedgerAccount, cause: Cause, about: { call?: number; topUp?: number }): void {
    const endsAt = Math.max(this.#now + 365 * 86_400_000, ...this.lots().map((lot) => lot.endsAt));
    const lot: Lot = {
      id: this.#newId(),
      granted: amount,
      remaining: amount,
      priority: 0,
      source: "adjustment",
      purchasedAt: this.#now,
      endsAt,
    };
    this.credit(lot, from, cause, about.topUp ?? null, about.call ?? null);
  }

  /** Keeps back, of one lot, at most what is free of it and available; returns how much. */
  freeze(lot: number, most: Micros): Micros {
    const amount = freezable(
      most,
      this.account.available,
      this.lots().find((other) => other.id === lot),
    );
    if (amount > 0n) this.#moveFrozen(lot, amount);
    return amount;
  }

  thaw(lot: number, amount: Micros): void {
    if (amount > 0n) this.#moveFrozen(lot, -amount);
  }

  #moveFrozen(id: number, amount: Micros): void {
    const lot = this.#lot(id);
    this.#changedLots.set(id, { ...lot, frozen: (lot.frozen ?? 0n) + amount });
    this.account.available -= amount;
    this.account.frozen += amount;
  }

  /** What is frozen of a lot goes back to who paid for it. */
  payBack(lot: number, amount: Micros, to: LedgerAccount, cause: Cause, topUp: number): void {
    if (amount === 0n) return;
    this.thaw(lot, amount);
    this.#changeLot(lot, -amount);
    this.account.available -= amount;
    this.#transfer("credits", to, amount, cause, { lot, topUp });
  }

  /** What a lot lost at its end goes back to who paid for it all the same: nobody has spent it, so nobody owes it. */
  payBackForfeited(lot: number, amount: Micros, to: LedgerAccount, topUp: number): void {
    if (amount > 0n) this.#transfer("forfeited", to, amount, "refund", { lot, topUp });
  }

  /** What was spent of a payment that goes back is owed; below zero: is not owed after all. */
  owePaidBack(amount: Micros, to: LedgerAccount, cause: Cause, topUp: number): void {
    this.#owe(amount, to, cause, { topUp });
  }

  /** `month` is that of the call's authorisation. */
  billAfterwards(amount: Micros, call: number, cause: Cause = "call", month = this.month): void {
    if (amount === 0n) return;
    this.account.postUsage += amount;
    // Calls count in the month of their authorisation, as for the pools.
    countPostUsage(this.account, month, amount, 0n);
    if (amount > 0n) this.#transfer("post-usage", "revenue", amount, cause, { call });
    else this.#transfer("revenue", "post-usage", -amount, cause, { call });
  }

  /** Money in: a new lot, of which a debt is settled first. */
  credit(lot: Lot, from: LedgerAccount, cause: Cause, topUp: number | null, call: number | null = null): void {
    this.#changedLots.set(lot.id, { ...lot });
    this.account.available += lot.granted;
    this.#transfer(from, "credits", lot.granted, cause, { lot: lot.id, topUp, call });
    const owed = this.account.debt < this.account.available ? this.account.debt : this.account.available;
    if (owed === 0n) return;
    for (const draw of drawLots(this.lots(), owed).draws) {
      this.#changeLot(draw.lot, -draw.amount);
      this.account.available -= draw.amount;
      this.account.debt -= draw.amount;
      this.#transfer("credits", "debt", draw.amount, "debt-settled", { lot: draw.lot, topUp });
    }
  }

  /** Forfeits what ended lots still hold beyond the calls in progress; called whenever the account is touched. */
  forfeitEnded(): void {
    const now = this.#now;
    const next = this.account.nextLotEnd;
    if (this.#lots === null || (this.#changedLots.size === 0 && (next === null || next > now))) return;
    for (const draw of forfeits(this.lots(), this.account, now)) {
      this.#changeLot(draw.lot, -draw.amount);
      this.account.available -= draw.amount;
      this.#transfer("credits", "forfeited", draw.amount, "lot-ended", { lot: draw.lot });
    }
    const ends = this.lots().flatMap((lot) => (lot.remaining > 0n ? [lot.endsAt] : []));
    this.account.nextLotEnd = ends.length > 0 ? Math.min(...ends) : null;
  }

  lots(): Lot[] {
    if (this.#lots === null) throw new Error("the lots are not loaded");
    const changed = this.#changedLots;
    const known = this.#lots.map((lot) => changed.get(lot.id) ?? lot);
    const added = [...changed.values()].filter((lot) => !this.#lots!.some((other) => other.id === lot.id));
    return [...known, ...added];
  }

  result(): Ledgered {
    return {
      account: this.account,
      lots: [...this.#changedLots.values()],
      pools: [...this.#changedPools.values()],
      transfers: this.#transfers,
      poolEntries: this.#poolEntries,
    };
  }

  #lot(id: number): Lot {
    const lot = this.lots().find((other) => other.id === id);
    if (!lot) throw new Error(`lot ${id} is not loaded`);
    return lot;
  }

  #changeLot(id: number, amount: Micros): void {
    const lot = this.#lot(id);
    this.#changedLots.set(id, { ...lot, remaining: lot.remaining + amount });
  }

  #transfer(
    from: LedgerAccount,
    to: LedgerAccount,
    amount: Micros,
    cause: Cause,
    about: { lot?: number | null; call?: number | null; topUp?: number | null },
  ): void {
    this.account.transferSeq += 1;
    this.#transfers.push({
      sequence: this.account.transferSeq,
      from,
      to,
      amount,
      cause,
      balanceAfter: this.account.available + this.account.held + this.account.frozen,
      lot: about.lot ?? null,
      call: about.call ?? null,
      topUp: about.topUp ?? null,
    });
  }
}
