/** The units of a CCR and of its answer: what a call's services have used, and ask for (RFC 8506 §5.1.2). */
import { AVPS, avpsOf, group, groupOf, u32, u32Of } from "./avps.ts";
import { type Avp, decodeAvps } from "./message.ts";

/** What no phone call lasts. */
const LONGEST_CALL_SECONDS = 7 * 86_400;
/** The most that is granted at once. */
const MOST_SECONDS = 86_400;

export const longest = (seconds: Iterable<number>): number => Math.max(0, ...seconds);

/**
 * The units of a call: of its services, such as sound and picture, which last as long as the call does; or of the request
 * as a whole where it names none.
 */
export interface Services {
  /** Null: as many as may be. */
  requested: number | null;
  /** By service. */
  used: Map<string, number>;
  /** What the answer repeats of each, and whether it asks for units; undefined: the request names no service. */
  named: readonly { avps: Avp[]; asks: boolean }[] | undefined;
  /** A time that no call lasts. */
  impossible: Avp | undefined;
}

export function servicesOf(avps: readonly Avp[]): Services {
  const groups = avpsOf(avps, AVPS.multipleServicesCreditControl).map(({ value }) => decodeAvps(value).avps);
  const named = groups.map((inside) => ({
    avps: [...avpsOf(inside, AVPS.serviceIdentifier), ...avpsOf(inside, AVPS.ratingGroup)],
    asks: avpsOf(inside, AVPS.requestedServiceUnit).length > 0,
  }));
  const used = new Map<string, number>();
  const requested: number[] = [];
  let impossible: Avp | undefined;
  for (const [i, inside] of (groups.length > 0 ? groups : [avps]).entries()) {
    const service = Buffer.concat(named[i]?.avps.map(({ code, value }) => Buffer.from([code & 0xff, ...value])) ?? []);
    // Used units may come in several portions, such as before and after a change of tariff.
    const portions = avpsOf(inside, AVPS.usedServiceUnit).flatMap(({ value }) =>
      avpsOf(decodeAvps(value).avps, AVPS.ccTime),
    );
    const seconds = portions.reduce((sum, portion) => sum + (u32Of([portion], AVPS.ccTime) ?? 0), 0);
    if (seconds > LONGEST_CALL_SECONDS) impossible = portions.at(-1);
    const id = service.toString("hex");
    used.set(id, (used.get(id) ?? 0) + seconds);
    const asked = u32Of(groupOf(inside, AVPS.requestedServiceUnit), AVPS.ccTime);
    if (asked) requested.push(Math.min(asked, MOST_SECONDS));
  }
  return {
    ...{ used, impossible, requested: requested.length > 0 ? longest(requested) : null },
    named: groups.length > 0 ? named : undefined,
  };
}

/** In each service that asks for units, or in all where none does. */
export function inServices(units: Avp[], result: number, named: Services["named"]): Avp[] {
  if (!named) return units;
  const noneAsks = !named.some(({ asks }) => asks);
  return named.map(({ avps, asks }) =>
    group(AVPS.multipleServicesCreditControl, [
      ...(asks || noneAsks ? units : []),
      ...avps,
      u32(AVPS.resultCode, result),
    ]),
  );
}
