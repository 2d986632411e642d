/** What depends on where the reader is and what he reads: days are those that are meant, reasons are in his language. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noBrowser, startConsole, type TestConsole } from "../support/browser.ts";

const ORG = "/v1/organizations/contoso";
const CREDITS = "/billing/your-products/communications-credits";
const dayIn = (date: string | number): string =>
  new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(date));

describe.skipIf(noBrowser !== undefined)("the sample organisation, read from somewhere else", () => {
  let talktime: TestConsole;
  beforeAll(async () => {
    talktime = await startConsole({ sample: true });
  }, 120_000);
  afterAll(() => talktime.close());

  test.each(["America/Los_Angeles", "Pacific/Auckland"])("in %s, days are not a day off", async (timeZone) => {
    const { items: cards } = (await talktime.api("GET", `${ORG}/payment-methods`)).body;
    const ends = cards.map(({ expires }: { expires: string }) => dayIn(expires)) as string[];
    const page = await talktime.open("/billing/payment-methods", { timeZone });
    for (const end of ends) await page.getByRole("row").filter({ hasText: end }).first().waitFor();
    await page.goto(`${talktime.url}/`);
    await page.getByText(new RegExp(`^The card ··\\d+ expires on (${ends.join("|")})\\.$`)).waitFor();
    // A day's spending is that of the same day in the reports: of UTC, and it says so.
    await page.getByRole("button", { name: "Show as a table" }).click();
    await page.getByRole("columnheader", { name: "Day (UTC)" }).waitFor();
    const { items: spent } = (await talktime.api("GET", `${ORG}/usage/spend?days=14&by=day&limit=1`)).body;
    const rows = (await page.getByRole("row").allInnerTexts()).slice(1).map((text) => text.split("\t"));
    const amountOf = ([, amount]: string[]): number => Number(amount!.slice(1));
    const dearest = rows.toSorted((a, b) => amountOf(b) - amountOf(a))[0]!;
    expect(dearest[0]).toBe(dayIn(spent[0].key));
    await page.context().close();
  });

  test("the balance has one line for each of the reader's days", async () => {
    const page = await talktime.open(`${CREDITS}?days=90`, { timeZone: "America/Los_Angeles" });
    await page.getByRole("button", { name: "Show as a table" }).click();
    const rows = await page
      .getByRole("row")
      .filter({ hasText: /the balance is/ })
      .allInnerTexts();
    const days = rows.map((text) => text.split("\t")[0]!).slice(1, -1); // where it begins, and now, come beside theirs
    expect(days.length).toBeGreaterThan(40);
    expect(days.filter((day, i) => days.indexOf(day) !== i)).toEqual([]);
    await page.context().close();
  });

  test("in Japanese, no space stands between Japanese words", async () => {
    const page = await talktime.open("/rates?to=GB", { lang: "ja" });
    await page.getByText("イギリスの一般的な固定電話と携帯電話への料金です。").waitFor();
    await page.getByText("MCOPSTN2 (国内、イギリス)").first().waitFor();
    await page.goto(`${talktime.url}/billing/licenses`);
    const assign = page.getByRole("button", { name: /^コミュニケーション クレジットを割り当てる/ });
    await assign.first().waitFor();
    await page.context().close();
  });

  test("in Japanese, why a payment failed is said in Japanese, in the picture and after an order", async () => {
    const page = await talktime.open(`${CREDITS}?days=90`, { lang: "ja" });
    await page.getByRole("button", { name: "表で表示" }).click();
    await page.getByText("の支払いに失敗しました: カードの残高が不足しています。").first().waitFor();
    expect(await page.getByText("insufficient funds").count()).toBe(0);
    const declined = await talktime.api("POST", `${ORG}/payment-methods`, { type: "card", token: "tok_declined" });
    await page.goto(`${talktime.url}/billing/purchase-services`);
    // What recharges is left as it is, unless somebody changes it.
    const { body: recharge } = await talktime.api("GET", `${ORG}/auto-recharge`);
    await page.getByText(`残高が $${Number(recharge.triggerAmount).toFixed(2)} を下回るたびに`).waitFor();
    await page.getByRole("combobox", { name: "支払い方法" }).click();
    await page.getByRole("option", { name: `··${declined.body.last4}` }).click();
    await page.getByRole("button", { name: "注文" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /追加/ }).click();
    await page.getByText("カードが銀行に拒否されました。").waitFor();
    expect(await page.getByText("declined").count()).toBe(0);
    await page.context().close();
  });
});
