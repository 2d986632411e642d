/** What must be true of every sequence of calls, ends, losses and payments. A failure prints its seed and its steps. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CallAbout, describeCall, phasesOf, tariff } from "../../../test/support/calls.ts";
import { brakeOf, budgetOf } from "../../../test/support/memory-limits.ts";
import { MemoryWorld, money, MONTH, NOON } from "../../../test/support/memory-world.ts";
import type { Limit } from "../budget.ts";
import { formatMicros, type Micros } from "../money.ts";
import { totalOf } from "./settle.ts";
import type { Answer, ChargeRequest, Session } from "./types.ts";

const HOME = "MCOPSTN1:US:domestic";
const SMALL = "MCOPSTN5:US:domestic";

/** One call of each kind that differs in who pays. */
const CALLS: Record<string, CallAbout> = {
  "pool and credits": { plans: ["MCOPSTN1"] },
  "two pools, 30/6 and a fee": { plans: ["MCOPSTN5", "MCOPSTN1"], tariff: tariff("0.07", 30, 6, "0.05") },
  "pool alone": { plans: ["MCOPSTN1"], creditsLicence: false },
  "credits by the second": { plans: [], tariff: tariff("0.011", 1) },
  "pool, no rate": { plans: ["MCOPSTN1"], tariff: null },
  "conference, toll": { callType: "conf_in", user: null },
  "toll-free": { callType: "conf_in", user: null, dialled: "service-toll-free", tariff: tariff("0.3", 60, 60, "0.1") },
  "own carrier": { callType: "dr_out" },
  "100 s at most": { plans: ["MCOPSTN5"], maxCallSeconds: 100 },
  "three at once": { plans: [], tariff: tariff("0.0001", 7), maxConcurrentCalls: 3 },
  emergency: { emergency: true },
};
const NAMES = Object.keys(CALLS);

type Step =
  | { do: "authorize" | "answer" | "reap" | "let through" | "repeat"; call: string; seconds: number }
  | { do: "update" | "release" | "name the organiser"; call: string; seconds: number }
  | { do: "wait"; seconds: number }
  | { do: "pay in"; amount: string; endsIn: number }
  | { do: "end lots" };

const callName = fc.constantFrom(...NAMES);
const seconds = fc.oneof(fc.integer({ min: 0, max: 130 }), fc.constantFrom(59, 60, 61, 120, 600, 3600));
const amount = fc.constantFrom("0.05", "0.1", "0.25", "0.333333", "1", "5");
const onCall = (what: Exclude<Step["do"], "wait" | "pay in" | "end lots">, weight: number) => ({
  weight,
  arbitrary: fc.record({ do: fc.constant(what), call: callName, seconds }) as fc.Arbitrary<Step>,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  onCall("authorize", 6),
  onCall("answer", 3),
  onCall("update", 6),
  onCall("release", 4),
  onCall("reap", 3),
  onCall("repeat", 3),
  onCall("let through", 1),
  onCall("name the organiser", 2),
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 700 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("pay in" as const), amount, endsIn: fc.integer({ min: 1, max: 4000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("end lots" as const) }) },
);

interface Setting {
  lots: { amount: string; endsIn: number }[];
  homeMinutes: number;
  smallMinutes: number;
  customer: boolean;
  payAsYouGo: boolean;
  /** Of what is billed afterwards in the month. */
  monthlyLimit: string | null;
  budget: string | null;
  perUser: string | null;
  brake: { amount: string | null; calls: number | null; minutes: number | null } | null;
}
const setting: fc.Arbitrary<Setting> = fc.record({
  lots: fc.array(fc.record({ amount, endsIn: fc.integer({ min: 1, max: 4000 }) }), { maxLength: 3 }),
  homeMinutes: fc.integer({ min: 0, max: 12 }),
  smallMinutes: fc.integer({ min: 0, max: 3 }),
  customer: fc.boolean(),
  payAsYouGo: fc.boolean(),
  monthlyLimit: fc.option(amount),
  budget: fc.option(amount),
  perUser: fc.option(amount),
  brake: fc.option(
    fc.record({
      amount: fc.option(amount),
      calls: fc.option(fc.integer({ min: 1, max: 6 })),
      minutes: fc.option(fc.integer({ min: 1, max: 30 })),
    }),
  ),
});

function worldOf({ lots, homeMinutes, smallMinutes, customer, payAsYouGo, ...limits }: Setting): MemoryWorld {
  const postUsageLimit = limits.monthlyLimit === null ? null : money(limits.monthlyLimit);
  const world = new MemoryWorld();
  world.agreement = customer ? "customer" : "direct";
  world.account = { ...world.account, payAsYouGo, postUsageLimit };
  for (const lot of lots) world.topUp(lot.amount, world.now + 1000 * lot.endsIn);
  if (homeMinutes > 0) world.addPool(HOME, homeMinutes);
  if (smallMinutes > 0) world.addPool(SMALL, smallMinutes);
  world.limits.limits = limitsOf(limits);
  return world;
}

