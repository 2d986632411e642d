/**
 * Where the engine's time goes: in Node the functions with the most time of their own, by V8's sampling profiler; in
 * PostgreSQL the statements that took longest, by pg_stat_statements.
 */
import { Session } from "node:inspector/promises";
import { callsOf } from "./calls.ts";
import { chargeOne, meetEverybody } from "./charging.ts";
import { engineDesign } from "./designs/engine.ts";
import { closedLoop, measure } from "./measure.ts";
import { SAMPLE_EVERY_US, SHOWN, topFunctions } from "./profile-report.ts";
import { emit } from "./report.ts";
import type { World } from "./world.ts";

export async function profileEngine(world: World, outstanding: readonly number[], seconds: number): Promise<void> {
  const design = engineDesign(world);
  for (const group of world.groups) {
    await meetEverybody(world, group);
    for (const many of outstanding) {
      const next = callsOf(group, 7);
      const load = () =>
        measure(world, { seconds, warmUpSeconds: 1 }, (tell, signal) =>
          closedLoop(many, tell, signal, (timed) => chargeOne(design, next(), timed)),
        );
      await load();
      const session = new Session();
      session.connect();
      await session.post("Profiler.enable");
      await session.post("Profiler.setSamplingInterval", { interval: SAMPLE_EVERY_US });
      await session.post("Profiler.start");
      await world.pool.query("SELECT pg_stat_statements_reset()");
      const figures = await load();
      const { profile } = await session.post("Profiler.stop");
      session.disconnect();
      const about = { organizations: group.organizations, outstanding: many };
      emit({ subject: "profiled run", ...about, ...figures });
      for (const line of topFunctions(profile)) emit({ subject: "profile", ...about, ...line });
      for (const line of await statementsOf(world)) emit({ subject: "statement", ...about, ...line });
    }
  }
}

async function statementsOf({ pool }: World): Promise<Record<string, unknown>[]> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), 100) AS statement, calls::int, rows::int,
       round((total_exec_time * 1000 / calls)::numeric, 1)::float8 AS "executeMicros",
       round((total_plan_time * 1000 / calls)::numeric, 1)::float8 AS "planMicros",
       round((total_exec_time + total_plan_time)::numeric)::float8 AS "totalMs",
       (wal_bytes / calls)::int AS "walBytes"
     FROM pg_stat_statements WHERE calls > 5 ORDER BY total_exec_time + total_plan_time DESC LIMIT $1`,
    [SHOWN / 2],
  );
  return rows;
}
