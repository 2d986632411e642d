/** Talktime with a real Asterisk, and what is tried on it: each case with the caller's outcome, and what must be in the books. */
import { formatMicros } from "../../src/domain/money.ts";
import { type AsteriskSwitch, startAsterisk } from "./asterisk.ts";
import type { LabCase } from "./cases.ts";
import type { Rush } from "./load.ts";
import { freeTcpPort } from "./process.ts";
import { type AnyLab, DECK } from "./setup.ts";
import { answerCalls } from "./sipp.ts";
import { startTalktime } from "./talktime.ts";

export const ASTERISK_RUSH: Rush = {
  organization: "lab-load",
  from: "+12065550118",
  count: 300,
  perSecond: 50,
  topUp: "100",
};
export const RUSH = "300 calls at 50 a second through Asterisk are each charged once";

export interface AsteriskLab extends AnyLab {
  phoneSwitch: AsteriskSwitch;
}

const SWITCH = "asterisk-lab";

export async function startAsteriskLab(): Promise<AsteriskLab> {
  const fastAgiPort = await freeTcpPort();
  const account = { user: "talktime", password: "password-of-the-lab" };
  const [ari, ami] = [
    { port: await freeTcpPort(), ...account },
    { port: await freeTcpPort(), ...account },
  ];
  const url = `http://127.0.0.1:${ari.port}/ari`;
  const server = { address: "127.0.0.1", switch: SWITCH, ami, ari: { url, ...account } };
  const talktime = await startTalktime({
    TALKTIME_FASTAGI_PORT: String(fastAgiPort),
    TALKTIME_ASTERISK: JSON.stringify([server]),
    TALKTIME_ASTERISK_RECONCILE_SECONDS: "2",
  });
  try {
    const { operator } = talktime;
    await operator.put(`/v1/switches/${SWITCH}`, { canUpdate: false, maximumGrantSeconds: 30, warnSeconds: 2 });
    await operator.post("/v1/rate-decks?name=lab&currency=USD", DECK);
    const phoneSwitch = await startAsterisk({ fastAgiPort, ari, ami });
    const callee = answerCalls(phoneSwitch.calleePort);
    const stop = async () => {
      await callee.stop();
      await phoneSwitch.stop();
      await talktime.stop();
    };
    // Between Asterisk and FastAGI nothing stands that could be broken for one call.
    const gate = { fault: () => {} };
    return { talktime, phoneSwitch, gate, switchApi: operator, callIdOf: (party) => phoneSwitch.callIdOf(party), stop };
  } catch (error) {
    await talktime.stop();
    throw error;
  }
}

const PLAN_AND_CREDITS = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];
const nothing = (): string => "0";
/** A cent a second. */
const usual = {
  licenses: PLAN_AND_CREDITS,
  to: "+442079460101",
  charge: (used: number): string => formatMicros(BigInt(used) * 10_000n),
};

