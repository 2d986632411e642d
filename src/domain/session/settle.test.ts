import { describe, expect, test } from "vitest";
import { type CallAbout, describeCall, phasesOf, tariff } from "../../../test/support/calls.ts";
import { DAY, MemoryWorld, NOON } from "../../../test/support/memory-world.ts";
import { balance, begin, play } from "../../../test/support/transcript.ts";
import { formatMicros } from "../money.ts";

describe("a user who becomes known in a call", () => {
  const conference = (about: CallAbout = {}) => phasesOf({ callType: "conf_in", user: null, ...about });
  const organiser = (about: CallAbout = {}) => describeCall({ callType: "conf_in", user: "frank", ...about });

  test("decides anew who pays, from that second", () => {
    const { world } = begin();
    const call = conference();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: included 300 s"],
      [0, call.answer(), "answered, paid to 300"],
      [30, call.update(30, 60, organiser({ perMinute: true })), "granted 60 to 90: credits 60 s 0.1"],
      [80, call.update(80, 60, organiser({ perMinute: true })), "granted 60 to 140: credits 110 s 0.2"],
      [120, call.release(100), "100 s cost 0.2: included 30 s + credits 70 s 0.2 of lot 1"],
    ]);
    expect(world.cdrs.get("a")).toMatchObject({ capability: "MCOMEETACPEA", call: { user: "frank" } });
  });

  test("who may not go on is told so, and what was used is still included", () => {
    const { world } = begin();
    const call = conference();
    const anew = organiser({ perMinute: true, creditsLicence: false });
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: included 300 s"],
      [30, call.update(30, 60, anew), "refused LICENSE_MISSING MCOPSTNC"],
      [32, call.release(32), "32 s cost 0: included 32 s"],
    ]);
  });

  test("stays: the late repeat of an update that named another one changes nothing", () => {
    const { world } = begin();
    const call = conference();
    const refused = organiser({ user: "grace", perMinute: true, creditsLicence: false });
    const paidNow = organiser({ perMinute: true });
    const coveredBy = organiser({ user: "grace" });
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: included 300 s"],
      [30, call.update(30, 60, refused), "refused LICENSE_MISSING MCOPSTNC"],
      [40, call.update(40, 60, paidNow), "granted 60 to 100: credits 60 s 0.1"],
      [50, call.update(30, 60, coveredBy), "granted 70 to 100: credits 60 s 0.1"],
      [90, call.release(90), "90 s cost 0.1: included 40 s + credits 50 s 0.1 of lot 1"],
    ]);
    expect(world.cdrs.get("a")?.call).toMatchObject({ user: "frank", flags: ["OTHER_USER_REPORTED"] });
  });

  test("where the same sources pay, the call goes on as one: no second fee, no second increment", () => {
    const { world } = begin();
    const tollFree: CallAbout = { dialled: "service-toll-free", tariff: tariff("0.1", 60, 60, "0.05") };
    const call = conference(tollFree);
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.55"],
      [30, call.update(30, 60, organiser(tollFree)), "granted 270 to 300: credits 300 s 0.55"],
      [60, call.release(60), "60 s cost 0.15: credits 60 s 0.15 of lot 1"],
    ]);
    expect(world.cdrs.get("a")).toMatchObject({ call: { user: "frank" } });
  });

  test("a call in progress does not count against the limit on new ones", () => {
    const { world } = begin();
    const call = conference({ maxConcurrentCalls: 1 });
    const anew = organiser({ perMinute: true, maxConcurrentCalls: 1 });
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: included 300 s"],
      [30, call.update(30, 60, anew), "granted 60 to 90: credits 60 s 0.1"],
    ]);
  });

  test("an end before that second ends there, and its repeat says nothing else", () => {
    const { world } = begin();
    const call = conference();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: included 300 s"],
      [30, call.update(30, 60, organiser({ perMinute: true })), "granted 60 to 90: credits 60 s 0.1"],
      [31, call.release(29), "30 s cost 0: included 30 s"],
      [32, call.release(29), "30 s cost 0: included 30 s"],
    ]);
    expect(world.cdrs.get("a")?.call.flags).toEqual([]);
  });

  test("a presumed end is corrected under the last cover", () => {
    const { world } = begin();
    const call = conference();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: included 300 s"],
      [30, call.update(30, 300, organiser({ perMinute: true })), "granted 300 to 330: credits 300 s 0.5"],
      [400, call.reap(), "done"],
      [500, call.release(90), "90 s cost 0.1: included 30 s + credits 60 s 0.1 of lot 1"],
    ]);
    expect(balance(world)).toBe("9.9 available, 0 held");
  });
});

