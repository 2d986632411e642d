import { appendFileSync } from "node:fs";
import type { Reporter, TestModule, TestSuite } from "vitest/node";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Tests by the reason that they were skipped with. */
  reasons: Record<string, number>;
}

/**
 * Adds one line of counts for this run to the file that TALKTIME_TEST_COUNTS names, for `npm test` to add up.
 * What never became a test counts as a failure too: a file that cannot be loaded, a suite whose set-up threw, an error
 * outside of any test. Otherwise a broken file would only make the number of tests smaller.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env["TALKTIME_TEST_COUNTS"];
    if (file === undefined) return;
    const counts: Counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, reasons: {} };
    for (const module of modules) countModule(module, counts);
    appendFileSync(file, JSON.stringify(counts) + "\n");
  }
}

function countModule(module: TestModule, counts: Counts): void {
  const suites: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
  counts.failed += suites.filter((suite) => suite.errors().length > 0).length;
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === "passed") counts.passed++;
    else if (result.state === "failed") counts.failed++;
    else {
      counts.skipped++;
      const reason = (result.state === "skipped" && result.note) || `no reason given (${module.relativeModuleId})`;
      counts.reasons[reason] = (counts.reasons[reason] ?? 0) + 1;
    }
  }
}
