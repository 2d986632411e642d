/** Where Stripe tells what became of payments. Its signature over the bytes of the body is the key of this route. */
import { z } from "zod";
import { takeWebhook } from "../../engine/payment-events.ts";
import { TopUps } from "../../engine/top-up.ts";
import { OWN_REPEATS } from "../idempotency.ts";
import type { Routes } from "../schema.ts";

const event = z
  .instanceof(Buffer)
  .meta({ override: { type: "object", description: "Stripe's event, as it was signed" } });

export const paymentWebhookRoutes: Routes = (app, { engine, config }) => {
  const topUps = new TopUps(engine, config);
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  app.post(
    "/webhooks/stripe",
    {
      config: OWN_REPEATS,
      schema: {
        summary: "For Stripe: what became of a payment",
        description:
          "400 `INVALID_SIGNATURE` for what Stripe did not sign with STRIPE_WEBHOOK_SECRET, or more than five minutes ago. " +
          "Events may come never, twice, late or in any order.",
        tags: ["Money"],
        body: { content: { "application/json": { schema: event } } },
        response: { 200: z.object({ received: z.literal(true) }) },
      },
    },
    async (request) => {
      const signature = request.headers["stripe-signature"];
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      await takeWebhook(engine, topUps, body, typeof signature === "string" ? signature : undefined);
      return { received: true as const };
    },
  );
};
