/** `users`, and the licences that are given to them and taken. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { wrong } from "../../domain/fault.ts";
import type { Engine } from "../../engine/engine.ts";
import { assignLicenses } from "../../engine/licenses.ts";
import { getUserNamed, type UserDetails, type UserFilter, users } from "../../engine/provision-user.ts";
import { invalidField } from "../../engine/refused.ts";
import type { Routes } from "../schema.ts";
import {
  collectionOf,
  contextOf,
  entityOf,
  GRAPH,
  nextLink,
  queryOptions,
  select,
  selectOption,
  skipToken,
} from "./collection.ts";
import { filterOf } from "./filter.ts";
import { skuWithId } from "./ids.ts";
import { organizationOf } from "./scope.ts";
import { graphUser, shownUser } from "./user.ts";

const MOST_A_PAGE = 999;

export const pageOptions = {
  ...selectOption,
  $top: z.coerce.number().int().min(1).max(MOST_A_PAGE).default(100),
  $skiptoken: z.string().min(1).max(2000).optional(),
};

const querystring = queryOptions({
  ...pageOptions,
  $filter: z.string().max(2000).optional().meta({ example: "startswith(displayName,'Ann')" }),
});
const entityOptions = queryOptions(selectOption);
const params = z.strictObject({ id: z.string().meta({ description: "Object id, principal name or alias" }) });
const assignment = z.object({
  addLicenses: z
    .array(z.object({ skuId: z.guid(), disabledPlans: z.array(z.guid()).default([]) }))
    .max(50)
    .default([]),
  removeLicenses: z.array(z.guid()).max(50).default([]),
});

const tags = ["Graph"];
const PATH = `${GRAPH}/users`;

export const graphUserRoutes: Routes = (app, { engine }) => {
  app.get(
    PATH,
    {
      schema: {
        summary: "Users, as Graph lists them",
        description:
          "`$filter` takes `eq` and `startswith` of userPrincipalName, displayName, mail and id, `usageLocation eq` and " +
          "`assignedLicenses/any(x:x/skuId eq …)`, with `and` between them.",
        tags,
        querystring,
        response: { 200: collectionOf(graphUser.partial()) },
      },
    },
    async (request) => {
      const { id } = await organizationOf(engine, request);
      return userPage(engine, request, id, filterOf(engine.catalogue, request.query.$filter), "users");
    },
  );

  app.get(
    `${PATH}/:id`,
    {
      schema: {
        summary: "One user, as Graph shows it",
        tags,
        params,
        querystring: entityOptions,
        response: { 200: entityOf(graphUser.partial()) },
      },
    },
    async (request) => {
      const { id } = await organizationOf(engine, request);
      const pick = select(request.query.$select, graphUser);
      return asEntity(engine, await getUserNamed(engine, id, request.params.id), pick);
    },
  );

  app.post(
    `${PATH}/:id/assignLicense`,
    {
      schema: {
        summary: "Give licences to a user and take them, all or none",
        description: "In force for the user's next call. More than are bought, or what is not held: 400.",
        tags,
        params,
        body: assignment,
        response: { 200: entityOf(graphUser) },
      },
    },
    async (request) => {
      const { id } = await organizationOf(engine, request);
      const user = await getUserNamed(engine, id, request.params.id);
      const wanted = { users: [user.userPrincipalName], ...licensesOf(engine, user, request.body) };
      await assignLicenses(engine, id, wanted, { dryRun: false });
      return asEntity(engine, await getUserNamed(engine, id, user.userPrincipalName), (shown) => shown);
    },
  );
};

/** A page of users in the order of their principal names. */
export async function userPage(
  engine: Engine,
  request: FastifyRequest,
  organization: string,
  filter: UserFilter,
  what: string,
) {
  const { $top, $skiptoken, ...options } = request.query as z.output<typeof querystring>;
  const pick = select(options.$select, graphUser);
  const after = $skiptoken === undefined ? null : skipToken.read($skiptoken, z.tuple([z.string(), z.string()]));
  const order = { by: "userPrincipalName", descending: false } as const;
  const found = await users(engine, organization, filter, { order, after, limit: $top + 1 });
  const shown = found.slice(0, $top);
  const last = shown.at(-1)?.userPrincipalName;
  const kept = Object.entries(options).filter((option): option is [string, string] => typeof option[1] === "string");
  return {
    "@odata.context": contextOf(engine, what),
    ...(found.length > $top &&
      last !== undefined && {
        "@odata.nextLink": nextLink(engine, request, {
          ...Object.fromEntries(kept),
          $top: String($top),
          $skiptoken: skipToken.write([last, last]),
        }),
      }),
    value: shown.map((user) => pick(shownUser(engine.catalogue, user))),
  };
}

const asEntity = <Picked>(engine: Engine, user: UserDetails, pick: (shown: z.input<typeof graphUser>) => Picked) => ({
  "@odata.context": contextOf(engine, "users/$entity"),
  ...pick(shownUser(engine.catalogue, user)),
});

/** Part numbers. @throws Refused for what is no product, is not held, or is held by a rule */
function licensesOf(
  { catalogue }: Engine,
  { licenses, ruleLicenses, displayName }: UserDetails,
  { addLicenses, removeLicenses }: z.output<typeof assignment>,
): { add: string[]; remove: string[] } {
  const productOf = (skuId: string, pointer: string): string => {
    const sku = skuWithId(catalogue, skuId);
    if (!sku)
      throw invalidField(pointer, {
        code: "NO_PRODUCT",
        message: `License ${skuId} does not correspond to a valid company License.`,
      });
    return sku.skuPartNumber;
  };
  const add = addLicenses.map(({ skuId, disabledPlans }, index) => {
    if (disabledPlans.length > 0) throw invalidField(`/addLicenses/${index}/disabledPlans`, wrong("PLANS_NOT_APART"));
    return productOf(skuId, `/addLicenses/${index}/skuId`);
  });
  const remove = removeLicenses.map((skuId, index) => {
    const pointer = `/removeLicenses/${index}`;
    const name = productOf(skuId, pointer);
    if (add.includes(name)) throw invalidField(pointer, wrong("ADDED_AND_REMOVED", { name }));
    if (ruleLicenses.includes(name)) throw invalidField(pointer, wrong("LICENSE_BY_RULE", { user: displayName, name }));
    if (!licenses.includes(name)) throw invalidField(pointer, wrong("LICENSE_NOT_HELD", { name }));
    return name;
  });
  return { add, remove };
}
