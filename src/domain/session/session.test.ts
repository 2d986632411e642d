import { describe, expect, test } from "vitest";
import { phasesOf } from "../../../test/support/calls.ts";
import { DAY, NOON } from "../../../test/support/memory-world.ts";
import { balance, begin, play, type Step, tell } from "../../../test/support/transcript.ts";

describe("a call from its authorisation to its end", () => {
  test("answered, prolonged, released", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(60), "granted 60 to 60: credits 60 s 0.1"],
      [5, call.answer(), "answered, paid to 60"],
      [55, call.update(50, 60), "granted 60 to 110: credits 110 s 0.2"],
      [95, call.release(90), "90 s cost 0.2: credits 90 s 0.2 of lot 1"],
    ]);
    expect(balance(world)).toBe("9.8 available, 0 held");
    expect(world.cdrs.get("a")).toMatchObject({ outcome: "completed", end: "real", answeredAt: NOON + 5000 });
  });

  test("never answered costs nothing; used seconds mean answered, whether or not that was told", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(), "granted 300 to 300: credits 300 s 0.5"],
      [20, call.release(0), "0 s cost 0: nothing"],
    ]);
    expect(world.cdrs.get("a")).toMatchObject({ outcome: "unanswered", answeredAt: null });
    const other = phasesOf({ callId: "b" });
    play(world, [
      [30, other.authorize(), "granted 300 to 300: credits 300 s 0.5"],
      [100, other.release(61), "61 s cost 0.2: credits 61 s 0.2 of lot 1"],
    ]);
    expect(world.cdrs.get("b")).toMatchObject({ outcome: "completed", answeredAt: NOON + 39_000 });
  });

  test("the limit never shrinks, the grant is what is left of it, and only nothing left is a refusal", () => {
    const { world, call } = begin({ credits: ["0.3"] });
    play(world, [
      [0, call.authorize(60), "granted 60 to 60: credits 60 s 0.1"],
      [1, call.answer(), "answered, paid to 60"],
      [11, call.update(10, 10), "granted 50 to 60: credits 60 s 0.1"],
      [51, call.update(50, 300), "granted 130 to 180, the last: credits 180 s 0.3"],
      [31, call.update(30, 300), "granted 150 to 180, the last: credits 180 s 0.3"],
      [180, call.update(179, 300), "granted 1 to 180, the last: credits 180 s 0.3"],
      [181, call.update(180, 300), "refused OUT_OF_CREDIT"],
      [181, call.release(180), "180 s cost 0.3: credits 180 s 0.3 of lot 1"],
    ]);
  });

  test("the longest call that is allowed ends by that name", () => {
    const { world, call } = begin({ call: { maxCallSeconds: 100 } });
    play(world, [
      [0, call.authorize(60), "granted 60 to 60: credits 60 s 0.1"],
      [50, call.update(50, 60), "granted 50 to 100, the last: credits 100 s 0.2"],
      [100, call.update(100, 60), "refused LIMIT_REACHED"],
    ]);
  });

  test("money that comes in prolongs a call in progress, also after its last grant", () => {
    const { world, call } = begin({ credits: ["0.1"] });
    play(world, [
      [0, call.authorize(300), "granted 60 to 60, the last: credits 60 s 0.1"],
      [40, call.update(40, 300), "granted 20 to 60, the last: credits 60 s 0.1"],
    ]);
    world.topUp("0.2");
    play(world, [
      [50, call.update(50, 300), "granted 130 to 180, the last: credits 180 s 0.3"],
      [180, call.release(180), "180 s cost 0.3: credits 60 s 0.1 of lot 1 + credits 120 s 0.2 of lot 4"],
    ]);
  });

  test("a switch is told when to ask again, and when to warn before the cut", () => {
    const { world, call } = begin({ credits: ["0.5"] });
    expect(world.decide(call.authorize(120))).toMatchObject({ grant: { nextUpdateSeconds: 90 } });
    expect(world.decide(call.update(100, 600))).toMatchObject({ grant: { finalGrant: true, warnAtSeconds: 240 } });
    const deaf = phasesOf({ callId: "b", callType: "dr_out" }, { canUpdate: false });
    expect(world.decide(deaf.authorize(120))).not.toHaveProperty("grant.nextUpdateSeconds");
  });
});

