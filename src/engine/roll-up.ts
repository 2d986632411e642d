/** The roll-ups that reports read: what each ended or refused call adds to its organisation's day, and its user's. */
import type { Cdr } from "../domain/session/types.ts";
import { poolMinutesOf, utcDay } from "../postgres/lane-store-calls.ts";
import type { Measures, UsageDelta, UserUsageDelta } from "../postgres/lane-store-usage.ts";

export class RollUp {
  readonly #days = new Map<string, UsageDelta>();
  readonly #users = new Map<string, UserUsageDelta>();

  /** Adds a CDR (sign 1), or takes away what it counted for before it was corrected (sign -1). */
  add(cdr: Cdr | null, sign: 1 | -1): void {
    if (!cdr) return;
    const { ofDay, ofUser } = this.#of(cdr);
    count(ofDay, cdr, sign);
    count(ofUser, cdr, sign);
  }

  /** Adds what a correction of the price changes about a call's charge. */
  addCharge(cdr: Cdr, difference: bigint): void {
    const { ofDay, ofUser } = this.#of(cdr);
    ofDay.charge += difference;
    ofUser.charge += difference;
  }

  #of(cdr: Cdr): { ofDay: UsageDelta; ofUser: UserUsageDelta } {
    const { organization, capability, call } = cdr;
    const day = utcDay(cdr.authorizedAt);
    const { callType } = call;
    const destination = call.toCountry ?? "";
    const user = call.user ?? "";
    const costCenter = call.costCenter ?? "";
    const numberKind = call.numberKind ?? "";
    const country = call.usageLocation ?? "";
    const dayKey = `${organization}|${day}|${callType}|${destination}|${capability}`;
    let ofDay = this.#days.get(dayKey);
    if (!ofDay) this.#days.set(dayKey, (ofDay = { organization, day, callType, destination, capability, ...NOTHING }));
    const userKey = `${organization}|${day}|${user}|${costCenter}|${callType}|${numberKind}|${country}`;
    let ofUser = this.#users.get(userKey);
    if (!ofUser) {
      ofUser = { organization, day, user, costCenter, callType, numberKind, country, ...NOTHING };
      this.#users.set(userKey, ofUser);
    }
    return { ofDay, ofUser };
  }

  /** In one order everywhere, so that two processes cannot deadlock on the same days. */
  changes(): { days: UsageDelta[]; users: UserUsageDelta[] } {
    return { days: sorted(this.#days), users: sorted(this.#users) };
  }
}

const NOTHING: Measures = { calls: 0, refused: 0, seconds: 0, poolMinutes: 0, charge: 0n };

function count(delta: Measures, cdr: Cdr, sign: 1 | -1): void {
  if (cdr.outcome === "refused") delta.refused += sign;
  else delta.calls += sign;
  delta.seconds += sign * cdr.settlement.usedSeconds;
  delta.poolMinutes += sign * poolMinutesOf(cdr);
  delta.charge += BigInt(sign) * cdr.charge;
}

const sorted = <Delta>(deltas: Map<string, Delta>): Delta[] =>
  [...deltas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, delta]) => delta);
