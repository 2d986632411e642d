/** Cards through Stripe in a browser: typed into Stripe's own form, refused in the payer's words, confirmed at the bank. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { FakeStripe, WEBHOOK_SECRET } from "../support/fake-stripe.ts";
import { makeOrganization } from "../support/server.ts";

const PATH = "/billing/payment-methods";
const ORG = "/v1/organizations/contoso";

describe.skipIf(noBrowser !== undefined)("cards through Stripe in a browser", () => {
  const stripe = new FakeStripe();
  let talktime: TestConsole;
  beforeAll(async () => {
    const address = await stripe.start();
    const environment = {
      STRIPE_SECRET_KEY: "sk_test_1",
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_PUBLISHABLE_KEY: "pk_test_1",
      STRIPE_API_BASE: address,
      STRIPE_JS_URL: `${address}/stripe.js`,
    };
    talktime = await startConsole({ environment });
    await makeOrganization(talktime);
  }, 120_000);
  afterAll(async () => {
    await talktime.close();
    await stripe.stop();
  });

  test("a card is typed into Stripe's form; what is wrong with it is said, and the good one is saved", async () => {
    const page = await talktime.open(PATH, { dark: true });
    expect(await page.locator("script[src*='stripe.js']").count(), "Stripe is asked before anybody adds a card").toBe(
      0,
    );
    await page.getByRole("button", { name: "Add a payment method" }).first().click();
    const number = page.getByLabel("Card number");
    const add = page.getByRole("button", { name: "Add payment method", exact: true });
    await number.fill("4242");
    await add.click();
    await page.getByText("Your card number is incomplete.").waitFor();
    await number.fill("4000 0000 0000 0002");
    await add.click();
    await page.getByText("Your card was declined.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await number.fill("4242 4242 4242 4242");
    await add.click();
    await page.getByRole("cell", { name: "Visa ··4242" }).waitFor();
    expect((await talktime.api("GET", `${ORG}/payment-methods`)).body.items).toMatchObject([
      { type: "card", token: "pm_visa_typed", last4: "4242" },
    ]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("a payment that the bank asks about: the mail's link, the question in the page, credits when it was answered", async () => {
    const page = await talktime.open(PATH, { lang: "ja" });
    await page.getByRole("button", { name: "支払い方法の追加" }).first().click();
    await page.getByLabel("カード番号").fill("4000 0025 0000 3155");
    await page.getByRole("button", { name: "支払い方法を追加", exact: true }).click();
    await page.getByText("支払い方法を追加しました。").waitFor();
    const { items } = (await talktime.api("GET", `${ORG}/payment-methods`)).body;
    const paymentMethod = items.find(({ token }: { token: string }) => token === "pm_authenticate_typed").id;
    stripe.asksByScript = true;
    const topUp = (await talktime.api("POST", `${ORG}/top-ups`, { amount: "50", paymentMethod })).body;
    expect(topUp.state).toBe("requires-action");

    await page.goto(`${talktime.url}${PATH}?confirm=${topUp.id}`);
    const ask = page.getByRole("button", { name: "支払いを確認する" });
    await ask.click();
    await page.getByRole("button", { name: "認証に失敗" }).click();
    await page.getByText("お支払い方法の認証ができませんでした。").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await ask.click();
    stripe.confirm(stripe.intents[0]!); // the bank tells Stripe
    await page.getByRole("button", { name: "認証を完了" }).click();
    await page.getByText("$50.00 を追加しました。").waitFor();
    expect((await talktime.api("GET", `${ORG}/credits`)).body.available).toBe("50");
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("where Stripe's script does not come, the form says so and nothing is sent", async () => {
    const page = await talktime.open("/");
    await page.route("**/stripe.js", (route) => route.abort());
    await page.goto(`${talktime.url}${PATH}?show=new`);
    await page.getByText("Stripe's form could not be loaded.").waitFor();
    expect(await page.getByRole("button", { name: "Add payment method", exact: true }).isDisabled()).toBe(true);
    await page.context().close();
  });
});
