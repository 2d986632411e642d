/**
 * Rate decks: which row prices a call. The prefixes of all decks of a currency are merged; the longest prefix wins, then
 * the row for the caller's origin before the row for any origin, then the newest `effective_from` that has begun
 * (contract.md, "Rate deck CSV"). A deck's rows never change once they are published, so that an index is built once;
 * what changes about a deck (when it ends, what replaced it) stands beside the index.
 */
import type { DeckIndex } from "./deck-index.ts";
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
  let position = -1;
  for (const deck of decks) {
    if (query.at < deck.effectiveFrom || (deck.endedAt !== null && query.at >= deck.endedAt)) continue;
    const found = deck.index.find(query);
    if (found < 0) continue;
    const order = best ? deck.index.compare(found, best.index, position) || Number(deck.id) - Number(best.id) : 1;
    if (order > 0) [best, position] = [deck, found];
  }
  return best?.index.row(position, best, query.digits);
}
