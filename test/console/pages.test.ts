/** Every page of the sample organisation, gone through once: Japanese throughout, whole on a phone, dark for everybody. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";

/** What Japanese has no words of its own for: names of products, formats and abbreviations. */
const SAID_IN_ENGLISH = new Set(
  ["Talktime Microsoft Teams Phone Graph Stripe Visa PostgreSQL Node Excel GCC", "API CSV JSON PDF zip Webhook"]
    .concat("FQDN SBC PSTN SIP SMTP_URL UTC")
    .join(" ")
    .split(" "),
);
const PHONE = { width: 390, height: 800 };
/** Half of a usual window: what a zoom of 200 % leaves. */
const ZOOMED = { width: 640, height: 800 };

describe.skipIf(noBrowser !== undefined)("every page: in Japanese, dark, on a phone and with a zoom of 200 %", () => {
  let talktime: TestConsole;
  beforeAll(async () => {
    talktime = await startConsole({ sample: true });
  }, 240_000);
  afterAll(() => talktime.close());

  test.each(["contoso", "operator"])("as %s", async (as) => {
    const page = await talktime.open("/", { lang: "ja", dark: true, as });
    const data = dataOf(page);
    const wrong: object[] = [];
    for (const path of await addresses(page, as === "operator")) {
      await page.setViewportSize(PHONE);
      await goTo(page, path);
      const tabs = await page.getByRole("main").getByRole("tab").all();
      for (const tab of tabs.length === 0 ? [undefined] : tabs) {
        await tab?.click();
        await settled(page);
        const texts = await page.evaluate<string[]>(TEXTS);
        const names = await data();
        const english = texts.filter((text) => isEnglish(text, names));
        const cut = { phone: await page.evaluate<string[]>(CUT), zoomed: [] as string[] };
        await page.setViewportSize(ZOOMED);
        cut.zoomed = await page.evaluate<string[]>(CUT);
        await page.setViewportSize(PHONE);
        const found = { english, cutOnPhone: cut.phone, cutZoomed: cut.zoomed };
        if (Object.values(found).flat().length > 0) wrong.push({ at: page.url(), ...found });
      }
      for (const fault of await accessibilityFaults(page)) wrong.push({ at: page.url(), fault });
    }
    expect(wrong).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});

/** What the navigation leads to; an operator's own pages are those that begin with /operator. */
async function addresses(page: Page, operator: boolean): Promise<string[]> {
  const links = page.getByRole("navigation").first().getByRole("group").getByRole("link");
  await links.first().waitFor();
  const hrefs = await Promise.all((await links.all()).map((link) => link.getAttribute("href")));
  const paths = hrefs.map((href) => new URL(href ?? "/", page.url()).pathname);
  return paths.filter((path) => path.startsWith("/operator") === operator);
}

/** As the browser's own buttons go: the page stays loaded, the router shows another. */
async function goTo(page: Page, path: string): Promise<void> {
  if (new URL(page.url()).pathname === path) return settled(page);
  await page.evaluate(`(() => {
    document.querySelector("h1")?.setAttribute("data-left", "");
    history.pushState(null, "", ${JSON.stringify(`${path}?lang=ja`)});
    dispatchEvent(new PopStateEvent("popstate"));
  })()`);
  await page.locator("h1:not([data-left])").waitFor();
  await settled(page);
}

async function settled(page: Page): Promise<void> {
  await page.locator("main :is(.fui-Skeleton, [aria-busy=true])").first().waitFor({ state: "detached" });
}

/** Members of answers that hold what somebody called something, or what is written the same in any language. */
const NAMES = /(^id|Id|name|Name|currency|mail|sku.*|licenses?|missing|provider|object|organization|browser)$/;

/** What the API's answers up to now hold of data: whatever else is Latin on a Japanese page was forgotten. */
function dataOf(page: Page): () => Promise<ReadonlySet<string>> {
  const data = new Set<string>();
  const read: Promise<void>[] = [];
  const add = (name: string, value: unknown): void => {
    if (typeof value === "string") {
      // Sentences and codes are for the console to say; places, destinations, addresses and file names are not.
      const isSaid =
        value.endsWith(".") || value.split(" ").length > 6 || !/[a-z ].*[A-Z\d@]|[A-Z\d@].*[a-z ]/.test(value);
      if (NAMES.test(name) || !isSaid) data.add(value);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) add(Array.isArray(value) ? name : key, inner);
    }
  };
  page.on("response", (response) => {
    if (!response.headers()["content-type"]?.includes("json")) return;
    const gone = (): void => {}; // its page was left
    read.push(response.json().then((body) => add("", body), gone));
  });
  return async () => {
    await Promise.all(read);
    return data;
  };
}

function isEnglish(text: string, data: ReadonlySet<string>): boolean {
  const own = text.replace(/\bMCO[A-Z_\d]+/g, ""); // part numbers of licences
  const known = [...data].filter((one) => one.length > 2 && own.includes(one)).sort((a, b) => b.length - a.length);
  const left = known.reduce((rest, one) => rest.replaceAll(one, ""), own);
  return (left.match(/[A-Za-z][A-Za-z_']{2,}/g) ?? []).some((word) => !SAID_IN_ENGLISH.has(word));
}

/** What is read or heard on the page: text that shows, names for screen readers, tips, placeholders. */
const TEXTS = `(() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: element, data } = walker.currentNode;
    if (data.trim() && element.checkVisibility() && !element.closest("code")) texts.push(data.trim());
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    if (element.checkVisibility()) for (const name of ["aria-label", "title", "placeholder", "alt"])
      if (element.getAttribute(name)?.trim()) texts.push(element.getAttribute(name).trim());
  return [...new Set(texts)];
})()`;

/** What reaches beyond the window without anything around it that scrolls. */
const CUT = `(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => element !== null &&
    (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const cut = [...document.querySelectorAll("main :is(h1, h2, h3, p, label, button, input, select, a)")]
    .filter((element) => element.getBoundingClientRect().width > 0)
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement))
    .map((element) => element.tagName + " " + element.textContent.slice(0, 60));
  const { scrollWidth } = document.documentElement;
  return scrollWidth > width ? ["the page is " + scrollWidth + " wide", ...cut] : cut;
})()`;
