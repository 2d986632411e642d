/** "See rates for where you want to call": each way of calling a number or a country, its price, and who would pay. */
import { z } from "zod";
import { type Refusal, REFUSALS } from "../../domain/outcome.ts";
import { SERVICES } from "../../domain/rate-deck.ts";
import { tariffOfRow } from "../../domain/rating.ts";
import { callPrices } from "../../engine/call-prices.ts";
import { currency, organizationParams, type Routes } from "../schema.ts";
import { rate, shownRate } from "./rates.ts";

const refusal = z.object({ code: z.enum(REFUSALS), message: z.string() });

const answer = z
  .object({
    currency,
    country: z.string().nullable().meta({ description: "Of the number; null: none that is known" }),
    scenarios: z.array(
      z.object({
        service: z.enum(SERVICES),
        prices: z.array(
          z.object({
            kind: z
              .enum(["fixed", "mobile", "toll-free"])
              .nullable()
              .meta({ description: "Of a country: what the number stands for; null: it was asked about itself" }),
            number: z.string(),
            rate: rate.nullable().meta({ description: "null: no deck has a price" }),
            refusal: refusal.nullable().meta({ description: "Why such a call is refused" }),
          }),
        ),
        payers: z.array(
          z.object({
            source: z.string().meta({ example: "pool:MCOPSTN1:US:domestic" }),
            minutesLeft: z.int().min(0).nullable().meta({ description: "Of a pool, in this month" }),
          }),
        ),
        refusal: refusal.nullable().meta({ description: "Where all of them are refused" }),
      }),
    ),
  })
  .meta({ id: "CallPrices" });

export const callPriceRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/call-prices",
    {
      schema: {
        summary: "What each way of calling a number or a country costs, and who would pay",
        description:
          "For a country by numbers that stand for its landlines, mobiles and toll-free numbers. Who pays is told for " +
          "people who hold the licences that the organisation has bought, pools first, by its calling settings and its " +
          "dial-out policy; what one person may call is at `…/users/{userPrincipalName}/calling`.",
        tags: ["Prices"],
        params: organizationParams,
        querystring: z.strictObject({
          to: z
            .string()
            .min(1)
            .max(255)
            .transform((written) => written.replace(/^ /, "+"))
            .meta({ description: "A number as it is dialled, or a country (alpha-2)", example: "JP" }),
        }),
        response: { 200: answer },
      },
    },
    async ({ params, query }) => {
      const { currency: code, country, scenarios } = await callPrices(engine, params.org, query.to);
      return {
        currency: code,
        country,
        scenarios: scenarios.map(({ prices, refusal, ...rest }) => ({
          ...rest,
          refusal: shownRefusal(refusal),
          prices: prices.map(({ rate: row, refusal: why, ...price }) => ({
            ...price,
            refusal: shownRefusal(why),
            rate: row && shownRate({ currency: code, row, tariff: tariffOfRow(row) }),
          })),
        })),
      };
    },
  );
};

const shownRefusal = (refused: Refusal | null): z.input<typeof refusal> | null =>
  refused && { code: refused.code, message: refused.message };
