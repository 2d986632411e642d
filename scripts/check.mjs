// `npm run check`: everything about the sources that can be told without a running system, in under a minute.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled, ROOT } from "./install.mjs";

const CACHE = "node_modules/.cache";

/** Longest first: two run at a time, and the last one to start should be a short one. */
const CHECKS = [
  { name: "lint", does: "promises awaited, switches exhaustive, no any", command: ["eslint", "--max-warnings=0", "."] },
  { name: "unit tests", does: "rules, layers, licences, links", command: ["vitest", "run", "--project", "unit"] },
  {
    name: "types",
    does: "strict TypeScript",
    command: ["tsc", "--noEmit", "--incremental", "--tsBuildInfoFile", `${CACHE}/tsc.json`, "-p", "."],
  },
  {
    name: "console types",
    does: "strict TypeScript of the pages",
    command: ["tsc", "--noEmit", "--incremental", "--tsBuildInfoFile", `${CACHE}/tsc-console.json`, "-p", "console"],
  },
  { name: "dead code", does: "unused files, exports and packages", command: ["knip", "--no-progress"] },
  {
    name: "format",
    does: "prettier; `npx prettier --write .` repairs it",
    command: ["prettier", "--check", "--log-level=warn", "--cache", "--cache-strategy=content", "."],
  },
  {
    name: "generated files",
    does: "openapi.json and others as printed; `npm run gen` repairs it",
    needs: "scripts/gen.ts",
    command: ["node", "scripts/run.mjs", "scripts/gen.ts", "--check"],
  },
];

/** Runs every check, also after one has failed; returns the names of those that failed. */
export async function check() {
  await ensureInstalled({ dev: true });
  const waiting = CHECKS.filter(({ needs }) => !needs || existsSync(join(ROOT, needs)));
  const failed = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) if (!(await passes(next))) failed.push(next.name);
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker));
  return failed;
}

async function passes({ name, does, command: [program, ...args] }) {
  const began = performance.now();
  const { code, output } = await run(program, args);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${name.padEnd(15)} ${seconds.padStart(5)} s   ${does}`);
  if (code !== 0) console.log(`\n${output.trimEnd().replace(/^/gm, "    ")}\n`);
  return code === 0;
}

function run(program, args) {
  return new Promise((resolve) => {
    const path = program === "node" ? process.execPath : join(ROOT, "node_modules", ".bin", program);
    const child = spawn(path, args, {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: "1" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("error", (error) => resolve({ code: 1, output: String(error) }));
    child.once("close", (code) => resolve({ code, output }));
  });
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const failed = await check();
  if (failed.length > 0) console.log(`\n${failed.length} of the checks failed: ${failed.join(", ")}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
