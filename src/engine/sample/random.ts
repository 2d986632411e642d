/** Seeded chance: the same seed gives the same calls, whenever and wherever they are made. */
export class Random {
  #state: number;

  /** `stream`: what it is for; streams of one seed have nothing in common. */
  constructor(seed: number, stream: string) {
    let state = seed >>> 0;
    for (let i = 0; i < stream.length; i++) state = mix(state ^ (stream.charCodeAt(i) + 0x9e3779b9));
    this.#state = mix(state);
  }

  /** At least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    return mix(this.#state) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** How often something happens that happens `mean` times on average: never more than one off. */
  times(mean: number): number {
    return Math.floor(mean + this.next());
  }
}

/** Spreads 32 bits, so that what differs a little has nothing in common. */
function mix(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
