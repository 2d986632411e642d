/**
 * The country and class of an international number. Numbers that the numbering data calls invalid are taken all the
 * same (new ranges are dialled before data lists them): they are classed like the valid numbers they resemble.
 */
import google from "google-libphonenumber";
import { getCountryCallingCode, isSupportedCountry, Metadata, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { CountryCode, NumberType, PhoneNumber as Parsed } from "libphonenumber-js/max";
import type { NumberClass } from "../domain/number.ts";
import { Recent } from "./recent.ts";

interface CountryAndClass {
  country: string | null;
  class: NumberClass;
}
interface Placed extends CountryAndClass {
  /** As given, but for a trunk prefix that does not belong there: 44 (0)20 7946 0100. */
  digits: string;
}
type KnownType = Exclude<NumberType, undefined>;

/** Calling codes of networks and services, which have no country. */
const WITHOUT_COUNTRY = new Map<string, NumberClass>([
  ["800", "toll-free"],
  ["808", "shared-cost"],
  ["870", "satellite"],
  ["878", "special"],
  ["881", "satellite"],
  ["882", "satellite"],
  ["883", "satellite"],
  ["888", "special"],
  ["979", "premium"],
]);

const CLASS_OF: Record<KnownType, NumberClass> = {
  FIXED_LINE: "geographic",
  FIXED_LINE_OR_MOBILE: "geographic",
  VOIP: "geographic",
  MOBILE: "mobile",
  PAGER: "mobile",
  TOLL_FREE: "toll-free",
  PREMIUM_RATE: "premium",
  SHARED_COST: "shared-cost",
  UAN: "shared-cost",
  PERSONAL_NUMBER: "special",
  VOICEMAIL: "special",
};

/** @param digits 4 to 15 digits, the first not 0. @param from country where it is dialled, if known. */
export function place(digits: string, from: CountryCode | null): Placed {
  const network = WITHOUT_COUNTRY.get(digits.slice(0, 3));
  if (network) return { digits, country: null, class: network };
  const parsed = parsePhoneNumberFromString(`+${digits}`, { extract: false });
  if (!parsed) return { digits, country: null, class: "unknown" };
  const type = parsed.getType();
  if (type) return placeValid(parsed, type, from);
  return { digits, ...atHome(resembled(parsed), parsed.countryCallingCode, from) };
}

/** For a number that the data calls valid, which is to say that it has a type. */
export function placeValid(parsed: Parsed, type: KnownType, from: CountryCode | null): Placed {
  const digits = parsed.number.slice(1);
  const network = WITHOUT_COUNTRY.get(parsed.countryCallingCode);
  if (network) return { digits, country: null, class: network };
  return { digits, ...atHome(countryAndClass(parsed, type), parsed.countryCallingCode, from) };
}

/** The calling code's country or, where several share it, the one that the data names first: US for 1, GB for 44. */
function mainCountry(callingCode: string): CountryCode | null {
  return knownCountry(google.PhoneNumberUtil.getInstance().getRegionCodeForCountryCode(Number(callingCode)));
}

/** The country if the numbering data has it, else null: what is unknown must not make the libraries throw. */
export function knownCountry(country: string | null): CountryCode | null {
  return country !== null && /^[A-Z]{2}$/.test(country) && isSupportedCountry(country) ? country : null;
}

const countryAndClass = (parsed: Parsed, type: KnownType): CountryAndClass => ({
  country: parsed.country ?? mainCountry(parsed.countryCallingCode),
  class: CLASS_OF[type],
});

/**
 * Freephone and premium numbers of +1 are dialled in all of North America, and the data gives them to the US; a
 * Canadian's 1-800 call stays in Canada.
 */
function atHome(placed: CountryAndClass, callingCode: string, from: CountryCode | null): CountryAndClass {
  const shared = callingCode === "1" && (placed.class === "toll-free" || placed.class === "premium");
  return shared && from && getCountryCallingCode(from) === "1" ? { ...placed, country: from } : placed;
}

/**
 * Keeps ever fewer of the first digits until they begin a valid number; six tell a range. What is too long is cut,
 * because exchanges ignore what is dialled after a full number: a premium number with one digit more is still one.
 * Slow (0.1 ms), hence remembered by those six digits.
 */
function resembled(parsed: Parsed): CountryAndClass {
  const { countryCallingCode, nationalNumber } = parsed;
  const main = mainCountry(countryCallingCode);
  const length = nearestLength(main, nationalNumber.length);
  const start = nationalNumber.slice(0, Math.min(length, TELLING));
  const key = `${countryCallingCode} ${start} ${length}`;
  const known = resemblances.get(key);
  if (known) return known;
  const answer = resemblance(countryCallingCode, start, length) ?? {
    country: parsed.country ?? main,
    class: "unknown",
  };
  resemblances.set(key, answer);
  return answer;
}

const TELLING = 6;
const resemblances = new Recent<CountryAndClass>(5_000);

function resemblance(callingCode: string, start: string, length: number): CountryAndClass | undefined {
  for (let kept = start.length; kept >= 1; kept--) {
    const alike = start.slice(0, kept).padEnd(length, "2");
    // The others are for a number with a digit too few or too many, where the country has numbers of that length too.
    for (const candidate of [alike, `${alike}2`, alike.slice(0, -1)]) {
      const found = parsePhoneNumberFromString(`+${callingCode}${candidate}`, { extract: false });
      const type = found?.getType();
      if (found && type) return countryAndClass(found, type);
    }
  }
  return undefined;
}

/** The longest length of the country's numbers that is not above this one; its shortest when all are. */
function nearestLength(country: CountryCode | null, length: number): number {
  const metadata = new Metadata();
  if (country) metadata.selectNumberingPlan(country);
  const possible = metadata.numberingPlan?.possibleLengths() ?? [length];
  const shorter = possible.filter((each) => each <= length);
  return shorter.length > 0 ? Math.max(...shorter) : Math.min(...possible);
}

/** The country of a global phone-context (`+44`, `+1-206`): the calling code it begins with. */
export function countryOfContext(phoneContext: string, from: CountryCode | null): CountryCode | null {
  const digits = phoneContext.replace(/\D/g, "");
  if (!phoneContext.startsWith("+")) return from;
  if (from && digits.startsWith(getCountryCallingCode(from))) return from;
  for (const length of [1, 2, 3]) {
    const country = mainCountry(digits.slice(0, length));
    if (country) return country;
  }
  return from;
}
