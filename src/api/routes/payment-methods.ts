/** Payment methods: cards by their provider's token, an enterprise agreement, a partner. No card data passes here. */
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import {
  addPaymentMethod,
  beginCard,
  changePaymentMethod,
  listPaymentMethods,
  type PaymentMethodRow,
  readPaymentMethod,
} from "../../engine/payment-methods.ts";
import { TEST_TOKENS } from "../../engine/top-up.ts";
import { Problem } from "../errors.ts";
import { OWN_REPEATS } from "../idempotency.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { isOperator } from "../rights.ts";
import { isoTime, organizationParams, type Routes, text, timestamp } from "../schema.ts";

const day = z.iso.date().meta({ example: "2026-11-22" });
export const numericId = z.string().regex(/^\d{1,18}$/, FAULTS.NOT_A_GIVEN_ID);

const body = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("card"),
    token: text(255).meta({
      description: `The payment provider's token of the card; of the test provider one of ${TEST_TOKENS.join(", ")}`,
    }),
  }),
  z.strictObject({
    type: z.literal("enterprise-agreement"),
    agreementNumber: text(64),
    purchaseOrder: text(64).optional(),
    validFrom: day.optional(),
    validTo: day.optional().meta({ description: "The last day" }),
  }),
  z.strictObject({ type: z.literal("partner") }),
]);

const paymentMethod = z
  .object({
    id: z.string(),
    type: z.enum(["card", "enterprise-agreement", "partner"]),
    token: z.string().optional(),
    brand: z.string().optional(),
    last4: z.string().optional(),
    expires: z.string().optional().meta({ description: "Last day on which the card can be charged" }),
    agreementNumber: z.string().optional(),
    purchaseOrder: z.string().optional(),
    validFrom: z.string().optional(),
    validTo: z.string().optional(),
    createdAt: timestamp,
  })
  .meta({ id: "PaymentMethod" });

export const providerScript = z
  .object({ publishableKey: z.string(), url: z.url() })
  .meta({ id: "ProviderScript", description: "Of the provider's form, which a page loads from there" });

const ORG = "/v1/organizations/:org/payment-methods";
const tags = ["Money"];

export const paymentMethodRoutes: Routes = (app, { engine }) => {
  app.post(
    ORG,
    {
      schema: {
        summary: "Add a way to pay",
        tags,
        params: organizationParams,
        body,
        response: { 201: paymentMethod },
      },
    },
    async (request, reply) => {
      const details = request.body;
      if (details.type === "partner" && !isOperator(request.caller))
        throw new Problem("FORBIDDEN", "That a partner pays is for the operator to set up.");
      const method = await addPaymentMethod(engine, request.params.org, details);
      return reply.code(201).send(shown(method));
    },
  );

  app.get(
    ORG,
    {
      schema: {
        summary: "Ways to pay, oldest first",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(paymentMethod) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await listPaymentMethods(engine, params.org, { after: wanted.after, limit: wanted.limit });
      return page(rows, wanted, { key: (row) => row.id.toString(), item: shown });
    },
  );

  app.get(
    `${ORG}/:id`,
    {
      schema: {
        summary: "One way to pay",
        tags,
        params: organizationParams.extend({ id: numericId }),
        response: { 200: paymentMethod },
      },
    },
    async ({ params }) => shown(await readPaymentMethod(engine, params.org, params.id)),
  );

  app.put(
    `${ORG}/:id`,
    {
      schema: {
        summary: "Change an enterprise agreement's purchase order or days of validity",
        description: "`null` takes a value away. Receipts of earlier payments keep the purchase order of their day.",
        tags,
        params: organizationParams.extend({ id: numericId }),
        body: z.strictObject({
          purchaseOrder: text(64).nullable().optional(),
          validFrom: day.nullable().optional(),
          validTo: day.nullable().optional(),
        }),
        response: { 200: paymentMethod },
      },
    },
    async ({ params, body: change }) => shown(await changePaymentMethod(engine, params.org, params.id, change)),
  );

  app.post(
    "/v1/organizations/:org/card-forms",
    {
      config: OWN_REPEATS, // the secret is not kept; a second form does no harm
      schema: {
        summary: "Begin to add a card",
        description:
          "Gives the client secret of a Stripe SetupIntent. The page confirms it with Stripe's own form, so that the " +
          "card's number goes to Stripe alone, and adds the payment method that Stripe names as a `card`. With the test " +
          "provider 409 `CARD_FORM_NOT_NEEDED`: it takes the tokens of its list.",
        tags,
        params: organizationParams,
        body: z.strictObject({}),
        response: {
          201: z.object({
            provider: z.string(),
            clientSecret: z.string(),
            script: providerScript.optional().meta({ description: "Absent where STRIPE_PUBLISHABLE_KEY is not set" }),
          }),
        },
      },
    },
    async ({ params }, reply) => {
      reply.code(201);
      return beginCard(engine, params.org);
    },
  );
};

function shown({ id, type, createdAt, customer: _, ...details }: PaymentMethodRow): z.input<typeof paymentMethod> {
  const known = Object.entries(details).filter(([, value]) => value !== null);
  return {
    id: id.toString(),
    type,
    ...(Object.fromEntries(known) as Record<string, string>),
    createdAt: isoTime(createdAt),
  };
}
