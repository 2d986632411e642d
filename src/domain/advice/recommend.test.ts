import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatMicros, parseMicros } from "../money.ts";
import { backTest } from "./backtest.ts";
import { DAY_MS, type History, HistoryBuilder, HOUR_MS, isMonthEnd, weekday } from "./history.ts";
import { needWithin } from "./need.ts";
import { recommend, type Wish } from "./recommend.ts";

const START = Date.parse("2026-06-01T00:00:00Z");
const UNIT = 1_000_000;
const WISH: Wish = { risk: 0.01, leadHours: 24, minimum: parseMicros("50")!, coin: 10_000n };

/** A repeatable stream of numbers from 0 to 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Rhythm = (day: number, random: () => number) => number;
const perDay = 40;
const workday = (day: number): boolean => weekday(day) < 5;

/** How many calls a day has, each of about 0.40. */
const RHYTHMS: Record<string, Rhythm> = {
  "the same every day": () => perDay,
  "on workdays only": (day) => (workday(day) ? perDay : 0),
  "with peaks at month ends": (day) => (isMonthEnd(day) ? 4 * perDay : workday(day) ? perDay : perDay / 4),
  "in bursts": (_day, random) => (random() < 0.15 ? 5 * perDay : perDay / 2),
  "of good and bad days": (_day, random) => perDay * Math.exp(random() + random() + random() - 1.5),
  "that grows by a tenth a week": (day) => perDay * (1 + (0.1 * (day - START / DAY_MS)) / 7),
};

/** Calls from 8 to 18 o'clock, of 0.02 to about 2. */
function historyOf(rhythm: Rhythm, days: number, seed: number, from = START): History {
  const random = randomOf(seed);
  const builder = new HistoryBuilder();
  builder.add(from, 0n, "user_in");
  builder.add(from + days * DAY_MS - 1, 0n, "user_in");
  for (let day = from / DAY_MS; day < from / DAY_MS + days; day++)
    for (let left = rhythm(day, random); left > random(); left--) {
      const cost = BigInt(Math.ceil(-Math.log(1 - random()) * 40)) * 10_000n;
      builder.add(day * DAY_MS + (8 + 10 * random()) * HOUR_MS, cost, random() < 0.3 ? "conf_out" : "user_out");
    }
  return builder.history()!;
}

describe.each(Object.keys(RHYTHMS))("calls %s", (name) => {
  const rhythm = RHYTHMS[name]!;

  test.each([
    [0.05, 24],
    [0.01, 24],
    [0.02, 72],
    [0.05, 4],
  ])("reach zero in at most %d of the recharges that take %d hours, in the month after", (risk, leadHours) => {
    let [passed, all, idle, safe] = [0, 0, 0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      const seen = historyOf(rhythm, 84, seed);
      const advice = recommend(seen, { ...WISH, risk, leadHours });
      const trigger = Number(advice.triggerAmount);
      const after = historyOf(rhythm, 30 + Math.ceil(leadHours / 24), 1000 + seed, START + 84 * DAY_MS);
      const { weight, beyond } = crossings(after, leadHours, trigger);
      passed += beyond;
      all += weight;
      idle += trigger;
      safe += Number(advice.expectedMonthlySpend);
    }
    expect(passed / all, "share of recharges that came too late").toBeLessThanOrEqual(risk * 1.2);
    // The safe choice of whoever does not reckon: a month's spending in hand, for a recharge that takes a day.
    if (leadHours <= 24) expect(idle).toBeLessThan(0.5 * safe);
  });
});

/** Every charge as the one that takes the balance below the trigger, weighted by its amount. */
function crossings({ times, amounts, to }: History, hours: number, trigger: number) {
  let [weight, beyond] = [0, 0];
  times.forEach((at, i) => {
    if (at + hours * HOUR_MS > to) return;
    let needed = 0;
    for (let j = i; j < times.length && times[j]! < at + hours * HOUR_MS; j++) needed += amounts[j]!;
    weight += amounts[i]!;
    if (needed > trigger) beyond += amounts[i]!;
  });
  return { weight, beyond };
}

