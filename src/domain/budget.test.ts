import { describe, expect, test } from "vitest";
import { describeCall, phasesOf, tariff } from "../../test/support/calls.ts";
import { brakeOf, budgetOf } from "../../test/support/memory-limits.ts";
import { MemoryWorld, money, MONTH, NOON } from "../../test/support/memory-world.ts";
import {
  allowed,
  BRAKE_MEMORY_MS,
  countedBy,
  counterText,
  hourOf,
  indexLimits,
  type Limit,
  limitNews,
  newCounter,
} from "./budget.ts";

const HOUR = hourOf(NOON);

describe("which limits count a call", () => {
  const limits = [
    budgetOf({ id: "all", scope: "organization", amount: 1n }),
    budgetOf({ id: "ann", scope: "user", subject: "ann", amount: 1n }),
    budgetOf({ id: "bob", scope: "user", subject: "bob", amount: 1n }),
    budgetOf({ id: "sales", scope: "cost-center", subject: "Sales", amount: 1n }),
    budgetOf({ id: "next month", scope: "organization", amount: 1n, firstMonth: "2026-12-01" }),
    brakeOf({ id: "each user", scope: "user", calls: 1 }),
    brakeOf({ id: "each number", scope: "number", calls: 1 }),
    brakeOf({ id: "hotline", scope: "number", subject: "+18005550100", calls: 1 }),
    brakeOf({ id: "later", scope: "organization", calls: 1, countsFrom: NOON + 1 }),
  ];
  test.each([
    ["ann calls", {}, ["budget|all||M", "budget|ann|ann|M", "brake|each user|ann|H"]],
    [
      "ann of Sales calls",
      { costCenter: "Sales" },
      ["budget|all||M", "budget|ann|ann|M", "budget|sales|Sales|M", "brake|each user|ann|H"],
    ],
    [
      "a toll-free number is called",
      { user: null, callType: "conf_in", numberKind: "service-toll-free", to: "+18005550100" },
      ["budget|all||M", "brake|hotline|+18005550100|H", "brake|each number|+18005550100|H"],
    ],
    ["a toll number is called", { user: null, callType: "conf_in", numberKind: "service-toll" }, ["budget|all||M"]],
    ["a toll-free number calls out", { numberKind: "service-toll-free", user: null }, ["budget|all||M"]],
    ["last year", { month: "2025-12-01" }, ["brake|each user|ann|H"]],
    ["emergency", { emergency: true }, []],
  ] as const)("%s", (_, about, expected) => {
    const call = { ...describeCall().call, ...about };
    const counted = countedBy(indexLimits(limits)!, call, NOON, NOON).map(({ key }) => counterText(key));
    const named = expected.map((key) => key.replace(/M$/, MONTH).replace(/H$/, HOUR));
    expect(counted.sort()).toEqual([...named].sort());
  });

  test("a brake forgets what is long ago, a budget does not", () => {
    const counted = countedBy(indexLimits(limits)!, describeCall().call, NOON, NOON + BRAKE_MEMORY_MS);
    expect(counted.map(({ limit }) => limit.kind)).toEqual(["budget", "budget"]);
  });
});

describe("what a limit allows", () => {
  const budget = budgetOf({ scope: "organization", amount: money("10") });
  const brake = brakeOf({ scope: "organization", amount: money("3"), calls: 5, minutes: 2 });
  const raised = (amount: string | null) => ({
    month: MONTH,
    until: null,
    amount: amount === null ? null : money(amount),
  });
  const all = { amount: money("3"), calls: 5, seconds: 120 };
  const ofBudget = (amount: string) => ({ amount: money(amount), calls: null, seconds: null });
  test.each<[string, Limit, string, ReturnType<typeof allowed>]>([
    ["a budget", budget, MONTH, ofBudget("10")],
    ["one that only tells", { ...budget, stop: false }, MONTH, null],
    ["one that is switched off", { ...budget, enabled: false }, MONTH, null],
    ["one that is raised", { ...budget, lift: raised("20") }, MONTH, ofBudget("20")],
    ["one that was raised last month", { ...budget, lift: raised("20") }, "2026-12-01", ofBudget("10")],
    ["one that is lifted", { ...budget, lift: raised(null) }, MONTH, null],
    ["a brake", brake, HOUR, all],
    ["one that is lifted", { ...brake, lift: { month: null, until: NOON + 1, amount: null } }, HOUR, null],
    ["one that was lifted", { ...brake, lift: { month: null, until: NOON, amount: null } }, HOUR, all],
  ])("%s", (_, limit, period, expected) => {
    expect(allowed(limit, period, NOON)).toEqual(expected);
  });
});

