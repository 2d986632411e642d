/** `npm run sim -- --minutes N [--seed S]`: rounds of the simulation, each with a seed of its own, on a server of its own. */
import { parseArgs } from "node:util";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "../../src/postgres/embedded/server.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { makeDatabase } from "../support/database.ts";
import { simulate } from "./simulation.ts";

const { values } = parseArgs({
  options: { minutes: { type: "string" }, seed: { type: "string" }, steps: { type: "string", default: "400" } },
});
const minutes = Number(values.minutes ?? (values.seed === undefined ? 1 : 0));
const steps = Number(values.steps);
let seed = Number(values.seed ?? Date.now() % 1_000_000_000);
if (![minutes, steps, seed].every((number) => Number.isFinite(number) && number >= 0)) {
  console.error("Usage: npm run sim -- --minutes N [--seed S] [--steps N]");
  process.exit(2);
}

const wanted = mkdtempSync(join(tmpdir(), "talktime-simulation-"));
const silent = (): void => {};
const log = { debug: silent, info: silent, warn: console.warn, error: console.error };
const server = await startEmbedded({ dataFolder: wanted, log });
const until = Date.now() + minutes * 60_000;
try {
  const template = await makeDatabase(server.connection);
  await migrate(template.connection);
  do {
    const began = Date.now();
    const database = await makeDatabase(server.connection, { template: template.name });
    const tally = await simulate({ connection: database.connection, seed, steps });
    await database.drop();
    console.log(JSON.stringify({ seed, seconds: (Date.now() - began) / 1000, ...tally }));
    seed += 1;
  } while (Date.now() < until);
  console.log("Everything that was acknowledged is on the books, to the micro-unit.");
} catch (error) {
  console.error(`The simulation failed. ${(error as Error).message}`);
  console.error(`Again: npm run sim -- --seed ${seed}${steps === 400 ? "" : ` --steps ${steps}`}`);
  process.exitCode = 1;
} finally {
  await server.stop();
  for (const folder of [wanted, server.dataFolder]) rmSync(folder, { recursive: true, force: true });
}
