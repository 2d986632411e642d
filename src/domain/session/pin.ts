/** Where every decision about a call begins: who pays for it is pinned, and the books of its account are opened. */
import { modeOf, postUsageLeft } from "../account.ts";
import { Books } from "../books.ts";
import { type CallFacts, cover } from "../coverage.ts";
import type { Refusal } from "../outcome.ts";
import { isUsedUp, siblingOf } from "../pool.ts";
import type { Call, DescribedCall, World } from "./types.ts";

/** Pins what the call is and who pays; or says why nobody does. */
export function pin(world: World, described: DescribedCall): { call: Call; refusal: Refusal | null } {
  // Plain copies that are filled in: a literal that spreads and adds is ten times slower, and every call comes here.
  const call: Call = { ...described.call };
  if (call.emergency) {
    call.tried = [{ source: "free", taken: true, code: "emergency" }];
    return { call, refusal: null };
  }
  const { account } = world;
  if (described.refusal) return { call, refusal: described.refusal };
  if (!described.facts || !account)
    return { call, refusal: { code: "UNKNOWN_ORGANIZATION", message: "No organisation is known for this call." } };
  const facts: CallFacts = { ...described.facts };
  facts.mode = modeOf(world.agreement, account);
  facts.payAsYouGo = account.payAsYouGo;
  facts.monthlyLimitReached = postUsageLeft(account, call.month, world.session?.call.promised ?? 0n) === 0n;
  facts.atConcurrencyLimit = described.maxConcurrentCalls !== null && account.openCalls >= described.maxConcurrentCalls;
  if (world.strictEither) facts.closedPools = closedPools(world, call.month);
  const result = cover(facts);
  call.tried = result.tried;
  if (result.kind === "refused") return { call, refusal: result.refusal };
  call.cover = result.cover;
  return { call, refusal: null };
}

/** The pools of the month whose sibling is used up. */
function closedPools({ pools }: World, month: string): string[] {
  return [...pools.values()].flatMap((pool) =>
    pool.month === month && isUsedUp(pool) ? (siblingOf(pool.id) ?? []) : [],
  );
}

/** The books for one decision. What has ended is forfeited first: no call may begin on money that is gone. */
export function booksOf(world: World, call: { month: string }): Books | null {
  if (!world.account) return null;
  const books = new Books({ ...world, account: world.account }, call.month);
  books.forfeitEnded();
  return books;
}
