/**
 * Money is a `bigint` count of micro-units (10⁻⁶ of the currency's unit) inside, and a decimal string outside.
 * Prices keep every decimal they came with: they are pico-units (10⁻¹²), and a price of a part of a call is an exact
 * fraction of them until the one rounding that the tariff names (architecture.md 6).
 */

/** Micro-units of a currency. 1.00 USD = 1_000_000n. */
export type Micros = bigint;
/** Pico-units of a currency: a price with up to twelve decimals. 1.00 USD = 1_000_000_000_000n. */
export type Picos = bigint;

/** An exact amount in pico-units: `numerator / denominator`, denominator above zero. */
export interface Fraction {
  numerator: bigint;
  denominator: bigint;
}

export type RoundingMethod = "up" | "half-up" | "down";
export interface Rounding {
  method: RoundingMethod;
  /** 0 to 6: how many decimals the rounded amount keeps. */
  decimals: number;
}

const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,12}))?$/;

/** Reads a decimal string of at most `decimals` decimals into an integer of that scale; undefined if it is none. */
function parseDecimal(text: string, decimals: number): bigint | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  const fraction = match[3] ?? "";
  if (fraction.length > decimals && /[1-9]/.test(fraction.slice(decimals))) return undefined;
  const value = BigInt(match[2]! + fraction.slice(0, decimals).padEnd(decimals, "0"));
  return match[1] ? -value : value;
}

/** `"12.5"` → 12_500_000n. Undefined for anything that is not a plain decimal of at most six decimals. */
export const parseMicros = (text: string): Micros | undefined => parseDecimal(text, 6);
/** `"0.0125"` → 12_500_000_000n. Undefined for anything that is not a plain decimal of at most twelve decimals. */
export const parsePicos = (text: string): Picos | undefined => parseDecimal(text, 12);

function formatDecimal(value: bigint, decimals: number): string {
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, -decimals);
  const fraction = digits.slice(-decimals).replace(/0+$/, "");
  return sign + whole + (fraction ? `.${fraction}` : "");
}

/** 12_500_000n → `"12.5"`; no trailing zeros. */
export const formatMicros = (value: Micros): string => formatDecimal(value, 6);
/** 12_500_000_000n → `"0.0125"`; no trailing zeros. */
export const formatPicos = (value: Picos): string => formatDecimal(value, 12);

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };

export function addFractions(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

/** `a - b`, or zero where that is negative. */
export function subtractToZero(a: Fraction, b: Fraction): Fraction {
  const difference = addFractions(a, { numerator: -b.numerator, denominator: b.denominator });
  return difference.numerator <= 0n ? ZERO : difference;
}

/** By decimals kept, the smallest step in micro-units. */
const STEPS = [1_000_000n, 100_000n, 10_000n, 1_000n, 100n, 10n, 1n];

/** The one named rounding: an exact amount to micro-units, at the decimals and by the method of the tariff. */
export function roundToMicros(amount: Fraction, rounding: Rounding): Micros {
  const stepMicros = STEPS[rounding.decimals]!;
  const divisor = amount.denominator * stepMicros * 1_000_000n;
  const whole = amount.numerator / divisor;
  const rest = amount.numerator % divisor;
  if (rest === 0n) return whole * stepMicros;
  const up = rounding.method === "up" || (rounding.method === "half-up" && rest * 2n >= divisor);
  return (up ? whole + 1n : whole) * stepMicros;
}
