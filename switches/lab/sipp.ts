import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { freeUdpPort, startProgram } from "./process.ts";

export interface PhoneCall {
  /** A file of switches/lab/sipp, without `.xml`. */
  scenario: string;
  /** E.164 numbers. */
  from: string;
  to: string;
  callId: string;
  /** How long the caller talks before it hangs up, in the scenarios where it does. */
  talkSeconds?: number;
}

/** A SIP phone that did what its scenario wants has no complaint. */
export interface PhoneResult {
  complaint?: string;
}

/** Places one call through the switch and waits for its end, at most 30 s. */
export async function placeCall(switchPort: number, call: PhoneCall): Promise<PhoneResult> {
  const port = await freeUdpPort();
  return runSipp(`the caller (${call.scenario})`, call.scenario, port, [
    `127.0.0.1:${switchPort}`,
    ...["-key", "caller", call.from],
    ...["-s", call.to],
    ...["-cid_str", call.callId],
    ...["-d", String((call.talkSeconds ?? 0) * 1000)],
  ]).result;
}

/** A phone that waits for one call, rings and answers. `result` comes when its call is over, `stop` if none comes. */
export function answerCall(port: number): { result: Promise<PhoneResult>; stop(): Promise<void> } {
  return runSipp("the callee", "callee-answers", port, []);
}

function runSipp(who: string, scenario: string, port: number, args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "talktime-sipp-"));
  const errorFile = join(folder, "errors");
  const program = startProgram(
    "sipp",
    [
      ...args,
      ...["-sf", join(packageRoot(), "switches", "lab", "sipp", `${scenario}.xml`)],
      ...["-i", "127.0.0.1", "-p", String(port), "-m", "1", "-nostdin"],
      ...["-timeout", "30", "-timeout_error", "-trace_err", "-error_file", errorFile],
    ],
    { cwd: folder },
  );
  const result = program.ended.then((code): PhoneResult => {
    const errors = existsSync(errorFile) ? readFileSync(errorFile, "utf8").trim() : "";
    rmSync(folder, { recursive: true, force: true });
    return code === 0 ? {} : { complaint: `${who} did not see what it should (sipp ${code}): ${errors}` };
  });
  return { result, stop: () => program.stop() };
}
