import { expect, test } from "vitest";
import { LaneFigures } from "./lane-figures.ts";

const NOW = 1_800_000_000_000;

test("the pace is of the last minute, the wait that 99 of 100 stay below of the last five", () => {
  const figures = new LaneFigures();
  expect(figures.at(NOW)).toEqual({ operationsPerSecond: 0, operations: 0, p99Ms: null });
  for (let i = 0; i < 990; i += 1) figures.count(4, NOW - 120_000);
  for (let i = 0; i < 10; i += 1) figures.count(400, NOW);
  expect(figures.at(NOW)).toEqual({ operationsPerSecond: 10 / 60, operations: 1000, p99Ms: 5 });
  figures.count(400, NOW);
  expect(figures.at(NOW).p99Ms).toBe(500);
});

test("what is older than five minutes is forgotten, also where nothing came since", () => {
  const figures = new LaneFigures();
  figures.count(20_000, NOW);
  expect(figures.at(NOW + 290_000)).toEqual({ operationsPerSecond: 0, operations: 1, p99Ms: 10_000 });
  expect(figures.at(NOW + 300_000).operations).toBe(0);
});
