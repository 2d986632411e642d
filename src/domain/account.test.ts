import { describe, expect, test } from "vitest";
import { type Agreement, drawLots, forfeits, heldByLot, type Lot, modeOf } from "./account.ts";

const NOW = 1000;

/** `7: 30 ends 2000, promotional`: lot 7 with 30 left. Promotional lots are drawn before bought ones. */
function lots(...texts: string[]): Lot[] {
  return texts.map((text) => {
    const [, id, remaining, endsAt, promotional] = /^(\d+): (\d+) ends (\d+)(, promotional)?$/.exec(text)!;
    const left = BigInt(remaining!);
    return {
      id: Number(id),
      granted: 100n,
      remaining: left,
      priority: promotional ? 0 : 1,
      source: promotional ? "promotion" : "top-up",
      purchasedAt: 0,
      endsAt: Number(endsAt),
    };
  });
}

const words = (draws: Iterable<{ lot: number; amount: bigint }>): string =>
  [...draws].map(({ lot, amount }) => `${amount} of ${lot}`).join(", ") || "nothing";

describe("which lots are drawn: promotional ones, then what ends first, then what was bought first", () => {
  test.each([
    ["one is enough", 30n, ["1: 50 ends 2000"], "30 of 1"],
    ["what ends first", 30n, ["1: 50 ends 3000", "2: 50 ends 2000"], "30 of 2"],
    ["the same end: bought first", 30n, ["2: 50 ends 2000", "1: 50 ends 2000"], "30 of 1"],
    ["promotional first", 30n, ["1: 50 ends 2000", "2: 50 ends 9000, promotional"], "30 of 2"],
    ["two lots pay", 70n, ["1: 50 ends 2000", "2: 50 ends 3000"], "50 of 1, 20 of 2"],
    ["an empty one is passed over", 10n, ["1: 0 ends 2000", "2: 50 ends 3000"], "10 of 2"],
    ["nothing is asked", 0n, ["1: 50 ends 2000"], "nothing"],
  ])("%s", (_, amount, open, drawn) => {
    const { draws, short } = drawLots(lots(...open), amount);
    expect([words(draws), short]).toEqual([drawn, 0n]);
  });

  test("what they do not cover is told", () => {
    expect(drawLots(lots("1: 50 ends 2000"), 80n).short).toBe(30n);
  });

  test("holds are shown on the lots that would be drawn", () => {
    const held = heldByLot(lots("1: 50 ends 3000", "2: 50 ends 2000"), 60n);
    expect([...held]).toEqual([
      [2, 50n],
      [1, 10n],
    ]);
  });
});

describe("what is forfeited: what has ended, less what calls in progress hold", () => {
  test.each([
    ["nothing has ended", 0n, ["1: 50 ends 1001"], "nothing"],
    ["at the instant of its end", 0n, ["1: 50 ends 1000"], "50 of 1"],
    ["less what is held", 20n, ["1: 50 ends 900"], "30 of 1"],
    ["all of it is held", 50n, ["1: 50 ends 900"], "nothing"],
    ["more is held than has ended", 70n, ["1: 50 ends 900", "2: 50 ends 2000"], "nothing"],
    ["two have ended: what is held is of the first", 20n, ["1: 50 ends 800", "2: 50 ends 900"], "50 of 2, 30 of 1"],
    ["open lots stay", 0n, ["1: 50 ends 900", "2: 50 ends 2000"], "50 of 1"],
  ])("%s", (_, held, open, forfeited) => {
    const all = lots(...open);
    const available = all.reduce((total, lot) => total + lot.remaining, 0n) - held;
    expect(words(forfeits(all, { available, held }, NOW))).toBe(forfeited);
  });

  test("never more than is available: what is frozen stays for who disputes it", () => {
    expect(words(forfeits(lots("1: 50 ends 900"), { available: 10n, held: 0n }, NOW))).toBe("10 of 1");
  });
});

describe("the mode (domain.md 1.6)", () => {
  test.each<[Agreement, bigint, bigint, boolean, string]>([
    ["direct", 10n, 0n, false, "prepaid"],
    ["direct", 0n, 0n, true, "prepaid"],
    ["enterprise", 0n, 0n, false, "prepaid"],
    ["partner", 0n, 0n, true, "prepaid"],
    ["customer", 10n, 0n, true, "draining"],
    ["customer", 0n, 10n, true, "draining"],
    ["customer", 10n, 0n, false, "draining"],
    ["customer", 0n, 0n, true, "post-usage"],
    ["customer", 0n, 0n, false, "unfunded"],
  ])("%s with %d available, %d held, pay-as-you-go %s: %s", (agreement, available, held, payAsYouGo, mode) => {
    expect(modeOf(agreement, { available, held, payAsYouGo })).toBe(mode);
  });
});
