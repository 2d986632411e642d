import { describe, expect, test } from "vitest";
import { daysUntil, freeLots, type FreeLot, goneOf, leftOf } from "./runway.ts";

const DAY = 86_400_000;
/** Monday, 2 November 2026. */
const MONDAY = Date.parse("2026-11-02") / DAY;
const lot = (free: number, endsAt: string): FreeLot => ({ free, endsAt: Date.parse(endsAt) });
const evenly = (perDay: number, days: number): number[] => Array.from({ length: days }, (_, i) => perDay * (i + 1));
const left = (lots: FreeLot[], perDay: number, days = 5): number[] => [...leftOf(lots, evenly(perDay, days), MONDAY)];

describe("what is left at the end of each day, from Monday 2 November on", () => {
  test.each<[string, FreeLot[], number, number[]]>([
    ["spent to the end", [lot(25, "2027-11-02")], 10, [15, 5, 0, 0, 0]],
    ["one lot after the other", [lot(15, "2027-01-01"), lot(20, "2027-02-01")], 10, [25, 15, 5, 0, 0]],
    ["a lot that ends on Thursday is gone on Thursday", [lot(100, "2026-11-05")], 10, [90, 80, 70, 0, 0]],
    [
      "one that ends at noon may still be used in the morning",
      [lot(100, "2026-11-04T12:00:00Z")],
      10,
      [90, 80, 0, 0, 0],
    ],
    [
      "the next pays what is spent after it",
      [lot(100, "2026-11-04"), lot(30, "2027-01-01")],
      10,
      [120, 110, 20, 10, 0],
    ],
    ["forfeited though nothing is spent", [lot(100, "2026-11-04"), lot(30, "2027-01-01")], 0, [130, 130, 30, 30, 30]],
    [
      "one that has ended and is not swept yet",
      [lot(100, "2026-11-01"), lot(30, "2027-01-01")],
      0,
      [30, 30, 30, 30, 30],
    ],
    ["no lots at all", [], 10, [0, 0, 0, 0, 0]],
  ])("%s", (_what, lots, perDay, expected) => {
    expect(left(lots, perDay)).toEqual(expected);
  });

  test("never more than the day before, though the cheap edge of a band may fall", () => {
    expect([...leftOf([lot(10, "2027-11-02")], [1, 3, 2, 4], MONDAY)]).toEqual([9, 7, 7, 6]);
  });
});

test("what is gone is what was spent, whether it was there or not, and what ended", () => {
  const lots = [lot(30, "2026-11-04"), lot(5, "2027-01-01")];
  expect([...goneOf(lots, evenly(10, 5), MONDAY)]).toEqual([10, 20, 40, 50, 60]);
  expect([...goneOf(lots, evenly(0, 5), MONDAY)]).toEqual([0, 0, 30, 30, 30]);
});

test("days until no more than the trigger is left", () => {
  expect(daysUntil([90, 80, 70], 80)).toBe(1);
  expect(daysUntil([90, 80, 70], 60)).toBeNull();
});

test("what calls in progress hold and what a dispute froze is not there to be spent", () => {
  const lots = [
    { remaining: 40n, frozen: 10n, endsAt: 1 },
    { remaining: 50n, endsAt: 2 },
  ];
  expect(freeLots(lots, 35n).map(({ free }) => free)).toEqual([0, 45]);
});
