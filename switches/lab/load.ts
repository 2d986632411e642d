/** Many calls at once: every one is answered and charged, and how long their authorisations took. */
import { formatMicros } from "../../src/domain/money.ts";
import { booksOf, type CaseReport, expect, micros } from "./cases.ts";
import { type Lab, openOrganization } from "./setup.ts";
import { placeCalls } from "./sipp.ts";

const CALLS = 300;
const PER_SECOND = 50;
const ORGANIZATION = "lab-load";

export const LOAD = `${CALLS} calls at ${PER_SECOND} a second are each charged once`;

export async function runLoad(lab: Lab): Promise<CaseReport> {
  const problems: string[] = [];
  const from = "+12065550118";
  await openOrganization(lab.talktime.operator, {
    id: ORGANIZATION,
    number: from,
    licenses: ["MCOEV", "MCOPSTN1", "MCOPSTNC"],
  });
  const before = lab.gate.authorizations().length;
  const call = { scenario: "caller-hangs-up", from, to: "+442079460101", talkSeconds: 1 } as const;
  const { complaint } = await placeCalls(lab.phoneSwitch.port, call, { count: CALLS, perSecond: PER_SECOND });
  if (complaint !== undefined) problems.push(complaint);

  let books = await booksOf(lab, ORGANIZATION);
  const charges = () => books.rows.filter((row) => row.from === `credits/${ORGANIZATION}`);
  for (const deadline = Date.now() + 30_000; charges().length < CALLS && Date.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    books = await booksOf(lab, ORGANIZATION);
  }
  expect(problems, "the calls that were charged", String(charges().length), String(CALLS));
  // A talk of one second, with its reports: one cent, or two.
  const dear = charges().filter(({ amount }) => !["0.01", "0.02"].includes(amount));
  expect(problems, "charges of another duration", dear.map(({ amount }) => amount).join(" "), "");
  const charged = charges().reduce((sum, row) => sum + micros(row.amount), 0n);
  expect(problems, "the balance afterwards", books.credits.balance, formatMicros(micros("50") - charged));
  expect(problems, "what is still held", books.credits.held, "0");

  const times = lab.gate.authorizations();
  expect(problems, "the authorisations", String(times.length - before), String(CALLS));
  const at = (share: number): string => times[Math.ceil(share * times.length) - 1]!.toFixed(1);
  return { problems, ledger: [`authorisations, at the switch: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`] };
}
