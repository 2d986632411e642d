/**
 * Charging in process: the engine against a transaction for each operation, a SQL function for each operation, and a
 * bare journal. In every pass each of them runs once, in another order, so that what else the machine does meanwhile
 * falls on all; a ratio is the median of the passes' own ratios.
 */
import { type BenchCall, callsOf, callsOfEverybody, type Group } from "./calls.ts";
import type { Design } from "./designs/design.ts";
import { engineDesign } from "./designs/engine.ts";
import { functionDesign } from "./designs/function.ts";
import { journalDesign } from "./designs/journal.ts";
import { naiveDesign } from "./designs/naive.ts";
import { closedLoop, type Figures, measure, median, round } from "./measure.ts";
import { emit, progress } from "./report.ts";
import type { World } from "./world.ts";

export interface ChargingOptions {
  seconds: number;
  passes: number;
  outstanding: readonly number[];
  /** The least that the engine has to be faster than the naive design, by the group's name. */
  floors: Partial<Record<Group["name"], number>>;
}

/** Unmeasured runs before the first one, until the code is compiled. */
const WARM_UP_SECONDS = 1.5;

/** @returns whether no ratio fell under its floor */
export async function benchCharging(world: World, options: ChargingOptions): Promise<boolean> {
  let good = true;
  await warmUp(world);
  for (const group of world.groups) {
    await meetEverybody(world, group);
    for (const outstanding of options.outstanding) good = (await compare(world, group, outstanding, options)) && good;
  }
  return good;
}

async function warmUp(world: World): Promise<void> {
  const group = world.groups.at(-1)!;
  const next = callsOf(group, 0);
  for (const design of [engineDesign(world), naiveDesign(world)])
    await measure(world, { seconds: WARM_UP_SECONDS }, (tell, signal) =>
      closedLoop(64, tell, signal, (timed) => chargeOne(design, next(), timed)),
    );
}

const MET_AT_ONCE = 1_000;

/**
 * Everybody has called before, as they have after a while in production: the other designs are told for nothing who is who.
 */
export async function meetEverybody({ engine }: World, group: Group): Promise<void> {
  const calls = callsOfEverybody(group);
  for (let i = 0; i < calls.length; i += MET_AT_ONCE) {
    const some = calls.slice(i, i + MET_AT_ONCE);
    await engine.directory.learn({
      organizations: some.map((call) => call.organization),
      users: some.map((call) => call.user),
      numbers: some.flatMap((call) => [call.from, call.to]),
    });
  }
}

type Runs = Record<Design["name"], Figures[]>;

async function compare(
  world: World,
  group: Group,
  outstanding: number,
  { seconds, passes, floors }: ChargingOptions,
): Promise<boolean> {
  const journal = await journalDesign(world, callsOf(group, 0)());
  const designs: Design[] = [engineDesign(world), naiveDesign(world), await functionDesign(world), journal];
  const runs: Runs = { engine: [], naive: [], function: [], journal: [] };
  for (let pass = 0; pass < passes; pass++)
    for (const design of [...designs.slice(pass % designs.length), ...designs.slice(0, pass % designs.length)]) {
      const next = callsOf(group, 1 + pass);
      const figures = await measure(world, { seconds }, (tell, signal) =>
        closedLoop(outstanding, tell, signal, (timed) => chargeOne(design, next(), timed)),
      );
      progress(`${group.organizations} org, ${outstanding} outstanding, ${design.name}: ${figures.opsPerSecond} op/s`);
      runs[design.name].push(figures);
    }
  await journal.close();

  const about = { organizations: group.organizations, outstanding };
  for (const { name } of designs) emit({ subject: "charging", ...about, design: name, ...medianOf(runs[name]) });
  const each = (to: Design["name"], compare: (engine: Figures, other: Figures) => number): number =>
    round(median(runs.engine.map((engine, pass) => compare(engine, runs[to][pass]!))));
  const ratio = (to: Design["name"]) => each(to, (engine, other) => engine.opsPerSecond / other.opsPerSecond);
  const lessCpu = (than: Design["name"]) => each(than, (engine, other) => cpuOf(other) / cpuOf(engine));
  const toNaive = ratio("naive");
  const floor = floors[group.name] ?? null;
  const good = floor === null || toNaive >= floor;
  const ratios = { naive: toNaive, function: ratio("function"), journal: ratio("journal") };
  const cpu = { naive: lessCpu("naive"), function: lessCpu("function"), journal: lessCpu("journal") };
  emit({ subject: "charging ratio", ...about, opsPerSecondTo: ratios, cpuLessThan: cpu, floorToNaive: floor, good });
  return good;
}

export async function chargeOne(
  design: Design,
  call: BenchCall,
  timed: <T>(operation: Promise<T>) => Promise<T>,
): Promise<void> {
  await timed(design.authorize(call));
  await timed(design.release(call));
}

/** Of an operation, by Node and PostgreSQL together. */
const cpuOf = ({ nodeMicrosPerOp, postgresMicrosPerOp }: Figures): number =>
  (nodeMicrosPerOp ?? NaN) + (postgresMicrosPerOp ?? NaN);

/** Each figure's own median. */
function medianOf(runs: readonly Figures[]): Record<string, unknown> {
  const names = Object.keys(runs[0]!) as (keyof Figures)[];
  const figures = names.map((name) => {
    const values = runs.map((run) => run[name]);
    return [name, values.some((value) => value == null) ? null : median(values as number[])] as const;
  });
  const all: Record<string, unknown> = Object.fromEntries(figures);
  return { ...all, passes: runs.map((run) => run.opsPerSecond) };
}
