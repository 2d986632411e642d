/** All organisations as their operator sees them: the balance, how long it lasts, and how much there is to worry. */
import { modeOf } from "../domain/account.ts";
import { daysLeft, freeLots } from "../domain/advice/runway.ts";
import { type Standing, type Worry, worryOf, WORRIES } from "../domain/worry.ts";
import { listOrganizations, type OrganizationStanding } from "../postgres/organizations.ts";
import type { Engine } from "./engine.ts";
import { paceDays, paceSince } from "./pace.ts";

export { WORRIES } from "../domain/worry.ts";

export interface OrganizationListed extends OrganizationStanding, Standing {
  worry: Worry;
}

interface Wanted {
  search: string;
  /** Null: all, in the order of their ids all the same. */
  limit: number | null;
  after: string | null;
}

export async function organizations({ pool, now }: Pick<Engine, "pool" | "now">, wanted: Wanted) {
  const at = now();
  const rows = await listOrganizations(pool, { ...wanted, since: paceSince(at) });
  return rows.map((row): OrganizationListed => {
    const { available, held, lots, charged, firstDay, rechargeState } = row;
    const waits = rechargeState === "idle" && row.rechargeRetryAt !== null;
    const standing: Standing = {
      ...{ debt: row.debt, available, mode: modeOf(row.agreement, row) },
      recharge: !row.rechargeEnabled ? "off" : waits ? "waiting" : rechargeState,
      daysLeft: daysLeft(freeLots(lots, held), Number(charged) / paceDays(firstDay, at), at),
    };
    return { ...row, ...standing, worry: worryOf(standing) };
  });
}

/** A text that sorts as the list by worry does. */
export const worryKey = ({ worry, id }: OrganizationListed): string => `${WORRIES.indexOf(worry)} ${id}`;
