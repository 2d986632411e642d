/** What a test call needs to know that its caller does not say. */
import { readBridgeNumber, readLines } from "../postgres/numbers.ts";
import type { Engine } from "./engine.ts";

/** Of the range that is kept for fiction: for callers without a number of their own. */
const NOBODYS_NUMBER = "+12025550100";

/** The number that a call of this user comes from; without a user, of a conference bridge. */
export async function callingNumber(
  { pool }: Pick<Engine, "pool">,
  organization: string,
  user: string | null,
): Promise<string> {
  if (user === null) return (await readBridgeNumber(pool, organization)) ?? NOBODYS_NUMBER;
  const lines = await readLines(pool, organization, user);
  return (lines.find(({ carrier }) => carrier === "calling-plan") ?? lines[0])?.e164 ?? NOBODYS_NUMBER;
}
