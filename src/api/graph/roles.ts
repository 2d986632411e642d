/** `directoryRoles` and who holds them. Every role is active here from the start, so that activating changes nothing. */
import { z } from "zod";
import { wrong } from "../../domain/fault.ts";
import { allRoles, type Role, roleOf } from "../../engine/roles.ts";
import { invalidField } from "../../engine/refused.ts";
import { Problem } from "../errors.ts";
import type { Routes } from "../schema.ts";
import { collectionOf, contextOf, entityOf, GRAPH, queryOptions, select, selectOption } from "./collection.ts";
import { organizationOf } from "./scope.ts";
import { graphUser } from "./user.ts";
import { pageOptions, userPage } from "./users.ts";

const directoryRole = z
  .object({
    id: z.guid(),
    displayName: z.string(),
    description: z.string(),
    roleTemplateId: z.guid(),
  })
  .meta({ id: "GraphDirectoryRole" });

const member = graphUser.partial().extend({ "@odata.type": z.literal("#microsoft.graph.user") });

const params = z.strictObject({
  role: z.string().meta({ description: "Its id, or roleTemplateId={id of its template}" }),
});
const tags = ["Graph"];
const PATH = `${GRAPH}/directoryRoles`;

export const graphRoleRoutes: Routes = (app, { engine }) => {
  const entity = (role: Role): z.input<typeof directoryRole> & { "@odata.context": string } => ({
    "@odata.context": contextOf(engine, "directoryRoles/$entity"),
    ...shown(role),
  });

  app.get(
    PATH,
    {
      schema: {
        summary: "Administrator roles, as Graph lists them",
        tags,
        querystring: queryOptions(selectOption),
        response: { 200: collectionOf(directoryRole.partial()) },
      },
    },
    async (request) => {
      await organizationOf(engine, request);
      const pick = select(request.query.$select, directoryRole);
      return {
        "@odata.context": contextOf(engine, "directoryRoles"),
        value: allRoles().map((role) => pick(shown(role))),
      };
    },
  );

  app.post(
    PATH,
    {
      schema: {
        summary: "Activate a role",
        description: "Roles are active from the start: the answer is the role.",
        tags,
        body: z.object({ roleTemplateId: z.guid() }),
        response: { 201: entityOf(directoryRole) },
      },
    },
    async (request, reply) => {
      await organizationOf(engine, request);
      const role = roleOf(request.body.roleTemplateId);
      if (!role) throw invalidField("/roleTemplateId", wrong("NO_ROLE", { name: request.body.roleTemplateId }));
      return reply.code(201).send(entity(role));
    },
  );

  app.get(
    `${PATH}/:role`,
    {
      schema: { summary: "One role, as Graph shows it", tags, params, response: { 200: entityOf(directoryRole) } },
    },
    async (request) => {
      await organizationOf(engine, request);
      return entity(roleAt(request.params.role));
    },
  );

  app.get(
    `${PATH}/:role/members`,
    {
      schema: {
        summary: "Who holds a role",
        tags,
        params,
        querystring: queryOptions(pageOptions),
        response: { 200: collectionOf(member) },
      },
    },
    async (request) => {
      const { id } = await organizationOf(engine, request);
      const role = roleAt(request.params.role).templateId;
      const page = await userPage(engine, request, id, { role }, "directoryObjects");
      return {
        ...page,
        value: page.value.map((user) => ({ "@odata.type": "#microsoft.graph.user" as const, ...user })),
      };
    },
  );
};

/** Ids of roles are those of their templates. @throws Problem for what is none */
function roleAt(text: string): Role {
  const id = /^(?:roleTemplateId='?)?([0-9a-f-]{36})'?$/i.exec(text)?.[1];
  const role = id === undefined ? undefined : roleOf(id);
  if (!role) throw new Problem("NOT_FOUND", `There is no directory role ${text}.`);
  return role;
}

const shown = ({ templateId, name, recipient }: Role): z.input<typeof directoryRole> => ({
  id: templateId,
  displayName: name,
  description: recipient ? "Gets the mails about the communications credits." : "Reads, or runs the voice side.",
  roleTemplateId: templateId,
});
