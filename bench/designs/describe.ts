/** What the other designs know of a call before they ask the database: numbering, tariff and cover, as the engine does. */
import type { Account } from "../../src/domain/account.ts";
import { chargeAmount, fund, holdAmount, type Funding } from "../../src/domain/funding.ts";
import { pin } from "../../src/domain/session/pin.ts";
import { grantAnswer, termsOf } from "../../src/domain/session/grant.ts";
import type { Call, Settlement } from "../../src/domain/session/types.ts";
import { describe, referencesOf } from "../../src/engine/describe.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { encodeCall, encodeEnd } from "../../src/postgres/call-codec.ts";
import { type BenchCall, inputOf, PROFILE } from "../calls.ts";

/** Whose books these are does not matter to who may pay: there is money. */
const FUNDED = { available: 1n, held: 0n, payAsYouGo: false, postUsageLimit: null } as Account;
const PLENTY = 1_000_000;
/** More than calls are outstanding: others may take theirs between asking and taking. */
const IDS_AT_HAND = 2000;

export interface Authorization {
  id: number;
  /** The call as it is stored. */
  text: string;
  month: string;
  held: bigint;
  /** Null: credits alone pay. */
  pool: string | null;
  minutes: number;
  limitSeconds: number;
}

export async function authorizationOf({ directory, rates, ids }: Engine, bench: BenchCall): Promise<Authorization> {
  const now = Date.now();
  const input = inputOf(bench);
  for (let references = referencesOf(input, directory); !directory.knows(references);) {
    await directory.learn(references);
    references = referencesOf(input, directory);
  }
  const described = describe(input, directory, rates, now);
  if ("conflict" in described) throw new Error(described.message);
  const nothing = { lots: null, pools: new Map<never, never>(), session: null, cdr: null, tombstone: false };
  const world = { ...nothing, now, account: FUNDED, agreement: "direct" as const, newId: ids.take };
  const { call, refusal } = pin(world, described);
  if (refusal) throw new Error(refusal.message);
  const limitSeconds = PROFILE.defaultGrantSeconds;
  const funding = fundingOf(call, limitSeconds);
  const held = holdAmount(termsOf(call), funding.money);
  const first = grantAnswer(call, PROFILE, limitSeconds, 0, false, { held, poolHolds: funding.poolUses });
  await ids.ensure(IDS_AT_HAND);
  const [use] = funding.poolUses;
  return {
    id: ids.take(),
    text: encodeCall({ ...call, first }),
    month: call.month,
    held,
    pool: use?.pool ?? null,
    minutes: use?.minutes ?? 0,
    limitSeconds,
  };
}

const fundingOf = (call: Call, seconds: number): Funding => {
  const terms = termsOf(call);
  return fund(terms, seconds, [terms.pools.length > 0 ? PLENTY : 0]);
};

export interface Settled {
  call: Call;
  charge: bigint;
  minutes: number;
  capability: string;
  settlement: Settlement;
}

export function settledOf(call: Call, usedSeconds: number): Settled {
  const funding = fundingOf(call, usedSeconds);
  const charge = chargeAmount(termsOf(call), funding.money);
  const { billedSeconds, poolUses } = funding;
  const unpaid = { overrunSeconds: 0, draws: [], postUsage: 0n, debt: 0n };
  return {
    call,
    charge,
    minutes: poolUses[0]?.minutes ?? 0,
    capability: call.cover?.capability ?? "",
    settlement: { ...unpaid, usedSeconds, billedSeconds, poolUses },
  };
}

/** The settlement as it is stored, without the lots: those are in the transfers. */
export const settlementText = ({ settlement, call }: Settled): string =>
  encodeEnd({
    settlement,
    funding: [{ source: call.cover?.pools[0] ?? "credits", seconds: settlement.usedSeconds }],
    refusalMessage: null,
    missing: null,
    cause: null,
    sipCode: null,
    sipPhrase: null,
  });
