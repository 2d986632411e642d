import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { freeTcpPort, type RunningProgram, startProgram, waitUntilUp } from "./process.ts";

/** Talktime's HTTP API with one key. Every method throws, naming request and answer, unless the answer is a 2xx. */
export interface Api {
  get<T>(path: string): Promise<T>;
  put(path: string, body: object): Promise<void>;
  post<T>(path: string, body: object | string): Promise<T>;
}

export interface LabTalktime {
  /** Its data folder. */
  data: string;
  url: string;
  /** With the operator's key: may do everything. */
  operator: Api;
  /** With another key. */
  withKey(key: string): Api;
  /** kill -9 of the program, its database left behind, and a new start on the same data, so much later. */
  killAndRestart(awayMs?: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the real server on an empty data folder of its own, with its embedded PostgreSQL.
 * @param settings beyond those that every lab needs
 */
export async function startTalktime(settings: Record<string, string> = {}): Promise<LabTalktime> {
  const data = mkdtempSync(join(tmpdir(), "talktime-lab-"));
  chmodSync(data, 0o755); // as root, PostgreSQL runs as somebody else, who must be able to enter
  const port = await freeTcpPort();
  const operatorKey = randomBytes(24).toString("hex");
  const start = (): RunningProgram =>
    startProgram(process.execPath, [join(packageRoot(), "bin", "talktime.mjs"), "serve"], {
      cwd: packageRoot(),
      env: {
        TALKTIME_PORT: String(port),
        TALKTIME_DATA: data,
        TALKTIME_SAMPLE: "none",
        TALKTIME_OPERATOR_KEY: operatorKey,
        DATABASE_URL: "",
        ...settings,
      },
    });
  let server = start();
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  };
  const up = () => waitUntilUp("Talktime", server, () => answers(`${url}/readyz`), 50);
  try {
    await up();
  } catch (error) {
    await stop();
    throw error;
  }
  const killAndRestart = async (awayMs = 0) => {
    await server.kill();
    await new Promise((resolve) => setTimeout(resolve, awayMs));
    server = start();
    await up();
  };
  return {
    url,
    data,
    operator: apiWithKey(url, operatorKey),
    withKey: (key) => apiWithKey(url, key),
    killAndRestart,
    stop,
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false; // not listening yet
  }
}

function apiWithKey(url: string, key: string): Api {
  const call = async (method: string, path: string, body?: object | string) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": typeof body === "string" ? "text/csv" : "application/json" }),
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  };
  return {
    get: async <T>(path: string) => (await call("GET", path)) as T,
    put: async (path, body) => void (await call("PUT", path, body)),
    post: async <T>(path: string, body: object | string) => (await call("POST", path, body)) as T,
  };
}
