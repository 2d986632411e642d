/** Conference bridges: where people dial in. */
import { z } from "zod";
import { bridges, type ConferenceBridge, getBridge, putBridge } from "../../engine/provision-number.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { identifier, organizationParams, type Routes, text } from "../schema.ts";

const body = z.strictObject({ displayName: text(256) }).partial();
const bridge = z.object({ id: identifier, displayName: z.string() }).meta({ id: "ConferenceBridge" });

const tags = ["Numbers"];
const PATH = "/v1/organizations/:org/conference-bridges";
const params = organizationParams.extend({ id: identifier });

export const conferenceBridgeRoutes: Routes = (app, { engine }) => {
  app.put(
    `${PATH}/:id`,
    { schema: { summary: "Make or change a conference bridge", tags, params, body, response: { 200: bridge } } },
    ({ params, body }) => putBridge(engine, params.org, params.id, body),
  );

  app.get(
    `${PATH}/:id`,
    { schema: { summary: "One conference bridge", tags, params, response: { 200: bridge } } },
    ({ params }) => getBridge(engine, params.org, params.id),
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "Conference bridges",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(bridge) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await bridges(engine, params.org, wanted.after, wanted.limit);
      return page(rows, wanted, { key: (row) => row.id, item: (row: ConferenceBridge) => row });
    },
  );
};
