import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../../src/postgres/embedded/server.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import type { Connection } from "../../src/postgres/pool.ts";
import { dropDatabase, makeDatabase, sampleName } from "./database.ts";

/**
 * One PostgreSQL for all test files: the embedded one in a temporary folder, or that of DATABASE_URL_TEST, whose user
 * has to be allowed to make databases.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env["DATABASE_URL_TEST"];
  const server = url ? { connection: { connectionString: url }, stop: async () => {} } : await startInTemporaryFolder();
  try {
    const template = await makeDatabase(server.connection);
    await migrate(template.connection);
    project.provide("testServer", { connection: server.connection, template: template.name });
    return async () => {
      await dropDatabase(server.connection, sampleName(template.name));
      await template.drop();
      await server.stop();
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function startInTemporaryFolder(): Promise<{ connection: Connection; stop: () => Promise<void> }> {
  const wanted = mkdtempSync(join(tmpdir(), "talktime-test-"));
  const silent = (): void => {};
  const log = { debug: silent, info: silent, warn: console.warn, error: console.error };
  const { connection, dataFolder, stop } = await startEmbedded({ dataFolder: wanted, log });
  return {
    connection,
    stop: async () => {
      await stop();
      for (const folder of [wanted, dataFolder]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
