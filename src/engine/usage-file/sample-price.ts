/** What a call would cost by the sample deck of its currency: for files that tell no charges, where no server is asked. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CallType, isInbound, isOwnCarrier, rateService } from "../../domain/call-type.ts";
import { type Micros, roundToMicros } from "../../domain/money.ts";
import { DeckIndex, lookup, type RateDeck } from "../../domain/rate-deck.ts";
import { rate, tariffOfRow } from "../../domain/rating.ts";
import { parseNumber, ratingDigits } from "../../numbering/parse.ts";
import { packageRoot } from "../../package-root.ts";
import { RateDeckReader } from "../rate-deck-csv.ts";
import type { ImportedRow } from "./row.ts";

/** The currencies that a sample deck exists for. */
export const SAMPLE_CURRENCIES = ["USD", "EUR", "GBP", "JPY"] as const;

export class SamplePrices {
  readonly #deck: RateDeck;
  readonly #country: string | null;

  /** `country`: where national numbers are read (alpha-2). */
  constructor(currency: (typeof SAMPLE_CURRENCIES)[number], country: string | null) {
    const reader = new RateDeckReader();
    const file = readFileSync(join(packageRoot(), "samples", "decks", `${currency.toLowerCase()}.csv`));
    const rows = [...reader.read(file), ...reader.end()];
    const index = new DeckIndex(rows.length);
    for (const row of rows) index.add(row);
    const { effectiveFrom } = reader;
    const about = { namedOnly: false, endedAt: null, replacedBy: null, effectiveFrom };
    this.#deck = { id: "1", name: "sample", currency, ...about, index };
    this.#country = country;
  }

  /** Undefined: no rate is known. A call from before the deck costs what it would on the deck's first day. */
  price(row: ImportedRow): Micros | undefined {
    const type = row.callType as CallType;
    if (row.seconds === 0 || isOwnCarrier(type)) return 0n;
    const to = parseNumber(row.to, { country: this.#country });
    if ("error" in to) return undefined;
    const dialled = row.numberKind ?? (isInbound(type) && to.class === "toll-free" ? "service-toll-free" : null);
    const service = rateService(type, dialled);
    if (service === null) return 0n;
    const from = parseNumber(row.from, { country: this.#country });
    const query = {
      service,
      digits: ratingDigits(to),
      origin: "error" in from ? null : from.country,
      at: Math.max(row.startedAt, this.#deck.effectiveFrom),
    };
    const found = lookup([this.#deck], query);
    if (!found) return undefined;
    const tariff = tariffOfRow(found);
    return roundToMicros(rate(tariff, row.seconds).raw, tariff.rounding);
  }
}