describe("what is used beyond the limit", () => {
  test.each<[string, string[], number, string, string]>([
    ["money is there: it pays", ["10"], 130, "130 s cost 0.3: credits 130 s 0.3 of lot 1", "9.7 available, 0 held"],
    [
      "none is: 2 s are forgiven",
      ["0.2"],
      122,
      "122 s cost 0.2, 2 s forgiven: credits 120 s 0.2 of lot 1",
      "0 available, 0 held",
    ],
    [
      "none is: 3 s are debt",
      ["0.2"],
      123,
      "123 s cost 0.3: credits 82 s 0.2 of lot 1 + debt 41 s 0.1",
      "0 available, 0 held, 0.1 debt",
    ],
    [
      "a part is there",
      ["0.25"],
      123,
      "123 s cost 0.3: credits 102 s 0.25 of lot 1 + debt 21 s 0.05",
      "0 available, 0 held, 0.05 debt",
    ],
  ])("%s", (_, credits, used, told, left) => {
    const { world, call } = begin({ credits });
    expect(tell(world.decide(call.authorize(120)))).toMatch(/^granted 120/);
    play(world, [[140, call.release(used), told]]);
    expect(balance(world)).toBe(left);
  });

  test("debt is settled first by the next money in", () => {
    const { world, call } = begin({ credits: ["0.1"] });
    play(world, [
      [0, call.authorize(60), "granted 60 to 60, the last: credits 60 s 0.1"],
      [140, call.release(130), "130 s cost 0.3: credits 43 s 0.1 of lot 1 + debt 87 s 0.2"],
    ]);
    world.topUp("1");
    expect(balance(world)).toBe("0.8 available, 0 held");
  });

  test("pool minutes alone: beyond them 2 s are forgiven, more is debt at the tariff", () => {
    const { world } = begin({ credits: [], poolMinutes: 4 });
    const of = (callId: string) => phasesOf({ callId, creditsLicence: false });
    play(world, [
      [0, of("a").authorize(120), "granted 120 to 120: pool 120 s"],
      [0, of("b").authorize(120), "granted 120 to 120, the last: pool 120 s"],
      [140, of("a").release(122), "122 s cost 0, 2 s forgiven: pool 120 s"],
      [140, of("b").release(125), "125 s cost 0.1: pool 120 s + debt 5 s 0.1"],
    ]);
    expect(balance(world)).toBe("0 available, 0 held, 0.1 debt");
  });

  test("there is no debt as long as there are credits, also of who may not spend them", () => {
    const { world, call } = begin({ credits: ["10"], poolMinutes: 2, call: { creditsLicence: false } });
    play(world, [
      [0, call.authorize(120), "granted 120 to 120, the last: pool 120 s"],
      [140, call.release(125), "125 s cost 0.1: pool 120 s + credits 5 s 0.1 of lot 1"],
    ]);
  });
});

