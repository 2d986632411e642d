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
/** Of `makeCalls`, four of ten calls are the organisation's. */
const SHARE = 0.4;
/** A notch of a wheel is about 100 pixels; this is a fast hand, a screen in four turns. */
const WHEEL_PIXELS = 150;
const LEAP_PIXELS = 3_000;
const TURN_MS = 16;
const ROW_PIXELS = 44;
/** A frame that takes longer than three of a screen with 60 a second is seen to stutter. */
const STUTTER_MS = 50;

/** @param rows that are scrolled through in each list: the first by the wheel's small steps, the rest by large ones */
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
      { list: "active users", path: "/users/active-users", most: Math.min(rows, BIG.usersEach) },
      {
        list: "calls",
        path: `/reports/usage/pstn?days=custom&first=${day(to - DAYS * DAY_MS)}&last=${day(to - DAY_MS)}`,
        most: rows,
      },
    ];
    for (const { list, path, most } of lists) {
      progress(`scrolling: ${list}`);
      const address = new URL(path, url);
      address.searchParams.set("org", ORGANIZATION);
      emit({ subject: "console", list, ...(await scrollThrough(browser, address, cookie, most)) });
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

async function scrollThrough(browser: Browser, address: URL, cookie: string, most: number) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([{ name: "talktime_session", value: cookie, url: address.origin }]);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  await page.goto(address.href);
  const frame = page.locator("main [role=region][tabindex='0']");
  await frame.locator("tbody tr").nth(20).waitFor({ timeout: 60_000 });
  await frame.hover();
  const before = await heapMb(cdp);
  const byWheel = await turn(page, { pixels: WHEEL_PIXELS, rows: Math.min(most, 1_000) });
  // The rest as somebody does who wants to see the end.
  const onwards = await turn(page, { pixels: LEAP_PIXELS, rows: most });
  const after = await heapMb(cdp);
  await context.close();
  return { byWheel, onwards, heapMb: { before, after } };
}

interface Scrolled {
  /** The last row that was shown. */
  rows: number;
  seconds: number;
  frames: number;
  p50Ms: number;
  p95Ms: number;
  longestMs: number;
  /** Frames that were longer than STUTTER_MS. */
  stutters: number;
  /** The most rows that were in the document at a time. */
  mostInDocument: number;
  /** Turns of the wheel that moved nothing, since the rows after had not come yet. */
  waited: number;
}

/** Turns the wheel until that many rows have gone by, or none come for ten seconds. */
async function turn(page: Page, { pixels, rows }: { pixels: number; rows: number }): Promise<Scrolled> {
  await page.evaluate(RECORD);
  const began = performance.now();
  let [waited, still, top] = [0, 0, -1];
  while (still * TURN_MS < 10_000) {
    await page.mouse.wheel(0, pixels);
    await page.waitForTimeout(TURN_MS);
    const now = await page.evaluate<number>(`document.querySelector("main [role=region]").scrollTop`);
    still = now === top ? still + 1 : 0;
    waited += still > 0 ? 1 : 0;
    top = now;
    if (top / ROW_PIXELS >= rows - 30) break;
  }
  const seconds = (performance.now() - began) / 1000;
  const { deltas, mostInDocument } = await page.evaluate<{ deltas: number[]; mostInDocument: number }>("stopRecord()");
  const sorted = deltas.sort((a, b) => a - b);
  const at = (share: number): number => tenths(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return {
    ...{ rows: Math.round(top / ROW_PIXELS), seconds: tenths(seconds), frames: sorted.length },
    ...{ p50Ms: at(0.5), p95Ms: at(0.95), longestMs: at(1) },
    stutters: sorted.filter((ms) => ms > STUTTER_MS).length,
    ...{ mostInDocument, waited },
  };
}

const tenths = (value: number): number => Math.round(10 * value) / 10;

async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  return Math.round((metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0) / MB);
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
