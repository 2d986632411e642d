/** Bounds how often one address asks what needs no sign-in: so many times in a minute, counted in this process. */
const MINUTE_MS = 60_000;
/** Above it whoever fills the memory has the oldest forgotten. */
const MOST_ADDRESSES = 10_000;

export class PerAddress {
  readonly #most: number;
  readonly #asked = new Map<string, { since: number; count: number }>();

  /** @param most requests of one address in a minute */
  constructor(most: number) {
    this.#most = most;
  }

  /** Null: go on. Else so many seconds are to be waited. `now` epoch ms. */
  ask(address: string, now: number): number | null {
    let row = this.#asked.get(address);
    if (!row || now - row.since >= MINUTE_MS) {
      this.#asked.delete(address);
      if (this.#asked.size >= MOST_ADDRESSES) this.#asked.delete(this.#asked.keys().next().value!);
      this.#asked.set(address, (row = { since: now, count: 0 }));
    }
    row.count += 1;
    return row.count <= this.#most ? null : Math.ceil((row.since + MINUTE_MS - now) / 1000);
  }
}
