import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { serverEnvironment } from "./binaries.ts";
import { socketIn, PORT, type Cluster } from "./cluster.ts";
import type { Log } from "./log.ts";
import { postmastersOf, waitForEnd } from "./processes.ts";

export interface Postmaster {
  pid: number;
  /** Says how it ended, e.g. "SIGKILL" or "code 1". */
  ended: Promise<string>;
}

/** How long a start is tried again while something of the server before is still going away. */
const PATIENCE_MILLISECONDS = 15_000;
const PASSING_TROUBLE = /lock file|shared memory|still in use|another (postmaster|server)/i;

/** On the command line, where postgresql.conf can not change them: who may reach it, that it is durable, what it logs. */
const fixedSettings = {
  listen_addresses: "",
  port: String(PORT),
  unix_socket_permissions: "0700",
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  log_destination: "stderr",
  logging_collector: "off",
  // Statements and rows hold phone numbers. What goes wrong in a statement is told to whoever sent it.
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_line_prefix: "",
};

/**
 * Starts the server of a cluster that has no living one, and waits until it answers; recovery after a crash is part of
 * that. What a dead server left behind is cleared away first.
 * @throws Error with the server's own last lines
 */
export async function startPostmaster(cluster: Cluster, programs: string, log: Log): Promise<Postmaster> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    try {
      clearRemains(cluster);
      return await spawnPostmaster(cluster, programs, log);
    } catch (error) {
      if (!PASSING_TROUBLE.test(String(error)) || Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

/** Ends a postmaster: politely with a checkpoint, else at once, which is as safe but makes the next start recover. */
export async function stopPostmaster(pid: number): Promise<void> {
  const steps = [
    ["SIGINT", 30_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const;
  for (const [signal, milliseconds] of steps) {
    signalTo(pid, signal);
    if (await waitForEnd(pid, milliseconds)) return;
  }
  throw new Error(`The database server (process ${pid}) does not end, not even by SIGKILL.`);
}

/** Sends a signal; that the process is gone already is no error. */
export function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/**
 * The pid and lock files of a dead server. PostgreSQL clears most of them itself, but not an empty one, and not one
 * whose pid is a zombie or was given to another process. That backends of the dead server still run it sees without
 * them, by their shared memory.
 */
function clearRemains({ databaseFolder, socketFolder }: Cluster): void {
  const [alive] = postmastersOf(databaseFolder);
  if (alive !== undefined) throw new Error(`Another server (process ${alive}) runs the database ${databaseFolder}.`);
  rmSync(join(databaseFolder, "postmaster.pid"), { force: true });
  rmSync(`${socketIn(socketFolder)}.lock`, { force: true });
}

async function spawnPostmaster(cluster: Cluster, programs: string, log: Log): Promise<Postmaster> {
  const { databaseFolder, socketFolder, serverUser } = cluster;
  const settings = { ...fixedSettings, unix_socket_directories: socketFolder };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(programs, "postgres"), ["-D", databaseFolder, ...options], {
    ...serverUser,
    cwd: "/",
    env: serverEnvironment,
    stdio: ["ignore", "ignore", "pipe"],
    // A session of its own: Ctrl-C in the terminal is for Talktime, which stops the database last.
    detached: true,
  });
  const lastLines = forwardLines(child, log);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  let end: string | undefined;
  void ended.then((how) => (end = how));
  while (!isReady(databaseFolder, child.pid)) {
    if (end !== undefined) {
      throw new Error(`The database in ${databaseFolder} did not start (${end}).\n${lastLines.join("\n")}`);
    }
    await sleep(10);
  }
  return { pid: child.pid!, ended };
}

/** The server writes its state to the eighth line of its pid file. */
function isReady(databaseFolder: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(databaseFolder, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

/** Passes what the server says on to the log, and returns a list that always holds its last lines. */
function forwardLines(child: ChildProcess, log: Log): string[] {
  const last: string[] = [];
  createInterface({ input: child.stderr! }).on("line", (line) => {
    last.push(line);
    if (last.length > 20) last.shift();
    if (line.startsWith("PANIC:")) log.error(`database: ${line}`);
    else if (/terminated by signal|not properly shut down/.test(line)) log.warn(`database: ${line}`);
    else log.debug(`database: ${line}`);
  });
  return last;
}
