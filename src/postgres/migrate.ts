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
  const run = await namesOfRun(settings);
  const files = readdirSync(folder).filter((name) => MIGRATION_NAME.test(name));
  refuseNewer(run, files);
  if (run.length === files.length) return [];
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

/** The migrations that have run, in their order. */
async function namesOfRun(connection: Connection): Promise<string[]> {
  const client = new pg.Client(connection);
  client.on("error", () => {}); // a broken connection fails the query that waits for it
  try {
    await client.connect();
    const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [RUN]);
    if (!rows[0]!.there) return [];
    const { rows: run } = await client.query<{ name: string }>(`SELECT name FROM ${RUN} ORDER BY id`);
    return run.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** An older program would charge calls by rules that the tables no longer have. */
function refuseNewer(run: readonly string[], files: readonly string[]): void {
  const unknown = run.find((name) => !files.includes(`${name}.sql`));
  if (unknown === undefined) return;
  throw new Error(
    `The database is newer than this program: it has the migration ${unknown}, which is not known here. ` +
      "Start the program that it was used with last, or a newer one; there is no way back but a backup from before.",
  );
}

/** SQL in a file with a mistyped name would otherwise be passed over in silence. */
function refuseWrongNames(folder: string): void {
  const statements = readdirSync(folder).filter((name) => name.endsWith(".sql") && name !== "schema.sql");
  const wrong = statements.filter((name) => !MIGRATION_NAME.test(name));
  if (wrong.length > 0) {
    throw new Error(
      `${folder} holds files that are not named like 20261122140000_what-it-does.sql: ${wrong.join(", ")}`,
    );
  }
}
