/** Long lists of the console in a real Chromium: how smoothly they scroll, and what they keep in memory. */
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { SignInSessions } from "../src/engine/sign-in/sessions.ts";
import { insertSignInAccount } from "../src/postgres/sign-in-accounts.ts";
import { provision } from "./provision.ts";
import { emit, progress } from "./report.ts";
import { startServer } from "./server.ts";
import { BIG, DAYS, makeCalls, ORGANIZATION } from "./usage-calls.ts";
import type { World } from "./world.ts";

const CHROMIUM = "/usr/bin/chromium";
const DAY_MS = 86_400_000;
const MB = 1_048_576;
/** Of `makeCalls`, four of ten calls are the organisation's, and one of 15 is in the other tab (direct routing). */
const SHARE = 0.4 * (14 / 15);
/** A notch of a wheel is about 100 pixels; this is a fast hand, a screen in four turns. */
const WHEEL_PIXELS = 150;
const LEAP_PIXELS = 3_000;
const TURN_MS = 16;
/** By the wheel's small steps; the rest of a list by large ones. */
const WHEEL_ROWS = 1_000;
/** The same work is counted at the beginning of a list and at its end: the page's CPU time for so many rows. */
const STRETCH_ROWS = 2_000;
const GIVEN_UP_MS = 10_000;
/** A frame that takes longer than three of a screen with 60 a second is seen to stutter. */
const STUTTER_MS = 50;

