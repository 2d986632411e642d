/** Rows as the driver gives them, and the values of the domain that they are. */
import type { Account, Lot } from "../domain/account.ts";
import type { Pool } from "../domain/pool.ts";
import type { Cdr, Session } from "../domain/session/types.ts";
import { decodeCall, decodeEnd } from "./call-codec.ts";

export interface AccountRow {
  organization: string;
  currency: string;
  available: bigint;
  held: bigint;
  frozen: bigint;
  debt: bigint;
  post_usage: bigint;
  pay_as_you_go: boolean;
  post_usage_limit: bigint | null;
  post_usage_month: string | null;
  post_usage_in_month: bigint;
  post_usage_promised: bigint;
  post_usage_before: bigint;
  open_calls: number;
  transfer_seq: bigint;
  next_lot_end: number | null;
  settings_version: bigint;
}

export const accountOf = (row: AccountRow): Account => ({
  organization: row.organization,
  currency: row.currency,
  available: row.available,
  held: row.held,
  frozen: row.frozen,
  debt: row.debt,
  postUsage: row.post_usage,
  payAsYouGo: row.pay_as_you_go,
  postUsageLimit: row.post_usage_limit,
  postUsageMonth: row.post_usage_month,
  postUsageInMonth: row.post_usage_in_month,
  postUsagePromised: row.post_usage_promised,
  postUsageBefore: row.post_usage_before,
  openCalls: row.open_calls,
  transferSeq: Number(row.transfer_seq),
  nextLotEnd: row.next_lot_end,
  settingsVersion: Number(row.settings_version),
});

export interface SessionRow {
  organization: string;
  id: bigint;
  switch: string;
  call_id: string;
  call: string;
  state: Session["state"];
  authorized_at: number;
  answered_at: number | null;
  deadline: number;
  used_seconds: number;
  limit_seconds: number;
  final_grant: boolean;
  held: bigint;
  pool_holds: Session["poolHolds"] | null;
  lost_at: number | null;
}

export const sessionOf = (row: SessionRow): Session => ({
  id: Number(row.id),
  organization: row.organization,
  switch: row.switch,
  callId: row.call_id,
  call: decodeCall(row.call),
  state: row.state,
  authorizedAt: row.authorized_at,
  answeredAt: row.answered_at,
  deadline: row.deadline,
  usedSeconds: row.used_seconds,
  limitSeconds: row.limit_seconds,
  finalGrant: row.final_grant,
  held: row.held,
  poolHolds: row.pool_holds ?? [],
  lostAt: row.lost_at,
});

export interface CdrRow {
  organization: string;
  id: bigint;
  switch: string;
  call_id: string;
  authorized_at: number;
  answered_at: number | null;
  ended_at: number;
  outcome: Cdr["outcome"];
  end_known: Cdr["end"];
  refusal: string | null;
  charge: bigint;
  capability: string;
  call: string;
  settlement: string;
}

export function cdrOf(row: CdrRow): Cdr {
  const end = decodeEnd(row.settlement);
  return {
    id: Number(row.id),
    organization: row.organization,
    switch: row.switch,
    callId: row.call_id,
    call: decodeCall(row.call),
    authorizedAt: row.authorized_at,
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    end: row.end_known,
    refusal: row.refusal
      ? {
          code: row.refusal as NonNullable<Cdr["refusal"]>["code"],
          message: end.refusalMessage ?? "",
          ...(end.missing ? { missing: end.missing } : {}),
        }
      : null,
    settlement: end.settlement,
    charge: row.charge,
    capability: row.capability,
    funding: end.funding,
    cause: end.cause,
    sipCode: end.sipCode,
    sipPhrase: end.sipPhrase,
  };
}

export interface LotRow {
  organization: string;
  id: bigint;
  granted: bigint;
  remaining: bigint;
  frozen: bigint;
  priority: number;
  source: Lot["source"];
  purchased_at: number;
  ends_at: number;
}
export const lotOf = (row: LotRow): Lot => ({
  id: Number(row.id),
  granted: row.granted,
  remaining: row.remaining,
  frozen: row.frozen,
  priority: row.priority,
  source: row.source,
  purchasedAt: row.purchased_at,
  endsAt: row.ends_at,
});

export interface PoolRow {
  organization: string;
  month: string;
  id: string;
  total_minutes: number;
  used_minutes: number;
  held_minutes: number;
}
export const poolOf = (row: PoolRow): Pool => ({
  id: row.id,
  month: row.month,
  totalMinutes: row.total_minutes,
  usedMinutes: row.used_minutes,
  heldMinutes: row.held_minutes,
});
