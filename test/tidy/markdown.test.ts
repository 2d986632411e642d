import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { filesUnder, readText, root } from "./files.ts";

/** The fragment that GitHub gives a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ""));
}

function headingsOf(file: string): string[] {
  return [...withoutCode(readText(file)).matchAll(/^#{1,6}\s+(.*)$/gm)].map(([, heading]) => slug(heading ?? ""));
}

function brokenLinks(file: string, text: string): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)].map(([, link]) => link ?? "");
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path, fragment] = link.split("#", 2);
      const target = path ? join(dirname(file), decodeURI(path)) : file;
      if (!existsSync(join(root, target))) return true;
      return fragment !== undefined && target.endsWith(".md") && !headingsOf(target).includes(fragment);
    })
    .map((link) => `${file} links to ${link}, which is not there`);
}

test("every link between our pages leads somewhere", () => {
  const pages = filesUnder().filter((file) => file.endsWith(".md"));
  expect(pages.flatMap((file) => brokenLinks(file, readText(file)))).toEqual([]);
});

test("a broken link is found, a code sample is not taken for one", () => {
  const text = "[a](./nowhere.md) [b](https://example.org) `[c](d.md)` [e](#no-such-heading) [f](package.json)";
  expect(brokenLinks("CONTRIBUTING.md", text)).toEqual([
    "CONTRIBUTING.md links to ./nowhere.md, which is not there",
    "CONTRIBUTING.md links to #no-such-heading, which is not there",
  ]);
});
