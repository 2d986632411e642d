/**
 * `npm run lab`: real phone calls through a real switch, charged by a real Talktime, all on this machine's loopback.
 * With words: only the cases whose name has all of them. A line `ok <case>` or `not ok <case>` each, with the ledger beneath. Exit 0: all ok.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import {
  ASTERISK_CASES,
  ASTERISK_KILLS,
  ASTERISK_RUSH,
  type AsteriskLab,
  RUSH,
  startAsteriskLab,
} from "./asterisk-lab.ts";
import { whyNoAsterisk } from "./asterisk.ts";
import { BOOKS, checkBooks } from "./books.ts";
import { type CaseReport, runCase } from "./cases.ts";
import {
  checkUnits,
  DIAMETER_CASES,
  DIAMETER_LOAD,
  DIAMETER_OUTAGES,
  runDiameterLoad,
  runOutage,
  UNITS,
} from "./diameter-cases.ts";
import { startDiameterLab, whyNoDiameter } from "./diameter.ts";
import { KAMAILIO_CASES, KAMAILIO_KILLS } from "./kamailio-cases.ts";
import { LOAD, runLoad, runRush } from "./load.ts";
import { whyNoPhoneCalls } from "./kamailio.ts";
import { type AnyLab, startLab } from "./setup.ts";

const words = process.argv.slice(2);
const wanted = (name: string): boolean => words.every((word) => name.includes(word));
let failed = 0;
function tell(name: string, { problems, ledger }: CaseReport): void {
  console.log(`${problems.length === 0 ? "ok" : "not ok"} ${name}`);
  for (const line of [...problems.map((problem) => `! ${problem}`), ...ledger]) console.log(`    ${line}`);
  if (problems.length > 0) failed++;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  install("sip-lab", whyNoPhoneCalls);
  const reason = whyNoPhoneCalls();
  if (reason !== undefined) {
    console.error(`No phone calls can be made here: ${reason}.`);
    return 1;
  }
  await inLab("Talktime and Kamailio", startLab, async (lab) => {
    const cases = KAMAILIO_CASES.filter(({ name }) => wanted(name));
    await Promise.all(cases.map(async (one) => tell(one.name, await runCase(lab, one))));
    if (wanted(LOAD)) tell(LOAD, await runLoad(lab));
    for (const one of KAMAILIO_KILLS) if (wanted(one.name)) tell(one.name, await runCase(lab, one));
  });
  install("diameter-lab", whyNoDiameter);
  const noDiameter = whyNoDiameter();
  if (noDiameter !== undefined) {
    console.error(`No calls can be charged by Diameter here: ${noDiameter}.`);
    return 1;
  }
  await inLab("Talktime and Kamailio, which charges by Diameter,", startDiameterLab, async (lab) => {
    const cases = DIAMETER_CASES.filter(({ name }) => wanted(name));
    await Promise.all(cases.map(async (one) => tell(one.name, await runCase(lab, one))));
    if (wanted(DIAMETER_LOAD)) tell(DIAMETER_LOAD, await runDiameterLoad(lab));
    for (const one of DIAMETER_OUTAGES) if (wanted(one.name)) tell(one.name, await runOutage(lab, one));
    tell(UNITS, await checkUnits(lab));
  });
  install("asterisk", whyNoAsterisk);
  const noAsterisk = whyNoAsterisk();
  if (noAsterisk !== undefined) console.error(`Asterisk is left out: ${noAsterisk}.`);
  else await inLab("Talktime and Asterisk", startAsteriskLab, callThroughAsterisk);
  return failed > 0 ? 1 : 0;
}

async function callThroughAsterisk(lab: AsteriskLab): Promise<void> {
  const cases = ASTERISK_CASES.filter(({ name }) => wanted(name));
  await Promise.all(cases.map(async (one) => tell(one.name, await runCase(lab, one))));
  if (wanted(RUSH)) tell(RUSH, { problems: await runRush(lab, ASTERISK_RUSH), ledger: [] });
  for (const one of ASTERISK_KILLS) if (wanted(one.name)) tell(one.name, await runCase(lab, one));
}

function install(part: string, whyNot: () => string | undefined): void {
  if (whyNot() === undefined) return;
  spawnSync(process.execPath, [join(packageRoot(), "scripts", "system-packages.mjs"), part], { stdio: "inherit" });
}

/** Starts it, makes its calls, looks at the books, and stops it whatever happens. */
async function inLab<SomeLab extends AnyLab>(
  what: string,
  start: () => Promise<SomeLab>,
  calls: (lab: SomeLab) => Promise<void>,
): Promise<void> {
  console.log(`Starting ${what} …`);
  // Ctrl-C must not leave a switch or a database behind: what is not stopped here is ended with this process.
  let started: SomeLab | undefined;
  const stopEarly = () => void Promise.resolve(started?.stop()).finally(() => process.exit(1));
  process.once("SIGINT", stopEarly).once("SIGTERM", stopEarly);
  const lab = (started = await start());
  const failedBefore = failed;
  try {
    await calls(lab);
    tell(BOOKS, checkBooks(lab));
    if (failed > failedBefore) console.error(`What the switch wrote:\n${lab.phoneSwitch.output()}`);
  } finally {
    process.off("SIGINT", stopEarly).off("SIGTERM", stopEarly);
    await lab.stop();
  }
}
