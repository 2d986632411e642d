import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installedPackage, serverPrograms, type InstalledPackage } from "../src/postgres/embedded/binaries.ts";
import { mayEnter, resolveDataFolder } from "../src/postgres/embedded/data-folder.ts";
import { isAlive, waitForEnd } from "../src/postgres/embedded/processes.ts";
import { startEmbedded, type Embedded } from "../src/postgres/embedded/server.ts";
import { packageRoot } from "../src/package-root.ts";
import type { Connection } from "../src/postgres/pool.ts";

/** Of Debian and most others. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const asRoot = process.getuid?.() === 0;
let folder: string;
let said: string[];
let running: { stop: () => Promise<void> }[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "talktime-embedded-"));
  said = [];
  running = [];
});
afterEach(async () => {
  for (const { stop } of running) await stop();
  rmSync(folder, { recursive: true, force: true });
});

const say = (message: string): void => void said.push(message);
const log = { debug: () => {}, info: say, warn: say, error: say };

async function start(dataFolder = folder): Promise<Embedded> {
  const embedded = await startEmbedded({ dataFolder, log });
  running.push(embedded);
  return embedded;
}

describe("starting", () => {
  test("the first time takes under ten seconds, later under two, and what was committed is there", async () => {
    const first = await timed(() => start());
    expect(first.seconds).toBeLessThan(10);
    await ask(first.result.connection, "CREATE TABLE lot AS SELECT 7 AS id");
    await first.result.stop();
    const second = await timed(() => start());
    expect(second.seconds).toBeLessThan(2);
    expect(await ask(second.result.connection, "SELECT id FROM lot")).toEqual([{ id: 7 }]);
  });

  test("gives a durable server that only this host can reach, with the data folder on its command line", async () => {
    const { connection, postmasterPid } = await start();
    const shown = async (name: string): Promise<unknown> => (await ask(connection, `SHOW ${name}`))[0]?.[name];
    for (const name of ["fsync", "synchronous_commit", "full_page_writes", "data_checksums"]) {
      expect(await shown(name), name).toBe("on");
    }
    expect(await shown("listen_addresses")).toBe("");
    expect(await shown("server_encoding")).toBe("UTF8");
    expect(commandLineOf(postmasterPid())).toContain(` -D ${folder}/`);
    expect(statSync(connection.host!).mode & 0o077).toBe(0);
  });

  test("with a wrong password is refused by the server", async () => {
    const { connection } = await start();
    await expect(ask({ ...connection, password: "guess" }, "SELECT 1")).rejects.toThrow(/password/);
  });

  test("in a folder whose path is too long for a socket works, twice", async () => {
    chmodSync(folder, 0o711);
    const deep = join(folder, "a-rather-long-name-".repeat(6), "data");
    const { connection, dataFolder, stop } = await start(deep);
    expect(dataFolder).toBe(deep);
    expect(connection.host!.length).toBeLessThan(90);
    await stop();
    expect(await ask((await start(deep)).connection, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    rmSync(connection.host!, { recursive: true });
  });

  test("goes on after a start that was cut short while the database was made", async () => {
    mkdirSync(join(folder, "postgres.new"));
    writeFileSync(join(folder, "postgres.new", "PG_VERSION"), "18");
    writeFileSync(join(folder, "postgres.password"), "half");
    expect(await ask((await start()).connection, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("does not touch a folder that holds something else, and says so", async () => {
    mkdirSync(join(folder, "postgres"));
    writeFileSync(join(folder, "postgres", "notes.txt"), "mine");
    await expect(start()).rejects.toThrow(`${folder}/postgres is not a database`);
    expect(readFileSync(join(folder, "postgres", "notes.txt"), "utf8")).toBe("mine");
  });
});

describe("a server that is killed", () => {
  test("comes back by itself, with what was committed", async () => {
    const { connection, postmasterPid } = await start();
    await ask(connection, "CREATE TABLE lot AS SELECT 7 AS id");
    const killed = postmasterPid();
    process.kill(killed, "SIGKILL");
    const back = await timed(() => untilAnswered(connection, "SELECT id FROM lot"));
    expect(back.result).toEqual([{ id: 7 }]);
    expect(back.seconds).toBeLessThan(5);
    expect(postmasterPid()).not.toBe(killed);
    expect(said.join("\n")).toContain("starting it again");
  });

  test("comes back while a connection's backend still works", async () => {
    const { connection, postmasterPid } = await start();
    const client = new pg.Client(connection);
    client.on("error", () => {});
    await client.connect();
    const sleeping = client.query("SELECT pg_sleep(30)").catch((error: unknown) => error);
    await sleep(100);
    process.kill(postmasterPid(), "SIGKILL");
    expect(await untilAnswered(connection, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(await sleeping).toBeInstanceOf(Error);
  });

  test("during a stop is not started again", async () => {
    const { postmasterPid, stop } = await start();
    const stopping = stop();
    process.kill(postmasterPid(), "SIGKILL");
    await stopping;
    await sleep(500);
    expect(isAlive(postmasterPid())).toBe(false);
    expect(said.join("\n")).not.toContain("starting it again");
  });
});

describe("a Talktime that is gone", () => {
  test("by kill -9 leaves a server that the next start replaces, in under three seconds", async () => {
    const owner = await startOwner();
    await ask(owner.connection, "CREATE TABLE lot AS SELECT 7 AS id");
    process.kill(owner.pid, "SIGKILL");
    await waitForEnd(owner.pid, 5_000);
    expect(isAlive(owner.postmasterPid), "the server was expected to outlive it").toBe(true);
    const next = await timed(() => start());
    expect(next.seconds).toBeLessThan(3);
    expect(next.result.postmasterPid()).not.toBe(owner.postmasterPid);
    expect(await ask(next.result.connection, "SELECT id FROM lot")).toEqual([{ id: 7 }]);
    expect(said.join("\n")).toContain(`left behind (process ${owner.postmasterPid})`);
  });

  test("by kill -9 together with its server is no obstacle either", async () => {
    const owner = await startOwner();
    await ask(owner.connection, "CREATE TABLE lot AS SELECT 7 AS id");
    process.kill(owner.pid, "SIGKILL");
    process.kill(owner.postmasterPid, "SIGKILL");
    const next = await timed(() => start());
    expect(next.seconds).toBeLessThan(3);
    expect(await ask(next.result.connection, "SELECT id FROM lot")).toEqual([{ id: 7 }]);
  });

  test.each([
    ["by SIGTERM", [], "SIGTERM"],
    ["by Ctrl-C", [], "SIGINT"],
    ["by a mistake of its own", ["throw"], undefined],
  ] as const)("%s takes its server with it", async (_how, options, signal) => {
    const owner = await startOwner(...options);
    if (signal) process.kill(owner.pid, signal);
    expect(await waitForEnd(owner.pid, 10_000)).toBe(true);
    expect(await waitForEnd(owner.postmasterPid, 10_000)).toBe(true);
  });

  test("but one that lives keeps its data folder: a second is refused, and told the folder and the process", async () => {
    const owner = await startOwner();
    await expect(start()).rejects.toThrow(new RegExp(`${folder} is in use.*process ${owner.pid}`));
    expect(await ask(owner.connection, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("and its process number given to another does not keep the folder", async () => {
    writeFileSync(join(folder, "talktime.lock"), JSON.stringify({ pid: process.pid, identity: "of another time" }));
    expect(await ask((await start()).connection, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

describe("what a dead server left", () => {
  test.each([
    ["an empty pid file", "postgres/postmaster.pid", ""],
    ["a pid file of garbage", "postgres/postmaster.pid", "\0\0\0\0"],
    ["an empty owner file", "talktime.lock", ""],
  ])("%s does not stop the next start", async (_what, name, content) => {
    await (await start()).stop();
    writeFileSync(join(folder, name), content);
    expect(await ask((await start()).connection, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("its process number, given to another process of the same user, does not either", async () => {
    const { connection, stop } = await start();
    await stop();
    const { uid } = statSync(join(folder, "postgres"));
    const other = spawn("sleep", ["60"], { ...(asRoot && { uid }) });
    running.push({ stop: () => endOf(other) });
    writeFileSync(join(folder, "postgres", "postmaster.pid"), `${other.pid}\n${folder}/postgres\n`);
    writeFileSync(join(connection.host!, ".s.PGSQL.5432.lock"), `${other.pid}\n${folder}/postgres\n`);
    expect(await ask((await start()).connection, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(isAlive(other.pid!)).toBe(true);
  });
});

describe("the programs", () => {
  /** A copy of the package as npm unpacks it, before any install script has run. */
  const unpacked = (): InstalledPackage => {
    const { native, version } = installedPackage();
    const copy = join(folder, "package", "native");
    cpSync(native, copy, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
    chmodSync(folder, 0o711);
    return { native: copy, version };
  };
  const serverUser = () => resolveDataFolder(join(folder, "data")).serverUser;

  test("run also when npm was told to run no install scripts", () => {
    const fresh = unpacked();
    const programs = serverPrograms(join(folder, "data"), serverUser(), log, fresh);
    expect(programs).toBe(join(fresh.native, "bin"));
    expect(said).toEqual([]);
  });

  test.skipIf(!asRoot)("are copied if the server's user can not reach them (only root can forbid it)", () => {
    const fresh = unpacked();
    const user = serverUser();
    chmodSync(dirname(fresh.native), 0o700);
    const programs = serverPrograms(join(folder, "data"), user, log, fresh);
    expect(programs).toBe(join(folder, "data", `server-${fresh.version}`, "bin"));
    expect(said).toHaveLength(1);
    expect(serverPrograms(join(folder, "data"), user, log, fresh), "the copy is made once").toBe(programs);
    expect(said).toHaveLength(1);
  });
});