function limitsOf({ budget, perUser, brake }: Pick<Setting, "budget" | "perUser" | "brake">): Limit[] {
  const micros = (text: string | null): Micros | null => (text === null ? null : money(text));
  return [
    ...(budget === null ? [] : [budgetOf({ scope: "organization", amount: money(budget) })]),
    ...(perUser === null ? [] : [budgetOf({ scope: "user", subject: "frank", amount: money(perUser) })]),
    ...(brake === null ? [] : [brakeOf({ scope: "organization", ...brake, amount: micros(brake.amount) })]),
    ...(brake === null ? [] : [brakeOf({ scope: "user", ...brake, amount: micros(brake.amount) })]),
  ];
}

const told = (answer: Answer): string =>
  JSON.stringify(answer, (_, value: unknown) => (typeof value === "bigint" ? formatMicros(value) : value));
/** What calls have cost; what ends by its date goes whatever is asked. */
const moved = ({ transfers, poolEntries }: MemoryWorld): string =>
  `${transfers.filter((t) => t.to !== "forfeited").length} transfers, ${poolEntries.length} uses`;

interface Said {
  request: ChargeRequest;
  answer: string;
}

/** Plays the steps; after each one the world checks its books, and these rules are checked besides. */
function play(world: MemoryWorld, steps: Step[]): void {
  let last: Said | null = null;
  for (const now of steps) {
    if (now.do === "repeat") {
      if (last) sayAgain(world, last);
    } else if (now.do === "wait" || now.do === "pay in" || now.do === "end lots") {
      if (now.do === "wait") world.now += 1000 * now.seconds;
      else if (now.do === "pay in") world.topUp(now.amount, world.now + 1000 * now.endsIn);
      else world.endLots();
      // What begins and ends a call is answered alike for good; an update may find more money a minute later.
      if (last?.request.phase !== "authorize" && last?.request.phase !== "release") last = null;
    } else last = say(world, now);
    for (const session of world.sessions.values()) holdsEnough(world, session);
  }
}

function say(world: MemoryWorld, now: Extract<Step, { call: string }>): Said {
  const request = requestOf(world, now);
  const before = world.sessions.get(now.call);
  const [ledger, { account }] = [moved(world), world];
  const answer = world.decide(request);
  if (answer.kind === "refused" && request.phase !== "update") expect(world.account).toBe(account);
  if (now.do === "name the organiser") return { request, answer: told(answer) };
  if (answer.kind === "refused") expect(moved(world)).toBe(ledger);
  const after = world.sessions.get(now.call);
  const { postUsageLimit, postUsageInMonth, postUsagePromised } = world.account;
  const promisedMore = (after?.call.promised ?? 0n) > (before?.call.promised ?? 0n);
  if (promisedMore && postUsageLimit !== null && postUsageInMonth + postUsagePromised > postUsageLimit)
    throw new Error(`${now.call} was promised more than the month's limit leaves`);
  if (before && after && before.state !== "lapsed" && after.limitSeconds < before.limitSeconds)
    throw new Error(`the limit of ${now.call} shrank from ${before.limitSeconds} to ${after.limitSeconds} s`);
  return { request, answer: told(answer) };
}

/** Said again at once, a request is answered alike and changes nothing at all. */
function sayAgain(world: MemoryWorld, { request, answer }: Said): void {
  const picture = world.picture();
  expect(told(world.decide(request))).toBe(answer);
  expect(world.picture()).toBe(picture);
}

function requestOf(world: MemoryWorld, now: Extract<Step, { call: string }>): ChargeRequest {
  const about = { ...CALLS[now.call]!, callId: now.call };
  const call = phasesOf(about);
  const session = world.sessions.get(now.call);
  const used = (session?.usedSeconds ?? 0) + now.seconds;
  switch (now.do) {
    case "answer":
      return call.answer();
    case "update":
      return call.update(used, 60);
    case "release":
      return call.release(used);
    case "let through":
      return call.release(now.seconds, true);
    case "reap":
      return call.reap();
    case "name the organiser": {
      const known = describeCall({ ...about, ...(about.user === null ? { user: "frank", perMinute: true } : {}) });
      return call.update(used, 60, known);
    }
    case "authorize":
    case "repeat":
      return call.authorize(now.seconds || null);
  }
}

/** Ended where its limit is, a call costs no more than it holds, and nothing is owed. */
function holdsEnough(world: MemoryWorld, session: Session): void {
  const { cover, prior } = session.call;
  if (session.state === "lapsed" || !cover || cover.postUsage || session.usedSeconds > session.limitSeconds) return;
  const { decision } = world.propose(phasesOf({ callId: session.callId }).release(session.limitSeconds));
  const { draws, debt } = decision.cdr!.settlement;
  const charge = totalOf(draws) - totalOf(prior?.draws ?? []);
  if (debt > (prior?.debt ?? 0n)) throw new Error(`${session.callId} would owe ${formatMicros(debt)} at its own limit`);
  if (charge > session.held)
    throw new Error(`${session.callId} holds ${formatMicros(session.held)} for what costs ${formatMicros(charge)}`);
}

