// Bundles TypeScript for Node with esbuild and the console with Vite, each only when something that went into it has
// changed.
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
 * packages serves the console that it was shipped with, or none.
 */
export async function ensureConsoleBuilt({ force = false } = {}) {
  const target = join(ROOT, CONSOLE.folder);
  const inputs = readdirSync(join(ROOT, CONSOLE.source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
  const hash = hashOf([...inputs, "package-lock.json"]);
  if (!force && readIfThere(join(target, CONSOLE.stamp)) === hash) return true;
  if (!existsSync(join(ROOT, "node_modules", "vite"))) return existsSync(join(target, "index.html"));

  console.error("Building the console ...");
  const { build } = await import("vite");
  const fresh = `${target}.${process.pid}`;
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = "production"; // also when a test asks: else React comes with its development checks
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
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
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
  await ensureInstalled();
  const force = !process.argv.includes("--if-stale");
  await ensureBuilt({ ...PROGRAM, force });
  const withConsole = await ensureConsoleBuilt({ force });
  console.log(`built ${PROGRAM.outfile}${withConsole ? ` and ${CONSOLE.folder}` : "; the console needs Vite"}`);
}
