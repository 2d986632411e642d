import { randomUUID } from "node:crypto";
import { formatMicros, parseMicros } from "../../src/domain/money.ts";
import type { Gate } from "./gate.ts";
import { type AnyLab, openOrganization } from "./setup.ts";
import { type PhoneCall, type PhoneMessage, placeCall, printMessages } from "./sipp.ts";

/** One phone call, and what must be true of it afterwards at the phones and in the books. */
export interface LabCase<SomeLab extends AnyLab = AnyLab> extends PhoneCall {
  name: string;
  /** The organisation that pays: an id that no other case uses. */
  organization: string;
  licenses: string[];
  dialOutPolicy?: string;
  /** What goes wrong between switch and Talktime for this call. */
  fault?: {
    operation: Parameters<Gate["fault"]>[1];
    fault: Parameters<Gate["fault"]>[2];
    times?: number;
  };
  /** What happens once the call is answered. */
  during?: (lab: SomeLab, call: { callId: string; organization: string }) => Promise<void>;
  /** All that comes in, USD; 50 where absent. */
  funds?: string;
  /** How Talktime knows the call afterwards; `unseen`: not at all. */
  ends: "completed" | "refused" | "unanswered" | "unseen";
  /** Where two reports may overtake each other, or it may be over within half a second, which counts as none. */
  orEnds?: "refused" | "unanswered";
  /** What the switch writes to its log of it, at the latest some seconds afterwards; `CALL-ID` stands for the call's own. */
  says?: string;
  /** Its end was never reported. */
  presumed?: boolean;
  /** What the switch gave as the cause of its end. */
  cause?: string;
  /** So soon after its CANCEL the caller is told that the call is over, seconds. */
  givesUpWithin?: number;
  /** Least and most seconds from the answer to the end, as the caller's phone sees them. */
  talks?: [least: number, most: number];
  /** Least and most whole seconds that the call is in use. */
  usedSeconds?: [least: number, most: number];
  /** What so many used seconds cost, in USD. */
  charge(usedSeconds: number): string;
}

export interface CaseReport {
  /** What was not as it must be, in words; empty if all is well. */
  problems: string[];
  /** What the phone saw, the call in words, the organisation's transfers, oldest first, and its credits. */
  ledger: string[];
}

