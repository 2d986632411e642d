/** Licences of an organisation: what there is of each, and giving them to many people at once. */
import { z } from "zod";
import { wrong } from "../../domain/fault.ts";
import { assignLicenses, type License, licenses } from "../../engine/licenses.ts";
import { invalidField } from "../../engine/refused.ts";
import { pageOf, pageOfAll, pageQuery, pageRequest } from "../pages.ts";
import { organizationParams, type Routes, text } from "../schema.ts";
import { filterOf, userFilter } from "../user-filter.ts";

const count = z.int().min(0);

const license = z
  .object({
    skuPartNumber: z.string().meta({ example: "MCOPSTN1" }),
    skuId: z.string().nullable().meta({ description: "Null where none is published" }),
    displayName: z.string(),
    purchased: count,
    assigned: count,
    free: count.nullable().meta({ description: "How many can still be assigned; null: without limit" }),
    unlimited: z.boolean().meta({ description: "Needs no purchase and is never used up" }),
    pools: z
      .array(
        z.object({
          capability: z.string(),
          country: z.string().meta({ description: "Of the pool; `*` for the whole organisation" }),
          scope: z.enum(["domestic", "international", "user", "zone-a"]),
          usageLocation: z.string().meta({ description: "Where these licences count" }),
          licenses: count,
          minutesPerLicense: count,
          minutes: count.meta({ description: "licenses x minutesPerLicense, a month" }),
          poolMinutes: count.meta({ description: "What the pool has in all, of every product that feeds it" }),
        }),
      )
      .meta({ description: "Which shared pools of minutes it feeds" }),
  })
  .meta({ id: "License" });

const sku = text(128);
const moved = z.object({ userPrincipalName: z.string(), added: z.array(z.string()), removed: z.array(z.string()) });
/** So many users an answer lists; all are counted. */
const MOST_SHOWN = 1000;

const body = z
  .strictObject({
    users: z
      .array(text(256))
      .min(1)
      .max(10_000)
      .optional()
      .meta({ description: "Principal names, object ids or aliases" }),
    filter: userFilter.optional().meta({ description: "Instead of users: whoever the list of users shows for it" }),
    add: z.array(sku).max(50).default([]).meta({ description: "Part numbers" }),
    remove: z.array(sku).max(50).default([]).meta({ description: "Part numbers; what a rule gives stays" }),
    dryRun: z.boolean().default(false).meta({ description: "Only say what would change" }),
  })
  .meta({ example: { users: ["ann@contoso.example"], add: ["MCOPSTNC"], dryRun: true } });

const summary = z
  .object({
    dryRun: z.boolean(),
    matched: count.meta({ description: "Users that were meant" }),
    changed: count,
    unchanged: count,
    licenses: z.array(z.object({ skuPartNumber: z.string(), added: count, removed: count })),
    items: z.array(moved).meta({ description: `Who changes: the first ${MOST_SHOWN}` }),
  })
  .meta({ id: "LicenseAssignment" });

const tags = ["Licences"];
const ORG = "/v1/organizations/:org";

export const licenseRoutes: Routes = (app, { engine }) => {
  app.get(
    `${ORG}/licenses`,
    {
      schema: {
        summary: "Licences: bought, assigned, free, and which pools they feed",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(license) },
      },
    },
    async ({ params, query }) =>
      pageOfAll(await licenses(engine, params.org), pageRequest(query), {
        key: ({ sku }) => sku.skuPartNumber,
        item: shown,
      }),
  );

  app.post(
    `${ORG}/license-assignments`,
    {
      schema: {
        summary: "Give licences to many users, and take them, all or none",
        description:
          "Refused as a whole when more are wanted than are bought: 409 LICENSE_NOT_AVAILABLE, with the product and " +
          "how many are missing in `shortages`.",
        tags,
        params: organizationParams,
        body,
        response: { 200: summary },
      },
    },
    async ({ params, body }) => {
      const { users, filter, add, remove, dryRun } = checked(body);
      const wanted = { users, filter: filter && filterOf(engine.catalogue, filter), add, remove };
      const { matched, changed } = await assignLicenses(engine, params.org, wanted, { dryRun });
      const times = (field: "added" | "removed", name: string) =>
        changed.filter((change) => change[field].includes(name)).length;
      return {
        dryRun,
        matched,
        changed: changed.length,
        unchanged: matched - changed.length,
        licenses: [...new Set(changed.flatMap(({ added, removed }) => [...added, ...removed]))]
          .sort()
          .map((name) => ({ skuPartNumber: name, added: times("added", name), removed: times("removed", name) })),
        items: changed.slice(0, MOST_SHOWN),
      };
    },
  );
};

function checked(asked: z.output<typeof body>): z.output<typeof body> {
  if ((asked.users === undefined) === (asked.filter === undefined))
    throw invalidField("/users", wrong("USERS_OR_FILTER"));
  if (asked.add.length + asked.remove.length === 0) throw invalidField("/add", wrong("NOTHING_TO_CHANGE"));
  const both = asked.add.findIndex((name) => asked.remove.includes(name));
  if (both >= 0) throw invalidField(`/add/${both}`, wrong("ADDED_AND_REMOVED", { name: asked.add[both]! }));
  return asked;
}

const shown = ({ sku, purchased, assigned, free, feeds }: License): z.input<typeof license> => ({
  skuPartNumber: sku.skuPartNumber,
  skuId: sku.skuId,
  displayName: sku.productName,
  purchased,
  assigned,
  free,
  unlimited: sku.unlimited ?? false,
  pools: feeds.map(({ pool: _, licences, minutesPerLicence, ...feed }) => ({
    ...feed,
    licenses: licences,
    minutesPerLicense: minutesPerLicence,
  })),
});
