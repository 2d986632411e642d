/** How the installation is, for its operator: figures of this process and of the database, each judged by a rule. */
import { statfs } from "node:fs/promises";
import { getHeapStatistics } from "node:v8";
import * as rules from "../domain/health.ts";
import { readLastAudit } from "../postgres/audit-runs.ts";
import { type DatabaseFigures, readFigures } from "../postgres/health.ts";
import type { Engine } from "./engine.ts";
import type { LanePace } from "./lane-figures.ts";
import type { Sighting } from "./sightings.ts";
import { within } from "./within.ts";

export { HEALTH_REASONS } from "../domain/health.ts";

/** A database that has not answered by then is shown as away. */
const PATIENCE_MS = 2_000;

type Judged<Figures> = rules.Health & Figures;

/** What the database is asked for is null while it does not answer. Times are epoch ms, sizes bytes. */
export interface HealthReport {
  state: rules.HealthState;
  at: number;
  process: Judged<{ startedAt: number; memoryBytes: number; heapBytes: number; heapLimitBytes: number; node: string }>;
  database: Judged<{
    latencyMs: number | null;
    version: string | null;
    sizeBytes: number | null;
    connections: number | null;
  }>;
  lane: Judged<LanePace & { connected: boolean; waiting: number }>;
  /** Null: the folder is not there. */
  disk: Judged<{ folder: string; freeBytes: number; totalBytes: number }> | null;
  switches: Judged<{ seen: Sighting[] }>;
  calls: Judged<DatabaseFigures["calls"]> | null;
  events: Judged<DatabaseFigures["events"]> | null;
  mails: Judged<DatabaseFigures["mails"] & { captured: boolean }> | null;
  webhooks: Judged<DatabaseFigures["webhooks"]> | null;
  payments: Judged<DatabaseFigures["payments"] & { provider: string }> | null;
  sweep: Judged<DatabaseFigures["sweep"] & { comparable: boolean }> | null;
  audit: Judged<{ lastAt: number | null; lastGood: boolean | null }> | null;
}

export interface Installation {
  dataFolder: string;
  /** Without a mail server: mails are kept and shown. */
  mailsCaptured: boolean;
}

export async function healthOf(
  engine: Engine,
  { dataFolder, mailsCaptured: captured }: Installation,
): Promise<HealthReport> {
  const { lane, cards, sightings } = engine;
  const at = engine.now();
  const startedAt = Math.round(at - process.uptime() * 1000);
  const asked = performance.now();
  const answer = await within(PATIENCE_MS, engine.pool.query("SELECT 1")).then(
    () => true,
    () => false,
  );
  const latencyMs = answer ? Math.round((performance.now() - asked) * 10) / 10 : null;
  const [found, last] = answer
    ? await Promise.all([readFigures(engine.pool, at, cards.name), readLastAudit(engine.pool)])
    : [null, undefined];
  const heap = getHeapStatistics();
  const charging = { connected: lane.connected, waiting: lane.waiting, ...lane.pace };
  const disk = await statfs(dataFolder).then(
    ({ bavail, blocks, bsize }) => ({ free: bavail * bsize, total: blocks * bsize }),
    () => null,
  );
  const seen = sightings.list();
  const comparable = cards.paymentsBetween !== undefined;
  const lastAudit = last?.endedAt ? { at: last.endedAt, good: last.report?.good ?? false } : null;
  const parts = {
    process: {
      ...rules.processHealth({ used: heap.used_heap_size, most: heap.heap_size_limit }),
      ...{ startedAt, memoryBytes: process.memoryUsage.rss(), node: process.versions.node },
      ...{ heapBytes: heap.used_heap_size, heapLimitBytes: heap.heap_size_limit },
    },
    database: {
      ...rules.databaseHealth(latencyMs),
      ...{ latencyMs, version: found?.version ?? null, sizeBytes: found?.sizeBytes ?? null },
      connections: found?.connections ?? null,
    },
    lane: { ...rules.laneHealth(charging), ...charging },
    disk: disk && { ...rules.diskHealth(disk), folder: dataFolder, freeBytes: disk.free, totalBytes: disk.total },
    switches: { ...rules.switchesHealth(seen, at), seen },
    calls: found && { ...rules.callsHealth(found.calls), ...found.calls },
    events: found && { ...rules.eventsHealth(found.events.dueSince, at), ...found.events },
    mails: found && { ...rules.mailsHealth({ ...found.mails, captured }, at), ...found.mails, captured },
    webhooks: found && { ...rules.webhooksHealth(found.webhooks), ...found.webhooks },
    payments: found && { ...rules.paymentsHealth(found.payments, at), ...found.payments, provider: cards.name },
    sweep: found && {
      ...rules.sweepHealth({ ...found.sweep, comparable, startedAt }, at),
      ...{ ...found.sweep, comparable },
    },
    audit: found && {
      ...rules.auditHealth(lastAudit && last ? { ...lastAudit, state: last.state as "done" | "failed" } : null, at),
      ...{ lastAt: lastAudit?.at ?? null, lastGood: last?.report?.good ?? null },
    },
  };
  const states = Object.values(parts).flatMap((part) => (part === null ? [] : [part.state]));
  return { state: rules.worst(states), at, ...parts };
}
