/** The sample decks as price lists: for files that tell no charges, where no server is asked. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DeckIndex } from "../../domain/deck-index.ts";
import { lookup, type RateDeck } from "../../domain/rate-deck.ts";
import { packageRoot } from "../../package-root.ts";
import { RateDeckReader } from "../rate-deck-csv.ts";
import type { PriceList } from "./price.ts";

/** The currencies that a sample deck exists for. */
export const SAMPLE_CURRENCIES = ["USD", "EUR", "GBP", "JPY"] as const;

/** A call from before the deck costs what it would on the deck's first day. */
export function samplePriceList(currency: (typeof SAMPLE_CURRENCIES)[number], country: string | null): PriceList {
  const reader = new RateDeckReader();
  const file = readFileSync(join(packageRoot(), "samples", "decks", `${currency.toLowerCase()}.csv`));
  const rows = [...reader.read(file), ...reader.end()];
  const index = new DeckIndex(rows.length);
  for (const row of rows) index.add(row);
  const { effectiveFrom } = reader;
  const about = { id: "1", name: "sample", currency, namedOnly: false, effectiveFrom, endedAt: null, replacedBy: null };
  const deck: RateDeck = { ...about, index };
  return { find: (query) => lookup([deck], { ...query, at: Math.max(query.at, effectiveFrom) }), country };
}
