/** Organisations: whose credits they are. */
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import { type OrganizationListed, organizations, worryKey, WORRIES } from "../../engine/organization-list.ts";
import { getOrganization, type OrganizationDetails, putOrganization } from "../../engine/provision-organization.ts";
import { page, pageOf, pageOfAll, pageQuery, pageRequest } from "../pages.ts";
import {
  country,
  currency,
  decimal,
  identifier,
  isoTime,
  language,
  organizationParams,
  type Routes,
  text,
  timestamp,
  timeZone,
} from "../schema.ts";
import { rechargeState } from "./auto-recharge.ts";

const agreement = z.enum(["direct", "enterprise", "customer", "partner"]);
const enterpriseAgreements = z.array(text(64)).max(100);

const body = z
  .strictObject({
    displayName: text(256),
    country,
    currency,
    timeZone,
    preferredLanguage: language,
    tenantId: z.uuid().nullable(),
    rateDeck: text(100)
      .nullable()
      .meta({ description: "Name or id of the deck to price by; null: all of the currency" }),
    billing: z.strictObject({ agreement, country, enterpriseAgreements: enterpriseAgreements.optional() }),
  })
  .partial()
  .meta({
    description: "A new one needs displayName, country, currency and billing. What is left out stays as it is.",
  });

const organization = z
  .object({
    id: identifier,
    displayName: z.string(),
    country,
    currency,
    timeZone,
    preferredLanguage: language,
    tenantId: z.uuid().nullable(),
    rateDeck: z.string().nullable(),
    billing: z.object({ agreement, country, enterpriseAgreements: z.array(z.string()) }),
    createdAt: timestamp,
  })
  .meta({ id: "Organization" });

const listed = organization
  .extend({
    balance: decimal.meta({ description: "available + held + frozen" }),
    available: decimal,
    held: decimal,
    debt: decimal,
    mode: z.enum(["prepaid", "draining", "post-usage", "unfunded"]),
    openCalls: z.int(),
    daysLeft: z
      .int()
      .nullable()
      .meta({ description: "As the forecast has it, as of some minutes ago; null: longer than a year" }),
    recharge: z.enum(["off", "idle", "open", "waiting", "paused"]),
    rechargeReason: rechargeState.reason,
    worry: z.enum(WORRIES).meta({ description: "The most urgent of what there is to worry about" }),
  })
  .meta({ id: "OrganizationListed" });

const tags = ["Organisations"];
const PATH = "/v1/organizations/:org";

export const organizationRoutes: Routes = (app, { engine }) => {
  app.put(
    PATH,
    {
      schema: {
        summary: "Make or change an organisation, with its account",
        description: "The currency can change only until money moves.",
        tags,
        params: organizationParams,
        body,
        response: { 200: organization },
      },
    },
    async ({ params, body }) => shown(await putOrganization(engine, params.org, body)),
  );

  app.get(
    PATH,
    { schema: { summary: "One organisation", tags, params: organizationParams, response: { 200: organization } } },
    async ({ params }) => shown(await getOrganization(engine, params.org)),
  );

  app.get(
    "/v1/organizations",
    {
      schema: {
        summary: "All organisations, with what their credits stand at",
        tags,
        querystring: pageQuery.extend({
          order: z.enum(["id", "worry"]).default("id").meta({ description: "worry: the most worrying first" }),
          q: z.string().trim().max(256).default("").meta({ description: "Part of a name or id" }),
        }),
        response: { 200: pageOf(listed) },
      },
    },
    async ({ query: { order, q: search, ...query } }) => {
      const wanted = pageRequest(query);
      if (order === "id")
        return page(await organizations(engine, { ...wanted, search }), wanted, {
          key: ({ id }) => id,
          item: shownListed,
        });
      const all = await organizations(engine, { after: null, limit: null, search });
      return pageOfAll(all, wanted, { key: worryKey, item: shownListed });
    },
  );
};

const shownListed = (row: OrganizationListed): z.input<typeof listed> => ({
  ...shown(row),
  balance: formatMicros(row.available + row.held + row.frozen),
  available: formatMicros(row.available),
  held: formatMicros(row.held),
  debt: formatMicros(row.debt),
  mode: row.mode,
  openCalls: row.openCalls,
  daysLeft: row.daysLeft(),
  recharge: row.recharge,
  rechargeReason: row.rechargeReason,
  worry: row.worry,
});

const shown = (row: OrganizationDetails): z.input<typeof organization> => {
  const { id, displayName, country, currency, timeZone, preferredLanguage, tenantId, rateDeck } = row;
  return {
    ...{ id, displayName, country, currency, timeZone, preferredLanguage, tenantId, rateDeck },
    billing: {
      agreement: row.agreement,
      country: row.billingCountry,
      enterpriseAgreements: row.enterpriseAgreements,
    },
    createdAt: isoTime(row.createdAt),
  };
};
