/**
 * Rate decks: which row prices a call. The prefixes of all decks of a currency are merged; the longest prefix wins, then
 * the row for the caller's origin before the row for any origin, then the newest `effective_from` that has begun
 * (contract.md, "Rate deck CSV"). A deck's rows never change once they are published, so that an index is built once;
 * what changes about a deck (when it ends, what replaced it) stands beside the index.
 */
import type { Picos } from "./money.ts";

export const SERVICES = ["user_out", "conf_out", "ucap_out", "tollfree_in", "conf_in"] as const;
/** What is priced. For `tollfree_in` the prefix is matched on the toll-free number that was dialled. */
export type Service = (typeof SERVICES)[number];

/** Rows that one deck may hold; a row's id is its deck's id times ROW_ID_STEP plus its place in the deck, from 1. */
export const ROW_ID_STEP = 1_000_000;
export const MOST_ROWS = ROW_ID_STEP - 1;
/** A price must fit a signed 64-bit count of pico-units. */
export const HIGHEST_PRICE_PICOS: Picos = 9_000_000n * 10n ** 12n;

/** One line of a deck. */
export interface DeckRow {
  service: Service;
  /** E.164 digits without `+`, 1 to 15, the first of them 1 to 9. */
  prefix: string;
  destination: string;
  /** ISO 3166 alpha-2; null for what belongs to no country, such as satellite. */
  country: string | null;
  /** A label for people; what is premium is decided by the numbering data. */
  numberClass: string;
  pricePerMinutePicos: Picos;
  connectionFeePicos: Picos;
  /** Whole seconds, 1 to 3600. */
  initialIncrementSeconds: number;
  incrementSeconds: number;
  /** Milliseconds since 1970, inclusive. */
  effectiveFrom: number;
  /** Milliseconds since 1970, exclusive; null for no end. */
  effectiveTo: number | null;
  /** Country (alpha-2) of the caller or user that the row is for; null for any. */
  origin: string | null;
}

/** A row as it is picked. `id` is stable for good, so that a call can pin it; `effectiveTo` heeds its deck's end. */
export interface RateRow extends DeckRow {
  id: string;
  deck: string;
  deckName: string;
}

export interface RateDeck {
  id: string;
  name: string;
  currency: string;
  /** Used only for organisations that name this deck; otherwise it is merged with all of its currency. */
  namedOnly: boolean;
  /** The earliest `effective_from` of its rows, milliseconds since 1970. */
  effectiveFrom: number;
  /** Where the deck that replaced it begins (exclusive), or null. */
  endedAt: number | null;
  /** The id of the deck that replaced it. */
  replacedBy: string | null;
  index: DeckIndex;
}

export interface RateQuery {
  service: Service;
  /** E.164 digits without `+`. */
  digits: string;
  /** Country (alpha-2) of the caller or user, where known. */
  origin: string | null;
  /** Milliseconds since 1970. */
  at: number;
}

/** The decks that a call of an organisation may be priced by. */
export function decksFor(decks: readonly RateDeck[], rateDeck: string | null): RateDeck[] {
  if (rateDeck === null) return decks.filter((deck) => !deck.namedOnly);
  const chosen = new Set(decks.filter((deck) => deck.id === rateDeck || deck.name === rateDeck));
  for (const deck of chosen) {
    const successor = decks.find((other) => other.id === deck.replacedBy);
    if (successor) chosen.add(successor);
  }
  return decks.filter((deck) => chosen.has(deck));
}

/** The row that prices the call, by all of these decks together; undefined: there is no rate. */
export function lookup(decks: readonly RateDeck[], query: RateQuery): RateRow | undefined {
  let best: RateDeck | undefined;
  let position = NONE;
  for (const deck of decks) {
    if (query.at < deck.effectiveFrom || (deck.endedAt !== null && query.at >= deck.endedAt)) continue;
    const found = deck.index.find(query);
    if (found === NONE) continue;
    const order = best ? deck.index.compare(found, best.index, position) || Number(deck.id) - Number(best.id) : 1;
    if (order > 0) [best, position] = [deck, found];
  }
  return best?.index.row(position, best, query.digits);
}

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

/**
 * The rows of one deck, found through one open hash table of (service, prefix); rows of the same service and prefix are
 * chained. A row is one cache line of 64 bytes, seen through arrays of different types, since a look-up's time is the
 * memory that it touches. Filled once with `add`, in the deck's order, then only read.
 */
