import { describe, expect, test } from "vitest";
import { formatMicros, parseMicros } from "./money.ts";
import {
  type AutoRecharge,
  capPassed,
  capsChanged,
  failed,
  isWanted,
  lifted,
  nextStep,
  opened,
  rechargeAmount,
  RESTED,
  type RechargeState,
  retryDue,
  type Try,
} from "./recharge.ts";

const money = (text: string): bigint => parseMicros(text)!;
const HOUR = 3_600_000;
const CENT = 10_000n;
const settings = (change: Partial<AutoRecharge> = {}): AutoRecharge => ({
  enabled: true,
  triggerAmount: money("100"),
  rechargeAmount: money("200"),
  targetAmount: null,
  methods: [1n, 2n],
  monthlyCap: null,
  dailyCap: null,
  coolDownSeconds: 0,
  ...change,
});
const facts = { state: RESTED, agreement: "direct" as const, available: money("99.999999"), now: 0 };

describe("a recharge is wanted", () => {
  test.each<[string, boolean, Partial<Parameters<typeof isWanted>[1]>, Partial<AutoRecharge>]>([
    ["a micro-unit below the trigger", true, {}, {}],
    ["just at the trigger", false, { available: money("100") }, {}],
    ["switched off", false, {}, { enabled: false }],
    ["with one under way", false, { state: opened(RESTED) }, {}],
    ["while paused", false, { state: failed(RESTED, "declined", 0) }, {}],
    ["before the hour has passed", false, { state: failed(RESTED, "passing", 0), now: HOUR - 1 }, {}],
    ["when it has", true, { state: failed(RESTED, "passing", 0), now: HOUR }, {}],
    ["by who is billed afterwards", false, { agreement: "customer" }, {}],
    ["with a trigger of nothing and a balance of nothing", false, { available: 0n }, { triggerAmount: 0n }],
  ])("%s: %s", (_when, wanted, about, change) => {
    expect(isWanted(settings(change), { ...facts, ...about })).toBe(wanted);
  });

  test("by nobody who has never set it up", () => expect(isWanted(null, facts)).toBe(false));
});

test.each([
  ["12.5", null, "200"],
  ["0", "500", "500"],
  ["12.5", "500", "487.5"],
  ["12.345678", "500", "487.66"], // up to the next cent
  ["99", "250", "200"], // at least one recharge
  ["0", "500", "350", "350"], // as far as the cap of the day leaves room
  ["0", "500", "200", "199.99"], // which it does not for one recharge: that is refused
])("with %s available and a target of %s, %s is bought", (available, target, amount, room = "500") => {
  const dailyCap = money("900");
  const wanted = settings({
    targetAmount: target === null ? null : money(target),
    dailyCap,
    monthlyCap: money("2000"),
  });
  const spent = { day: dailyCap - money(room), month: money("1000") };
  expect(formatMicros(rechargeAmount(wanted, money(available), { coin: CENT, spent }))).toBe(amount);
});

test.each([
  ["0", "0", null],
  ["200", "400", null],
  ["200.01", "400", "daily-cap"],
  ["200", "600.01", "monthly-cap"],
  ["400", "800", "monthly-cap"],
] as const)("200 more after %s today and %s this month, of 400 and 800: %s", (day, month, cap) => {
  const wanted = settings({ dailyCap: money("400"), monthlyCap: money("800") });
  expect(capPassed(wanted, money("200"), { day: money(day), month: money(month) })).toBe(cap);
});

describe("an attempt", () => {
  const tried = (method: bigint, state: Try["state"], decline: Try["decline"] = null): Try => ({
    ...{ method, state, decline, failure: state === "failed" ? `No ${method}.` : null },
  });
  const [A, B] = [1n, 2n];
  test.each<[string, Try[], object]>([
    ["begins with the first method", [], { do: "charge", method: A }],
    ["waits for what is not known yet", [tried(A, "pending")], { do: "settle", method: A }],
    ["goes on to the second", [tried(A, "failed", "lasting")], { do: "charge", method: B }],
    ["goes on where the bank asks for its customer", [tried(A, "requires-action")], { do: "charge", method: B }],
    ["is done when one has paid", [tried(A, "failed", "passing"), tried(B, "succeeded")], { do: "nothing" }],
    [
      "is given up for good when none ever will",
      [tried(A, "failed", "lasting"), tried(B, "failed", "lasting")],
      { do: "give-up", failure: "No 1.", why: "declined" },
    ],
    [
      "is given up for now when one may later",
      [tried(A, "failed", "lasting"), tried(B, "failed", "passing")],
      { do: "give-up", failure: "No 1.", why: "passing" },
    ],
    [
      "is given up until somebody confirms",
      [tried(A, "requires-action"), tried(B, "failed", "lasting")],
      { do: "give-up", failure: "The bank wants to hear from the card's holder first.", why: "requires-action" },
    ],
  ])("%s", (_what, tries, step) => {
    expect(nextStep({ enabled: true, methods: [A, B] }, tries)).toEqual(step);
  });

  test("that was switched off charges nobody else, and what is under way is settled all the same", () => {
    const off = { enabled: false, methods: [A, B] };
    expect(nextStep(off, [])).toEqual({ do: "cancel" });
    expect(nextStep(off, [tried(A, "pending")])).toEqual({ do: "settle", method: A });
    expect(nextStep(off, [tried(A, "failed", "passing")])).toMatchObject({ do: "give-up" });
  });

  test("charges no method that was taken off the list meanwhile", () => {
    const step = nextStep({ enabled: true, methods: [A] }, [tried(A, "failed", "passing")]);
    expect(step).toMatchObject({ do: "give-up" });
  });
});

describe("after failures", () => {
  test("that may pass it waits 1, 6 and 24 hours, then pauses", () => {
    let state: RechargeState = RESTED;
    const seen: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      state = failed(opened(state), "passing", 0);
      seen.push([state.state, state.reason, state.retryAt === null ? null : state.retryAt / HOUR]);
    }
    expect(seen).toEqual([
      ["idle", "retrying", 1],
      ["idle", "retrying", 6],
      ["idle", "retrying", 24],
      ["paused", "retries-used-up", null],
    ]);
  });

  test("only new card details or money by hand lift a pause; an open attempt goes on", () => {
    const paused = failed(RESTED, "declined", 0);
    expect(retryDue(capsChanged(paused), 1e15)).toBe(paused);
    expect(lifted(paused)).toEqual(RESTED);
    expect(lifted(failed(RESTED, "passing", 0))).toEqual(RESTED);
    expect(lifted(opened(RESTED))).toEqual(opened(RESTED));
    expect(lifted(RESTED)).toBe(RESTED);
  });
});
