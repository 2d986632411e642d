/** Audits that an operator asks for, carried out by a job: the rules of the books, then the chains of the audit log. */
import { randomUUID } from "node:crypto";
import {
  type AuditRunReport,
  type AuditRunRow,
  claimAuditRun,
  endAuditRun,
  giveBackAuditRun,
  insertAuditRun,
  listAuditRuns,
  readAuditRun,
  renewAuditRun,
} from "../postgres/audit-runs.ts";
import { audit } from "./audit.ts";
import { verifyAuditLog } from "./audit-log.ts";
import type { Engine } from "./engine.ts";
import { idOf } from "./payment-methods.ts";
import { Refused } from "./refused.ts";

export type { AuditRunRow } from "../postgres/audit-runs.ts";

const RENEWED_EVERY_MS = 10_000;
const LOG_RULE = "The audit log is as it was written";

/** Answers the one that is under way, if there is one. */
export const orderAudit = async (engine: Engine, author: string): Promise<AuditRunRow> =>
  insertAuditRun(engine.pool, { id: await engine.ids.one(), author, now: engine.now() });

/** @throws Refused UNKNOWN_AUDIT */
export async function auditRun(engine: Engine, id: string): Promise<AuditRunRow> {
  const row = await readAuditRun(engine.pool, idOf(id) ?? -1n);
  if (!row) throw new Refused("UNKNOWN_AUDIT", `There is no audit ${id}.`);
  return row;
}

export const auditRuns = (engine: Engine, page: { before: string | null; limit: number }): Promise<AuditRunRow[]> =>
  listAuditRuns(engine.pool, { before: idOf(page.before), limit: page.limit });

class Stopped extends Error {}

export class AuditRuns {
  readonly #engine: Engine;
  #stopping = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async run(): Promise<void> {
    const { pool, now } = this.#engine;
    const worker = randomUUID();
    const claimed = await claimAuditRun(pool, worker);
    if (!claimed) return;
    const { id } = claimed;
    const far = { id, worker, rules: 0, rulesDone: 0 };
    const alive = setInterval(() => void renewAuditRun(pool, far).catch(() => {}), RENEWED_EVERY_MS);
    try {
      const report = await this.#audit(async (rulesDone, rules) => {
        if (this.#stopping) throw new Stopped();
        await renewAuditRun(pool, Object.assign(far, { rulesDone, rules }));
      });
      await endAuditRun(pool, far, { report, failure: null, now: now() });
    } catch (error) {
      if (error instanceof Stopped) return await giveBackAuditRun(pool, id, worker);
      const failure = error instanceof Error ? error.message : String(error);
      await endAuditRun(pool, far, { report: null, failure, now: now() });
    } finally {
      clearInterval(alive);
    }
  }

  /** After the rule that is at work; it begins anew with the next process that starts. */
  stop(): void {
    this.#stopping = true;
  }

  async #audit(tell: (done: number, of: number) => Promise<void>): Promise<AuditRunReport> {
    // One more than the rules of the books: the audit log comes last.
    const { checks, ...counted } = await audit(this.#engine, null, (done, of) => tell(done, of + 1));
    const chains = await verifyAuditLog(this.#engine, null);
    await tell(checks.length + 1, checks.length + 1);
    const wrong = checks.flatMap(({ rule, wrong: found }) => (found ? [{ rule, ...found }] : []));
    for (const { organization, broken } of chains)
      if (broken) wrong.push({ rule: LOG_RULE, organization, words: broken.words });
    const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
    return { good: wrong.length === 0, ...counted, entries, wrong };
  }
}
