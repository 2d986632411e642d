/** Users, roles and licences of a tenant, as a file of users and what is bought. */
import { stringify } from "csv-stringify/sync";
import type { GraphTenant, Json } from "./tenant.ts";

/** What Talktime knows: part numbers of products, and template ids of roles. */
export interface Known {
  products: ReadonlySet<string>;
  roles: ReadonlySet<string>;
}

export interface People {
  /** By part number. */
  purchased: ReadonlyMap<string, number>;
  /** For POST …/users/import. */
  csv: string;
  users: number;
  /** Who could not be taken, and why. */
  leftOut: { userPrincipalName: string; why: string }[];
}

const SELECT =
  "id,userPrincipalName,displayName,mail,otherMails,usageLocation,preferredLanguage,department,assignedLicenses";
/** A licence of this part number makes a resource account of its holder. */
const RESOURCE_ACCOUNT = "PHONESYSTEM_VIRTUALUSER";
const LONGEST_COST_CENTER = 64;

export async function readPeople(tenant: GraphTenant, known: Known): Promise<People> {
  const skus = (await tenant.all("/subscribedSkus")).filter(({ skuPartNumber }) =>
    known.products.has(String(skuPartNumber)),
  );
  const productOf = new Map(skus.map((sku) => [String(sku["skuId"]), String(sku["skuPartNumber"])]));
  const purchased = new Map(
    skus.map((sku) => [String(sku["skuPartNumber"]), (sku["prepaidUnits"] as { enabled: number }).enabled]),
  );
  const rolesOf = await readRoles(tenant, known);
  const leftOut: People["leftOut"] = [];
  const lines: Record<string, string>[] = [];
  for (const user of await tenant.all(`/users?$select=${SELECT}&$top=999`)) {
    const userPrincipalName = String(user["userPrincipalName"]);
    if (user["usageLocation"] == null) leftOut.push({ userPrincipalName, why: "has no usage location" });
    else lines.push(lineOf(user, productOf, rolesOf.get(String(user["id"])) ?? []));
  }
  return { purchased, csv: stringify(lines, { header: true }), users: lines.length, leftOut };
}

/** Template ids by the id of the user who holds them. */
async function readRoles(tenant: GraphTenant, known: Known): Promise<Map<string, string[]>> {
  const held = new Map<string, string[]>();
  for (const { id, roleTemplateId } of await tenant.all("/directoryRoles")) {
    if (!known.roles.has(String(roleTemplateId))) continue;
    for (const member of await tenant.all(`/directoryRoles/${String(id)}/members`)) {
      const roles = held.get(String(member["id"])) ?? [];
      held.set(String(member["id"]), [...roles, String(roleTemplateId)]);
    }
  }
  return held;
}

function lineOf(user: Json, productOf: ReadonlyMap<string, string>, roles: readonly string[]): Record<string, string> {
  const text = (name: string): string => (typeof user[name] === "string" ? user[name] : "");
  const assigned = (user["assignedLicenses"] ?? []) as { skuId: string }[];
  const licenses = assigned.flatMap(({ skuId }) => productOf.get(skuId) ?? []);
  return {
    userPrincipalName: text("userPrincipalName"),
    displayName: text("displayName"),
    kind: licenses.includes(RESOURCE_ACCOUNT) ? "resource-account" : "person",
    usageLocation: text("usageLocation"),
    objectId: text("id"),
    mail: text("mail"),
    alternateMail: ((user["otherMails"] ?? []) as string[])[0] ?? "",
    preferredLanguage: text("preferredLanguage"),
    roles: roles.join(";"),
    licenses: licenses.join(";"),
    costCenter: text("department").slice(0, LONGEST_COST_CENTER),
  };
}
