/** Billing, as an administrator does it in a browser: may we buy, buying, a card that is declined, recharging by itself. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

const CREDITS = "/billing/your-products/communications-credits";
const ORG = "/v1/organizations/contoso";

describe.skipIf(noBrowser !== undefined)("billing in a browser", () => {
  let talktime: TestConsole;
  beforeAll(async () => {
    talktime = await startConsole();
    await makeOrganization(talktime);
    await makeOrganization(talktime, "fabrikam", { billing: { agreement: "enterprise", country: "JP" } });
  }, 120_000);
  afterAll(() => talktime.close());

  test("a card is added, credits are ordered once it was said and asked what is charged", async () => {
    const page = await talktime.open("/billing/payment-methods");
    await page.getByRole("button", { name: "Add a payment method" }).first().click();
    await page.getByRole("button", { name: "Add payment method", exact: true }).click();
    await page.getByRole("cell", { name: "Visa ··4242" }).waitFor();

    await page.goto(`${talktime.url}/billing/purchase-services`);
    await page.getByText("Yes. Everything is in order.").waitFor();
    expect(await page.getByRole("radio", { name: "Auto-recharge (recommended)" }).isChecked()).toBe(true);
    await page.getByRole("radio", { name: "One-time funding" }).check();
    await page.getByLabel("Amount now (USD)").fill("10");
    await page.getByRole("button", { name: "Place order" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Add $10.00" }).click();
    await page.getByText("(AMOUNT_OUT_OF_RANGE)").or(page.locator(".fui-Field__validationMessage")).first().waitFor();

    // Whoever writes 12.50 with a comma does not mean 1,250.
    await page.getByLabel("Amount now (USD)").fill("60,50");
    await page.getByText("Type an amount, such as 50.").waitFor();
    expect(await page.getByText(/will be charged to Visa/).innerText()).not.toContain("6,050");
    await page.getByLabel("Amount now (USD)").fill("1,200");
    await page.getByText("$1,200.00 will be charged to Visa ··4242, once.").waitFor();

    await page.getByLabel("Amount now (USD)").fill("120");
    await page.reload(); // nothing that was typed is lost
    expect(await page.getByLabel("Amount now (USD)").inputValue()).toBe("120");
    await page.getByText("$120.00 will be charged to Visa ··4242, once.").waitFor();
    await page.getByRole("button", { name: "Place order" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Add $120.00" }).click();
    await page.getByText("$120.00 was added.").waitFor();
    expect((await talktime.api("GET", `${ORG}/credits`)).body).toMatchObject({ available: "120" });
    await page.context().close();
  });

  test("auto-recharge says what it will do, and does it after Save", async () => {
    const page = await talktime.open(CREDITS);
    await page.getByText("$120.00").first().waitFor();
    await page.getByRole("switch", { name: "Auto-recharge" }).check();
    await page.getByLabel("When the balance falls below (USD)").fill("40");
    await page.getByLabel("Recharge with (USD)").fill("120");
    await page.getByLabel("At most a month (USD)").fill("600");
    await page
      .getByText(
        "When the balance falls below $40.00, $120.00 will be charged to Visa ··4242, at most $600.00 a month.",
      )
      .waitFor();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Auto-recharge is saved.").waitFor();
    expect((await talktime.api("GET", `${ORG}/auto-recharge`)).body).toMatchObject({
      enabled: true,
      triggerAmount: "40",
      rechargeAmount: "120",
      monthlyCap: "600",
    });
    await page.context().close();
  });

  test("a declined card says so, and nothing is added", async () => {
    const declined = await talktime.api("POST", `${ORG}/payment-methods`, { type: "card", token: "tok_declined" });
    await talktime.api("POST", `${ORG}/top-ups`, { amount: "50", paymentMethod: declined.body.id });
    const page = await talktime.open(`${CREDITS}?tab=funding`);
    await page.getByRole("row", { name: /\$50\.00.*Failed/ }).waitFor();
    await page.getByRole("button", { name: "Use another payment method" }).click();
    await page.getByRole("heading", { level: 1, name: "Payment methods" }).waitFor();
    await page.context().close();
  });

  test("who may not buy reads why, and asks support in the words that are there already", async () => {
    const page = await talktime.open("/billing/purchase-services", { as: "fabrikam" });
    await page.getByText("Not yet. This stands against it:").waitFor();
    await page.getByRole("button", { name: "Send to support" }).click();
    await page.getByRole("button", { name: "See the support incident" }).waitFor();
    expect((await talktime.api("GET", "/v1/organizations/fabrikam/incidents")).body.items).toMatchObject([
      { state: "open", reasons: ["REGION_CLASH"] },
    ]);
    await page.context().close();
  });

  test.each([
    ["ja", CREDITS, "コミュニケーション クレジット"],
    ["en", "/billing/purchase-services", "Purchase services"],
    ["ja", "/billing/payment-methods", "支払い方法"],
  ] as const)("in %s, %s has no serious fault for anybody", async (lang, path, heading) => {
    const page = await talktime.open(path, { lang, width: 390, height: 800 });
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
