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
  /** The organisation's transfers, oldest first, then its credits. */
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
  usedSeconds?: number;
  charge?: string;
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
  const { operator } = lab.talktime;
  const { organization, licenses, from } = labCase;
  await openOrganization(operator, { id: organization, number: from, licenses });

  const callId = `${randomUUID()}@127.0.0.1`;
  const problems = await makeCall(lab, labCase, callId);
  const used = await checkCall(lab, labCase, callId, problems);

  const base = `/v1/organizations/${organization}`;
  const credits = await operator.get<Credits>(`${base}/credits`);
  const rows = (await operator.get<{ items: LedgerRow[] }>(`${base}/ledger`)).items.reverse();
  const charge = labCase.charge(used);
  const balance = formatMicros(micros("50") - micros(charge));
  expect(problems, "the balance afterwards", credits.balance, balance);
  expect(problems, "what is still held", credits.held, "0");
  expect(problems, "the debt", credits.debt, "0");
  const charged = rows.filter((row) => row.from === "credits").reduce((sum, row) => sum + micros(row.amount), 0n);
  expect(problems, "what the ledger took from the credits", formatMicros(charged), charge);
  return { problems, ledger: [...rows.map(printRow), printCredits(credits)] };
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

/** Waits for the end of the call in Talktime; returns its used seconds. */
async function checkCall(lab: Lab, labCase: LabCase, callId: string, problems: string[]): Promise<number> {
  const path = `/v1/calls/${encodeURIComponent(callId)}`;
  let call = await lab.switchApi.get<CallAnswer>(path);
  const deadline = Date.now() + 5000;
  while (labCase.usedSeconds && call.state !== "ended" && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    call = await lab.switchApi.get<CallAnswer>(path);
  }
  const used = call.usedSeconds ?? 0;
  expect(problems, "the state of the call", call.state, labCase.usedSeconds ? "ended" : "refused");
  const [least, most] = labCase.usedSeconds ?? [0, 0];
  if (used < least || used > most) problems.push(`the call lasted ${used} s, which should be ${least} to ${most} s`);
  expect(problems, "the charge", call.charge ?? "0", labCase.charge(used));
  return used;
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
