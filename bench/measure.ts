/** Runs a load in a closed loop and tells its speed, its latencies and what it cost in CPU and WAL. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { World } from "./world.ts";

export interface Figures {
  operations: number;
  opsPerSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  /** CPU of the process that is measured, for each operation; null where the system does not tell. */
  nodeMicrosPerOp: number | null;
  postgresMicrosPerOp: number | null;
  generatorMicrosPerOp?: number | null;
  walBytesPerOp: number;
  /** Cores that other processes were using meanwhile: above a tenth of one, absolute figures are too low. */
  otherCores: number | null;
}

/** Called with each latency in milliseconds, and how many operations were answered at once. */
export type Tell = (ms: number, operations?: number) => void;

/** Process ids, where the engine is not in this process. */
export interface Processes {
  server: number;
  generator: number;
}

export interface Run {
  seconds: number;
  warmUpSeconds?: number;
  processes?: Processes;
  /** Measured as long as this takes, instead of for `seconds`. */
  during?: () => Promise<unknown>;
}

/** CPU seconds since each began. */
interface Reading {
  at: number;
  wal: bigint;
  node: number | null;
  postgres: number | null;
  /** Who makes the load, if it is not the measured process itself. */
  generator: number | null;
  host: number | null;
}

/** `load` begins to work, tells of every operation that is done, and ends what it has begun when its signal aborts. */
export async function measure(
  world: World,
  { seconds, warmUpSeconds = 0.3, processes, during = () => sleep(1000 * seconds) }: Run,
  load: (tell: Tell, signal: AbortSignal) => Promise<void>,
): Promise<Figures> {
  const latencies: number[] = [];
  let operations = 0;
  let counting = false;
  const stop = new AbortController();
  const tell: Tell = (ms, answered = 1) => {
    if (!counting) return;
    latencies.push(ms);
    operations += answered;
  };
  const working = load(tell, stop.signal).then(() => {
    if (!stop.signal.aborted) throw new Error("the load ended before it was told to");
  });
  try {
    await Promise.race([sleep(1000 * warmUpSeconds), working]);
    const before = await read(world, processes);
    counting = true;
    await Promise.race([during(), working]);
    counting = false;
    return figures(operations, latencies, before, await read(world, processes));
  } finally {
    stop.abort();
    await working;
  }
}

/** Many callers, each of whom waits for the answer before the next request. */
export async function closedLoop(
  outstanding: number,
  tell: Tell,
  signal: AbortSignal,
  call: (timed: <T>(operation: Promise<T>) => Promise<T>) => Promise<void>,
): Promise<void> {
  const timed = async <T>(operation: Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await operation;
    tell(performance.now() - begun);
    return result;
  };
  const caller = async (): Promise<void> => {
    while (!signal.aborted) await call(timed);
  };
  await Promise.all(Array.from({ length: outstanding }, caller));
}

function figures(operations: number, latencies: number[], before: Reading, after: Reading): Figures {
  const sorted = Float64Array.from(latencies).sort();
  const quantile = (q: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0);
  const seconds = (after.at - before.at) / 1000;
  const spent = (name: "node" | "postgres" | "generator" | "host"): number | null =>
    before[name] === null || after[name] === null ? null : after[name] - before[name];
  const perOp = (cpuSeconds: number | null): number | null =>
    cpuSeconds === null ? null : round((1e6 * cpuSeconds) / Math.max(1, operations));
  const [node, postgres, generator, host] = [spent("node"), spent("postgres"), spent("generator"), spent("host")];
  const known = node !== null && postgres !== null && host !== null;
  return {
    operations,
    opsPerSecond: Math.round(operations / seconds),
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
    nodeMicrosPerOp: perOp(node),
    postgresMicrosPerOp: perOp(postgres),
    ...(generator === null ? {} : { generatorMicrosPerOp: perOp(generator) }),
    walBytesPerOp: Math.round(Number(after.wal - before.wal) / Math.max(1, operations)),
    otherCores: known ? round(Math.max(0, (host - node - postgres - (generator ?? 0)) / seconds)) : null,
  };
}

export const round = (value: number): number => Math.round(value * 100) / 100;

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return round(middle.reduce((total, n) => total + n, 0) / middle.length);
};

async function read({ pool, postmasterPid }: World, processes: Processes | undefined): Promise<Reading> {
  const { rows } = await pool.query<{ wal: string }>("SELECT pg_current_wal_insert_lsn() - '0/0' AS wal");
  const { user, system } = process.cpuUsage();
  const own = (user + system) / 1e6;
  return {
    at: performance.now(),
    wal: BigInt(rows[0]!.wal),
    node: processes ? cpuOf(processes.server) : own,
    postgres: cpuOfTree(postmasterPid()),
    generator: processes ? own + (cpuOf(processes.generator) ?? 0) : null,
    host: cpuOfHost(),
  };
}

const sum = (values: readonly (number | null)[]): number => values.reduce<number>((total, n) => total + (n ?? 0), 0);

/** What /proc counts in; the kernel tells it to programs as 100 everywhere. */
const TICKS_A_SECOND = 100;

/** CPU seconds of a process; null where there is no /proc. */
function cpuOf(pid: number, withEndedChildren = false): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // After "pid (name) ", where the name may hold anything: state is the 3rd field, utime to cstime 14th to 17th.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return sum(fields.slice(11, withEndedChildren ? 15 : 13).map(Number)) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}

/** Of a process, its children, and those of them that have ended. */
function cpuOfTree(pid: number): number | null {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
    return sum([cpuOf(pid, true), ...children.map((child) => cpuOf(Number(child)))]);
  } catch {
    return null;
  }
}

function cpuOfHost(): number | null {
  try {
    const [, user, nice, system, , , irq, softirq] = readFileSync("/proc/stat", "utf8").split("\n", 1)[0]!.split(/ +/);
    return sum([user, nice, system, irq, softirq].map(Number)) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}

/** Resident memory of a process in MB; null where there is no /proc. */
export function residentMb(pid: number): number | null {
  try {
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kb === undefined ? null : round(Number(kb) / 1024);
  } catch {
    return null;
  }
}
