import { describe, expect, test } from "vitest";
import { phasesOf } from "../../../test/support/calls.ts";
import { NOON } from "../../../test/support/memory-world.ts";
import { balance, begin, play, POOL, type Setting, tell } from "../../../test/support/transcript.ts";
import { formatMicros } from "../money.ts";

describe("a call that its switch ends where its paid time does", () => {
  test.each<[string, Setting, { used: number; bought?: string }, boolean]>([
    ["was cut for lack of credit", { credits: ["0.25"] }, { used: 120 }, true],
    ["was cut where it was used a little beyond", { credits: ["0.25"] }, { used: 121 }, true],
    ["was cut where its pool ended and no credits followed", { credits: [], poolMinutes: 2 }, { used: 120 }, true],
    ["was not, if it ended before", { credits: ["0.25"] }, { used: 119 }, false],
    ["was not, if more could have been granted", { credits: ["10"] }, { used: 300 }, false],
    ["was not, if money came meanwhile", { credits: ["0.25"] }, { used: 120, bought: "50" }, false],
    ["was not, if a call may last no longer", { call: { maxCallSeconds: 60 } }, { used: 60 }, false],
    [
      "was not, if the user may not spend credits anyway",
      { poolMinutes: 2, call: { creditsLicence: false } },
      { used: 120 },
      false,
    ],
  ])("%s", (_what, setting, { used, bought }, outOfCredit) => {
    const { world, call } = begin(setting);
    expect(tell(world.decide(call.authorize(300)))).toContain("granted");
    world.decide(call.answer());
    if (bought) world.topUp(bought);
    world.now = NOON + 1000 * used;
    expect(world.propose(call.release(used)).decision.outOfCredit).toBe(outOfCredit);
  });
});

