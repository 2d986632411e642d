import { readdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { packageRoot } from "../package-root.ts";
import type { Connection } from "./pool.ts";

/** Named by the time they were written, so that they run in that order: 20261122140000_what-it-does.sql */
const MIGRATION_NAME = /^\d{14}_[a-z0-9_-]+\.sql$/;
/** The table of those that have run. */
const RUN = "pgmigrations";
/** What a migration file is not: the printed schema lies in the same folder. */
const NO_MIGRATION = `(?!${MIGRATION_NAME.source}).*`;

export const migrationsFolder = (): string => join(packageRoot(), "migrations");

/**
 * Brings the database to the newest schema: runs what has not run yet, each migration in a transaction of its own.
 * There is no way back. A second process that starts at the same time waits for the first and then finds nothing to do.
 * @returns the names of the migrations that ran now
 * @throws Error when a file is named wrongly, a statement fails, or the database is newer than this program
 */
export async function migrate(
  connection: Connection,
  log: (message: string) => void = () => {},
  folder = migrationsFolder(),
): Promise<string[]> {
  refuseWrongNames(folder);
  const settings = { application_name: "talktime migrate", ...connection };
  if (await isNewest(settings, folder)) return [];
  const { runner } = await import("node-pg-migrate"); // 20 MB of memory, for a start in many
  const done = await runner({
    databaseUrl: settings,
    dir: folder,
    ignorePattern: NO_MIGRATION,
    migrationsTable: RUN,
    direction: "up",
    singleTransaction: false,
    advisoryLockMode: "wait",
    // The runner reports every step, which is of use only where it warns.
    logger: { debug: () => {}, info: () => {}, warn: log, error: log },
  });
  for (const { name } of done) log(`Migration ${name} applied`);
  return done.map(({ name }) => name);
}

/** Every migration of the folder has run, and no other. */
async function isNewest(connection: Connection, folder: string): Promise<boolean> {
  const client = new pg.Client(connection);
  try {
    await client.connect();
    const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [RUN]);
    if (!rows[0]!.there) return false;
    const { rows: run } = await client.query<{ name: string }>(`SELECT name FROM ${RUN}`);
    const files = readdirSync(folder).filter((name) => MIGRATION_NAME.test(name));
    return run.length === files.length && files.every((file) => run.some(({ name }) => `${name}.sql` === file));
  } finally {
    await client.end();
  }
}

/** A file with a mistyped name would otherwise be passed over in silence. */
function refuseWrongNames(folder: string): void {
  const wrong = readdirSync(folder).filter((name) => !MIGRATION_NAME.test(name) && name !== "schema.sql");
  if (wrong.length > 0) {
    throw new Error(
      `${folder} holds files that are not named like 20261122140000_what-it-does.sql: ${wrong.join(", ")}`,
    );
  }
}
