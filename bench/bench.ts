/** `npm run bench`: one JSON object a line on standard output, progress on standard error. docs/operating/performance.md */
import { Command, InvalidArgumentError, Option } from "commander";
import { benchCharging } from "./charging.ts";
import { benchConsole } from "./console.ts";
import { measureLookUps } from "./deck.ts";
import { benchHttp } from "./http.ts";
import { benchImport } from "./import.ts";
import { type LoadOrder, makeLoad } from "./load.ts";
import { benchMemory } from "./memory.ts";
import { profileEngine } from "./profile.ts";
import { emit, progress } from "./report.ts";
import { benchUsage } from "./usage.ts";
import { auditWorld, FULL, openWorld, SHORT, type Size, type World } from "./world.ts";

const SUBJECTS = ["charging", "rating", "http", "import", "memory", "usage", "console"] as const;
type Subject = (typeof SUBJECTS)[number];
type MeasuredSubject = Exclude<Subject, "usage" | "console">;

interface Options {
  short: boolean;
  only?: Subject;
  seconds?: number;
  passes?: number;
  minutes: number;
  calls: number;
  profile: boolean;
}

/** The least that the engine is faster than the naive design. Short runs are half cold, and other work falls on them. */
const FLOORS = { one: 7, thousand: 2.5 };
const SHORT_FLOORS = { one: 5, thousand: 1.5 };

/** Calls in the list that is scrolled through, about. */
const SCROLLED_ROWS = 100_000;

const positive = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("must be a number above 0");
  return value;
};

const program = new Command("bench")
  .description("Measures Talktime on this machine: one JSON object a line on standard output.")
  .option("--short", "in about half a minute, on less data: only charging, rating and the audit", false)
  .addOption(new Option("--only <subject>", "measure this alone").choices(SUBJECTS))
  .option("--seconds <n>", "length of each run", positive)
  .option("--passes <n>", "how often each design runs", positive)
  .option("--minutes <n>", "length of the load under which memory has to stay flat", positive, 1)
  .option("--calls <n>", "how many calls there are to report and to export", positive, 1_000_000)
  .option(
    "--profile",
    "tell where the engine's CPU time goes, instead of measuring; with --only http, the server's",
    false,
  )
  .action(bench);
program
  .command("load <order>", { hidden: true })
  .description("the load generator of the HTTP runs, in a process of its own")
  .action((order: string) => makeLoad(JSON.parse(order) as LoadOrder));

async function bench(options: Options): Promise<void> {
  const world = await openWorld(sizeOf(options), { statements: options.profile });
  let good = true;
  try {
    if (options.profile && options.only !== "http") await profileEngine(world, [64, 512], options.seconds ?? 5);
    else
      for (const subject of subjectsOf(options)) {
        progress(`measuring: ${subject}`);
        good = (await measureSubject(subject, world, options)) && good;
      }
    good = (await auditWorld(world)) && good;
    // After the audit: its calls are in no ledger.
    if (options.only === "console") await benchConsole(world, { rows: SCROLLED_ROWS });
    if (reportsUsage(options)) good = (await benchUsage(world, { calls: options.calls, exported: 1_000_000 })) && good;
  } finally {
    await world.close();
  }
  if (!good) process.exitCode = 1;
}

/** Only charging in process needs the many organisations, which take a while to make. */
function sizeOf({ short, only }: Options): Size {
  const size = short || only === "console" ? SHORT : FULL;
  if (only === undefined || only === "charging") return size;
  return { ...size, groups: size.groups.filter(({ name }) => name !== "many") };
}

function subjectsOf({ only, short }: Options): readonly MeasuredSubject[] {
  if (only !== undefined) return only === "usage" || only === "console" ? [] : [only];
  return short ? ["charging", "rating"] : ["charging", "rating", "http", "import", "memory"];
}

const reportsUsage = ({ only, short, profile }: Options): boolean => !profile && (only ? only === "usage" : !short);

/** @returns false when a figure falls under its floor */
async function measureSubject(subject: MeasuredSubject, world: World, options: Options): Promise<boolean> {
  const { short, minutes, profile, seconds = short ? 0.4 : 3, passes = short ? 2 : 3 } = options;
  switch (subject) {
    case "charging":
      return benchCharging(world, {
        seconds,
        passes,
        outstanding: short ? [64] : [64, 512],
        floors: short ? SHORT_FLOORS : FLOORS,
      });
    case "rating":
      emit(measureLookUps(world.engine, world.deckRows, seconds));
      return true;
    case "http":
      await benchHttp(world, { seconds: 2 * seconds, warmUpSeconds: 2, profile });
      return true;
    case "import":
      await benchImport(world, { seconds: 2 * seconds });
      return true;
    case "memory":
      await benchMemory(world, { minutes, callsInProgress: short ? 500 : 10_000 });
      return true;
  }
}

await program.parseAsync();