describe("ends that nobody told", () => {
  test("a hold that is not answered lapses after 180 s; an answer after that takes it again", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [179, call.reap(), "done"],
    ]);
    expect(balance(world)).toBe("9.5 available, 0.5 held");
    play(world, [[180, call.reap(), "done"]]);
    expect(balance(world)).toBe("10 available, 0 held");
    play(world, [
      [200, call.answer(), "answered, paid to 300"],
      [270, call.release(70), "70 s cost 0.2: credits 70 s 0.2 of lot 1"],
    ]);
  });

  test("after the lapse an answer is paid as far as money reaches then, and refused where it does not", () => {
    const { world, call } = begin({ credits: ["0.5"] });
    const other = phasesOf({ callId: "b" });
    play(world, [
      [0, call.authorize(300), "granted 300 to 300, the last: credits 300 s 0.5"],
      [180, call.reap(), "done"],
      [181, other.authorize(240), "granted 240 to 240: credits 240 s 0.4"],
      [190, call.answer(), "answered, paid to 60"],
      [191, call.release(0), "0 s cost 0: nothing"],
    ]);
    const third = phasesOf({ callId: "c" });
    play(world, [
      [200, third.authorize(60), "granted 60 to 60, the last: credits 60 s 0.1"],
      [380, third.reap(), "done"],
      [381, other.update(100, 200), "granted 200 to 300, the last: credits 300 s 0.5"],
      [390, third.answer(), "refused OUT_OF_CREDIT"],
      [391, third.update(0), "refused OUT_OF_CREDIT"],
      [392, third.update(5), "refused OUT_OF_CREDIT"],
    ]);
    expect(balance(world)).toBe("0 available, 0.5 held");
  });

  test("an update after the lapse takes the hold again, and rings no longer than any other", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [180, call.reap(), "done"],
      [200, call.update(0, 60), "granted 60 to 60: credits 60 s 0.1"],
      [379, call.reap(), "done"],
    ]);
    expect(balance(world)).toBe("9.9 available, 0.1 held");
    play(world, [[380, call.reap(), "done"]]);
    expect(balance(world)).toBe("10 available, 0 held");
  });

  test("a switch that reports no answers has its grant besides the ring time", () => {
    const { world, call } = begin({ profile: { reportsAnswer: false } });
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [479, call.reap(), "done"],
    ]);
    expect(balance(world)).toBe("9.5 available, 0.5 held");
    play(world, [
      [480, call.reap(), "done"],
      [500, call.release(250), "250 s cost 0.5: credits 250 s 0.5 of lot 1"],
    ]);
  });

  test("a day after the lapse it is closed as never answered; a real end corrects that", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [180, call.reap(), "done"],
      [180 + 86_400, call.reap(), "done"],
    ]);
    expect(world.cdrs.get("a")).toMatchObject({ outcome: "unanswered", end: "presumed" });
    play(world, [[90_000, call.release(61), "61 s cost 0.2: credits 61 s 0.2 of lot 1"]]);
  });

  test("an answered call without an end costs what it was granted, until the real end corrects it, once", () => {
    const { world, call } = begin({ poolMinutes: 2 });
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: pool 120 s + credits 180 s 0.3"],
      [0, call.answer(), "answered, paid to 300"],
      [329, call.reap(), "done"],
    ]);
    expect(world.cdrs.size).toBe(0);
    play(world, [[330, call.reap(), "done"]]);
    expect(world.cdrs.get("a")).toMatchObject({ end: "presumed", charge: 300_000n, call: { flags: ["END_MISSING"] } });
    play(world, [
      [400, call.release(61), "61 s cost 0: pool 61 s"],
      [500, call.release(200), "61 s cost 0: pool 61 s"],
    ]);
    expect(balance(world)).toBe("10 available, 0 held");
    expect(world.transfers.map((t) => `${t.from} to ${t.to} ${formatMicros(t.amount)} ${t.cause}`)).toEqual([
      "cash/test to credits 10 top-up",
      "credits to revenue 0.3 call",
      "revenue to credits 0.3 correction",
    ]);
    expect(world.pools.get(`2026-11-01|${POOL}`)?.usedMinutes).toBe(2);
  });

  test("an end without any figures confirms what was presumed", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [0, call.answer(), "answered, paid to 300"],
      [330, call.reap(), "done"],
      [9000, call.release({}), "300 s cost 0.5: credits 300 s 0.5 of lot 1"],
    ]);
    expect(world.cdrs.get("a")?.end).toBe("real");
  });

  test("the most that an update has told is what was used, whatever came late", () => {
    const { world, call } = begin({ credits: ["0.2"] });
    play(world, [
      [0, call.authorize(120), "granted 120 to 120, the last: credits 120 s 0.2"],
      [130, call.update(130), "refused OUT_OF_CREDIT"],
      [131, call.update(10), "granted 110 to 120, the last: credits 120 s 0.2"],
      [161, call.reap(), "done"],
    ]);
    expect(world.cdrs.get("a")?.settlement.usedSeconds).toBe(130);
  });

  test("debt that was presumed and has been paid counts as paid: nothing of the real end is forgiven then", () => {
    const { world, call } = begin({ credits: [], poolMinutes: 1 });
    play(world, [
      [0, call.authorize(300), "granted 60 to 60, the last: pool 60 s"],
      [0, call.update(3600), "refused OUT_OF_CREDIT"],
      [100, call.reap(), "done"],
    ]);
    world.topUp("1");
    play(world, [[200, call.release(61), "61 s cost 0.1: pool 60 s + debt 1 s 0.1"]]);
    expect(balance(world)).toBe("0.9 available, 0 held");
  });

  test("a correction upwards draws more, gives nothing back, and beyond the money is debt", () => {
    const { world, call } = begin({ credits: ["0.1"] });
    play(world, [
      [0, call.authorize(60), "granted 60 to 60, the last: credits 60 s 0.1"],
      [0, call.answer(), "answered, paid to 60"],
      [90, call.reap(), "done"],
      [400, call.release(170), "170 s cost 0.3: credits 56 s 0.1 of lot 1 + debt 114 s 0.2"],
    ]);
    expect(world.transfers.slice(1).map((t) => `${t.from} to ${t.to}`)).toEqual([
      "credits to revenue",
      "debt to revenue",
    ]);
  });

  test("what a switch does not list is looked at again after a while, unless it is newer or of another node", () => {
    const { world, call } = begin({ call: { node: "east" } });
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [0, call.answer(), "answered, paid to 300"],
      [10, call.missing(NOON - 1000, NOON + 60_000, "east"), "done"],
      [10, call.missing(NOON + 1000, NOON + 60_000, "west"), "done"],
      [60, call.reap(), "done"],
    ]);
    expect(world.sessions.size).toBe(1);
    play(world, [
      [60, call.missing(NOON + 60_000, NOON + 90_000, "east"), "marked"],
      [70, call.seen(), "done"],
      [100, call.reap(), "done"],
    ]);
    expect(world.sessions.size).toBe(1);
    play(world, [
      [110, call.missing(NOON + 110_000, NOON + 140_000, "east"), "marked"],
      [139, call.reap(), "done"],
      [140, call.reap(), "done"],
      [200, call.release(30), "30 s cost 0.1: credits 30 s 0.1 of lot 1"],
    ]);
    expect(world.cdrs.get("a")?.call.flags).toEqual(["LOST_BY_SWITCH"]);
  });

  test("an emergency call is not ended early, whatever a list says; its record tells how long it was listed", () => {
    const { world, call } = begin({ call: { emergency: true } });
    play(world, [
      [0, call.authorize(300), "granted 86400 to 86400: free 86400 s"],
      [10, call.missing(NOON + 10_000, NOON + 20_000), "marked"],
      [30, call.reap(), "done"],
      [31, call.answer(), "answered, paid to 86400"],
      [3600, call.reap(), "done"],
    ]);
    expect(world.sessions.size).toBe(1);
    const other = phasesOf({ callId: "b", emergency: true });
    play(world, [
      [4000, other.authorize(300), "granted 86400 to 86400: free 86400 s"],
      [4000, other.answer(), "answered, paid to 86400"],
      [4090, other.missing(NOON + 4_090_000, NOON + 4_100_000), "marked"],
      [4150, other.missing(NOON + 4_150_000, NOON + 4_160_000), "done"],
      [4200, other.reap(), "done"],
    ]);
    expect(world.sessions.size).toBe(2);
    play(world, [[4000 + 86_431, other.reap(), "done"]]);
    expect(world.cdrs.get("b")).toMatchObject({ end: "presumed", charge: 0n, settlement: { usedSeconds: 100 } });
  });

  test("the call of a switch whose clock is behind is not presumed over while it is paid for", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [5, call.answer(NOON - 600_000), "answered, paid to 300"],
      [40, call.reap(), "done"],
      [290, call.update(285, 300), "granted 300 to 585: credits 585 s 1"],
      [
        400,
        call.release({ answeredAt: NOON - 600_000, endedAt: NOON - 205_000 }),
        "395 s cost 0.7: credits 395 s 0.7 of lot 1",
      ],
    ]);
    expect(world.cdrs.get("a")?.end).toBe("real");
  });

  test("a call that is answered is not lost, whatever an older list said", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(300), "granted 300 to 300: credits 300 s 0.5"],
      [10, call.missing(NOON + 5000, NOON + 40_000), "marked"],
      [20, call.answer(), "answered, paid to 300"],
      [41, call.reap(), "done"],
    ]);
    expect(world.sessions.size).toBe(1);
  });
});

