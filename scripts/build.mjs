// Bundles TypeScript for Node with esbuild, and only when something that went into the bundle has changed.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureInstalled, ROOT } from "./install.mjs";

/** What `npm start` and `npx talktime` run. */
export const PROGRAM = { entry: "src/cli/main.ts", outfile: "dist/talktime.mjs" };

const STAMP = "\n// built from ";

/**
 * Builds `entry` to `outfile` (both relative to the repository) unless the bundle is fresh; returns the bundle's URL.
 * A bundle's last line tells the files it was made from and the hash over their content: one file, replaced by one
 * rename, so that launchers building at the same time never see a half of each other's work.
 */
export async function ensureBuilt({ entry, outfile, force = false }) {
  const target = join(ROOT, outfile);
  if (force || !isFresh(target)) await bundle(entry, target);
  return pathToFileURL(target).href;
}

async function bundle(entry, target) {
  const { buildSync } = await import("esbuild"); // only here: a fresh bundle starts without it
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: target,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: "linked",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  mkdirSync(dirname(target), { recursive: true });
  const inputs = Object.keys(metafile.inputs).sort();
  const stamp = STAMP + JSON.stringify({ inputs, hash: hashOf(inputs) }) + "\n";
  const map = outputFiles.find((file) => file.path.endsWith(".map"));
  const code = outputFiles.find((file) => !file.path.endsWith(".map"));
  replaceFile(`${target}.map`, map.text);
  replaceFile(target, code.text + stamp);
}

function isFresh(target) {
  try {
    const text = readFileSync(target, "utf8");
    const { inputs, hash } = JSON.parse(text.slice(text.lastIndexOf(STAMP) + STAMP.length));
    return hash === hashOf(inputs);
  } catch {
    return false; // no bundle yet, cut short, or a source file of it is gone
  }
}

/** Content, not times: a branch switched forth and back must not cost a build, nor a clone with odd clocks miss one. */
function hashOf(inputs) {
  const hash = createHash("sha256");
  for (const input of [...inputs, "scripts/build.mjs", "package.json", "tsconfig.json"]) {
    hash.update(`${input}\0`).update(readFileSync(join(ROOT, input)));
  }
  return hash.digest("hex");
}

function replaceFile(path, text) {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await ensureInstalled();
  await ensureBuilt({ ...PROGRAM, force: true });
  console.log(`built ${PROGRAM.outfile}`);
}
