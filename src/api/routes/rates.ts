/** Prices: rate decks in and out, and the rate that a call would have. */
import { Readable } from "node:stream";
import { z } from "zod";
import { wrong } from "../../domain/fault.ts";
import { formatPicos } from "../../domain/money.ts";
import { SERVICES } from "../../domain/rate-deck.ts";
import { tariffToJson } from "../../domain/rating.ts";
import { foreseeRateDeck } from "../../engine/foresee-rate-deck.ts";
import { importRateDeck } from "../../engine/import-rate-deck.ts";
import { deckCsv, deckOf, findRate, listDecks, type RateDeckHeader, type RateFound } from "../../engine/rates.ts";
import { invalidRequest, Problem } from "../errors.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { currency, identifier, isoTime, type Routes, text, timestamp } from "../schema.ts";

const tags = ["Prices"];
/** Some 700,000 rows. */
const LARGEST_DECK = 64 * 1024 * 1024;
const price = z
  .string()
  .regex(/^\d+(\.\d{1,12})?$/)
  .meta({ description: "With all its decimals", example: "0.0125" });
/** Checked by the import; here it is only described. */
const csv = z.instanceof(Buffer).meta({ override: { type: "string", description: "CSV in UTF-8, RFC 4180" } });

const deck = z
  .object({
    id: z.string(),
    name: z.string(),
    currency,
    namedOnly: z.boolean().meta({ description: "Used only for organisations that name it" }),
    rows: z.int(),
    effectiveFrom: timestamp.meta({ description: "When the first of its rows begins" }),
    endedAt: timestamp.nullable().meta({ description: "When the deck begins that replaced it" }),
    replacedBy: z.string().nullable(),
    createdAt: timestamp,
  })
  .meta({ id: "RateDeck" });

export const rate = z
  .object({
    currency,
    tariff: z.object({
      connectionFee: price,
      steps: z.array(z.object({ fromSeconds: z.int(), price, perSeconds: z.int(), incrementSeconds: z.int() })),
      rounding: z.object({ method: z.enum(["up", "half-up", "down"]), decimals: z.int() }),
    }),
    row: z.object({
      id: z.string(),
      deck: z.string(),
      deckName: z.string(),
      service: z.enum(SERVICES),
      prefix: z.string(),
      destination: z.string(),
      country: z.string().nullable(),
      numberClass: z.string(),
      origin: z.string().nullable(),
      pricePerMinute: price,
      connectionFee: price,
      initialIncrementSeconds: z.int(),
      incrementSeconds: z.int(),
      effectiveFrom: timestamp,
      effectiveTo: timestamp.nullable(),
    }),
  })
  .meta({ id: "Rate" });

const count = z.int().min(0);
export const priceChangeCounts = z.object({ dearer: count, cheaper: count, new: count, gone: count, same: count });

const file = { 200: { description: "The file", content: { "text/csv": { schema: { type: "string" } } } } } as object;

const deckParams = z.strictObject({ id: text(100).meta({ description: "Id or name; of a name the newest" }) });
/** A plus sign in an address means a space, and people forget to write %2B. */
const number = z
  .string()
  .max(255)
  .transform((written) => written.replace(/^ /, "+"));