describe("calls that nobody asked about", () => {
  test("an end that comes before its authorisation: the authorisation holds nothing", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.release(20), "unknown"],
      [1, call.authorize(), "refused CALL_ENDED"],
      [2, call.release(20), "20 s cost 0.1: credits 20 s 0.1 of lot 1"],
    ]);
    expect(balance(world)).toBe("9.9 available, 0 held");
  });

  test("unknown calls are answered by that name", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.answer(), "conflict UNKNOWN_CALL"],
      [1, call.update(10), "conflict UNKNOWN_CALL"],
    ]);
  });

  test.each<[string, Setting, string]>([
    ["as it would have been covered", { poolMinutes: 1 }, "90 s cost 0.1: pool 60 s + credits 30 s 0.1 of lot 1"],
    [
      "from the credits where it would have been refused",
      { call: { creditsLicence: false } },
      "90 s cost 0.2: credits 90 s 0.2 of lot 1",
    ],
    [
      "as debt where no credits are left",
      { credits: ["0.15"] },
      "90 s cost 0.2: credits 67 s 0.15 of lot 1 + debt 23 s 0.05",
    ],
    ["free where it cannot be priced", { call: { tariff: null } }, "90 s cost 0: free 90 s"],
    [
      "from the pool, also when there were too many calls",
      { poolMinutes: 9, call: { maxConcurrentCalls: 0 } },
      "90 s cost 0: pool 90 s",
    ],
  ])("let through by the switch: %s", (_, setting, told) => {
    const { world, call } = begin(setting);
    play(world, [
      [3600, call.release(90, true), told],
      [7200, call.release(90, true), told],
    ]);
    expect(world.cdrs.get("a")).toMatchObject({ outcome: "completed", call: { letThrough: true } });
  });

  test("let through where calls are billed afterwards: the rest of the credits, then post-usage", () => {
    const { world, call } = begin({ credits: ["0.15"], call: { plans: [], creditsLicence: false } });
    world.agreement = "customer";
    world.account = { ...world.account, payAsYouGo: true };
    play(world, [[0, call.release(90, true), "90 s cost 0.2: credits 67 s 0.15 of lot 1 + post-usage 23 s 0.05"]]);
    expect(world.account.debt).toBe(0n);
  });

  test("refused and connected all the same: charged", () => {
    const { world, call } = begin({ call: { creditsLicence: false } });
    play(world, [
      [0, call.authorize(), "refused LICENSE_MISSING MCOPSTNC"],
      [100, call.release(90), "90 s cost 0.2: credits 90 s 0.2 of lot 1"],
      [110, call.release(90), "90 s cost 0.2: credits 90 s 0.2 of lot 1"],
    ]);
    expect(world.cdrs.get("a")).toMatchObject({ outcome: "completed", refusal: null });
  });
});
