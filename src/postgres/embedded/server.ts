import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Connection } from "../pool.ts";
import { serverPrograms } from "./binaries.ts";
import { openCluster, PORT, socketFolderOf, socketIn, SUPERUSER, type Cluster } from "./cluster.ts";
import { databaseFolderOf, naming, resolveDataFolder } from "./data-folder.ts";
import type { Log } from "./log.ts";
import { claim } from "./owner-lock.ts";
import { signalTo, startPostmaster, stopPostmaster, type Postmaster } from "./postmaster.ts";
import { postmastersOf } from "./processes.ts";

export interface EmbeddedOptions {
  /** As configured; where the data really lies is in the answer. */
  dataFolder: string;
  log: Log;
}

export interface Embedded {
  connection: Connection;
  /** Absolute, and not the wanted one when that can not be entered by the server's user. */
  dataFolder: string;
  /** Changes when the server had to be started again. */
  postmasterPid: () => number;
  /** Ends all connections, the server, and the ownership of the data folder. */
  stop: () => Promise<void>;
}

/**
 * Starts the PostgreSQL that came with npm, in the data folder, and keeps it running until `stop`.
 * @throws Error that says what to do, when another Talktime owns the folder or the server can not run
 */
export async function startEmbedded({ dataFolder, log }: EmbeddedOptions): Promise<Embedded> {
  const { folder, moved, serverUser } = resolveDataFolder(dataFolder);
  if (moved) log.info(`Others may not enter ${dataFolder}, and the database does not run as root: using ${folder}`);
  await refuseInvisible(folder, socketFolderOf(folder, serverUser));
  const release = naming(folder, () => claim(folder));
  try {
    await stopOrphans(databaseFolderOf(folder), log);
    const programs = serverPrograms(folder, serverUser, log);
    const cluster = await openCluster(folder, serverUser, programs, log);
    const supervised = await supervise(cluster, programs, log);
    const stop = async (): Promise<void> => {
      await supervised.stop();
      release();
    };
    try {
      const connection = await makeDatabase(cluster);
      return { connection, dataFolder: folder, postmasterPid: supervised.pid, stop };
    } catch (error) {
      await supervised.stop();
      throw error;
    }
  } catch (error) {
    release();
    throw error;
  }
}

/** In another container that shares the folder, processes can not be seen, but the socket answers. */
async function refuseInvisible(folder: string, socketFolder: string): Promise<void> {
  if (postmastersOf(databaseFolderOf(folder)).length > 0 || !(await answers(socketIn(socketFolder)))) return;
  throw new Error(
    `The data folder ${folder} is in use by a database server that can not be seen from here, as of another ` +
      "container. Stop that one first, or give this one a folder of its own with TALKTIME_DATA.",
  );
}

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(socket, () => {
      probe.destroy();
      resolve(true);
    }).on("error", () => resolve(false));
  });

/** A server that outlived its Talktime has nobody who watches over it: it is stopped, and started anew by us. */
async function stopOrphans(databaseFolder: string, log: Log): Promise<void> {
  for (const pid of postmastersOf(databaseFolder)) {
    log.warn(`Stopping the database server that an earlier Talktime left behind (process ${pid})`);
    await stopPostmaster(pid);
  }
}

/** Starts the server, and starts it again whenever it ends without being asked to. */
async function supervise(cluster: Cluster, programs: string, log: Log) {
  let stopping: Promise<void> | undefined;
  let restarting: Promise<void> = Promise.resolve();
  let current = await startPostmaster(cluster, programs, log);

  const watch = (postmaster: Postmaster): void => {
    void postmaster.ended.then((how) => {
      if (!stopping) restarting = restart(how);
    });
  };
  const restart = async (how: string): Promise<void> => {
    log.error(`The database server ended unasked (${how}); starting it again`);
    for (let pause = 250; !stopping; pause = Math.min(pause * 2, 5_000)) {
      try {
        current = await startPostmaster(cluster, programs, log);
        log.warn(`The database server runs again (process ${current.pid})`);
        return watch(current);
      } catch (error) {
        log.error(String(error));
        await sleep(pause);
      }
    }
  };
  // The last thing that a process can do before it ends: the server then ends by itself, in its own time.
  const onExit = (): void => signalTo(current.pid, "SIGINT");
  const stopOnce = async (): Promise<void> => {
    await restarting;
    await stopPostmaster(current.pid);
    process.off("exit", onExit);
    for (const signal of endings) process.off(signal, onSignal);
  };
  const stop = (): Promise<void> => (stopping ??= stopOnce());
  // Where nobody else handles the signal, it would end this process on the spot and leave the server behind.
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) === 1) void stop().finally(() => process.kill(process.pid, signal));
  };
  const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  process.on("exit", onExit);
  for (const signal of endings) process.on(signal, onSignal);
  watch(current);
  return { pid: () => current.pid, stop };
}

/** The database itself, if it is not there yet. Also proves that the server lets us in. */
async function makeDatabase({ socketFolder, password }: Cluster): Promise<Connection> {
  const connection = { host: socketFolder, port: PORT, user: SUPERUSER, password, database: "talktime" };
  const client = new pg.Client({ ...connection, database: "postgres" });
  client.on("error", () => {}); // a broken connection fails the query that waits for it
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'talktime'");
    if (rowCount === 0) await client.query("CREATE DATABASE talktime");
  } finally {
    await client.end();
  }
  return connection;
}
