/** Cost centres of an organisation. */
import { type CostCenter, listCostCenters, readCostCenter, saveCostCenter } from "../postgres/cost-centers.ts";
import type { Pool } from "../postgres/transaction.ts";
import { getOrganization } from "./provision-organization.ts";
import { changeOrganization, type Provisioning } from "./provision.ts";
import { Refused, requireFields } from "./refused.ts";

export type { CostCenter } from "../postgres/cost-centers.ts";

export async function putCostCenter(
  deps: Provisioning,
  organization: string,
  id: string,
  change: { displayName?: string | undefined },
): Promise<CostCenter> {
  return changeOrganization(deps, organization, async (client) => {
    const before = await readCostCenter(client, organization, id);
    if (!before) requireFields(change, "cost centre", ["displayName"]);
    const after = { id, displayName: change.displayName ?? before!.displayName };
    await saveCostCenter(client, organization, after);
    return { users: 0, ...before, ...after };
  });
}

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_COST_CENTER */
export async function getCostCenter(deps: { pool: Pool }, organization: string, id: string): Promise<CostCenter> {
  await getOrganization(deps, organization);
  const found = await readCostCenter(deps.pool, organization, id);
  if (!found) throw new Refused("UNKNOWN_COST_CENTER", `${organization} has no cost centre ${id}.`);
  return found;
}

export async function costCenters(deps: { pool: Pool }, organization: string, after: string | null, limit: number) {
  await getOrganization(deps, organization);
  return listCostCenters(deps.pool, organization, after, limit);
}
