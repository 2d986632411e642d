import { describe, expect, test } from "vitest";
import type { Account } from "./account.ts";
import { type AccountChange, balanceNews, poolNews } from "./consequence.ts";
import { parseMicros } from "./money.ts";

const money = (text: string): bigint => parseMicros(text)!;
const account = (available: string, held = "0", debt = "0"): Account =>
  ({
    currency: "USD",
    available: money(available),
    held: money(held),
    frozen: 0n,
    debt: money(debt),
    openCalls: 0,
  }) as Account;

const news = (before: Account, after: Account, change: Partial<AccountChange> = {}, told = false) => {
  const quiet = { moneyIn: false, shortOfCredit: false, owed: 0n, owedBack: 0n };
  const { events, zeroTold } = balanceNews({ before, after, ...quiet, ...change }, told);
  return [events.map(({ name }) => name), zeroTold];
};

describe("balance.zero is told", () => {
  test.each<[string, ReturnType<typeof news>, [string[], boolean]]>([
    ["when the last of it is spent", news(account("1"), account("0")), [["balance.zero"], true]],
    ["once only", news(account("1"), account("0"), {}, true), [[], true]],
    ["not while calls hold it", news(account("1"), account("0", "1")), [[], false]],
    [
      "when a call is refused for it",
      news(account("0.5"), account("0.5"), { shortOfCredit: true }),
      [["balance.zero"], true],
    ],
    ["not for each refused call", news(account("0.5"), account("0.5"), { shortOfCredit: true }, true), [[], true]],
    ["not to who never had any and asks for none", news(account("0"), account("0")), [[], false]],
    ["again after money came in", news(account("0"), account("50"), { moneyIn: true }, true), [[], false]],
    [
      "where a debt took all that came in",
      news(account("0", "0", "60"), account("0", "0", "10"), { moneyIn: true }, true),
      [["balance.zero"], true],
    ],
  ])("%s", (_when, got, expected) => expect(got).toEqual(expected));

  test("beside a debt, with what is owed in all", () => {
    const { events } = balanceNews(
      {
        ...{ before: account("1"), after: account("0", "0", "7"), moneyIn: false, shortOfCredit: false },
        ...{ owed: money("4.5"), owedBack: money("2.5") },
      },
      false,
    );
    expect(events).toMatchObject([
      { name: "debt.booked", about: { amount: "4.5", debt: "7", currency: "USD", reason: "calls" } },
      { name: "debt.booked", about: { amount: "2.5", debt: "7", currency: "USD", reason: "payment" } },
      { name: "balance.zero", about: { balance: "0" } },
    ]);
  });
});

describe("a pool is told of", () => {
  const pool = (usedMinutes: number, totalMinutes = 100) => ({
    ...{ id: "MCOPSTN1:US:domestic", month: "2026-11-01", totalMinutes, usedMinutes, heldMinutes: 0 },
  });
  test.each<[number, number, string[]]>([
    [0, 79, []],
    [79, 80, ["pool.80"]],
    [80, 99, []],
    [99, 100, ["pool.100"]],
    [10, 100, ["pool.80", "pool.100"]],
    [100, 79, []],
  ])("from %s to %s of 100 minutes: %j", (before, after, names) => {
    expect(poolNews(pool(before), pool(after)).map(({ name }) => name)).toEqual(names);
  });

  test("also when its minutes go elsewhere with their licences, unless none was used", () => {
    expect(poolNews(pool(70), pool(70, 80)).map(({ name }) => name)).toEqual(["pool.80"]);
    expect(poolNews(pool(0), pool(0, 0))).toEqual([]);
  });

  test("with its size, what is used and what is left, once a month", () => {
    expect(poolNews(pool(79), pool(81))).toEqual([
      {
        name: "pool.80",
        about: {
          pool: "pool:MCOPSTN1:US:domestic",
          user: null,
          month: "2026-11-01",
          totalMinutes: 100,
          usedMinutes: 81,
          leftMinutes: 19,
        },
        once: "2026-11-01|MCOPSTN1:US:domestic",
      },
    ]);
  });
});
