/** Housekeeping of the database, for the jobs. */
import { ensureCdrPartitions, forgetEarlyEnds } from "../postgres/upkeep.ts";
import { forgetCommands } from "../postgres/switch-commands.ts";
import type { Engine } from "./engine.ts";

/** @returns sentences about what could not be done now */
export async function keepUp(engine: Engine): Promise<string[]> {
  await forgetEarlyEnds(engine.pool, engine.now());
  await forgetCommands(engine.pool, engine.now());
  const failed = await ensureCdrPartitions(engine.pool, engine.now());
  return failed.map(({ month, reason }) => `calls of ${month} have no partition of their own yet: ${reason}`);
}
