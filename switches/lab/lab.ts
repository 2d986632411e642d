/**
 * `npm run lab`: real phone calls through real switches, charged by a real Talktime, all on this machine's loopback.
 * With words: only the cases whose name has all of them. A line `ok <case>` or `not ok <case>` each, with what the
 * phones saw and the ledger beneath. Exit 0: all ok; a switch that is not to be had here is named at the end.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { ASTERISK_CASES, ASTERISK_KILLS, ASTERISK_RUSH, RUSH, startAsteriskLab } from "./asterisk-lab.ts";
import { whyNoAsterisk } from "./asterisk.ts";
import { BOOKS, checkBooks } from "./books.ts";
import { type CaseReport, type LabCase, runCase } from "./cases.ts";
import {
  checkUnits,
  DIAMETER_CASES,
  DIAMETER_LOAD,
  DIAMETER_OUTAGES,
  runDiameterLoad,
  runOutage,
  UNITS,
} from "./diameter-cases.ts";
import { type DiameterLab, startDiameterLab, whyNoDiameter } from "./diameter.ts";
import { KAMAILIO_6_CASES, KAMAILIO_CASES, KAMAILIO_KILLS } from "./kamailio-cases.ts";
import { whyNoKamailio6, whyNoPhoneCalls } from "./kamailio.ts";
import { LOAD, runLoad, runRush } from "./load.ts";
import { RADIUS_CASES, startRadiusLab, whyNoRadius } from "./radius.ts";
import { type AnyLab, startLab } from "./setup.ts";

/** One switch with a Talktime behind it, and the calls that are tried on it. */
interface Part<SomeLab extends AnyLab> {
  what: string;
  /** Of scripts/system-packages.mjs. */
  packages: string;
  /** Why it can not be tried here; undefined if it can. */
  whyNot: () => string | undefined;
  start: () => Promise<SomeLab>;
  /** They do not disturb each other, and run at the same time. */
  together: LabCase<SomeLab>[];
  /** One after the other, then. */
  alone: { name: string; run: (lab: SomeLab) => Promise<CaseReport> }[];
}

const alone = <SomeLab extends AnyLab>(cases: LabCase<SomeLab>[]): Part<SomeLab>["alone"] =>
  cases.map((one) => ({ name: one.name, run: (lab) => runCase(lab, one) }));

const words = process.argv.slice(2);
const wanted = ({ name }: { name: string }): boolean => words.every((word) => name.includes(word));
const counts = { ok: 0, failed: 0 };
const leftOut: string[] = [];

try {
  await tryOut({
    what: "Talktime and Kamailio",
    packages: "sip-lab",
    whyNot: whyNoPhoneCalls,
    start: () => startLab(),
    together: KAMAILIO_CASES,
    alone: [{ name: LOAD, run: runLoad }, ...alone(KAMAILIO_KILLS)],
  });
  await tryOut({
    what: "Talktime and Kamailio 6",
    packages: "kamailio-6",
    whyNot: whyNoKamailio6,
    start: () => startLab("6"),
    together: KAMAILIO_6_CASES,
    alone: [],
  });
  await tryOut({
    what: "Talktime and Kamailio, which charges by Diameter,",
    packages: "diameter-lab",
    whyNot: whyNoDiameter,
    start: startDiameterLab,
    together: DIAMETER_CASES,
    alone: [
      { name: DIAMETER_LOAD, run: runDiameterLoad },
      ...DIAMETER_OUTAGES.map((one) => ({ name: one.name, run: (lab: DiameterLab) => runOutage(lab, one) })),
      { name: UNITS, run: checkUnits },
    ],
  });
  await tryOut({
    what: "Talktime and Kamailio, which charges by RADIUS,",
    packages: "radius-lab",
    whyNot: whyNoRadius,
    start: startRadiusLab,
    together: RADIUS_CASES,
    alone: [],
  });
  await tryOut({
    what: "Talktime and Asterisk",
    packages: "asterisk",
    whyNot: whyNoAsterisk,
    start: startAsteriskLab,
    together: ASTERISK_CASES,
    alone: [
      { name: RUSH, run: async (lab) => ({ ...(await runRush(lab, ASTERISK_RUSH)), ledger: [] }) },
      ...alone(ASTERISK_KILLS),
    ],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  counts.failed++;
}
for (const line of leftOut) console.log(`Left out: ${line}`);
console.log(`${counts.ok} ok, ${counts.failed} not ok`);
process.exitCode = counts.failed > 0 || counts.ok === 0 ? 1 : 0;

/** Starts it, makes its calls, looks at the books, and stops it whatever happens. */
async function tryOut<SomeLab extends AnyLab>(part: Part<SomeLab>): Promise<void> {
  const { what, packages, whyNot, start } = part;
  const [together, one] = [part.together.filter(wanted), part.alone.filter(wanted)];
  if (together.length + one.length === 0) return;
  install(packages, whyNot);
  const reason = whyNot();
  if (reason !== undefined) return void leftOut.push(`${what.replace(/,$/, "")} (${reason})`);

  console.log(`Starting ${what} …`);
  // Ctrl-C must not leave a switch or a database behind: what is not stopped here is ended with this process.
  let started: SomeLab | undefined;
  const stopEarly = () => void Promise.resolve(started?.stop()).finally(() => process.exit(1));
  process.once("SIGINT", stopEarly).once("SIGTERM", stopEarly);
  const lab = (started = await start());
  const failedBefore = counts.failed;
  try {
    await Promise.all(together.map(async (labCase) => tell(labCase.name, await runCase(lab, labCase))));
    for (const { name, run } of one) tell(name, await run(lab));
    tell(BOOKS, checkBooks(lab));
    if (counts.failed > failedBefore) console.error(`What the switch wrote:\n${lab.phoneSwitch.output()}`);
  } finally {
    process.off("SIGINT", stopEarly).off("SIGTERM", stopEarly);
    await lab.stop();
  }
}

function tell(name: string, { problems, ledger }: CaseReport): void {
  console.log(`${problems.length === 0 ? "ok" : "not ok"} ${name}`);
  for (const line of [...problems.map((problem) => `! ${problem}`), ...ledger]) console.log(`    ${line}`);
  counts[problems.length === 0 ? "ok" : "failed"]++;
}

function install(part: string, whyNot: () => string | undefined): void {
  if (whyNot() === undefined) return;
  spawnSync(process.execPath, [join(packageRoot(), "scripts", "system-packages.mjs"), part], { stdio: "inherit" });
}
