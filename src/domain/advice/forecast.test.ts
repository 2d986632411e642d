import { describe, expect, test } from "vitest";
import { daysLeft, type Expected, expectedUse, paceOf } from "./forecast.ts";
import type { FreeLot } from "./runway.ts";
import { isUnusual } from "./unusual.ts";

/** Monday, 2 November 2026. */
const MONDAY = Date.parse("2026-11-02") / 86_400_000;
const ahead = (amounts: number[], days: number, partLeft = 1): Expected[] => {
  const pace = paceOf({ firstDay: MONDAY - amounts.length, amounts });
  return [...expectedUse(pace, MONDAY, partLeft)].slice(0, days);
};
const weeks = (n: number, week: number[]): number[] => Array.from({ length: n }, () => week).flat();

describe("what is expected", () => {
  test("follows the weekdays, and is certain where every week was the same", () => {
    const used = ahead(weeks(2, [10, 10, 10, 10, 10, 0, 0]), 8);
    expect(used.map(({ amount }) => amount)).toEqual([10, 20, 30, 40, 50, 50, 50, 60]);
    expect(used.map(({ high, low }) => high - low)).toEqual(Array(8).fill(0));
  });

  test("counts only what is left of today", () => {
    expect(ahead(weeks(2, [10, 10, 10, 10, 10, 0, 0]), 2, 0.5).map(({ amount }) => amount)).toEqual([5, 15]);
  });

  test("has a band that holds eight of ten of the futures, and widens", () => {
    const days = Array.from({ length: 28 }, (_, i) => 10 + 6 * Math.sin(i * i));
    const [tomorrow, , , , , , inAWeek] = ahead(days, 7) as [Expected, ...Expected[]];
    expect(inAWeek!.high - inAWeek!.low).toBeGreaterThan(tomorrow.high - tomorrow.low);
    expect(tomorrow.low).toBeGreaterThanOrEqual(0);
  });
});

const lot = (free: number, endsAt: string): FreeLot => ({ free, endsAt: Date.parse(endsAt) });
test.each<[string, FreeLot[], number, number | null]>([
  ["within today", [lot(5, "2027-11-02")], 10, 0],
  ["three days, since the rest ends then", [lot(45, "2026-11-05")], 0.03, 3],
  ["ten days and a half", [lot(105, "2027-10-02")], 10, 10],
  ["longer than a year", [lot(1e9, "2028-11-02")], 1, null],
  ["nothing", [], 0, 0],
])("credits that last %s", (_what, lots, perDay, days) => {
  const now = MONDAY * 86_400_000 + 1;
  const pace = paceOf({ firstDay: MONDAY - 14, amounts: Array<number>(14).fill(perDay) });
  expect(daysLeft(lots, pace, { now })).toBe(days);
  expect(daysLeft(lots, pace, { now, within: 4 })).toBe(days !== null && days < 4 ? days : null);
});

test("credits last over a weekend on which nobody calls", () => {
  const pace = paceOf({ firstDay: MONDAY - 14, amounts: weeks(2, [10, 10, 10, 10, 10, 0, 0]) });
  expect(daysLeft([lot(50, "2027-10-02")], pace, { now: MONDAY * 86_400_000 })).toBe(4);
  expect(daysLeft([lot(50.5, "2027-10-02")], pace, { now: MONDAY * 86_400_000 })).toBe(7);
});

test.each<[string, number, number[], boolean]>([
  ["ten times the usual", 100, Array<number>(28).fill(10), true],
  ["twice the dearest day", 40, Array<number>(28).fill(20), false],
  ["the first calls of somebody who never called", 50, Array<number>(28).fill(0), true],
  ["less than matters", 4, Array<number>(28).fill(0), false],
  ["dear, as every Monday", 70, weeks(4, [65, 5, 5, 5, 5, 0, 0]), false],
  ["too few days to tell", 100, Array<number>(13).fill(10), false],
])("unusual: %s", (_what, today, before, told) => {
  expect(isUnusual(today, before, 5)).toBe(told);
});
