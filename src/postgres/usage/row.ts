/** CDRs as usage rows. Of their texts (call-codec.ts) only what is shown is unpacked: a report reads very many. */
import type { UsageRow } from "../../domain/report/usage-row.ts";

const COLUMNS = `c.id, c.call_id, c.call_type, c.authorized_at, c.answered_at, c.ended_at, c.outcome, c.refusal, c.user_name,
  u.display_name, u.object_id, c.cost_center, c.used_seconds, c.pool_minutes, c.charge, c.capability, c.call, c.settlement`;

/** Of a query on `cdr c` with the user it names as `u`. */
export const USAGE_ROW_COLUMNS = `${COLUMNS},
  (SELECT jsonb_agg(jsonb_build_array(x.id::text, x.correction::text, (x.corrected - x.charged)::text, o.reason,
      x.applied_at) ORDER BY o.ended NULLS LAST, x.correction)
    FROM call_correction x JOIN rate_correction o ON o.id = x.correction
    WHERE x.organization = c.organization AND x.call = c.id AND x.applied_at IS NOT NULL) AS corrections`;
/** Where the organisation's prices were never corrected. */
export const USAGE_ROW_COLUMNS_UNCORRECTED = `${COLUMNS}, NULL::jsonb AS corrections`;

export interface UsageRowRow {
  id: bigint;
  call_id: string;
  call_type: UsageRow["callType"];
  authorized_at: number;
  answered_at: number | null;
  ended_at: number;
  outcome: UsageRow["outcome"];
  refusal: NonNullable<UsageRow["refusal"]>["code"] | null;
  user_name: string | null;
  display_name: string | null;
  object_id: string | null;
  cost_center: string | null;
  used_seconds: number;
  pool_minutes: number;
  charge: bigint;
  capability: string;
  call: string;
  settlement: string;
  corrections: [id: string, correction: string, difference: string, reason: string, at: string][] | null;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Said = Readonly<Record<string, string | number | boolean | undefined>>;

export function usageRowOf(row: UsageRowRow): UsageRow {
  const call = JSON.parse(row.call) as Json[];
  const [settlement, , refusalMessage, , , sipCode, sipPhrase] = JSON.parse(row.settlement) as [Json[], ...Json[]];
  const rate = call[17] as Json[] | null;
  return {
    id: Number(row.id),
    callId: row.call_id,
    callType: row.call_type,
    startedAt: Math.min(row.authorized_at, row.answered_at ?? row.authorized_at),
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    refusal: row.refusal === null ? null : { code: row.refusal, message: (refusalMessage as string | null) ?? "" },
    user: row.user_name,
    displayName: row.display_name,
    objectId: row.object_id,
    costCenter: row.cost_center,
    usageLocation: call[8] as string | null,
    from: call[3] as string,
    to: call[4] as string,
    fromCountry: call[5] as string | null,
    toCountry: call[6] as string | null,
    destinationName: rate === null ? null : (rate[4] as string),
    conferenceId: call[10] as string | null,
    numberKind: call[7] as UsageRow["numberKind"],
    domestic: call[9] as boolean,
    usedSeconds: row.used_seconds,
    billedSeconds: settlement[1] as number,
    poolMinutes: row.pool_minutes,
    connectionFee: connectionFee(row.charge, call, settlement),
    charge: row.charge,
    capability: row.capability,
    corrections: (row.corrections ?? []).map(([id, correction, difference, reason, at]) => ({
      ...{ id: Number(id), correction, difference: BigInt(difference), reason, at: Date.parse(at) },
    })),
    correction: null,
    line: {
      ...lineOf((call[11] ?? {}) as Said),
      sipCode: sipCode as number | null,
      sipPhrase: sipPhrase as string | null,
    },
  };
}

const MICRO = 1_000_000n; // in picos

/** Due only if money pays the first second (domain/funding.ts): before a user became known, or of the whole call. */
function connectionFee(charge: bigint, call: readonly Json[], settlement: readonly Json[]): bigint {
  const tariff = call[16] as Json[] | null;
  if (charge === 0n || tariff === null) return 0n;
  const first = (call[22] ?? settlement) as Json[];
  const free = (first[4] as Json[]).length === 0 && first[5] === "0" && first[6] === "0";
  if (free || (first[3] as Json[]).length > 0) return 0n;
  const fee = (BigInt(tariff[0] as string) + MICRO / 2n) / MICRO;
  return fee < charge ? fee : charge;
}

function lineOf(said: Said): Omit<UsageRow["line"], "sipCode" | "sipPhrase"> {
  return {
    correlationId: textOf(said.correlationId),
    parentCallId: textOf(said.parentCallId),
    invitedAt: timeOf(said.invitedAt),
    failedAt: timeOf(said.failedAt),
    trunk: textOf(said.trunk),
    mediaBypass: typeof said.mediaBypass === "boolean" ? said.mediaBypass : null,
    mediaRegion: textOf(said.mediaRegion),
    signalingRegion: textOf(said.signalingRegion),
    subCode: typeof said.subCode === "number" ? said.subCode : null,
  };
}

const textOf = (value: Said[string]): string | null => (value === undefined ? null : String(value));
const timeOf = (value: Said[string]): number | null => (typeof value === "string" ? Date.parse(value) : null);
