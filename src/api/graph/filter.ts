/** `$filter` of users, as far as it is simple: comparisons with `and` between them. */
import type { Catalogue } from "../../domain/catalogue.ts";
import type { UserFilter } from "../../engine/provision-user.ts";
import { wrongOption } from "./collection.ts";
import { skuWithId } from "./ids.ts";

const FIELDS = {
  userPrincipalName: "principalName",
  displayName: "displayName",
  mail: "mail",
  id: "objectId",
} as const;
type Field = keyof typeof FIELDS;

const TEXT = "'((?:[^']|'')*)'";
const COMPARED = new RegExp(`^(${Object.keys(FIELDS).join("|")}) +eq +${TEXT}$`);
const BEGINS = new RegExp(`^startswith\\( *(${Object.keys(FIELDS).join("|")}) *, *${TEXT} *\\)$`, "i");
const LOCATION = new RegExp(`^usageLocation +eq +${TEXT}$`);
const HOLDS = /^assignedLicenses\/any\( *(\w+) *: *\1\/skuId +eq +'?([0-9a-f-]{36})'? *\)$/i;
/** Between comparisons, and not inside of quotes. */
const AND = / +and +(?=(?:[^']*'[^']*')*[^']*$)/i;

/** @throws Problem for what is not understood: to leave it out would answer wrongly */
export function filterOf(catalogue: Catalogue, filter: string | undefined): UserFilter {
  if (filter === undefined) return {};
  const wanted: UserFilter & { names: NonNullable<UserFilter["names"]>[number][] } = { names: [] };
  for (const clause of filter.trim().split(AND)) {
    const [, field, value] = COMPARED.exec(clause) ?? BEGINS.exec(clause) ?? [];
    const [, location] = LOCATION.exec(clause) ?? [];
    const [, , skuId] = HOLDS.exec(clause) ?? [];
    if (field !== undefined && value !== undefined) {
      const name = FIELDS[field as Field];
      wanted.names.push({ of: name, begins: /^startswith/i.test(clause), text: value.replaceAll("''", "'") });
    } else if (location !== undefined && wanted.usageLocation === undefined) wanted.usageLocation = location;
    else if (skuId !== undefined && wanted.license === undefined)
      wanted.license = skuWithId(catalogue, skuId)?.skuPartNumber ?? skuId;
    else throw wrongOption("$filter", `This is not understood: ${clause}`);
  }
  return wanted;
}
