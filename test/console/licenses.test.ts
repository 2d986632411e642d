/** Subscriptions and licences: what one needs, what is bought and free, what is missing and how it is mended. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

let talktime: TestConsole;
beforeAll(async () => {
  talktime = await startConsole();
  await makeOrganization(talktime);
  const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOEV", "MCOPSTN1"] };
  await talktime.api("PUT", "/v1/organizations/contoso/users/ann@contoso.example", ann);
}, 120_000);
afterAll(() => talktime.close());

describe.skipIf(noBrowser !== undefined)("in a browser", () => {
  test.each([
    ["en", "What do you want to do?", "toll-free", "Have a toll-free number", "Sample price"],
    ["ja", "何をしたいですか?", "無料電話", "無料電話番号を取得する", "サンプル価格"],
  ] as const)(
    "in %s: what is needed is found by what one wants to do; prices are samples",
    async (lang, ask, words, task, sample) => {
      const page = await talktime.open("/billing/subscriptions", { lang });
      await page.getByRole("searchbox", { name: ask }).fill(words);
      await page.getByRole("cell", { name: task }).waitFor();
      await page.waitForURL(/task=/);
      expect(await page.getByText(sample).count()).toBeGreaterThan(10);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(page.complaints).toEqual([]);
      await page.context().close();
    },
  );

  test("what is missing is mended by its button, and the sum behind a pool is told", async () => {
    const page = await talktime.open("/billing/licenses");
    await page.getByText("10 Domestic Calling Plan × 3,000 = 30,000 minutes").waitFor();
    const missing = "ann@contoso.example has a calling plan without the Communications Credits license";
    await page.getByText(missing).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Assign Communications Credits: ann@contoso.example" }).click();
    await page.getByText("Nothing is missing").waitFor();
    await page.context().close();
  });

  test("an operator changes in Japanese how many are bought; others are told whom to ask", async () => {
    const address = "/billing/licenses?org=contoso&show=MCOPSTN1";
    const page = await talktime.open(address, { as: "operator", lang: "ja" });
    await page.getByLabel("購入済み").fill("12");
    await page.getByRole("button", { name: "12 個に変更する" }).click();
    await page.getByText("ライセンス数を保存しました。").waitFor();
    const { body } = await talktime.api("GET", "/v1/organizations/contoso/subscriptions/MCOPSTN1");
    expect(body).toMatchObject({ purchased: 12 });
    await page.context().close();
    const own = await talktime.open(address);
    await own.getByText("ask your operator on the Support page").waitFor();
    await own.context().close();
  });
});
