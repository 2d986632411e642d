import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { filesUnder, readText } from "./files.ts";

/** This table is the architecture: what each folder of src/ may import, besides itself. `npm` stands for packages. */
const mayImport: Record<string, string[]> = {
  domain: [],
  numbering: ["npm", "domain"],
  postgres: ["npm", "domain"],
  payments: ["npm", "domain"],
  mail: ["npm", "domain"],
  engine: ["npm", "domain", "numbering", "postgres", "payments", "mail"],
  switches: ["npm", "domain", "numbering", "engine"],
  api: ["npm", "domain", "numbering", "engine"],
  cli: [
    "npm",
    "domain",
    "numbering",
    "postgres",
    "payments",
    "mail",
    "engine",
    "switches",
    "api",
    "main.ts",
    "sample.ts",
  ],
};

/** Files directly in src/ wire the layers together, except these, which any layer but the domain may use. */
const sharedByAll = ["src/package-root.ts", "src/config.ts", "src/switch-settings.ts"];

const onlyIn: Record<string, string> = {
  pg: "postgres",
  "node-pg-migrate": "postgres",
};

interface Import {
  file: string;
  specifier: string;
}

function importsOf(file: string, text: string): Import[] {
  const found = text.matchAll(/\bfrom\s+"([^"]+)"|\bimport\(\s*"([^"]+)"|^import\s+"([^"]+)"/gm);
  return [...found].map((match) => ({ file, specifier: match[1] ?? match[2] ?? match[3] ?? "" }));
}

/** Undefined when the import is in order, else the sentence that says what is wrong with it. */
function breach({ file, specifier }: Import): string | undefined {
  const layer = relative("src", file).split("/")[0] ?? "";
  const allowed = mayImport[layer];
  if (!specifier.startsWith(".")) {
    const packageName = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    const home = onlyIn[packageName];
    if (home !== undefined && home !== layer) return `${file} imports ${specifier}, which belongs in src/${home}`;
    if (allowed && !allowed.includes("npm")) return `${file} imports ${specifier}, but src/${layer} imports nothing`;
    return undefined;
  }
  const target = join(dirname(file), specifier);
  if (!target.startsWith("src/")) return `${file} imports ${specifier}, which is outside of src/`;
  const targetLayer = target.split("/")[1] ?? "";
  if (allowed === undefined || targetLayer === layer || allowed.includes(targetLayer)) return undefined;
  if (layer !== "domain" && sharedByAll.includes(target)) return undefined;
  return `${file} imports ${specifier}, but src/${layer} may only use ${allowed.join(", ") || "nothing"}`;
}

const sources = filesUnder("src").filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));

test("imports point down only", () => {
  const wrong = sources.flatMap((file) => importsOf(file, readText(file))).map(breach);
  expect(wrong.filter((sentence) => sentence !== undefined)).toEqual([]);
});

test("every folder of src/ has its place among the layers", () => {
  const folders = new Set(sources.filter((file) => file.split("/").length > 2).map((file) => file.split("/")[1]));
  expect([...folders].filter((folder) => mayImport[folder ?? ""] === undefined)).toEqual([]);
});

test.each([
  ["src/domain/money.ts", 'import { x } from "node:crypto";', /imports nothing/],
  ["src/domain/money.ts", 'import type { Pool } from "../postgres/pool.ts";', /may only use nothing/],
  ["src/domain/money.ts", 'import { c } from "../config.ts";', /may only use nothing/],
  ["src/postgres/lots.ts", 'export { y } from "../engine/charge.ts";', /may only use npm, domain/],
  ["src/engine/charge.ts", 'import pg from "pg";', /belongs in src\/postgres/],
  ["src/cli/serve.ts", 'const pg = await import("pg");', /belongs in src\/postgres/],
  ["src/api/routes/calls.ts", 'import {\n  a,\n  b,\n} from "../../postgres/calls.ts";', /may only use/],
  ["src/engine/charge.ts", 'import "../../test/support/reporter.ts";', /outside of src/],
])("a planted breach in %s is found: %s", (file, text, sentence) => {
  expect(importsOf(file, text).map(breach)).toEqual([expect.stringMatching(sentence)]);
});
