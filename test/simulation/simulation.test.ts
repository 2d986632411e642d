/**
 * The short run of the simulation (the long one: npm run sim), and the proof that it is worth believing: bugs, each
 * planted without touching the product's code, each of which it has to find and to name in a user's words (planted.ts).
 */
import { afterEach, expect, test, vi } from "vitest";
import { freshDatabase, type TestDatabase } from "../support/database.ts";
import { PLANTED } from "./planted.ts";
import { simulate } from "./simulation.ts";

// Beside everything else that is tested a round takes three times as long.
vi.setConfig({ testTimeout: 180_000 });

let database: TestDatabase;
let undo: (() => void) | undefined;
afterEach(async () => {
  undo?.();
  undo = undefined;
  await database.drop();
});

test.each([1, 2])("what was acknowledged is on the books after everything that may happen (seed %i)", async (seed) => {
  database = await freshDatabase();
  const tally = await simulate({ connection: database.connection, seed, steps: 120 });
  expect(tally.crashes + tally.cuts, "engines that died and connections that were cut").toBeGreaterThan(0);
  expect(tally.repeats, "requests whose answer was lost").toBeGreaterThan(0);
});

test.each(PLANTED.map((plant) => ({ plant, bug: plant.bug })))("it finds that $bug", async ({ plant }) => {
  database = await freshDatabase();
  const tamper = plant.plant();
  undo = tamper.undo;
  const round = simulate({ connection: database.connection, seed: plant.seed ?? 1, steps: 150, tamper });
  await expect(round).rejects.toThrow(plant.found);
});
