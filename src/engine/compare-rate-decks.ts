/**
 * "Compare two decks": what each price is when a deck has begun, beside what it was just before, with all decks of the
 * currency as they price calls together. A deck is read once and kept for the pages that follow.
 */
import { setImmediate } from "node:timers/promises";
import { wrong } from "../domain/fault.ts";
import { decksFor, type RateDeck, type RateRow } from "../domain/rate-deck.ts";
import {
  type PriceChange,
  priceChange,
  type PriceList,
  priceOf,
  rateKeyOf,
  rateKeyText,
} from "../domain/rate-changes.ts";
import { type CallsThere, readCallsTo, type RateDeckHeader, readPriceListDecks } from "../postgres/rate-decks.ts";
import type { Engine } from "./engine.ts";
import { deckOf } from "./rates.ts";
import { invalidQuery } from "./refused.ts";

export interface Comparison {
  deck: RateDeckHeader;
  /** That it is compared with; null: with whatever priced the calls before it began. */
  with: RateDeckHeader | null;
  /** Epoch ms: when the last of the deck's rows has begun. */
  at: number;
  counts: Record<PriceChange | "same", number>;
  before: PriceList;
  after: PriceList;
  /** By service, prefix and origin. */
  changes: readonly { key: string; change: PriceChange }[];
  /** Countries whose prices change (alpha-2). */
  countries: readonly string[];
}

export interface ComparedRow {
  change: PriceChange;
  before: RateRow | undefined;
  after: RateRow | undefined;
}

/** Rows between two turns of the event loop: some milliseconds. */
const ROWS_A_PIECE = 1000;
/** Comparisons that are kept, of at most some megabytes each. */
const KEPT = 4;
const kept = new WeakMap<Engine, Map<string, Promise<Comparison>>>();

/**
 * `with` null: what priced the calls before. `organization`: whose decks they have to be.
 * @throws Refused UNKNOWN_RATE_DECK, CURRENCY_MISMATCH
 */
export async function compareDecks(
  engine: Engine,
  id: string,
  withDeck: string | null,
  organization: string | null = null,
): Promise<Comparison> {
  const deck = await deckOf(engine.pool, id, organization);
  const other = withDeck === null ? null : await deckOf(engine.pool, withDeck, organization);
  if (other && other.currency !== deck.currency)
    throw invalidQuery(
      "/with",
      wrong("DECKS_DIFFER", { currency: other.currency, wanted: deck.currency }),
      "CURRENCY_MISMATCH",
    );
  const known = kept.get(engine) ?? new Map<string, Promise<Comparison>>();
  kept.set(engine, known);
  const key = `${deck.id} ${other?.id ?? ""} ${engine.rates.version}`;
  const made = known.get(key) ?? compare(engine, deck, other);
  known.delete(key); // the newest is the last
  known.set(key, made);
  made.catch(() => known.delete(key));
  for (const oldest of [...known.keys()].slice(0, -KEPT)) known.delete(oldest);
  return made;
}

async function compare(engine: Engine, deck: RateDeckHeader, other: RateDeckHeader | null): Promise<Comparison> {
  const { before, after, sources } = await listsOf(engine, deck, other);
  return { deck, with: other, at: after.at, before, after, ...(await changesBetween(before, after, sources)) };
}

/** `sources`: the decks whose rows are looked at, each as it is at its moment. */
export async function changesBetween(
  before: PriceList,
  after: PriceList,
  sources: readonly { deck: RateDeck; at: number }[],
): Promise<Pick<Comparison, "counts" | "changes" | "countries">> {
  const seen = new Set<string>();
  const changes: { key: string; change: PriceChange }[] = [];
  const counts = { dearer: 0, cheaper: 0, new: 0, gone: 0, same: 0 };
  const countries = new Set<string>();
  for (const { deck: source, at } of sources) {
    for (let position = 0; position < source.index.length; position++) {
      if (position % ROWS_A_PIECE === 0) await setImmediate();
      const row = source.index.row(position, source);
      if (at < row.effectiveFrom || (row.effectiveTo !== null && at >= row.effectiveTo)) continue;
      const key = rateKeyText(row);
      if (seen.has(key)) continue;
      seen.add(key);
      const change = priceChange(priceOf(before, row), priceOf(after, row));
      counts[change ?? "same"] += 1;
      if (!change) continue;
      changes.push({ key, change });
      if (row.country !== null) countries.add(row.country);
    }
  }
  changes.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { counts, changes, countries: [...countries].sort() };
}

async function listsOf(engine: Engine, deck: RateDeckHeader, other: RateDeckHeader | null) {
  const load = (header: RateDeckHeader): Promise<RateDeck> => engine.rates.deck(header);
  const own = await load(deck);
  const at = lastBegin(own);
  // By itself, whatever has replaced it since.
  const alone = (one: RateDeck): RateDeck => ({ ...one, endedAt: null });
  if (other) {
    const base = alone(await load(other));
    const before = { decks: [base], at: lastBegin(base) };
    const after = { decks: [alone(own)], at };
    return { before, after, sources: [after, before].map((list) => ({ deck: list.decks[0]!, at: list.at })) };
  }
  const headers = await readPriceListDecks(engine.pool, deck.currency, deck.effectiveFrom - 1);
  const decks: RateDeck[] = [];
  for (const header of headers) decks.push(await load(header));
  const first = decks.find(({ replacedBy }) => replacedBy === deck.id);
  const together = decksFor(decks, deck.namedOnly ? (first?.id ?? deck.id) : null);
  const before = { decks: together, at: deck.effectiveFrom - 1 };
  const after = { decks: together.map((one) => (one.id === deck.id ? alone(one) : one)), at };
  const ended = together.filter(({ replacedBy }) => replacedBy === deck.id);
  return { before, after, sources: [{ deck: alone(own), at }, ...ended.map((one) => ({ deck: one, at: before.at }))] };
}

/** When the last of its rows begins, epoch ms. */
export function lastBegin(deck: RateDeck): number {
  let last = deck.effectiveFrom;
  for (let position = 0; position < deck.index.length; position++) last = Math.max(last, deck.index.beginOf(position));
  return last;
}

/** The rows of such keys with both prices. */
export const comparedRows = (
  { before, after }: Comparison,
  changes: Comparison["changes"],
): (ComparedRow & { key: string })[] =>
  changes.map(({ key, change }) => ({
    key,
    change,
    before: priceOf(before, rateKeyOf(key)),
    after: priceOf(after, rateKeyOf(key)),
  }));

const LOOKED_AT_MS = 30 * 86_400_000;

/** For whom it matters: who called such countries in the last 30 days, by id, after `after`. */
export const organizationsMeant = (
  engine: Engine,
  { deck, countries }: Comparison,
  page: { after: string | null; limit: number },
): Promise<CallsThere[]> => readCallsTo(engine.pool, { ...page, deck, countries, since: engine.now() - LOOKED_AT_MS });
