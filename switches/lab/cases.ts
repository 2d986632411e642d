import { randomUUID } from "node:crypto";
import { formatMicros, parseMicros } from "../../src/domain/money.ts";
import { type Lab, openOrganization } from "./setup.ts";
import { answerCall, placeCall } from "./sipp.ts";

/** One phone call, and what must be true of it afterwards at the phones and in the books. */
export interface LabCase {
  name: string;
  /** The organisation that pays: an id that no other case uses. */
  organization: string;
  licenses: string[];
  from: string;
  to: string;
  /** What the caller does and expects: a file of switches/lab/sipp. */
  scenario: string;
  talkSeconds?: number;
  /** Least and most whole seconds that the call is in use; absent: the call is refused and nobody else rings. */
  usedSeconds?: [least: number, most: number];
  /** What so many used seconds cost, in USD. */
  charge(usedSeconds: number): string;
}

export interface CaseReport {
  /** What was not as it must be, in words; empty if all is well. */
  problems: string[];
  /** The call in words, the organisation's transfers, oldest first, and its credits. */
  ledger: string[];
}

const PLAN_AND_CREDITS = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];

export const KAMAILIO_CASES: LabCase[] = [
  {
    name: "a call is authorised, answered and charged",
    organization: "lab-charged",
    licenses: PLAN_AND_CREDITS,
    from: "+12065550101",
    to: "+442079460101",
    scenario: "caller-hangs-up",
    talkSeconds: 2,
    usedSeconds: [2, 3],
    charge: (used) => formatMicros(BigInt(used) * 10_000n),
  },
  {
    name: "a call is refused, 402: its first minute costs more than there is",
    organization: "lab-out-of-credit",
    licenses: PLAN_AND_CREDITS,
    from: "+12065550102",
    to: "+442079460201",
    scenario: "caller-out-of-credit",
    charge: () => "0",
  },
  {
    name: "a call is refused, 403: its caller lacks the Communications Credits licence",
    organization: "lab-no-licence",
    licenses: ["MCOEV", "MCOPSTN1"],
    from: "+12065550103",
    to: "+442079460101",
    scenario: "caller-without-licence",
    charge: () => "0",
  },
  {
    name: "a call is cut when its money ends",
    organization: "lab-cut",
    licenses: PLAN_AND_CREDITS,
    from: "+12065550104",
    to: "+442079460301",
    scenario: "caller-is-cut",
    usedSeconds: [2, 4], // Kamailio counts in whole ticks: a limit of 3 s is cut 2.0 to 3.7 s after the answer
    charge: () => "50",
  },
];

interface CallAnswer {
  state: string;
  answeredAt: string | null;
  endedAt: string | null;
  usedSeconds: number;
  charge: string | null;
  explanation: { text: string[] };
}
interface Credits {
  balance: string;
  held: string;
  debt: string;
  currency: string;
}
interface LedgerRow {
  at: string;
  from: string;
  to: string;
  amount: string;
  cause: string;
  balanceAfter: string;
}

/** Makes the call and looks at it from the phones, from the call's own explanation and from the books. */
export async function runCase(lab: Lab, labCase: LabCase): Promise<CaseReport> {
  const report: CaseReport = { problems: [], ledger: [] };
  try {
    await playCase(lab, labCase, report);
  } catch (error) {
    report.problems.push(error instanceof Error ? error.message : String(error));
  }
  return report;
}

async function playCase(lab: Lab, labCase: LabCase, { problems, ledger }: CaseReport): Promise<void> {
  const { operator } = lab.talktime;
  const { organization, licenses, from } = labCase;
  await openOrganization(operator, { id: organization, number: from, licenses });

  const callId = `${randomUUID()}@127.0.0.1`;
  problems.push(...(await makeCall(lab, labCase, callId)));
  const call = await endedCall(lab, labCase, callId);
  checkCall(labCase, call, problems);

  const base = `/v1/organizations/${organization}`;
  const credits = await operator.get<Credits>(`${base}/credits`);
  const rows = (await operator.get<{ items: LedgerRow[] }>(`${base}/ledger`)).items.reverse();
  const charge = labCase.charge(call.usedSeconds);
  const balance = formatMicros(micros("50") - micros(charge));
  expect(problems, "the balance afterwards", credits.balance, balance);
  expect(problems, "what is still held", credits.held, "0");
  expect(problems, "the debt", credits.debt, "0");
  const taken = rows.filter((row) => row.from === `credits/${organization}`);
  const charged = taken.reduce((sum, row) => sum + micros(row.amount), 0n);
  expect(problems, "what the ledger took from the credits", formatMicros(charged), charge);
  ledger.push(...call.explanation.text, ...rows.map(printRow), printCredits(credits));
}

async function makeCall(lab: Lab, labCase: LabCase, callId: string): Promise<string[]> {
  const { scenario, from, to, talkSeconds } = labCase;
  const callee = answerCall(lab.phoneSwitch.calleePort);
  await new Promise((resolve) => setTimeout(resolve, 200)); // until it listens
  const call = { scenario, from, to, callId, ...(talkSeconds !== undefined && { talkSeconds }) };
  const caller = await placeCall(lab.phoneSwitch.port, call);
  const results = [caller];
  if (labCase.usedSeconds) results.push(await callee.result);
  else await callee.stop();
  return results.flatMap((result) => result.complaint ?? []);
}

/** The call as Talktime explains it: the release comes a moment after the phones have hung up. */
async function endedCall(lab: Lab, labCase: LabCase, callId: string): Promise<CallAnswer> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const call = await lab.switchApi.get<CallAnswer>(`/v1/calls/${encodeURIComponent(callId)}`);
    if (!labCase.usedSeconds || call.endedAt !== null || Date.now() > deadline) return call;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function checkCall(labCase: LabCase, call: CallAnswer, problems: string[]): void {
  expect(problems, "the state of the call", call.state, labCase.usedSeconds ? "completed" : "refused");
  expect(problems, "the charge", call.charge ?? "0", labCase.charge(call.usedSeconds));
  if (!labCase.usedSeconds) return;
  const [least, most] = labCase.usedSeconds;
  const real = (Date.parse(call.endedAt ?? "") - Date.parse(call.answeredAt ?? "")) / 1000;
  for (const seconds of [real, call.usedSeconds]) {
    if (!(seconds >= least && seconds <= most)) {
      problems.push(`the call lasted ${seconds} s, which should be ${least} to ${most} s`);
    }
  }
}

function expect(problems: string[], what: string, is: string, shouldBe: string): void {
  if (is !== shouldBe) problems.push(`${what} is ${is}, which should be ${shouldBe}`);
}

const micros = (amount: string) => {
  const value = parseMicros(amount);
  if (value === undefined) throw new Error(`"${amount}" is no amount of money.`);
  return value;
};

const printRow = (row: LedgerRow) =>
  `${row.at}  ${row.cause.padEnd(8)} ${row.from} -> ${row.to}  ${row.amount}  balance ${row.balanceAfter}`;
const printCredits = (credits: Credits) =>
  `credits now: balance ${credits.balance} ${credits.currency}, held ${credits.held}, debt ${credits.debt}`;
