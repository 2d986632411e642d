/** Numbers that stand for a country, where somebody asks about the country alone. */
import google from "google-libphonenumber";
import { knownCountry } from "./e164.ts";

const { PhoneNumberFormat, PhoneNumberType, PhoneNumberUtil } = google;
const TYPES = {
  mobile: PhoneNumberType.MOBILE,
  fixed: PhoneNumberType.FIXED_LINE,
  "toll-free": PhoneNumberType.TOLL_FREE,
} as const;
export type ExampleKind = keyof typeof TYPES;

/** A number of the country's numbering plan, in E.164; undefined for a country without one of its own of that kind. */
export function exampleNumber(country: string, kind: ExampleKind = "mobile"): string | undefined {
  const known = knownCountry(country);
  if (known === null) return undefined;
  const util = PhoneNumberUtil.getInstance();
  const number = util.getExampleNumberForType(known, TYPES[kind]);
  // Some plans are told of by calling code and type only.
  return number ? util.format(number, PhoneNumberFormat.E164) : undefined;
}
