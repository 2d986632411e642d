/**
 * The columns that the lane reads of each table, and the values of the domain that they are. Rows come as text, column
 * by column in this order; times as epoch milliseconds, which are cheaper to write and to read than dates.
 */
import type { Account, Lot } from "../domain/account.ts";
import type { Counter } from "../domain/budget.ts";
import type { Standing } from "../domain/consequence.ts";
import type { Pool } from "../domain/pool.ts";
import type { Call, Cdr, Key, Session } from "../domain/session/types.ts";
import { decodeCall } from "./call-codec.ts";
import type { Fields } from "./round-trip.ts";
import { cdrOf, type CdrRow } from "./rows.ts";

const epochMs = (column: string): string => `date_part('epoch', ${column}) * 1000`;
const msOf = (text: string): number => Math.round(Number(text));
const orNull = <T>(text: string | null, of: (text: string) => T): T | null => (text === null ? null : of(text));

/** Of `account`. */
export const ACCOUNT = `organization, currency, available, held, frozen, debt, post_usage, pay_as_you_go,
  post_usage_limit, post_usage_month, post_usage_in_month, post_usage_promised, post_usage_before, open_calls,
  transfer_seq, ${epochMs("next_lot_end")}, settings_version, zero_told, recharge_state, recharge_reason,
  ${epochMs("recharge_retry_at")}, recharge_failures`;

export const accountOf = (fields: Fields): { account: Account; standing: Standing } => ({
  account: {
    organization: fields[0]!,
    currency: fields[1]!,
    available: BigInt(fields[2]!),
    held: BigInt(fields[3]!),
    frozen: BigInt(fields[4]!),
    debt: BigInt(fields[5]!),
    postUsage: BigInt(fields[6]!),
    payAsYouGo: fields[7] === "t",
    postUsageLimit: orNull(fields[8]!, BigInt),
    postUsageMonth: fields[9]!,
    postUsageInMonth: BigInt(fields[10]!),
    postUsagePromised: BigInt(fields[11]!),
    postUsageBefore: BigInt(fields[12]!),
    openCalls: Number(fields[13]),
    transferSeq: Number(fields[14]),
    nextLotEnd: orNull(fields[15]!, msOf),
    settingsVersion: Number(fields[16]),
  },
  standing: {
    zeroTold: fields[17] === "t",
    recharge: {
      state: fields[18] as Standing["recharge"]["state"],
      reason: fields[19] as Standing["recharge"]["reason"],
      retryAt: orNull(fields[20]!, msOf),
      failures: Number(fields[21]),
    },
  },
});

/** Of `session`. */
export const SESSION = `organization, id, switch, call_id, call, state, ${epochMs("authorized_at")} AS authorized_at,
  ${epochMs("answered_at")} AS answered_at, ${epochMs("deadline")} AS deadline, used_seconds, limit_seconds, final_grant,
  held, pool_holds, ${epochMs("lost_at")} AS lost_at`;

/** `knownCall`: the call as it was last seen, which may spare reading its text again. */
export function sessionOf(fields: Fields, knownCall: (key: Key) => Call | undefined): Session {
  const key: Key = { switch: fields[2]!, callId: fields[3]! };
  return {
    id: Number(fields[1]),
    organization: fields[0]!,
    switch: key.switch,
    callId: key.callId,
    call: decodeCall(fields[4]!, knownCall(key)),
    state: fields[5] as Session["state"],
    authorizedAt: msOf(fields[6]!),
    answeredAt: orNull(fields[7]!, msOf),
    deadline: msOf(fields[8]!),
    usedSeconds: Number(fields[9]),
    limitSeconds: Number(fields[10]),
    finalGrant: fields[11] === "t",
    held: BigInt(fields[12]!),
    poolHolds: orNull(fields[13]!, (text) => JSON.parse(text) as Session["poolHolds"]) ?? [],
    lostAt: orNull(fields[14]!, msOf),
  };
}

/** Of `cdr`. */
export const CDR = `organization, id, switch, call_id, ${epochMs("authorized_at")} AS authorized_at,
  ${epochMs("answered_at")} AS answered_at, ${epochMs("ended_at")} AS ended_at, outcome, end_known, refusal, charge,
  capability, call, settlement`;

export const cdrOfFields = (fields: Fields): Cdr =>
  cdrOf({
    organization: fields[0]!,
    id: BigInt(fields[1]!),
    switch: fields[2]!,
    call_id: fields[3]!,
    authorized_at: msOf(fields[4]!),
    answered_at: orNull(fields[5]!, msOf),
    ended_at: msOf(fields[6]!),
    outcome: fields[7] as CdrRow["outcome"],
    end_known: fields[8] as CdrRow["end_known"],
    refusal: fields[9]!,
    charge: BigInt(fields[10]!),
    capability: fields[11]!,
    call: fields[12]!,
    settlement: fields[13]!,
  });

/** Of `lot`. */
export const LOT = `organization, id, granted, remaining, frozen, priority, source, ${epochMs("purchased_at")},
  ${epochMs("ends_at")}`;

export const lotOfFields = (fields: Fields): { organization: string; lot: Lot } => ({
  organization: fields[0]!,
  lot: {
    id: Number(fields[1]),
    granted: BigInt(fields[2]!),
    remaining: BigInt(fields[3]!),
    frozen: BigInt(fields[4]!),
    priority: Number(fields[5]),
    source: fields[6] as Lot["source"],
    purchasedAt: msOf(fields[7]!),
    endsAt: msOf(fields[8]!),
  },
});

/** Of `pool`. */
export const POOL = "organization, month, id, total_minutes, used_minutes, held_minutes";

export const poolOfFields = (fields: Fields): { organization: string; pool: Pool } => ({
  organization: fields[0]!,
  pool: {
    id: fields[2]!,
    month: fields[1]!,
    totalMinutes: Number(fields[3]),
    usedMinutes: Number(fields[4]),
    heldMinutes: Number(fields[5]),
  },
});

/** What `counterQuery` asks for (limits.ts). */
export const counterOfFields = (fields: Fields): { organization: string; counter: Counter } => ({
  organization: fields[0]!,
  counter: {
    kind: fields[1] as Counter["kind"],
    id: fields[2]!,
    subject: fields[3]!,
    period: fields[4]!,
    spent: BigInt(fields[5]!),
    held: BigInt(fields[6]!),
    calls: Number(fields[7]),
    seconds: Number(fields[8]),
    told: Number(fields[9]) as Counter["told"],
  },
});
