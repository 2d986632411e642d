/** Reports and exports of an organisation that has four of ten calls of the installation (usage-calls.ts). */
import { adviseOrganization } from "../src/engine/advise.ts";
import { poolsOf } from "../src/engine/balance.ts";
import { forecastOf } from "../src/engine/forecast.ts";
import { blockedCalls, blockedUsers } from "../src/engine/usage/blocked.ts";
import { NO_FILTER, USAGE_SORTS, type UsageFilter, usageOf, type UsageSort } from "../src/engine/usage/report.ts";
import { chargebackOf, DIMENSIONS, spendOf } from "../src/engine/usage/spend.ts";
import { audit } from "../src/postgres/audit.ts";
import { ROLL_UP_CHECKS } from "../src/postgres/audit-usage.ts";
import { walkGraph } from "./graph.ts";
import { provision } from "./provision.ts";
import { emit, progress } from "./report.ts";
import { measureFiles } from "./usage-files.ts";
import { BIG, DAYS, makeCalls, ORGANIZATION, SMALL } from "./usage-calls.ts";
import type { World } from "./world.ts";

export interface UsageBench {
  calls: number;
  /** Rows of the export and of the import, about. */
  exported: number;
}

const READER = { names: true };
const DAY_MS = 86_400_000;

/** What a page is asked for: every filter and every sort, of four weeks and of all there is. */
const FILTERS: readonly (Partial<UsageFilter> & { sort?: UsageSort })[] = [
  {},
  { user: "user77@big-0.example" },
  { user: "user77@big-0.example", destination: "GB" },
  { callTypes: ["conf_out"] },
  { destination: "CK" },
  { capability: "FREECALL" },
  { costCenter: "center7" },
  { costCenter: "center7", destination: "CK" },
  { charged: true, destination: "JP", callTypes: ["user_out"] },
  { number: "+440000000077" },
  { report: "direct-routing" },
  { refused: true },
  ...USAGE_SORTS.filter((sort) => sort !== "startedAt").map((sort) => ({ sort })),
  { sort: "charge", costCenter: "center7" },
  { sort: "user", destination: "CK" },
];
const PAGES = [28, DAYS].flatMap((days) => FILTERS.map((filter) => ({ days, ...filter })));
const DIMENSIONS_ASKED = DIMENSIONS.filter((by) => by !== "month");
/** As the console asks for them. */
const GROUPS = { offset: 0, limit: 101 };
const TIMES = 5;

/** @returns false when the roll-ups are no recount of the calls, or an import is not what was exported */
export async function benchUsage(world: World, { calls, exported }: UsageBench): Promise<boolean> {
  const to = DAY_MS * (Math.floor(world.engine.now() / DAY_MS) + 1);
  for (const group of [BIG, SMALL]) await provision(world.engine, group);
  await makeCalls(world, to, calls);
  return measureUsage(world, { calls, exported }, to);
}

/** On calls that are there already; `to`: epoch ms, where they end. */
export async function measureUsage(world: World, { calls, exported }: UsageBench, to: number): Promise<boolean> {
  progress("asking for pages and reports");
  await measurePages(world, to, calls);
  await measureReports(world, to, calls);
  await walkGraph(world, ORGANIZATION, to);
  // Today is not over: calls of the future would be refused by the import.
  const whole = await measureFiles(world, { to: to - DAY_MS, calls, exported });
  return (await recount(world)) && whole;
}

async function measurePages({ engine }: World, to: number, calls: number): Promise<void> {
  for (const { days, sort = "startedAt", ...filter } of PAGES) {
    const wanted = { ...NO_FILTER, from: to - days * DAY_MS, to, refused: false, ...filter };
    const page = { sort, descending: true, after: null, limit: 101 };
    const { ms, result } = await timed(() => usageOf(engine, ORGANIZATION, wanted, page, READER));
    emit({ subject: "usage page", calls, days, sort, ...filter, rows: result.rows.length, ...ms });
  }
}

async function measureReports({ engine }: World, to: number, calls: number): Promise<void> {
  const report = async (name: string, days: number, work: () => Promise<unknown>): Promise<void> => {
    const { ms } = await timed(work);
    emit({ subject: "usage report", calls, report: name, days, ...ms });
  };
  for (const days of [28, DAYS]) {
    const period = { from: to - days * DAY_MS, to };
    const wanted = { ...NO_FILTER, ...period };
    await report("calls a day", days, () => spendOf(engine, ORGANIZATION, wanted, ["day", "callType"], READER));
    for (const by of DIMENSIONS_ASKED)
      await report(`spend by ${by}`, days, () => spendOf(engine, ORGANIZATION, wanted, [by], READER, GROUPS));
    await report("blocked calls", days, () => blockedCalls(engine, ORGANIZATION, period));
    await report("blocked users", days, () => blockedUsers(engine, ORGANIZATION, period, { after: null, limit: 101 }));
  }
  const lastMonth = new Date(new Date(to - DAY_MS).setUTCDate(0)).toISOString().slice(0, 7);
  await report("chargeback", 31, () => chargebackOf(engine, ORGANIZATION, lastMonth));
  await report("pools", 31, () => poolsOf(engine, ORGANIZATION));
  await report("forecast", 56, () => forecastOf(engine, ORGANIZATION));
  await report("recommendation", 180, () => adviseOrganization(engine, ORGANIZATION, { risk: 0.01, leadHours: 24 }));
}

async function recount({ pool }: World): Promise<boolean> {
  progress("recounting the roll-ups");
  const began = performance.now();
  const { checks, calls } = await audit(pool, null, undefined, ROLL_UP_CHECKS);
  const wrong = checks.flatMap((check) => (check.wrong ? [`${check.rule}: not so for ${check.wrong.words}`] : []));
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  emit({ subject: "usage recount", good: wrong.length === 0, rules: checks.length, calls, seconds, wrong });
  return wrong.length === 0;
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
