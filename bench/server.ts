/** The real server as a child process, and the load on it as another. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { packageRoot } from "../src/package-root.ts";
import type { LoadOrder, LoadReport } from "./load.ts";
import type { Tell } from "./measure.ts";
import { SAMPLE_EVERY_US } from "./profile-report.ts";
import type { World } from "./world.ts";

export interface Server {
  pid: number;
  port: number;
  key: string;
  stop: () => Promise<void>;
}

const KEY = "operator-key-of-the-benchmark-0123456789";
const START_SECONDS = 60;

/** `npx talktime serve` on the world's database. `profileIn`: a folder that its CPU profile is left in at its end. */
export async function startServer({ connection, dataFolder }: World, profileIn?: string): Promise<Server> {
  const port = await freePort();
  const { host, port: socket, user, password, database } = connection;
  const path = encodeURIComponent(String(host));
  const profiled = ["--cpu-prof", `--cpu-prof-interval=${SAMPLE_EVERY_US}`, `--cpu-prof-dir=${profileIn}`];
  const flags = profileIn === undefined ? [] : profiled;
  const child = spawn(process.execPath, [...flags, join(packageRoot(), "bin", "talktime.mjs"), "serve"], {
    cwd: dataFolder, // where no .env is
    env: {
      ...process.env,
      DATABASE_URL: `postgresql://${user}:${String(password)}@localhost/${database}?host=${path}&port=${socket}`,
      TALKTIME_PORT: String(port),
      TALKTIME_SAMPLE: "none",
      TALKTIME_OPERATOR_KEY: KEY,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  try {
    await untilReady(child, port);
    return { pid: child.pid!, port, key: KEY, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 10 * START_SECONDS; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended at its start (${child.exitCode})`);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (ready?.status === 200) return;
    await sleep(100);
  }
  throw new Error(`the server was not ready within ${START_SECONDS} s`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

export interface Generator {
  pid: number;
  /** Tells of every request until it is told to stop and has ended its calls. */
  run: (tell: Tell, signal: AbortSignal) => Promise<void>;
  /** Operations that the server refused because there was too much to do. */
  refused: () => number;
}

/** This program again, as `bench load '{…}'`, ready to begin. */
export async function startGenerator(order: LoadOrder): Promise<Generator> {
  const script = join(packageRoot(), "scripts", "run.mjs");
  const entry = join(packageRoot(), "bench", "bench.ts");
  const child = spawn(process.execPath, [script, entry, "load", JSON.stringify(order)], {
    cwd: packageRoot(),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(child, "exit") as Promise<[number | null]>;
  await Promise.race([once(child, "message"), ended]);
  let refused = 0;
  return {
    pid: child.pid!,
    refused: () => refused,
    run: async (tell, signal) => {
      let failure: string | undefined;
      child.on("message", (report: LoadReport) => {
        refused += report.refused;
        for (const { ms, done } of report.requests) tell(ms, done);
        failure ??= report.failure;
      });
      const say = (word: "start" | "stop"): void => {
        if (child.connected) child.send(word);
      };
      signal.addEventListener("abort", () => say("stop"));
      say("start");
      const [code] = await ended;
      if (failure !== undefined || code !== 0) throw new Error(failure ?? `the load generator ended with ${code}`);
    },
  };
}
