/** Licence rules: who gets which licences without anybody assigning them. */
import { z } from "zod";
import {
  getRule,
  previewRule,
  putRule,
  removeRule,
  type RulePreview,
  rules,
  type RuleState,
} from "../../engine/license-rules.ts";
import { pageOf, pageOfAll, pageQuery, pageRequest } from "../pages.ts";
import { country, identifier, organizationParams, type Routes, text } from "../schema.ts";
import { userKind } from "../user-body.ts";

const sku = text(128);

const condition = z
  .strictObject({
    hasCallingPlan: z.boolean().meta({ description: "Domestic, international or pay-as-you-go" }),
    license: sku.meta({ description: "Part number that is held" }),
    costCenter: text(64),
    usageLocation: country,
    kind: userKind,
  })
  .partial()
  .meta({ description: "All that are given must hold; none: everybody" });

const body = z
  .strictObject({
    displayName: text(256),
    when: condition,
    assign: z.array(sku).min(1).max(20).meta({ description: "Part numbers" }),
    enabled: z.boolean(),
  })
  .partial();

const rule = z
  .object({
    id: z.string(),
    displayName: z.string(),
    when: condition,
    assign: z.array(z.string()),
    enabled: z.boolean(),
    state: z
      .enum(["applying", "applied"])
      .meta({ description: "applying: not everybody has been looked at since rules changed" }),
  })
  .meta({ id: "LicenseRule" });

const preview = z
  .object({
    users: z.int().meta({ description: "Looked at" }),
    changed: z.int().meta({ description: "Who would be given a licence or lose one" }),
    changes: z
      .array(z.object({ userPrincipalName: z.string(), added: z.array(z.string()), removed: z.array(z.string()) }))
      .meta({ description: "The first 200 of them" }),
    short: z
      .array(z.object({ skuPartNumber: z.string(), users: z.int() }))
      .meta({ description: "Licences of which too few are bought, and how many users would go without" }),
  })
  .meta({ id: "LicenseRulePreview" });

const tags = ["Licences"];
const PATH = "/v1/organizations/:org/license-rules";
const params = organizationParams.extend({ id: identifier });

export const licenseRuleRoutes: Routes = (app, { engine }) => {
  app.put(
    `${PATH}/:id`,
    {
      schema: {
        summary: "Make or change a licence rule, and carry it out",
        description:
          "A new one needs displayName and assign. Its licences are given at once to the first thousand users and to " +
          "all others within seconds; users who change later get or lose theirs with the change. What a rule alone " +
          "gave goes when the rule no longer holds. Of licences that are bought, as many are given as are left.",
        tags,
        params,
        body,
        response: { 200: rule },
      },
    },
    async ({ params, body }) => shown(await putRule(engine, params.org, params.id, body)),
  );

  app.get(
    `${PATH}/:id`,
    { schema: { summary: "One licence rule", tags, params, response: { 200: rule } } },
    async ({ params }) => shown(await getRule(engine, params.org, params.id)),
  );

  app.delete(
    `${PATH}/:id`,
    {
      schema: {
        summary: "Remove a licence rule, and take away what it alone gave",
        tags,
        params,
        response: { 204: { description: "Removed" } },
      },
    },
    async ({ params }, reply) => {
      await removeRule(engine, params.org, params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    `${PATH}/:id/preview`,
    {
      schema: {
        summary: "What would change if the rule were put now",
        description: "The rule need not exist yet. What the body leaves out is as it is in the rule. Nothing is kept.",
        tags,
        params,
        body,
        response: { 200: preview },
      },
    },
    async ({ params, body }) => shownPreview(await previewRule(engine, params.org, params.id, body)),
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "Licence rules",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(rule) },
      },
    },
    async ({ params, query }) =>
      pageOfAll(await rules(engine, params.org), pageRequest(query), { key: ({ id }) => id, item: shown }),
  );
};

const shown = ({ assign, ...rest }: RuleState): z.input<typeof rule> => ({ ...rest, assign: [...assign] });

const shownPreview = ({ short, ...rest }: RulePreview): z.input<typeof preview> => ({
  ...rest,
  short: [...short].map(([skuPartNumber, users]) => ({ skuPartNumber, users })),
});
