/** All organisations as their operator sees them: the balance, how long it lasts, and how much there is to worry. */
import { modeOf } from "../domain/account.ts";
import { daysLeft } from "../domain/advice/forecast.ts";
import { freeLots } from "../domain/advice/runway.ts";
import { SOON_DAYS, type Standing, type Worry, worryOf, WORRIES } from "../domain/worry.ts";
import { listOrganizations, type OrganizationStanding } from "../postgres/organizations.ts";
import type { Engine } from "./engine.ts";

export { WORRIES } from "../domain/worry.ts";

export interface OrganizationListed extends OrganizationStanding, Omit<Standing, "daysLeft"> {
  worry: Worry;
  /** As the forecast has it; null: longer than a year. Reckoned where it is shown: there may be thousands. */
  daysLeft: () => number | null;
}

interface Wanted {
  search: string;
  /** Null: all, in the order of their ids all the same. */
  limit: number | null;
  after: string | null;
}

export async function organizations({ pool, now, paces }: Pick<Engine, "pool" | "now" | "paces">, wanted: Wanted) {
  const at = now();
  const rows = await listOrganizations(pool, wanted);
  const paceOf = await paces.of(rows.map(({ id }) => id));
  return rows.map((row): OrganizationListed => {
    const { available, held, lots, rechargeState } = row;
    const waits = rechargeState === "idle" && row.rechargeRetryAt !== null;
    const left = (within?: number): number | null =>
      daysLeft(freeLots(lots, held), paceOf(row.id), { now: at, ...(within && { within }) });
    const standing = {
      ...{ debt: row.debt, available, mode: modeOf(row.agreement, row) },
      recharge: !row.rechargeEnabled ? ("off" as const) : waits ? ("waiting" as const) : rechargeState,
    };
    const worry = worryOf({ ...standing, daysLeft: left(SOON_DAYS + 1) });
    return { ...row, ...standing, worry, daysLeft: left };
  });
}

/** A text that sorts as the list by worry does. */
export const worryKey = ({ worry, id }: OrganizationListed): string => `${WORRIES.indexOf(worry)} ${id}`;
