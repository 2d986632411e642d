/** Many calls at once: every one is answered and charged, and how long their authorisations took, seen from three places. */
import { formatMicros } from "../../src/domain/money.ts";
import { booksOf, type CaseReport, expect, micros } from "./cases.ts";
import { startKamailio } from "./kamailio.ts";
import { type AnyLab, type Lab, openOrganization } from "./setup.ts";
import { answerCalls, type PhoneMessage, placeCalls } from "./sipp.ts";

const WARM_UP: Rush = { organization: "lab-warm-up", from: "+12065550119", count: 100, perSecond: 50 };
const RUSH: Rush = { organization: "lab-load", from: "+12065550118", count: 300, perSecond: 50 };

export const LOAD = `${RUSH.count} calls at ${RUSH.perSecond} a second are each charged once`;

/** Through a Kamailio of its own, which asks Talktime without the gate between: that would be measured, too. */
export async function runLoad({ talktime, key }: Lab): Promise<CaseReport> {
  const phoneSwitch = await startKamailio(
    { url: talktime.url, key },
    // Its own node, so that the other one's list of calls does not end these.
    { TALKTIME_NODE: '"kamailio-load"', TALKTIME_LOG_TIMES: "1" },
  );
  const callee = answerCalls(phoneSwitch.calleePort);
  try {
    const warmUp = await runRush({ talktime, phoneSwitch }, WARM_UP);
    const before = await answerTimes(talktime.url);
    const { problems, messages } = await runRush({ talktime, phoneSwitch }, RUSH);
    const asked = timesInLog(phoneSwitch.output()).slice(WARM_UP.count);
    expect(problems, "the authorisations", String(asked.length), String(RUSH.count));
    const ledger = [
      "from question to answer, when it runs warm:",
      `  as Talktime sees it: ${await answerTimesSince(talktime.url, before)}`,
      `  as Kamailio sees it: ${percentiles(asked)}`,
      `  as the caller sees it, from INVITE to 180 with both ways to the callee: ${percentiles(timesToRing(messages))}`,
    ];
    return { problems: [...warmUp.problems, ...problems], ledger };
  } finally {
    await callee.stop();
    await phoneSwitch.stop();
  }
}

/** Of the calls that Kamailio has asked about, from its log (TALKTIME_LOG_TIMES), milliseconds. */
function timesInLog(log: string): number[] {
  const asked = new Map<string, number>();
  const times: number[] = [];
  for (const [, what, callId = "", at] of log.matchAll(/talktime: (asks|is answered) about (\S+) at (\d+\.\d+)/g)) {
    const since = asked.get(callId);
    if (what === "asks") asked.set(callId, Number(at));
    else if (since !== undefined) times.push(1000 * (Number(at) - since));
  }
  return times;
}

/** Of each call, from its INVITE to its 180, milliseconds. */
function timesToRing(messages: readonly PhoneMessage[]): number[] {
  const invited = new Map<string, number>();
  return messages.flatMap(({ at, callId, what }) => {
    const since = invited.get(callId);
    if (what === "INVITE" && since === undefined) invited.set(callId, at);
    return what === "180" && since !== undefined ? [at - since] : [];
  });
}

/** In whole seconds, with its ringing: by the phones' own times, however slow this machine is at the moment. */
function longestCall(messages: readonly PhoneMessage[]): number {
  const began = new Map<string, number>();
  let longest = 0;
  for (const { at, callId } of messages) {
    const since = began.get(callId) ?? at;
    began.set(callId, since);
    longest = Math.max(longest, at - since);
  }
  return Math.ceil(longest / 1000);
}

function percentiles(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.ceil(share * sorted.length) - 1] ?? NaN).toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}

/** Authorisations that Talktime has answered within so many seconds, by its own histogram. */
async function answerTimes(url: string): Promise<Map<number, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const row =
    /^talktime_http_request_duration_seconds_bucket\{le="([\d.]+)",method="POST",route="\/v1\/calls",status="201"\} (\d+)$/;
  return new Map(
    text.split("\n").flatMap((line) => {
      const [, seconds, count] = row.exec(line) ?? [];
      return seconds === undefined ? [] : [[Number(seconds), Number(count)] as const];
    }),
  );
}

/** A histogram knows of each only between which bounds it lies. */
async function answerTimesSince(url: string, before: ReadonlyMap<number, number>): Promise<string> {
  const counts = [...(await answerTimes(url))].map(([le, count]) => [le, count - (before.get(le) ?? 0)] as const);
  const all = counts.at(-1)?.[1] ?? 0;
  const within = (share: number): string =>
    `${1000 * (counts.find(([, count]) => count >= share * all)?.[0] ?? NaN)} ms`;
  return `p50 within ${within(0.5)}, p99 within ${within(0.99)}, longest within ${within(1)}`;
}

export interface Rush {
  /** That no other case uses, as the number. */
  organization: string;
  from: string;
  count: number;
  perSecond: number;
  /** USD: enough for the holds of all of its calls at a time; 50 where absent. */
  topUp?: string;
}

/** Calls of a second each. What was not as it must be, in words, empty if all is well; and what the caller sent and received. */
export async function runRush(
  lab: Pick<AnyLab, "talktime" | "phoneSwitch">,
  { organization, from, count, perSecond, topUp = "50" }: Rush,
): Promise<{ problems: string[]; messages: PhoneMessage[] }> {
  const problems: string[] = [];
  const licenses = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];
  await openOrganization(lab.talktime.operator, { id: organization, number: from, licenses, topUp });
  const call = { scenario: "caller-hangs-up", from, to: "+442079460101", talkSeconds: 1 } as const;
  const { complaint, messages } = await placeCalls(lab.phoneSwitch.port, call, { count, perSecond });
  if (complaint !== undefined) problems.push(complaint);

  let books = await booksOf(lab, organization);
  const charges = () => books.rows.filter((row) => row.from === `credits/${organization}`);
  for (
    const deadline = Date.now() + 30_000;
    (charges().length < count || books.credits.held !== "0") && Date.now() < deadline;
  ) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    books = await booksOf(lab, organization);
  }
  expect(problems, "the calls that were charged", String(charges().length), String(count));
  const longest = longestCall(messages);
  const dear = charges().filter(({ amount }) => micros(amount) < 10_000n || micros(amount) > BigInt(longest) * 10_000n);
  expect(problems, `charges of no second, or of more than ${longest}`, dear.map(({ amount }) => amount).join(" "), "");
  const charged = charges().reduce((sum, row) => sum + micros(row.amount), 0n);
  expect(problems, "the balance afterwards", books.credits.balance, formatMicros(micros(topUp) - charged));
  expect(problems, "what is still held", books.credits.held, "0");
  return { problems, messages };
}
