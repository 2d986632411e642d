import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

interface Line {
  subject: string;
  [name: string]: unknown;
}

/** The short form of `npm run bench`. It ends with 1 when a ratio falls under its floor or the books do not balance. */
async function shortBench(): Promise<Line[]> {
  const options = { maxBuffer: 16 * 1024 * 1024 };
  const run = promisify(execFile)(process.execPath, ["scripts/run.mjs", "bench/bench.ts", "--short"], options);
  const { stdout } = await run.catch((error: { stdout?: string; stderr?: string }) => {
    if (error.stdout === undefined) throw error;
    return { stdout: error.stdout || `{"subject":"failure","words":${JSON.stringify(error.stderr)}}` };
  });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

test("the benchmark runs, the engine is faster than a transaction for each operation, the books balance", async () => {
  const lines = await shortBench();
  expect(lines.filter(({ subject }) => subject === "failure")).toEqual([]);
  const ratios = lines.filter(({ subject }) => subject === "charging ratio");
  expect(ratios.map(({ organizations }) => organizations)).toEqual([1, 1000]);
  expect(
    ratios.filter(({ good }) => good !== true),
    "the engine lost its lead over the naive design",
  ).toEqual([]);
  const audit = lines.find(({ subject }) => subject === "audit");
  expect(audit, "the books after the benchmark").toMatchObject({ good: true });
  expect(audit?.calls, "calls that were charged").toBeGreaterThan(100);
}, 180_000);