const shape = fc.record({
  rhythm: fc.constantFrom(...Object.keys(RHYTHMS)),
  days: fc.integer({ min: 28, max: 70 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

test("less risk, or a recharge that takes longer, never asks for a lower trigger", () => {
  fc.assert(
    fc.property(shape, fc.constantFrom(1, 6, 24, 48), ({ rhythm, days, seed }, leadHours) => {
      const history = historyOf(RHYTHMS[rhythm]!, days, seed);
      const trigger = (change: Partial<Wish>) =>
        Number(recommend(history, { ...WISH, leadHours, ...change }).triggerAmount);
      const byRisk = [0.3, 0.1, 0.05, 0.01, 0.001].map((risk) => trigger({ risk }));
      expect(byRisk).toEqual([...byRisk].sort((a, b) => a - b));
      expect(trigger({ leadHours: 2 * leadHours })).toBeGreaterThanOrEqual(trigger({}));
    }),
    { numRuns: 25 },
  );
});

test("amounts can be set as they are: trigger at most the recharge, nothing below the minimum, a month in the first", () => {
  fc.assert(
    fc.property(shape, fc.constantFrom(1, 24, 720), ({ rhythm, days, seed }, leadHours) => {
      const history = historyOf(RHYTHMS[rhythm]!, days, seed);
      const advice = recommend(history, { ...WISH, leadHours });
      const { firstFunding, triggerAmount, rechargeAmount, expectedMonthlySpend } = advice;
      expect(triggerAmount <= rechargeAmount).toBe(true);
      expect(firstFunding >= WISH.minimum && rechargeAmount >= WISH.minimum).toBe(true);
      expect(firstFunding >= expectedMonthlySpend).toBe(true);
      const months = advice.scenarios.reduce((total, { monthlySpend }) => total + monthlySpend, 0n);
      expect(months).toBe(expectedMonthlySpend);
    }),
    { numRuns: 25 },
  );
});

test("the steps compute the result", () => {
  const advice = recommend(historyOf(RHYTHMS["with peaks at month ends"]!, 75, 7), WISH);
  const value = Object.fromEntries(advice.steps.map(({ code, value }) => [code, Number(value)]));
  const of = (code: string): number => value[code]!;
  const weekdays = [1, 2, 3, 4, 5, 6, 7].map((n) => of(`weekday-${n}`));
  const month = (weekdays.reduce((a, b) => a + b, 0) / 7) * (27.44 + 3 * of("month-end")) * of("growth");
  expect(of("month")).toBeCloseTo(month, 2);
  expect(of("month")).toBeCloseTo(of("month-user_out") + of("month-conf_out"), 6);
  const factor = of("peaks") * ((of("share") / 0.01) ** (1 / of("peaks")) - 1);
  expect(of("factor")).toBeCloseTo(factor, 4);
  expect(of("needed")).toBeCloseTo(of("usual") + of("excess") * of("factor"), 1);
  const dearest = Math.max(...weekdays) * of("month-end") * of("growth");
  expect(of("dearest")).toBe(Math.ceil(Number((dearest * 100).toFixed(6))) / 100);
  expect(of("trigger")).toBe(Math.ceil(Math.max(of("needed"), of("dearest"), of("least-trigger"))));
  expect(of("recharge")).toBe(Math.max(Math.ceil(of("month")), of("trigger"), 50));
  expect(of("first")).toBe(Math.ceil(of("month") + of("trigger")));
  expect([of("trigger"), of("recharge"), of("first")].map((amount) => amount * UNIT)).toEqual(
    [advice.triggerAmount, advice.rechargeAmount, advice.firstFunding].map(Number),
  );
});

describe("little is known:", () => {
  test("no call at all gives the minimum", () => {
    const advice = recommend(undefined, WISH);
    expect([advice.firstFunding, advice.rechargeAmount, advice.triggerAmount].map(formatMicros)).toEqual([
      "50",
      "50",
      "5",
    ]);
    expect(advice.steps).toContainEqual(expect.objectContaining({ code: "days-missing", value: "28" }));
  });

  test("calls that cost nothing give the minimum, however many there are", () => {
    const builder = new HistoryBuilder();
    for (let day = 0; day < 60; day++) builder.add(START + day * DAY_MS, 0n, "user_in");
    const advice = recommend(builder.history(), WISH);
    expect([advice.firstFunding, advice.rechargeAmount].map(formatMicros)).toEqual(["50", "50"]);
    expect(advice.backtest).toMatchObject({ days: 60, timesAtZero: 0, recharges: 0, averageIdle: 50 * UNIT });
  });

  test("three weeks say what is missing and start from the minimum", () => {
    const advice = recommend(historyOf(RHYTHMS["the same every day"]!, 21, 3), WISH);
    expect(formatMicros(advice.firstFunding)).toBe("50");
    expect(advice.steps).toContainEqual(expect.objectContaining({ code: "days-missing", value: "7" }));
    expect(Number(advice.triggerAmount)).toBeGreaterThan(5 * UNIT);
  });

  test("a little spending leaves most of the minimum to expire", () => {
    const builder = new HistoryBuilder();
    for (let day = 0; day < 60; day++) builder.add(START + day * DAY_MS, 20_000n, "user_out");
    const { steps, firstFunding } = recommend(builder.history(), WISH);
    expect(formatMicros(firstFunding)).toBe("50");
    expect(Number(steps.find(({ code }) => code === "expires")!.value)).toBeCloseTo(5 + 50 - 12 * 0.61, 1);
  });
});

describe("the back-test, by hand:", () => {
  const charges = (...list: [hour: number, amount: number][]): History => {
    const builder = new HistoryBuilder();
    builder.add(START, 0n, "user_in");
    for (const [hour, amount] of list) builder.add(START + hour * HOUR_MS, BigInt(amount * UNIT), "user_out");
    return builder.history()!;
  };
  const choice = (first: number, trigger: number, recharge: number) => ({
    firstFunding: first * UNIT,
    triggerAmount: trigger * UNIT,
    rechargeAmount: recharge * UNIT,
  });

  test("a recharge is asked for strictly below the trigger and comes as late as it may", () => {
    // 100 → 60 at 10 h (not below 60) → 50 at 20 h: asked for → 20 at 30 h → +100 at 44 h → 110 at 50 h.
    const result = backTest(charges([10, 40], [20, 10], [30, 30], [50, 10]), choice(100, 60, 100), 24);
    const area = 100 * 10 + 60 * 10 + 50 * 10 + 20 * 14 + 120 * 6;
    expect(result).toEqual({ days: 3, timesAtZero: 0, recharges: 1, forfeited: 0, averageIdle: (area / 50) * UNIT });
  });

  test("a balance that can not pay is at zero once, until money comes in", () => {
    const result = backTest(charges([1, 30], [2, 30], [3, 30], [30, 10]), choice(50, 25, 50), 24);
    expect(result).toMatchObject({ timesAtZero: 1, recharges: 1 });
  });

  test("what is left of a lot after twelve months is forfeited", () => {
    const result = backTest(charges([1, 10], [24 * 400, 1]), choice(50, 5, 50), 24);
    expect(result).toMatchObject({ forfeited: 40 * UNIT, recharges: 1, timesAtZero: 0 });
  });
});

test("a window counts every charge from its own to just before its end, and only where it is complete", () => {
  const hours = [0, 1, 23, 24, 60];
  const need = needWithin(
    { times: hours.map((hour) => START + hour * HOUR_MS), to: START + 60 * HOUR_MS },
    [1, 2, 4, 8, 16],
    { hours: 24, risk: 0.5 },
  )!;
  // 0 h: 1+2+4 = 7; 1 h: 2+4+8 = 14; 23 h: 4+8 = 12; 24 h: 8. By weight half lie at 8.
  expect(need).toMatchObject({ windows: 4, usual: 8, share: (2 + 4) / 15, peaks: 1 });
  expect(need.meanExcess).toBeCloseTo((2 * 6 + 4 * 4) / 6);
});
