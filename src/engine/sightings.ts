/**
 * Who has asked to charge calls since this process started, by whichever way: what Operator > Health shows of switches,
 * and of those that were turned away. In memory: who never came back after a start is not listed.
 */
export type SwitchWay = "http" | "radius" | "diameter" | "fastagi";

export interface Sighting {
  way: SwitchWay;
  /** Null: not known who it is, so it was turned away. */
  switch: string | null;
  address: string;
  /** Epoch ms. */
  lastSeenAt: number;
  requests: number;
  /** Of them, those that were turned away or failed for another reason than credit or rules. */
  failures: number;
  lastFailure: { at: number; what: string } | null;
}

/** Who a packet or request is from, for whoever counts them. */
export type From = Pick<Sighting, "switch" | "address"> & {
  /** It was turned away or failed. */
  failed: boolean;
};

/** Told of each packet: how it was answered, or why it was dropped; and from whom it was, where that is known. */
export type CountPacket = (what: string, from?: From) => void;

/** Whoever wants to fill the memory from many addresses does not. */
const MOST = 500;

export class Sightings {
  readonly #now: () => number;
  /** Both with whoever was silent longest first. */
  readonly #switches = new Map<string, Sighting>();
  readonly #strangers = new Map<string, Sighting>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `failure`: why it was turned away, or what went wrong; absent: it got its answer. */
  see({ way, address, ...who }: Pick<Sighting, "way" | "switch" | "address">, failure?: string): void {
    const key = `${way} ${who.switch ?? ""} ${address}`;
    const at = this.#now();
    const seen = who.switch === null ? this.#strangers : this.#switches;
    let row = seen.get(key);
    if (row) seen.delete(key);
    else {
      if (this.#switches.size + this.#strangers.size >= MOST) this.#forgetOne();
      row = { way, address, switch: who.switch, lastSeenAt: at, requests: 0, failures: 0, lastFailure: null };
    }
    seen.set(key, row);
    row.lastSeenAt = at;
    row.requests += 1;
    if (failure === undefined) return;
    row.failures += 1;
    row.lastFailure = { at, what: failure };
  }

  /** Known switches first, by name; then strangers, the latest first. */
  list(): Sighting[] {
    const name = (row: Sighting): string => (row.switch === null ? "1" : `0${row.switch} ${row.address} ${row.way}`);
    return [...this.#switches.values(), ...this.#strangers.values()].sort((a, b) =>
      name(a) === name(b) ? b.lastSeenAt - a.lastSeenAt : name(a) < name(b) ? -1 : 1,
    );
  }

  /** Strangers before switches, and of them whoever was silent longest. */
  #forgetOne(): void {
    const seen = this.#strangers.size > 0 ? this.#strangers : this.#switches;
    for (const key of seen.keys()) {
      seen.delete(key);
      return;
    }
  }
}