describe("repeats and reuse", () => {
  test("the first answer, for good: a grant, a refusal, an end", () => {
    const { world, call } = begin({ credits: ["0.5"] });
    const poor = phasesOf({ callId: "b", to: "+12065550188" });
    const steps: Step[] = [
      [0, call.authorize(300), "granted 300 to 300, the last: credits 300 s 0.5"],
      [0, poor.authorize(300), "refused OUT_OF_CREDIT"],
      [100, call.release(100), "100 s cost 0.2: credits 100 s 0.2 of lot 1"],
    ];
    play(world, steps);
    const picture = world.picture();
    play(world, steps);
    expect(world.picture()).toBe(picture);
  });

  test("another call under the same id is a conflict for 28 days and to the end of that month", () => {
    const { world, call } = begin();
    const other = phasesOf({ to: "+12065550188" });
    world.now = NOON;
    world.decide(call.authorize());
    expect(tell(world.decide(other.authorize()))).toBe("conflict CALL_ID_REUSED");
    world.decide(call.release(10));
    const at = (days: number) => {
      world.now = NOON + days * DAY;
      return tell({ ...world.propose(other.authorize()).decision.answer });
    };
    // authorised on 10 November: 28 days on it is 8 December
    expect([at(1), at(27.9), at(28)].map((text) => text.split(":")[0])).toEqual([
      "conflict CALL_ID_REUSED",
      "conflict CALL_ID_REUSED",
      "granted 300 to 300",
    ]);
    const early = phasesOf({ callId: "b" });
    world.now = NOON - 9.4 * DAY; // 1 November
    world.decide(early.authorize());
    world.decide(early.release(10));
    const anew = phasesOf({ callId: "b", to: "+12065550188" }).authorize();
    world.now = NOON + 20 * DAY; // 30 November
    expect(tell(world.propose(anew).decision.answer)).toBe("conflict CALL_ID_REUSED");
    world.now = NOON + 21 * DAY; // 1 December
    expect(tell(world.propose(anew).decision.answer)).toMatch(/^granted/);
  });

  test("the first real end stands; other figures are answered as the first and flagged", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(), "granted 300 to 300: credits 300 s 0.5"],
      [90, call.release(80), "80 s cost 0.2: credits 80 s 0.2 of lot 1"],
      [95, call.release(30), "80 s cost 0.2: credits 80 s 0.2 of lot 1"],
      [96, call.update(85), "refused CALL_ENDED"],
      [97, call.answer(), "refused CALL_ENDED"],
    ]);
    expect(world.cdrs.get("a")).toMatchObject({ charge: 200_000n, call: { flags: ["OTHER_END_REPORTED"] } });
  });

  test("an end that was told by its times is not told anew by a repeat that comes later", () => {
    const { world, call } = begin();
    const end = call.release({ answeredAt: NOON + 1000, endedAt: NOON + 61_000 });
    play(world, [
      [0, call.authorize(), "granted 300 to 300: credits 300 s 0.5"],
      [70, end, "60 s cost 0.1: credits 60 s 0.1 of lot 1"],
      [170, end, "60 s cost 0.1: credits 60 s 0.1 of lot 1"],
      [180, call.release({}), "60 s cost 0.1: credits 60 s 0.1 of lot 1"],
    ]);
    expect(world.cdrs.get("a")?.call.flags).toEqual([]);
  });
});

describe("times", () => {
  test.each([
    ["exactly a minute", 0, 60_000, 60],
    ["half a second is a second", 0, 60_500, 61],
    ["a little less is none", 0, 60_499, 60],
    ["milliseconds on both sides", 250, 60_749, 60],
    ["a future end is now", 0, 999_000, 100],
    ["an end before the answer", 50_000, 40_000, 0],
  ])("%s", (_, answered, ended, seconds) => {
    const { world, call } = begin();
    world.decide(call.authorize(600));
    world.now = NOON + 100_000;
    const answer = world.decide(call.release({ answeredAt: NOON + answered, endedAt: NOON + ended }));
    expect(answer).toMatchObject({ kind: "released", release: { usedSeconds: seconds } });
  });

  test.each([
    ["counts as far as the call is known to have lasted", 100_000, 999, 100],
    ["counts whole where that has passed", 100_000, 70, 70],
    ["is never less than up to now", 0, 5, 0],
  ])("what a clock that is ahead puts before a future end %s", (_, passed, betweenSeconds, seconds) => {
    const { world, call } = begin();
    world.decide(call.authorize(600));
    world.now = NOON + passed;
    const end = { answeredAt: world.now - 50_000, endedAt: world.now, betweenSeconds };
    const answer = world.decide(call.release(end));
    expect(answer).toMatchObject({ kind: "released", release: { usedSeconds: Math.max(50, seconds) } });
  });

  test("a future answer counts from now; an end without figures counts to now", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(600), "granted 600 to 600: credits 600 s 1"],
      [5, call.answer(NOON + 50_000), "answered, paid to 600"],
      [65, call.release({}), "60 s cost 0.1: credits 60 s 0.1 of lot 1"],
    ]);
  });
});
