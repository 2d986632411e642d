/** Thresholds of an organisation's own: told once in each descent, with how long the rest lasts at the present pace. */
import { daysLeft, paceOf } from "../domain/advice/forecast.ts";
import { dayNumber } from "../domain/advice/history.ts";
import { freeLots } from "../domain/advice/runway.ts";
import { formatMicros } from "../domain/money.ts";
import { insertEvent } from "../postgres/events.ts";
import { claimDescents, type Descent, saveTold } from "../postgres/notice-settings.ts";
import { readUsedByDay } from "../postgres/spending.ts";
import { inTransaction, type PoolClient } from "../postgres/transaction.ts";
import { creditsOf } from "./balance.ts";
import type { Notifying } from "./notify.ts";
import { daysSoFar, historySince, nameOfDay } from "./pace.ts";

const AT_ONCE = 100;

export async function watchLowBalances(deps: Notifying): Promise<void> {
  await inTransaction(deps.pool, async (client) => {
    for (const descent of await claimDescents(client, AT_ONCE)) {
      const { organization, reached, told } = descent;
      await saveTold(client, organization, reached);
      // Back over the lowest one, it is armed again; the next one up was told on the way down.
      if (reached !== null && (told === null || reached < told)) await tell(deps, client, descent, reached);
    }
  });
}

async function tell(deps: Notifying, client: PoolClient, descent: Descent, threshold: bigint): Promise<void> {
  const { organization, available, held, frozen, debt, currency, openCalls } = descent;
  const about = {
    currency,
    threshold: formatMicros(threshold),
    balance: formatMicros(available + held + frozen),
    available: formatMicros(available),
    held: formatMicros(held),
    frozen: formatMicros(frozen),
    debt: formatMicros(debt),
    openCalls,
    daysLeft: await daysLeftOf(client, organization, deps.now()),
  };
  await insertEvent(client, {
    organization,
    id: BigInt(await deps.ids.one()),
    name: "balance.low",
    about,
    at: deps.now(),
  });
}

/** Whole days, as the forecast has them; null where nothing was charged in the weeks that it rests on. */
async function daysLeftOf(client: PoolClient, organization: string, now: number): Promise<number | null> {
  const today = dayNumber(now);
  const used = await readUsedByDay(client, organization, nameOfDay(historySince(today)));
  if (used.every(({ charge }) => charge === 0n)) return null;
  const { lots, held } = await creditsOf({ pool: client }, organization);
  const byDay = new Map(used.map(({ day, charge }) => [dayNumber(Date.parse(day)), Number(charge)]));
  return daysLeft(freeLots(lots, held), paceOf(daysSoFar(byDay, today)), { now });
}