export class DeckIndex {
  length = 0;
  readonly #slots: Int32Array;
  readonly #shift: number;
  /** Per row: 0 key, 1 from, 2 to. */
  readonly #float: Float64Array;
  /** Per row: 3 price, 4 connection fee. */
  readonly #picos: BigInt64Array;
  /** Per row: 10 next of the chain, 11 label. */
  readonly #int: Int32Array;
  /** Per row: 24 initial increment, 25 increment, 26 origin, 27 length of the prefix. */
  readonly #short: Uint16Array;
  readonly #labels: Pick<DeckRow, "destination" | "country" | "numberClass">[] = [];
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
  }

  add(row: DeckRow): void {
    const position = this.length++;
    const service = SERVICES.indexOf(row.service);
    const key = service * SERVICE_STEP + Number(row.prefix);
    const slot = this.#slotOf(key);
    this.#float.set([key, row.effectiveFrom, row.effectiveTo ?? Infinity], position * 8);
    this.#picos.set([row.pricePerMinutePicos, row.connectionFeePicos], position * 8 + 3);
    this.#int.set([this.#slots[slot]!, this.#labelOf(row)], position * 16 + 10);
    this.#short.set(
      [row.initialIncrementSeconds, row.incrementSeconds, originCode(row.origin), row.prefix.length],
      position * 32 + 24,
    );
    this.#slots[slot] = position;
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
      const first = this.#slots[this.#slotOf(service * SERVICE_STEP + prefixes[length]!)]!;
      const best = first === NONE ? NONE : this.#bestOf(first, origin, query.at);
      if (best !== NONE) return best;
    }
    return NONE;
  }

  /** Above zero where the row of this index goes before that of the other, for a call that both can price. */
  compare(position: number, other: DeckIndex, otherPosition: number): number {
    const prefix = this.#float[position * 8]! - other.#float[otherPosition * 8]!;
    if (prefix !== 0) return prefix; // of one number's prefixes the longer one is the greater number
    const origin = this.#short[position * 32 + 26]! - other.#short[otherPosition * 32 + 26]!;
    return origin !== 0 ? origin : this.#float[position * 8 + 1]! - other.#float[otherPosition * 8 + 1]!;
  }

  /** `digits`: a number that begins with the row's prefix, where one is at hand (much quicker than to make it anew). */
  row(position: number, deck: RateDeck, digits?: string): RateRow {
    const key = this.#float[position * 8]!;
    const service = Math.floor(key / SERVICE_STEP);
    const to = Math.min(this.#float[position * 8 + 2]!, deck.endedAt ?? Infinity);
    const label = this.#labels[this.#int[position * 16 + 11]!]!;
    const origin = this.#short[position * 32 + 26]!;
    return {
      id: deck.id + THREE_DIGITS[Math.floor((position + 1) / 1000)]! + THREE_DIGITS[(position + 1) % 1000]!,
      deck: deck.id,
      deckName: deck.name,
      service: SERVICES[service]!,
      prefix: digits?.slice(0, this.#short[position * 32 + 27]) ?? String(key - service * SERVICE_STEP),
      destination: label.destination,
      country: label.country,
      numberClass: label.numberClass,
      pricePerMinutePicos: this.#picos[position * 8 + 3]!,
      connectionFeePicos: this.#picos[position * 8 + 4]!,
      initialIncrementSeconds: this.#short[position * 32 + 24]!,
      incrementSeconds: this.#short[position * 32 + 25]!,
      effectiveFrom: this.#float[position * 8 + 1]!,
      effectiveTo: to === Infinity ? null : to,
      origin: origin === 0 ? null : String.fromCharCode(origin >> 8, origin & 255),
    };
  }

  /** The slot that holds the key, or the empty one where it would go. */
  #slotOf(key: number): number {
    const high = Math.floor(key / 2 ** 26);
    const low = key - high * 2 ** 26;
    let slot = Math.imul(Math.imul(low, 0x9e3779b1) ^ high, 0x85ebca6b) >>> this.#shift;
    for (;;) {
      const head = this.#slots[slot]!;
      if (head === NONE || this.#float[head * 8] === key) return slot;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
  }

  /** Among the rows of one service and prefix: the one of the origin before the one of any, then the newest. */
  #bestOf(first: number, origin: number, at: number): number {
    let best = NONE;
    for (let row = first; row !== NONE; row = this.#int[row * 16 + 10]!) {
      const rowOrigin = this.#short[row * 32 + 26]!;
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
