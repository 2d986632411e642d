import { describe, expect, test } from "vitest";
import { formatMicros } from "../../domain/money.ts";
import { type DateOrder, type DurationUnit, readAmount, readDuration, readMoment } from "./values.ts";

describe("a moment", () => {
  test.each<[string, DateOrder, string, string | undefined]>([
    ["2026-11-22T14:05:06.1234567Z", "mdy", "UTC", "2026-11-22T14:05:06.123Z"],
    ["2026-11-22T14:05:06+09:00", "mdy", "UTC", "2026-11-22T05:05:06.000Z"],
    ["2026-11-22 14:05", "mdy", "Asia/Tokyo", "2026-11-22T05:05:00.000Z"],
    ["2026-07-01 12:00", "mdy", "Europe/Berlin", "2026-07-01T10:00:00.000Z"],
    ["2026-12-01 12:00", "mdy", "Europe/Berlin", "2026-12-01T11:00:00.000Z"],
    ["03/04/2026 1:05 PM", "mdy", "UTC", "2026-03-04T13:05:00.000Z"],
    ["03/04/2026 12:05 am", "dmy", "UTC", "2026-04-03T00:05:00.000Z"],
    ["22.11.2026 14:05:06", "dmy", "UTC", "2026-11-22T14:05:06.000Z"],
    ["22-Nov-26 14:05", "mdy", "UTC", "2026-11-22T14:05:00.000Z"],
    ["2026年11月22日 14時05分06秒", "mdy", "UTC", "2026-11-22T14:05:06.000Z"],
    ["2026/11/22", "mdy", "UTC", "2026-11-22T00:00:00.000Z"],
    ["２０２６／１１／２２　１４：０５", "mdy", "UTC", "2026-11-22T14:05:00.000Z"],
    ["2026/11/22(日) 午後2:05", "mdy", "UTC", "2026-11-22T14:05:00.000Z"],
    ["2026年11月22日（日） 午前0時05分06秒", "mdy", "UTC", "2026-11-22T00:05:06.000Z"],
    ["20261122140506", "mdy", "UTC", "2026-11-22T14:05:06.000Z"],
    ["1795356306", "mdy", "UTC", "2026-11-22T14:05:06.000Z"],
    ["1795356306000", "mdy", "UTC", "2026-11-22T14:05:06.000Z"],
    ["2026-02-30 10:00", "mdy", "UTC", undefined],
    ["2026-11-22 25:00", "mdy", "UTC", undefined],
    ["13/13/2026", "mdy", "UTC", undefined],
    ["yesterday", "mdy", "UTC", undefined],
    ["", "mdy", "UTC", undefined],
  ])("%s (%s, %s) is %s", (text, order, timeZone, expected) => {
    const moment = readMoment(text, order, timeZone);
    expect(moment === undefined ? undefined : new Date(moment).toISOString()).toBe(expected);
  });
});

test.each<[string, DurationUnit, number | undefined]>([
  ["219", "seconds", 219],
  ["3.65", "minutes", 219],
  ["3,65", "minutes", 219],
  ["218500", "milliseconds", 219],
  ["3:39", "seconds", 219],
  ["00:03:39", "minutes", 219],
  ["3分39秒", "seconds", 219],
  ["1h 2m 3s", "seconds", 3723],
  ["-60", "seconds", -60],
  ["long", "seconds", undefined],
])("a duration of %s %s is %s seconds", (text, unit, expected) => {
  expect(readDuration(text, unit)).toBe(expected);
});

test.each<[string, "." | ",", string | undefined]>([
  ["1,234.50", ".", "1234.5"],
  ["1.234,50", ",", "1234.5"],
  ["1 234,50 €", ",", "1234.5"],
  ["¥1,235", ".", "1235"],
  ["1,235円", ".", "1235"],
  ["USD 0.10", ".", "0.1"],
  [".05", ".", "0.05"],
  ["(0.10)", ".", "-0.1"],
  ["-0.10", ".", "-0.1"],
  ["0.12345650", ".", "0.123457"],
  ["free", ".", undefined],
])("an amount of %s with decimal %s is %s", (text, decimal, expected) => {
  const amount = readAmount(text, decimal);
  expect(amount === undefined ? undefined : formatMicros(amount)).toBe(expected);
});