/** They do not disturb each other, and run at the same time. */
export const ASTERISK_CASES: LabCase<AsteriskLab>[] = [
  {
    ...usual,
    name: "a call through Asterisk is authorised, answered and charged",
    organization: "lab-charged",
    from: "+12065550101",
    scenario: "caller-hangs-up",
    talkSeconds: 2,
    ends: "completed",
    cause: "normal",
    usedSeconds: [2, 3],
  },
  {
    ...usual,
    name: "a call through Asterisk is refused, 403: its first minute costs more than there is", // chan_pjsip has no cause that makes 402
    organization: "lab-out-of-credit",
    from: "+12065550102",
    to: "+442079460201",
    scenario: { refused: 403, reason: "Q.850;cause=21" },
    ends: "refused",
    charge: nothing,
  },
  {
    ...usual,
    name: "a call through Asterisk is refused, 403: its caller lacks the Communications Credits licence",
    organization: "lab-no-licence",
    licenses: ["MCOEV", "MCOPSTN1"],
    from: "+12065550103",
    scenario: { refused: 403, reason: "Q.850;cause=21" },
    ends: "refused",
    charge: nothing,
  },
  {
    ...usual,
    name: "a call through Asterisk is refused, 403: the dial-out policy does not allow it",
    organization: "lab-policy",
    dialOutPolicy: "DialoutCPCandPSTNDomestic",
    from: "+12065550104",
    scenario: { refused: 403, reason: "Q.850;cause=21" },
    ends: "refused",
    charge: nothing,
  },
  {
    ...usual,
    name: "a call through Asterisk is warned, and cut when its money ends",
    organization: "lab-cut",
    from: "+12065550105",
    to: "+442079460401",
    scenario: "caller-is-cut",
    during: async ({ phoneSwitch }) => {
      for (const until = Date.now() + 8_000; !/Playing 'en\/call-ends-soon/.test(phoneSwitch.output());) {
        if (Date.now() > until) throw new Error("the caller was not warned");
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    ends: "completed",
    cause: "limit",
    usedSeconds: [5.5, 6.3],
    charge: () => "50",
  },
  {
    ...usual,
    name: "a call through Asterisk that would have been cut goes on when money comes in",
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
    usedSeconds: [11.5, 12.3],
    charge: () => "100",
  },
  {
    ...usual,
    name: "a call through Asterisk is hung up from outside",
    organization: "lab-pushed",
    from: "+12065550108",
    scenario: "caller-is-cut",
    during: async ({ talktime }, { callId }) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000)); // it is answered, and not connected at once
      await talktime.operator.post(`/v1/calls/${encodeURIComponent(callId)}/hang-up`, {});
    },
    ends: "completed",
    cause: "hang-up",
    usedSeconds: [0.5, 5],
  },
  {
    ...usual,
    name: "a busy callee behind Asterisk costs nothing",
    organization: "lab-busy",
    from: "+12065550109",
    to: "+442079460186",
    scenario: { refused: 486, reason: "Q.850;cause=17" },
    ends: "unanswered",
    cause: "busy",
    charge: nothing,
  },
  {
    ...usual,
    name: "a caller who gives up while Asterisk lets it ring pays nothing",
    organization: "lab-cancelled",
    from: "+12065550110",
    to: "+442079460180",
    scenario: "caller-cancels",
    ends: "unanswered",
    cause: "cancel",
    charge: nothing,
  },
  {
    ...usual,
    name: "Talktime is down when a call through Asterisk begins: it is refused, 503",
    organization: "lab-down-at-start",
    from: "+12065550113",
    to: "+442079460901",
    scenario: { refused: 503, reason: "Q.850;cause=42" },
    ends: "unseen",
    charge: nothing,
  },
  {
    ...usual,
    name: "Talktime is down for all of a call that Asterisk lets through: it is cut at the limit set for that",
    organization: "lab-fail-open",
    from: "+12065550114",
    to: "+442079460801",
    scenario: "caller-is-cut",
    ends: "unseen",
    charge: nothing,
  },
];

/** Each of these disturbs all calls, and runs alone. */
export const ASTERISK_KILLS: LabCase<AsteriskLab>[] = [
  {
    ...usual,
    name: "Talktime is killed in mid-call of Asterisk, and back before its end: it is charged once, for its own time",
    organization: "lab-talktime-killed",
    from: "+12065550116",
    scenario: "caller-hangs-up",
    talkSeconds: 20, // its end is told once: Talktime has to be back by then, on a busy machine, too
    during: ({ talktime }) => talktime.killAndRestart(),
    ends: "completed",
    usedSeconds: [20, 21],
  },
  {
    ...usual,
    name: "Talktime is killed in mid-call of Asterisk and stays away: the call is cut at the last limit that it was given",
    organization: "lab-talktime-away",
    from: "+12065550119",
    to: "+442079460401",
    scenario: "caller-is-cut",
    during: async ({ talktime }, { organization }) => {
      await talktime.operator.post(`/v1/organizations/${organization}/adjustments`, { amount: "50", reason: "lab" });
      await new Promise((resolve) => setTimeout(resolve, 2_000)); // Asterisk is told of it within one
      await talktime.killAndRestart(12_000);
    },
    talks: [11.5, 12.5],
    funds: "100",
    ends: "completed",
    presumed: true,
    usedSeconds: [12, 12],
    charge: () => "100",
  },
  {
    ...usual,
    name: "Asterisk is killed in mid-call: its list of channels ends what it lost, within what was paid for",
    organization: "lab-asterisk-killed",
    from: "+12065550117",
    scenario: "caller-is-forgotten",
    talkSeconds: 4,
    during: async ({ phoneSwitch }) => phoneSwitch.killAndRestart(),
    ends: "completed",
    presumed: true,
    usedSeconds: [4, 30],
  },
];
