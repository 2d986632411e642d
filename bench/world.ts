/** The ground that everything is measured on: an embedded PostgreSQL of its own in a temporary folder. */
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { audit, auditWords } from "../src/engine/audit.ts";
import { createEngine, type Engine } from "../src/engine/engine.ts";
import { keepUp } from "../src/engine/upkeep.ts";
import { databaseFolderOf } from "../src/postgres/embedded/data-folder.ts";
import { startEmbedded } from "../src/postgres/embedded/server.ts";
import { migrate } from "../src/postgres/migrate.ts";
import { type Connection, createPool } from "../src/postgres/pool.ts";
import type { Group } from "./calls.ts";
import { importDeck } from "./deck.ts";
import { provision, PROVISIONED } from "./provision.ts";
import { emit, progress } from "./report.ts";

export interface Size {
  groups: readonly Group[];
  deckRows: number;
}

export const FULL: Size = {
  groups: [
    { name: "one", organizations: 1, usersEach: 1000, firstNumber: 12_062_000_000 },
    { name: "thousand", organizations: 1000, usersEach: 100, firstNumber: 13_032_000_000 },
    { name: "many", organizations: 100_000, usersEach: 1, firstNumber: 14_052_000_000 },
  ],
  deckRows: 200_000,
};
export const SHORT: Size = {
  groups: [
    { name: "one", organizations: 1, usersEach: 50, firstNumber: 12_062_000_000 },
    { name: "thousand", organizations: 1000, usersEach: 2, firstNumber: 13_032_000_000 },
  ],
  deckRows: 20_000,
};

/** As many connections as the designs that do one transaction for each operation may use. */
export const CONNECTIONS = 16;

export interface World {
  engine: Engine;
  connection: Connection;
  /** For the other designs and for readings; the engine has connections of its own. */
  pool: ReturnType<typeof createPool>;
  postmasterPid: () => number;
  /** Absolute; of the database. */
  dataFolder: string;
  groups: readonly Group[];
  deckRows: number;
  close: () => Promise<void>;
}

/** `statements`: PostgreSQL counts what each statement costs, which makes it a little slower. */
export async function openWorld({ groups, deckRows }: Size, { statements = false } = {}): Promise<World> {
  progress("starting PostgreSQL");
  const wanted = mkdtempSync(join(tmpdir(), "talktime-bench-"));
  const silent = (): void => {};
  const log = { debug: silent, info: silent, warn: progress, error: progress };
  let server = await startEmbedded({ dataFolder: wanted, log });
  if (statements) {
    const settings = join(databaseFolderOf(server.dataFolder), "postgresql.conf");
    appendFileSync(
      settings,
      "shared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.track_planning = on\n",
    );
    await server.stop();
    server = await startEmbedded({ dataFolder: wanted, log });
  }
  const { connection, postmasterPid } = server;
  const stopServer = async (): Promise<void> => {
    await server.stop();
    for (const folder of [wanted, server.dataFolder]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    await migrate(connection);
    let closing = false;
    const tell = ({ err }: { err?: Error }, message: string): void => {
      if (!closing) progress(`${message} ${err?.message ?? ""}`);
    };
    const engine = await createEngine({ connection, now: Date.now, log: { warn: tell, error: tell } });
    const pool = createPool(connection, { max: CONNECTIONS, onError: (err) => tell({ err }, "a connection broke") });
    if (statements) await pool.query("CREATE EXTENSION pg_stat_statements");
    await keepUp(engine);
    emit(await importDeck(engine, deckRows));
    for (const group of groups) {
      progress(`making ${group.organizations * group.usersEach} users of ${group.organizations} organisations`);
      await provision(engine, group);
    }
    // As autovacuum leaves them; the tables of calls are still empty, and nobody vacuums an empty table.
    await pool.query(`VACUUM ANALYZE ${PROVISIONED.join(", ")}`);
    await pool.query("CHECKPOINT");
    const close = async (): Promise<void> => {
      closing = true;
      await engine.close();
      await pool.end();
      await stopServer();
    };
    return { engine, connection, pool, postmasterPid, dataFolder: server.dataFolder, groups, deckRows, close };
  } catch (error) {
    await stopServer();
    throw error;
  }
}

/** Whether the books of everything that was measured balance. */
export async function auditWorld({ engine }: World): Promise<boolean> {
  progress("auditing the books");
  const report = await audit(engine, null);
  const { good, lines } = auditWords(report);
  const { organizations, calls, transfers } = report;
  emit({ subject: "audit", good, rules: report.checks.length, organizations, calls, transfers, words: lines });
  return good;
}
