/** What a test call needs to know that its caller does not say. */
import { createHash } from "node:crypto";
import { readBridgeNumber, readLines } from "../postgres/numbers.ts";
import type { Engine } from "./engine.ts";

/** Of the range that is kept for fiction: for callers without a number of their own. */
const NOBODYS_NUMBER = "+12025550100";

const hashOf = (parts: unknown): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);

/**
 * A test call moves money, so that its key is kept for good: in its callId, and what was asked in its correlationId. The
 * answers to keys are forgotten after 13 months, or with a process that dies before it has answered.
 */
export const idsByKey = (about: { caller: string; organization: string; key: string }, body: object) => ({
  callId: `test-${hashOf([about.caller, about.organization, about.key])}`,
  correlationId: hashOf(body),
});

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
