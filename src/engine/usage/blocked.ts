/** Why calls were refused, in words, and who can not call at present. */
import type { RefusalCode } from "../../domain/outcome.ts";
import { decodeEnd } from "../../postgres/call-codec.ts";
import {
  type BlockedCall,
  type BlockedReason,
  readBlockedReasons,
  readBlockedUsers,
} from "../../postgres/usage/blocked.ts";
import { readBalance } from "../../postgres/lots.ts";
import type { Engine } from "../engine.ts";
import { viewOf } from "./report.ts";

interface Period {
  from: number;
  to: number;
}

/** What it means, and the way out: for an admin who reads the report. */
const WORDS: Readonly<Record<RefusalCode, { reason: string; remedy: string }>> = {
  UNKNOWN_ORGANIZATION: {
    reason: "No organisation was known for the call.",
    remedy: "Check which organisation the switch names.",
  },
  UNKNOWN_USER: {
    reason: "Nobody was known by the name that the switch gave.",
    remedy: "Add the user, or the name as an alias of one.",
  },
  UNKNOWN_NUMBER: {
    reason: "The number belongs to nobody here.",
    remedy: "Add the number, and assign it to a user or a service.",
  },
  POLICY_BLOCKED: {
    reason: "The dial-out policy does not allow the destination.",
    remedy: "Give the user another dial-out policy.",
  },
  PREMIUM_BLOCKED: {
    reason: "Premium numbers are blocked.",
    remedy: "Allow premium calls in the calling settings, if they are wanted.",
  },
  DESTINATION_BLOCKED: {
    reason: "The destination is blocked, or dearer than allowed.",
    remedy: "Take it off the blocked destinations, or raise the highest price, in the calling settings.",
  },
  LIMIT_REACHED: {
    reason: "As many calls as allowed were in progress already.",
    remedy: "Raise the limit on calls at a time.",
  },
  LICENSE_MISSING: { reason: "A licence is missing.", remedy: "Assign the licence that is missing." },
  NO_RATE: { reason: "No price is known for the destination.", remedy: "Ask the operator for a rate." },
  BUDGET_EXCEEDED: { reason: "The budget is used up.", remedy: "Raise the budget, or wait for its next period." },
  OUT_OF_CREDIT: { reason: "The credits are used up.", remedy: "Add funds, or switch auto-recharge on." },
  PAY_AS_YOU_GO_OFF: { reason: "Pay-as-you-go is off.", remedy: "Switch pay-as-you-go on." },
  CALL_ENDED: { reason: "The call had ended before it was authorised.", remedy: "Nothing is to be done." },
};

export type BlockedGroup = BlockedReason & { reason: string; remedy: string };

/** @throws Refused for an organisation that does not exist */
export async function blockedCalls(engine: Engine, organization: string, period: Period): Promise<BlockedGroup[]> {
  await viewOf(engine, organization, { names: false });
  const rows = await readBlockedReasons(engine.pool, organization, period);
  return rows.map((row) => ({ ...row, ...WORDS[row.code] }));
}

export interface BlockedUser extends Omit<BlockedCall, "settlement" | "licenses"> {
  /** As the call was told. */
  message: string;
  missing: string[];
  remedy: string;
}

/** Those whose newest call in the period was refused, for a reason that still stands as far as that can be told. */
export async function blockedUsers(
  engine: Engine,
  organization: string,
  period: Period,
  page: { after: string | null; limit: number },
): Promise<{ users: BlockedUser[]; last: string | null }> {
  await viewOf(engine, organization, { names: true });
  const rows = await readBlockedUsers(engine.pool, organization, period, page);
  const { balance } = (await readBalance(engine.pool, organization))!;
  const users = rows.flatMap(({ settlement, licenses, ...row }) => {
    const { refusalMessage, missing } = decodeEnd(settlement);
    const lacks = (missing ?? []).filter((sku) => !licenses.includes(sku));
    const over =
      (row.code === "LICENSE_MISSING" && missing !== null && lacks.length === 0) ||
      (row.code === "OUT_OF_CREDIT" && balance.available > 0n) ||
      (row.code === "PAY_AS_YOU_GO_OFF" && balance.payAsYouGo);
    const words = WORDS[row.code];
    return over ? [] : [{ ...row, message: refusalMessage ?? words.reason, missing: lacks, remedy: words.remedy }];
  });
  return { users, last: rows.length === page.limit ? rows.at(-2)!.user : null };
}
