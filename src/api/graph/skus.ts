/** `subscribedSkus`: what is bought and held of each product (domain.md 8.3). */
import { z } from "zod";
import { type License, licenses } from "../../engine/licenses.ts";
import { guidOf, tenantIdOf } from "../../engine/tenant.ts";
import type { OrganizationDetails } from "../../engine/provision-organization.ts";
import { Problem } from "../errors.ts";
import type { Routes } from "../schema.ts";
import { collectionOf, contextOf, entityOf, GRAPH, queryOptions, select, selectOption } from "./collection.ts";
import { planIdOf, skuIdOf } from "./ids.ts";
import { organizationOf } from "./scope.ts";

/** What a licence without limit shows as bought, as Graph does of such products (domain.md GAP-13). */
const UNLIMITED = 10_000_000;

const count = z.int().min(0);
const subscribedSku = z
  .object({
    id: z.string().meta({ description: "{tenantId}_{skuId}" }),
    accountId: z.guid(),
    accountName: z.string(),
    appliesTo: z.enum(["User", "Company"]),
    capabilityStatus: z.enum(["Enabled", "Suspended"]),
    consumedUnits: count,
    prepaidUnits: z.object({
      enabled: count,
      suspended: count,
      warning: count,
      lockedOut: count,
      unlimited: z.boolean().meta({ description: "Ours: it is never used up, whatever `enabled` says" }),
    }),
    servicePlans: z.array(
      z.object({
        servicePlanId: z.guid(),
        servicePlanName: z.string(),
        provisioningStatus: z.string(),
        appliesTo: z.string(),
      }),
    ),
    skuId: z.guid(),
    skuPartNumber: z.string(),
    subscriptionIds: z.array(z.guid()),
  })
  .meta({ id: "GraphSubscribedSku" });

const querystring = queryOptions(selectOption);
const tags = ["Graph"];
const PATH = `${GRAPH}/subscribedSkus`;

export const graphSkuRoutes: Routes = (app, { engine }) => {
  app.get(
    PATH,
    {
      schema: {
        summary: "Products that are bought or held, as Graph lists them",
        tags,
        querystring,
        response: { 200: collectionOf(subscribedSku.partial()) },
      },
    },
    async (request) => {
      const organization = await organizationOf(engine, request);
      const found = await licenses(engine, organization.id);
      const pick = select(request.query.$select, subscribedSku);
      return {
        "@odata.context": contextOf(engine, "subscribedSkus"),
        value: found.map((license) => pick(shown(organization, license))),
      };
    },
  );

  app.get(
    `${PATH}/:id`,
    {
      schema: {
        summary: "One product, as Graph shows it",
        tags,
        params: z.strictObject({ id: z.string() }),
        querystring,
        response: { 200: entityOf(subscribedSku.partial()) },
      },
    },
    async (request) => {
      const organization = await organizationOf(engine, request);
      const pick = select(request.query.$select, subscribedSku);
      const all = (await licenses(engine, organization.id)).map((license) => shown(organization, license));
      const found = all.find(({ id }) => id === request.params.id.toLowerCase());
      if (!found) throw new Problem("UNKNOWN_SUBSCRIPTION", `There is no subscribed SKU ${request.params.id}.`);
      return { "@odata.context": contextOf(engine, "subscribedSkus/$entity"), ...pick(found) };
    },
  );
};

function shown(organization: OrganizationDetails, license: License): z.input<typeof subscribedSku> {
  const { sku, purchased, assigned } = license;
  const tenant = tenantIdOf(organization);
  const unlimited = sku.unlimited ?? false;
  return {
    id: `${tenant}_${skuIdOf(sku)}`,
    accountId: tenant,
    accountName: organization.id,
    appliesTo: "User",
    capabilityStatus: unlimited || purchased > 0 ? "Enabled" : "Suspended",
    consumedUnits: assigned,
    prepaidUnits: {
      enabled: unlimited ? UNLIMITED : purchased,
      ...{ suspended: 0, warning: 0, lockedOut: 0, unlimited },
    },
    servicePlans: sku.servicePlans.map((plan) => ({
      servicePlanId: planIdOf(plan),
      servicePlanName: plan.name,
      provisioningStatus: "Success",
      appliesTo: "User",
    })),
    skuId: skuIdOf(sku),
    skuPartNumber: sku.skuPartNumber,
    subscriptionIds: [guidOf("subscription", `${organization.id} ${sku.skuPartNumber}`)],
  };
}
