/** The organisation whose usage is asked about. */
import { type OrganizationRecord, readOrganizations } from "../postgres/directory.ts";
import type { Engine } from "./engine.ts";
import { Refused } from "./refused.ts";

/** @throws Refused UNKNOWN_ORGANIZATION */
export async function organizationOf({ pool }: Pick<Engine, "pool">, id: string): Promise<OrganizationRecord> {
  const [organization] = await readOrganizations(pool, [id]);
  if (!organization) throw new Refused("UNKNOWN_ORGANIZATION", `There is no organisation ${id}.`);
  return organization;
}
