/** The program as its operator runs it, in a process of its own: started, asked over HTTP, killed, started again. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { packageRoot } from "../../src/package-root.ts";

export const OPERATOR_KEY = "operator-key-of-the-kills-0123456789";
const LAUNCHER = join(packageRoot(), "bin", "talktime.mjs");

export interface Answer {
  /** 0: no answer came. */
  status: number;
  body: ReturnType<typeof JSON.parse>;
  headers: Headers;
}
export type Method = "GET" | "PUT" | "POST";
export type Ask = (
  method: Method,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<{ status: number; body: Answer["body"] }>;

/** Whom a round kills; `backend` is one connection's server process, which takes all its neighbours with it. */
export type Victim = "database" | "backend" | "server" | "both";

export class Program {
  readonly #dataFolder: string;
  #child: ChildProcess | null = null;
  #port = 0;
  /** Where the data really lies: not always where it was wanted. */
  #folder = "";
  #said = "";

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  /** Again on the same port, so that callers need not be told. */
  async start(): Promise<void> {
    const environment = {
      ...process.env,
      TALKTIME_DATA: this.#dataFolder,
      TALKTIME_PORT: String(this.#port),
      TALKTIME_SAMPLE: "none",
      TALKTIME_OPERATOR_KEY: OPERATOR_KEY,
      DATABASE_URL: "",
    };
    const child = spawn(process.execPath, [LAUNCHER, "serve"], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    this.#said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (this.#said = `${this.#said}${text}`.slice(-20_000)));
    for (;;) {
      const port = /Talktime serves http:\/\/[^:]+:(\d+)/.exec(this.#said)?.[1];
      const folder = /^Data: (.+)$/m.exec(this.#said)?.[1];
      if (port !== undefined && folder !== undefined) {
        this.#port = Number(port);
        this.#folder = folder;
        return;
      }
      if (child.exitCode !== null) throw new Error(`Talktime did not start:\n${this.#said}`);
      await sleep(5);
    }
  }

  /** What it wrote last, for the message of a failure. */
  get said(): string {
    return this.#said;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  ask = async (method: Method, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    try {
      const answer = await fetch(this.url + path, {
        method,
        headers: {
          authorization: `Bearer ${OPERATOR_KEY}`,
          ...(body === undefined ? {} : { "content-type": typeof body === "string" ? "text/csv" : "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? null : JSON.parse(text), headers: answer.headers };
    } catch {
      return { status: 0, body: null, headers: new Headers() };
    }
  };

  /** kill -9, then whatever an operator's supervisor would do. Resolves once it is asked to start again, if it must be. */
  async kill(victim: Victim): Promise<void> {
    const postmaster = this.#postmaster();
    const backends = childrenOf(postmaster);
    if (victim === "database" || victim === "both") for (const pid of [postmaster, ...backends]) kill(pid);
    if (victim === "backend") kill(clientsAmong(backends).at(-1) ?? backends[0]!);
    if (victim === "server" || victim === "both") await this.#killServer();
  }

  async #killServer(): Promise<void> {
    const child = this.#child!;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  get serves(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #postmaster(): number {
    return Number(readFileSync(join(this.#folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  }

  /** `talktime audit` beside the running server: its last lines, and whether the books balance. */
  async audit(): Promise<{ good: boolean; words: string }> {
    const environment = { ...process.env, TALKTIME_DATA: this.#dataFolder, DATABASE_URL: "" };
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [LAUNCHER, "audit"], { env: environment });
      return { good: true, words: stdout.trim() };
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return { good: false, words: `${stdout}${stderr}`.trim() };
    }
  }

  /** Ends it politely, and removes what it kept. */
  async remove(): Promise<void> {
    if (this.serves) {
      const child = this.#child!;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    }
    for (const folder of [this.#dataFolder, this.#folder]) if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Of Linux alone: kill -9 of a whole database needs its processes by number. */
function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === parent)
    .map(Number);
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0; // ended while we looked
  }
}

const clientsAmong = (pids: readonly number[]): number[] =>
  pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("talktime talktime");
    } catch {
      return false;
    }
  });
