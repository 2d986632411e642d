/** How users are looked for: the same in the address of the list and in the body of what is done to many at once. */
import { z } from "zod";
import { wrong } from "../domain/fault.ts";
import { type Catalogue, creditsHolders } from "../domain/catalogue.ts";
import { roleOf } from "../engine/roles.ts";
import { USER_ORDERS, type UserFilter, type UserOrder } from "../engine/provision-user.ts";
import { invalidRequest } from "./errors.ts";
import { checkOf } from "./faults.ts";
import { country, text } from "./schema.ts";
import { userKind } from "./user-body.ts";

const role = text(128).transform((name, context) => {
  const known = roleOf(name);
  if (known) return known.templateId;
  context.addIssue({ code: "custom", ...checkOf(wrong("NO_ROLE", { name })) });
  return z.NEVER;
});

/** Every field may be left out; those that are given must all hold. */
export const userFilter = z
  .strictObject({
    search: text(256).meta({ description: "In name, principal name, mail, alias or number" }),
    kind: userKind,
    license: text(128).meta({ description: "Part number that is held" }),
    missingLicense: text(128).meta({ description: "Part number that is not held" }),
    usageLocation: country,
    costCenter: text(64),
    role: role.meta({ description: "Name, older name or template id" }),
    needs: z.enum(["credits-license"]).meta({
      description: "Holds a plan whose calls may need credits, without the Communications Credits licence",
    }),
  })
  .partial();

export function filterOf(catalogue: Catalogue, asked: z.output<typeof userFilter>): UserFilter {
  const { search, kind, license, missingLicense, usageLocation, costCenter, role, needs } = asked;
  const lacks = needs === undefined ? undefined : creditsHolders(catalogue);
  return { search, kind, license, missingLicense, usageLocation, costCenter, role, lacks };
}

export const userSort = {
  sort: z.enum(USER_ORDERS).default("userPrincipalName"),
  order: z.enum(["asc", "desc"]).default("asc"),
};

export const orderOf = ({ sort, order }: { sort: UserOrder["by"]; order: "asc" | "desc" }): UserOrder => ({
  by: sort,
  descending: order === "desc",
});

/** The cursor of a sorted list: what the last item is sorted by, and its principal name. */
export const sortCursor = {
  write: (row: { sortKey: string; userPrincipalName: string }): string =>
    JSON.stringify([row.sortKey, row.userPrincipalName]),
  read(cursor: string | null): [string, string] | null {
    if (cursor === null) return null;
    try {
      return z.tuple([z.string(), z.string()]).parse(JSON.parse(cursor));
    } catch {
      throw invalidRequest([{ in: "query", pointer: "/cursor", ...wrong("NOT_A_CURSOR") }]);
    }
  },
};
