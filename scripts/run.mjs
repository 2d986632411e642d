// node scripts/run.mjs FILE [arguments]: runs a TypeScript file of this repository, in this process.
import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled, ROOT } from "./install.mjs";

const [file, ...args] = process.argv.slice(2);
if (!file || !existsSync(resolve(file))) {
  console.error(file ? `There is no file ${file}.` : "Usage: node scripts/run.mjs FILE [arguments]");
  process.exit(2);
}

await ensureInstalled({ dev: true });
const entry = relative(ROOT, resolve(file));
// Under node_modules, so that the bundle finds its packages as the source does.
const outfile = join("node_modules", ".cache", "talktime", entry.replaceAll("/", "-").replace(/\.ts$/, ".mjs"));
const script = await ensureBuilt({ entry, outfile });
process.argv = [process.execPath, resolve(file), ...args];
process.setSourceMapsEnabled(true);
await import(script);
