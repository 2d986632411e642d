import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let found: string | undefined;

/**
 * The folder that holds Talktime's own package.json. Migrations and samples are read from there, whether this code
 * runs from its sources or from the bundle in dist/.
 */
export function packageRoot(): string {
  found ??= walkUp(dirname(fileURLToPath(import.meta.url)));
  return found;
}

function walkUp(folder: string): string {
  const file = join(folder, "package.json");
  if (existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "talktime") {
    return folder;
  }
  const parent = dirname(folder);
  if (parent === folder) throw new Error("Talktime's package.json was not found above its own code.");
  return walkUp(parent);
}

/** Of the program, as package.json has it. */
export const programVersion = (): string =>
  (JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string }).version;
