/** Whether an organisation may put money in, and every reason why not. */
import { z } from "zod";
import { eligibilityOf, knownBuyer } from "../../engine/eligibility.ts";
import { currency, decimal, organizationParams, type Routes } from "../schema.ts";

const eligibility = z
  .object({
    eligible: z.boolean(),
    reasons: z.array(
      z.object({
        code: z.enum([
          "POST_USAGE_ONLY",
          "PARTNER_FUNDED",
          "REGION_CLASH",
          "COUNTRY_EXCLUDED",
          "PREREQUISITE_LICENSE_MISSING",
        ]),
        message: z.string(),
        params: z
          .object({ country: z.string(), billingCountry: z.string().optional() })
          .optional()
          .meta({ description: "The countries (alpha-2) that the message names" }),
      }),
    ),
    openIncident: z.string().optional().meta({ description: "Where to ask the operator to allow it all the same" }),
    order: z
      .object({ currency, least: decimal, most: decimal, taxLine: z.string().nullable() })
      .meta({ description: "What an order may be of, and what its receipt says about tax" }),
  })
  .meta({ id: "Eligibility" });

export const eligibilityRoutes: Routes = (app, { engine, config }) => {
  app.get(
    "/v1/organizations/:org/eligibility",
    {
      schema: {
        summary: "Whether the organisation may buy credits, and why not",
        tags: ["Money"],
        params: organizationParams,
        response: { 200: eligibility },
      },
    },
    async ({ params: { org } }) => {
      const { currency } = await knownBuyer(engine, org);
      const least = engine.countries.leastFunding[currency] ?? "50";
      const order = { currency, least, most: config.mostTopUp, taxLine: config.taxLine ?? null };
      return { ...(await eligibilityOf(engine, org)), order };
    },
  );
};
