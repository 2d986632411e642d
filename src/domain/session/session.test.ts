import { describe, expect, test } from "vitest";
import { type CallAbout, describeCall, phasesOf, tariff } from "../../../test/support/calls.ts";
import { DAY, MemoryWorld, NOON } from "../../../test/support/memory-world.ts";
import { formatMicros } from "../money.ts";
import type { Answer, ChargeRequest, FundingLine, SwitchProfile } from "./types.ts";

const POOL = "MCOPSTN1:US:domestic";

const lineText = ({ source, seconds, amount, lot }: FundingLine): string =>
  `${source.replace("pool:MCOPSTN1:US:domestic", "pool")} ${seconds} s${amount ? ` ${amount}` : ""}${lot ? ` of lot ${lot}` : ""}`;

/** An answer as a sentence. */
function tell(answer: Answer): string {
  switch (answer.kind) {
    case "granted": {
      const { grantedSeconds, limitSeconds, finalGrant, funding } = answer.grant;
      return `granted ${grantedSeconds} to ${limitSeconds}${finalGrant ? ", the last" : ""}: ${funding.map(lineText).join(" + ")}`;
    }
    case "refused":
      return `refused ${answer.refusal.code}${answer.refusal.missing ? ` ${answer.refusal.missing.join()}` : ""}`;
    case "answered":
      return `answered, paid to ${answer.limitSeconds}`;
    case "released": {
      const { usedSeconds, charge, overrunSeconds, funding } = answer.release;
      const forgiven = overrunSeconds > 0 ? `, ${overrunSeconds} s forgiven` : "";
      return `${usedSeconds} s cost ${formatMicros(charge)}${forgiven}: ${funding.map(lineText).join(" + ") || "nothing"}`;
    }
    case "conflict":
      return `conflict ${answer.code}`;
    case "unknown":
    case "marked":
    case "done":
      return answer.kind;
  }
}

interface Setting {
  /** Amounts that were bought, in this order. */
  credits?: string[];
  poolMinutes?: number;
  call?: CallAbout;
  profile?: Partial<SwitchProfile>;
}

function begin({ credits = ["10"], poolMinutes = 0, call = {}, profile = {} }: Setting = {}) {
  const world = new MemoryWorld();
  for (const amount of credits) world.topUp(amount);
  if (poolMinutes > 0) world.addPool(POOL, poolMinutes);
  return { world, call: phasesOf(call, profile) };
}

type Step = [at: number, request: ChargeRequest, told: string];

/** Each step: seconds since the authorisation, what the switch says, what it is told. */
function play(world: MemoryWorld, steps: Step[]): void {
  const told = steps.map(([at, request]): string => {
    world.now = NOON + 1000 * at;
    return `${at} s ${request.phase}: ${tell(world.decide(request))}`;
  });
  expect(told).toEqual(steps.map(([at, request, text]) => `${at} s ${request.phase}: ${text}`));
}

const balance = ({ account }: MemoryWorld): string =>
  `${formatMicros(account.available)} available, ${formatMicros(account.held)} held` +
  (account.debt > 0n ? `, ${formatMicros(account.debt)} debt` : "");

