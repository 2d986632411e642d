/** The usage reports in the console: chart, table and story of the same calls; the sums; what was blocked and why. */
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Exports } from "../../src/engine/usage/exports.ts";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

let talktime: TestConsole;
beforeAll(async () => {
  talktime = await startConsole();
  const { api } = talktime;
  await makeOrganization(talktime);
  const columns =
    "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to";
  const deck = `${columns}\r\nuser_out,44,United Kingdom,GB,,0.05,0,60,60,2020-01-01,\r\n`;
  await api("POST", "/v1/rate-decks?name=usd&currency=USD", deck, { headers: { "content-type": "text/csv" } });
  for (const [name, licenses] of [
    ["ann", ["MCOEV", "MCOPSTN1", "MCOPSTNC"]],
    ["ben", ["MCOEV"]],
  ] as const)
    await api("PUT", `/v1/organizations/contoso/users/${name}@contoso.example`, {
      displayName: name === "ann" ? "Ann Adams" : "Ben Brooks",
      kind: "person",
      usageLocation: "US",
      licenses,
    });
  const { body } = await api("POST", "/v1/organizations/contoso/payment-methods", { type: "card", token: "tok_visa" });
  await api("POST", "/v1/organizations/contoso/top-ups", { amount: "50", paymentMethod: body.id });
  for (const [user, to, seconds] of [
    ["ann", "+442079460000", 120],
    ["ann", "+12025550123", 600],
    ["ben", "+442079460000", 60],
  ] as const)
    await api("POST", "/v1/organizations/contoso/test-calls", { user: `${user}@contoso.example`, to, seconds });
}, 120_000);
afterAll(() => talktime.close());

describe.skipIf(noBrowser !== undefined)("usage reports in a browser", () => {
  test("from the chart to the table to the call's story, and to Excel", async () => {
    const page = await talktime.open("/reports/usage/pstn");
    await page.getByRole("img", { name: /^Calls on each day/ }).waitFor();
    const row = page.getByRole("row").filter({ hasText: "United Kingdom" });
    await row.getByText("$0.10").waitFor();
    // The last day of the chart, by keyboard alone: today.
    await page.getByRole("img", { name: /^Calls on each day/ }).press("ArrowRight");
    await page.getByText("2 calls, $0.10").waitFor();
    await page.keyboard.press("Enter");
    await page.getByLabel("First day (UTC)").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await row.getByRole("button").first().click();
    await page.getByRole("dialog", { name: "The story of this call" }).getByText("Charged").waitFor();
    expect(page.url()).toContain("show=test-");
    await page.getByRole("button", { name: "Close" }).click();

    await page.getByRole("button", { name: "Export 2 calls to Excel" }).click();
    await page.getByRole("progressbar").waitFor();
    await new Exports(talktime.engine, pino({ level: "silent" })).run(); // what the worker does each second
    const link = page.getByRole("link", { name: "Download" });
    await link.waitFor();
    const file = await fetch(new URL((await link.getAttribute("href")) ?? "", talktime.url));
    expect([file.status, (await file.arrayBuffer()).byteLength > 1000]).toEqual([200, true]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("pools show their sum, spend leads to calls, blocked calls say what to do; in Japanese", async () => {
    const page = await talktime.open("/reports/usage/pools", { lang: "ja" });
    await page.getByRole("list").getByText("10 ライセンス × 3,000 = 30,000 分").waitFor();
    await page.getByText("使用済み 10 分 (0%)").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.goto(`${talktime.url}/reports/usage/spend?by=destination`);
    await page.getByRole("link", { name: "イギリス" }).first().click();
    await page.waitForURL(/destinationCountry=GB/);
    await page.getByRole("row").filter({ hasText: "イギリス" }).waitFor();
    await page.goBack();
    await page.getByRole("tab", { name: "コスト センター" }).click();
    await page.getByRole("row").filter({ hasText: "(なし)" }).first().waitFor();

    const chargeback = page.getByRole("region", { name: "月別の部門別請求" });
    const month = new Date().toISOString().slice(0, 7);
    await chargeback.getByLabel("月 (UTC)").selectOption(month);
    await chargeback.getByRole("row").filter({ hasText: "(なし)" }).filter({ hasText: "$0.10" }).waitFor();
    await chargeback.getByText("合計: $0.10").waitFor();
    expect(new URL(page.url()).searchParams.get("month")).toBe(month);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      chargeback.getByRole("button", { name: "エクスポート" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`chargeback-${month}.csv`);
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.goto(`${talktime.url}/reports/usage/blocked`);
    await page.getByRole("heading", { name: "ライセンスが不足しています" }).waitFor();
    await page.getByRole("region", { name: "現在発信できないユーザー" }).getByText("Ben Brooks").first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
