/** Whether an organisation may put money in, and every reason why not. */
import { z } from "zod";
import { eligibilityOf } from "../../engine/eligibility.ts";
import { organizationParams, type Routes } from "../schema.ts";

const eligibility = z
  .object({
    eligible: z.boolean(),
    reasons: z.array(
      z.object({
        code: z.enum([
          "POST_USAGE_ONLY",
          "PARTNER_FUNDED",
          "REGION_CLASH",
          "COUNTRY_EXCLUDED",
          "PREREQUISITE_LICENSE_MISSING",
        ]),
        message: z.string(),
      }),
    ),
    openIncident: z.string().optional().meta({ description: "Where to ask the operator to allow it all the same" }),
  })
  .meta({ id: "Eligibility" });

export const eligibilityRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/eligibility",
    {
      schema: {
        summary: "Whether the organisation may buy credits, and why not",
        tags: ["Money"],
        params: organizationParams,
        response: { 200: eligibility },
      },
    },
    async ({ params }) => eligibilityOf(engine, params.org),
  );
};
