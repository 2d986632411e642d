/** What prices that are to come make of an organisation's bill. */
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import { type RateChangeRow, rateChanges, rateChangesOfDeck } from "../../engine/rate-changes.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import {
  currency,
  decimal,
  isoTime,
  organizationParams,
  type Routes,
  signedDecimal,
  text,
  timestamp,
} from "../schema.ts";

const change = z
  .object({
    rateDeck: z.string(),
    rateDeckName: z.string(),
    from: timestamp.meta({ description: "When the deck begins" }),
    period: z
      .object({ from: timestamp, to: timestamp })
      .meta({ description: "Last month; of an organisation that did not call then, the last 30 days" }),
    calls: z.int().meta({ description: "Of that time, that have a price" }),
    unpriced: z.int().meta({ description: "Of them, those that will have none: counted at what they cost" }),
    before: decimal.meta({ description: "What they were charged" }),
    after: decimal.meta({ description: "What they would be charged" }),
    difference: signedDecimal,
    currency,
    destinations: z
      .array(z.object({ destination: z.string(), before: decimal, after: decimal }))
      .meta({ description: "The three that change most" }),
    reckonedAt: timestamp,
    toldAt: timestamp.nullable().meta({ description: "When people were told, by `rates.changing`" }),
  })
  .meta({ id: "ComingRateChange" });

const changeOf = change
  .extend({ organization: z.string(), displayName: z.string() })
  .meta({ id: "ComingRateChangeOf" });

export const rateChangeRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/rate-changes",
    {
      schema: {
        summary: "Prices that are to come, and what last month would have cost by them",
        tags: ["Prices"],
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(change) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const { currency: code, rows } = await rateChanges(engine, params.org, wanted);
      return page(rows, wanted, {
        key: (row) => row.rateDeck,
        item: ({ deckName, ...row }) => shown(row, deckName, code),
      });
    },
  );

  app.get(
    "/v1/rate-decks/:id/rate-changes",
    {
      schema: {
        summary: "What a coming deck makes of each organisation's last month",
        description: "Each is reckoned within a minute after the deck is there, and again when it is told of.",
        tags: ["Prices"],
        params: z.strictObject({ id: text(100).meta({ description: "Id or name; of a name the newest" }) }),
        querystring: pageQuery,
        response: { 200: pageOf(changeOf) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const { deckName, rows } = await rateChangesOfDeck(engine, params.id, wanted);
      return page(rows, wanted, {
        key: (row) => row.organization,
        item: (row) => ({
          ...{ organization: row.organization, displayName: row.displayName },
          ...shown(row, deckName, row.currency),
        }),
      });
    },
  );
};

const shown = (row: RateChangeRow, rateDeckName: string, code: string): z.input<typeof change> => ({
  ...{ rateDeck: row.rateDeck, rateDeckName },
  from: isoTime(row.beginsAt),
  period: { from: isoTime(row.from), to: isoTime(row.to) },
  calls: row.calls,
  unpriced: row.unpriced,
  before: formatMicros(row.before),
  after: formatMicros(row.after),
  difference: formatMicros(row.after - row.before),
  currency: code,
  destinations: row.destinations,
  reckonedAt: isoTime(row.reckonedAt),
  toldAt: row.toldAt === null ? null : isoTime(row.toldAt),
});
