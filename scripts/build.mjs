// Bundles TypeScript for Node with esbuild and the console with Vite, each only when something that went into it has
// changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { ensureInstalled, ROOT } from "./install.mjs";

/** What `npm start` and `npx talktime` run. */
export const PROGRAM = { entry: "src/cli/main.ts", outfile: "dist/talktime.mjs" };

/** The console's pages as the server sends them; the stamp inside tells what they were made from. */
const CONSOLE = { source: "console", folder: "dist/console", stamp: "built-from" };

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
    sourcesContent: false, // the sources lie beside the bundle; a process that maps its stacks keeps all of it in memory
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

/**
 * Builds the console unless it is fresh; true when there is one afterwards. An installation without the development
 * packages serves the console that it was shipped with, or none. The builder is a process of its own: what it takes of
 * memory, hundreds of megabytes, must not stay with the server that this one becomes.
 */
export async function ensureConsoleBuilt() {
  const target = join(ROOT, CONSOLE.folder);
  if (readIfThere(join(target, CONSOLE.stamp)) === consoleHash()) return true;
  if (!existsSync(join(ROOT, "node_modules", "vite"))) return existsSync(join(target, "index.html"));
  console.error("Building the console ...");
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "--console"], {
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error("The console could not be built; what is said above tells why.");
  return true;
}

function consoleHash() {
  const inputs = readdirSync(join(ROOT, CONSOLE.source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
  return hashOf([...inputs, "package-lock.json"]);
}

async function buildConsole() {
  const target = join(ROOT, CONSOLE.folder);
  const hash = consoleHash();
  process.env.NODE_ENV = "production"; // also when a test asks: else React comes with its development checks
  const { build } = await import("vite");
  const fresh = `${target}.${process.pid}`;
  try {
    await build({
      configFile: join(ROOT, CONSOLE.source, "vite.config.ts"),
      logLevel: "warn",
      build: { outDir: fresh, emptyOutDir: true },
    });
    await compressAll(fresh);
    writeFileSync(join(fresh, CONSOLE.stamp), hash);
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
  } catch (error) {
    // Another launcher that built at the same time may have put its own, equal one in place between the two steps.
    if (readIfThere(join(target, CONSOLE.stamp)) !== hash) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Once at the build instead of at every request; 9 of 11, since the last two cost ten times the time for one part in fifty. */
async function compressAll(folder) {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|css|html|svg)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(
    files.map(async (file) => {
      const content = readFileSync(file);
      writeFileSync(`${file}.br`, await promisify(brotliCompress)(content, options));
      writeFileSync(`${file}.gz`, await promisify(gzip)(content));
    }),
  );
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
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
  if (process.argv.includes("--console")) await buildConsole();
  else {
    await ensureInstalled();
    await ensureBuilt({ ...PROGRAM, force: !process.argv.includes("--if-stale") });
    const withConsole = await ensureConsoleBuilt();
    console.log(`built ${PROGRAM.outfile}${withConsole ? ` and ${CONSOLE.folder}` : "; the console needs Vite"}`);
  }
}
