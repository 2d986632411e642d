/** What another price list makes dearer, cheaper, possible and impossible, prefix by prefix. */
import { lookup, type RateDeck, type RateRow, type Service } from "./rate-deck.ts";
import { rate, tariffOfRow } from "./rating.ts";

export const PRICE_CHANGES = ["dearer", "cheaper", "new", "gone"] as const;
export type PriceChange = (typeof PRICE_CHANGES)[number];

/** The decks that price calls together, at one moment (epoch ms). */
export interface PriceList {
  decks: readonly RateDeck[];
  at: number;
}

/** What a row is about, whatever it costs. */
export interface RateKey {
  service: Service;
  prefix: string;
  origin: string | null;
}

export const rateKeyText = ({ service, prefix, origin }: RateKey): string => `${service} ${prefix} ${origin ?? ""}`;

export function rateKeyOf(text: string): RateKey {
  const [service, prefix, origin] = text.split(" ") as [Service, string, string];
  return { service, prefix, origin: origin || null };
}

/** The row that prices calls to this very prefix; a shorter prefix's where the list does not name it. */
export const priceOf = ({ decks, at }: PriceList, { service, prefix, origin }: RateKey): RateRow | undefined =>
  lookup(decks, { service, digits: prefix, origin, at });

/** Undefined: calls there cost the same, or can not be made before and after. */
export function priceChange(before: RateRow | undefined, after: RateRow | undefined): PriceChange | undefined {
  if (!before || !after) return after ? "new" : before ? "gone" : undefined;
  const [old, next] = [tariffOfRow(before), tariffOfRow(after)];
  for (const seconds of COMPARED_SECONDS) {
    const [was, becomes] = [rate(old, seconds).raw, rate(next, seconds).raw];
    const difference = becomes.numerator * was.denominator - was.numerator * becomes.denominator;
    if (difference !== 0n) return difference > 0n ? "dearer" : "cheaper";
  }
  return undefined;
}

/** A call of three minutes says which of two tariffs is dearer; where it costs the same, shorter ones. */
const COMPARED_SECONDS = [180, 61, 60, 1] as const;
