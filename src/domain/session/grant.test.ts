import { describe, expect, test } from "vitest";
import { type CallAbout, phasesOf } from "../../../test/support/calls.ts";
import { balance, begin, play, type Setting, type Step, tell } from "../../../test/support/transcript.ts";

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
