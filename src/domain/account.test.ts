import { describe, expect, test } from "vitest";
import {
  type Account,
  type Agreement,
  countPostUsage,
  drawLots,
  forfeits,
  heldByLot,
  type Lot,
  modeOf,
  postUsageLeft,
} from "./account.ts";

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

describe("what may still be billed afterwards, of a limit of 10 a month", () => {
  /** `2026-11: 3 + 4`: of a call of November 3 more are billed and 4 more promised. */
  function accountAfter(...counts: string[]): Account {
    const account = {
      postUsageLimit: 10n,
      postUsageMonth: null,
      postUsageInMonth: 0n,
      postUsagePromised: 0n,
      postUsageBefore: 0n,
    } as Account;
    for (const text of counts) {
      const [, month, billed, promised] = /^(\S+): (-?\d+) \+ (-?\d+)$/.exec(text)!;
      countPostUsage(account, `${month}-01`, BigInt(billed!), BigInt(promised!));
    }
    return account;
  }

  test.each<[string, string[], string, bigint, bigint]>([
    ["nothing was billed yet", [], "2026-11", 0n, 10n],
    ["billed and promised count alike", ["2026-11: 3 + 4"], "2026-11", 0n, 3n],
    ["but not what the call itself was promised", ["2026-11: 3 + 4"], "2026-11", 4n, 7n],
    ["a promise that is kept becomes what it cost", ["2026-11: 0 + 4", "2026-11: 1 + -4"], "2026-11", 0n, 9n],
    ["never less than nothing", ["2026-11: 12 + 1"], "2026-11", 0n, 0n],
    ["a new month begins with all of it", ["2026-11: 3 + 4"], "2026-12", 0n, 10n],
    ["calls of the month before share what it had", ["2026-11: 3 + 4", "2026-12: 1 + 1"], "2026-11", 0n, 3n],
    [
      "and give back to it",
      ["2026-11: 3 + 4", "2026-12: 1 + 1", "2026-11: 1 + -4", "2026-11: 0 + 2"],
      "2026-11",
      0n,
      4n,
    ],
    ["the new month is none of theirs", ["2026-11: 3 + 4", "2026-12: 1 + 1", "2026-11: 1 + -4"], "2026-12", 0n, 8n],
    ["over the end of a year", ["2026-12: 3 + 4", "2027-01: 1 + 1"], "2026-12", 0n, 3n],
    ["of a month that is long over nothing is left", ["2026-11: 3 + 4", "2027-01: 1 + 1"], "2026-11", 0n, 0n],
    ["whose calls count nowhere", ["2027-01: 1 + 1", "2026-11: 5 + 0"], "2027-01", 0n, 8n],
  ])("%s", (_, counts, month, own, left) => {
    expect(postUsageLeft(accountAfter(...counts), `${month}-01`, own)).toBe(left);
  });

  test("without a limit, any amount", () => {
    const account = { ...accountAfter("2026-11: 300 + 4"), postUsageLimit: null };
    expect(postUsageLeft(account, "2026-11-01")).toBeNull();
  });
});
