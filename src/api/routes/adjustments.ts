/** The operator puts a balance right. A repeat with its Idempotency-Key is the same adjustment, for good. */
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import { formatMicros, parseMicros } from "../../domain/money.ts";
import { adjust } from "../../engine/adjust.ts";
import { idempotencyKey, ROWS_AND_REFUSALS } from "../idempotency.ts";
import { currency, isoTime, organizationParams, type Routes, text, timestamp } from "../schema.ts";

const signed = z
  .string()
  .regex(/^-?\d{1,9}(\.\d{1,6})?$/, FAULTS.NOT_A_SIGNED_AMOUNT)
  .meta({ example: "-12.5" });

const adjustment = z
  .object({
    id: z.string(),
    amount: signed,
    applied: signed.meta({ description: "What of it moved: a negative one takes at most what is available" }),
    currency,
    reason: z.string(),
    author: z.string().meta({ description: "Who made it: `operator`, or an API key" }),
    lot: z.string().optional(),
    createdAt: timestamp,
  })
  .meta({ id: "Adjustment" });

export const adjustmentRoutes: Routes = (app, { engine }) => {
  app.post(
    "/v1/organizations/:org/adjustments",
    {
      config: ROWS_AND_REFUSALS,
      schema: {
        summary: "Put a balance right",
        description: "A positive amount is a lot of its own, for twelve months.",
        tags: ["Money"],
        params: organizationParams,
        body: z.strictObject({
          amount: signed.refine((amount) => parseMicros(amount) !== 0n, FAULTS.ZERO),
          currency: currency.optional(),
          reason: text(500),
        }),
        response: { 201: adjustment },
      },
    },
    async (request, reply) => {
      const { amount, ...rest } = request.body;
      const wanted = { ...rest, amount: parseMicros(amount)!, author: request.caller.name };
      const {
        adjustment: row,
        currency,
        replayed,
      } = await adjust(engine, request.params.org, wanted, idempotencyKey(request));
      if (replayed) reply.header("idempotency-replayed", "true");
      return reply.code(201).send({
        id: row.id.toString(),
        amount: formatMicros(row.amount),
        applied: formatMicros(row.applied),
        currency,
        reason: row.reason,
        author: row.author,
        ...(row.lot === null ? {} : { lot: row.lot.toString() }),
        createdAt: isoTime(row.createdAt),
      });
    },
  );
};
