/** The present pace of spending, which "about N days left" and "about so much will be lost" are said by. */
import { readPace } from "../postgres/notice-settings.ts";

const DAY_MS = 86_400_000;
const PACE_DAYS = 30;

/** What the last 30 days, UTC, charged; of an organisation that began to call in them, the days since. */
export async function paceOf(
  client: Parameters<typeof readPace>[0],
  organization: string,
  now: number,
): Promise<{ charged: bigint; days: bigint }> {
  const { charged, firstDay } = await readPace(client, organization, paceSince(now));
  return { charged, days: BigInt(paceDays(firstDay, now)) };
}

/** The first of those days. */
export const paceSince = (now: number): string => new Date(now - (PACE_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);

/** How many they are. `firstDay`: the first of them that had calls. */
export const paceDays = (firstDay: string | null, now: number): number =>
  firstDay === null ? PACE_DAYS : Math.floor((now - Date.parse(firstDay)) / DAY_MS) + 1;
