/** Calls that are billed afterwards: whether, and how much in a month. */
import { z } from "zod";
import { formatMicros, parseMicros } from "../../domain/money.ts";
import { changePostUsage, type PostUsage, postUsageOf } from "../../engine/post-usage.ts";
import { currency, decimal, organizationParams, type Routes } from "../schema.ts";

const payAsYouGo = z
  .object({
    enabled: z.boolean(),
    monthlyLimit: decimal.nullable().meta({ description: "Of the calls authorised in one month; null: any amount" }),
    usedThisMonth: decimal.meta({ description: "Of this month's calls, billed afterwards so far" }),
    leftThisMonth: decimal.nullable(),
    currency,
    mode: z.enum(["prepaid", "draining", "post-usage", "unfunded"]),
  })
  .meta({ id: "PayAsYouGo" });

const PATH = "/v1/organizations/:org/pay-as-you-go";
const tags = ["Money"];

export const payAsYouGoRoutes: Routes = (app, { engine }) => {
  app.put(
    PATH,
    {
      schema: {
        summary: "Switch calls that are billed afterwards on or off",
        description:
          "It takes effect under a customer agreement, once the credits are drained. A call is refused with " +
          "BUDGET_EXCEEDED when the month's limit is reached, and granted no longer than the limit pays for; what is " +
          "in progress counts when it has ended.",
        tags,
        params: organizationParams,
        body: z.strictObject({
          enabled: z.boolean().optional(),
          monthlyLimit: decimal.nullable().optional(),
          currency: currency.optional(),
        }),
        response: { 200: payAsYouGo },
      },
    },
    async ({ params, body: { monthlyLimit, ...rest } }) => {
      const limit = monthlyLimit == null ? monthlyLimit : parseMicros(monthlyLimit)!;
      return shown(await changePostUsage(engine, params.org, { ...rest, monthlyLimit: limit }));
    },
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "Calls that are billed afterwards",
        tags,
        params: organizationParams,
        response: { 200: payAsYouGo },
      },
    },
    async ({ params }) => shown(await postUsageOf(engine, params.org)),
  );
};

const shown = (row: PostUsage): z.input<typeof payAsYouGo> => ({
  enabled: row.enabled,
  monthlyLimit: row.monthlyLimit === null ? null : formatMicros(row.monthlyLimit),
  usedThisMonth: formatMicros(row.usedThisMonth),
  leftThisMonth: row.leftThisMonth === null ? null : formatMicros(row.leftThisMonth),
  currency: row.currency,
  mode: row.mode,
});
