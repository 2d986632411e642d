/** What is tried on Kamailio: each case with the caller's outcome, and what must be in the books afterwards. */
import { formatMicros } from "../../src/domain/money.ts";
import type { LabCase } from "./cases.ts";
import type { Lab } from "./setup.ts";

const PLAN_AND_CREDITS = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];
/** A cent a second. */
const byTheSecond = (used: number): string => formatMicros(BigInt(used) * 10_000n);
const nothing = (): string => "0";

const usual = { licenses: PLAN_AND_CREDITS, to: "+442079460101", charge: byTheSecond };

/** They do not disturb each other, and run at the same time. */
export const KAMAILIO_CASES: LabCase<Lab>[] = [
  {
    ...usual,
    name: "a call is authorised, answered and charged",
    organization: "lab-charged",
    from: "+12065550101",
    scenario: "caller-hangs-up",
    talkSeconds: 2,
    ends: "completed",
    usedSeconds: [2, 3],
  },
  {
    ...usual,
    name: "a call is refused, 402: its first minute costs more than there is",
    organization: "lab-out-of-credit",
    from: "+12065550102",
    to: "+442079460201",
    scenario: { refused: 402, reason: "Q.850;cause=21;text=.OUT_OF_CREDIT" },
    ends: "refused",
    charge: nothing,
  },
  {
    ...usual,
    name: "a call is refused, 403: its caller lacks the Communications Credits licence",
    organization: "lab-no-licence",
    licenses: ["MCOEV", "MCOPSTN1"],
    from: "+12065550103",
    scenario: { refused: 403, reason: "Q.850;cause=50;text=.LICENSE_MISSING" },
    ends: "refused",
    charge: nothing,
  },
  {
    ...usual,
    name: "a call is refused, 403: the dial-out policy does not allow it",
    organization: "lab-policy",
    dialOutPolicy: "DialoutCPCandPSTNDomestic",
    from: "+12065550104",
    scenario: { refused: 403, reason: "Q.850;cause=52;text=.POLICY_BLOCKED" },
    ends: "refused",
    charge: nothing,
  },
  {
    ...usual,
    name: "a call is cut when its money ends",
    organization: "lab-cut",
    from: "+12065550105",
    to: "+442079460301",
    scenario: "caller-is-cut",
    ends: "completed",
    cause: "limit",
    usedSeconds: [2, 4], // Kamailio counts in whole ticks: a limit of 3 s is cut 2.0 to 3.7 s after the answer
    charge: () => "50",
  },
  {
    ...usual,
    name: "a call is prolonged by its updates",
    organization: "lab-updates",
    from: "+12065550106",
    scenario: "caller-hangs-up",
    talkSeconds: 15,
    ends: "completed",
    usedSeconds: [15, 16],
  },
  {
    ...usual,
    name: "a call that would have been cut goes on when money comes in",
    organization: "lab-topped-up",
    from: "+12065550107",
    to: "+442079460401",
    scenario: "caller-is-cut",
    during: async ({ talktime }, { organization }) => {
      await talktime.operator.post(`/v1/organizations/${organization}/adjustments`, { amount: "50", reason: "lab" });
    },
    funds: "100",
    ends: "completed",
    cause: "limit",
    usedSeconds: [10, 13],
    charge: () => "100",
  },
  {
    ...usual,
    name: "a call is hung up from outside",
    organization: "lab-pushed",
    from: "+12065550108",
    scenario: "caller-is-cut",
    during: async ({ talktime }, { callId }) => {
      await talktime.operator.post(`/v1/calls/${encodeURIComponent(callId)}/hang-up`, {});
    },
    ends: "completed",
    cause: "hang-up",
    usedSeconds: [1, 6],
  },
  {
    ...usual,
    name: "a busy callee costs nothing",
    organization: "lab-busy",
    from: "+12065550109",
    to: "+442079460186",
    scenario: { refused: 486, reason: "Busy Here" },
    ends: "unanswered",
    charge: nothing,
  },
  {
    ...usual,
    name: "a caller who gives up while it rings pays nothing",
    organization: "lab-cancelled",
    from: "+12065550110",
    to: "+442079460180",
    scenario: "caller-cancels",
    ends: "unanswered",
    charge: nothing,
  },
  {
    ...usual,
    name: "a caller who gives up while Talktime is asked pays nothing",
    organization: "lab-cancelled-early",
    from: "+12065550111",
    scenario: "caller-cancels-early",
    fault: { operation: "authorize", fault: { delayMs: 1200 } },
    ends: "unanswered",
    orEnds: "refused", // Kamailio 6 does not wait for the answer: the end comes first, and holds nothing
    charge: nothing,
  },
  {
    ...usual,
    name: "a re-INVITE does not begin the paid time anew",
    organization: "lab-reinvites",
    from: "+12065550112",
    to: "+442079460301",
    scenario: "caller-reinvites",
    ends: "completed",
    cause: "limit",
    usedSeconds: [2, 4],
    charge: () => "50",
  },
  {
    ...usual,
    name: "Talktime is down when a call begins: it is refused, 503",
    organization: "lab-down-at-start",
    from: "+12065550113",
    scenario: { refused: 503, reason: "Q.850;cause=41;text=.CHARGING_UNAVAILABLE" },
    fault: { operation: "authorize", fault: "cut", times: 9 },
    ends: "unseen",
    charge: nothing,
  },
  {
    ...usual,
    name: "Talktime is down in the middle of a call: it is cut at what was paid for",
    organization: "lab-down-in-middle",
    from: "+12065550114",
    scenario: "caller-is-cut",
    fault: { operation: "update", fault: "cut", times: 99 },
    ends: "completed",
    cause: "limit",
    usedSeconds: [11, 13],
  },
  {
    ...usual,
    name: "Talktime is down when a call ends: its end arrives later, once",
    organization: "lab-down-at-end",
    from: "+12065550115",
    scenario: "caller-hangs-up",
    talkSeconds: 2,
    fault: { operation: "release", fault: "cut", times: 2 },
    ends: "completed",
    usedSeconds: [2, 3],
  },
];

/** Each of these disturbs all calls, and runs alone. */
export const KAMAILIO_KILLS: LabCase<Lab>[] = [
  {
    ...usual,
    name: "Talktime is killed in mid-call: the call is charged once, for its own time",
    organization: "lab-talktime-killed",
    from: "+12065550116",
    scenario: "caller-hangs-up",
    talkSeconds: 3,
    during: ({ talktime }) => talktime.killAndRestart(),
    ends: "completed",
    usedSeconds: [3, 4],
  },
  {
    ...usual,
    name: "Kamailio is killed in mid-call: its list of calls ends what it lost, within what was paid for",
    organization: "lab-kamailio-killed",
    from: "+12065550117",
    scenario: "caller-hangs-up",
    talkSeconds: 4,
    during: async ({ phoneSwitch }) => phoneSwitch.killAndRestart(),
    ends: "completed",
    presumed: true,
    usedSeconds: [4, 12],
  },
];
