/**
 * Long lists cost what is seen of them, however long they are and however far somebody has scrolled. Counted is what does
 * not depend on the machine: requests, rows in the document, and how often each function of the console was called.
 */
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { provision } from "../../bench/provision.ts";
import { noBrowser, startConsole, type TestConsole } from "../support/browser.ts";

const USERS = 8_100;
/** The first page, and any further one. */
const [FIRST_ROWS, FURTHER_ROWS] = [100, 500];
/** What is counted is scrolled through in small steps, the rest in large ones. */
const [SMALL_STEP, LARGE_STEP] = [500, 2_000];
const CALLS = 130;
/** After so long the console takes an answer for one to ask for again. */
const STALE_MS = 5_500;

let talktime: TestConsole;
beforeAll(async () => {
  talktime = await startConsole();
  const { api, engine } = talktime;
  await provision(engine, { name: "big", organizations: 1, usersEach: USERS, firstNumber: 12_062_000_000 });
  const columns =
    "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to";
  const deck = `${columns}\r\nuser_out,44,United Kingdom,GB,,0.05,0,60,60,2020-01-01,\r\n`;
  await api("POST", "/v1/rate-decks?name=usd&currency=USD", deck, { headers: { "content-type": "text/csv" } });
  for (let i = 0; i < CALLS; i++) {
    const call = { user: "user1@big-0.example", to: "+442079460000", seconds: 60 + i };
    expect((await api("POST", "/v1/organizations/big-0/test-calls", call)).status).toBe(201);
  }
}, 120_000);
afterAll(() => talktime.close());

describe.skipIf(noBrowser !== undefined)("in a browser", () => {
  test("thousands of users: each page is asked for once, few rows are there, nothing is done more often further down", async () => {
    const page = await talktime.open("/users/active-users", { as: "big-0" });
    const asked: string[] = [];
    page.on("request", (request) => void (/\/big-0\/users\?/.test(request.url()) && asked.push(request.url())));
    await page.getByText(`${FIRST_ROWS} rows so far`).waitFor();
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Profiler.enable");
    await cdp.send("Profiler.startPreciseCoverage", { callCount: true, detailed: false });

    await scrollTo(page, 1_000, LARGE_STEP);
    await callsOfFunctions(cdp);
    await scrollTo(page, 2_000, SMALL_STEP);
    const early = await callsOfFunctions(cdp);
    await scrollTo(page, 5_000, LARGE_STEP);
    await callsOfFunctions(cdp);
    const most = await scrollTo(page, 6_000, SMALL_STEP);
    const late = await callsOfFunctions(cdp);
    const grown = [...late].filter(([name, times]) => times > 1.5 * (early.get(name) ?? 0) + 500);
    expect(grown.map(([name, times]) => `${name}: ${early.get(name) ?? 0} calls, then ${times}`)).toEqual([]);
    expect(most).toBeLessThan(60);

    await scrollTo(page, USERS, LARGE_STEP);
    await page.getByText(`${USERS} rows`, { exact: true }).waitFor();
    expect(asked).toHaveLength(1 + (USERS - FIRST_ROWS) / FURTHER_ROWS);
    expect(new Set(asked).size).toBe(asked.length);
    expect(page.complaints).toEqual([]);

    // Looked at again, or come back to, it is not asked for as a whole.
    asked.length = 0;
    await page.waitForTimeout(STALE_MS);
    await page.evaluate("dispatchEvent(new Event('visibilitychange'))");
    await page.getByRole("link", { name: "Pools" }).click();
    await page.getByRole("heading", { level: 1, name: "Pools" }).waitFor();
    expect(asked).toEqual([]);
    await page.getByRole("link", { name: "Active users" }).click();
    await page.getByText(`${FIRST_ROWS} rows so far`).waitFor();
    await page.getByRole("row").nth(20).waitFor();
    expect(asked).toHaveLength(1);
    await page.context().close();
  });

  test("rows with money and durations make no formatter of their own", async () => {
    const page = await talktime.open("/", { as: "big-0" });
    await page.addInitScript(COUNT_FORMATTERS);
    await page.goto(new URL("/reports/usage/pstn", talktime.url).href);
    await page.getByText(`${FIRST_ROWS} rows so far`).waitFor();
    await scrollTo(page, 40, SMALL_STEP);
    const before = Number(await page.evaluate("window.formatters"));
    await scrollTo(page, CALLS, SMALL_STEP);
    // The columns are made anew with the next page, and each has one for its times.
    expect(Number(await page.evaluate("window.formatters")) - before).toBeLessThan(20);
    await page.context().close();
  });
});

/** Until that row is drawn. @returns the most rows that were in the document at a time */
async function scrollTo(page: Page, row: number, step: number): Promise<number> {
  const scroll = SCROLL_TO.replace("ROW", String(row)).replace("STEP", String(step));
  return page.evaluate<number>(scroll);
}

const SCROLL_TO = `(async () => {
  const frame = document.querySelector("main [role=region][tabindex='0']");
  const drawn = () => [...frame.querySelectorAll("tbody tr[aria-rowindex]")].map((tr) => tr.ariaRowIndex - 1);
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  let most = 0;
  while (!drawn().some((row) => row >= ROW)) {
    frame.scrollTop += STEP;
    await painted();
    most = Math.max(most, drawn().length);
  }
  return most;
})()`;

/** Since the last time, by function. */
async function callsOfFunctions(cdp: CDPSession): Promise<Map<string, number>> {
  const { result } = await cdp.send("Profiler.takePreciseCoverage");
  const calls = new Map<string, number>();
  for (const { url, functions } of result.filter(({ url }) => url.startsWith(talktime.url)))
    for (const { functionName, ranges } of functions) {
      const { startOffset, count } = ranges[0]!;
      calls.set(`${functionName || "(anonymous)"} ${new URL(url).pathname}:${startOffset}`, count);
    }
  return calls;
}

const COUNT_FORMATTERS = `
  window.formatters = 0;
  for (const name of ["NumberFormat", "DateTimeFormat", "DisplayNames", "RelativeTimeFormat", "ListFormat"])
    Intl[name] = new Proxy(Intl[name], {
      construct: (target, args) => (window.formatters++, Reflect.construct(target, args)),
    });
`;
