/** Prices for whoever asks, where the operator has opened them: those of decks that are for everybody, and no others. */
import { wrong } from "../domain/fault.ts";
import type { RateRow, Service } from "../domain/rate-deck.ts";
import { exampleNumber } from "../numbering/example.ts";
import { parseDialled, ratingDigits } from "../numbering/parse.ts";
import { listPublicCurrencies } from "../postgres/rate-decks.ts";
import type { Engine } from "./engine.ts";
import { invalidQuery } from "./refused.ts";

/** Ways to call that people ask the price of. */
export const PUBLIC_SERVICES = [
  "user_out",
  "conf_out",
  "ucap_out",
  "tollfree_in",
] as const satisfies readonly Service[];
type PublicService = (typeof PUBLIC_SERVICES)[number];

export interface PublicRates {
  currency: string | null;
  /** In which there are public prices. */
  currencies: string[];
  /** E.164: what was asked about, or what stands for the country. */
  number: string | null;
  rates: { service: PublicService; row: RateRow | null }[];
}

/**
 * @param to a number with its country code, or a country (alpha-2); absent: only the currencies
 * @throws Refused INVALID_REQUEST for a number that is none, or a currency without public prices
 */
export async function publicRates(
  { pool, rates, now }: Engine,
  { to, currency: asked }: { to: string | undefined; currency: string | undefined },
): Promise<PublicRates> {
  const at = now();
  const currencies = await listPublicCurrencies(pool, at);
  if (asked !== undefined && !currencies.includes(asked))
    throw invalidQuery("/currency", wrong("NO_PUBLIC_PRICES", { currency: asked }));
  const currency = asked ?? (currencies.includes("USD") ? "USD" : (currencies[0] ?? null));
  if (to === undefined || currency === null) return { currency, currencies, number: null, rates: [] };
  const called = parseDialled(numberOf(to), { country: null });
  if ("error" in called) throw invalidQuery("/to", { code: "NOT_A_PHONE_NUMBER", message: called.error });
  const query = { currency, rateDeck: null, digits: ratingDigits(called), origin: null, at };
  return {
    ...{ currency, currencies, number: called.e164 ?? to },
    rates: PUBLIC_SERVICES.map((service) => ({ service, row: rates.find({ ...query, service }) ?? null })),
  };
}

function numberOf(to: string): string {
  if (!/^[A-Z]{2}$/.test(to)) return to;
  const example = exampleNumber(to);
  if (example === undefined) throw invalidQuery("/to", wrong("NO_NUMBERS_IN_COUNTRY", { name: to }));
  return example;
}
