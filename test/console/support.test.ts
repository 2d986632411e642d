/** Support and the operator's pages: an incident from asking to settled, a deck with faults, a report of one's own. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

const COLUMNS =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to";
const deckOf = (price: string): string =>
  `${COLUMNS}\r\nuser_out,44,United Kingdom,GB,,${price},0,60,60,2020-01-01,\r\n`;

let talktime: TestConsole;
beforeAll(async () => {
  talktime = await startConsole();
  await makeOrganization(talktime, "contoso", { billing: { agreement: "customer", country: "JP" } });
}, 120_000);
afterAll(() => talktime.close());

describe.skipIf(noBrowser !== undefined)("support in a browser", () => {
  test("an incident begins with what stands against the purchase, and is settled by the operator until a day", async () => {
    const page = await talktime.open("/support", { lang: "ja" });
    await page.getByRole("button", { name: "サポートに依頼する" }).click();
    const subject = page.getByLabel("件名");
    await subject.waitFor();
    expect(await subject.inputValue()).toBe("コミュニケーション クレジットを購入できません");
    await page.getByRole("button", { name: "インシデントを作成" }).click();
    await page.getByRole("dialog").getByRole("list", { name: "メッセージの一覧" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    const operator = await talktime.open("/operator/incidents", { as: "operator" });
    await operator.getByRole("button", { name: "コミュニケーション クレジットを購入できません" }).click();
    await operator.getByRole("radio", { name: "Allow the purchase all the same" }).click();
    await operator.getByLabel("Allowed until").fill("2099-12-31");
    await operator.getByRole("button", { name: "Allow and settle" }).click();
    await operator.getByText("Allowed until Dec 31, 2099").first().waitFor();
    expect(await accessibilityFaults(operator)).toEqual([]);
    expect([...page.complaints, ...operator.complaints]).toEqual([]);
    const { body } = await talktime.api("GET", "/v1/organizations/contoso/eligibility");
    expect(body).toMatchObject({ eligible: true });
    await operator.context().close();
    await page.context().close();
  });

  test("a deck's faults are told at their lines, a good one is published and compared; a balance is put right", async () => {
    const page = await talktime.open("/operator/rate-decks?make=deck", { as: "operator" });
    const file = (text: string) => ({ name: "autumn.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await page.getByLabel("CSV file").setInputFiles(file(deckOf("cheap")));
    await page.getByRole("button", { name: "Check and compare" }).click();
    await page.getByText("Line 2, price_per_minute").waitFor();
    await page.getByLabel("CSV file").setInputFiles(file(deckOf("0.05")));
    await page.getByRole("button", { name: "Check and compare" }).click();
    const question = page.getByRole("dialog", { name: "Publish autumn?" });
    await question.getByText("new calls of every organization that is charged in USD").waitFor();
    expect(await question.getByRole("term").allInnerTexts()).toEqual(["Rows", "Dearer", "Cheaper", "New", "Gone"]);
    expect(await question.getByRole("definition").allInnerTexts()).toEqual(["1", "0", "0", "1", "0"]);
    expect(await accessibilityFaults(page)).toEqual([]);
    await question.getByRole("button", { name: "Cancel" }).click();
    expect((await talktime.api("GET", "/v1/rate-decks")).body.items).toEqual([]);
    await page.getByRole("button", { name: "Check and compare" }).click();
    await question.getByRole("button", { name: "Publish the rate deck" }).click();
    await page.getByText("Published: 1 row").waitFor();
    await page.getByRole("tab", { name: "New (1)" }).click();
    await page.getByRole("row").filter({ hasText: "$0.05 a minute" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.goto(`${talktime.url}/operator/organizations?show=contoso`);
    await page.getByLabel("Amount").fill("25");
    await page.getByLabel("Reason").fill("Goodwill");
    await page.getByRole("button", { name: "Adjust by +$25.00" }).click();
    await page.getByRole("dialog").last().getByRole("button", { name: "Adjust by +$25.00" }).click();
    await page.getByText("Adjusted by +$25.00.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();
  });

  test("a report of one's own is made, run and offered as a file", async () => {
    const page = await talktime.open("/reports/usage/custom?edit=new");
    await page.getByLabel("Name").fill("By country");
    await page.getByRole("button", { name: "Save report" }).click();
    const link = page.getByRole("region", { name: "By country" }).getByRole("link", { name: "Excel workbook" });
    await link.waitFor();
    const made = await page.request.get(new URL((await link.getAttribute("href")) ?? "", talktime.url).href);
    expect([made.status(), made.headers()["content-disposition"]]).toEqual([200, expect.stringContaining(".xlsx")]);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