/** @param rows about as many calls are listed; and as many users, up to 10,000. Both lists are scrolled to their end. */
export async function benchConsole(world: World, { rows }: { rows: number }): Promise<void> {
  await provision(world.engine, BIG);
  const to = DAY_MS * (Math.floor(world.engine.now() / DAY_MS) + 1);
  await makeCalls(world, to, rows / SHARE);
  const server = await startServer(world);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const url = `http://127.0.0.1:${server.port}`;
    const cookie = await signIn(world);
    const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
    const lists = [
      { list: "active users", path: "/users/active-users" },
      {
        list: "calls",
        path: `/reports/usage/pstn?days=custom&first=${day(to - DAYS * DAY_MS)}&last=${day(to - DAY_MS)}`,
      },
    ];
    for (const { list, path } of lists) {
      progress(`scrolling: ${list}`);
      const address = new URL(path, url);
      address.searchParams.set("org", ORGANIZATION);
      emit({ subject: "console", list, ...(await scrollThrough(browser, address, cookie)) });
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** @returns the value of a session's cookie: an operator, who sees every organisation */
async function signIn({ engine }: World): Promise<string> {
  const id = String(await engine.ids.one());
  const nobody = { organization: null, principalName: null, passwordHash: null };
  const named = { email: "bench@talktime.example", displayName: "Bench", createdAt: engine.now() };
  await insertSignInAccount(engine.pool, { id, ...nobody, ...named });
  const sessions = new SignInSessions(engine, { idleMs: DAY_MS, mostMs: DAY_MS });
  return (await sessions.begin({ id }, { address: "127.0.0.1", browser: "bench" })).token;
}

async function scrollThrough(browser: Browser, address: URL, cookie: string) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([{ name: "talktime_session", value: cookie, url: address.origin }]);
  const page = await context.newPage();
  let requests = 0;
  page.on("request", (request) => (requests += request.url().includes("cursor=") ? 1 : 0));
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(address.href);
  const frame = page.locator("main [role=region][tabindex='0']");
  await frame.locator("tbody tr").nth(20).waitFor({ timeout: 60_000 });
  await frame.hover();
  const before = await heapMb(cdp);
  const byWheel = await turn(page, cdp, { pixels: WHEEL_PIXELS, rows: WHEEL_ROWS });
  // The rest as somebody does who wants to see the end.
  const onwards = await turn(page, cdp, { pixels: LEAP_PIXELS, rows: Infinity });
  const after = await heapMb(cdp);
  await context.close();
  return { byWheel, onwards, requests, heapMb: { before, after } };
}

interface Scrolled {
  /** The last row that was drawn, and whether it was the list's last. */
  rows: number;
  toTheEnd: boolean;
  seconds: number;
  frames: number;
  p50Ms: number;
  p95Ms: number;
  longestMs: number;
  /** Frames that were longer than STUTTER_MS. */
  stutters: number;
  /** Milliseconds of the page's main thread for a thousand rows, in the first and the last STRETCH_ROWS. */
  cpuMsPerThousandRows: { first: number; last: number };
  /** The most rows that were in the document at a time. */
  mostInDocument: number;
  /** Turns of the wheel that moved nothing, since the rows after had not come yet. */
  waited: number;
}

interface Place {
  top: number;
  row: number;
  end: boolean;
}

/** Turns the wheel until that many rows have gone by or the list has ended, or none come for ten seconds. */
async function turn(
  page: Page,
  cdp: CDPSession,
  { pixels, rows }: { pixels: number; rows: number },
): Promise<Scrolled> {
  await page.evaluate(RECORD);
  const began = performance.now();
  let place = await page.evaluate<Place>(PLACE);
  const costs = [{ row: place.row, cpuMs: await cpuMsOf(cdp) }];
  let [waited, moved] = [0, began];
  while (place.row < rows && !place.end && performance.now() - moved < GIVEN_UP_MS) {
    await page.mouse.wheel(0, pixels);
    await page.waitForTimeout(TURN_MS);
    const before = place.top;
    place = await page.evaluate<Place>(PLACE);
    if (place.top === before) waited++;
    else moved = performance.now();
    if (place.row - costs.at(-1)!.row >= STRETCH_ROWS) costs.push({ row: place.row, cpuMs: await cpuMsOf(cdp) });
  }
  const seconds = (performance.now() - began) / 1000;
  if (costs.length === 1) costs.push({ row: place.row, cpuMs: await cpuMsOf(cdp) });
  const { deltas, mostInDocument } = await page.evaluate<{ deltas: number[]; mostInDocument: number }>("stopRecord()");
  const sorted = deltas.sort((a, b) => a - b);
  const at = (share: number): number => tenths(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  const cost = (i: number): number => {
    const [from, to] = [costs.at(i)!, costs.at(i + 1)!];
    return Math.round((1000 * (to.cpuMs - from.cpuMs)) / Math.max(1, to.row - from.row));
  };
  return {
    ...{ rows: place.row, toTheEnd: place.end, seconds: tenths(seconds), frames: sorted.length },
    ...{ p50Ms: at(0.5), p95Ms: at(0.95), longestMs: at(1) },
    stutters: sorted.filter((ms) => ms > STUTTER_MS).length,
    cpuMsPerThousandRows: { first: cost(0), last: cost(costs.length - 2) },
    ...{ mostInDocument, waited },
  };
}

/** In the page: how far it is scrolled, the last row that is drawn, and whether there is none after it. */
const PLACE = `(() => {
  const frame = document.querySelector("main [role=region][tabindex='0']");
  const row = Math.max(...[...frame.querySelectorAll("tbody tr[aria-rowindex]")].map((tr) => tr.ariaRowIndex - 1));
  const whole = Number(frame.querySelector("table").getAttribute("aria-rowcount"));
  return { top: frame.scrollTop, row, end: row === whole - 1 };
})()`;

const cpuMsOf = async (cdp: CDPSession): Promise<number> => 1000 * (await metric(cdp, "TaskDuration"));

async function metric(cdp: CDPSession, wanted: string): Promise<number> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === wanted)?.value ?? 0;
}

const tenths = (value: number): number => Math.round(10 * value) / 10;

async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send("HeapProfiler.collectGarbage");
  return Math.round((await metric(cdp, "JSHeapUsedSize")) / MB);
}

/** In the page: the time between frames, and how many rows there are. */
const RECORD = `(() => {
  const deltas = [];
  let last = performance.now(), mostInDocument = 0, on = true;
  const frame = (now) => {
    deltas.push(now - last);
    last = now;
    mostInDocument = Math.max(mostInDocument, document.querySelectorAll("main tbody tr").length);
    if (on) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  window.stopRecord = () => { on = false; return { deltas: deltas.slice(1), mostInDocument }; };
})()`;
