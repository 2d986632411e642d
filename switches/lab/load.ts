/** Many calls at once: every one is answered and charged, and how long their authorisations took. */
import { formatMicros } from "../../src/domain/money.ts";
import { booksOf, type CaseReport, expect, micros } from "./cases.ts";
import { type AnyLab, type Lab, openOrganization } from "./setup.ts";
import { placeCalls } from "./sipp.ts";

const CALLS = 300;
const PER_SECOND = 50;

export const LOAD = `${CALLS} calls at ${PER_SECOND} a second are each charged once`;

export async function runLoad(lab: Lab): Promise<CaseReport> {
  const before = lab.gate.authorizations().length;
  const rush = { organization: "lab-load", from: "+12065550118", count: CALLS, perSecond: PER_SECOND };
  const problems = await runRush(lab, rush);
  const times = lab.gate.authorizations();
  expect(problems, "the authorisations", String(times.length - before), String(CALLS));
  const at = (share: number): string => times[Math.ceil(share * times.length) - 1]!.toFixed(1);
  return { problems, ledger: [`authorisations, at the switch: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`] };
}

export interface Rush {
  /** That no other case uses, as the number. */
  organization: string;
  from: string;
  count: number;
  perSecond: number;
}

/** Calls of a second each. What was not as it must be, in words; empty if all is well. */
export async function runRush(lab: AnyLab, { organization, from, count, perSecond }: Rush): Promise<string[]> {
  const problems: string[] = [];
  const licenses = ["MCOEV", "MCOPSTN1", "MCOPSTNC"];
  await openOrganization(lab.talktime.operator, { id: organization, number: from, licenses });
  const call = { scenario: "caller-hangs-up", from, to: "+442079460101", talkSeconds: 1 } as const;
  const { complaint } = await placeCalls(lab.phoneSwitch.port, call, { count, perSecond });
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
  // A talk of one second, with its reports: one cent, or two.
  const dear = charges().filter(({ amount }) => !["0.01", "0.02"].includes(amount));
  expect(problems, "charges of another duration", dear.map(({ amount }) => amount).join(" "), "");
  const charged = charges().reduce((sum, row) => sum + micros(row.amount), 0n);
  expect(problems, "the balance afterwards", books.credits.balance, formatMicros(micros("50") - charged));
  expect(problems, "what is still held", books.credits.held, "0");
  return problems;
}
