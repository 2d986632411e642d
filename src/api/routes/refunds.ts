/** Money back to who paid it. A repeat with its Idempotency-Key is the same refund, for good. */
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import { formatMicros, parseMicros } from "../../domain/money.ts";
import { type RefundRow, Refunds } from "../../engine/refund.ts";
import { idempotencyKey, ROWS_AND_REFUSALS } from "../idempotency.ts";
import { currency, decimal, isoTime, organizationParams, type Routes, text, timestamp } from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const refund = z
  .object({
    id: z.string(),
    topUp: z.string(),
    state: z.enum(["pending", "succeeded", "failed"]),
    amount: decimal,
    currency,
    voided: decimal.meta({ description: "Taken from what was unspent of the lot; while pending, frozen there" }),
    forfeited: decimal.meta({ description: "Lost already at the end of the lot: given back, and not owed" }),
    debt: decimal.meta({ description: "Spent already, and owed once the refund has succeeded" }),
    reason: z.string().meta({ description: "Empty where none was given" }),
    author: z.string().meta({ description: "Who asked for it: `operator`, or an API key" }),
    failure: z.string().optional().meta({ description: "Why it failed, in a sentence" }),
    createdAt: timestamp,
    settledAt: timestamp.optional(),
  })
  .meta({ id: "Refund" });

const preview = z
  .object({
    amount: decimal,
    refundable: decimal.meta({ description: "What is left of the payment to be refunded" }),
    voided: decimal.meta({ description: "Of the amount: unspent of the lot, and taken from it" }),
    forfeited: decimal.meta({
      description: "Of the amount: lost already at the end of the lot, so neither taken nor owed",
    }),
    debt: decimal.meta({ description: "Of the amount: spent already, so owed afterwards" }),
    availableAfter: decimal,
    currency,
  })
  .meta({ id: "RefundPreview" });

const PATH = "/v1/organizations/:org/top-ups/:id/refunds";
const params = organizationParams.extend({ id: numericId });
const tags = ["Money"];

export const refundRoutes: Routes = (app, { engine }) => {
  const refunds = new Refunds(engine);

  app.post(
    PATH,
    {
      config: ROWS_AND_REFUSALS,
      schema: {
        summary: "Give a top-up back",
        description:
          "Without an amount: all of it that was not given back yet. What is unspent of the lot that it bought goes " +
          "first, at most what is available, then what the lot lost at its end; what was spent is booked as debt. " +
          "`pending` where the provider's answer is not known yet.",
        tags,
        params,
        body: z.strictObject({ amount: positive(), currency: currency.optional(), reason: text(500).optional() }),
        response: { 201: refund },
      },
    },
    async (request, reply) => {
      const { amount, reason = "", ...rest } = request.body;
      const wanted = {
        ...rest,
        reason,
        author: request.caller.name,
        ...(amount === undefined ? {} : { amount: parseMicros(amount)! }),
      };
      const { org, id } = request.params;
      const { refund: row, currency, replayed } = await refunds.create(org, id, wanted, idempotencyKey(request));
      if (replayed) reply.header("idempotency-replayed", "true");
      return reply.code(201).send(shown(row, currency));
    },
  );

  app.get(
    "/v1/organizations/:org/top-ups/:id/refund-preview",
    {
      schema: {
        summary: "What a refund would take from the lot now, and what would become debt",
        tags,
        params,
        querystring: z.strictObject({ amount: positive() }),
        response: { 200: preview },
      },
    },
    async ({ params: { org, id }, query: { amount } }) => {
      const found = await refunds.preview(org, id, amount === undefined ? undefined : parseMicros(amount)!);
      return {
        amount: formatMicros(found.amount),
        refundable: formatMicros(found.most),
        voided: formatMicros(found.voided),
        forfeited: formatMicros(found.forfeited),
        debt: formatMicros(found.amount - found.voided - found.forfeited),
        availableAfter: formatMicros(found.available - found.voided),
        currency: found.currency,
      };
    },
  );

  app.get(
    PATH,
    { schema: { summary: "Refunds of a top-up, oldest first", tags, params, response: { 200: list() } } },
    async ({ params: { org, id } }) => {
      const { refunds: rows, currency } = await refunds.list(org, id);
      return { items: rows.map((row) => shown(row, currency)), nextCursor: null };
    },
  );
};

/** All of them: a top-up has few. */
const list = () => z.object({ items: z.array(refund), nextCursor: z.null() });

const positive = () => decimal.refine((amount) => parseMicros(amount) !== 0n, FAULTS.ZERO).optional();

const shown = (row: RefundRow, currency: string): z.input<typeof refund> => ({
  id: row.id.toString(),
  topUp: row.topUp.toString(),
  state: row.state,
  amount: formatMicros(row.amount),
  currency,
  voided: formatMicros(row.unspent),
  forfeited: formatMicros(row.forfeited),
  debt: formatMicros(row.state === "succeeded" ? row.amount - row.unspent - row.forfeited : 0n),
  reason: row.reason,
  author: row.author,
  ...(row.failure === null ? {} : { failure: row.failure }),
  createdAt: isoTime(row.createdAt),
  ...(row.settledAt === null ? {} : { settledAt: isoTime(row.settledAt) }),
});
