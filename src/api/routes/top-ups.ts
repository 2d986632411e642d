/** Money in: charge a payment method and credit one lot. A repeat with its Idempotency-Key is the same top-up, for good. */
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import { type DeclineCode, declineCodeOf, DECLINES } from "../../domain/decline.ts";
import { type TopUpRow, TopUps } from "../../engine/top-up.ts";
import { idempotencyKey, ROWS_AND_REFUSALS } from "../idempotency.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { currency, decimal, isoTime, organizationParams, type Routes, timestamp } from "../schema.ts";
import { numericId, providerScript } from "./payment-methods.ts";

const topUp = z
  .object({
    id: z.string(),
    state: z.enum(["succeeded", "pending", "requires-action", "failed"]),
    amount: decimal,
    currency,
    paymentMethod: z.string(),
    lot: z.string().optional().meta({ description: "Of the credits, once it has succeeded" }),
    failure: z.string().optional().meta({ description: "Why it failed, in a sentence" }),
    failureCode: z
      .enum(Object.keys(DECLINES) as [DeclineCode, ...DeclineCode[]])
      .optional()
      .meta({ description: "The same as a stable name, where it has one" }),
    recharge: z.string().optional().meta({ description: "Of the auto-recharge that asked for it" }),
    createdAt: timestamp,
    settledAt: timestamp.optional(),
  })
  .meta({ id: "TopUp" });

const confirmation = topUp
  .extend({
    confirmUrl: z.url().nullable(),
    confirmForm: z.object({ clientSecret: z.string(), script: providerScript }).nullable(),
  })
  .meta({ id: "TopUpConfirmation" });

const ORG = "/v1/organizations/:org/top-ups";
const tags = ["Money"];

export const topUpRoutes: Routes = (app, { engine, config }) => {
  const topUps = new TopUps(engine, config);

  app.post(
    ORG,
    {
      config: ROWS_AND_REFUSALS,
      schema: {
        summary: "Put money in",
        description:
          "Answers 201 with what became of it: `pending` where the provider's answer is not known yet (ask again), " +
          "`failed` with the reason. Least and most amount depend on the currency.",
        tags,
        params: organizationParams,
        body: z.strictObject({ amount: decimal, currency: currency.optional(), paymentMethod: numericId }),
        response: { 201: topUp },
      },
    },
    async (request, reply) => {
      const {
        topUp: row,
        currency,
        replayed,
      } = await topUps.create(request.params.org, request.body, idempotencyKey(request));
      if (replayed) reply.header("idempotency-replayed", "true");
      return reply.code(201).send(shown(row, currency));
    },
  );

  app.get(
    ORG,
    {
      schema: {
        summary: "Top-ups, newest first",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(topUp) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const { topUps: rows, currency } = await topUps.list(params.org, { before: wanted.after, limit: wanted.limit });
      return page(rows, wanted, { key: (row) => row.id.toString(), item: (row) => shown(row, currency) });
    },
  );

  app.get(
    `${ORG}/:id`,
    {
      schema: {
        summary: "One top-up",
        tags,
        params: organizationParams.extend({ id: numericId }),
        response: { 200: topUp },
      },
    },
    async ({ params }) => {
      const { topUp: row, currency } = await topUps.read(params.org, params.id);
      return shown(row, currency);
    },
  );

  app.post(
    `${ORG}/:id/confirm`,
    {
      schema: {
        summary: "Where the payer confirms a payment that the bank wants to ask about",
        description:
          "`confirmUrl` is null where there is nothing (any more) to confirm; the state tells why. Where Stripe has no " +
          "page of the bank's, `confirmForm` is what its script asks the payer with.",
        tags,
        params: organizationParams.extend({ id: numericId }),
        body: z.strictObject({}).optional(),
        response: { 200: confirmation },
      },
    },
    async ({ params, protocol, host }) => {
      const back = returnUrl(config.publicUrl ?? `${protocol}://${host}`, params.id);
      const { topUp: row, currency, confirmation: by } = await topUps.confirm(params.org, params.id, back);
      const { script } = engine.cards;
      return {
        ...shown(row, currency),
        confirmUrl: by?.by === "page" ? by.url : null,
        confirmForm: by?.by === "script" && script ? { clientSecret: by.clientSecret, script } : null,
      };
    },
  );
};

/** Of the console; it asks for the confirmation again and shows what became of the payment. */
const returnUrl = (publicUrl: string, id: string): string => `${publicUrl}/billing/payment-methods?confirm=${id}`;

const shown = (row: TopUpRow, currency: string): z.input<typeof topUp> => ({
  id: row.id.toString(),
  state: row.state,
  amount: formatMicros(row.amount),
  currency,
  paymentMethod: row.paymentMethod.toString(),
  ...(row.lot === null ? {} : { lot: row.lot.toString() }),
  ...(row.failure === null ? {} : failureOf(row.failure)),
  ...(row.recharge === null ? {} : { recharge: row.recharge.toString() }),
  createdAt: isoTime(row.createdAt),
  ...(row.settledAt === null ? {} : { settledAt: isoTime(row.settledAt) }),
});

function failureOf(failure: string): { failure: string; failureCode?: DeclineCode } {
  const failureCode = declineCodeOf(failure);
  return failureCode ? { failure, failureCode } : { failure };
}
