/** What a rate deck's file would change if it were published now: read and compared in memory, nothing is written. */
import type { PriceList } from "../domain/rate-changes.ts";
import { DeckIndex } from "../domain/deck-index.ts";
import { decksFor, type RateDeck } from "../domain/rate-deck.ts";
import { readPriceListDecks } from "../postgres/rate-decks.ts";
import { changesBetween, type Comparison, lastBegin } from "./compare-rate-decks.ts";
import type { Engine } from "./engine.ts";
import { badRows, deckToReplace, piecesOf, type RateDeckImport } from "./import-rate-deck.ts";
import { RateDeckReader } from "./rate-deck-csv.ts";

export interface RateDeckForeseen {
  rows: number;
  /** Milliseconds since 1970. */
  effectiveFrom: number;
  counts: Comparison["counts"];
}

/** @throws Refused what importRateDeck would refuse */
export async function foreseeRateDeck(
  engine: Engine,
  deck: Omit<RateDeckImport, "csv"> & { csv: Uint8Array },
): Promise<RateDeckForeseen> {
  const { name, currency, namedOnly, csv } = deck;
  const replaced = deck.replaces === null ? null : await deckToReplace(engine.pool, deck.replaces, currency);
  const { rows, effectiveFrom, errors, errorCount } = await readThrough(csv, engine.rates.rest);
  if (errorCount > 0) throw badRows(errors, errorCount);
  const index = new DeckIndex(rows);
  await readThrough(csv, engine.rates.rest, index); // once more, now that its size is known

  const now = engine.now();
  // Of a deck that begins in the past, what counts is what changes from now on.
  const at = Math.max(effectiveFrom - 1, now);
  const others: RateDeck[] = [];
  for (const header of await readPriceListDecks(engine.pool, currency, at))
    others.push(await engine.rates.deck(header));
  const id = String(1 + Math.max(0, ...others.map((other) => Number(other.id)))); // the newest wins
  const own: RateDeck = { id, name, currency, namedOnly, effectiveFrom, endedAt: null, replacedBy: null, index };
  const priced = decksFor(others, namedOnly ? (replaced?.id ?? name) : null);
  const ended = priced.filter((other) => other.id === replaced?.id);
  const kept = priced.map((other) => (ended.includes(other) ? { ...other, endedAt: effectiveFrom } : other));
  const before: PriceList = { decks: priced, at };
  const after: PriceList = { decks: [...kept, own], at: Math.max(lastBegin(own), now) };
  const sources = [{ deck: own, at: after.at }, ...ended.map((one) => ({ deck: one, at }))];
  const { counts } = await changesBetween(before, after, sources);
  return { rows, effectiveFrom, counts };
}

async function readThrough(csv: Uint8Array, rest: () => Promise<void>, index?: DeckIndex): Promise<RateDeckReader> {
  const reader = new RateDeckReader();
  for await (const piece of piecesOf([csv])) {
    for (const row of reader.read(piece)) index?.add(row);
    await rest();
  }
  for (const row of reader.end()) index?.add(row);
  return reader;
}