describe.skipIf(!asRoot)("as root (else skipped: nobody else can start a server as another user)", () => {
  test("in a folder that nobody else may enter, data and programs go under /var/lib/talktime, and it says so", async () => {
    const wanted = join(folder, "clone", "data");
    const { connection, dataFolder, stop } = await start(wanted);
    try {
      expect(dataFolder).toMatch(/^\/var\/lib\/talktime\/clone-[0-9a-f]{8}$/);
      expect(said[0]).toContain(wanted);
      expect(said[0]).toContain(dataFolder);
      await ask(connection, "CREATE TABLE lot AS SELECT 7 AS id");
      await stop();
      expect(await ask((await start(wanted)).connection, "SELECT id FROM lot")).toEqual([{ id: 7 }]);
    } finally {
      await running.pop()?.stop();
      rmSync(dataFolder, { recursive: true });
    }
  });

  test("a database that already lies in a folder that nobody else may enter is not silently replaced by a new one", async () => {
    chmodSync(folder, 0o711);
    const wanted = join(folder, "clone", "data");
    await (await start(wanted)).stop();
    chmodSync(folder, 0o700);
    await expect(start(wanted)).rejects.toThrow(`${wanted} can not be used`);
  });

  test.each([
    ["root", 0],
    ["a user that this host does not know", 64_242],
  ])(
    "a copy whose files belong to %s is told how to give it to the server's user, which is enough",
    async (_who, uid) => {
      chmodSync(folder, 0o711);
      await (await start()).stop();
      execFileSync("chown", ["-R", `${uid}:${uid}`, join(folder, "postgres"), join(folder, "socket")]);
      const said = String(await start().catch((error: unknown) => error));
      const [, owner, ...paths] = /chown -R (\S+) (\S+) (\S+)$/.exec(said) ?? [];
      expect(paths).toEqual([join(folder, "postgres"), join(folder, "socket")]);
      execFileSync("chown", ["-R", owner!, ...paths]);
      await start();
    },
  );

  test("the owner of the data folder runs the server, and Talktime's folder stays closed to listing", async () => {
    chownSync(folder, 1, 1);
    const { postmasterPid } = await start();
    expect(statSync(`/proc/${postmasterPid()}`).uid).toBe(1);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  // Nobody has to be able to read the programs of this clone.
  test.skipIf(!mayEnter(NOBODY, packageRoot()))("a user without any rights can start it too, as itself", async () => {
    chownSync(folder, NOBODY.uid, NOBODY.gid);
    const owner = await startOwner("nobody");
    expect(statSync(`/proc/${owner.pid}`).uid).toBe(NOBODY.uid);
    expect(statSync(`/proc/${owner.postmasterPid}`).uid).toBe(NOBODY.uid);
  });
});

interface Owner {
  connection: Connection;
  postmasterPid: number;
  pid: number;
}

/** A process of its own that starts the server in `folder`. */
async function startOwner(...options: string[]): Promise<Owner> {
  const run = join(packageRoot(), "scripts", "run.mjs");
  const script = join(packageRoot(), "test", "support", "embedded-owner.ts");
  const child = spawn(process.execPath, [run, script, folder, ...options], { stdio: ["ignore", "pipe", "pipe"] });
  running.push({ stop: () => endOf(child) });
  let printed = "";
  let complaint = "";
  child.stderr.on("data", (chunk) => (complaint += String(chunk)));
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    const line = printed.split("\n").find((text) => text.startsWith("{") && text.endsWith("}"));
    if (line) return JSON.parse(line) as Owner;
  }
  throw new Error(`The owner process printed no connection: ${complaint}`);
}

async function endOf(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  await waitForEnd(child.pid!, 10_000);
}

async function ask(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Asks until the server is there again, for ten seconds at most. */
async function untilAnswered(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  for (const deadline = Date.now() + 10_000; ;) {
    try {
      return await ask(connection, sql);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}

async function timed<T>(action: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const begun = performance.now();
  const result = await action();
  return { result, seconds: (performance.now() - begun) / 1000 };
}

const commandLineOf = (pid: number): string =>
  execFileSync("ps", ["-ww", "-p", String(pid), "-o", "args="], { encoding: "utf8" });
