/**
 * node scripts/run.mjs test/console/screenshots.ts [PAGE …]
 * Pictures of the pages of the sample organisation, in both languages, to docs/screenshots/<language>/<page>.png.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { chromium } from "playwright-core";
import { readConfig } from "../../src/config.ts";
import { startTalktime } from "../../src/main.ts";
import { packageRoot } from "../../src/package-root.ts";

const PASSWORD = "for the pictures only";
/** What is asked of pages that show nothing before. */
const ASKED: Record<string, string> = { "/rates": "?to=GB" };
const wanted = process.argv.slice(2);
const built = spawnSync(process.execPath, ["scripts/build.mjs", "--if-stale"], {
  cwd: packageRoot(),
  encoding: "utf8",
});
if (built.status !== 0) throw new Error(`The console could not be built: ${built.stderr}`);
const folder = mkdtempSync(join(tmpdir(), "talktime-screenshots-"));
const settings = { TALKTIME_DATA: folder, TALKTIME_PORT: "0", TALKTIME_ADMIN_PASSWORD: PASSWORD };
const talktime = await startTalktime(readConfig(settings, folder), pino({ level: "silent" }));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const lang of ["en", "ja"]) {
    const out = join(packageRoot(), "docs", "screenshots", lang);
    mkdirSync(out, { recursive: true });
    for (const operator of [false, true]) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.goto(`${talktime.url}/sign-in?lang=${lang}`);
      if (!operator && isWanted("/sign-in")) {
        await page.locator("button[type=submit]").waitFor();
        await page.screenshot({ path: join(out, "sign-in.png") });
      }
      await page.locator("input[type=email]").fill(operator ? "operator@talktime.example" : "admin@contoso.example");
      await page.locator("input[type=password]").fill(PASSWORD);
      await page.locator("button[type=submit]").click();
      await page.waitForURL((url) => url.pathname === "/");
      // The pages are those of the navigation, of which an operator's comes last.
      const links = page.getByRole("navigation").first().getByRole("group").getByRole("link");
      await links.first().waitFor();
      const hrefs = await Promise.all((await links.all()).map((link) => link.getAttribute("href")));
      const paths = hrefs.map((href) => new URL(href ?? "/", talktime.url).pathname);
      for (const path of paths.filter((one) => one.startsWith("/operator") === operator && isWanted(one))) {
        await page.goto(talktime.url + path + (ASKED[path] ?? ""));
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForTimeout(1_500);
        await page.screenshot({ path: join(out, `${nameOf(path)}.png`) });
        console.log(`${lang} ${path}`);
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await talktime.stop();
  for (const used of [folder, talktime.dataFolder]) rmSync(used, { recursive: true, force: true });
}

function isWanted(path: string): boolean {
  return wanted.length === 0 || wanted.includes(nameOf(path));
}

function nameOf(path: string): string {
  return path === "/" ? "home" : (path.split("/").at(-1) ?? "");
}
