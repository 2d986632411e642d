/** Every word of the console is there in every language, and none is there for nothing. */
import { expect, test } from "vitest";
import { en } from "../../console/locales/en/index.ts";
import { ja } from "../../console/locales/ja/index.ts";
import { PROBLEMS } from "../../src/api/errors.ts";
import { FAULTS } from "../../src/domain/fault.ts";
import { filesUnder, readText } from "./files.ts";

const flat = (texts: object, path = ""): [key: string, text: string][] =>
  Object.entries(texts).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "string" ? [[path + name, value] as [string, string]] : flat(value as object, `${path}${name}.`),
  );

const english = new Map(flat(en));
const variablesOf = (text: string): string[] => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name ?? "").sort();

test.each([["ja", new Map(flat(ja))]])("%s says all that English says, with the same variables", (_language, words) => {
  // `_one` is a form that not every language has; with it, the number itself may be left unsaid.
  const needed = [...english].filter(([key]) => !key.endsWith("_one"));
  expect(needed.map(([key]) => key).filter((key) => !words.get(key)?.trim())).toEqual([]);
  expect([...words.keys()].filter((key) => !english.has(key))).toEqual([]);
  const differing = needed.filter(
    ([key, text]) => String(variablesOf(text)) !== String(variablesOf(words.get(key) ?? "")),
  );
  expect(differing.map(([key]) => key)).toEqual([]);
});

test("Japanese has no half-width kana", () => {
  expect(flat(ja).filter(([, text]) => /[\uFF61-\uFF9F]/.test(text))).toEqual([]);
});

test("no word is left that no page says", () => {
  const source = filesUnder("console")
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("/locales/") && !file.endsWith("api/schema.ts"))
    .map(readText)
    .join("\n");
  const said = new Set([...source.matchAll(/"([\w]+(?:\.[\w-]+)+)"/g)].map(([, key]) => key ?? ""));
  // `pages.${id}.title` says one for every id.
  const patterns = [...source.matchAll(/`((?:[\w-]+\.)+(?:[\w-]*\$\{[^}]*\}[\w.-]*)+)`/g)].map(
    ([, key = ""]) =>
      new RegExp(
        `^${key
          .replace(/\$\{[^}]*\}/g, "\0")
          .replaceAll(".", "\\.")
          .replaceAll("\0", "[\\w-]+")}$`,
      ),
  );
  const unsaid = [...english.keys()].filter((key) => {
    const base = key.replace(/_(one|other)$/, "");
    return !said.has(base) && !patterns.some((pattern) => pattern.test(base));
  });
  expect(unsaid).toEqual([]);
});

test("whatever the server can find wrong, and say no with, has words of its own", () => {
  expect(Object.keys(en.faults).sort()).toEqual(Object.keys(FAULTS).sort());
  expect(Object.keys(en.problems.codes).sort()).toEqual(Object.keys(PROBLEMS).sort());
  const unheard = Object.entries(FAULTS).flatMap(([code, said]) =>
    variablesOf(en.faults[code as keyof typeof FAULTS]).filter((name) => !said.includes(`{${name}}`)),
  );
  expect(unheard).toEqual([]);
});
