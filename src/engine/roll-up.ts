/** The roll-up that reports read: what each ended or refused call adds to its organisation's day. */
import type { Cdr } from "../domain/session/types.ts";
import type { UsageDelta } from "../postgres/lane-store-calls.ts";

export type UsageDeltas = Map<string, UsageDelta>;

/** Adds a CDR (sign 1), or takes away what it counted for before it was corrected (sign -1). */
export function addUsage(deltas: UsageDeltas, cdr: Cdr | null, sign: 1 | -1): void {
  if (!cdr) return;
  const day = new Date(cdr.authorizedAt).toISOString().slice(0, 10);
  const destination = cdr.call.toCountry ?? "";
  const key = `${cdr.organization}|${day}|${cdr.call.callType}|${destination}`;
  let delta = deltas.get(key);
  if (!delta) {
    delta = {
      organization: cdr.organization,
      day,
      callType: cdr.call.callType,
      destination,
      calls: 0,
      refused: 0,
      seconds: 0,
      poolMinutes: 0,
      charge: 0n,
    };
    deltas.set(key, delta);
  }
  if (cdr.outcome === "refused") delta.refused += sign;
  else delta.calls += sign;
  delta.seconds += sign * cdr.settlement.usedSeconds;
  delta.poolMinutes += sign * cdr.settlement.poolUses.reduce((total, use) => total + use.minutes, 0);
  delta.charge += BigInt(sign) * cdr.charge;
}

/** In one order everywhere, so that two processes cannot deadlock on the same days. */
export const sortedUsage = (deltas: UsageDeltas): UsageDelta[] =>
  [...deltas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, delta]) => delta);
