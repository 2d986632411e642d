import { readAddress } from "./address.ts";
import { countryOfContext, knownCountry } from "./e164.ts";
import { isEmergencyCode } from "./short.ts";

/**
 * Whether what was dialled calls an emergency service in any of the countries (of user, number or switch); 112 and 911
 * do everywhere, as do the URNs of RFC 5031. Exactly the digits count: 9112345678 is no emergency, nor is +1911, though
 * +911 is (switches that put a + before everything). Never throws; asked at every authorisation, before all else, so
 * that the countries may be a function, which only a short code calls.
 */
export function isEmergency(raw: string, countries: readonly string[] | (() => readonly string[])): boolean {
  if (/^\+?\d{7,}$/.test(raw)) return false;
  const address = readAddress(raw);
  if (address.kind === "sos") return true;
  if (address.kind !== "number") return false;
  const { dialled, phoneContext } = address;
  const plus = dialled.startsWith("+");
  if (plus && dialled.length > "+911".length) return false;
  const code = plus ? dialled.slice(1) : dialled;
  if (isEmergencyCode(code, phoneContext === null ? null : countryOfContext(phoneContext, null))) return true;
  const asked = typeof countries === "function" ? countries() : countries;
  return asked.some((country) => isEmergencyCode(code, knownCountry(country)));
}
