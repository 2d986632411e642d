import { expect, test } from "vitest";
import * as health from "./health.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const QUEUE = { waiting: 3, dueSince: NOW - 1000, retried: 0, failedLastDay: 0 };
const codes = ({ reasons }: health.Health): string[] => reasons.map(({ code }) => code);

test.each<[what: string, found: health.Health, state: health.HealthState, reasons: string[]]>([
  ["a database that answers at once", health.databaseHealth(3), "good", []],
  ["a slow one", health.databaseHealth(101), "attention", ["DATABASE_SLOW"]],
  ["one that is away", health.databaseHealth(null), "bad", ["DATABASE_UNREACHABLE"]],
  ["a lane without calls", health.laneHealth({ connected: true, waiting: 0, operations: 0, p99Ms: null }), "good", []],
  [
    "a slow lane",
    health.laneHealth({ connected: true, waiting: 1001, operations: 100, p99Ms: 150 }),
    "attention",
    ["LANE_SLOW", "LANE_BUSY"],
  ],
  [
    "a lane that has just begun",
    health.laneHealth({ connected: true, waiting: 0, operations: 99, p99Ms: 500 }),
    "good",
    [],
  ],
  [
    "a lane without a database",
    health.laneHealth({ connected: false, waiting: 0, operations: 1, p99Ms: 1 }),
    "bad",
    ["LANE_AWAY"],
  ],
  ["mails that go out", health.mailsHealth({ ...QUEUE, captured: false }, NOW), "good", []],
  ["mails that go nowhere", health.mailsHealth({ ...QUEUE, captured: true }, NOW), "attention", ["MAILS_CAPTURED"]],
  [
    "mails that the server does not take",
    health.mailsHealth({ ...QUEUE, captured: false, retried: 1, dueSince: NOW - 61 * MINUTE }, NOW),
    "bad",
    ["MAILS_RETRIED", "MAILS_STUCK"],
  ],
  ["deliveries given up", health.webhooksHealth({ ...QUEUE, failedLastDay: 1 }), "attention", ["WEBHOOKS_FAILED"]],
  ["events that nobody handles", health.eventsHealth(NOW - 2 * MINUTE, NOW), "attention", ["EVENTS_LATE"]],
  ["calls past their end", health.callsHealth({ overdue: 1 }), "bad", ["CALLS_OVERDUE"]],
  [
    "a payment under way",
    health.paymentsHealth({ unknownSince: NOW - MINUTE, refundsUnknownSince: null, rechargesPaused: 0 }, NOW),
    "good",
    [],
  ],
  [
    "payments that nobody knows the end of",
    health.paymentsHealth(
      { unknownSince: NOW - 16 * MINUTE, refundsUnknownSince: NOW - 16 * MINUTE, rechargesPaused: 2 },
      NOW,
    ),
    "attention",
    ["PAYMENTS_UNKNOWN", "REFUNDS_UNKNOWN", "RECHARGES_PAUSED"],
  ],
  [
    "books that were not compared for two days",
    health.sweepHealth({ comparable: true, at: NOW - 48 * 60 * MINUTE, differences: 0, startedAt: 0 }, NOW),
    "attention",
    ["SWEEP_LATE"],
  ],
  [
    "books of a provider without any, and of one that has just been set up",
    health.sweepHealth({ comparable: false, at: null, differences: 0, startedAt: 0 }, NOW),
    "good",
    [],
  ],
  [
    "books that differ",
    health.sweepHealth({ comparable: true, at: NOW, differences: 1, startedAt: NOW }, NOW),
    "bad",
    ["DIFFERENCES_OPEN"],
  ],
  ["books that nobody audited", health.auditHealth(null, NOW), "attention", ["AUDIT_NEVER"]],
  ["an audit of today", health.auditHealth({ at: NOW, state: "done", good: true }, NOW), "good", []],
  [
    "an old audit",
    health.auditHealth({ at: NOW - 8 * 1440 * MINUTE, state: "done", good: true }, NOW),
    "attention",
    ["AUDIT_OLD"],
  ],
  [
    "books that do not balance",
    health.auditHealth({ at: NOW, state: "done", good: false }, NOW),
    "bad",
    ["AUDIT_WRONG"],
  ],
  [
    "an audit that broke off",
    health.auditHealth({ at: NOW, state: "failed", good: false }, NOW),
    "attention",
    ["AUDIT_FAILED"],
  ],
  ["half a disk", health.diskHealth({ free: 50e9, total: 100e9 }), "good", []],
  ["a tenth of a disk", health.diskHealth({ free: 10e9, total: 100e9 }), "attention", ["DISK_LOW"]],
  ["a full disk", health.diskHealth({ free: 0.5e9, total: 2e9 }), "bad", ["DISK_FULL"]],
  [
    "a stranger, an hour after",
    health.switchesHealth([{ switch: null, lastFailure: { at: NOW - 60 * MINUTE } }], NOW),
    "good",
    [],
  ],
  [
    "a stranger and a switch that fails",
    health.switchesHealth(
      [
        { switch: null, lastFailure: { at: NOW } },
        { switch: "pbx", lastFailure: { at: NOW } },
      ],
      NOW,
    ),
    "attention",
    ["STRANGERS_REFUSED", "SWITCHES_FAILING"],
  ],
  ["a process with room", health.processHealth({ used: 85, most: 100 }), "good", []],
  ["a process without", health.processHealth({ used: 86, most: 100 }), "attention", ["MEMORY_HIGH"]],
])("%s", (_, found, state, reasons) => {
  expect([found.state, codes(found)]).toEqual([state, reasons]);
});

test("the whole is as bad as its worst part", () => {
  expect(health.worst(["good", "attention", "bad"])).toBe("bad");
  expect(health.worst(["good", "attention"])).toBe("attention");
  expect(health.worst([])).toBe("good");
});
