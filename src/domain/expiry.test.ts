import { expect, test } from "vitest";
import type { Lot } from "./account.ts";
import { CARD_WARNINGS, expectedLosses, lotWarningDue, warningDue } from "./expiry.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-22T00:00:00Z");

const lot = (id: number, remaining: bigint, days: number, more: Partial<Lot> = {}): Lot => ({
  id,
  granted: remaining,
  remaining,
  frozen: 0n,
  priority: 100,
  source: "top-up",
  purchasedAt: NOW - 300 * DAY,
  endsAt: NOW + days * DAY,
  ...more,
});

test.each<[string, Lot[], bigint, bigint[]]>([
  ["nothing is spent: all is lost", [lot(1, 50n, 10)], 0n, [50n]],
  ["it is spent by then", [lot(1, 50n, 10)], 5n, [0n]],
  ["half of it is spent by then", [lot(1, 50n, 10)], 2n, [30n]],
  ["the next lot has only the days after the first one", [lot(1, 50n, 10), lot(2, 50n, 20)], 4n, [10n, 10n]],
  ["the next lot begins when the first one is used up", [lot(1, 20n, 10), lot(2, 50n, 20)], 4n, [0n, 0n]],
  [
    "promotional money goes first, though it ends later",
    [lot(1, 50n, 10), lot(2, 40n, 90, { priority: 50 })],
    4n,
    [50n, 0n],
  ],
  ["two that end at once", [lot(1, 30n, 10), lot(2, 30n, 10)], 4n, [0n, 20n]],
])("what lots lose: %s", (_, lots, perDay, losses) => {
  const expected = expectedLosses(lots, perDay, NOW);
  expect(lots.map(({ id }) => expected.get(id))).toEqual(losses);
});

test.each([
  [61, undefined],
  [60, 60],
  [31, 60],
  [30, 30],
  [7, 7],
  [1.5, 7],
  [1, 1],
  [0.1, 1],
])("a lot that ends in %s days is warned of at %s", (days, warning) => {
  expect(lotWarningDue(lot(1, 1n, days), NOW)).toBe(warning);
});

test.each([
  [20, undefined],
  [7, 7],
])("a lot that was bought for 20 days, %s before its end: warned of at %s", (left, warning) => {
  expect(lotWarningDue(lot(1, 1n, left, { purchasedAt: NOW - (20 - left) * DAY }), NOW)).toBe(warning);
});

test.each([
  [46, undefined],
  [45, 45],
  [15, 15],
  [4, 15],
  [3, 3],
  [0, 3],
  [-1, undefined],
])("a card with %s days left is warned of at %s", (days, warning) => {
  expect(warningDue(CARD_WARNINGS, days)).toBe(warning);
});
