/** Prices without signing in, where TALKTIME_PUBLIC_RATES is on: what the page /rates then shows to everybody. */
import { z } from "zod";
import { formatPicos } from "../../domain/money.ts";
import type { RateRow } from "../../domain/rate-deck.ts";
import { PUBLIC_SERVICES, type PublicRates, publicRates } from "../../engine/public-rates.ts";
import { Problem } from "../errors.ts";
import { PerAddress } from "../per-address.ts";
import { currency, isoTime, type Routes, timestamp } from "../schema.ts";

/** A person who looks around; a list of all prices takes somebody who signs in. */
const MOST_A_MINUTE = 60;

const price = z.string().meta({ description: "With all its decimals", example: "0.0125" });
const answer = z
  .object({
    currency: currency.nullable().meta({ description: "Null: there are no public prices" }),
    currencies: z.array(currency).meta({ description: "In which there are public prices" }),
    number: z.string().nullable().meta({ description: "What was asked about, or stands for the country" }),
    rates: z.array(
      z.object({
        service: z.enum(PUBLIC_SERVICES),
        price: z
          .object({
            destination: z.string(),
            pricePerMinute: price,
            connectionFee: price,
            initialIncrementSeconds: z.int(),
            incrementSeconds: z.int(),
            effectiveFrom: timestamp,
          })
          .nullable()
          .meta({ description: "Null: there is none, so such a call is refused" }),
      }),
    ),
  })
  .meta({ id: "PublicRates" });

export const publicRateRoutes: Routes = (app, { engine, config }) => {
  const bound = new PerAddress(MOST_A_MINUTE);
  app.get(
    "/v1/public-rates",
    {
      schema: {
        tags: ["Prices"],
        summary: "Prices for whoever asks, without signing in",
        description:
          "404 unless TALKTIME_PUBLIC_RATES is on. Only decks that are for everybody count, never what an organisation " +
          "was given. 429 TOO_MANY_REQUESTS for an address that asks too often.",
        querystring: z.strictObject({
          to: z
            .string()
            .max(64)
            .transform((written) => written.replace(/^ /, "+"))
            .optional()
            .meta({ description: "A number with its country code, or a country; absent: only the currencies" }),
          currency: currency.optional(),
        }),
        response: { 200: answer },
      },
    },
    async ({ query: { to, currency: code }, ip }) => {
      if (!config.publicRates) throw new Problem("NOT_FOUND", "Prices are shown to those who are signed in.");
      const wait = bound.ask(ip, engine.now());
      if (wait !== null)
        throw new Problem("TOO_MANY_REQUESTS", `Ask again in ${wait} seconds.`, { retryAfterSeconds: wait });
      return shown(await publicRates(engine, { to, currency: code }));
    },
  );
};

const shown = ({ rates, ...rest }: PublicRates): z.input<typeof answer> => ({
  ...rest,
  rates: rates.map(({ service, row }) => ({ service, price: row && shownPrice(row) })),
});

const shownPrice = (row: RateRow) => ({
  destination: row.destination,
  pricePerMinute: formatPicos(row.pricePerMinutePicos),
  connectionFee: formatPicos(row.connectionFeePicos),
  initialIncrementSeconds: row.initialIncrementSeconds,
  incrementSeconds: row.incrementSeconds,
  effectiveFrom: isoTime(row.effectiveFrom),
});
