import { describe, expect, test } from "vitest";
import { type Expected, expectedUse, paceOf } from "./forecast.ts";
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