describe("what is told", () => {
  const budget = budgetOf({ scope: "organization", amount: money("10") });
  const brake = brakeOf({ scope: "organization", amount: money("3"), calls: 5, minutes: 2 });
  test.each([
    ["7.999999 of 10 spent", budget, { spent: "7.999999" }, false, null],
    ["8 of 10 spent", budget, { spent: "8" }, false, "budget.80"],
    ["8 of 10 held alone", budget, { held: "8" }, false, null],
    ["8 of 10 spent and told", budget, { spent: "8", told: 80 }, false, null],
    ["10 of 10 spent", budget, { spent: "10", told: 80 }, false, "budget.100"],
    ["a call refused at 9.99", budget, { spent: "9.99", told: 80 }, true, "budget.100"],
    ["another one", budget, { spent: "9.99", told: 100 }, true, null],
    ["a budget that is switched off", { ...budget, enabled: false }, { spent: "10" }, true, null],
    ["a brake with room", brake, { spent: "1", calls: 4, seconds: 119 }, false, null],
    ["money spent and held", brake, { spent: "1", held: "2" }, false, "brake.reached"],
    ["calls", brake, { calls: 5 }, false, "brake.reached"],
    ["minutes", brake, { seconds: 120 }, false, "brake.reached"],
    ["again in this hour", brake, { calls: 6, told: 100 }, true, null],
  ] as const)("%s", (_, limit, figures, stopped, expected) => {
    const { spent = "0", held = "0", ...rest } = figures as { spent?: string; held?: string };
    const key = { kind: limit.kind, id: limit.id, subject: "", period: MONTH };
    const counter = { ...newCounter(key), ...rest, spent: money(spent), held: money(held) };
    expect(limitNews(limit, counter, stopped, "USD")?.event.name ?? null).toBe(expected);
  });
});

describe("a call in progress", () => {
  const about = { callId: "c", tariff: tariff("0.1") };
  function world(balance: string, ...limits: Limit[]): MemoryWorld {
    const made = new MemoryWorld();
    made.topUp(balance);
    made.limits.limits = limits;
    return made;
  }

  test("is granted as far as the least of its limits goes, and told which one ends it", () => {
    const budget = budgetOf({ id: "b", scope: "organization", amount: money("0.5") });
    const brake = brakeOf({ id: "k", scope: "user", minutes: 3 });
    const made = world("10", budget, brake);
    const call = phasesOf(about);
    expect(made.decide(call.authorize(600))).toMatchObject({ grant: { grantedSeconds: 180, finalGrant: true } });
    expect(made.sessions.get("c")!.call.tried.at(-1)).toMatchObject({ source: "brake:k", taken: false });
    expect(made.decide(call.update(180, 60))).toMatchObject({ refusal: { code: "LIMIT_REACHED" } });
    made.limits.limits = [budget];
    expect(made.decide(call.update(180, 600))).toMatchObject({ grant: { limitSeconds: 300, finalGrant: true } });
    expect(made.decide(call.update(300, 60))).toMatchObject({ refusal: { code: "BUDGET_EXCEEDED" } });
    made.decide(call.release(300));
    expect([...made.limits.counters.values()][0]).toMatchObject({ spent: money("0.5"), held: 0n });
    expect(made.limits.events).toEqual(["brake.reached", "budget.100"]);
  });

  test("may be had for what costs nothing, however much is spent", () => {
    const made = world(
      "10",
      budgetOf({ scope: "organization", amount: 1n }),
      brakeOf({ scope: "organization", calls: 1 }),
    );
    made.addPool("MCOPSTN1:US:domestic", 10);
    const pooled = phasesOf({ callId: "pooled", plans: ["MCOPSTN1"] });
    expect(made.decide(pooled.authorize(60))).toMatchObject({ kind: "granted" });
    const own = phasesOf({ callId: "own", callType: "dr_out" });
    expect(made.decide(own.authorize(60))).toMatchObject({ kind: "granted" });
    const second = phasesOf({ callId: "second", plans: ["MCOPSTN1"] });
    expect(made.decide(second.authorize(60))).toMatchObject({ refusal: { code: "LIMIT_REACHED" } });
    const emergency = phasesOf({ callId: "help", emergency: true });
    expect(made.decide(emergency.authorize(60))).toMatchObject({ kind: "granted" });
  });

  test("of two reasons to refuse, the first in order of precedence is told", () => {
    // Neither the budget nor the balance has more than this.
    const budget = budgetOf({ scope: "organization", amount: money("0.1") });
    const brake = brakeOf({ scope: "organization", calls: 1 });
    const made = world("0.1", budget, { ...brake, enabled: false });
    const refusal = (callId: string, more: object = {}): string => {
      const answer = made.decide(phasesOf({ ...about, callId, ...more }).authorize(60));
      return answer.kind === "refused" ? answer.refusal.code : answer.kind;
    };
    expect(refusal("first")).toBe("granted");
    expect(refusal("second")).toBe("BUDGET_EXCEEDED");
    expect(refusal("no licence", { creditsLicence: false })).toBe("LICENSE_MISSING");
    made.limits.limits = [budget, brake];
    expect(refusal("at a brake", { creditsLicence: false })).toBe("LIMIT_REACHED");
  });
});
