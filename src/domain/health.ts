/** What is good, what wants attention and what is bad about an installation: rules over figures, each with its sentence. */

export type HealthState = "good" | "attention" | "bad";

/** Code, whether it is bad or only wants attention, and what to do, for readers of the API. */
const REASONS = {
  DATABASE_UNREACHABLE: ["bad", "The database does not answer. Look at its log, its disk and DATABASE_URL."],
  DATABASE_SLOW: ["attention", "The database takes over 100 ms to answer. Look at what else its host is doing."],
  LANE_AWAY: ["bad", "Charging has no connection to the database: new calls are refused until it is back."],
  LANE_SLOW: ["attention", "One in a hundred calls waits over 100 ms. Look at the database's disk and processor."],
  LANE_BUSY: ["attention", "Over a thousand requests wait to be decided. If it lasts, the host is too small."],
  CALLS_OVERDUE: ["bad", "Calls are past their deadline and still hold credits. Look for errors of jobs in the log."],
  EVENTS_LATE: ["attention", "Events wait for their notices and webhooks. Look for errors of jobs in the log."],
  MAILS_CAPTURED: ["attention", "No mail leaves: set SMTP_URL, or nobody learns that credits run low."],
  MAILS_RETRIED: ["attention", "The mail server does not take every mail. They are tried again; look at the reasons."],
  MAILS_FAILED: [
    "attention",
    "Mails of the last day came back or were given up. Look at Notices of the organisations.",
  ],
  MAILS_STUCK: ["bad", "A mail is due for over an hour. Check SMTP_URL and the mail server."],
  WEBHOOKS_RETRIED: ["attention", "Some addresses do not take their events. They are tried for three days."],
  WEBHOOKS_FAILED: [
    "attention",
    "Deliveries of the last day were given up. Tell whoever runs the address; then replay.",
  ],
  PAYMENTS_UNKNOWN: [
    "attention",
    "The outcome of a payment is not known for over 15 minutes. Look at the provider's page.",
  ],
  REFUNDS_UNKNOWN: [
    "attention",
    "The outcome of a refund is not known for over 15 minutes. Look at the provider's page.",
  ],
  RECHARGES_PAUSED: ["attention", "Auto-recharges are paused after declines: those organisations need another card."],
  DIFFERENCES_OPEN: ["bad", "The provider's books and ours disagree. Settle each difference by refund or adjustment."],
  SWEEP_LATE: ["attention", "The provider's books were not compared for over 36 hours. Look at the log."],
  AUDIT_NEVER: ["attention", "The books were never audited from here. Run the audit."],
  AUDIT_OLD: ["attention", "The last audit is over a week old. Run it again."],
  AUDIT_WRONG: ["bad", "The books do not balance. Keep the data as it is and look at what the audit names."],
  AUDIT_FAILED: [
    "attention",
    "The last audit could not be finished. Run it again; if it fails again, look at the log.",
  ],
  DISK_LOW: ["attention", "Less than 15 % of the disk is free. Make room before the database has to stop."],
  DISK_FULL: ["bad", "Less than 5 % or 1 GB of the disk is free: the database stops when it is full. Make room now."],
  STRANGERS_REFUSED: [
    "attention",
    "Somebody who is not set up was turned away in the last hour. Compare the addresses.",
  ],
  SWITCHES_FAILING: ["attention", "Requests of a switch failed in the last hour. Look at its last failure."],
  MEMORY_HIGH: [
    "attention",
    "Over 85 % of the memory that this process may use is taken. Give it more, or restart it.",
  ],
} as const satisfies Record<string, readonly [Exclude<HealthState, "good">, string]>;

export type HealthReason = keyof typeof REASONS;
export const HEALTH_REASONS = Object.keys(REASONS) as [HealthReason, ...HealthReason[]];

export interface Health {
  state: HealthState;
  reasons: { code: HealthReason; message: string }[];
}

const health = (found: Partial<Record<HealthReason, boolean>>): Health => {
  const codes = HEALTH_REASONS.filter((code) => found[code] === true);
  return {
    state: worst(codes.map((code) => REASONS[code][0])),
    reasons: codes.map((code) => ({ code, message: REASONS[code][1] })),
  };
};

