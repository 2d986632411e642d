/** Amounts that people pay: in whole coins of their currency. */
import { wrong } from "../domain/fault.ts";
import { type Micros, parseMicros } from "../domain/money.ts";
import { invalidField } from "./refused.ts";

/** Decimals of the currency's smallest coin: 2 for USD, 0 for JPY; at most 6. */
export const decimalsOf = (currency: string): number =>
  Math.min(
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2,
    6,
  );

/** The smallest coin in micro-units: 10,000 for USD. */
export const coinOf = (currency: string): Micros => 10n ** BigInt(6 - decimalsOf(currency));

/** @throws Refused for what is no number of whole coins */
export function parseCoins(text: string, currency: string, pointer: string): Micros {
  const micros = parseMicros(text);
  if (micros !== undefined && micros % coinOf(currency) === 0n) return micros;
  const decimals = decimalsOf(currency);
  throw invalidField(
    pointer,
    decimals === 0 ? wrong("NOT_WHOLE", { currency }) : wrong("DECIMALS", { count: decimals }),
  );
}
