/** How fast charging was in the last minutes: what Operator > Health shows of the lane. In this process, in memory. */

/** Upper ends of the classes that waits are counted in, ms. */
const CLASSES = [1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000, 10_000] as const;
const SLOT_MS = 5_000;
/** Five minutes. */
const SLOTS = 60;
const LAST_MINUTE = 12;

export interface LanePace {
  /** In the last minute. */
  operationsPerSecond: number;
  /** In the last five minutes. */
  operations: number;
  /** So long waited 99 of 100 operations of the last five minutes at most, from being asked to being decided; null: none. */
  p99Ms: number | null;
}

export class LaneFigures {
  /** For each slot of time, how many operations fell in each class; over the last one, in an extra class. */
  readonly #slots = Array.from({ length: SLOTS }, () => ({ number: -1, counts: new Uint32Array(CLASSES.length + 1) }));

  /** Since the start. */
  total = 0;

  /** `now` epoch ms. */
  count(waitedMs: number, now: number): void {
    this.total += 1;
    const number = Math.floor(now / SLOT_MS);
    const slot = this.#slots[number % SLOTS]!;
    if (slot.number !== number) {
      slot.number = number;
      slot.counts.fill(0);
    }
    let i = 0;
    while (i < CLASSES.length && waitedMs > CLASSES[i]!) i += 1;
    slot.counts[i]! += 1;
  }

  at(now: number): LanePace {
    const number = Math.floor(now / SLOT_MS);
    const sums = new Array<number>(CLASSES.length + 1).fill(0);
    let lastMinute = 0;
    for (const slot of this.#slots) {
      if (slot.number <= number - SLOTS || slot.number > number) continue;
      slot.counts.forEach((count, i) => (sums[i]! += count));
      if (slot.number > number - LAST_MINUTE) lastMinute += slot.counts.reduce((sum, count) => sum + count, 0);
    }
    const operations = sums.reduce((sum, count) => sum + count, 0);
    return {
      operationsPerSecond: lastMinute / ((LAST_MINUTE * SLOT_MS) / 1000),
      operations,
      p99Ms: operations === 0 ? null : percentile(sums, operations),
    };
  }
}

function percentile(sums: readonly number[], operations: number): number {
  let slower = operations;
  const found = sums.findIndex((count) => (slower -= count) <= operations / 100);
  return CLASSES[Math.min(found, CLASSES.length - 1)]!;
}
