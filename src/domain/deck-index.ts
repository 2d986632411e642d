/**
 * The rows of a rate deck in memory, and the search for the one that prices a call: a hash table over typed arrays, as
 * hundreds of thousands of rows should cost little memory and a look-up well under a microsecond.
 */
import { type DeckRow, type RateDeck, type RateQuery, type RateRow, type Service, SERVICES } from "./rate-deck.ts";
import type { Picos } from "./money.ts";

/** Prefixes stay below 10¹⁵, so that service and prefix together are one exact number. */
const SERVICE_STEP = 1e15;
const HEAD_DIGITS = 5;
const HEADS = 10 ** HEAD_DIGITS;
const NONE = -1;
/** Six digits put together from these are three times as quick as a number made into text, which a look-up notices. */
const THREE_DIGITS = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, "0"));

const originCode = (origin: string | null): number =>
  origin === null ? 0 : (origin.charCodeAt(0) << 8) | origin.charCodeAt(1);

/** Scratch of one look-up, kept to spare its allocation: at n, the number that the first n digits make. */
const prefixes = new Float64Array(16);

/** Fills `prefixes`; how many digits count (at most 15), or 0 for what cannot be an E.164 number. */
function readPrefixes(digits: string): number {
  const length = Math.min(digits.length, 15);
  let value = 0;
  for (let i = 0; i < length; i++) {
    const digit = digits.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return 0;
    value = value * 10 + digit;
    prefixes[i + 1] = value;
  }
  return digits.charCodeAt(0) === 48 ? 0 : length;
}

/** Of a slot: the bits that tell a row's position (below MOST_ROWS). */
const POSITION = 2 ** 20 - 1;
const tagOf = (hash: number): number => (hash & 0x7ff) << 20;
function hashOf(key: number): number {
  const high = Math.floor(key / 2 ** 26);
  return Math.imul(Math.imul(key - high * 2 ** 26, 0x9e3779b1) ^ high, 0x85ebca6b);
}

type Label = Pick<DeckRow, "destination" | "country" | "numberClass">;
type Columns = { float: Float64Array; picos: BigInt64Array; int: Int32Array; short: Uint16Array; labels: Label[] };

/** A row where it lies: a field is made when it is asked for, as most of a look-up's time would go into making them. */
class StoredRow implements RateRow {
  readonly #columns: Columns;
  readonly #position: number;
  readonly #deck: RateDeck;
  readonly #digits: string | undefined;

  constructor(columns: Columns, position: number, deck: RateDeck, digits: string | undefined) {
    this.#columns = columns;
    this.#position = position;
    this.#deck = deck;
    this.#digits = digits;
  }

  get id(): string {
    const place = this.#position + 1;
    return this.#deck.id + THREE_DIGITS[Math.floor(place / 1000)]! + THREE_DIGITS[place % 1000]!;
  }
  get deck(): string {
    return this.#deck.id;
  }
  get deckName(): string {
    return this.#deck.name;
  }
  get service(): Service {
    return SERVICES[Math.floor(this.#float(0) / SERVICE_STEP)]!;
  }
  get prefix(): string {
    return this.#digits?.slice(0, this.#short(15)) ?? String(this.#float(0) % SERVICE_STEP);
  }
  get destination(): string {
    return this.#label.destination;
  }
  get country(): string | null {
    return this.#label.country;
  }
  get numberClass(): string {
    return this.#label.numberClass;
  }
  get pricePerMinutePicos(): Picos {
    return this.#columns.picos[this.#position * 8 + 5]!;
  }
  get connectionFeePicos(): Picos {
    return this.#columns.picos[this.#position * 8 + 6]!;
  }
  get initialIncrementSeconds(): number {
    return this.#short(12);
  }
  get incrementSeconds(): number {
    return this.#short(13);
  }
  get effectiveFrom(): number {
    return this.#float(1);
  }
  get effectiveTo(): number | null {
    const to = Math.min(this.#float(2), this.#deck.endedAt ?? Infinity);
    return to === Infinity ? null : to;
  }
  get origin(): string | null {
    const origin = this.#short(14);
    return origin === 0 ? null : String.fromCharCode(origin >> 8, origin & 255);
  }

  get #label(): Label {
    return this.#columns.labels[this.#columns.int[this.#position * 16 + 9]!]!;
  }
  #float(column: number): number {
    return this.#columns.float[this.#position * 8 + column]!;
  }
  #short(column: number): number {
    return this.#columns.short[this.#position * 32 + column]!;
  }
}

/**
 * The rows of one deck, found through one open hash table of (service, prefix); rows of the same service and prefix are
 * chained. A row is 64 bytes, seen through arrays of different types, what is searched by in front, since a look-up's
 * time is the memory that it touches. Filled once with `add`, in the deck's order, then only read.
 */
export class DeckIndex {
  length = 0;
  /** Per slot: where the first row of a chain is, and above that some bits of its key, which tell most others; or -1. */
  readonly #slots: Int32Array;
  readonly #shift: number;
  /** Per row: 0 key, 1 from, 2 to. */
  readonly #float: Float64Array;
  /** Per row: 5 price, 6 connection fee. */
  readonly #picos: BigInt64Array;
  /** Per row: 8 next of the chain, 9 label. */
  readonly #int: Int32Array;
  /** Per row: 12 initial increment, 13 increment, 14 origin, 15 length of the prefix. */
  readonly #short: Uint16Array;
  readonly #labels: Label[] = [];
  readonly #columns: Columns;
  readonly #labelNumbers = new Map<string, number>();
  /** Per service and first five digits, a bit for every prefix length that occurs: most lengths need no look. */
  readonly #prefixLengths = new Uint16Array(SERVICES.length * HEADS);

