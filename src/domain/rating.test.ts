import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatMicros, type Micros, parsePicos, roundToMicros, type Rounding } from "./money.ts";
import { parseTariff, rate, type Tariff, tariffOfRow, type TariffJson, tariffToJson } from "./rating.ts";

const price = (tariff: Tariff, seconds: number): { cost: string; billedSeconds: number } => {
  const { raw, billedSeconds } = rate(tariff, seconds);
  return { cost: formatMicros(roundToMicros(raw, tariff.rounding)), billedSeconds };
};

const row = (pricePerMinute: string, fee: string, initialIncrementSeconds: number, incrementSeconds: number): Tariff =>
  tariffOfRow({
    pricePerMinutePicos: parsePicos(pricePerMinute)!,
    connectionFeePicos: parsePicos(fee)!,
    initialIncrementSeconds,
    incrementSeconds,
  });

describe("a rate row", () => {
  test.each<[string, string, number, number, number, string, number]>([
    // price a minute, fee, first increment, increment | seconds → cost, billed seconds
    ["0.10", "0.05", 30, 6, 150, "0.3", 150],
    ["0.10", "0.05", 30, 6, 121, "0.26", 126],
    ["0.10", "0.05", 30, 6, 1, "0.1", 30],
    ["0.10", "0.05", 30, 6, 30, "0.1", 30],
    ["0.10", "0.05", 30, 6, 31, "0.11", 36],
    ["0.10", "0.05", 30, 6, 0, "0", 0],
    ["0.10", "0", 60, 60, 1, "0.1", 60],
    ["0.10", "0", 60, 60, 60, "0.1", 60],
    ["0.10", "0", 60, 60, 61, "0.2", 120],
    ["0.10", "0", 1, 1, 1, "0.001667", 1],
    ["0.10", "0", 1, 1, 59, "0.098333", 59],
    ["0.10", "0", 60, 1, 61, "0.101667", 61],
    ["0.10", "0", 7, 7, 20, "0.035", 21],
    ["0.000000000001", "0", 60, 60, 86_400, "0", 86_400],
    ["0.000001", "0.0000005", 60, 60, 60, "0.000002", 60],
    ["0", "0.25", 60, 60, 600, "0.25", 600],
    ["0", "0", 60, 60, 600, "0", 600],
    ["9000000", "0", 3600, 3600, 86_400, "12960000000", 86_400],
  ])("%s a minute, fee %s, %i/%i: %i s", (perMinute, fee, initial, increment, seconds, cost, billedSeconds) =>
    expect(price(row(perMinute, fee, initial, increment), seconds)).toEqual({ cost, billedSeconds }),
  );
});

const steps: TariffJson = {
  connectionFee: "0.05",
  steps: [
    { fromSeconds: 0, price: "0.1", perSeconds: 60, incrementSeconds: 60 },
    { fromSeconds: 90, price: "0.02", perSeconds: 1, incrementSeconds: 10 },
    { fromSeconds: 200, price: "1", perSeconds: 3600, incrementSeconds: 7 },
  ],
  rounding: { method: "up", decimals: 4 },
};
const tariffOf = (json: TariffJson): Tariff => {
  const parsed = parseTariff(json);
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.tariff;
};

describe("a tariff in steps", () => {
  test.each([
    [0, "0", 0],
    [1, "0.15", 60],
    [60, "0.15", 60],
    [61, "0.25", 120],
    [90, "0.25", 120], // the second minute runs past the end of its step
    [91, "0.45", 130], // and the next step is paid on top
    [200, "2.45", 230],
    [201, "2.452", 237], // 7 s at 1 an hour: 0.00194…, rounded up at four decimals
  ])("%i s", (seconds, cost, billedSeconds) =>
    expect(price(tariffOf(steps), seconds)).toEqual({ cost, billedSeconds }),
  );

  test.each([
    ["up", 6, "0.016667"],
    ["half-up", 6, "0.016667"],
    ["down", 6, "0.016666"],
    ["half-up", 2, "0.02"],
    ["down", 2, "0.01"],
    ["up", 0, "1"],
  ] as const)("is rounded once, %s at %i decimals", (method, decimals, cost) => {
    const tariff = tariffOf({
      connectionFee: "0",
      steps: [{ fromSeconds: 0, price: "0.1", perSeconds: 60, incrementSeconds: 10 }],
      rounding: { method, decimals },
    });
    expect(price(tariff, 3)).toEqual({ cost, billedSeconds: 10 });
  });

  test("is read and written without loss", () => expect(tariffToJson(tariffOf(steps))).toEqual(steps));

  test.each<[string, Partial<TariffJson>, string]>([
    ["a fee below zero", { connectionFee: "-1" }, "/connectionFee"],
    ["a fee that is none", { connectionFee: "free" }, "/connectionFee"],
    ["no steps", { steps: [] }, "/steps"],
    ["a first step that begins late", { steps: steps.steps.slice(1) }, "/steps/0/fromSeconds"],
    ["steps out of order", { steps: [steps.steps[0]!, steps.steps[2]!, steps.steps[1]!] }, "/steps/2/fromSeconds"],
    ["a price with 13 decimals", { steps: [{ ...steps.steps[0]!, price: "0.0000000000001" }] }, "/steps/0/price"],
  ])("is refused with %s", (_what, change, pointer) => {
    const parsed = parseTariff({ ...steps, ...change });
    expect("errors" in parsed && parsed.errors.map((error) => error.pointer)).toEqual([pointer]);
  });
});

