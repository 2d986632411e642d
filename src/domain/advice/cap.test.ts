import { expect, test } from "vitest";
import { capOutlook, type Recharging } from "./cap.ts";

const DAY = 86_400_000;
const TODAY = 20_000;
/** Ten a day, give or take a fifth, for ten days; amounts in whole units for legibility. */
const USE = Array.from({ length: 10 }, (_, i) => ({ amount: 10 * (i + 1), low: 8 * (i + 1), high: 12 * (i + 1) }));
const settings = (change: Partial<Recharging> = {}): Recharging => {
  const { available = 30n } = change;
  return {
    ...{ available, triggerAmount: 20n, rechargeAmount: 40n, monthlyCap: null, bought: 0n },
    lots: [{ free: Number(available), endsAt: (TODAY + 300) * DAY }],
    ...change,
  };
};
/** Of so many, in whole days from today on. */
const ending = (...lots: [free: number, afterDays: number][]): Partial<Recharging> => ({
  available: BigInt(lots.reduce((sum, [free]) => sum + free, 0)),
  lots: lots.map(([free, days]) => ({ free, endsAt: (TODAY + days) * DAY })),
});

test.each<[string, Partial<Recharging>, object]>([
  // 100 is spent of 30, and 20 has to stay: 90 is missing, which three recharges give.
  ["without a cap nothing stops", {}, { expected: 120n, advisedCap: 120n, stopsAfterDays: null }],
  ["a cap just as large stops nothing", { monthlyCap: 120n }, { stopsAfterDays: null }],
  // The second recharge is due when 50 and more is spent beyond what leaves 20: on the sixth day.
  ["a smaller cap stops the recharge that passes it", { monthlyCap: 79n }, { expected: 120n, stopsAfterDays: 5 }],
  ["what was bought counts", { monthlyCap: 120n, bought: 80n }, { expected: 200n, stopsAfterDays: 5 }],
  ["a balance that lasts needs none", { available: 500n, monthlyCap: 40n }, { expected: 0n, stopsAfterDays: null }],
  ["at the trigger itself nothing is bought", { available: 120n }, { expected: 0n, advisedCap: 40n }],
  ["one that is below it already is bought today", { available: 5n, monthlyCap: 0n }, { stopsAfterDays: 0 }],
  // 500 would last, but 470 of them end after three days: 30 are spent of them, and from then on all is bought.
  ["what ends before it is spent is missing", ending([500, 3]), { expected: 120n, advisedCap: 120n }],
  ["what is spent of it before is not lost", ending([40, 3], [90, 300]), { expected: 0n, advisedCap: 40n }],
  ["what ends after the month is not missed", ending([500, 11]), { expected: 0n }],
  ["a cap stops what has to replace it", { ...ending([500, 3]), monthlyCap: 30n }, { stopsAfterDays: 3 }],
])("%s", (_what, change, told) => {
  expect(capOutlook(settings(change), USE, TODAY)).toMatchObject(told);
});

test("at the last day of a month there is nothing to come", () => {
  expect(capOutlook(settings(), [], TODAY)).toEqual({ expected: 0n, advisedCap: 0n, stopsAfterDays: null });
});
