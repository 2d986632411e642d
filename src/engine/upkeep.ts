/** Housekeeping of the database, for the jobs. */
import { BRAKE_MEMORY_MS, hourOf } from "../domain/budget.ts";
import { forgetAnswers } from "../postgres/idempotency.ts";
import { forgetHours } from "../postgres/limits.ts";
import { REMEMBERED_SECONDS } from "../domain/lock-out.ts";
import { forgetPastSignIns } from "../postgres/sign-in-accounts.ts";
import { ensureCdrPartitions, forgetEarlyEnds } from "../postgres/upkeep.ts";
import { forgetCommands } from "../postgres/switch-commands.ts";
import { indexFinishedMonths } from "../postgres/usage/finished-months.ts";
import { sumFinishedDays } from "../postgres/usage/sum-up.ts";
import type { Engine } from "./engine.ts";

/** 13 months, the longest there are (contract.md, Idempotency-Key). */
const ANSWERS_KEPT_MS = 397 * 86_400_000;

/** @returns sentences about what could not be done now */
export async function keepUp(engine: Engine): Promise<string[]> {
  await forgetEarlyEnds(engine.pool, engine.now());
  await forgetCommands(engine.pool, engine.now());
  await forgetHours(engine.pool, hourOf(engine.now() - BRAKE_MEMORY_MS));
  const now = engine.now();
  await forgetAnswers(engine.pool, now - ANSWERS_KEPT_MS);
  await forgetPastSignIns(engine.pool, { now, failuresBefore: now - 1000 * REMEMBERED_SECONDS });
  const failed = await ensureCdrPartitions(engine.pool, engine.now());
  await indexFinishedMonths(engine.pool, now);
  await sumFinishedDays(engine.pool, now);
  return failed.map(({ month, reason }) => `calls of ${month} have no partition of their own yet: ${reason}`);
}
