/** What is tried on Kamailio's ims_charging, and what of its units must be in the books afterwards. */
import { formatMicros } from "../../src/domain/money.ts";
import { type CaseReport, expect, type LabCase, runCase } from "./cases.ts";
import type { DiameterLab } from "./diameter.ts";
import { connected } from "./diameter-gate.ts";
import { runRush } from "./load.ts";

/** A cent a second. */
const byTheSecond = (used: number): string => formatMicros(BigInt(used) * 10_000n);
const nothing = (): string => "0";

const usual = { licenses: ["MCOEV", "MCOPSTN1", "MCOPSTNC"], to: "+442079460101", charge: byTheSecond };

/** They do not disturb each other, and run at the same time. */
export const DIAMETER_CASES: LabCase[] = [
  {
    ...usual,
    name: "by Diameter a call is authorised and charged for its seconds",
    organization: "ro-charged",
    from: "+12065550201",
    scenario: "caller-hangs-up",
    talkSeconds: 2,
    ends: "completed",
    usedSeconds: [2, 3],
  },
  {
    ...usual,
    name: "by Diameter a call that asks for more as it goes is charged once for all of it",
    organization: "ro-updates",
    from: "+12065550202",
    scenario: "caller-hangs-up",
    talkSeconds: 12,
    ends: "completed",
    usedSeconds: [11, 13], // its seconds are told whole, so that its answer is known to the second only
  },
  {
    ...usual,
    name: "by Diameter a call is refused, 402: its first minute costs more than there is",
    organization: "ro-out-of-credit",
    from: "+12065550203",
    to: "+442079460201",
    scenario: { refused: 402, reason: "Q.850;cause=21;text=.OUT_OF_CREDIT" },
    ends: "refused",
    charge: nothing,
  },
  {
    ...usual,
    name: "by Diameter a call is refused, 403: its caller lacks the Communications Credits licence",
    organization: "ro-no-licence",
    licenses: ["MCOEV", "MCOPSTN1"],
    from: "+12065550204",
    scenario: { refused: 403, reason: "Q.850;cause=21;text=.REFUSED" },
    ends: "refused",
    charge: nothing,
  },
  {
    ...usual,
    name: "by Diameter a call is cut when its money ends, told so with the first units",
    organization: "ro-cut",
    from: "+12065550205",
    to: "+442079460301",
    scenario: "caller-is-cut",
    ends: "completed",
    usedSeconds: [3, 5],
    charge: () => "50",
  },
  {
    ...usual,
    name: "by Diameter a call is cut when its money ends, told so with the last units",
    organization: "ro-cut-later",
    from: "+12065550206",
    to: "+442079460501",
    scenario: "caller-is-cut",
    ends: "completed",
    usedSeconds: [10, 12],
    charge: () => "50",
  },
  {
    ...usual,
    name: "by Diameter a busy callee costs nothing",
    organization: "ro-busy",
    from: "+12065550207",
    to: "+442079460186",
    scenario: { refused: 486, reason: "Busy Here" },
    ends: "unanswered",
    charge: nothing,
  },
  {
    ...usual,
    name: "by Diameter a caller who gives up while it rings pays nothing",
    organization: "ro-cancelled",
    from: "+12065550208",
    to: "+442079460180",
    scenario: "caller-cancels",
    ends: "unanswered",
    charge: nothing,
  },
  {
    ...usual,
    name: "by Diameter a new call that Talktime says nothing about is refused, 503",
    organization: "ro-not-asked",
    from: "+12065550209",
    scenario: { refused: 503, reason: "Q.850;cause=41;text=.CHARGING_UNAVAILABLE" },
    fault: { operation: "authorize", fault: "cut" },
    ends: "unanswered",
    charge: nothing,
  },
  {
    ...usual,
    name: "by Diameter a call that Talktime does not prolong is cut at what was paid for",
    organization: "ro-not-prolonged",
    from: "+12065550210",
    scenario: "caller-is-cut",
    fault: { operation: "update", fault: "cut" },
    ends: "completed",
    usedSeconds: [1, 8],
  },
];

/** Each disturbs all calls, and runs alone. */
export const DIAMETER_OUTAGES: LabCase[] = [
  {
    ...usual,
    name: "by Diameter a new call is refused, 503, while Talktime is not connected",
    organization: "ro-off-at-start",
    from: "+12065550211",
    scenario: { refused: 503, reason: "Q.850;cause=41;text=.CHARGING_UNAVAILABLE" },
    ends: "unseen",
    charge: nothing,
  },
];

/** A call while Talktime is not to be reached. */
export async function runOutage(lab: DiameterLab, one: LabCase): Promise<CaseReport> {
  lab.gate.off();
  try {
    return await runCase(lab, one);
  } finally {
    lab.gate.on();
    await connected(lab.gate);
  }
}

const RUSH = { organization: "ro-load", from: "+12065550218", count: 60, perSecond: 15 };

export const DIAMETER_LOAD = `by Diameter ${RUSH.count} calls at ${RUSH.perSecond} a second are each charged once`;

export const runDiameterLoad = async (lab: DiameterLab): Promise<CaseReport> => ({
  problems: (await runRush(lab, RUSH)).problems,
  ledger: [],
});

export const UNITS = "by Diameter every second that Kamailio reported is in the books, once";

/** Of all sessions that the gate has seen: what their requests say was used is what the call's charge is for. */
export async function checkUnits({ gate, switchApi }: DiameterLab): Promise<CaseReport> {
  const problems: string[] = [];
  for (const { session, requests, used } of gate.reported.values()) {
    const path = `/v1/calls/${encodeURIComponent(session)}`;
    const { usedSeconds } = await switchApi.get<{ usedSeconds: number }>(path);
    expect(problems, `the seconds of ${session} (${requests})`, String(usedSeconds), String(used));
  }
  const ledger = [`${gate.reported.size} Diameter sessions`];
  return { problems, ledger };
}