export const rateRoutes: Routes = (app, { engine }) => {
  app.addContentTypeParser("text/csv", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  app.post(
    "/v1/rate-decks",
    {
      bodyLimit: LARGEST_DECK,
      schema: {
        tags,
        summary: "Import a rate deck, all or nothing",
        description:
          "The columns are service, prefix, destination, country, number_class, price_per_minute, connection_fee, " +
          "initial_increment_seconds, increment_seconds, effective_from, effective_to and, if wanted, origin. A bad line " +
          "refuses the whole deck, and every bad line is named.",
        querystring: z.strictObject({
          name: text(100),
          currency,
          replaces: text(100)
            .or(z.literal(""))
            .optional()
            .meta({ description: "Id or name of the deck that ends where this one begins" }),
          namedOnly: z
            .enum(["true", "false"])
            .default("false")
            .meta({ description: "Do not merge it with the others of its currency" }),
          dryRun: z
            .enum(["true", "false"])
            .default("false")
            .meta({ description: "Only tell what it would change; 200, and nothing is kept" }),
        }),
        body: { content: { "text/csv": { schema: csv } } },
        response: {
          200: z
            .object({
              rows: z.int(),
              effectiveFrom: timestamp,
              counts: priceChangeCounts.meta({
                description: "Beside the prices that hold when it begins, or now if it has",
              }),
            })
            .meta({ id: "RateDeckForeseen", description: "Of a dry run" }),
          201: z.object({ id: z.string(), rows: z.int(), effectiveFrom: timestamp }),
        },
      },
    },
    async ({ query, body }, reply) => {
      if (!Buffer.isBuffer(body)) throw new Problem("UNSUPPORTED_MEDIA_TYPE", "Send the deck as text/csv.");
      const wanted = {
        ...{ name: query.name, currency: query.currency },
        ...{ replaces: query.replaces || null, namedOnly: query.namedOnly === "true" },
      };
      if (query.dryRun === "true") {
        const foreseen = await foreseeRateDeck(engine, { ...wanted, csv: body });
        reply.code(200);
        return { ...foreseen, effectiveFrom: isoTime(foreseen.effectiveFrom) };
      }
      const imported = await importRateDeck(engine.pool, engine.rates, { ...wanted, csv: Readable.from([body]) });
      reply.code(201);
      return { ...imported, effectiveFrom: isoTime(imported.effectiveFrom) };
    },
  );

  app.get(
    "/v1/rate-decks",
    {
      schema: {
        tags,
        summary: "Rate decks, newest first",
        description: "Whoever belongs to an organisation gets those that price its calls.",
        querystring: pageQuery.extend({ currency: currency.optional() }),
        response: { 200: pageOf(deck) },
      },
    },
    async ({ query, caller }) => {
      const { after, limit } = pageRequest(query);
      if (after !== null && !/^\d{1,12}$/.test(after))
        throw invalidRequest([{ in: "query", pointer: "/cursor", ...wrong("NOT_A_CURSOR") }]);
      const rows = await listDecks(engine.pool, {
        ...{ currency: query.currency ?? null, before: after, limit },
        organization: caller.organization,
      });
      return page(rows, { after, limit }, { key: (row) => row.id, item: shownDeck });
    },
  );

  app.get(
    "/v1/rate-decks/:id",
    { schema: { tags, summary: "One rate deck", params: deckParams, response: { 200: deck } } },
    async ({ params, caller }) => shownDeck(await deckOf(engine.pool, params.id, caller.organization)),
  );

  app.get(
    "/v1/rate-decks/:id/rows",
    {
      schema: {
        tags,
        summary: "A rate deck's rows as CSV, as it can be imported again",
        params: deckParams,
        response: file,
      },
    },
    async ({ params, caller }, reply) => {
      const header = await deckOf(engine.pool, params.id, caller.organization);
      reply.type("text/csv; charset=utf-8");
      reply.header("content-disposition", `attachment; filename="rate-deck-${header.id}.csv"`);
      return reply.send(Readable.from(deckCsv(engine.pool, header)));
    },
  );

  app.get(
    "/v1/rates",
    {
      schema: {
        tags,
        summary: "The tariff that a call would have, and the row it comes from",
        querystring: z.strictObject({
          organization: identifier.optional().meta({ description: "Absent: that of the API key" }),
          service: z.enum(SERVICES),
          to: number.meta({ description: "The number called; for tollfree_in the toll-free number" }),
          from: number.optional().meta({ description: "Whose country is the origin" }),
          at: z.iso.datetime({ offset: true }).optional().meta({ description: "Absent: now" }),
        }),
        response: { 200: rate },
      },
    },
    async ({ query, caller }) => {
      const organization = query.organization ?? caller.organization;
      if (organization === null)
        throw invalidRequest([{ in: "query", pointer: "/organization", ...wrong("REQUIRED") }]);
      if (caller.organization !== null && caller.organization !== organization)
        throw new Problem("UNKNOWN_ORGANIZATION", `There is no organisation ${organization}.`);
      const found = await findRate(engine, {
        organization,
        service: query.service,
        to: query.to,
        from: query.from ?? null,
        at: query.at === undefined ? engine.now() : Date.parse(query.at),
      });
      if (!found) throw new Problem("NO_RATE", "No rate deck in effect has a price for this number.");
      return shownRate(found);
    },
  );
};

const shownDeck = (header: RateDeckHeader): z.input<typeof deck> => ({
  id: header.id,
  name: header.name,
  currency: header.currency,
  namedOnly: header.namedOnly,
  rows: header.rows,
  effectiveFrom: isoTime(header.effectiveFrom),
  endedAt: header.endedAt === null ? null : isoTime(header.endedAt),
  replacedBy: header.replacedBy,
  createdAt: isoTime(header.createdAt),
});

export function shownRate({ currency: code, tariff, row }: RateFound): z.input<typeof rate> {
  // Field by field: a row lies in its deck's index and has nothing of its own to spread.
  return {
    currency: code,
    tariff: tariffToJson(tariff),
    row: {
      id: row.id,
      deck: row.deck,
      deckName: row.deckName,
      service: row.service,
      prefix: row.prefix,
      destination: row.destination,
      country: row.country,
      numberClass: row.numberClass,
      origin: row.origin,
      pricePerMinute: formatPicos(row.pricePerMinutePicos),
      connectionFee: formatPicos(row.connectionFeePicos),
      initialIncrementSeconds: row.initialIncrementSeconds,
      incrementSeconds: row.incrementSeconds,
      effectiveFrom: isoTime(row.effectiveFrom),
      effectiveTo: row.effectiveTo === null ? null : isoTime(row.effectiveTo),
    },
  };
}
