// `npm test`: the static checks and every test, on a fresh clone too. The last line counts all tests of all runs.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./check.mjs";
import { ensureInstalled, ROOT } from "./install.mjs";
import { installSystemPackages } from "./system-packages.mjs";

await ensureInstalled({ dev: true });
const leftOut = installSystemPackages();

const folder = mkdtempSync(join(tmpdir(), "talktime-test-"));
const counts = join(folder, "counts");
process.env.TALKTIME_TEST_COUNTS = counts; // test/support/reporter.ts adds a line for each run of vitest
process.env.NODE_ENV = "test";

const failedChecks = await check();
const system = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--project", "system"], {
  cwd: ROOT,
  stdio: ["ignore", "inherit", "inherit"],
});

const runs = readRuns();
rmSync(folder, { recursive: true, force: true });
const sum = (field) => runs.reduce((total, run) => total + run[field], 0);
// A run that broke before it could count (a set-up that failed, a crash) must not look like a run without failures.
const ranButNotCounted = 2 - runs.length;
const uncounted = Math.max(ranButNotCounted, system.status !== 0 && sum("failed") === 0 ? 1 : 0);
const failed = sum("failed") + uncounted;

console.log("");
if (failedChecks.length > 0) console.log(`Static checks that failed: ${failedChecks.join(", ")}`);
if (uncounted > 0) console.log(`Test runs that broke down before their end: ${uncounted}`);
for (const { does, reason } of leftOut) console.log(`Left out: ${does} (${reason})`);
for (const { reason, tests } of skippedByReason()) console.log(`Skipped ${tests}: ${reason}`);
console.log(`${sum("passed")} passed, ${failed} failed, ${sum("skipped")} skipped`);
process.exitCode = failed > 0 || failedChecks.length > 0 || system.status !== 0 ? 1 : 0;

/** [{ passed, failed, skipped, reasons: { reason: tests } }], one for each finished run of vitest. */
function readRuns() {
  try {
    return readFileSync(counts, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

function skippedByReason() {
  const tests = new Map();
  for (const [reason, count] of runs.flatMap((run) => Object.entries(run.reasons))) {
    tests.set(reason, (tests.get(reason) ?? 0) + count);
  }
  return [...tests].map(([reason, count]) => ({ reason, tests: count }));
}
