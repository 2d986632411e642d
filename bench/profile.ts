/**
 * Where the engine's time goes: in Node the functions with the most time of their own, by V8's sampling profiler; in
 * PostgreSQL the statements that took longest, by pg_stat_statements.
 */
import { readFileSync } from "node:fs";
import { Session, type Profiler } from "node:inspector/promises";
import { fileURLToPath } from "node:url";
import { callsOf } from "./calls.ts";
import { chargeOne } from "./charging.ts";
import { engineDesign } from "./designs/engine.ts";
import { closedLoop, measure, round } from "./measure.ts";
import { emit } from "./report.ts";
import type { World } from "./world.ts";

const SHOWN = 40;
const SAMPLE_EVERY_US = 200;

export async function profileEngine(world: World, outstanding: readonly number[], seconds: number): Promise<void> {
  const design = engineDesign(world);
  for (const group of world.groups)
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

/** Idle time and the profiler's own ("dispatch") are left out: shares are of the time that the engine was at work. */
function topFunctions(profile: Profiler.Profile): { function: string; file: string; percent: number }[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  const self = new Map<string, number>();
  let total = 0;
  profile.samples?.forEach((id, i) => {
    const frame = nodes.get(id)!;
    if (frame.functionName === "(idle)" || (frame.functionName === "dispatch" && frame.url === "")) return;
    const micros = profile.timeDeltas![i]!;
    total += micros;
    const key = `${frame.functionName || "(anonymous)"}\0${fileOf(frame)}`;
    self.set(key, (self.get(key) ?? 0) + micros);
  });
  return [...self]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([key, micros]) => {
      const [name = "", file = ""] = key.split("\0");
      return { function: name, file, percent: round((100 * micros) / total) };
    });
}

/** Lines of a bundle and the source file that begins there: esbuild names each in a comment. */
const sources = new Map<string, { line: number; file: string }[]>();

function fileOf({ url, lineNumber }: { url: string; lineNumber: number }): string {
  if (!url.startsWith("file:")) return url;
  if (!url.includes("/.cache/")) return url.slice(url.lastIndexOf("node_modules/"));
  let files = sources.get(url);
  if (!files) {
    const lines = readFileSync(fileURLToPath(url), "utf8").split("\n");
    files = lines.flatMap((text, line) => {
      const file = /^\/\/ ((?:src|bench)\/\S+)$/.exec(text)?.[1];
      return file === undefined ? [] : [{ line, file }];
    });
    sources.set(url, files);
  }
  return files.findLast(({ line }) => line <= lineNumber)?.file ?? url;
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
