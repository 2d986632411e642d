/** Users: people and resource accounts, with their licences. */
import { z } from "zod";
import { getUser, putUser, type UserDetails, users } from "../../engine/provision-user.ts";
import { roleNames } from "../../engine/roles.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { demandUserChange } from "../user-changes.ts";
import { country, isoTime, language, organizationParams, type Routes, text, timestamp } from "../schema.ts";

const principalName = z
  .string()
  .max(256)
  .regex(/^[^\s@:/\\<>"\p{Cc}]+@[^\s@:/\\<>"\p{Cc}]+$/u, "must be like name@domain")
  .meta({ example: "ann@contoso.example" });
const alias = z
  .string()
  .max(256)
  .regex(/^[^\s\p{Cc}]+$/u, "must be a name without spaces");
const mail = z.email().max(254);
const kind = z.enum(["person", "resource-account"]);

const body = z
  .strictObject({
    displayName: text(256),
    kind,
    usageLocation: country.meta({ description: "Country of the user's licences" }),
    objectId: z.guid().meta({ description: "Made up where absent" }),
    aliases: z.array(alias).max(50).meta({ description: "Further names that a switch may call the user by" }),
    mail: mail.nullable(),
    alternateMail: mail.nullable(),
    preferredLanguage: language.nullable(),
    roles: z
      .array(text(128))
      .max(50)
      .meta({ description: "Names of administrator roles, older ones too, or template ids" }),
    licenses: z.array(text(128)).max(100).meta({ description: "Part numbers; together all that the user holds" }),
    costCenter: text(64).nullable(),
    dialOutPolicy: text(64).nullable().meta({ example: "DialoutCPCandPSTNInternational" }),
  })
  .partial()
  .meta({
    description: "A new one needs displayName, kind, usageLocation and licenses. What is left out stays as it is.",
  });

const user = z
  .object({
    userPrincipalName: principalName,
    displayName: z.string(),
    kind,
    usageLocation: country,
    objectId: z.guid(),
    aliases: z.array(z.string()),
    mail: z.string().nullable(),
    alternateMail: z.string().nullable(),
    preferredLanguage: z.string().nullable(),
    roles: z.array(z.string()).meta({ description: "Current names" }),
    licenses: z.array(z.string()),
    costCenter: z.string().nullable(),
    dialOutPolicy: z.string().nullable(),
    createdAt: timestamp,
  })
  .meta({ id: "User" });

const tags = ["Users"];
const PATH = "/v1/organizations/:org/users";
const params = organizationParams.extend({ userPrincipalName: principalName });

export const userRoutes: Routes = (app, { engine }) => {
  app.put(
    `${PATH}/:userPrincipalName`,
    {
      schema: {
        summary: "Make or change a user",
        description: "More licences than are bought: 409 LICENSE_NOT_AVAILABLE, which names them.",
        tags,
        params,
        body,
        response: { 200: user },
      },
    },
    async ({ params, body, caller }) => {
      const user = { organization: params.org, principalName: params.userPrincipalName };
      await demandUserChange(engine, caller, user, body);
      return shown(await putUser(engine, params.org, params.userPrincipalName, body));
    },
  );

  app.get(
    `${PATH}/:userPrincipalName`,
    { schema: { summary: "One user", tags, params, response: { 200: user } } },
    async ({ params }) => shown(await getUser(engine, params.org, params.userPrincipalName)),
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "Users by principal name",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(user) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await users(engine, params.org, wanted.after, wanted.limit);
      return page(rows, wanted, { key: (row) => row.userPrincipalName, item: shown });
    },
  );
};

const shown = ({ createdAt, roles, ...rest }: UserDetails): z.input<typeof user> => ({
  ...rest,
  roles: roleNames(roles),
  createdAt: isoTime(createdAt),
});
