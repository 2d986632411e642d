/** Exports, and the import of what was exported, while calls are charged: how long, how much memory, who has to wait. */
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { exportFile } from "../src/engine/usage/export-file.ts";
import { importOf, UsageImports } from "../src/engine/usage-imports.ts";
import { callsOf } from "./calls.ts";
import { chargeOne } from "./charging.ts";
import { engineDesign } from "./designs/engine.ts";
import { closedLoop, round } from "./measure.ts";
import { emit, progress } from "./report.ts";
import { BIG, DAYS, ORGANIZATION } from "./usage-calls.ts";
import type { World } from "./world.ts";

export interface FilesBench {
  /** Epoch ms: where the calls end. */
  to: number;
  calls: number;
  exported: number;
}

const DAY_MS = 86_400_000;
/** Calls that are charged meanwhile, each a pause after the one before. */
const CALLERS = 4;
const PAUSE_MS = 50;
/** Of all calls, those of the organisation. */
const SHARE = 0.4;

/** @returns whether the import took every row that was exported */
export async function measureFiles(world: World, { to, calls, exported }: FilesBench): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "talktime-bench-"));
  const from = to - Math.ceil(DAYS * Math.min(1, exported / (SHARE * calls))) * DAY_MS;
  try {
    let rows = 0;
    for (const format of ["xlsx", "zip"] as const) {
      const path = join(folder, `export.${format}`);
      progress(`exporting ${(to - from) / DAY_MS} days as ${format}`);
      const order = { id: "1", organization: ORGANIZATION, format, from, to, reader: { names: true } };
      rows = 0;
      const figures = await besideCalls(world, async () =>
        pipeline(await exportFile(world.engine, order, (more) => (rows += more)), createWriteStream(path)),
      );
      emit({ subject: "usage export", calls, format, rows, megabytes: megabytes(statSync(path).size), ...figures });
    }
    return await measureImport(world, join(folder, "export.zip"), rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureImport(world: World, path: string, rows: number): Promise<boolean> {
  const { engine } = world;
  progress(`importing ${rows} rows`);
  const imports = new UsageImports(engine, {
    error: ({ err }: { err?: Error }, message) => progress(`${message} ${err?.message}`),
  });
  const file = {
    path,
    name: "export.zip",
    hash: "",
    mapping: {},
    dryRun: false,
    idempotencyKey: null,
    author: "bench",
  };
  let id = "";
  const read = async () => importOf(engine, ORGANIZATION, id);
  const figures = await besideCalls(world, async () => {
    const { job } = await imports.start(ORGANIZATION, { ...file, discard: () => Promise.resolve() });
    id = job.id.toString();
    while ((await read()).state === "running") await sleep(100);
  });
  const { state, added, refused } = await read();
  emit({ subject: "usage import", rows, state, added: Number(added), refused: Number(refused), ...figures });
  return Number(added) === rows;
}

/** The work, with its seconds, its most memory, and how long calls and the event loop had to wait meanwhile. */
async function besideCalls(world: World, work: () => Promise<void>): Promise<object> {
  const design = engineDesign(world);
  const next = callsOf(BIG, 7);
  const stop = new AbortController();
  const latencies: number[] = [];
  const charging = closedLoop(
    CALLERS,
    (ms) => latencies.push(ms),
    stop.signal,
    async (timed) => {
      await chargeOne(design, next(), timed);
      await sleep(PAUSE_MS);
    },
  );
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startRssMb = megabytes(process.memoryUsage.rss());
  let peak = 0;
  const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const began = performance.now();
  try {
    await work();
  } finally {
    clearInterval(watching);
    delay.disable();
    stop.abort();
  }
  const seconds = round((performance.now() - began) / 1000);
  await charging;
  latencies.sort((a, b) => a - b);
  return {
    seconds,
    startRssMb,
    peakRssMb: megabytes(peak),
    ...{ charged: latencies.length / 2, chargingP50Ms: round(latencies[latencies.length >> 1] ?? 0) },
    chargingP99Ms: round(latencies[Math.floor(0.99 * latencies.length)] ?? 0),
    ...{ loopDelayP50Ms: round(delay.percentile(50) / 1e6), loopDelayP99Ms: round(delay.percentile(99) / 1e6) },
  };
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
