import { expect, test } from "vitest";
import { isDialable } from "./number.ts";
import type { PhoneNumber } from "./number.ts";

const withheld: PhoneNumber = { raw: "anonymous", e164: null, digits: "", country: null, class: "unknown" };

test("a withheld caller cannot be called back, an extension and an emergency service can be called", () => {
  expect(isDialable(withheld)).toBe(false);
  expect(isDialable({ ...withheld, raw: "4711", digits: "4711" })).toBe(true);
  expect(isDialable({ ...withheld, raw: "urn:service:sos", class: "emergency" })).toBe(true);
});
