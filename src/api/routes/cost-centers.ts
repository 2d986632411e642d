/** Cost centres: what the calls of people are booked on. */
import { z } from "zod";
import { costCenters, getCostCenter, putCostCenter } from "../../engine/cost-centers.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { organizationParams, type Routes, text } from "../schema.ts";

const body = z.strictObject({ displayName: text(256) }).partial();

const costCenter = z
  .object({
    id: z.string().meta({ example: "1100" }),
    displayName: z.string(),
    users: z.int().meta({ description: "How many users name it" }),
  })
  .meta({ id: "CostCenter" });

const tags = ["Users"];
const PATH = "/v1/organizations/:org/cost-centers";
const params = organizationParams.extend({ id: text(64) });

export const costCenterRoutes: Routes = (app, { engine }) => {
  app.put(
    `${PATH}/:id`,
    {
      schema: {
        summary: "Name a cost centre",
        description: "A user who names a new one makes it, with its id for a name.",
        tags,
        params,
        body,
        response: { 200: costCenter },
      },
    },
    ({ params, body }) => putCostCenter(engine, params.org, params.id, body),
  );

  app.get(
    `${PATH}/:id`,
    { schema: { summary: "One cost centre", tags, params, response: { 200: costCenter } } },
    ({ params }) => getCostCenter(engine, params.org, params.id),
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "Cost centres",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(costCenter) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await costCenters(engine, params.org, wanted.after, wanted.limit);
      return page(rows, wanted, { key: (row) => row.id, item: (row) => row });
    },
  );
};