interface CallAnswer {
  state: string;
  end: string | null;
  cause: string | null;
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
export async function runCase<SomeLab extends AnyLab>(lab: SomeLab, labCase: LabCase<SomeLab>): Promise<CaseReport> {
  const report: CaseReport = { problems: [], ledger: [] };
  try {
    await playCase(lab, labCase, report);
  } catch (error) {
    report.problems.push(error instanceof Error ? error.message : String(error));
  }
  return report;
}

async function playCase<SomeLab extends AnyLab>(
  lab: SomeLab,
  labCase: LabCase<SomeLab>,
  { problems, ledger }: CaseReport,
): Promise<void> {
  const { operator } = lab.talktime;
  const { organization, from, fault, during } = labCase;
  await openOrganization(operator, { ...labCase, id: organization, number: from });
  const callId = `${randomUUID()}@127.0.0.1`;
  if (fault) lab.gate.fault(callId, fault.operation, fault.fault, fault.times);

  const call = placeCall(lab.phoneSwitch.port, { ...labCase, callId });
  if (during) {
    await callThat(lab, callId, ({ state }) => state === "answered", 10_000);
    await during(lab, { callId: lab.callIdOf(callId) ?? callId, organization });
  }
  const { complaint, messages } = await call;
  ledger.push(`Call-ID ${callId}`, printMessages(messages));
  if (complaint !== undefined) problems.push(complaint);
  if (labCase.givesUpWithin !== undefined) {
    const seconds = secondsBetween(messages, "CANCEL", "487");
    if (!(seconds <= labCase.givesUpWithin)) problems.push(`the CANCEL took ${seconds} s`);
  }
  if (labCase.talks) checkTalk(labCase.talks, messages, problems);
  if (labCase.ends === "unseen") await checkUnseen(lab, callId, problems);
  const ended = labCase.ends === "unseen" ? undefined : await callThat(lab, callId, isOver, 30_000);
  if (ended) checkCall(labCase, ended, problems);
  if (labCase.says !== undefined)
    await checkSaid(lab, labCase.says.replace("CALL-ID", encodeURIComponent(callId)), problems);

  const { credits, rows } = await booksOf(lab, organization);
  const charge = labCase.charge(ended?.usedSeconds ?? 0);
  const balance = formatMicros(micros(labCase.funds ?? "50") - micros(charge));
  expect(problems, "the balance afterwards", credits.balance, balance);
  expect(problems, "what is still held", credits.held, "0");
  expect(problems, "the debt", credits.debt, "0");
  const taken = rows.filter((row) => row.from === `credits/${organization}`);
  const charged = taken.reduce((sum, row) => sum + micros(row.amount), 0n);
  expect(problems, "what the ledger took from the credits", formatMicros(charged), charge);
  ledger.push(...(ended?.explanation.text ?? []), ...rows.map(printRow), printCredits(credits));
}

export async function booksOf(
  lab: Pick<AnyLab, "talktime">,
  organization: string,
): Promise<{ credits: Credits; rows: LedgerRow[] }> {
  const base = `/v1/organizations/${organization}`;
  const credits = await lab.talktime.operator.get<Credits>(`${base}/credits`);
  const { items } = await lab.talktime.operator.get<{ items: LedgerRow[] }>(`${base}/ledger?limit=500`);
  return { credits, rows: items.reverse() };
}

const isOver = ({ endedAt }: CallAnswer): boolean => endedAt !== null;

/** The call as Talktime explains it, as soon as it is so; reports come a moment after what they report. */
async function callThat(
  lab: AnyLab,
  callId: string,
  isSo: (call: CallAnswer) => boolean,
  withinMs: number,
): Promise<CallAnswer> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const id = lab.callIdOf(callId);
    const path = `/v1/calls/${encodeURIComponent(id ?? "")}`;
    const call = id === undefined ? undefined : await lab.switchApi.get<CallAnswer>(path).catch(() => undefined);
    if (call && isSo(call)) return call;
    if (Date.now() > deadline) throw new Error(`After ${withinMs / 1000} s the call is ${call?.state ?? "not known"}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function checkSaid({ phoneSwitch }: AnyLab, words: string, problems: string[]): Promise<void> {
  for (let waited = 0; waited < 150; waited++) {
    if (phoneSwitch.output().includes(words)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  problems.push(`the switch does not say "${words}"`);
}

async function checkUnseen(lab: AnyLab, callId: string, problems: string[]): Promise<void> {
  const id = encodeURIComponent(lab.callIdOf(callId) ?? callId);
  const { items } = await lab.switchApi.get<{ items: unknown[] }>(`/v1/calls?callId=${id}`);
  if (items.length > 0) problems.push("Talktime knows the call, which it could not be asked about");
}

function checkCall(labCase: Omit<LabCase, "during">, call: CallAnswer, problems: string[]): void {
  if (call.state !== labCase.orEnds) expect(problems, "the state of the call", call.state, labCase.ends);
  expect(problems, "the charge", call.charge ?? "0", labCase.charge(call.usedSeconds));
  if (labCase.cause !== undefined) expect(problems, "the cause of its end", String(call.cause), labCase.cause);
  if (!labCase.usedSeconds || call.state === "unanswered") return;
  expect(problems, "how its end is known", String(call.end), labCase.presumed ? "presumed" : "real");
  const [least, most] = labCase.usedSeconds;
  const real = (Date.parse(call.endedAt ?? "") - Date.parse(call.answeredAt ?? "")) / 1000;
  for (const seconds of labCase.presumed ? [call.usedSeconds] : [real, call.usedSeconds]) {
    if (!(seconds >= least && seconds <= most)) {
      problems.push(`the call lasted ${seconds} s, which should be ${least} to ${most} s`);
    }
  }
}

/** From the first of one kind to the first of another; NaN where there is none. */
function secondsBetween(messages: readonly PhoneMessage[], from: string, to: string): number {
  const at = (wanted: string): number => messages.find(({ what }) => what === wanted)?.at ?? NaN;
  return (at(to) - at(from)) / 1000;
}

function checkTalk([least, most]: [number, number], messages: readonly PhoneMessage[], problems: string[]): void {
  const seconds = secondsBetween(messages, "200", "BYE");
  if (!(seconds >= least && seconds <= most))
    problems.push(`the caller talked for ${seconds} s, which should be ${least} to ${most} s`);
}

export function expect(problems: string[], what: string, is: string, shouldBe: string): void {
  if (is !== shouldBe) problems.push(`${what} is ${is}, which should be ${shouldBe}`);
}

export const micros = (amount: string): bigint => {
  const value = parseMicros(amount);
  if (value === undefined) throw new Error(`"${amount}" is no amount of money.`);
  return value;
};

const printRow = (row: LedgerRow) =>
  `${row.at}  ${row.cause.padEnd(8)} ${row.from} -> ${row.to}  ${row.amount}  balance ${row.balanceAfter}`;
const printCredits = (credits: Credits) =>
  `credits now: balance ${credits.balance} ${credits.currency}, held ${credits.held}, debt ${credits.debt}`;
