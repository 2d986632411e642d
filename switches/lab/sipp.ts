import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { freeUdpPort, startProgram } from "./process.ts";

/** What the caller does and expects: a file of switches/lab/sipp. */
export type Scenario =
  | "caller-hangs-up"
  | "caller-is-cut"
  | "caller-reinvites"
  | "caller-cancels"
  | "caller-cancels-early"
  /** It talks, hangs up, and nobody knows of the call any more. */
  | "caller-is-forgotten"
  /** It is told this status, with that in the message. */
  | { refused: number; reason: string };

export interface PhoneCall {
  scenario: Scenario;
  /** E.164 numbers. */
  from: string;
  to: string;
  /** How long the caller talks before it hangs up, in the scenarios where it does. */
  talkSeconds?: number;
}

/** A SIP phone that did what its scenario wants has no complaint. */
export interface PhoneResult {
  complaint?: string;
  messages: PhoneMessage[];
}

/** What it sent or received, and when, milliseconds since 1970. */
export interface PhoneMessage {
  at: number;
  sent: boolean;
  callId: string;
  /** The method of a request, the status of an answer. */
  what: string;
}

/** Places one call through the switch and waits for its end, at most 60 s. */
export async function placeCall(switchPort: number, call: PhoneCall & { callId: string }): Promise<PhoneResult> {
  return caller(switchPort, call, ["-m", "1", "-cid_str", call.callId]).result;
}

/** Places `count` calls, so many a second, with ids of sipp's own. */
export async function placeCalls(
  switchPort: number,
  call: PhoneCall,
  { count, perSecond }: { count: number; perSecond: number },
): Promise<PhoneResult> {
  return caller(switchPort, call, ["-m", String(count), "-r", String(perSecond), "-l", String(count)]).result;
}

async function callerArguments(switchPort: number, call: PhoneCall): Promise<{ port: number; args: string[] }> {
  return {
    port: await freeUdpPort(),
    args: [
      `127.0.0.1:${switchPort}`,
      ...["-key", "caller", call.from],
      ...["-s", call.to],
      ...["-d", String((call.talkSeconds ?? 0) * 1000)],
      ...["-timeout", "60", "-timeout_error"],
    ],
  };
}

function caller(switchPort: number, call: PhoneCall, more: string[]): { result: Promise<PhoneResult> } {
  const result = callerArguments(switchPort, call).then(
    ({ port, args }) => runSipp("the caller", call.scenario, port, [...args, ...more]).result,
  );
  return { result };
}

/** A phone that takes any number of calls until it is stopped (callee.xml). */
export const answerCalls = (port: number): { stop(): Promise<void> } => runSipp("the callee", "callee", port, []);

function runSipp(who: string, scenario: Scenario | "callee", port: number, args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "talktime-sipp-"));
  const [errorFile, messageFile] = [join(folder, "errors"), join(folder, "messages")];
  writeFileSync(join(folder, "scenario.xml"), scenarioText(scenario));
  const program = startProgram(
    "sipp",
    [
      ...args,
      ...["-sf", join(folder, "scenario.xml"), "-i", "127.0.0.1", "-p", String(port), "-nostdin"],
      ...["-trace_err", "-error_file", errorFile],
      ...["-trace_shortmsg", "-shortmessage_file", messageFile],
    ],
    { cwd: folder },
  );
  const name = typeof scenario === "string" ? scenario : `caller-refused ${scenario.refused}`;
  const result = program.ended.then((code): PhoneResult => {
    const errors = existsSync(errorFile) ? readFileSync(errorFile, "utf8").trim().slice(0, 4000) : "";
    const messages = existsSync(messageFile) ? readMessages(readFileSync(messageFile, "utf8")) : [];
    rmSync(folder, { recursive: true, force: true });
    if (code === 0) return { messages };
    return { messages, complaint: `${who} (${name}) did not see what it should (sipp ${code}): ${errors}` };
  });
  return { result, stop: () => program.stop() };
}

/** sipp writes a line of six fields for each: date and time, the time in seconds, S or R, the call, CSeq, the first line. */
function readMessages(text: string): PhoneMessage[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [, , seconds, direction, callId = "", , first = ""] = line.split("\t");
      const what = first.startsWith("SIP/2.0 ") ? first.slice(8, 11) : first.split(" ")[0]!;
      return { at: 1000 * Number(seconds), sent: direction === "S", callId, what };
    });
}

/** A call as its phone saw it, in seconds since its first message. */
export function printMessages(messages: readonly PhoneMessage[]): string {
  const steps = messages.map(({ at, sent, what }) => {
    const seconds = ((at - messages[0]!.at) / 1000).toFixed(3);
    return `${sent ? "->" : "<-"} ${what} ${seconds}`;
  });
  return `the caller: ${steps.join("  ")}`;
}

function scenarioText(scenario: Scenario | "callee"): string {
  const file = typeof scenario === "string" ? scenario : "caller-refused";
  if (scenario === "caller-is-forgotten")
    return scenarioText("caller-hangs-up").replace(/<recv response="200"\/>(?![^]*<recv)/, '<recv response="481"/>');
  const text = readFileSync(join(packageRoot(), "switches", "lab", "sipp", `${file}.xml`), "utf8");
  if (typeof scenario === "string") return text;
  return text.replaceAll('"STATUS"', `"${scenario.refused}"`).replaceAll('"REASON"', `"${scenario.reason}"`);
}
