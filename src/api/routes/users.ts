/** Users: people and resource accounts, with their licences. */
import { z } from "zod";
import { deleteUser, getUser, putUser, type UserDetails, users } from "../../engine/provision-user.ts";
import { roleNames } from "../../engine/roles.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { country, isoTime, organizationParams, type Routes, timestamp } from "../schema.ts";
import { principalName, userBody, userKind } from "../user-body.ts";
import { demandAsMuch, demandUserChange } from "../user-changes.ts";
import { filterOf, orderOf, sortCursor, userFilter, userSort } from "../user-filter.ts";

const user = z
  .object({
    userPrincipalName: principalName,
    displayName: z.string(),
    kind: userKind,
    usageLocation: country,
    objectId: z.guid(),
    aliases: z.array(z.string()),
    mail: z.string().nullable(),
    alternateMail: z.string().nullable(),
    preferredLanguage: z.string().nullable(),
    roles: z.array(z.string()).meta({ description: "Current names" }),
    licenses: z.array(z.string()),
    ruleLicenses: z
      .array(z.string())
      .meta({ description: "Of the licences, those that only a rule gives: they go when it no longer holds" }),
    costCenter: z.string().nullable(),
    dialOutPolicy: z.string().nullable(),
    numbers: z.array(z.string()).meta({ description: "That lead to the user" }),
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
        body: userBody,
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
        summary: "Users, as they are looked for",
        tags,
        params: organizationParams,
        querystring: pageQuery.extend(userFilter.shape).extend(userSort),
        response: { 200: pageOf(user) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const filter = filterOf(engine.catalogue, query);
      const order = orderOf(query);
      const found = await users(engine, params.org, filter, { ...wanted, order, after: sortCursor.read(wanted.after) });
      return page(found, wanted, { key: sortCursor.write, item: ({ sortKey: _, ...row }) => shown(row) });
    },
  );

  app.delete(
    `${PATH}/:userPrincipalName`,
    {
      schema: {
        summary: "Remove a user",
        description:
          "Refused with 409 USER_IN_USE while a number leads to the user, an attendant or queue needs the resource " +
          "account, or a call is in progress. Ended calls keep the name.",
        tags,
        params,
        response: { 204: { description: "Removed" } },
      },
    },
    async ({ params, caller }, reply) => {
      const { roles } = await getUser(engine, params.org, params.userPrincipalName);
      demandAsMuch(caller, roleNames(roles));
      await deleteUser(engine, params.org, params.userPrincipalName);
      return reply.code(204).send();
    },
  );
};

const shown = ({ createdAt, roles, ...rest }: UserDetails): z.input<typeof user> => ({
  ...rest,
  roles: roleNames(roles),
  createdAt: isoTime(createdAt),
});
