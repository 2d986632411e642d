import { describe, expect, test } from "vitest";
import { tariff } from "../../test/support/calls.ts";
import { chargeAmount, coveredSeconds, fund, holdAmount, type Terms } from "./funding.ts";
import { formatMicros, parseMicros } from "./money.ts";

const terms = (about: Partial<Terms> = {}): Terms => ({
  free: false,
  pools: ["home", "away"],
  credits: true,
  postUsage: false,
  tariff: tariff("0.10", 30, 6, "0.05"),
  ...about,
});

const words = (what: Terms, seconds: number, minutes: number[]): string => {
  const funding = fund(what, seconds, minutes);
  const pools = funding.poolUses.map((use) => `${use.pool} ${use.minutes} min`);
  const money = chargeAmount(what, funding.money);
  return [...pools, ...(money > 0n ? [formatMicros(money)] : [])].join(", ") || "nothing";
};

describe("who pays, with 2 minutes in the pool, a fee of 0.05 and 0.10 a minute at 30/6", () => {
  test.each([
    // the table of architecture.md 4
    [150, 2, "home 2 min, 0.05"],
    [121, 2, "home 2 min, 0.01"],
    [120, 2, "home 2 min"],
    [150, 0, "0.3"],
    // a minute that is begun is the pool's, and the fee is due only if money pays the first second
    [0, 2, "nothing"],
    [1, 2, "home 1 min"],
    [60, 2, "home 1 min"],
    [61, 2, "home 2 min"],
    [126, 2, "home 2 min, 0.01"],
    [127, 2, "home 2 min, 0.02"],
    // without a pool: the fee, the first 30 seconds, then every 6
    [0, 0, "nothing"],
    [1, 0, "0.1"],
    [30, 0, "0.1"],
    [31, 0, "0.11"],
  ])("%i s with %i min left: %s", (seconds, minutes, paid) => {
    expect(words(terms(), seconds, [minutes])).toBe(paid);
  });
});

describe("several pools, then money", () => {
  test.each([
    [60, [1, 1], "home 1 min"],
    [61, [1, 1], "home 1 min, away 1 min"],
    [120, [0, 2], "away 2 min"],
    [181, [1, 2], "home 1 min, away 2 min, 0.01"],
    [180, [2, 5], "home 2 min, away 1 min"],
  ])("%i s with %j min left: %s", (seconds, minutes, paid) => {
    expect(words(terms(), seconds, minutes)).toBe(paid);
  });

  test("an increment that was begun in the pool's time is the pool's, also where it runs past the minute", () => {
    const sevens = terms({ tariff: tariff("0.10", 7) });
    expect(words(sevens, 63, [1])).toBe("home 1 min");
    expect(words(sevens, 64, [1])).toBe("home 1 min, 0.011667");
  });
});

describe("how far the sources reach: whole increments, or nothing", () => {
  test.each([
    ["credits for the fee and 30 s, and a little more", terms(), "0.109", [], 600, 30],
    ["one increment of 6 s more", terms(), "0.11", [], 600, 36],
    ["less than the first increment", terms(), "0.099999", [], 600, 0],
    ["what is asked, where that is less", terms(), "10", [], 100, 100],
    ["a pool and nothing else", terms(), "0", [2], 600, 120],
    ["a pool and one increment of money", terms(), "0.01", [2], 600, 126],
    ["two pools", terms(), "0", [1, 2], 600, 180],
    ["a pool, and money that may not pay", terms({ credits: false }), "10", [2], 600, 120],
    ["no price: money cannot pay", terms({ tariff: null }), "10", [2], 600, 120],
    ["no price and no pool", terms({ tariff: null }), "10", [], 600, 0],
    ["post-usage pays everything", terms({ credits: false, postUsage: true }), "0", [], 600, 600],
    ["credits and then post-usage", terms({ postUsage: true }), "0.001", [], 600, 600],
    ["a free call", terms({ free: true }), "0", [], 86_400, 86_400],
    ["minutes of 60 s with 0.25 for 0.10 each", terms({ tariff: tariff("0.10") }), "0.25", [], 600, 120],
  ])("%s", (_, what, credits, minutes, asked, covered) => {
    expect(coveredSeconds(what, asked, { minutes, credits: parseMicros(credits)!, postUsage: null })).toBe(covered);
  });
});

describe("what is held and what is charged", () => {
  test.each([
    ["0.1", 6, "0.1", "0.1"],
    ["0.001", 7, "0.000117", "0.000117"],
    ["0.0001", 1, "0.000002", "0.000002"],
    ["0.00001", 1, "0.000001", "0"],
  ])("%s a minute, %i s increments: %s held, %s charged", (price, increment, held, charged) => {
    const what = terms({ tariff: tariff(price, increment), pools: [] });
    const { money } = fund(what, increment === 6 ? 60 : increment, []);
    expect([formatMicros(holdAmount(what, money)), formatMicros(chargeAmount(what, money))]).toEqual([held, charged]);
  });

  test("the billed seconds are the pool's minutes and the increments that money pays", () => {
    expect(fund(terms(), 121, [2]).billedSeconds).toBe(126);
    expect(fund(terms(), 31, []).billedSeconds).toBe(36);
    expect(fund(terms(), 61, [2]).billedSeconds).toBe(120);
    expect(fund(terms(), 0, [2]).billedSeconds).toBe(0);
  });
});
