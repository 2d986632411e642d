/** What a rate deck changes: each price beside the one before it, and whose calls it matters to. */
import { z } from "zod";
import { formatMicros, formatPicos } from "../../domain/money.ts";
import { PRICE_CHANGES } from "../../domain/rate-changes.ts";
import { type RateRow, SERVICES } from "../../domain/rate-deck.ts";
import { compareDecks, type ComparedRow, comparedRows, organizationsMeant } from "../../engine/compare-rate-decks.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { priceChangeCounts } from "./rates.ts";
import { currency, decimal, isoTime, type Routes, text, timestamp } from "../schema.ts";

const tags = ["Prices"];
const price = z.string().meta({ description: "With all its decimals", example: "0.0125" });
const count = z.int().min(0);

const side = z
  .object({
    deck: z.string(),
    deckName: z.string(),
    prefix: z.string().meta({ description: "A shorter one where the decks do not name this prefix" }),
    pricePerMinute: price,
    connectionFee: price,
    initialIncrementSeconds: z.int(),
    incrementSeconds: z.int(),
  })
  .nullable();

const change = z
  .object({
    change: z.enum(PRICE_CHANGES).meta({ description: "By what a call of three minutes costs" }),
    service: z.enum(SERVICES),
    prefix: z.string(),
    origin: z.string().nullable(),
    destination: z.string(),
    country: z.string().nullable(),
    before: side,
    after: side,
  })
  .meta({ id: "RateChange" });

const params = z.strictObject({ id: text(100).meta({ description: "Id or name; of a name the newest" }) });
const other = text(100).optional().meta({
  description: "Id or name of the deck to compare with, by itself. Absent: whatever priced calls before this one began",
});

export const rateComparisonRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/rate-decks/:id/comparison",
    {
      schema: {
        summary: "What a rate deck makes dearer, cheaper, possible and impossible",
        description:
          "Each price when the last of the deck's rows has begun, beside the price just before the deck begins, as all " +
          "decks of the currency price calls together. What stays the same is only counted.",
        tags,
        params,
        querystring: pageQuery.extend({ with: other, change: z.enum(PRICE_CHANGES).optional() }),
        response: {
          200: pageOf(change).extend({
            deck: z.string(),
            with: z.string().nullable(),
            currency,
            from: timestamp.meta({ description: "When the deck begins" }),
            at: timestamp.meta({ description: "When the last of its rows has begun" }),
            counts: priceChangeCounts,
          }),
        },
      },
    },
    async ({ params: { id }, query: { with: withDeck, change: only, ...query }, caller }) => {
      const wanted = pageRequest(query);
      const compared = await compareDecks(engine, id, withDeck ?? null, caller.organization);
      const rest = compared.changes.filter(
        (row) => (only === undefined || row.change === only) && (wanted.after === null || row.key > wanted.after),
      );
      const rows = comparedRows(compared, rest.slice(0, wanted.limit));
      return {
        deck: compared.deck.id,
        with: compared.with?.id ?? null,
        currency: compared.deck.currency,
        from: isoTime(compared.deck.effectiveFrom),
        at: isoTime(compared.at),
        counts: compared.counts,
        ...page(rows, wanted, { key: (row) => row.key, item: shownChange }),
      };
    },
  );

  app.get(
    "/v1/rate-decks/:id/comparison/organizations",
    {
      schema: {
        summary: "Whose calls the changed prices matter to",
        description: "Organisations that the deck prices and that called such countries in the last 30 days.",
        tags,
        params,
        querystring: pageQuery.extend({ with: other }),
        response: {
          200: pageOf(
            z.object({
              organization: z.string(),
              displayName: z.string(),
              calls: count.meta({ description: "To countries whose prices change" }),
              charge: decimal.meta({ description: "Of those calls" }),
              currency,
            }),
          ),
        },
      },
    },
    async ({ params: { id }, query: { with: withDeck, ...query } }) => {
      const wanted = pageRequest(query);
      const compared = await compareDecks(engine, id, withDeck ?? null);
      const rows = await organizationsMeant(engine, compared, wanted);
      return page(rows, wanted, {
        key: (row) => row.organization,
        item: (row) => ({ ...row, charge: formatMicros(row.charge), currency: compared.deck.currency }),
      });
    },
  );
};

function shownChange({ change: kind, before, after, key }: ComparedRow & { key: string }): z.input<typeof change> {
  const { service, destination, country } = (after ?? before)!;
  const [, prefix, origin] = key.split(" ") as [string, string, string];
  const shared = { change: kind, service, prefix, origin: origin || null, destination, country };
  return { ...shared, before: shownSide(before), after: shownSide(after) };
}

const shownSide = (row: RateRow | undefined): z.input<typeof side> =>
  row
    ? {
        deck: row.deck,
        deckName: row.deckName,
        prefix: row.prefix,
        pricePerMinute: formatPicos(row.pricePerMinutePicos),
        connectionFee: formatPicos(row.connectionFeePicos),
        initialIncrementSeconds: row.initialIncrementSeconds,
        incrementSeconds: row.incrementSeconds,
      }
    : null;