describe("grants: the least of what is asked, the switch's maximum and what the sources cover", () => {
  test.each<[string, Setting, number | null, string]>([
    ["nothing asked: 300 s", {}, null, "granted 300 to 300: credits 300 s 0.5"],
    ["what is asked", {}, 90, "granted 90 to 90: credits 90 s 0.2"],
    ["at most 600 s", {}, 3600, "granted 600 to 600: credits 600 s 1"],
    [
      "more for a switch that cannot update",
      { profile: { canUpdate: false, maximumGrantSeconds: 14_400 } },
      3600,
      "granted 3600 to 3600: credits 3600 s 6",
    ],
    ["whole increments of the credits", { credits: ["0.25"] }, 300, "granted 120 to 120, the last: credits 120 s 0.2"],
    ["less than one increment", { credits: ["0.09"] }, 300, "refused OUT_OF_CREDIT"],
    ["the pool first", { poolMinutes: 10 }, 300, "granted 300 to 300: pool 300 s"],
    ["the pool, then the credits", { poolMinutes: 2 }, 300, "granted 300 to 300: pool 120 s + credits 180 s 0.3"],
    [
      "the pool, then what the credits cover",
      { poolMinutes: 2, credits: ["0.15"] },
      300,
      "granted 180 to 180, the last: pool 120 s + credits 60 s 0.1",
    ],
    [
      "the pool, and no licence for more",
      { poolMinutes: 2, call: { creditsLicence: false } },
      300,
      "granted 120 to 120, the last: pool 120 s",
    ],
    ["no pool left and no licence", { call: { creditsLicence: false } }, 300, "refused LICENSE_MISSING MCOPSTNC"],
    ["no rate and no pool left", { call: { tariff: null } }, 300, "refused NO_RATE"],
    [
      "own carrier: free, as long as asked",
      { credits: [], call: { callType: "dr_out" } },
      86_400,
      "granted 86400 to 86400: free 86400 s",
    ],
    [
      "never more than a day",
      { credits: [], call: { callType: "dr_out" } },
      100_000,
      "granted 86400 to 86400: free 86400 s",
    ],
    [
      "an emergency: a day, whatever is asked",
      { credits: [], call: { emergency: true } },
      60,
      "granted 86400 to 86400: free 86400 s",
    ],
    [
      "the longest call that the organisation allows",
      { call: { maxCallSeconds: 100 } },
      300,
      "granted 100 to 100, the last: credits 100 s 0.2",
    ],
  ])("%s", (_, setting, asked, told) => {
    const { world, call } = begin(setting);
    expect(tell(world.decide(call.authorize(asked)))).toBe(told);
  });

  test("a refused call is in the CDRs, holds nothing and is not open", () => {
    const { world, call } = begin({ credits: [] });
    play(world, [[0, call.authorize(), "refused OUT_OF_CREDIT"]]);
    expect(world.cdrs.get("a")).toMatchObject({ outcome: "refused", charge: 0n, refusal: { code: "OUT_OF_CREDIT" } });
    expect(world.account.openCalls).toBe(0);
  });

  test("200 calls at once for credits that cover ten: ten are granted", () => {
    const { world } = begin({ credits: ["10.5"] });
    const answers = Array.from({ length: 200 }, (_, i) => world.decide(phasesOf({ callId: `c${i}` }).authorize(600)));
    expect(answers.filter((answer) => answer.kind === "granted")).toHaveLength(10 + 1); // the eleventh for 300 s
    expect(balance(world)).toBe("0 available, 10.5 held");
  });

  test("as many calls at once as the organisation allows", () => {
    const { world } = begin();
    const of = (callId: string) => phasesOf({ callId, maxConcurrentCalls: 1 });
    play(world, [
      [0, of("a").authorize(), "granted 300 to 300: credits 300 s 0.5"],
      [1, of("b").authorize(), "refused LIMIT_REACHED"],
      [2, of("a").release(0), "0 s cost 0: nothing"],
      [3, of("c").authorize(), "granted 300 to 300: credits 300 s 0.5"],
    ]);
  });
});

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

  test("a future answer counts from now; an end without figures counts to now", () => {
    const { world, call } = begin();
    play(world, [
      [0, call.authorize(600), "granted 600 to 600: credits 600 s 1"],
      [5, call.answer(NOON + 50_000), "answered, paid to 600"],
      [65, call.release({}), "60 s cost 0.1: credits 60 s 0.1 of lot 1"],
    ]);
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

describe("modes", () => {
  function customer(credits: string[], payAsYouGo: boolean, call: CallAbout = {}) {
    const started = begin({ credits, call: { plans: [], ...call } });
    started.world.agreement = "customer";
    started.world.account = { ...started.world.account, payAsYouGo };
    return { world: started.world, call: phasesOf({ ...call }) };
  }

  test.each<[string, string[], boolean, CallAbout, string, string]>([
    [
      "draining: the credits, then post-usage",
      ["0.15"],
      true,
      {},
      "granted 600 to 600: credits 600 s 0.15",
      "120 s cost 0.2: credits 90 s 0.15 of lot 1 + post-usage 30 s 0.05",
    ],
    [
      "draining without pay-as-you-go: as far as the credits reach",
      ["0.15"],
      false,
      {},
      "granted 60 to 60, the last: credits 60 s 0.1",
      "",
    ],
    ["draining needs the licence", ["0.15"], true, { creditsLicence: false }, "refused LICENSE_MISSING MCOPSTNC", ""],
    ["post-usage", [], true, {}, "granted 600 to 600: post-usage 600 s", "120 s cost 0.2: post-usage 120 s 0.2"],
    [
      "post-usage needs no licence",
      [],
      true,
      { creditsLicence: false },
      "granted 600 to 600: post-usage 600 s",
      "120 s cost 0.2: post-usage 120 s 0.2",
    ],
    ["unfunded", [], false, {}, "refused PAY_AS_YOU_GO_OFF", ""],
  ])("%s", (_, credits, payAsYouGo, about, told, end) => {
    const { world, call } = customer(credits, payAsYouGo, about);
    play(world, [[0, call.authorize(600), told], ...(end ? [[130, call.release(120), end] satisfies Step] : [])]);
  });
});

describe("emergency", () => {
  test("free, from the authorisation to the end, and never taken from", () => {
    const { world, call } = begin({ credits: [], call: { emergency: true } });
    play(world, [
      [0, call.authorize(60), "granted 86400 to 86400: free 86400 s"],
      [5, call.answer(), "answered, paid to 86400"],
      [50, call.update(45), "granted 86400 to 86445: free 86445 s"],
      [86_399, call.reap(), "done"],
    ]);
    expect(world.sessions.size).toBe(1);
    play(world, [[86_400, call.release(86_395), "86395 s cost 0: free 86395 s"]]);
  });

  test("no end that came early keeps it from connecting", () => {
    const { world, call } = begin({ credits: [], call: { emergency: true } });
    play(world, [
      [0, call.release(5), "unknown"],
      [1, call.authorize(), "granted 86400 to 86400: free 86400 s"],
    ]);
  });
});
