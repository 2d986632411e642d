/** What happens by the clock: job → command. A job that fails is told of and comes again; none runs twice at a time. */
import type { Config } from "./config.ts";
import type { Engine } from "./engine/engine.ts";
import { Disputes } from "./engine/dispute.ts";
import { expireLots } from "./engine/expire.ts";
import { AuditRuns } from "./engine/audit-runs.ts";
import { applyRules } from "./engine/license-rules.ts";
import { lookAtWaiting } from "./engine/payment-events.ts";
import { sweepPayments } from "./engine/payment-sweep.ts";
import { adviseAgain } from "./engine/advise-again.ts";
import { watchUnusualSpending } from "./engine/unusual-spending.ts";
import { warnOfExpiry } from "./engine/expiry-warnings.ts";
import { removeAbandonedRateDecks } from "./engine/import-rate-deck.ts";
import { deliver } from "./engine/deliver.ts";
import { watchLowBalances } from "./engine/low-balance.ts";
import { notify } from "./engine/notify.ts";
import { reapOverdue } from "./engine/reaper.ts";
import { prolongCalls } from "./engine/push.ts";
import { Refunds } from "./engine/refund.ts";
import { Recharges } from "./engine/recharge.ts";
import { sendMails } from "./engine/send-mails.ts";
import { TopUps } from "./engine/top-up.ts";
import { tellOfRateChanges } from "./engine/rate-changes.ts";
import { Corrections } from "./engine/rate-corrections/corrections.ts";
import { sendReports } from "./engine/usage/custom-reports.ts";
import { Exports } from "./engine/usage/exports.ts";
import { failSilentImports } from "./engine/usage-imports.ts";
import { keepUp } from "./engine/upkeep.ts";
import { tellOfUnfinished } from "./engine/audit-log.ts";

interface Job {
  name: string;
  everyMs: number;
  run: () => Promise<unknown>;
  /** Has it run as soon as something asks for it, too; answers how to stop that. */
  soonerOn?: (ask: () => void) => () => void;
  /** Has what is at work end soon, with what is left for the next start. */
  hurry?: () => void;
}

export interface JobLog {
  warn: (about: object, message: string) => void;
  error: (about: object, message: string) => void;
}

/** So old a pending top-up or refund is when the request that made it has had time to finish it. */
const LEFT_ALONE_MS = 1_000;

function jobsOf(engine: Engine, config: Config, log: JobLog): Job[] {
  const topUps = new TopUps(engine, config);
  const refunds = new Refunds(engine);
  const disputes = new Disputes(engine);
  const recharges = new Recharges(engine, topUps);
  const exports = new Exports(engine, log);
  const corrections = new Corrections(engine);
  const audits = new AuditRuns(engine);
  return [
    { name: "end calls that nobody ends", everyMs: 1_000, run: () => reapOverdue(engine) },
    {
      name: "finish pending top-ups",
      everyMs: 1_000,
      run: () => topUps.finishPending(engine.now() - LEFT_ALONE_MS),
    },
    {
      name: "finish pending refunds",
      everyMs: 1_000,
      run: () => refunds.finishPending(engine.now() - LEFT_ALONE_MS),
    },
    { name: "ask for disputes", everyMs: 2_000, run: () => disputes.look() },
    { name: "look at payments that wait for their payer", everyMs: 60_000, run: () => lookAtWaiting(engine, topUps) },
    {
      name: "compare the payment provider's books with ours",
      everyMs: 86_400_000,
      run: async () => {
        for (const sentence of await sweepPayments(engine, topUps)) log.warn({}, sentence);
      },
    },
    { name: "buy what is wanted", everyMs: 1_000, run: () => recharges.run(), soonerOn: engine.onWanted },
    { name: "carry out licence rules", everyMs: 1_000, run: () => applyRules(engine) },
    {
      name: "prolong calls",
      everyMs: 5_000,
      run: () => prolongCalls(engine),
      soonerOn: engine.moneyIn.onAdded,
    },
    { name: "forfeit ended lots", everyMs: 5_000, run: () => expireLots(engine) },
    { name: "warn of what expires", everyMs: 3_600_000, run: () => warnOfExpiry(engine) },
    { name: "watch for unusual spending", everyMs: 600_000, run: () => watchUnusualSpending(engine) },
    { name: "advise again after one month and two", everyMs: 21_600_000, run: () => adviseAgain(engine) },
    { name: "give up usage imports that died", everyMs: 60_000, run: () => failSilentImports(engine) },
    { name: "remove abandoned rate decks", everyMs: 3_600_000, run: () => removeAbandonedRateDecks(engine.pool) },
    {
      name: "keep the database in order",
      everyMs: 3_600_000,
      run: async () => {
        for (const sentence of await keepUp(engine)) log.warn({}, sentence);
      },
    },
    { name: "tell of changes that nobody finished", everyMs: 60_000, run: () => tellOfUnfinished(engine) },
    { name: "watch balances that run low", everyMs: 5_000, run: () => watchLowBalances(engine) },
    { name: "make notices and deliveries of events", everyMs: 1_000, run: () => notify(engine, engine.post.publicUrl) },
    { name: "send mails", everyMs: 1_000, run: () => sendMails(engine, engine.post.mailer, engine.post.sender) },
    { name: "send scheduled reports", everyMs: 15_000, run: () => sendReports(engine, engine.post) },
    { name: "make exports", everyMs: 1_000, run: () => exports.run(), hurry: () => exports.stop() },
    { name: "tell of prices that change", everyMs: 60_000, run: () => tellOfRateChanges(engine) },
    { name: "correct prices", everyMs: 1_000, run: () => corrections.run(), hurry: () => corrections.stop() },
    { name: "audit the books", everyMs: 1_000, run: () => audits.run(), hurry: () => audits.stop() },
    { name: "deliver to webhooks", everyMs: 1_000, run: () => deliver(engine) },
  ];
}

/** Runs each job now and then again and again. `stop` waits for those that are at work. */
export function startJobs(engine: Engine, config: Config, log: JobLog): { stop: () => Promise<void> } {
  const repeated = jobsOf(engine, config, log).map((job) => repeat(job, log));
  return {
    stop: async () => {
      await Promise.all(repeated.map(({ stop }) => stop()));
    },
  };
}

function repeat(job: Job, log: JobLog): { stop: () => Promise<void> } {
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let atWork: Promise<void> | undefined;
  let again = false;
  const attempt = async (): Promise<void> => {
    do {
      again = false;
      try {
        await job.run();
      } catch (error) {
        log.error({ err: error, job: job.name }, "a job failed; it comes again");
        break;
      }
    } while (again && !stopping);
  };
  const begin = (): void => {
    clearTimeout(timer);
    atWork = attempt().finally(() => {
      atWork = undefined;
      if (!stopping) timer = setTimeout(begin, job.everyMs);
    });
  };
  const ask = (): void => {
    if (atWork) again = true;
    else if (!stopping) begin();
  };
  const deaf = job.soonerOn?.(ask);
  begin();
  return {
    stop: async () => {
      stopping = true;
      job.hurry?.();
      deaf?.();
      clearTimeout(timer);
      await atWork;
    },
  };
}
