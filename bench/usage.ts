/**
 * Reports and exports on many calls of one organisation, spread evenly over a year. The calls are made in SQL, as the
 * lane would have written them, and so are the roll-ups; nothing of it is in the ledger.
 */
import { exportFile } from "../src/engine/usage/export-file.ts";
import { NO_FILTER, type UsageFilter, usageOf, type UsageSort } from "../src/engine/usage/report.ts";
import { type Dimension, spendOf } from "../src/engine/usage/spend.ts";
import { ensureCdrPartitions } from "../src/postgres/upkeep.ts";
import { walkGraph } from "./graph.ts";
import { emit, progress } from "./report.ts";
import type { World } from "./world.ts";

export interface UsageBench {
  calls: number;
  /** Rows of the export. */
  exported: number;
}

const ORGANIZATION = "one-0";
const READER = { names: true };
const DAY_MS = 86_400_000;
const DAYS = 365;
const USERS = 10_000;

/** What a page is asked for, and how long it may take. */
const PAGES: readonly (Partial<UsageFilter> & { days: number; sort?: UsageSort })[] = [
  { days: 28 },
  { days: 28, user: "user77@one-0.example" },
  { days: 28, callTypes: ["conf_out"] },
  { days: 28, destination: "CK" },
  { days: 28, capability: "FREECALL" },
  { days: 28, costCenter: "center7" },
  { days: 28, charged: true, destination: "JP", callTypes: ["user_out"] },
  { days: 28, number: "+440000000077" },
  { days: 28, refused: true },
  { days: 28, sort: "charge" },
  { days: 28, sort: "user" },
  { days: DAYS },
  { days: DAYS, user: "user77@one-0.example" },
  { days: DAYS, destination: "CK" },
  { days: DAYS, costCenter: "center7" },
  { days: DAYS, refused: true },
];
const REPORTS: readonly { by: Dimension[]; days: number }[] = [
  ...(["destination", "user", "costCenter", "numberType", "callType", "day"] as const).map((by) => ({
    by: [by],
    days: 28,
  })),
  { by: ["day", "callType"], days: 28 },
  { by: ["destination"], days: DAYS },
  { by: ["costCenter", "user"], days: 31 },
];
const TIMES = 5;

export async function benchUsage(world: World, { calls, exported }: UsageBench): Promise<void> {
  const to = DAY_MS * (Math.floor(world.engine.now() / DAY_MS) + 1);
  await makeCalls(world, to, calls);
  for (const { days, sort = "startedAt", ...filter } of PAGES) {
    const wanted = { ...NO_FILTER, from: to - days * DAY_MS, to, refused: false, ...filter };
    const page = { sort, descending: true, after: null, limit: 101 };
    const { ms, result } = await timed(() => usageOf(world.engine, ORGANIZATION, wanted, page, READER));
    emit({ subject: "usage page", calls, days, sort, ...filter, rows: result.rows.length, ...ms });
  }
  for (const { by, days } of REPORTS) {
    const wanted = { ...NO_FILTER, from: to - days * DAY_MS, to };
    const { ms, result } = await timed(() => spendOf(world.engine, ORGANIZATION, wanted, by, READER));
    emit({ subject: "usage report", calls, days, by, groups: result.rows.length, ...ms });
  }
  await walkGraph(world, ORGANIZATION, to);
  for (const format of ["zip", "xlsx"] as const)
    await measureExport(world, format, to, Math.ceil(DAYS * Math.min(1, exported / calls)), calls);
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: { p50Ms: number; worstMs: number }; result: T }> {
  const took: number[] = [];
  let result: T;
  for (let i = 0; i < TIMES; i++) {
    const began = performance.now();
    result = await work();
    took.push(Math.round(10 * (performance.now() - began)) / 10);
  }
  took.sort((a, b) => a - b);
  return { ms: { p50Ms: took[TIMES >> 1]!, worstMs: took.at(-1)! }, result: result! };
}

async function measureExport(
  { engine }: World,
  format: "zip" | "xlsx",
  to: number,
  days: number,
  calls: number,
): Promise<void> {
  progress(`exporting ${days} days as ${format}`);
  const began = performance.now();
  let [rows, bytes, mostBytes] = [0, 0, 0];
  const order = { id: "1", organization: ORGANIZATION, format, from: to - days * DAY_MS, to, reader: READER };
  for await (const part of await exportFile(engine, order, () => (rows += 1))) {
    bytes += part.length;
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - began) / 1000;
  emit({
    ...{ subject: "usage export", calls, format, rows, seconds: Math.round(10 * seconds) / 10 },
    ...{ megabytes: Math.round(bytes / 1e6), peakRssMb: Math.round(mostBytes / 1e6) },
  });
}

