/** The setting `strictEither`: a plan with two pools, of which one that is used up closes the other (domain.md GAP-21). */
import { beforeEach, describe, expect, test } from "vitest";
import { phasesOf } from "../../../test/support/calls.ts";
import { MemoryWorld } from "../../../test/support/memory-world.ts";
import { tell } from "../../../test/support/transcript.ts";

const HOME = "MCOPSTN2:US:domestic";
const ABROAD = "MCOPSTN2:US:international";

let world: MemoryWorld;
/** Domestic, at 0.10 a minute beyond the pool. */
const call = phasesOf({ plans: ["MCOPSTN2"] });
const other = phasesOf({ plans: ["MCOPSTN2"], callId: "b" });

const usedAbroad = (minutes: number): void => world.addPool(ABROAD, 10, minutes);
/** As the switch is told, with pools by their scope. */
const said = (answer: Parameters<typeof tell>[0]): string => tell(answer).replaceAll(/pool:MCOPSTN2:US:(\w+)/g, "$1");
const home = () => {
  const { usedMinutes, heldMinutes } = [...world.pools.values()].find(({ id }) => id === HOME)!;
  return { usedMinutes, heldMinutes };
};
const paidBy = (callId = "a"): string[] =>
  world.cdrs
    .get(callId)!
    .funding.map(({ source, seconds, amount }) => `${source} ${seconds} s${amount === undefined ? "" : ` ${amount}`}`);

beforeEach(() => {
  world = new MemoryWorld();
  world.strictEither = true;
  world.topUp("5");
  world.addPool(HOME, 100);
  usedAbroad(9);
});

describe("a call in progress while the other pool is used up", () => {
  beforeEach(() => {
    expect(said(world.decide(call.authorize(300)))).toBe("granted 300 to 300: domestic 300 s");
    world.decide(call.answer());
    usedAbroad(10);
  });

  test("keeps the minutes that it holds", () => {
    world.decide(call.release(121));
    expect(paidBy()).toEqual(["pool:MCOPSTN2:US:domestic 121 s"]);
    expect(home()).toEqual({ usedMinutes: 3, heldMinutes: 0 });
  });

  test("goes on with credits beyond them, and is charged for no more than that", () => {
    expect(said(world.decide(call.update(290, 300)))).toBe("granted 300 to 590: domestic 300 s + credits 290 s 0.5");
    expect(home()).toEqual({ usedMinutes: 0, heldMinutes: 5 });
    world.decide(call.release(301));
    expect(paidBy()).toEqual(["pool:MCOPSTN2:US:domestic 300 s", "credits 1 s 0.1"]);
    expect(home()).toEqual({ usedMinutes: 5, heldMinutes: 0 });
  });

  test("draws on the pool again once minutes abroad have come back", () => {
    usedAbroad(9);
    expect(said(world.decide(call.update(290, 300)))).toBe("granted 300 to 590: domestic 590 s");
  });

  test("keeps them, too, where its end was lost and is corrected; a longer end costs credits", () => {
    world.now += 1000 * 400;
    world.decide(call.reap());
    expect(paidBy()).toEqual(["pool:MCOPSTN2:US:domestic 300 s"]);
    world.decide(call.release(350));
    expect(paidBy()).toEqual(["pool:MCOPSTN2:US:domestic 300 s", "credits 50 s 0.1"]);
  });
});

test("a hold that has lapsed is not taken of a closed pool again", () => {
  world.decide(call.authorize(300));
  world.now += 1000 * 600;
  world.decide(call.reap());
  expect(home()).toEqual({ usedMinutes: 0, heldMinutes: 0 });
  usedAbroad(10);
  world.decide(call.answer());
  world.decide(call.release(61));
  expect(paidBy()).toEqual(["credits 61 s 0.2"]);
});

describe("a new call", () => {
  const tried = () => world.sessions.get("b")!.call.tried;

  test("finds the pool closed, says by which, and costs credits", () => {
    usedAbroad(10);
    expect(said(world.decide(other.authorize(60)))).toBe("granted 60 to 60: credits 60 s 0.1");
    expect(tried()).toEqual([
      {
        source: `pool:${HOME}`,
        taken: false,
        code: "closed-by-other-pool",
        params: { pool: `pool:${ABROAD}` },
      },
      { source: "credits", taken: true, code: "has-credits-license" },
    ]);
  });

  test.each<[string, () => void]>([
    ["minutes abroad are left", () => usedAbroad(9)],
    ["the plan gives no minutes abroad", () => world.addPool(ABROAD, 0)],
    ["the last minutes abroad are held, and may come back", () => holdAbroad(10)],
    ["the setting is off", () => ((world.strictEither = false), usedAbroad(10))],
  ])("finds it open where %s", (_, given) => {
    given();
    expect(said(world.decide(other.authorize(60)))).toBe("granted 60 to 60: domestic 60 s");
    expect(tried()[0]).toEqual({ source: `pool:${HOME}`, taken: true, code: "license-opens-pool" });
  });

  test("that the switch let through takes nothing of a closed pool", () => {
    usedAbroad(10);
    world.decide(other.release(60, true));
    expect(paidBy("b")).toEqual(["credits 60 s 0.1"]);
  });
});

/** By a call abroad that is in progress. */
function holdAbroad(minutes: number): void {
  world.addPool(ABROAD, minutes);
  const abroad = phasesOf({ callId: "abroad" }).authorize(60 * minutes);
  if (abroad.phase !== "authorize") return;
  const { facts } = abroad.described;
  facts!.payer!.internationalPlans = ["MCOPSTN2"];
  facts!.destination = { ...facts!.destination, domestic: false, includedInternational: true };
  expect(said(world.decide(abroad))).toBe(
    `granted ${60 * minutes} to ${60 * minutes}: international ${60 * minutes} s`,
  );
}