const RUNS = { numRuns: 200 };

describe("for every sequence of calls", { timeout: 30_000 }, () => {
  test("the books balance after every step, repeats change nothing, and every hold covers its limit", () => {
    fc.assert(
      fc.property(setting, fc.array(step, { maxLength: 60, size: "max" }), (about, steps) =>
        play(worldOf(about), steps),
      ),
      RUNS,
    );
  });

  test("no grant passes the month's limit for what is billed afterwards, however many calls there are", () => {
    const poor = { lots: [], homeMinutes: 0, smallMinutes: 0, customer: true, payAsYouGo: true, brake: null };
    const limited = fc.tuple(setting, amount).map(([about, monthlyLimit]) => ({ ...about, ...poor, monthlyLimit }));
    const steps = fc.array(step, { minLength: 10, maxLength: 60, size: "max" });
    fc.assert(
      fc.property(limited, steps, (about, list) => play(worldOf(about), list)),
      RUNS,
    );
  });
});

/** What a call came to: everything but when and in how many lines. */
function outcome(world: MemoryWorld, callId: string) {
  const { available, held, debt, postUsage, openCalls } = world.account;
  const { settlement, charge, funding } = world.cdrs.get(callId)!;
  return {
    account: { available, held, debt, postUsage, openCalls },
    lots: [...world.lots.values()].map((lot) => lot.remaining),
    pools: [...world.pools.values()].map((pool) => [pool.usedMinutes, pool.heldMinutes]),
    settlement,
    charge,
    funding,
  };
}

const PAID = NAMES.filter((name) => CALLS[name]!.callType !== "conf_in");
const oneCall = fc.record({ about: setting, name: fc.constantFrom(...PAID), asked: seconds, used: seconds });
const updates = fc.array(fc.record({ used: seconds, asked: seconds }), { maxLength: 6 });

describe("for every call", { timeout: 30_000 }, () => {
  test("what it costs does not depend on the updates", () => {
    fc.assert(
      fc.property(oneCall, updates, ({ about, name, asked, used }, between) => {
        const run = (updated: typeof between): unknown => {
          const world = worldOf(about);
          const call = phasesOf({ ...CALLS[name]!, callId: name });
          if (world.decide(call.authorize(asked || null)).kind !== "granted") return "refused";
          for (const update of updated) world.decide(call.update(update.used, update.asked || null));
          world.decide(call.release(used));
          return outcome(world, name);
        };
        expect(run(between)).toEqual(run([]));
      }),
      RUNS,
    );
  });

  test("an end that was presumed and then told comes to the same as one that was told", () => {
    fc.assert(
      fc.property(
        oneCall,
        updates,
        fc.integer({ min: 0, max: 3000 }),
        ({ about, name, asked, used }, between, later) => {
          const run = (presumed: boolean): unknown => {
            const world = worldOf(about);
            const call = phasesOf({ ...CALLS[name]!, callId: name });
            if (world.decide(call.authorize(asked || null)).kind !== "granted") return "refused";
            world.decide(call.answer());
            for (const update of between) world.decide(call.update(update.used, update.asked || null));
            const { deadline, usedSeconds, limitSeconds } = world.sessions.get(name)!;
            world.now = deadline;
            world.endLots();
            // What was used beyond the limit is held by nobody: what pays it may have ended until the end is told.
            const ends = [...world.lots.values()].map((lot) => lot.endsAt);
            if (usedSeconds > limitSeconds && ends.some((at) => at > deadline && at <= deadline + 1000 * later))
              return "";
            if (presumed) world.decide(call.reap());
            world.now += 1000 * later;
            world.endLots();
            world.decide(call.release(used));
            world.decide(call.release(used));
            return outcome(world, name);
          };
          expect(run(true)).toEqual(run(false));
        },
      ),
      RUNS,
    );
  });

  test("also where money came in between, that settled what was presumed to be owed", () => {
    fc.assert(
      fc.property(oneCall, updates, amount, ({ about, name, asked, used }, between, paidIn) => {
        const run = (presumed: boolean): unknown => {
          const world = worldOf({ ...about, lots: about.lots.map((lot) => ({ ...lot, endsIn: 1_000_000 })) });
          const call = phasesOf({ ...CALLS[name]!, callId: name });
          if (world.decide(call.authorize(asked || null)).kind !== "granted") return "refused";
          world.decide(call.answer());
          for (const update of between) world.decide(call.update(update.used, update.asked || null));
          world.now = world.sessions.get(name)!.deadline;
          if (presumed) world.decide(call.reap());
          world.topUp(paidIn, world.now + 1_000_000_000);
          world.decide(call.release(used));
          const { available, held, debt, postUsage } = world.account;
          return [available - debt - postUsage, held, world.cdrs.get(name)!.charge, world.pools];
        };
        expect(run(true)).toEqual(run(false));
      }),
      RUNS,
    );
  });

  test("all of it lies in the month and at the time that the test says", () => {
    expect(new Date(NOON).toISOString()).toMatch(new RegExp(`^${MONTH.slice(0, 7)}`));
  });
});
