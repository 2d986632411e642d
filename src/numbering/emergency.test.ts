import { getCountries } from "libphonenumber-js/max";
import { expect, test } from "vitest";
import { isEmergency } from "./emergency.ts";

/** Dialled, where (user, number, switch) -> an emergency or not. */
const CASES: [string, string[], boolean][] = [
  ["911", [], true],
  ["112", [], true],
  ["911", ["JP"], true],
  ["112", ["US"], true],
  ["9-1-1", ["US"], true],
  ["+911", ["US"], true],
  ["sip:911@sbc.example.com;user=phone", [], true],
  ["sip:112;phone-context=example.com@sbc.example.com", [], true],
  ["tel:911", [], true],
  ["<tel:911>", [], true],
  ["tel:999;phone-context=+44", [], true],
  ["urn:service:sos", [], true],
  ["URN:service:sos.police", [], true],
  ["<urn:service:sos.ecall.automatic>", [], true],
  ["110", ["JP"], true],
  ["118", ["JP"], true],
  ["119", ["JP"], true],
  ["999", ["GB"], true],
  ["999", ["US", "GB"], true],
  ["000", ["AU"], true],
  ["15", ["FR"], true],
  ["110", ["DE"], true],
  ["190", ["BR"], true],
  ["111", ["NZ"], true],
  ["10111", ["ZA"], true],
  ["999", [], false],
  ["999", ["US"], false],
  ["118", ["US"], false],
  ["9112345678", ["US"], false],
  ["91123", ["US"], false],
  ["+1911", ["US"], false],
  ["+112345678", ["US"], false],
  ["1911", ["US"], false],
  ["+44999", ["GB"], false],
  ["411", ["US"], false],
  ["urn:service:sosial", [], false],
  ["urn:service:counseling", [], false],
  ["sip:ann911@sbc.example.com", ["US"], false],
  ["911", ["XX", "__proto__", ""], true],
  ["999", ["XX", "__proto__", "constructor", "gb"], false],
  ["", ["US"], false],
  ["911\u0000", ["US"], false],
];

test.each(CASES)("%j dialled in %j: %s", (raw, countries, expected) => {
  expect(isEmergency(raw, countries)).toBe(expected);
});

test("every country can call 112 and 911", () => {
  const without = getCountries().filter((country) => !isEmergency("112", [country]) || !isEmergency("911", [country]));
  expect(without).toEqual([]);
});
