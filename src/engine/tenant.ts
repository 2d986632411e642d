/** An organisation as the tenant that tools of Microsoft 365 take it for: by GUIDs. */
import { createHash } from "node:crypto";
import { findOrganizationOfTenant, type OrganizationDetails, readOrganization } from "../postgres/organizations.ts";
import type { Pool } from "../postgres/transaction.ts";

/** The tenant id that was set, else one of ours that follows from the organisation's id. */
export const tenantIdOf = ({ id, tenantId }: Pick<OrganizationDetails, "id" | "tenantId">): string =>
  tenantId?.toLowerCase() ?? guidOf("tenant", id);

/** The same name always gets the same GUID, of the custom version 8 (RFC 9562). */
export function guidOf(kind: string, name: string): string {
  const hash = createHash("sha256").update(`talktime ${kind} ${name}`).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * The id of the organisation that a tenant is, by either id; undefined where there is none. `own`: whose key it is that
 * asks, which finds no other; null: it may find any by its id, and by the tenant id that was set.
 */
export async function organizationOfTenant(
  { pool }: { pool: Pool },
  tenant: string,
  own: string | null,
): Promise<string | undefined> {
  const organization = await readOrganization(pool, own ?? tenant);
  if (organization?.id === tenant) return tenant;
  const guid = tenant.toLowerCase();
  if (own === null) return findOrganizationOfTenant(pool, guid);
  return organization && tenantIdOf(organization) === guid ? own : undefined;
}
