import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addFractions,
  formatMicros,
  formatPicos,
  type Fraction,
  parseMicros,
  parsePicos,
  roundToMicros,
  type RoundingMethod,
  subtractToZero,
} from "./money.ts";

describe("decimal strings", () => {
  test.each([
    ["0", 0n],
    ["12.5", 12_500_000n],
    ["-0.000001", -1n],
    ["0.1000000", 100_000n], // zeros past the sixth decimal lose nothing
    ["999999999999999.999999", 999_999_999_999_999_999_999n],
  ])("%s is %s micro-units", (text, micros) => expect(parseMicros(text)).toBe(micros));

  test.each([
    "",
    " 1",
    "1 ",
    "+1",
    "1.",
    ".5",
    "1e3",
    "0x10",
    "1,5",
    "１",
    "NaN",
    "Infinity",
    "--1",
    "0.0000001",
    "1\n",
  ])("%j is no amount", (text) => expect(parseMicros(text)).toBeUndefined());

  test("prices keep twelve decimals, and no more", () => {
    expect(parsePicos("0.000000000001")).toBe(1n);
    expect(parsePicos("0.0000000000001")).toBeUndefined();
    expect(formatPicos(12_500_000_000n)).toBe("0.0125");
  });

  test("what is written can be read again, in the shortest form", () =>
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), (value) => {
        expect(parseMicros(formatMicros(value))).toBe(value);
        expect(formatMicros(value)).not.toMatch(/\.\d*0$|\.$|^-0$/);
      }),
    ));
});

describe("rounding", () => {
  const third: Fraction = { numerator: 10n ** 12n, denominator: 3n }; // 0.333…
  test.each<[string, Fraction, RoundingMethod, number, string]>([
    ["a third", third, "down", 6, "0.333333"],
    ["a third", third, "half-up", 6, "0.333333"],
    ["a third", third, "up", 6, "0.333334"],
    ["a third", third, "half-up", 2, "0.33"],
    ["a third", third, "up", 2, "0.34"],
    ["a third", third, "up", 0, "1"],
    ["exactly half a cent", { numerator: 5n * 10n ** 9n, denominator: 1n }, "half-up", 2, "0.01"],
    ["exactly half a cent", { numerator: 5n * 10n ** 9n, denominator: 1n }, "down", 2, "0"],
    ["a hair under half a cent", { numerator: 15n * 10n ** 9n - 1n, denominator: 3n }, "half-up", 2, "0"],
    ["whole already", { numerator: 2n * 10n ** 12n, denominator: 1n }, "up", 0, "2"],
    ["nothing", { numerator: 0n, denominator: 7n }, "up", 6, "0"],
  ])("%s, %#", (_what, amount, method, decimals, expected) =>
    expect(formatMicros(roundToMicros(amount, { method, decimals }))).toBe(expected),
  );
});

const fraction = fc.record({ numerator: fc.bigInt(0n, 10n ** 15n), denominator: fc.bigInt(1n, 10_000n) });

test("adding and then taking away gives back what was there", () =>
  fc.assert(
    fc.property(fraction, fraction, (a, b) => {
      const back = subtractToZero(addFractions(a, b), b);
      expect(back.numerator * a.denominator).toBe(a.numerator * back.denominator);
    }),
  ));

test("taking away more than there is leaves nothing", () => {
  const left = subtractToZero({ numerator: 1n, denominator: 3n }, { numerator: 1n, denominator: 2n });
  expect(left.numerator).toBe(0n);
});
