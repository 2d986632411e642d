/** Calls in the console: seen while they go on, hung up, tried out, and explained so that the money adds up. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

/** A script, a mark that turns the direction of writing, and far too long. */
const HOSTILE = `<img src=x onerror="document.title='owned'">\u202Egnirts ${"x".repeat(200)}`;

let talktime: TestConsole;
beforeAll(async () => {
  talktime = await startConsole();
  const { api } = talktime;
  await makeOrganization(talktime);
  await api(
    "POST",
    "/v1/rate-decks?name=usd&currency=USD",
    "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to\r\n" +
      "user_out,44,United Kingdom,GB,,0.059,0.1,60,60,2020-01-01,\r\n",
    { headers: { "content-type": "text/csv" } },
  );
  await api("PUT", "/v1/organizations/contoso/users/ann@contoso.example", {
    displayName: "Ann",
    kind: "person",
    usageLocation: "US",
    licenses: ["MCOEV", "MCOPSTN1", "MCOPSTNC"],
  });
  await api("PUT", "/v1/organizations/contoso/users/eve@contoso.example", {
    displayName: HOSTILE,
    kind: "person",
    usageLocation: "US",
    licenses: [],
  });
  const { body } = await api("POST", "/v1/organizations/contoso/payment-methods", { type: "card", token: "tok_visa" });
  await api("POST", "/v1/organizations/contoso/top-ups", { amount: "50", paymentMethod: body.id });
}, 120_000);
afterAll(() => talktime.close());

describe.skipIf(noBrowser !== undefined)("calls in a browser", () => {
  test("a test call is made, and its story ends with the sum of what was paid", async () => {
    const page = await talktime.open("/calls?make=test-call");
    const form = page.getByRole("dialog", { name: "Make a test call" });
    await form.getByRole("combobox", { name: "Who calls, or organizes the meeting" }).click();
    await page.getByRole("option", { name: "img src" }).waitFor();
    await page.getByRole("option", { name: "Ann" }).click();
    await form.getByLabel("Number to call").fill("+44 20 7946 0000");
    await form.getByLabel("Duration in seconds").fill("90");
    await form.getByRole("button", { name: "Make the test call" }).click();

    const story = page.getByRole("dialog", { name: "The story of this call" });
    await story.getByText("$0.059 per 1 min, counted in steps of 1 min").waitFor();
    await story.getByText("Connection fee $0.10").waitFor();
    const charged = story.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Charged" }) });
    expect(await charged.innerText()).toMatch(/Counted: 2 min[^]*\$0\.218[^]*Charge\s+\$0\.218/);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.title()).toBe("Calls · Talktime");
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("a call appears by itself, in Japanese too, and is hung up after a question", async () => {
    const page = await talktime.open("/calls", { lang: "ja" });
    await page.getByText("進行中の通話はありません").waitFor();
    await page.getByText("リアルタイム").waitFor();
    const call = { callId: "live@1", user: "ann@contoso.example", from: "+12025550111", to: "+442079460000" };
    expect((await talktime.api("POST", "/v1/calls", call)).status).toBe(201);
    await talktime.api("POST", "/v1/calls/live%401/answer", {});
    const row = page.getByRole("row").filter({ hasText: "+442079460000 (イギリス)" });
    await row.getByText("コミュニケーション クレジット").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    // On a phone, which has no room for all columns, it is in sight all the same.
    await page.setViewportSize({ width: 390, height: 800 });
    const { x, width } = (await row.getByRole("button", { name: "切断" }).boundingBox())!;
    expect(x + width).toBeLessThan(390);
    await row.getByRole("button", { name: "切断" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "切断" }).click();
    await page.getByText("スイッチに通話の終了を依頼しました。").waitFor();
    const { body } = await talktime.api("GET", "/v1/switch-commands");
    expect(body.items).toMatchObject([{ type: "hang-up", callId: "live@1" }]);
    await page.context().close();
  });
});
