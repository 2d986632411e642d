/**
 * Reads the numbers that switches send. What the numbering data calls invalid is read all the same; refused is only what
 * cannot be a number or a caller's name at all. Nothing here throws.
 */
import { getCountryCallingCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { CountryCode } from "libphonenumber-js/max";
import { isDialable } from "../domain/number.ts";
import type { PhoneNumber } from "../domain/number.ts";
import { quote, readAddress } from "./address.ts";
import { countryOfContext, knownCountry, place, placeValid } from "./e164.ts";
import { Recent } from "./recent.ts";
import { isEmergencyCode, shortCodeClass } from "./short.ts";

export interface NumberContext {
  /** ISO alpha-2 of the user, number or switch: where national formats, short codes and 011 or 010 are understood. */
  country: string | null;
}
export type Unreadable = { error: string };

/**
 * Reads a number, a caller's name, or the mark of a withheld caller (the last two have class `unknown`, no digits).
 * The same text in the same country always gives the same answer; answers are shared, so do not change them.
 */
export function parseNumber(raw: string, context: NumberContext): PhoneNumber | Unreadable {
  if (raw.length > LONGEST_REMEMBERED) return read(raw, context.country);
  const key = `${context.country ?? ""} ${raw}`;
  const known = recent.get(key);
  if (known) return known;
  const answer = read(raw, context.country);
  recent.set(key, answer);
  return answer;
}

/** Reads a number that is to be called: a name or a withheld caller is an error here. */
export function parseDialled(raw: string, context: NumberContext): PhoneNumber | Unreadable {
  const number = parseNumber(raw, context);
  if ("error" in number || isDialable(number)) return number;
  return { error: `Not a phone number: ${quote(raw)}.` };
}

/**
 * The digits to look up in a rate deck: those of the E.164 number; for a short code, as decks list them, the calling
 * code of its country and the code (GB 118118 is 44118118). Empty when there is nothing to look up.
 */
export function ratingDigits(number: PhoneNumber): string {
  if (number.e164 !== null) return number.digits;
  const country = number.class === "unknown" ? null : knownCountry(number.country);
  return country && /^\d+$/.test(number.digits) ? getCountryCallingCode(country) + number.digits : "";
}

/** Two generations of 10,000: enough for the callers of a busy hour, about 8 MB when full. */
const recent = new Recent<PhoneNumber | Unreadable>(10_000);
const LONGEST_REMEMBERED = 64;
const LONGEST_E164 = 15;
const SHORTEST_E164 = 4;
/** Bare digits this long that make no sense nationally are E.164 whose + was lost; shorter ones could be anything. */
const SHORTEST_WITHOUT_PLUS = 11;

function read(raw: string, dialledIn: string | null): PhoneNumber | Unreadable {
  const address = readAddress(raw);
  if (address.kind === "error") return { error: address.error };
  if (address.kind === "sos") return { raw, e164: null, digits: "", country: dialledIn, class: "emergency" };
  if (address.kind !== "number") return { raw, e164: null, digits: "", country: null, class: "unknown" };

  const known = knownCountry(dialledIn);
  const country = address.phoneContext === null ? known : countryOfContext(address.phoneContext, known);
  const plus = address.dialled.startsWith("+");
  const dialled = plus ? address.dialled.slice(1) : address.dialled;
  const short = readShort(raw, dialled, plus, country);
  if (short) return short;
  return plus ? international(raw, dialled, country) : national(raw, dialled, country);
}

/** Codes of the country where they are dialled, which come before E.164: 911 in the US is not +1 911. */
function readShort(raw: string, dialled: string, plus: boolean, country: CountryCode | null): PhoneNumber | null {
  const code = { raw, e164: null, digits: dialled, country };
  // Some switches put a + before whatever they dial; with three digits it cannot be E.164.
  if ((!plus || dialled.length < SHORTEST_E164) && isEmergencyCode(dialled, country)) {
    return { ...code, class: "emergency" };
  }
  if (plus) return null;
  if (/[*#]/.test(dialled)) return { ...code, class: "special" };
  const found = country && shortCodeClass(dialled, country, Number(getCountryCallingCode(country)));
  return found ? { ...code, class: found } : null;
}

function international(raw: string, digits: string, country: CountryCode | null): PhoneNumber | Unreadable {
  if (digits.length > LONGEST_E164) {
    return { error: `The number is too long: ${digits.length} digits, E.164 allows ${LONGEST_E164}.` };
  }
  if (digits.length < SHORTEST_E164) {
    return { error: `The number is too short: ${quote(raw)}, an international number has 4 to 15 digits.` };
  }
  if (digits.startsWith("0")) return { error: `No calling code begins with 0: ${quote(raw)}.` };
  return withE164(raw, place(digits, country));
}

const withE164 = (raw: string, placed: ReturnType<typeof place>): PhoneNumber => ({
  raw,
  e164: `+${placed.digits}`,
  ...placed,
});

/** Digits without a +: national, with the country's international prefix, with 00, or E.164 that lost its +. */
function national(raw: string, dialled: string, country: CountryCode | null): PhoneNumber | Unreadable {
  const parsed = country ? parsePhoneNumberFromString(dialled, { defaultCountry: country, extract: false }) : undefined;
  const type = parsed?.getType();
  if (parsed && type) return withE164(raw, placeValid(parsed, type, country));
  const abroad = parsed && country && parsed.countryCallingCode !== getCountryCallingCode(country);
  if (abroad) return international(raw, parsed.number.slice(1), country);
  if (dialled.startsWith("00") && dialled.length >= 2 + SHORTEST_E164) {
    return international(raw, dialled.slice(2), country);
  }
  // A length that exists there is a number there, although no range of it is known.
  if (parsed?.isPossible()) return international(raw, parsed.number.slice(1), country);
  if (dialled.length >= SHORTEST_WITHOUT_PLUS) {
    const whole = parsePhoneNumberFromString(`+${dialled}`, { extract: false });
    if (whole && (whole.isValid() || !country)) return international(raw, dialled, country);
    if (parsed) return international(raw, parsed.number.slice(1), country);
  }
  return unplaced(raw, dialled, country);
}

/** An extension, a local number without its area, or digits of which nobody said where they are dialled. */
function unplaced(raw: string, dialled: string, country: CountryCode | null): PhoneNumber | Unreadable {
  if (dialled.length > LONGEST_E164) {
    return { error: `The number is too long: ${dialled.length} digits, E.164 allows ${LONGEST_E164}.` };
  }
  return { raw, e164: null, digits: dialled, country, class: "unknown" };
}
