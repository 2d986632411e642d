import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { serverEnvironment } from "./binaries.ts";
import { databaseFolderOf, type ServerUser } from "./data-folder.ts";
import type { Log } from "./log.ts";

export const SUPERUSER = "talktime";
/** Names the socket's file; no TCP port is opened. */
export const PORT = 5432;

/** A database cluster on disk, and where its server listens. */
export interface Cluster {
  databaseFolder: string;
  socketFolder: string;
  password: string;
  serverUser: ServerUser | undefined;
}

/**
 * Defaults written to the cluster's postgresql.conf when it is made, where whoever operates it may change them.
 * Compiling queries (jit) costs more than our short statements take.
 */
const initialSettings = { jit: "off", shared_buffers: "128MB", max_wal_size: "1GB", autovacuum_naptime: "15s" };

/** Opens the cluster of a data folder, and makes it if there is none yet. */
export async function openCluster(
  dataFolder: string,
  serverUser: ServerUser | undefined,
  programs: string,
  log: Log,
): Promise<Cluster> {
  const databaseFolder = databaseFolderOf(dataFolder);
  if (!existsSync(databaseFolder)) {
    log.info(`Making a new database in ${databaseFolder}`);
    await makeCluster(databaseFolder, serverUser, programs);
  }
  if (!existsSync(join(databaseFolder, "PG_VERSION"))) {
    throw new Error(`${databaseFolder} is not a database. Move it away, or choose another folder with TALKTIME_DATA.`);
  }
  const socketFolder = makeSocketFolder(socketFolderOf(dataFolder, serverUser), serverUser);
  const password = readFileSync(passwordFileIn(databaseFolder), "utf8").trim();
  return { databaseFolder, socketFolder, password, serverUser };
}

export const passwordFileIn = (databaseFolder: string): string => join(databaseFolder, "talktime-password");

/** Made beside its place and then moved there, so that a start that was cut short leaves no half database. */
async function makeCluster(
  databaseFolder: string,
  serverUser: ServerUser | undefined,
  programs: string,
): Promise<void> {
  const draft = `${databaseFolder}.new`;
  const passwordFile = `${databaseFolder}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(24).toString("hex"), { mode: 0o600, flag: "wx" });
  give(draft, serverUser);
  give(passwordFile, serverUser);
  const options = [
    ...["-D", draft, "--username", SUPERUSER, "--pwfile", passwordFile, "--auth", "scram-sha-256"],
    // The same sorting on every host, whatever its language.
    ...["--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"],
    ...["--data-checksums", "--no-instructions"],
    ...Object.entries(initialSettings).flatMap(([name, value]) => ["--set", `${name}=${value}`]),
  ];
  await promisify(execFile)(join(programs, "initdb"), options, { ...serverUser, cwd: "/", env: serverEnvironment });
  renameSync(passwordFile, passwordFileIn(draft));
  renameSync(draft, databaseFolder);
}

/**
 * A socket's path may have about 100 bytes; a data folder deeper than that gets a folder for it among the temporary
 * ones, always the same.
 */
export function socketFolderOf(dataFolder: string, serverUser: ServerUser | undefined): string {
  const hash = createHash("sha256").update(dataFolder).digest("hex").slice(0, 12);
  const short = `talktime-${uidOf(serverUser)}-${hash}`;
  const candidates = [join(dataFolder, "socket"), join(tmpdir(), short), join("/tmp", short)];
  return candidates.find((path) => Buffer.byteLength(socketIn(path)) <= 100)!;
}

/** Makes sure that nobody else has made it before us, as anybody may among the temporary folders. */
function makeSocketFolder(folder: string, serverUser: ServerUser | undefined): string {
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 });
    give(folder, serverUser);
  }
  const stat = lstatSync(folder);
  if (!stat.isDirectory() || stat.uid !== uidOf(serverUser)) {
    throw new Error(`${folder} is needed for the database's socket, but belongs to somebody else. Remove it.`);
  }
  chmodSync(folder, 0o700);
  return folder;
}

const uidOf = (serverUser: ServerUser | undefined): number => serverUser?.uid ?? process.getuid?.() ?? 0;

/** Where a client finds the server; its lock file is beside it. */
export const socketIn = (folder: string): string => join(folder, `.s.PGSQL.${PORT}`);

const give = (path: string, user: ServerUser | undefined): void => {
  if (user) chownSync(path, user.uid, user.gid);
};
