/** The console in a real Chromium, against a server of the tests. One browser a file; tests open pages of their own. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { vi } from "vitest";
import { makeAccount, signedIn } from "./people.ts";
import { startServer, type TestServer } from "./server.ts";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
];
const GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// A browser shares the machine with other tests: slow is not wrong, only what never comes is.
const PATIENCE_MS = 60_000;
vi.setConfig({ testTimeout: 3 * PATIENCE_MS });

/** Why the console can not be looked at here; undefined where it can. For `describe.skipIf` and its title. */
export const noBrowser = existsSync(CHROMIUM) ? undefined : `${CHROMIUM} is not there`;

export interface Look {
  lang?: "en" | "ja";
  dark?: boolean;
  /** Of the window; 1280 x 900 unless said. */
  width?: number;
  height?: number;
  /** Of the reader; UTC unless said. */
  timeZone?: string;
  /** Who is signed in: an administrator of this organisation; `operator`; or `nobody`. */
  as?: string;
}

export interface TestConsole extends TestServer {
  url: string;
  /** A page of its own session. What the browser's console says in the way of errors is in `complaints`. */
  open: (path: string, look?: Look) => Promise<Page & { complaints: string[] }>;
}

/** @throws Error when the console can not be built */
export async function startConsole(options?: Parameters<typeof startServer>[0]): Promise<TestConsole> {
  const built = spawnSync(process.execPath, ["scripts/build.mjs", "--if-stale"], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(`The console could not be built: ${built.stderr}`);
  const server = await startServer(options);
  const url = await server.listen();
  let browser: Browser | undefined;
  const accounts = new Map<string, string>();
  const cookieOf = async (who: string): Promise<string | null> => {
    if (who === "nobody") return null;
    const organization = who === "operator" ? null : who;
    const email = who === "operator" ? "operator@talktime.example" : `admin@${who}.example`;
    const account = accounts.get(who) ?? (await makeAccount(server, { email, organization }));
    accounts.set(who, account);
    const { cookie } = await signedIn(server, account, organization === null ? [] : [GLOBAL_ADMINISTRATOR]);
    return cookie.slice(cookie.indexOf("=") + 1);
  };
  return {
    ...server,
    url,
    open: async (path, look = {}) => {
      browser ??= await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
      return openPage(browser, new URL(path, url), look, await cookieOf(look.as ?? "contoso"));
    },
    close: async () => {
      await browser?.close();
      await server.close();
    },
  };
}

async function openPage(
  browser: Browser,
  asked: URL,
  look: Look,
  cookie: string | null,
): Promise<Page & { complaints: string[] }> {
  const { lang = "en", dark = false, width = 1280, height = 900, timeZone = "UTC" } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: lang === "ja" ? "ja-JP" : "en-US",
    timezoneId: timeZone,
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  if (cookie !== null) await context.addCookies([{ name: "talktime_session", value: cookie, url: asked.origin }]);
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  asked.searchParams.set("lang", lang);
  await page.goto(asked.href);
  return Object.assign(page, { complaints });
}

/**
 * Serious and critical violations that axe finds, as sentences; none on a page that everybody can use. A fault counts
 * when it stays: for a moment after a dialog closes, the page behind it is still hidden from screen readers.
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`"axe" in window`))) await page.evaluate(AXE);
  const until = Date.now() + 5_000;
  for (;;) {
    const faults = await faultsNow(page);
    if (faults.length === 0 || Date.now() > until) return faults;
    await page.waitForTimeout(250);
  }
}

async function faultsNow(page: Page): Promise<string[]> {
  // Fluent's focus traps hold elements that only look like a mistake (microsoft/tabster#288).
  const found: { violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] } =
    await page.evaluate(`axe.run({ exclude: ["[data-tabster-dummy]"] }, { resultTypes: ["violations"] })`);
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}
