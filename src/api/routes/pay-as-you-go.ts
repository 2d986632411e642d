/** Calls that are billed afterwards: whether, and how much in a month. */
import { z } from "zod";
import { formatMicros, parseMicros } from "../../domain/money.ts";
import { changePostUsage, type PostUsage, postUsageOf, switchOver } from "../../engine/post-usage.ts";
import { currency, decimal, organizationParams, type Routes } from "../schema.ts";

const payAsYouGo = z
  .object({
    enabled: z.boolean(),
    monthlyLimit: decimal.nullable().meta({ description: "Of the calls authorised in one month; null: any amount" }),
    usedThisMonth: decimal.meta({ description: "Of this month's calls, billed afterwards so far" }),
    promisedThisMonth: decimal.meta({ description: "What this month's calls in progress may still cost" }),
    leftThisMonth: decimal.nullable().meta({ description: "Beside both; null: any amount" }),
    currency,
    mode: z.enum(["prepaid", "draining", "post-usage", "unfunded"]),
    autoRechargeLeftOn: z
      .boolean()
      .meta({ description: "The agreement lets nothing be bought, yet it is switched on" }),
    advice: z.string().optional().meta({ description: "What is in the way of post-usage, and what puts it right" }),
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
          "BUDGET_EXCEEDED when the month's limit is reached, and granted no longer than the limit pays for. Calls in " +
          "progress count with what they were granted, so that several at once can not pass it.",
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

  app.post(
    `${PATH}/switch-over`,
    {
      schema: {
        summary: "Do all that moving to a customer agreement needs",
        description:
          "Pay-as-you-go on and auto-recharge off, in one step. What is left of the credits is drained first.",
        tags,
        params: organizationParams,
        body: z.strictObject({}),
        response: { 200: payAsYouGo },
      },
    },
    async ({ params }) => shown(await switchOver(engine, params.org)),
  );
};

/** One sentence each for what an admin of a customer agreement has left undone. */
function adviceOn({ autoRechargeLeftOn, enabled, mode }: PostUsage): string | undefined {
  if (autoRechargeLeftOn)
    return (
      "Auto-recharge was left on, but under a customer agreement credits cannot be bought: it buys nothing. " +
      `Switching over turns it off${enabled ? "" : " and pay-as-you-go on"}.`
    );
  if (mode === "unfunded") return "The credits are used up and pay-as-you-go is off: calls that cost are refused.";
  if (mode === "draining" && !enabled) return "When the credits are used up, calls that cost will be refused.";
  return undefined;
}

const shown = (row: PostUsage): z.input<typeof payAsYouGo> => ({
  enabled: row.enabled,
  monthlyLimit: row.monthlyLimit === null ? null : formatMicros(row.monthlyLimit),
  usedThisMonth: formatMicros(row.usedThisMonth),
  promisedThisMonth: formatMicros(row.promisedThisMonth),
  leftThisMonth: row.leftThisMonth === null ? null : formatMicros(row.leftThisMonth),
  currency: row.currency,
  mode: row.mode,
  autoRechargeLeftOn: row.autoRechargeLeftOn,
  ...(adviceOn(row) === undefined ? {} : { advice: adviceOn(row)! }),
});
