/**
 * `npm run lab`: real phone calls through a real switch, charged by a real Talktime, all on this machine's loopback.
 * With words: only the cases whose name has all of them. A line `ok <case>` or `not ok <case>` each, with the ledger beneath. Exit 0: all ok.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { BOOKS, checkBooks } from "./books.ts";
import { type CaseReport, runCase } from "./cases.ts";
import { KAMAILIO_CASES, KAMAILIO_KILLS } from "./kamailio-cases.ts";
import { LOAD, runLoad } from "./load.ts";
import { whyNoPhoneCalls } from "./kamailio.ts";
import { type Lab, startLab } from "./setup.ts";

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const words = process.argv.slice(2);
  if (whyNoPhoneCalls() !== undefined) {
    spawnSync(process.execPath, [join(packageRoot(), "scripts", "system-packages.mjs"), "sip-lab"], {
      stdio: "inherit",
    });
  }
  const reason = whyNoPhoneCalls();
  if (reason !== undefined) {
    console.error(`No phone calls can be made here: ${reason}.`);
    return 1;
  }
  console.log("Starting Talktime and Kamailio …");
  // Ctrl-C must not leave a switch or a database behind: what is not stopped here is ended with this process.
  let started: Lab | undefined;
  const stopEarly = () => void Promise.resolve(started?.stop()).finally(() => process.exit(1));
  process.once("SIGINT", stopEarly).once("SIGTERM", stopEarly);
  const lab = (started = await startLab());
  try {
    let failed = 0;
    const tell = (name: string, { problems, ledger }: CaseReport): void => {
      console.log(`${problems.length === 0 ? "ok" : "not ok"} ${name}`);
      for (const line of [...problems.map((problem) => `! ${problem}`), ...ledger]) console.log(`    ${line}`);
      if (problems.length > 0) failed++;
    };
    const wanted = (name: string): boolean => words.every((word) => name.includes(word));
    const cases = KAMAILIO_CASES.filter(({ name }) => wanted(name));
    await Promise.all(cases.map(async (one) => tell(one.name, await runCase(lab, one))));
    if (wanted(LOAD)) tell(LOAD, await runLoad(lab));
    for (const one of KAMAILIO_KILLS) if (wanted(one.name)) tell(one.name, await runCase(lab, one));
    tell(BOOKS, checkBooks(lab));
    if (failed > 0) console.error(`What Kamailio wrote:\n${lab.phoneSwitch.output()}`);
    return failed > 0 ? 1 : 0;
  } finally {
    await lab.stop();
  }
}