describe("lots", () => {
  test("two lots pay one call, the one that ends first before the other", () => {
    const world = new MemoryWorld();
    const later = world.topUp("5", NOON + 200 * DAY);
    const sooner = world.topUp("0.15", NOON + 100 * DAY);
    const call = phasesOf();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [
        200,
        call.release(180),
        `180 s cost 0.3: credits 90 s 0.15 of lot ${sooner} + credits 90 s 0.15 of lot ${later}`,
      ],
    ]);
    expect(world.transfers.slice(2).map((t) => [t.lot, formatMicros(t.balanceAfter)])).toEqual([
      [sooner, "5"],
      [later, "4.85"],
    ]);
  });

  test("a promotional lot goes before one that ends sooner", () => {
    const world = new MemoryWorld();
    world.topUp("1", NOON + DAY, { priority: 1 });
    const promotion = world.topUp("1", NOON + 300 * DAY);
    const call = phasesOf();
    play(world, [
      [0, call.authorize(60), "granted 60 to 60: credits 60 s 0.1"],
      [60, call.release(60), `60 s cost 0.1: credits 60 s 0.1 of lot ${promotion}`],
    ]);
  });

  test("a lot that ends under a call: what the call holds stays until its end, the rest is forfeited at once", () => {
    const world = new MemoryWorld();
    world.topUp("1", NOON + 100_000);
    const call = phasesOf();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [0, call.answer(), "answered, paid to 300"],
    ]);
    world.now = NOON + 100_000;
    world.endLots();
    expect(balance(world)).toBe("0 available, 0.5 held");
    play(world, [
      [120, call.update(120, 300), "granted 180 to 300, the last: credits 300 s 0.5"],
      [200, call.release(200), "200 s cost 0.4: credits 200 s 0.4 of lot 1"],
    ]);
    expect(balance(world)).toBe("0 available, 0 held");
    expect(world.transfers.filter((t) => t.to === "forfeited").map((t) => formatMicros(t.amount))).toEqual([
      "0.5",
      "0.1",
    ]);
  });

  test("no call begins or goes on with money of a lot that has ended, also before any job has looked", () => {
    const world = new MemoryWorld();
    world.topUp("1", NOON + 100_000);
    const [call, late] = [phasesOf(), phasesOf({ callId: "b" })];
    play(world, [
      [0, call.authorize(60), "granted 60 to 60: credits 60 s 0.1"],
      [100, late.authorize(60), "refused OUT_OF_CREDIT"],
      [101, call.update(55, 60), "granted 5 to 60, the last: credits 60 s 0.1"],
    ]);
    expect(balance(world)).toBe("0 available, 0.1 held");
  });

  test("what a correction gives back to a lot that has ended is forfeited", () => {
    const world = new MemoryWorld();
    world.topUp("1", NOON + 400_000);
    const call = phasesOf();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [0, call.answer(), "answered, paid to 300"],
      [330, call.reap(), "done"],
      [500, call.release(60), "60 s cost 0.1: credits 60 s 0.1 of lot 1"],
    ]);
    expect(balance(world)).toBe("0 available, 0 held");
    expect(world.transfers.at(-1)).toMatchObject({ to: "forfeited", amount: 400_000n });
  });

  test("debt that was settled and then not owed comes back as credits", () => {
    const { world, call } = begin({ credits: ["0.1"] });
    play(world, [
      [0, call.authorize(60), "granted 60 to 60, the last: credits 60 s 0.1"],
      [0, call.answer(), "answered, paid to 60"],
      [50, call.update(200), "refused OUT_OF_CREDIT"],
      [230, call.reap(), "done"],
    ]);
    expect(balance(world)).toBe("0 available, 0 held, 0.3 debt");
    world.topUp("1");
    play(world, [[300, call.release(60), "60 s cost 0.1: credits 60 s 0.1 of lot 1"]]);
    expect(balance(world)).toBe("1 available, 0 held");
  });
});
