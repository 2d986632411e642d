/**
 * Short numbers: emergency services and service codes, which are not E.164 and depend on where they are dialled.
 * libphonenumber-js knows none of them (it would make +1911 of a US 911), Google's ShortNumberInfo does.
 */
import google from "google-libphonenumber";
import type { CountryCode } from "libphonenumber-js/max";
import type { NumberClass } from "../domain/number.ts";
import { Recent } from "./recent.ts";

const { ShortNumberInfo, PhoneNumber } = google;
const shortNumbers = ShortNumberInfo.getInstance();

/** 3GPP TS 22.101 10.1.1: these two are emergency calls wherever they are dialled. */
const EVERYWHERE = new Set(["112", "911"]);
/** 118 calls the Japan Coast Guard; the numbering data lists it as a mere service code. */
const MISSING = new Set(["JP118"]);
/** The longest emergency numbers of the data have five digits (ZA 10111). */
const LONGEST_EMERGENCY = 6;
const LONGEST_SHORT_CODE = 8;
/** Numbering plans keep 1xx for services, also those that the data leaves out (JP 117, the time). */
const SERVICE_CODE = /^1\d\d$/;

const emergencies = new Recent<boolean>(5_000);

/** Whether exactly these digits, dialled in the country, call an emergency service. */
export function isEmergencyCode(digits: string, country: CountryCode | null): boolean {
  if (EVERYWHERE.has(digits)) return true;
  if (country === null || digits.length > LONGEST_EMERGENCY) return false;
  const key = country + digits;
  const known = emergencies.get(key);
  if (known !== undefined) return known;
  const answer = MISSING.has(key) || shortNumbers.isEmergencyNumber(digits, country);
  emergencies.set(key, answer);
  return answer;
}

/** `premium` or `special` for a service code of the country; null for what is no such code there. */
export function shortCodeClass(digits: string, country: CountryCode, callingCode: number): NumberClass | null {
  if (digits.length > LONGEST_SHORT_CODE) return null;
  const number = new PhoneNumber();
  number.setCountryCode(callingCode);
  number.setNationalNumber(Number(digits));
  const zeros = /^0*/.exec(digits)?.[0].length ?? 0;
  if (zeros > 0) {
    number.setItalianLeadingZero(true);
    number.setNumberOfLeadingZeros(zeros);
  }
  if (!shortNumbers.isValidShortNumberForRegion(number, country)) return SERVICE_CODE.test(digits) ? "special" : null;
  const premium = google.ShortNumberInfo.ShortNumberCost.PREMIUM_RATE;
  return shortNumbers.getExpectedCostForRegion(number, country) === premium ? "premium" : "special";
}
