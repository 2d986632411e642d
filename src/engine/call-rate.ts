/** An ended call as a rate deck is asked about it: as its authorisation asked (describe.ts). */
import { isInbound } from "../domain/call-type.ts";
import type { RateQuery, Service } from "../domain/rate-deck.ts";
import type { Cdr } from "../domain/session/types.ts";
import { parseDialled, ratingDigits } from "../numbering/parse.ts";

/** Whether money pays for it, or would have, by a price. */
export const isPriced = ({ call, outcome }: Cdr): boolean =>
  outcome === "completed" && call.tariff !== null && call.rate !== null && call.cover?.free === null && !call.emergency;

/** When it is priced: of a call that its switch let through, when it was answered. */
export const startOf = ({ authorizedAt, answeredAt }: Cdr): number =>
  Math.min(authorizedAt, answeredAt ?? authorizedAt);

/** By the prices of `at` (epoch ms); undefined: no deck has a price for it. */
export function rateQueryOf({ call }: Cdr, at: number): RateQuery | undefined {
  const { callType, to, rate, usageLocation, fromCountry } = call;
  const dialled = parseDialled(to, { country: usageLocation });
  if (rate === null || "error" in dialled) return undefined;
  return {
    service: rate.service as Service,
    digits: ratingDigits(dialled),
    origin: isInbound(callType) ? fromCountry : (usageLocation ?? fromCountry),
    at,
  };
}
