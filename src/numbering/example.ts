/** Numbers that stand for a country, where somebody asks about the country alone. */
import { getExampleNumber } from "libphonenumber-js/max";
import examples from "libphonenumber-js/mobile/examples";
import { knownCountry } from "./e164.ts";

/** A mobile number of the country's numbering plan, in E.164; undefined for a country without one of its own. */
export function exampleNumber(country: string): string | undefined {
  const known = knownCountry(country);
  return known === null ? undefined : getExampleNumber(known, examples)?.number;
}
