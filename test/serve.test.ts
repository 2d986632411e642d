import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { postmastersOf } from "../src/postgres/embedded/processes.ts";

let folder: string;
let running: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "talktime-serve-"));
  chmodSync(folder, 0o711);
  running = [];
});
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  HOME: folder,
  TALKTIME_DATA: join(folder, "data"),
  TALKTIME_PORT: "0",
  ...more,
});

interface Served {
  child: ChildProcess;
  url: string;
  key: string;
  seconds: number;
  api: (method: string, path: string, body?: object) => Promise<{ status: number; body: Record<string, never> }>;
}

/** Starts `talktime serve`, and waits for the address that it prints. */
async function serve(more: Record<string, string> = {}): Promise<Served> {
  const started = performance.now();
  const child = spawn(process.execPath, ["bin/talktime.mjs", "serve"], { env: environment(more) });
  running.push(child);
  let said = "";
  let complained = "";
  child.stdout.on("data", (bytes: Buffer) => (said += bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => (complained += bytes.toString()));
  for (;;) {
    const url = /^Talktime serves (\S+)$/m.exec(said)?.[1];
    const key = /^Operator key: (\S+) \(kept/m.exec(said)?.[1] ?? more["TALKTIME_OPERATOR_KEY"];
    if (url && key) {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      const api: Served["api"] = async (method, path, body) => {
        const answer = await fetch(url + path, { method, headers, body: body ? JSON.stringify(body) : null });
        return { status: answer.status, body: (await answer.json()) as Record<string, never> };
      };
      return { child, url, key, seconds: (performance.now() - started) / 1000, api };
    }
    if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}: ${complained}`);
    await sleep(20);
  }
}

async function stop({ child }: Served, ...signals: NodeJS.Signals[]): Promise<number | null> {
  const ended = once(child, "exit");
  for (const signal of signals) child.kill(signal);
  await ended;
  return child.exitCode;
}

/** A command beside the server, or alone. */
const talktime = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ["bin/talktime.mjs", ...args], { env: environment() }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

const CALL = { callId: "first", user: "dan@contoso.example", from: "+12065550106", to: "+5378300000" };

describe("talktime serve", () => {
  test("from nothing to a charged call; beside it the audit; and all of it again after a stop", async () => {
    const first = await serve();
    expect(first.seconds).toBeLessThan(60);
    const keyFile = join(folder, "data", "operator-key");
    expect(readFileSync(keyFile, "utf8").trim()).toBe(first.key);
    expect(statSync(keyFile).mode & 0o077, "others may not read the operator's key").toBe(0);

    const credits = async (server: Served) => (await server.api("GET", "/v1/organizations/contoso/credits")).body;
    const before = await credits(first);
    expect(before).toMatchObject({ lots: [{ source: "promotion" }, { remaining: "36.2" }, {}, {}] });
    expect((await first.api("POST", "/v1/calls", CALL)).status).toBe(201);
    const ended = await first.api("POST", "/v1/calls/first/release", { usedSeconds: 90 });
    expect(ended.body).toMatchObject({ charge: "1.7" });

    const audited = await talktime("audit");
    expect([audited.code, audited.out]).toEqual([0, expect.stringMatching(/^The books balance: .* ended calls/)]);
    const second = await talktime("serve");
    expect([second.code, second.err]).toEqual([1, expect.stringContaining(`in use by a running Talktime`)]);

    expect(await stop(first, "SIGTERM")).toBe(0);
    expect(postmastersOf(join(folder, "data", "postgres"))).toEqual([]);

    let again = await serve();
    const starts = [again.seconds];
    // A machine that is busy with something else may make one start slow, but not all of them.
    while (starts.at(-1)! >= 5 && starts.length < 3) {
      await stop(again, "SIGTERM");
      again = await serve();
      starts.push(again.seconds);
    }
    expect(Math.min(...starts)).toBeLessThan(5);
    expect(again.key).toBe(first.key);
    expect(Number((await credits(again))["balance"])).toBeCloseTo(Number(before["balance"]) - 1.7, 6);
    const methods = await again.api("GET", "/v1/organizations/contoso/payment-methods");
    expect(methods.body["items"], "the sample is loaded once").toHaveLength(2);
    expect((await again.api("POST", "/v1/calls/first/release", { usedSeconds: 90 })).body).toEqual(ended.body);
  });

  test("after kill -9 starts again with all that it had acknowledged", async () => {
    const first = await serve();
    expect((await first.api("POST", "/v1/calls", CALL)).status).toBe(201);
    const method = await first.api("POST", "/v1/organizations/contoso/payment-methods", {
      type: "card",
      token: "tok_timeout",
    });
    const pending = await first.api("POST", "/v1/organizations/contoso/top-ups", {
      amount: "50",
      paymentMethod: method.body["id"],
    });
    expect(pending.body).toMatchObject({ state: "pending" });
    first.child.kill("SIGKILL");
    await once(first.child, "exit");

    const again = await serve();
    const path = `/v1/organizations/contoso/top-ups/${pending.body["id"]}`;
    while ((await again.api("GET", path)).body["state"] === "pending") await sleep(100);
    expect((await again.api("GET", path)).body).toMatchObject({ state: "succeeded", amount: "50" });
    const released = await again.api("POST", "/v1/calls/first/release", { usedSeconds: 30 });
    expect(released.body).toMatchObject({ charge: "0.85" });
    expect((await talktime("audit")).out).toMatch(/^The books balance/);
  });

  test("Ctrl-C, which npm hands on a second time, ends it cleanly", async () => {
    const served = await serve({ TALKTIME_SAMPLE: "none" });
    expect((await served.api("GET", "/v1/organizations")).body).toMatchObject({ items: [] });
    expect(await stop(served, "SIGINT", "SIGINT")).toBe(0);
    expect(postmastersOf(join(folder, "data", "postgres"))).toEqual([]);
  });

  test("on a port that is taken says which and what to do, and leaves no database behind", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const port = String((other.address() as { port: number }).port);
    await expect(serve({ TALKTIME_PORT: port, TALKTIME_SAMPLE: "none" })).rejects.toThrow(
      new RegExp(`Port ${port} of 127.0.0.1 is in use. Choose another one with TALKTIME_PORT`),
    );
    other.close();
    expect(postmastersOf(join(folder, "data", "postgres"))).toEqual([]);
  });
});

describe("talktime serve, set up wrongly, names the setting:", () => {
  const database = "postgresql://nobody:hidden@127.0.0.1:1/nothing";
  test.each([
    ["an address that is not this host's", { TALKTIME_HOST: "192.0.2.1" }, /192\.0\.2\.1 is no address.*TALKTIME_HOST/],
    ["a database that is not there", { DATABASE_URL: database }, /DATABASE_URL leads to no database.*ECONNREFUSED/],
    ["a data folder that is a file", { TALKTIME_DATA: "/dev/null" }, /\/dev\/null can not be used.*TALKTIME_DATA/],
  ])("%s", async (_what, setting, message) => {
    const serving = serve({ TALKTIME_SAMPLE: "none", ...setting });
    await expect(serving).rejects.toThrow(message);
    await expect(serving).rejects.not.toThrow("hidden");
  });

  test("and makes anew a key whose file a full disk left empty", async () => {
    mkdirSync(join(folder, "data"));
    const files = ["operator-key", "secret-key"].map((name) => join(folder, "data", name));
    for (const file of files) writeFileSync(file, "");
    const served = await serve({ TALKTIME_SAMPLE: "none" });
    expect((await served.api("GET", "/v1/organizations")).status).toBe(200);
    await stop(served, "SIGTERM");
    for (const file of files) {
      expect(readFileSync(file, "utf8").trim().length).toBeGreaterThanOrEqual(32);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });
});

describe("talktime", () => {
  test("tells its commands, and what each is for", async () => {
    const { code, out } = await talktime("--help");
    expect(code).toBe(0);
    for (const command of ["serve", "migrate", "seed", "audit", "rate", "deck"]) expect(out).toContain(`  ${command} `);
  });

  test.each([
    ["a command that there is not", ["sing"], 2],
    ["an option that there is not", ["audit", "--loud"], 2],
    ["no command", [], 2],
    ["a command's help", ["audit", "--help"], 0],
    ["an audit where no database is", ["audit"], 1],
  ])("ends by its use: %s", async (_what, args, code) => {
    expect((await talktime(...args)).code).toBe(code);
  });

  test("migrates and seeds without serving", async () => {
    expect(await talktime("migrate")).toMatchObject({ code: 0, out: expect.stringContaining("accounts_and_calls") });
    expect(await talktime("migrate")).toMatchObject({ code: 0, out: "The schema is the newest already.\n" });
    for (let time = 1; time <= 2; time++) expect(await talktime("seed")).toMatchObject({ code: 0 });
    expect(await talktime("audit")).toMatchObject({ code: 0, out: expect.stringContaining("5 organisations") });
    const nobody = await talktime("audit", "--organization", "nobody");
    expect(nobody, "the books of nobody always balance").toMatchObject({ code: 1, out: "" });
    expect(nobody.err).toContain("There is no organisation nobody.");
  });
});