const anyRounding: fc.Arbitrary<Rounding> = fc.record({
  method: fc.constantFrom("up", "half-up", "down"),
  decimals: fc.integer({ min: 0, max: 6 }),
});
const anyTariff: fc.Arbitrary<Tariff> = fc
  .record({
    connectionFeePicos: fc.bigInt(0n, 10n ** 13n),
    gaps: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 3 }),
    prices: fc.array(
      fc.record({
        pricePicos: fc.bigInt(0n, 10n ** 13n),
        perSeconds: fc.integer({ min: 1, max: 3600 }),
        incrementSeconds: fc.integer({ min: 1, max: 120 }),
      }),
      { minLength: 4, maxLength: 4 },
    ),
    rounding: anyRounding,
  })
  .map(({ connectionFeePicos, gaps, prices, rounding }) => {
    let from = 0;
    const begins = [0, ...gaps.map((gap) => (from += gap))];
    return {
      connectionFeePicos,
      steps: begins.map((fromSeconds, i) => ({ fromSeconds, ...prices[i]! })),
      rounding,
    };
  });
const anySeconds = fc.integer({ min: 0, max: 2000 });

/** Pays increment by increment over a common denominator, and rounds by counting whole steps: slow, and another way. */
function slowly(tariff: Tariff, seconds: number): { cost: Micros; billedSeconds: number } {
  if (seconds === 0) return { cost: 0n, billedSeconds: 0 };
  const common = tariff.steps.reduce((product, step) => product * BigInt(step.perSeconds), 1n);
  let total = tariff.connectionFeePicos * common;
  let billedSeconds = 0;
  for (const [i, step] of tariff.steps.entries()) {
    const end = Math.min(seconds, tariff.steps[i + 1]?.fromSeconds ?? seconds);
    for (let second = step.fromSeconds; second < end; second += step.incrementSeconds) {
      total += (step.pricePicos * BigInt(step.incrementSeconds) * common) / BigInt(step.perSeconds);
      billedSeconds += step.incrementSeconds;
    }
  }
  const unit = 10n ** BigInt(12 - tariff.rounding.decimals) * common;
  const offset = { up: unit - 1n, "half-up": unit / 2n, down: 0n }[tariff.rounding.method];
  const evenUnit = unit % 2n === 0n || tariff.rounding.method !== "half-up";
  expect(evenUnit, "half a unit is a whole number, since 10^6 divides it").toBe(true);
  return { cost: ((total + offset) / unit) * 10n ** BigInt(6 - tariff.rounding.decimals), billedSeconds };
}

describe("for any tariff", () => {
  test("the price is that of a slow reference, to the micro-unit", () =>
    fc.assert(
      fc.property(anyTariff, anySeconds, (tariff, seconds) => {
        const { raw, billedSeconds } = rate(tariff, seconds);
        expect({ cost: roundToMicros(raw, tariff.rounding), billedSeconds }).toEqual(slowly(tariff, seconds));
      }),
      { numRuns: 500 },
    ));

  test("a longer call never costs less, and no second goes unpaid", () =>
    fc.assert(
      fc.property(anyTariff, anySeconds, anySeconds, (tariff, seconds, more) => {
        const shorter = rate(tariff, seconds);
        const longer = rate(tariff, seconds + more);
        expect(roundToMicros(longer.raw, tariff.rounding)).toBeGreaterThanOrEqual(
          roundToMicros(shorter.raw, tariff.rounding),
        );
        expect(longer.billedSeconds).toBeGreaterThanOrEqual(seconds + more);
      }),
      { numRuns: 500 },
    ));
});
