import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { expect, test } from "vitest";
import { filesUnder, readText, root } from "./files.ts";

const isText = (file: string) => /\.(ts|tsx|mjs|js|json|md|sql|csv|sh|yml|cfg|lua|xml)$/.test(file);

test("no source file is longer than 400 lines", () => {
  const long = filesUnder("src")
    .map((file) => ({ file, lines: readText(file).split("\n").length - 1 }))
    .filter(({ lines }) => lines > 400);
  expect(long).toEqual([]);
});

test("no test runs alone", () => {
  const focused = /\b(?:test|it|describe|suite|bench)(?:\.\w+)*\.only\b/;
  const tests = filesUnder().filter((file) => file.endsWith(".test.ts") && !file.endsWith("tidy/sources.test.ts"));
  expect(tests.filter((file) => focused.test(readText(file)))).toEqual([]);
});

test("no file names a folder of one person's machine", () => {
  const home = homedir() === "/root" ? [] : [homedir()];
  const places = [root, ...home].filter((place) => place !== "/");
  const named = filesUnder()
    .filter(isText)
    .filter((file) => {
      const text = readText(file);
      return places.some((place) => text.includes(place)) || /\/(?:home|Users)\/[a-z]\w*\//.test(text);
    });
  expect(named).toEqual([]);
});

test("nothing is left for later in the product's code", () => {
  const later = filesUnder("src").filter((file) => /\b(?:TODO|FIXME|XXX|HACK)\b/.test(readText(file)));
  expect(later).toEqual([]);
});

const migrations = filesUnder("migrations")
  .filter((file) => /^migrations\/\d+[-_].*\.sql$/.test(file))
  .sort();

test("migrations have a number each, and none twice", () => {
  const numbers = migrations.map((file) => Number(/\d+/.exec(file)?.[0]));
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});

test("migrations are only added: what was released stays as it is", () => {
  const list = "migrations/released.sha256"; // `sha256sum` format; CONTRIBUTING.md says when it is written
  const released = existsSync(list) ? readText(list).trim().split("\n") : [];
  const changed = released
    .map((line) => line.split(/\s+\*?/) as [string, string])
    .filter(([hash, name]) => {
      const file = `migrations/${name}`;
      return !existsSync(file) || createHash("sha256").update(readText(file)).digest("hex") !== hash;
    });
  expect(changed.map(([, name]) => `${name} was released; write a new migration instead of changing it`)).toEqual([]);
  const last = released.at(-1)?.split(/\s+\*?/)[1] ?? "";
  const inserted = migrations.map((file) => file.slice("migrations/".length)).filter((name) => name <= last);
  expect(inserted.length, `a new migration must sort after ${last}`).toBe(released.length);
});
