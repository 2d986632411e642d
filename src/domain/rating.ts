/**
 * Rating: what a call of n seconds costs by a tariff. A tariff is a connection fee and steps; in each step the part of
 * the call that falls in it is rounded up to that step's increment, which may run past the step or the call
 * (contract.md, "Rate deck CSV"). The price stays an exact fraction; `roundToMicros` is applied once, by who charges.
 */
import {
  addFractions,
  formatPicos,
  type Fraction,
  parsePicos,
  type Picos,
  type Rounding,
  type RoundingMethod,
  ZERO,
} from "./money.ts";

export interface TariffStep {
  /** Second of the call at which the step begins; the first step begins at 0, each later one after the one before. */
  fromSeconds: number;
  pricePicos: Picos;
  /** The price is for this many seconds. */
  perSeconds: number;
  /** The part of the call in this step is rounded up to a multiple of this. */
  incrementSeconds: number;
}

export interface Tariff {
  connectionFeePicos: Picos;
  steps: readonly TariffStep[];
  rounding: Rounding;
}

export interface Rated {
  /** Exact, in pico-units, with the connection fee; zero for a call of zero seconds. */
  raw: Fraction;
  /** The seconds that are paid for: every step's part rounded up to its increment. */
  billedSeconds: number;
}

const roundUpToIncrement = (seconds: number, incrementSeconds: number): number =>
  Math.ceil(seconds / incrementSeconds) * incrementSeconds;

/** The exact price of the first `seconds` of a call (whole seconds, 0 or more). */
export function rate(tariff: Tariff, seconds: number): Rated {
  if (seconds <= 0) return { raw: ZERO, billedSeconds: 0 };
  let raw: Fraction = ZERO;
  let billedSeconds = 0;
  for (let i = 0; i < tariff.steps.length; i++) {
    const step = tariff.steps[i]!;
    if (seconds <= step.fromSeconds) break;
    const end = tariff.steps[i + 1]?.fromSeconds ?? Infinity;
    const billed = roundUpToIncrement(Math.min(seconds, end) - step.fromSeconds, step.incrementSeconds);
    billedSeconds += billed;
    const part = { numerator: step.pricePicos * BigInt(billed), denominator: BigInt(step.perSeconds) };
    raw = i === 0 ? part : addFractions(raw, part);
  }
  if (tariff.connectionFeePicos > 0n)
    raw = addFractions(raw, { numerator: tariff.connectionFeePicos, denominator: 1n });
  return { raw, billedSeconds };
}

/** A deck row's tariff: the initial increment is a first step, the following increment the rest (contract.md). */
export function tariffOfRow(row: {
  pricePerMinutePicos: Picos;
  connectionFeePicos: Picos;
  initialIncrementSeconds: number;
  incrementSeconds: number;
}): Tariff {
  const step = (fromSeconds: number, incrementSeconds: number): TariffStep => ({
    fromSeconds,
    pricePicos: row.pricePerMinutePicos,
    perSeconds: 60,
    incrementSeconds,
  });
  const first = step(0, row.initialIncrementSeconds);
  const same = row.initialIncrementSeconds === row.incrementSeconds;
  return {
    connectionFeePicos: row.connectionFeePicos,
    steps: same ? [first] : [first, step(row.initialIncrementSeconds, row.incrementSeconds)],
    rounding: { method: "half-up", decimals: 6 },
  };
}

/** A tariff as it stands in files and answers: decimals as strings. */
export interface TariffJson {
  connectionFee: string;
  steps: { fromSeconds: number; price: string; perSeconds: number; incrementSeconds: number }[];
  rounding: { method: RoundingMethod; decimals: number };
}

export function tariffToJson(tariff: Tariff): TariffJson {
  return {
    connectionFee: formatPicos(tariff.connectionFeePicos),
    steps: tariff.steps.map((step) => ({
      fromSeconds: step.fromSeconds,
      price: formatPicos(step.pricePicos),
      perSeconds: step.perSeconds,
      incrementSeconds: step.incrementSeconds,
    })),
    rounding: tariff.rounding,
  };
}

/** What is wrong with a tariff, each with the JSON pointer of the field; or the tariff. */
export function parseTariff(json: TariffJson): { tariff: Tariff } | { errors: { pointer: string; message: string }[] } {
  const errors: { pointer: string; message: string }[] = [];
  const price = (text: string, pointer: string): Picos => {
    const picos = parsePicos(text);
    if (picos === undefined || picos < 0n) errors.push({ pointer, message: `"${text}" is not a price of 0 or more` });
    return picos ?? 0n;
  };
  const connectionFeePicos = price(json.connectionFee, "/connectionFee");
  if (json.steps.length === 0) errors.push({ pointer: "/steps", message: "a tariff needs at least one step" });
  const steps = json.steps.map((step, i): TariffStep => {
    const before = json.steps[i - 1];
    if (before ? step.fromSeconds <= before.fromSeconds : step.fromSeconds !== 0)
      errors.push({
        pointer: `/steps/${i}/fromSeconds`,
        message: before ? "steps must begin one after the other" : "the first step must begin at 0",
      });
    return { ...step, pricePicos: price(step.price, `/steps/${i}/price`) };
  });
  return errors.length > 0 ? { errors } : { tariff: { connectionFeePicos, steps, rounding: json.rounding } };
}
