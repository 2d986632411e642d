/** Settings: keys and webhooks whose secrets are shown once, the own second step, budgets, notices, and the audit log. */
import { TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

let talktime: TestConsole;
beforeAll(async () => {
  talktime = await startConsole();
  await makeOrganization(talktime);
  const blake = { displayName: "Blake", kind: "person", usageLocation: "US", licenses: [] };
  await talktime.api("PUT", "/v1/organizations/contoso/users/blake@contoso.example", {
    ...blake,
    mail: "blake@contoso.example",
    roles: ["Billing Administrator"],
  });
}, 120_000);
afterAll(() => talktime.close());

const got = async (path: string): Promise<unknown> => (await talktime.api("GET", `/v1/${path}`)).body;

describe.skipIf(noBrowser !== undefined)("in a browser", () => {
  test.each([
    ["en", 1280],
    ["ja", 390],
  ] as const)("in %s every part is there for everybody", async (lang, width) => {
    const page = await talktime.open("/settings", { lang, width });
    const tabs = page.getByRole("tablist").last().getByRole("tab");
    await tabs.first().waitFor();
    for (const tab of await tabs.all()) {
      await tab.click();
      await page.getByRole("heading", { level: 2 }).first().waitFor();
      expect([await tab.innerText(), await accessibilityFaults(page), page.complaints]).toEqual([
        await tab.innerText(),
        [],
        [],
      ]);
    }
    await page.context().close();
  });

  test("a key is made, shown once, works, and is revoked", async () => {
    const page = await talktime.open("/settings?tab=keys");
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Nightly report");
    await page.getByRole("dialog").getByRole("button", { name: "Make a key" }).click();
    const key = await page.getByLabel("API key", { exact: true }).inputValue();
    const asked = await talktime.api("GET", "/v1/organizations/contoso/credits", undefined, { key });
    expect(asked.status).toBe(200);
    await page.getByRole("button", { name: "I have kept it" }).click();
    expect(await page.getByText(key).count()).toBe(0);
    await page.getByRole("button", { name: "Revoke: Nightly report" }).click();
    await page.getByRole("button", { name: "Revoke the key" }).click();
    await page.getByText("The key is revoked.").waitFor();
    const refused = await talktime.api("GET", "/v1/organizations/contoso/credits", undefined, { key });
    expect(refused.status).toBe(401);
    await page.context().close();
  });

  test("a webhook and a budget are made; who is told is chosen; the audit log knows of it", async () => {
    const page = await talktime.open("/settings?tab=webhooks&show=new");
    await page.getByLabel("Address").fill("https://hooks.contoso.example/talktime");
    await page.getByRole("dialog").getByRole("button", { name: "Add a webhook" }).click();
    await page.getByLabel("Signing secret").waitFor();
    await page.getByRole("button", { name: "I have kept it" }).click();
    expect(await got("organizations/contoso/webhooks")).toMatchObject({ items: [{ events: null, state: "active" }] });

    await page.goto(new URL("/settings?tab=budgets&show=new", talktime.url).href);
    await page.getByLabel("Monthly budget (USD)").fill("250");
    await page.getByRole("button", { name: "Save budget" }).click();
    await page.getByText("0 % used").waitFor();
    await page.getByRole("button", { name: "Raise: The organization" }).click();
    await page.getByLabel("Why").fill("A fair");
    await page.getByRole("button", { name: "Take the limit away" }).click();
    await page.getByText("Raised this month").waitFor();

    await page.goto(new URL("/settings?tab=notices", talktime.url).href);
    await page.getByRole("button", { name: "The balance is zero" }).click();
    await page.getByRole("switch", { name: "All sixteen roles" }).uncheck();
    await page.getByRole("checkbox", { name: "Billing Administrator" }).check();
    await page.getByRole("button", { name: "Save roles" }).click();
    await page.getByText("The notices are saved.").waitFor();
    expect(await got("organizations/contoso/notice-settings")).toMatchObject({
      events: { "balance.zero": { roles: ["b0f54661-2d74-4c50-afa3-1ec803f12efe"] } },
    });

    await page.goto(new URL("/settings?tab=audit", talktime.url).href);
    await page.getByText("admin@contoso.example").first().waitFor();
    await page.getByText("Whole").waitFor();
    await page.context().close();
  });

  test("the second step is turned on with the picture's key", async () => {
    const page = await talktime.open("/settings?tab=signIn", { lang: "ja" });
    await page.getByRole("button", { name: "認証アプリを設定する" }).click();
    await page.getByRole("img", { name: "認証アプリ用の QR コード" }).waitFor();
    const secret = await page.locator("code").innerText();
    await page.getByLabel("コード", { exact: false }).last().fill(new TOTP({ secret }).generate());
    await page.getByRole("button", { name: "2 段階認証を有効にする" }).click();
    await page.getByText("2 段階認証が有効になりました").waitFor();
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