export const worst = (states: readonly HealthState[]): HealthState =>
  states.includes("bad") ? "bad" : states.includes("attention") ? "attention" : "good";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const GB = 1024 ** 3;

/** `latencyMs` null: no answer. */
export const databaseHealth = (latencyMs: number | null): Health =>
  health({ DATABASE_UNREACHABLE: latencyMs === null, DATABASE_SLOW: (latencyMs ?? 0) > 100 });

/** Of fewer operations than a hundred, the one in a hundred is the first one after a start, which is slow by nature. */
export const laneHealth = (lane: {
  connected: boolean;
  waiting: number;
  operations: number;
  p99Ms: number | null;
}): Health =>
  health({
    LANE_AWAY: !lane.connected,
    LANE_SLOW: lane.operations >= 100 && (lane.p99Ms ?? 0) > 100,
    LANE_BUSY: lane.waiting > 1000,
  });

export const callsHealth = ({ overdue }: { overdue: number }): Health => health({ CALLS_OVERDUE: overdue > 0 });

/** How far a queue is; times are epoch ms. */
export interface Outbox {
  waiting: number;
  /** Since when the first is due; null: none is. */
  dueSince: number | null;
  /** Waiting for another try. */
  retried: number;
  failedLastDay: number;
}

const late = (since: number | null, now: number, ms: number): boolean => since !== null && now - since > ms;

export const eventsHealth = (dueSince: number | null, now: number): Health =>
  health({ EVENTS_LATE: late(dueSince, now, MINUTE_MS) });

export const mailsHealth = (mails: Outbox & { captured: boolean }, now: number): Health =>
  health({
    MAILS_CAPTURED: mails.captured,
    MAILS_RETRIED: mails.retried > 0,
    MAILS_FAILED: mails.failedLastDay > 0,
    MAILS_STUCK: late(mails.dueSince, now, HOUR_MS),
  });

export const webhooksHealth = (deliveries: Outbox): Health =>
  health({ WEBHOOKS_RETRIED: deliveries.retried > 0, WEBHOOKS_FAILED: deliveries.failedLastDay > 0 });

export const paymentsHealth = (
  payments: { unknownSince: number | null; refundsUnknownSince: number | null; rechargesPaused: number },
  now: number,
): Health =>
  health({
    PAYMENTS_UNKNOWN: late(payments.unknownSince, now, 15 * MINUTE_MS),
    REFUNDS_UNKNOWN: late(payments.refundsUnknownSince, now, 15 * MINUTE_MS),
    RECHARGES_PAUSED: payments.rechargesPaused > 0,
  });

/** A provider whose books can not be read, such as the test provider, is not compared: nothing is late then. */
export const sweepHealth = (
  sweep: { comparable: boolean; at: number | null; differences: number; startedAt: number },
  now: number,
): Health =>
  health({
    DIFFERENCES_OPEN: sweep.differences > 0,
    SWEEP_LATE: sweep.comparable && late(sweep.at ?? sweep.startedAt, now, 1.5 * DAY_MS),
  });

/** The last one that has ended; null: there was none. */
export const auditHealth = (
  last: { at: number; state: "done" | "failed"; good: boolean } | null,
  now: number,
): Health =>
  health({
    AUDIT_NEVER: last === null,
    AUDIT_OLD: last !== null && now - last.at > 7 * DAY_MS,
    AUDIT_WRONG: last?.state === "done" && !last.good,
    AUDIT_FAILED: last?.state === "failed",
  });

/** Bytes. */
export const diskHealth = ({ free, total }: { free: number; total: number }): Health => {
  const full = free < 0.05 * total || free < GB;
  return health({ DISK_FULL: full, DISK_LOW: !full && free < 0.15 * total });
};

export const switchesHealth = (
  sightings: readonly { switch: string | null; lastFailure: { at: number } | null }[],
  now: number,
): Health => {
  const lately = sightings.filter(({ lastFailure }) => lastFailure !== null && now - lastFailure.at < HOUR_MS);
  return health({
    STRANGERS_REFUSED: lately.some((row) => row.switch === null),
    SWITCHES_FAILING: lately.some((row) => row.switch !== null),
  });
};

/** Bytes of the heap: taken, and the most there may be. */
export const processHealth = ({ used, most }: { used: number; most: number }): Health =>
  health({ MEMORY_HIGH: used > 0.85 * most });
