/** What a call of somebody else's file would cost by a rate deck, pools and plans left out. */
import { type CallType, isInbound, isOwnCarrier, type NumberKind, rateService } from "../../domain/call-type.ts";
import { type Micros, roundToMicros } from "../../domain/money.ts";
import type { RateQuery, RateRow } from "../../domain/rate-deck.ts";
import { rate, type Tariff, tariffOfRow } from "../../domain/rating.ts";
import { parseNumber, ratingDigits } from "../../numbering/parse.ts";
import type { ImportedRow } from "./row.ts";

export type Rateable = Pick<ImportedRow, "callType" | "seconds" | "startedAt" | "from" | "to"> & {
  numberKind: string | null;
};

export interface PriceList {
  find: (query: RateQuery) => RateRow | undefined;
  /** Where national numbers are read (alpha-2). */
  country: string | null;
}

/** Its tariff; "free": money never pays for such a call; undefined: no rate is known. */
export function tariffFor(row: Rateable, { find, country }: PriceList): Tariff | "free" | undefined {
  const type = row.callType as CallType;
  if (row.seconds === 0 || isOwnCarrier(type)) return "free";
  const to = parseNumber(row.to, { country });
  if ("error" in to) return undefined;
  const kind = row.numberKind as NumberKind | null;
  const dialled = kind ?? (isInbound(type) && to.class === "toll-free" ? "service-toll-free" : null);
  const service = rateService(type, dialled);
  if (service === null) return "free";
  const from = parseNumber(row.from, { country });
  const origin = "error" in from ? null : from.country;
  const found = find({ service, digits: ratingDigits(to), origin, at: row.startedAt });
  return found && tariffOfRow(found);
}

/** Undefined: no rate is known. */
export function priceOf(row: Rateable, list: PriceList): Micros | undefined {
  const tariff = tariffFor(row, list);
  if (tariff === undefined || tariff === "free") return tariff && 0n;
  return roundToMicros(rate(tariff, row.seconds).raw, tariff.rounding);
}
