/** Subscriptions: how many licences of a product an organisation has bought. */
import { z } from "zod";
import {
  getSubscription,
  putSubscription,
  type Subscription,
  subscriptions,
} from "../../engine/provision-organization.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { organizationParams, type Routes, text } from "../schema.ts";

const body = z.strictObject({
  purchased: z.int().min(0).max(10_000_000).meta({ description: "Licences bought in all" }),
});

const subscription = z
  .object({
    skuPartNumber: z.string().meta({ example: "MCOPSTN1" }),
    purchased: z.int(),
    assigned: z.int(),
    unlimited: z.boolean().meta({ description: "Needs no purchase and is never used up" }),
  })
  .meta({ id: "Subscription" });

const tags = ["Licences"];
const PATH = "/v1/organizations/:org/subscriptions";
const params = organizationParams.extend({ sku: text(128).meta({ description: "Part number of the product" }) });

export const subscriptionRoutes: Routes = (app, { engine }) => {
  app.put(
    `${PATH}/:sku`,
    { schema: { summary: "Say how many are bought", tags, params, body, response: { 200: subscription } } },
    async ({ params, body }) => shown(await putSubscription(engine, params.org, params.sku, body.purchased)),
  );

  app.get(
    `${PATH}/:sku`,
    { schema: { summary: "One subscription", tags, params, response: { 200: subscription } } },
    async ({ params }) => shown(await getSubscription(engine, params.org, params.sku)),
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "What is bought and assigned",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(subscription) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await subscriptions(engine, params.org, wanted.after, wanted.limit);
      return page(rows, wanted, { key: (row) => row.sku, item: shown });
    },
  );
};

const shown = ({ sku, purchased, assigned, unlimited }: Subscription): z.input<typeof subscription> => ({
  skuPartNumber: sku,
  purchased,
  assigned,
  unlimited,
});
