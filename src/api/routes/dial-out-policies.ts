/** What users and organisations refer to by name: dial-out policies, and administrator roles. */
import { z } from "zod";
import { DIAL_OUT_POLICIES } from "../../domain/dial-out-policy.ts";
import { allRoles } from "../../engine/roles.ts";
import { pageOf, pageOfAll, pageQuery, pageRequest } from "../pages.ts";
import type { Routes } from "../schema.ts";

const CONFERENCING = {
  any: "Meetings dial out to any destination.",
  domestic: "Meetings dial out within the organiser's country.",
  "zone-a": "Meetings dial out to Zone A countries.",
  none: "Meetings do not dial out.",
} as const;

const PSTN = {
  any: "Users call any destination.",
  domestic: "Users call within their own country.",
  none: "Users make no calls but emergency calls.",
} as const;

const policy = z
  .object({
    name: z.string().meta({ example: "DialoutCPCandPSTNInternational" }),
    identity: z.string().meta({ example: "tag:DialoutCPCandPSTNInternational" }),
    conferencing: z.enum(["any", "domestic", "zone-a", "none"]).meta({ description: "Dial-out from meetings" }),
    pstn: z.enum(["any", "domestic", "none"]).meta({ description: "Calls of users; emergency calls always work" }),
    description: z.string(),
  })
  .meta({ id: "DialOutPolicy" });

const role = z
  .object({
    templateId: z.guid(),
    name: z.string().meta({ example: "Global Administrator" }),
    olderNames: z.array(z.string()).meta({ description: "Understood too" }),
    recipient: z.boolean().meta({ description: "Its holders get the mails about the credits" }),
  })
  .meta({ id: "AdministratorRole" });

const tags = ["Users"];

export const dialOutPolicyRoutes: Routes = (app) => {
  app.get(
    "/v1/dial-out-policies",
    {
      schema: {
        summary: "Dial-out policies, and what each allows",
        description: "A user's own goes before the organisation's default (calling settings).",
        tags,
        querystring: pageQuery,
        response: { 200: pageOf(policy) },
      },
    },
    ({ query }) =>
      pageOfAll(Object.entries(DIAL_OUT_POLICIES), pageRequest(query), {
        key: ([name]) => name,
        item: ([name, { conferencing, pstn }]) => ({
          name,
          identity: `tag:${name}`,
          conferencing,
          pstn,
          description: `${CONFERENCING[conferencing]} ${PSTN[pstn]}`,
        }),
      }),
  );

  app.get(
    "/v1/roles",
    { schema: { summary: "Administrator roles", tags, querystring: pageQuery, response: { 200: pageOf(role) } } },
    ({ query }) =>
      pageOfAll(allRoles(), pageRequest(query), {
        key: ({ name }) => name,
        item: ({ olderNames, ...rest }) => ({ ...rest, olderNames: [...olderNames] }),
      }),
  );
};
