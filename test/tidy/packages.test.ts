import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { readText } from "./files.ts";

interface LockEntry {
  version?: string;
  license?: string;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
}
type Lock = Record<string, LockEntry>;

const lock = (JSON.parse(readText("package-lock.json")) as { packages: Lock }).packages;
const names = Object.keys(lock).filter((path) => path !== "");

const permissive = new Set([
  ...["MIT", "MIT-0", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "BlueOak-1.0.0"],
  ...["Unlicense", "Zlib", "Python-2.0"],
]);
/** Not in the product: file-wise copyleft is fine in a tool that only builds or tests it. */
const permissiveForTools = new Set([...permissive, "MPL-2.0"]);

/** `(A OR B)`: one that we may choose. `(A AND B)`: all of them. */
function isFine(expression: string, allowed: Set<string>): boolean {
  const plain = expression.replace(/^\((.*)\)$/, "$1");
  if (plain.includes(" OR ")) return plain.split(" OR ").some((part) => isFine(part, allowed));
  return plain.split(" AND ").every((part) => allowed.has(part));
}

/** Packages that name no licence in their manifest, and whose LICENSE file has been read. */
const LICENCE_FILES: Record<string, string> = { "node_modules/png-js": "MIT" };

function licenceOf(path: string): string {
  const manifest = `${path}/package.json`;
  const installed = existsSync(manifest)
    ? (JSON.parse(readText(manifest)) as { license?: unknown }).license
    : undefined;
  if (typeof installed === "string") return installed;
  return lock[path]?.license ?? LICENCE_FILES[path] ?? "none named";
}

test("every package may be given away with Talktime", () => {
  const wrong = names
    .map((path) => ({ path, licence: licenceOf(path), tool: lock[path]?.dev === true }))
    .filter(({ licence, tool }) => !isFine(licence, tool ? permissiveForTools : permissive));
  expect(wrong.map(({ path, licence }) => `${path}: ${licence}`)).toEqual([]);
});

test.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0)", true],
  ["(MIT AND Zlib)", true],
  ["(MIT AND GPL-3.0)", false],
  ["MPL-2.0", false],
  ["AGPL-3.0-only", false],
  ["none named", false],
])("the licence %s in the product: fine %s", (licence, fine) => {
  expect(isFine(licence, permissive)).toBe(fine);
});

/** npm can write a lock file that lacks platforms, when their packages came out later; `npm ci` then refuses it there. */
function platformsWithoutEntry(packages: Lock): string[] {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !foldersAbove(path).some((folder) => `${folder}node_modules/${name}` in packages))
      .map((name) => `${path || "package.json"} names ${name}, which package-lock.json does not have`),
  );
}

/** Where Node looks for a package that `path` asks for: its own folder first, the repository's last. */
function foldersAbove(path: string): string[] {
  const parts = path === "" ? [] : path.split(/\/?node_modules\//).slice(1);
  return parts
    .map((_, end) =>
      parts
        .slice(0, parts.length - end)
        .map((part) => `node_modules/${part}/`)
        .join(""),
    )
    .concat("");
}

test("package-lock.json has every platform's packages", () => {
  expect(platformsWithoutEntry(lock)).toEqual([]);
});

test("a lock file that lacks a platform is found", () => {
  const packages: Lock = {
    "": {},
    "node_modules/tool": { optionalDependencies: { "@tool/linux": "1", "@tool/mac": "1", "@tool/own": "1" } },
    "node_modules/@tool/linux": {},
    "node_modules/tool/node_modules/@tool/own": {},
  };
  expect(platformsWithoutEntry(packages)).toEqual([
    "node_modules/tool names @tool/mac, which package-lock.json does not have",
  ]);
});

test("versions are pinned: the same clone is the same program", () => {
  const manifest = JSON.parse(readText("package.json")) as Record<string, Record<string, string> | undefined>;
  const loose = ["dependencies", "devDependencies", "optionalDependencies"]
    .flatMap((kind) => Object.entries(manifest[kind] ?? {}))
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  expect(loose).toEqual([]);
});
