import { expect, test } from "vitest";
import { beginOf, piecesOf, totalBefore, totalsSince, yearOf } from "./running-totals.ts";

test.each([
  ["2026-11-30", "2026-11-21"],
  ["2026-11-21", "2026-11-21"],
  ["2026-11-20", "2026-11-11"],
  ["2026-11-10", "2026-11-01"],
])("before %s totals may end at %s at the latest", (day, until) => {
  expect(totalBefore(day)).toBe(until);
});

test.each([
  ["2026-11-21", "2026-11-11", "2026-01-01"],
  ["2026-11-11", "2026-11-01", "2026-01-01"],
  ["2026-11-01", "2026-10-21", "2026-01-01"],
  ["2026-01-01", "2025-12-21", "2025-01-01"],
])("the total before %s adds the days from %s on, and begins on %s", (until, begin, year) => {
  expect([beginOf(until), yearOf(until)]).toEqual([begin, year]);
});

test("totals are wanted from the first day on", () => {
  expect(totalsSince("2025-12-11", "2026-01-11")).toEqual(["2026-01-11", "2026-01-01", "2025-12-21"]);
  expect(totalsSince("2026-01-12", "2026-01-11")).toEqual([]);
});

const ALL = ["2025-11-01", "2025-12-21", "2026-01-01", "2026-01-11", "2026-02-01"];

/** `+` and `-` are totals; two days are those between. */
const said = (from: string, to: string, totals = ALL): string =>
  piecesOf({ from, to }, totals)
    .map((piece) => ("until" in piece ? `${piece.sign > 0 ? "+" : "-"}${piece.until}` : `${piece.from}..${piece.to}`))
    .join(" ");

test.each([
  ["2025-10-24", "2026-02-03", "2025-10-24..2025-11-01 -2025-11-01 +2026-01-01 +2026-02-01 2026-02-01..2026-02-03"],
  ["2025-11-01", "2025-12-24", "-2025-11-01 +2025-12-21 2025-12-21..2025-12-24"],
  ["2026-01-01", "2026-02-01", "+2026-02-01"],
  ["2026-01-05", "2026-02-01", "2026-01-05..2026-01-11 -2026-01-11 +2026-02-01"],
  ["2025-12-01", "2026-01-01", "2025-12-01..2025-12-21 -2025-12-21 +2026-01-01"],
  ["2026-01-05", "2026-01-30", "2026-01-05..2026-01-30"],
  ["2024-06-01", "2026-01-11", "2024-06-01..2025-01-01 +2026-01-01 +2026-01-11"],
  ["2026-02-01", "2026-02-01", ""],
])("from %s to %s is read as %s", (from, to, words) => {
  expect(said(from, to)).toBe(words);
});

test("without totals, and of the year of which there are none, the days are read", () => {
  expect(said("2025-12-01", "2026-01-20", [])).toBe("2025-12-01..2026-01-01 2026-01-01..2026-01-20");
  expect(said("2025-12-01", "2026-01-20", ["2025-11-01"])).toBe("2025-12-01..2026-01-01 2026-01-01..2026-01-20");
});
