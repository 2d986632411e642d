/**
 * A queue in which everybody takes turns: what is taken at once is spread over the turns (organisations) round robin,
 * each in its own order. Items of the same call stay in one turn, whatever turn they would be given by themselves.
 */
interface Entry<T> {
  item: T;
  turn: string;
  order: string | null;
}

export class TurnQueue<T> {
  #turns = new Map<string, Entry<T>[]>();
  /** In which turn the queued items of a call are, and how many. */
  #orders = new Map<string, { turn: string; count: number }>();
  /** Items that were taken before and come first again, in their order. */
  #back: T[] = [];
  #size = 0;

  get size(): number {
    return this.#size + this.#back.length;
  }

  push(item: T, turn: string, order: string | null): void {
    const known = order === null ? undefined : this.#orders.get(order);
    const entry: Entry<T> = { item, turn: known?.turn ?? turn, order };
    if (order !== null) this.#orders.set(order, { turn: entry.turn, count: (known?.count ?? 0) + 1 });
    const list = this.#turns.get(entry.turn);
    if (list) list.push(entry);
    else this.#turns.set(entry.turn, [entry]);
    this.#size += 1;
  }

  /** What `take` would give first. */
  peek(): T | undefined {
    return this.#back[0] ?? this.#turns.values().next().value?.[0]?.item;
  }

  /** Up to `count` items: those put back first, then one of each turn, again and again. */
  take(count: number): T[] {
    const taken = this.#back.splice(0, count);
    if (taken.length < count && this.#size <= count - taken.length) return [...taken, ...this.#takeAll()];
    while (taken.length < count && this.#size > 0) {
      for (const [turn, list] of [...this.#turns]) {
        if (taken.length === count) break;
        taken.push(this.#leave(list.shift()!));
        // Whoever was served goes to the end of the line.
        this.#turns.delete(turn);
        if (list.length > 0) this.#turns.set(turn, list);
      }
    }
    return taken;
  }

  /** New maps, not cleared ones: a Map's old tables would keep what they held alive (hints.ts). */
  #takeAll(): T[] {
    const all = [...this.#turns.values()].flat().map(({ item }) => item);
    this.#turns = new Map();
    this.#orders = new Map();
    this.#size = 0;
    return all;
  }

  #leave(entry: Entry<T>): T {
    this.#size -= 1;
    if (entry.order !== null) {
      const known = this.#orders.get(entry.order)!;
      if (known.count === 1) this.#orders.delete(entry.order);
      else known.count -= 1;
    }
    return entry.item;
  }

  /** Items that were taken and come first next time. */
  putBack(items: readonly T[]): void {
    this.#back = [...items, ...this.#back];
  }

  removeWhere(test: (item: T) => boolean): T[] {
    const removed = this.#back.filter(test);
    this.#back = this.#back.filter((item) => !test(item));
    for (const [turn, list] of [...this.#turns]) {
      const kept = list.filter((entry) => !test(entry.item));
      removed.push(...list.filter((entry) => test(entry.item)).map((entry) => this.#leave(entry)));
      if (kept.length > 0) this.#turns.set(turn, kept);
      else this.#turns.delete(turn);
    }
    return removed;
  }
}
