/** How the CSV files of carriers are read, saved under names; usage-imports.ts takes one. */
import { z } from "zod";
import { mappingSchema } from "../../engine/usage-file/columns.ts";
import { mappingOf, mappingsOf, saveMapping } from "../../engine/usage-imports.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { identifier, organizationParams, type Routes } from "../schema.ts";

const ORG = "/v1/organizations/:org";
const mappingParams = organizationParams.extend({ id: identifier });
const savedMapping = z.object({ id: identifier, mapping: mappingSchema }).meta({ id: "UsageMapping" });
const tags = ["Usage"];

export const usageMappingRoutes: Routes = (app, { engine }) => {
  app.put(
    `${ORG}/usage-mappings/:id`,
    {
      schema: {
        summary: "Save how a carrier's CSV is read",
        tags,
        params: mappingParams,
        body: mappingSchema,
        response: { 200: savedMapping },
      },
    },
    async ({ params, body }) => {
      await saveMapping(engine, params.org, params.id, body);
      return { id: params.id, mapping: body };
    },
  );

  app.get(
    `${ORG}/usage-mappings/:id`,
    { schema: { summary: "A saved mapping", tags, params: mappingParams, response: { 200: savedMapping } } },
    async ({ params }) => ({ id: params.id, mapping: await mappingOf(engine, params.org, params.id) }),
  );

  app.get(
    `${ORG}/usage-mappings`,
    {
      schema: {
        summary: "Saved mappings",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(savedMapping) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const mappings = await mappingsOf(engine, params.org, wanted);
      return page(mappings, wanted, { key: ({ id }) => id, item: (saved) => saved });
    },
  );
};
