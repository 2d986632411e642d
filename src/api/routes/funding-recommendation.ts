/** How much to fund, when to recharge and by how much. */
import { z } from "zod";
import { adviceJson } from "../../engine/advice-json.ts";
import { adviseOrganization } from "../../engine/advise.ts";
import { LEAST_RISK, LONGEST_LEAD_HOURS, USUAL_WISH } from "../../engine/recommend.ts";
import { currency, decimal, organizationParams, type Routes, timestamp } from "../schema.ts";

const count = z.int().min(0);
const tested = {
  timesAtZero: count.meta({ description: "How often a call met a balance that could not pay it" }),
  recharges: count,
  forfeited: decimal.meta({ description: "What ended unused after twelve months" }),
  averageIdle: decimal.meta({ description: "The balance, averaged over the time" }),
};
const chosen = { firstFunding: decimal, triggerAmount: decimal, rechargeAmount: decimal };

const recommendation = z
  .object({
    ...chosen,
    expectedMonthlySpend: decimal.meta({ description: "After what pools and plans pay" }),
    currency,
    basis: z.object({ from: timestamp.nullable(), to: timestamp.nullable(), calls: count }),
    scenarios: z.array(z.object({ callType: z.string(), monthlySpend: decimal })),
    steps: z
      .array(
        z.object({
          code: z.string(),
          label: z.string(),
          value: z.string(),
          unit: z.enum(["money", "figure"]),
          params: z.record(z.string(), z.string()).meta({ description: "Other figures that the label names" }),
        }),
      )
      .meta({ description: "The arithmetic, line by line, with the figures as they were used" }),
    backtest: z
      .object({ days: count, ...tested, naive: z.object({ ...chosen, ...tested }) })
      .meta({ description: "What this choice, and the naive one, would have done on the same history" }),
  })
  .meta({ id: "FundingRecommendation" });

export const fundingRecommendationRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/funding-recommendation",
    {
      schema: {
        summary: "How much to fund, when to recharge and by how much",
        description:
          "From the organisation's own calls; while they tell of less than four weeks, from the usage that it imported, too.",
        tags: ["Money"],
        params: organizationParams,
        querystring: z.strictObject({
          risk: z.coerce
            .number()
            .min(LEAST_RISK)
            .lt(1)
            .default(USUAL_WISH.risk)
            .meta({ description: "Chance, per recharge, that the balance reaches zero before it has come" }),
          leadHours: z.coerce
            .number()
            .int()
            .min(1)
            .max(LONGEST_LEAD_HOURS)
            .default(USUAL_WISH.leadHours)
            .meta({ description: "How long a recharge may take" }),
        }),
        response: { 200: recommendation },
      },
    },
    async ({ params, query }) => adviceJson(await adviseOrganization(engine, params.org, query)),
  );
};