  /** `rows`: how many there will be. */
  constructor(rows: number) {
    const bits = Math.max(4, Math.ceil(Math.log2(rows * 2 + 1)));
    this.#slots = new Int32Array(2 ** bits).fill(NONE);
    this.#shift = 32 - bits;
    const bytes = new ArrayBuffer(rows * 64);
    this.#float = new Float64Array(bytes);
    this.#picos = new BigInt64Array(bytes);
    this.#int = new Int32Array(bytes);
    this.#short = new Uint16Array(bytes);
    this.#columns = {
      float: this.#float,
      picos: this.#picos,
      int: this.#int,
      short: this.#short,
      labels: this.#labels,
    };
  }

  add(row: DeckRow): void {
    const position = this.length++;
    const service = SERVICES.indexOf(row.service);
    const key = service * SERVICE_STEP + Number(row.prefix);
    const hash = hashOf(key);
    const slot = this.#slotOf(key, hash);
    const before = this.#slots[slot]!;
    this.#float.set([key, row.effectiveFrom, row.effectiveTo ?? Infinity], position * 8);
    this.#picos.set([row.pricePerMinutePicos, row.connectionFeePicos], position * 8 + 5);
    this.#int.set([before === NONE ? NONE : before & POSITION, this.#labelOf(row)], position * 16 + 8);
    this.#short.set(
      [row.initialIncrementSeconds, row.incrementSeconds, originCode(row.origin), row.prefix.length],
      position * 32 + 12,
    );
    this.#slots[slot] = tagOf(hash) | position;
    const heads = 10 ** Math.max(0, HEAD_DIGITS - row.prefix.length);
    const head = service * HEADS + Number(row.prefix.slice(0, HEAD_DIGITS)) * heads;
    for (let i = head; i < head + heads; i++) this.#prefixLengths[i]! |= 1 << row.prefix.length;
    if (this.length * 8 === this.#float.length) this.#labelNumbers.clear();
  }

  /** When the row begins, epoch ms. */
  beginOf(position: number): number {
    return this.#float[position * 8 + 1]!;
  }

  /** The position of the row that prices the call by this deck alone, or -1. */
  find(query: RateQuery): number {
    const service = SERVICES.indexOf(query.service);
    const origin = originCode(query.origin);
    const digits = readPrefixes(query.digits);
    if (digits === 0) return NONE;
    const head = digits < HEAD_DIGITS ? prefixes[digits]! * 10 ** (HEAD_DIGITS - digits) : prefixes[HEAD_DIGITS]!;
    const lengths = this.#prefixLengths[service * HEADS + head]!;
    for (let length = digits; length > 0; length--) {
      if ((lengths & (1 << length)) === 0) continue;
      const key = service * SERVICE_STEP + prefixes[length]!;
      const first = this.#slots[this.#slotOf(key, hashOf(key))]!;
      const best = first === NONE ? NONE : this.#bestOf(first & POSITION, origin, query.at);
      if (best !== NONE) return best;
    }
    return NONE;
  }

  /** Above zero where the row of this index goes before that of the other, for a call that both can price. */
  compare(position: number, other: DeckIndex, otherPosition: number): number {
    const prefix = this.#float[position * 8]! - other.#float[otherPosition * 8]!;
    if (prefix !== 0) return prefix; // of one number's prefixes the longer one is the greater number
    const origin = this.#short[position * 32 + 14]! - other.#short[otherPosition * 32 + 14]!;
    return origin !== 0 ? origin : this.#float[position * 8 + 1]! - other.#float[otherPosition * 8 + 1]!;
  }

  /** `digits`: a number that begins with the row's prefix, where one is at hand (much quicker than to make it anew). */
  row(position: number, deck: RateDeck, digits?: string): RateRow {
    return new StoredRow(this.#columns, position, deck, digits);
  }

  /** The slot that holds the key, or the empty one where it would go. */
  #slotOf(key: number, hash: number): number {
    const tag = tagOf(hash);
    let slot = hash >>> this.#shift;
    for (;;) {
      const head = this.#slots[slot]!;
      if (head === NONE || ((head & ~POSITION) === tag && this.#float[(head & POSITION) * 8] === key)) return slot;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
  }

  /** Among the rows of one service and prefix: the one of the origin before the one of any, then the newest. */
  #bestOf(first: number, origin: number, at: number): number {
    let best = NONE;
    for (let row = first; row !== NONE; row = this.#int[row * 16 + 8]!) {
      const rowOrigin = this.#short[row * 32 + 14]!;
      if (rowOrigin !== 0 && rowOrigin !== origin) continue;
      if (at < this.#float[row * 8 + 1]! || at >= this.#float[row * 8 + 2]!) continue;
      if (best === NONE || this.compare(row, this, best) > 0) best = row;
    }
    return best;
  }

  /** Rows of a destination share one label. */
  #labelOf(row: DeckRow): number {
    const name = `${row.country ?? ""}\n${row.numberClass}\n${row.destination}`;
    let number = this.#labelNumbers.get(name);
    if (number === undefined) {
      number = this.#labels.length;
      this.#labels.push({ destination: row.destination, country: row.country, numberClass: row.numberClass });
      this.#labelNumbers.set(name, number);
    }
    return number;
  }
}
