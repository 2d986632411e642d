/** Switches as the operator describes them. */
import { listSwitches, readSwitch, saveSwitch, type SwitchRecord } from "../postgres/switches.ts";
import { inTransaction } from "../postgres/transaction.ts";
import { type Change, kept, type Provisioning, requireCountry } from "./provision.ts";
import { Refused } from "./refused.ts";
import { DEFAULT_PROFILE, MAXIMUM_WITHOUT_UPDATES, type Switches } from "./switches.ts";

export type { SwitchRecord } from "../postgres/switches.ts";

export async function putSwitch(
  deps: Provisioning & { switches: Switches },
  id: string,
  change: Change<SwitchRecord>,
): Promise<SwitchRecord> {
  requireCountry(deps, change.country, "/country");
  const after = await inTransaction(deps.pool, async (client) => {
    const before = (await readSwitch(client, id)) ?? {
      ...DEFAULT_PROFILE,
      id,
      country: null,
      ...(change.canUpdate === false && { maximumGrantSeconds: MAXIMUM_WITHOUT_UPDATES }),
    };
    const after = kept(before, change);
    await saveSwitch(client, after);
    return after;
  });
  deps.switches.forget(id);
  return after;
}

/** @throws Refused UNKNOWN_SWITCH */
export async function getSwitch(deps: Pick<Provisioning, "pool">, id: string): Promise<SwitchRecord> {
  const found = await readSwitch(deps.pool, id);
  if (!found) throw new Refused("UNKNOWN_SWITCH", `There is no switch ${id}.`);
  return found;
}

export const switches = (deps: Pick<Provisioning, "pool">, after: string | null, limit: number) =>
  listSwitches(deps.pool, after, limit);
