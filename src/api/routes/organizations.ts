/** Organisations: whose credits they are. */
import { z } from "zod";
import {
  getOrganization,
  organizations,
  type OrganizationDetails,
  putOrganization,
} from "../../engine/provision-organization.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import {
  country,
  currency,
  identifier,
  isoTime,
  language,
  organizationParams,
  type Routes,
  text,
  timestamp,
  timeZone,
} from "../schema.ts";

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
    { schema: { summary: "All organisations", tags, querystring: pageQuery, response: { 200: pageOf(organization) } } },
    async ({ query }) => {
      const wanted = pageRequest(query);
      const rows = await organizations(engine, wanted.after, wanted.limit);
      return page(rows, wanted, { key: (row) => row.id, item: shown });
    },
  );
};

const shown = (row: OrganizationDetails): z.input<typeof organization> => {
  const { agreement, billingCountry, enterpriseAgreements, createdAt, ...rest } = row;
  return {
    ...rest,
    billing: { agreement, country: billingCountry, enterpriseAgreements },
    createdAt: isoTime(createdAt),
  };
};
