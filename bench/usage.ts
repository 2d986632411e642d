/** Reports and exports of an organisation that has four of ten calls of the installation (usage-calls.ts). */
import { exportFile } from "../src/engine/usage/export-file.ts";
import { NO_FILTER, type UsageFilter, usageOf, type UsageSort } from "../src/engine/usage/report.ts";
import { type Dimension, spendOf } from "../src/engine/usage/spend.ts";
import { walkGraph } from "./graph.ts";
import { provision } from "./provision.ts";
import { emit, progress } from "./report.ts";
import { BIG, DAYS, makeCalls, ORGANIZATION, SMALL } from "./usage-calls.ts";
import type { World } from "./world.ts";

export interface UsageBench {
  calls: number;
  /** Rows of the export. */
  exported: number;
}

const READER = { names: true };
const DAY_MS = 86_400_000;

/** What a page is asked for, and how long it may take. */
const PAGES: readonly (Partial<UsageFilter> & { days: number; sort?: UsageSort })[] = [
  { days: 28 },
  { days: 28, user: "user77@big-0.example" },
  { days: 28, callTypes: ["conf_out"] },
  { days: 28, destination: "CK" },
  { days: 28, capability: "FREECALL" },
  { days: 28, costCenter: "center7" },
  { days: 28, charged: true, destination: "JP", callTypes: ["user_out"] },
  { days: 28, number: "+440000000077" },
  { days: 28, refused: true },
  { days: 28, sort: "charge" },
  { days: 28, sort: "user" },
  { days: DAYS },
  { days: DAYS, user: "user77@big-0.example" },
  { days: DAYS, destination: "CK" },
  { days: DAYS, costCenter: "center7" },
  { days: DAYS, refused: true },
];
const REPORTS: readonly { by: Dimension[]; days: number }[] = [
  ...(["destination", "user", "costCenter", "numberType", "callType", "day"] as const).map((by) => ({
    by: [by],
    days: 28,
  })),
  { by: ["day", "callType"], days: 28 },
  { by: ["destination"], days: DAYS },
  { by: ["costCenter", "user"], days: 31 },
];
const TIMES = 5;

export async function benchUsage(world: World, { calls, exported }: UsageBench): Promise<void> {
  const to = DAY_MS * (Math.floor(world.engine.now() / DAY_MS) + 1);
  for (const group of [BIG, SMALL]) await provision(world.engine, group);
  await makeCalls(world, to, calls);
  for (const { days, sort = "startedAt", ...filter } of PAGES) {
    const wanted = { ...NO_FILTER, from: to - days * DAY_MS, to, refused: false, ...filter };
    const page = { sort, descending: true, after: null, limit: 101 };
    const { ms, result } = await timed(() => usageOf(world.engine, ORGANIZATION, wanted, page, READER));
    emit({ subject: "usage page", calls, days, sort, ...filter, rows: result.rows.length, ...ms });
  }
  for (const { by, days } of REPORTS) {
    const wanted = { ...NO_FILTER, from: to - days * DAY_MS, to };
    const { ms, result } = await timed(() => spendOf(world.engine, ORGANIZATION, wanted, by, READER));
    emit({ subject: "usage report", calls, days, by, groups: result.rows.length, ...ms });
  }
  await walkGraph(world, ORGANIZATION, to);
  for (const format of ["zip", "xlsx"] as const)
    await measureExport(world, format, to, Math.ceil(DAYS * Math.min(1, exported / calls)), calls);
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: { p50Ms: number; worstMs: number }; result: T }> {
  const took: number[] = [];
  let result: T;
  for (let i = 0; i < TIMES; i++) {
    const began = performance.now();
    result = await work();
    took.push(Math.round(10 * (performance.now() - began)) / 10);
  }
  took.sort((a, b) => a - b);
  return { ms: { p50Ms: took[TIMES >> 1]!, worstMs: took.at(-1)! }, result: result! };
}

async function measureExport(
  { engine }: World,
  format: "zip" | "xlsx",
  to: number,
  days: number,
  calls: number,
): Promise<void> {
  progress(`exporting ${days} days as ${format}`);
  const began = performance.now();
  let [rows, bytes, mostBytes] = [0, 0, 0];
  const order = { id: "1", organization: ORGANIZATION, format, from: to - days * DAY_MS, to, reader: READER };
  for await (const part of await exportFile(engine, order, (more) => (rows += more))) {
    bytes += part.length;
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - began) / 1000;
  emit({
    ...{ subject: "usage export", calls, format, rows, seconds: Math.round(10 * seconds) / 10 },
    ...{ megabytes: Math.round(bytes / 1e6), peakRssMb: Math.round(mostBytes / 1e6) },
  });
}
