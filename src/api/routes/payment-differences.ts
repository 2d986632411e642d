/** Where the payment provider's books and ours disagree, as the daily comparison found it. */
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import { type DifferenceKey, type DifferenceRow, paymentDifferences } from "../../engine/payment-sweep.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { currency, decimal, isoTime, type Routes, timestamp } from "../schema.ts";

const difference = z
  .object({
    provider: z.string(),
    payment: z.string().meta({ description: "The provider's name of it" }),
    kind: z.enum(["not-credited", "not-charged", "other-amount", "other-refunds"]),
    organization: z.string().optional().meta({ description: "Absent where the payment names one that is not known" }),
    topUp: z.string().optional(),
    providerAmount: decimal,
    ourAmount: decimal,
    currency,
    foundAt: timestamp,
    settledAt: timestamp.optional().meta({ description: "When the two agreed again" }),
  })
  .meta({ id: "PaymentDifference" });

export const paymentDifferenceRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/payment-differences",
    {
      schema: {
        summary: "Where the payment provider's books and ours disagree",
        tags: ["Money"],
        querystring: pageQuery.extend({ state: z.enum(["open", "all"]).default("open") }),
        response: { 200: pageOf(difference) },
      },
    },
    async ({ query }) => {
      const wanted = pageRequest(query);
      const after = wanted.after === null ? null : (wanted.after.split("\n") as unknown as DifferenceKey);
      const rows = await paymentDifferences(engine, { open: query.state === "open", after, limit: wanted.limit });
      return page(rows, wanted, { key: (row) => [row.provider, row.payment, row.kind].join("\n"), item: shown });
    },
  );
};

const shown = (row: DifferenceRow): z.input<typeof difference> => ({
  provider: row.provider,
  payment: row.payment,
  kind: row.kind,
  ...(row.organization === null ? {} : { organization: row.organization }),
  ...(row.topUp === null ? {} : { topUp: row.topUp.toString() }),
  providerAmount: formatMicros(row.providerAmount),
  ourAmount: formatMicros(row.ourAmount),
  currency: row.currency,
  foundAt: isoTime(row.foundAt),
  ...(row.settledAt === null ? {} : { settledAt: isoTime(row.settledAt) }),
});
