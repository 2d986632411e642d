/** The balance, with the lots that it is made of. */
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import { creditsOf } from "../../engine/balance.ts";
import { rechargeState, shownState } from "./auto-recharge.ts";
import { currency, decimal, isoTime, organizationParams, type Routes, timestamp } from "../schema.ts";

const credits = z
  .object({
    currency,
    balance: decimal.meta({ description: "available + held + frozen" }),
    available: decimal,
    held: decimal.meta({ description: "Reserved by calls in progress" }),
    frozen: decimal.meta({ description: "Kept back while a dispute is open or a refund is under way" }),
    debt: decimal.meta({ description: "Used beyond all cover; settled first by the next money in" }),
    mode: z.enum(["prepaid", "draining", "post-usage", "unfunded"]),
    autoRecharge: z
      .object({ enabled: z.boolean(), triggerAmount: decimal, rechargeAmount: decimal, ...rechargeState })
      .partial()
      .required({ enabled: true })
      .meta({ description: "Never set up: nothing but `enabled`" }),
    lots: z
      .array(
        z.object({
          id: z.string(),
          granted: decimal,
          remaining: decimal,
          held: decimal,
          frozen: decimal.optional().meta({ description: "Of the remainder; absent: nothing" }),
          purchasedAt: timestamp,
          expiresAt: timestamp.meta({ description: "At that instant the rest is forfeited" }),
          source: z.enum(["top-up", "auto-recharge", "promotion", "adjustment"]),
        }),
      )
      .meta({ description: "With a remainder, in the order in which they are drawn" }),
  })
  .meta({ id: "Credits" });

export const creditRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/credits",
    {
      schema: {
        summary: "The balance and its lots",
        tags: ["Money"],
        params: organizationParams,
        response: { 200: credits },
      },
    },
    async ({ params }) => {
      const { available, held, frozen, debt, lots, recharge, ...rest } = await creditsOf(engine, params.org);
      return {
        ...rest,
        balance: formatMicros(available + held + frozen),
        available: formatMicros(available),
        held: formatMicros(held),
        frozen: formatMicros(frozen),
        debt: formatMicros(debt),
        autoRecharge: recharge.settings
          ? {
              enabled: recharge.settings.enabled,
              triggerAmount: formatMicros(recharge.settings.triggerAmount),
              rechargeAmount: formatMicros(recharge.settings.rechargeAmount),
              ...shownState(recharge.state),
            }
          : { enabled: false },
        lots: lots.map((lot) => ({
          id: String(lot.id),
          granted: formatMicros(lot.granted),
          remaining: formatMicros(lot.remaining),
          held: formatMicros(lot.held),
          ...(lot.frozen ? { frozen: formatMicros(lot.frozen) } : {}),
          purchasedAt: isoTime(lot.purchasedAt),
          expiresAt: isoTime(lot.endsAt),
          source: lot.source,
        })),
      };
    },
  );
};
