/** Payments that a payer's bank wants back: opened by the provider, settled by it or by the operator. */
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import { type DisputeRow, Disputes } from "../../engine/dispute.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { currency, decimal, isoTime, organizationParams, type Routes, text, timestamp } from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const dispute = z
  .object({
    id: z.string(),
    topUp: z.string(),
    state: z.enum(["open", "won", "lost"]),
    claimed: decimal.meta({ description: "What the bank wants back" }),
    amount: decimal.meta({ description: "Of that, what no refund has taken" }),
    currency,
    frozen: decimal.meta({ description: "Of the amount, while it is open: kept back in the lot" }),
    voided: decimal.meta({ description: "Of the amount, once it is lost: taken from the lot" }),
    debt: decimal.meta({
      description: "Of the amount, unless it is won: spent already or lost with its lot, and owed",
    }),
    providerDispute: z.string().meta({ description: "The provider's own name of it" }),
    note: z.string().optional(),
    author: z.string().optional().meta({ description: "Who settled it" }),
    openedAt: timestamp,
    settledAt: timestamp.optional(),
  })
  .meta({ id: "Dispute" });

const ORG = "/v1/organizations/:org/disputes";
const params = organizationParams.extend({ id: numericId });
const tags = ["Money"];

export const disputeRoutes: Routes = (app, { engine }) => {
  const disputes = new Disputes(engine);

  app.get(
    ORG,
    {
      schema: {
        summary: "Disputes, newest first",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(dispute) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const { disputes: rows, currency } = await disputes.list(params.org, {
        before: wanted.after,
        limit: wanted.limit,
      });
      return page(rows, wanted, { key: (row) => row.id.toString(), item: (row) => shown(row, currency) });
    },
  );

  app.get(
    `${ORG}/:id`,
    { schema: { summary: "One dispute", tags, params, response: { 200: dispute } } },
    async ({ params }) => {
      const { dispute: row, currency } = await disputes.read(params.org, params.id);
      return shown(row, currency);
    },
  );

  app.post(
    `${ORG}/:id/settle`,
    {
      schema: {
        summary: "Say how a dispute ended",
        description: "Won: what was frozen is available again and the debt is not owed. Lost: both are gone for good.",
        tags,
        params,
        body: z.strictObject({ outcome: z.enum(["won", "lost"]), message: text(500).optional() }),
        response: { 200: dispute },
      },
    },
    async ({ params, body, caller }) => {
      const end = { outcome: body.outcome, note: body.message ?? null, author: caller.name };
      const { dispute: row, currency } = await disputes.settle(params.org, params.id, end);
      return shown(row, currency);
    },
  );
};

const shown = (row: DisputeRow, currency: string): z.input<typeof dispute> => ({
  id: row.id.toString(),
  topUp: row.topUp.toString(),
  state: row.state,
  claimed: formatMicros(row.claimed),
  amount: formatMicros(row.amount),
  currency,
  frozen: formatMicros(row.state === "open" ? row.unspent : 0n),
  voided: formatMicros(row.state === "lost" ? row.unspent : 0n),
  debt: formatMicros(row.state === "won" ? 0n : row.amount - row.unspent),
  providerDispute: row.providerDispute,
  ...(row.note === null ? {} : { note: row.note }),
  ...(row.author === null ? {} : { author: row.author }),
  openedAt: isoTime(row.openedAt),
  ...(row.settledAt === null ? {} : { settledAt: isoTime(row.settledAt) }),
});
