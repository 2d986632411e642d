import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The repository: tests run from there. */
export const root = process.cwd();

const notOurs = new Set(["node_modules", "dist", "data", "coverage", ".git"]);

/** Paths of the repository's own files, relative to it, with `/`; `under` is one of its folders, or all. */
export function filesUnder(under = "."): string[] {
  return readdirSync(join(root, under), { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => {
      const path = relative(root, join(root, under, entry.name));
      if (entry.isDirectory()) return filesUnder(path);
      return entry.isFile() ? [path] : [];
    });
}

export function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