/** As call-codec.ts writes them, with what a priced call usually has in it. */
const CALL = `format('[null,"%s","%s","+12065550101","%s","US","%s","subscriber","US",false,null,null,"AbCdEfGhIjKlMnOp","2026-11-01",
  [null,[],true,false,"%s",null],[["included",false,"the call is not within a plan"],["credits",true,"the user holds the licence"]],
  ["0",[[0,"12000000000",60,60]],"half-up",6],["1","sample","user_out","44","United Kingdom"],false,null,false,
  [300,300,false,270,null,[["credits",300,"0.06",null]]],null,[],"%s"]',
  user_name, call_type, other_number, destination, capability, cost_center)`;
const SETTLEMENT = `format('[[%s,%s,0,[],[[2,"%s"]],"0","0"],[["credits",%s,"0.06","2"]],null,null,null,200,"OK"]',
  used_seconds, used_seconds, charge, used_seconds)`;

async function makeCalls({ pool }: World, to: number, calls: number): Promise<void> {
  const perDay = Math.ceil(calls / DAYS);
  for (let day = DAYS - 1; day >= 0; day--) {
    const begin = to - (day + 1) * DAY_MS;
    if (day === DAYS - 1 || new Date(begin).getUTCDate() === 1) await ensureCdrPartitions(pool, begin);
    if (day % 30 === 0) progress(`making calls: ${day} days to go`);
    await pool.query(
      `INSERT INTO cdr (organization, month, id, switch, call_id, user_name, call_type, destination, authorized_at,
         answered_at, ended_at, outcome, end_known, refusal, used_seconds, pool_minutes, charge, capability, cost_center,
         number_kind, other_number, call, settlement)
       SELECT $1, date_trunc('month', at AT TIME ZONE 'UTC'), id, 'bench', 'call-' || id, user_name, call_type,
         destination, at, CASE WHEN refused THEN NULL ELSE at END, at + make_interval(secs => used_seconds),
         CASE WHEN refused THEN 'refused' ELSE 'completed' END, 'real', CASE WHEN refused THEN 'OUT_OF_CREDIT' END,
         used_seconds, 0, charge, capability, cost_center, 'subscriber', other_number, ${CALL}, ${SETTLEMENT}
       FROM (SELECT *, CASE WHEN refused THEN 0 ELSE 1 + h % 600 END AS used_seconds,
           CASE WHEN refused OR h % 2 = 0 THEN 0 ELSE 12000 * (1 + h % 10) END AS charge,
           CASE WHEN h % 100003 = 7 THEN 'FREECALL' WHEN h % 2 = 0 THEN 'MCOPSTN1' ELSE 'MCOPSTNPP' END AS capability
         FROM (SELECT g AS id, h, h % 211 = 0 AS refused, to_timestamp($2::float8 / 1000) + make_interval(secs =>
               86400.0 * (g - $3::bigint) / $4) AS at,
             'user' || h % ${USERS} || '@one-0.example' AS user_name, 'center' || h % ${USERS} % 50 AS cost_center,
             CASE WHEN h % 5000 = 3 THEN 'conf_out' WHEN h % 3 = 0 THEN 'user_in' ELSE 'user_out' END AS call_type,
             CASE WHEN h % 100019 = 5 THEN 'CK' ELSE (ARRAY['US', 'GB', 'JP', 'DE', 'FR'])[1 + h % 5] END AS destination,
             '+44' || lpad((h % 1000000)::text, 10, '0') AS other_number
           FROM (SELECT g, abs(hashint8(g)) AS h FROM generate_series($3::bigint, $3::bigint + $4 - 1) AS g) AS n
         ) AS a) AS b`,
      [ORGANIZATION, begin, 1 + (DAYS - 1 - day) * perDay, perDay],
    );
  }
  progress("rolling up");
  await pool.query(
    `INSERT INTO usage_day SELECT organization, (authorized_at AT TIME ZONE 'UTC')::date, call_type, destination,
       count(*) FILTER (WHERE outcome <> 'refused'), count(*) FILTER (WHERE outcome = 'refused'), sum(used_seconds),
       sum(pool_minutes), sum(charge) FROM cdr GROUP BY 1, 2, 3, 4`,
  );
  await pool.query(
    `INSERT INTO usage_user_day SELECT organization, (authorized_at AT TIME ZONE 'UTC')::date, user_name, cost_center,
       call_type, number_kind, count(*) FILTER (WHERE outcome <> 'refused'),
       count(*) FILTER (WHERE outcome = 'refused'), sum(used_seconds), sum(pool_minutes), sum(charge)
     FROM cdr GROUP BY 1, 2, 3, 4, 5, 6`,
  );
  progress("vacuuming");
  await pool.query("VACUUM ANALYZE cdr, usage_day, usage_user_day");
}
