import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/** A program that the lab started, and will end itself. */
export interface RunningProgram {
  /** What it wrote so far, both streams, the last 200 kB. */
  output(): string;
  /** The exit code, or -1 where a signal ended it. */
  ended: Promise<number>;
  /** SIGKILL, to all that it started, too. */
  kill(): Promise<void>;
  /** SIGTERM, after ten seconds SIGKILL; returns when it is gone. */
  stop(): Promise<void>;
}

/** Whatever ends us, a phone in the middle of its call is not left behind. */
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGTERM")));

export function startProgram(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): RunningProgram {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: a switch's workers must not outlive it when it is killed.
    detached: true,
  });
  let output = "";
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-200_000));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  let isRunning = true;
  running.add(child);
  const ended = new Promise<number>((resolve) => {
    const end = (code: number) => {
      isRunning = false;
      running.delete(child);
      resolve(code);
    };
    child.on("error", (error) => {
      output += error.message;
      end(-1);
    });
    child.on("close", (code) => end(code ?? -1));
  });
  return {
    output: () => output,
    ended,
    async kill() {
      if (isRunning && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      await ended;
    },
    async stop() {
      if (!isRunning) return;
      child.kill("SIGTERM");
      const lastResort = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(lastResort);
    },
  };
}

/** Asks again every 50 ms until `isThere` says yes. Throws with what the program wrote if it ends or takes too long. */
export async function waitUntilUp(
  name: string,
  program: RunningProgram,
  isThere: () => Promise<boolean>,
  seconds: number,
): Promise<void> {
  let code: number | undefined;
  void program.ended.then((value) => (code = value));
  const deadline = Date.now() + seconds * 1000;
  while (!(await isThere())) {
    if (code !== undefined) throw new Error(`${name} ended with ${code} instead of starting:\n${program.output()}`);
    if (Date.now() > deadline) throw new Error(`${name} was not up after ${seconds} s:\n${program.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A TCP port on 127.0.0.1 that nobody listens on at this moment. */
export function freeTcpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** A UDP port on 127.0.0.1 that nobody listens on at this moment. */
export function freeUdpPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.on("error", reject);
    socket.bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
