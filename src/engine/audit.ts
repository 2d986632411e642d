/** `talktime audit`: proves on live data that the books balance, and names in words the first thing that is wrong. */
import { audit as runChecks, type AuditReport } from "../postgres/audit.ts";
import type { Engine } from "./engine.ts";

export type { AuditReport } from "../postgres/audit.ts";

/** `organization` null: all. `onRule` is told before each rule how many are done; what it throws ends the audit. */
export const audit = (
  engine: Pick<Engine, "pool">,
  organization: string | null,
  onRule?: (done: number, of: number) => Promise<void>,
): Promise<AuditReport> => runChecks(engine.pool, organization, onRule);

/** The report in words; `good` is whether the books balance. */
export function auditWords({ checks, organizations, calls, transfers }: AuditReport): {
  good: boolean;
  lines: string[];
} {
  const counted = `${organizations} organisations, ${calls} ended calls, ${transfers} transfers`;
  const first = checks.find(({ wrong }) => wrong !== null);
  if (!first) return { good: true, lines: [`The books balance: ${checks.length} rules hold for ${counted}.`] };
  const lines = checks.flatMap(({ rule, wrong }) =>
    wrong ? [`${rule}: not so for ${wrong.organization || "calls of no organisation"}: ${wrong.words}.`] : [],
  );
  return { good: false, lines: ["The books do not balance.", ...lines] };
}
