/** Users from a file and into one. */
import { Readable } from "node:stream";
import { z } from "zod";
import { allUsers, importUsers } from "../../engine/user-import.ts";
import { getOrganization } from "../../engine/provision-organization.ts";
import { Problem } from "../errors.ts";
import { organizationParams, type Routes } from "../schema.ts";
import { demandChangeOf } from "../user-changes.ts";
import { readUserFile, userFile } from "../user-csv.ts";

/** Some 200,000 users. */
const LARGEST_FILE = 64 * 1024 * 1024;
const csv = z.instanceof(Buffer).meta({ override: { type: "string", description: "CSV in UTF-8, RFC 4180" } });
const flag = z.enum(["true", "false"]).default("false");

const outcome = z
  .object({
    dryRun: z.boolean(),
    rows: z.int(),
    created: z.int(),
    changed: z.int(),
    same: z.int(),
    items: z.array(
      z.object({
        line: z.int(),
        userPrincipalName: z.string(),
        action: z.enum(["create", "change", "same"]),
        fields: z.array(z.string()).meta({ description: "What a change changes" }),
      }),
    ),
  })
  .meta({ id: "UserImport" });

const file = { 200: { description: "The file", content: { "text/csv": { schema: { type: "string" } } } } } as object;
const tags = ["Users"];
const PATH = "/v1/organizations/:org/users";

export const userFileRoutes: Routes = (app, { engine }) => {
  app.addContentTypeParser("text/csv", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  app.post(
    `${PATH}/import`,
    {
      bodyLimit: LARGEST_FILE,
      schema: {
        tags,
        summary: "Make or change the users of a file, all or none",
        description:
          "Columns are named as the fields of a user, in any order; userPrincipalName is needed, and for new users " +
          "displayName, kind, usageLocation and licenses. Lists are separated by semicolons. A column that is not there " +
          "leaves its values as they are. Users who are not in the file stay. Any bad line refuses the whole file, and " +
          "every one is named (400 INVALID_CSV); so do more licences than are bought (409 LICENSE_NOT_AVAILABLE).",
        params: organizationParams,
        querystring: z.strictObject({ dryRun: flag.meta({ description: "Only say what would change" }) }),
        body: { content: { "text/csv": { schema: csv } } },
        response: { 200: outcome },
      },
    },
    async ({ params, query, body, caller }) => {
      if (!Buffer.isBuffer(body)) throw new Problem("UNSUPPORTED_MEDIA_TYPE", "Send the users as text/csv.");
      await getOrganization(engine, params.org);
      const dryRun = query.dryRun === "true";
      const items = await importUsers(engine, params.org, await readUserFile(body), {
        dryRun,
        permit: (before, change) => demandChangeOf(caller, before, change),
      });
      const count = (action: string): number => items.filter((item) => item.action === action).length;
      return {
        dryRun,
        rows: items.length,
        created: count("create"),
        changed: count("change"),
        same: count("same"),
        items,
      };
    },
  );

  app.get(
    `${PATH}/export`,
    {
      schema: {
        tags,
        summary: "All users as CSV, as they can be imported again",
        params: organizationParams,
        querystring: z.strictObject({ bom: flag.meta({ description: "Byte order mark first, for Excel" }) }),
        response: file,
      },
    },
    async ({ params, query }, reply) => {
      await getOrganization(engine, params.org);
      reply.type("text/csv; charset=utf-8");
      reply.header("content-disposition", `attachment; filename="users-${params.org}.csv"`);
      return reply.send(Readable.from(userFile(allUsers(engine, params.org), query.bom === "true")));
    },
  );
};
