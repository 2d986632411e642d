import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Who runs the database server. PostgreSQL refuses to be run by root. */
export interface ServerUser {
  uid: number;
  gid: number;
}

export interface DataFolder {
  /** Absolute; made if it was missing. */
  folder: string;
  /** True if the wanted folder can not be used by the server's user, and `folder` is the one under /var/lib. */
  moved: boolean;
  /** Undefined if the server runs as whoever runs Talktime. */
  serverUser: ServerUser | undefined;
}

/** Where the data of clones goes that lie in a folder that only root may enter. */
const SHARED_PARENT = "/var/lib/talktime";

/** The cluster lies in here. One level below the data folder, which holds Talktime's own files too. */
export const databaseFolderOf = (folder: string): string => join(folder, "postgres");

/**
 * Finds and makes the folder for the data. As root the server runs as another user of this host, who has to be able to
 * enter it: where a parent folder forbids that, a folder of this clone's own under /var/lib/talktime is taken.
 */
export function resolveDataFolder(wanted: string): DataFolder {
  const asked = resolve(wanted);
  return naming(asked, () => resolved(asked));
}

/** What the system says of a folder that can not be used says nothing of the setting. */
export function naming<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(`The data folder ${folder} can not be used: ${message}. Choose another one with TALKTIME_DATA.`, {
      cause: error,
    });
  }
}

function resolved(asked: string): DataFolder {
  if (process.getuid?.() !== 0) {
    mkdirSync(asked, { recursive: true });
    refuseOthersDatabase(asked);
    return { folder: asked, moved: false, serverUser: undefined };
  }
  const serverUser = serverUserFor(asked);
  refuseStrangersDatabase(asked, serverUser);
  if (mayEnter(serverUser, existingParent(asked))) {
    return { folder: madeEnterable(asked, serverUser), moved: false, serverUser };
  }
  if (existsSync(databaseFolderOf(asked))) {
    throw new Error(
      `The database in ${asked} can not be used: its folder, or one above, may be entered by root only, and the ` +
        "database does not run as root. Open that folder to others (chmod o+x), or move the data folder elsewhere.",
    );
  }
  const folder = folderOutsideOf(asked);
  const user = serverUserFor(folder);
  madeEnterable(SHARED_PARENT, user);
  return { folder: madeEnterable(folder, user), moved: true, serverUser: user };
}

/** Where the data of a wanted folder goes that only root may enter. */
export function folderOutsideOf(wanted: string): string {
  const asked = resolve(wanted);
  const name = `${basename(dirname(asked)).slice(0, 60)}-${createHash("sha256").update(asked).digest("hex").slice(0, 8)}`;
  return join(SHARED_PARENT, name);
}

/** True if that user can pass through all folders down to this one. Asked of the system itself, which knows all rules. */
export const mayEnter = (user: ServerUser, folder: string): boolean =>
  spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], { ...user, cwd: "/", stdio: "ignore" }).status === 0;

/** The owner of the cluster or of the data folder; else `postgres`, else `nobody`. No user is ever added to the host. */
function serverUserFor(folder: string): ServerUser {
  for (const path of [databaseFolderOf(folder), folder]) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat && stat.uid !== 0 && idOf("-u", String(stat.uid)) !== undefined) return { uid: stat.uid, gid: stat.gid };
  }
  for (const name of ["postgres", "nobody"]) {
    const uid = idOf("-u", name);
    const gid = idOf("-g", name);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error(
    "PostgreSQL does not run as root, and this host has neither a user postgres nor nobody. " +
      "Start Talktime as another user, or give it a database with DATABASE_URL.",
  );
}

/** Undefined for a user that the host does not know; the server needs one with a name. */
function idOf(what: "-u" | "-g", user: string): number | undefined {
  try {
    return Number(execFileSync("id", [what, user], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    return undefined;
  }
}

/** The nearest folder above that exists already, since what is below it will be made by us. */
function existingParent(folder: string): string {
  const parent = dirname(folder);
  return existsSync(parent) ? parent : existingParent(parent);
}

/** Others may pass through the folders that we make, but not list them; what needs protection has modes of its own. */
function madeEnterable(folder: string, user: ServerUser): string {
  const topmostMade = mkdirSync(folder, { recursive: true }) ?? folder;
  for (let path = folder; path.length >= topmostMade.length; path = dirname(path)) {
    if (!mayEnter(user, path)) openToPass(path);
  }
  return folder;
}

const openToPass = (folder: string): void => chmodSync(folder, statSync(folder).mode | 0o001);

function refuseOthersDatabase(folder: string): void {
  const owner = statSync(databaseFolderOf(folder), { throwIfNoEntry: false })?.uid;
  if (owner === undefined || owner === process.getuid?.()) return;
  throw new Error(
    `The database in ${folder} belongs to another user (${owner}). ` +
      "Start Talktime as that user or as root, or choose another folder with TALKTIME_DATA.",
  );
}

/** A copy that was made without owners, or on a host with other users, belongs to root or to nobody this host knows. */
function refuseStrangersDatabase(folder: string, { uid, gid }: ServerUser): void {
  const owner = statSync(join(databaseFolderOf(folder), "PG_VERSION"), { throwIfNoEntry: false })?.uid;
  if (owner === undefined || owner === uid) return; // what is no database is told of where it is opened
  const parts = [databaseFolderOf(folder), join(folder, "socket")].filter((path) => existsSync(path));
  throw new Error(
    `The database in ${folder} belongs to ${owner === 0 ? "root" : `a user that this host does not know (${owner})`}, ` +
      `and PostgreSQL does not run as that. If it is yours, give it to whom it runs as here: ` +
      `chown -R ${uid}:${gid} ${parts.join(" ")}`,
  );
}
