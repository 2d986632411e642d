/** The books of all that the lab has done, by the program's own audit. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import type { CaseReport } from "./cases.ts";
import type { AnyLab } from "./setup.ts";

export const BOOKS = "the books of all of it balance";

export function checkBooks({ talktime }: AnyLab): CaseReport {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(packageRoot(), "bin", "talktime.mjs"), "audit"],
    { cwd: packageRoot(), encoding: "utf8", env: { ...process.env, TALKTIME_DATA: talktime.data, DATABASE_URL: "" } },
  );
  const ledger = stdout.trim().split("\n");
  return { problems: status === 0 ? [] : [`the audit ended with ${status}: ${stderr}`], ledger };
}
