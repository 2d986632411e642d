import { expect, test } from "vitest";
import { dayOf, lotEnd, monthOf, nextMorning } from "./calendar.ts";

const at = (time: string): number => Date.parse(time);
const iso = (ms: number): string => new Date(ms).toISOString();

test.each([
  ["an ordinary day", "2026-11-22T14:00:00Z", "UTC", "2027-11-22T00:00:00.000Z"],
  ["29 February becomes 1 March", "2028-02-29T12:00:00Z", "UTC", "2029-03-01T00:00:00.000Z"],
  ["28 February before a leap year stays", "2027-02-28T12:00:00Z", "UTC", "2028-02-28T00:00:00.000Z"],
  [
    "bought on the 21st in Los Angeles, though UTC has the 22nd",
    "2026-11-22T07:59:59Z",
    "America/Los_Angeles",
    "2027-11-21T08:00:00.000Z",
  ],
  [
    "bought on the 23rd in Tokyo, though UTC has the 22nd",
    "2026-11-22T15:00:00Z",
    "Asia/Tokyo",
    "2027-11-22T15:00:00.000Z",
  ],
  ["midnight does not exist on that day in Beirut", "2020-03-28T12:00:00Z", "Asia/Beirut", "2021-03-27T22:00:00.000Z"],
])("a lot ends twelve calendar months on at 00:00: %s", (_case, bought, zone, ends) => {
  expect(iso(lotEnd(at(bought), zone))).toBe(ends);
});

test.each([
  ["2026-11-30T23:59:59.999Z", "UTC", "2026-11-01"],
  ["2026-12-01T00:00:00Z", "UTC", "2026-12-01"],
  ["2026-12-01T07:59:59.999Z", "America/Los_Angeles", "2026-11-01"],
  ["2026-12-01T08:00:00Z", "America/Los_Angeles", "2026-12-01"],
  ["2026-11-30T14:59:59.999Z", "Asia/Tokyo", "2026-11-01"],
  ["2026-11-30T15:00:00Z", "Asia/Tokyo", "2026-12-01"],
  ["2026-01-15T00:00:00Z", "Asia/Tokyo", "2026-01-01"],
])("%s in %s belongs to the month of %s, whatever was asked before", (moment, zone, month) => {
  expect(monthOf(at(moment), zone)).toBe(month);
  expect(monthOf(at(moment), zone)).toBe(month);
});

test("a day is that of the time zone", () => {
  expect(dayOf(at("2026-11-22T07:59:59Z"), "America/Los_Angeles")).toBe("2026-11-21");
});

test("a time zone that is none is an error, not UTC", () => {
  expect(() => monthOf(0, "Mars/Olympus")).toThrow(RangeError);
});

test.each([
  ["2026-11-22T14:00:00Z", "UTC", "day", "2026-11-23T06:00:00.000Z"],
  ["2026-11-22T05:59:59Z", "UTC", "day", "2026-11-22T06:00:00.000Z"],
  ["2026-11-22T06:00:00Z", "UTC", "day", "2026-11-23T06:00:00.000Z"],
  ["2026-11-22T14:00:00Z", "Asia/Tokyo", "week", "2026-11-22T21:00:00.000Z"], // there it is Monday already
  ["2026-11-22T14:00:00Z", "America/New_York", "month", "2026-12-01T11:00:00.000Z"],
  ["2026-03-07T14:00:00Z", "America/New_York", "day", "2026-03-08T10:00:00.000Z"], // the clocks skip an hour that night
] as const)("after %s in %s, the next morning of a %s is %s", (at, timeZone, every, expected) => {
  expect(new Date(nextMorning(Date.parse(at), timeZone, every)).toISOString()).toBe(expected);
});
