import { expect, test } from "vitest";
import { priceCall } from "./rate.ts";

const tariff = {
  connectionFee: "0",
  steps: [{ fromSeconds: 0, price: "0.1", perSeconds: 60, incrementSeconds: 60 }],
  rounding: { method: "half-up", decimals: 6 },
};
const step = tariff.steps[0]!;

test.each([
  ["0", { cost: "0", billedSeconds: 0 }],
  ["1", { cost: "0.1", billedSeconds: 60 }],
  ["61", { cost: "0.2", billedSeconds: 120 }],
  ["1000000000", { cost: "1666666.7", billedSeconds: 1_000_000_020 }],
])("%s seconds", (seconds, priced) => expect(priceCall(JSON.stringify(tariff), seconds)).toEqual(priced));

test.each(["-1", "1.5", "1e3", "", "abc", "1000000001", " 1"])("%j is no duration", (seconds) =>
  expect(priceCall(JSON.stringify(tariff), seconds)).toMatchObject({ errors: [expect.stringContaining("--seconds")] }),
);

test.each<[string, unknown, string]>([
  ["a list", [], "/: "],
  ["nothing", null, "/: "],
  ["no rounding", { ...tariff, rounding: undefined }, "/rounding: "],
  ["a price that is a number", { ...tariff, steps: [{ ...step, price: 0.1 }] }, "/steps/0/price: "],
  ["a price below zero", { ...tariff, steps: [{ ...step, price: "-0.1" }] }, "/steps/0/price: "],
  ["an increment of nothing", { ...tariff, steps: [{ ...step, incrementSeconds: 0 }] }, "/steps/0/incrementSeconds: "],
  ["a price for no time", { ...tariff, steps: [{ ...step, perSeconds: 0 }] }, "/steps/0/perSeconds: "],
  ["no steps", { ...tariff, steps: [] }, "/steps: "],
  ["seven decimals", { ...tariff, rounding: { method: "up", decimals: 7 } }, "/rounding/decimals: "],
  ["another method", { ...tariff, rounding: { method: "half-even", decimals: 2 } }, "/rounding/method: "],
])("a tariff of %s is refused, naming the field", (_what, json, start) =>
  expect(priceCall(JSON.stringify(json), "60")).toEqual({ errors: [expect.stringMatching(new RegExp(`^${start}`))] }),
);

test("what is not JSON is refused", () => {
  expect(priceCall("{", "60")).toMatchObject({ errors: [expect.stringContaining("not JSON")] });
});
