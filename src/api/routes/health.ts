/** How the installation is: what Operator > Health shows, and what a monitor may ask besides /metrics. */
import { z } from "zod";
import { healthOf, HEALTH_REASONS, type HealthReport } from "../../engine/health.ts";
import { programVersion } from "../../package-root.ts";
import { isoTime, type Routes, timestamp } from "../schema.ts";

const state = z.enum(["good", "attention", "bad"]);
const count = z.int().min(0);
const bytes = z.number().min(0);
const time = timestamp.nullable();
const ways = z.enum(["http", "radius", "diameter", "fastagi"]);

const part = <Figures extends z.ZodRawShape>(figures: Figures) =>
  z.object({
    state,
    reasons: z
      .array(z.object({ code: z.enum(HEALTH_REASONS), message: z.string() }))
      .meta({ description: "Why it is not good, and what to do" }),
    ...figures,
  });
const queue = {
  waiting: count,
  dueSince: time.meta({ description: "Since when the first is due" }),
  retried: count.meta({ description: "Waiting for another try" }),
  failedLastDay: count,
};

const health = z
  .object({
    state: state.meta({ description: "The worst of the parts" }),
    at: timestamp,
    version: z.string().meta({ description: "Of Talktime" }),
    process: part({
      startedAt: timestamp,
      memoryBytes: bytes.meta({ description: "Resident" }),
      heapBytes: bytes,
      heapLimitBytes: bytes,
      node: z.string(),
    }),
    database: part({
      latencyMs: z.number().nullable().meta({ description: "Of the smallest question; null: no answer" }),
      version: z.string().nullable(),
      sizeBytes: bytes.nullable(),
      connections: count.nullable(),
    }),
    lane: part({
      connected: z.boolean(),
      waiting: count,
      operationsPerSecond: z.number().min(0).meta({ description: "Charging operations, in the last minute" }),
      operations: count.meta({ description: "In the last five minutes" }),
      p99Ms: z.number().nullable().meta({ description: "Of the last five minutes; null: there were none" }),
    }),
    disk: part({ folder: z.string().meta({ description: "Of the data" }), freeBytes: bytes, totalBytes: bytes })
      .nullable()
      .meta({ description: "Null: the folder is not there" }),
    switches: part({
      seen: z
        .array(
          z.object({
            way: ways,
            switch: z.string().nullable().meta({ description: "Null: nobody that is set up" }),
            address: z.string(),
            lastSeenAt: timestamp,
            requests: count,
            failures: count,
            lastFailure: z.object({ at: timestamp, what: z.string() }).nullable(),
          }),
        )
        .meta({ description: "Since this process started" }),
    }),
    calls: part({
      inProgress: count,
      ringing: count,
      lapsing: count.meta({ description: "Whose hold lapses, or that are looked at, within a minute" }),
      overdue: count.meta({ description: "Past their deadline for over a minute" }),
    }).nullable(),
    events: part({ waiting: count, dueSince: time }).nullable(),
    mails: part({
      ...queue,
      captured: z.boolean().meta({ description: "There is no mail server: mails are kept and shown" }),
    }).nullable(),
    webhooks: part(queue).nullable(),
    payments: part({
      provider: z.string(),
      unknown: count.meta({ description: "Top-ups whose outcome is not known" }),
      unknownSince: time,
      requiresAction: count.meta({ description: "Top-ups that wait for their payer" }),
      refundsUnknown: count,
      refundsUnknownSince: time,
      rechargesOpen: count,
      rechargesPaused: count,
    }).nullable(),
    sweep: part({
      comparable: z.boolean().meta({ description: "The provider has books that can be compared" }),
      at: time.meta({ description: "When they were compared last" }),
      payments: count.nullable().meta({ description: "How many then" }),
      differences: count.meta({ description: "Open: GET /v1/payment-differences" }),
    }).nullable(),
    audit: part({
      lastAt: time.meta({ description: "When the last of POST /v1/audits ended" }),
      lastGood: z.boolean().nullable(),
    }).nullable(),
  })
  .meta({ id: "Health" });

const version = programVersion();

export const healthRoutes: Routes = (app, { engine, config }) => {
  const installation = { dataFolder: config.dataFolder, mailsCaptured: config.smtpUrl === undefined };
  app.get(
    "/v1/health",
    {
      schema: {
        summary: "How the installation is, part by part, and what to do",
        description: "Parts that the database is asked for are null while it does not answer.",
        tags: ["Service"],
        response: { 200: health },
      },
    },
    async () => ({ ...shown(await healthOf(engine, installation)), version }),
  );
};

const shownTime = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));
const due = <T extends { dueSince: number | null }>(part: T) => ({ ...part, dueSince: shownTime(part.dueSince) });

function shown(report: HealthReport): Omit<z.input<typeof health>, "version"> {
  const { at, process, switches, events, mails, webhooks, payments, sweep, audit, ...rest } = report;
  return {
    ...rest,
    at: isoTime(at),
    process: { ...process, startedAt: isoTime(process.startedAt) },
    switches: {
      ...switches,
      seen: switches.seen.map(({ lastSeenAt, lastFailure, ...row }) => ({
        ...row,
        lastSeenAt: isoTime(lastSeenAt),
        lastFailure: lastFailure && { ...lastFailure, at: isoTime(lastFailure.at) },
      })),
    },
    events: events && due(events),
    mails: mails && due(mails),
    webhooks: webhooks && due(webhooks),
    payments: payments && {
      ...payments,
      unknownSince: shownTime(payments.unknownSince),
      refundsUnknownSince: shownTime(payments.refundsUnknownSince),
    },
    sweep: sweep && { ...sweep, at: shownTime(sweep.at) },
    audit: audit && { ...audit, lastAt: shownTime(audit.lastAt) },
  };
}
