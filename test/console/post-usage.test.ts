/** Under a customer agreement: the trap of a recharge left on, pay-as-you-go, and what was billed afterwards. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";

const CREDITS = "/billing/your-products/communications-credits";

describe.skipIf(noBrowser !== undefined)("calls that are billed after use, in a browser", () => {
  let talktime: TestConsole;
  beforeAll(async () => {
    talktime = await startConsole({ sample: true });
  }, 120_000);
  afterAll(() => talktime.close());

  test("a recharge that was left on is told on the first page, and mended there in one click", async () => {
    const page = await talktime.open("/", { as: "northwind" });
    await page.getByText("Auto-recharge was left on").waitFor();
    await page.getByText("Being used up, and pay-as-you-go is off").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Turn auto-recharge off and pay-as-you-go on" }).click();
    await page.getByText("Auto-recharge was left on").waitFor({ state: "detached" });
    await page.getByText("what comes after is billed after use").waitFor();
    const { body } = await talktime.api("GET", "/v1/organizations/northwind/pay-as-you-go");
    expect(body).toMatchObject({ enabled: true, autoRechargeLeftOn: false });
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("in Japanese, nothing is said to be recharged; the month's limit is saved, and a wrong one refused at its field", async () => {
    const page = await talktime.open(CREDITS, { as: "northwind", lang: "ja", dark: true, width: 390, height: 800 });
    const form = page.getByRole("region", { name: "従量課金" });
    const limit = form.getByLabel("1 か月の上限 (GBP)");
    await limit.fill("abc");
    await form.getByRole("button", { name: "変更の保存" }).click();
    await form.getByText("50 のような金額を入力してください。").waitFor();
    expect(await limit.inputValue()).toBe("abc");
    await limit.fill("１２０"); // as a Japanese keyboard types it
    await form.getByText("1 か月の上限は £120.00 です").waitFor();
    await form.getByRole("button", { name: "変更の保存" }).click();
    await form.getByText("今月の上限までの残り").waitFor();
    const { body } = await talktime.api("GET", "/v1/organizations/northwind/pay-as-you-go");
    expect(body.monthlyLimit).toBe("120");
    await page.getByText("自動リチャージ", { exact: true }).waitFor({ state: "detached" });
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();
  });

  test("without credits and with pay-as-you-go off, calls are refused: said, mended, and then billed by the month", async () => {
    const organization = "/v1/organizations/litware";
    const billing = { agreement: "customer", country: "US" };
    const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOEV"] };
    await talktime.api("PUT", organization, { displayName: "Litware", country: "US", currency: "USD", billing });
    await talktime.api("PUT", `${organization}/subscriptions/MCOPSTN1`, { purchased: 1 });
    await talktime.api("PUT", `${organization}/subscriptions/MCOEV`, { purchased: 1 });
    await talktime.api("PUT", `${organization}/users/ann@litware.example`, ann);
    const page = await talktime.open(`${CREDITS}?tab=statements`, { as: "litware" });
    await page.getByText("Nothing was billed after use yet").waitFor();
    await page.getByText("The credits are used up and pay-as-you-go is off").first().waitFor();
    await page.getByRole("button", { name: "Turn pay-as-you-go on", exact: true }).click();
    await page.getByText("Calls are billed after use; no credits are needed.").waitFor();
    const call = { callId: "litware-1", user: "ann@litware.example", from: "+12065550171", to: "+442079460999" };
    expect((await talktime.api("POST", "/v1/calls", call)).status).toBe(201);
    const { body } = await talktime.api("POST", "/v1/calls/litware-1/release", { usedSeconds: 240 });
    await page.reload();
    const row = page.getByRole("row").filter({ hasText: "Still growing" });
    const month = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" }).format();
    expect(await row.innerText()).toMatch(new RegExp(`^${month}\\s+1\\s+\\$${Number(body.charge).toFixed(2)}`));
    await page.context().close();
  });
});
