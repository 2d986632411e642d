/** Receipts: a PDF for each top-up that was paid. */
import { z } from "zod";
import { acceptedLanguage, RECEIPT_LANGUAGES, receiptOf } from "../../engine/receipt/receipt.ts";
import { organizationParams, type Routes } from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const pdf = {
  200: { description: "The receipt", content: { "application/pdf": { schema: { type: "string", format: "binary" } } } },
} as object;

export const receiptRoutes: Routes = (app, { engine, config }) => {
  app.get(
    "/v1/organizations/:org/top-ups/:id/receipt",
    {
      schema: {
        summary: "The receipt of a top-up as PDF",
        description:
          "In the language of `lang`, else of Accept-Language, else of the organisation; English where there is no other. " +
          "409 `TOP_UP_NOT_PAID` with the reason for one that has not been paid.",
        tags: ["Money"],
        params: organizationParams.extend({ id: numericId }),
        querystring: z.strictObject({ lang: z.enum(RECEIPT_LANGUAGES).optional() }),
        response: pdf,
      },
    },
    async ({ params, query, headers }, reply) => {
      const wanted = query.lang ?? acceptedLanguage(headers["accept-language"]);
      const receipt = await receiptOf(engine, config, params.org, params.id, wanted);
      reply.type("application/pdf").header("content-language", receipt.language);
      reply.header("content-disposition", `inline; filename="receipt-${params.id}-${receipt.language}.pdf"`);
      return reply.send(receipt.pdf);
    },
  );
};
