/** The operator's pages: how the installation is, organisations with their first administrator, refunds. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AuditRuns } from "../../src/engine/audit-runs.ts";
import { Corrections } from "../../src/engine/rate-corrections/corrections.ts";
import { tellOfRateChanges } from "../../src/engine/rate-changes.ts";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

const COLUMNS =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to";
const deckOf = (price: string): string =>
  `${COLUMNS}\r\nuser_out,44,United Kingdom,GB,geographic,${price},0,60,60,2020-01-01,\r\n`;
const dayOf = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const ORG = "/v1/organizations/contoso";
let talktime: TestConsole;
/** The server's clock is ahead by so much, ms. */
let later = 0;
let topUp: { id: string };

const publish = async (name: string, price: string, query = "") =>
  talktime.api("POST", `/v1/rate-decks?name=${name}&currency=USD${query}`, deckOf(price), {
    headers: { "content-type": "text/csv" },
  });

beforeAll(async () => {
  talktime = await startConsole({ now: () => Date.now() + later, environment: { TALKTIME_PUBLIC_RATES: "on" } });
  await makeOrganization(talktime);
  await makeOrganization(talktime, "northwind");
  await publish("old", "0.50");
  const card = await talktime.api("POST", `${ORG}/payment-methods`, { type: "card", token: "tok_visa" });
  topUp = (await talktime.api("POST", `${ORG}/top-ups`, { amount: "100", paymentMethod: card.body.id })).body;
  await talktime.api("POST", `${ORG}/adjustments`, { amount: "-30", reason: "spent" });
}, 120_000);
afterAll(() => talktime.close());

describe.skipIf(noBrowser !== undefined)("an operator in a browser", () => {
  test("sees what is good and what to do, and has the books audited", async () => {
    await talktime.api("POST", "/v1/calls", {}, { key: "a-key-that-nobody-knows-here" });
    const page = await talktime.open("/operator/health", { as: "operator" });
    await page.getByRole("heading", { name: "Database" }).waitFor();
    await page.getByText("Set SMTP_URL").waitFor();
    await page.getByRole("row").filter({ hasText: "Not set up" }).filter({ hasText: "127.0.0.1" }).waitFor();
    const audit = page.getByRole("region", { name: "Audit of the books" });
    await audit.getByText("The books were never audited").waitFor();
    await audit.getByRole("button", { name: "Run the audit" }).click();
    await audit.getByRole("progressbar").waitFor();
    await new AuditRuns(talktime.engine).run();
    await audit.getByText("Good").waitFor();
    await audit.getByText("Transfers").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("reads the same in Japanese, dark and on a phone", async () => {
    const page = await talktime.open("/operator/health", { as: "operator", lang: "ja", dark: true, width: 390 });
    await page.getByRole("heading", { name: "帳簿の監査" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const [wide, room] = await page.evaluate<[number, number]>("[document.documentElement.scrollWidth, innerWidth]");
    expect(wide, "the page is wider than the phone").toBeLessThanOrEqual(room);
    await page.context().close();
  });

  test("is told what a refund takes and what becomes debt before it is done", async () => {
    const page = await talktime.open("/billing/your-products/communications-credits?org=contoso&tab=funding", {
      as: "operator",
    });
    await page.getByRole("button", { name: /^Refund the payment of \$100\.00/ }).click();
    await page.getByText("Part of this payment was spent already").waitFor();
    await page.getByLabel("Amount").fill("500");
    await page.getByText("At most").waitFor();
    await page.getByLabel("Amount").fill("80");
    await page.getByLabel("Reason").fill("Bought by mistake");
    await page.getByRole("button", { name: "Refund $80.00" }).click();
    const dialog = page.getByRole("dialog").last();
    await dialog.getByText("$70.00 is taken from the credits that it bought; $10.00 was spent").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Refund $80.00" }).click();
    await page.getByText("Refunded $80.00.").waitFor();
    const { body } = await talktime.api("GET", `${ORG}/top-ups/${topUp.id}/refunds`);
    expect(body.items).toMatchObject([{ amount: "80", voided: "70", debt: "10", reason: "Bought by mistake" }]);
    await page.context().close();
  });

  test("makes an organisation, is told what is wrong beside the field, and invites its first administrator", async () => {
    const page = await talktime.open("/operator/organizations?make=organization", { as: "operator" });
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("Fabrikam");
    await form.getByLabel("ID").fill("contoso");
    await form.getByLabel("Country or region").selectOption("JP");
    await form.getByLabel("Currency").selectOption("JPY");
    await form.getByRole("button", { name: "Make the organization" }).click();
    await form.getByText("There is an organization with this ID already.").waitFor();
    await form.getByLabel("ID").fill("fabri kam");
    await form.getByRole("button", { name: "Make the organization" }).click();
    await form.getByRole("alert").or(form.getByText("letters, digits")).first().waitFor();
    await form.getByLabel("ID").fill("fabrikam");
    expect(await accessibilityFaults(page)).toEqual([]);
    await form.getByRole("button", { name: "Make the organization" }).click();
    await page.getByRole("heading", { name: "Invite the first administrator" }).waitFor();
    await form.getByLabel("Name").fill("Mori Hanako");
    await form.getByLabel("Email").fill("Hanako@fabrikam.example");
    await form.getByRole("button", { name: "Invite" }).click();
    await page.getByText("Hand this link on").waitFor();
    expect(await page.getByLabel("Link to choose a password").inputValue()).toContain("/");
    const { body } = await talktime.api("GET", "/v1/organizations/fabrikam");
    expect(body).toMatchObject({ country: "JP", currency: "JPY", billing: { agreement: "direct", country: "JP" } });
    const admin = await talktime.api("GET", "/v1/organizations/fabrikam/users/hanako@fabrikam.example");
    expect(admin.body.roles).toHaveLength(1);
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.waitForURL((url) => url.pathname === "/" && url.searchParams.get("org") === "fabrikam");
    await page.context().close();
  });

  test("tries a correction of prices, sees the difference, and applies it after typing the deck's name", async () => {
    await talktime.api("POST", `${ORG}/adjustments`, { amount: "60", reason: "test" });
    const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: ["MCOPSTN1", "MCOPSTNC"] };
    await talktime.api("PUT", `${ORG}/users/ann@contoso.example`, ann);
    const call = { callId: "a", user: "ann@contoso.example", from: "+12065550101", to: "+442079460100" };
    expect((await talktime.api("POST", "/v1/calls", call)).status).toBe(201);
    expect((await talktime.api("POST", "/v1/calls/a/release", { usedSeconds: 120 })).body.charge).toBe("1");
    await publish("corrected", "0.40", "&namedOnly=true");
    later = 2 * 86_400_000;

    const page = await talktime.open("/operator/rate-corrections?make=correction", { as: "operator" });
    const form = page.getByRole("dialog");
    await form.getByLabel("Corrected rate deck").selectOption({ label: "corrected (USD)" });
    await form.getByLabel("First day").fill(dayOf(-1));
    await form.getByLabel("Until, without this day").fill(dayOf(400));
    await form.getByLabel("Organizations").fill("contoso");
    await form.getByLabel("Reason").fill("Wrong price list");
    expect(await accessibilityFaults(page)).toEqual([]);
    await form.getByRole("button", { name: "Start the dry run" }).click();
    await form.getByText("future").waitFor();
    await form.getByLabel("Until, without this day").fill(dayOf(1));
    await form.getByRole("button", { name: "Start the dry run" }).click();
    await page.getByText("Working out what changes").waitFor();
    const work = new Corrections(talktime.engine);
    await work.run();
    const detail = page.getByRole("region", { name: "Correction with corrected" });
    await detail.getByRole("row").filter({ hasText: "contoso" }).filter({ hasText: "-$0.20" }).waitFor();
    await detail.getByRole("button", { name: "Apply …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Apply -$0.20" }).click({ force: true });
    await dialog.getByLabel("Type corrected to confirm").fill("corrected");
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Apply -$0.20" }).click();
    await detail.getByText("Being applied").waitFor();
    await work.run();
    await detail.getByText("Applied", { exact: true }).waitFor();
    const { body } = await talktime.api("GET", "/v1/calls/a");
    expect(JSON.stringify(body)).toContain("0.8");
    await page.goto(`${talktime.url}/reports/usage/pstn?org=contoso`);
    await page.getByRole("row").filter({ hasText: "By a user (price corrected)" }).getByText("-$0.20").waitFor();
    await page.context().close();
  });

  test("compares two decks, neither of which needs to have come before the other", async () => {
    await publish("for-fabrikam", "0.80", "&namedOnly=true");
    const page = await talktime.open("/operator/rate-decks", { as: "operator" });
    await page.getByRole("button", { name: "old", exact: true }).click();
    const table = page.getByRole("table", { name: "What it changes" });
    await page.getByText("Nothing changes").waitFor();
    await page.getByLabel("Compare with").selectOption({ label: "for-fabrikam (Jan 1, 2020)" });
    await page.getByRole("tab", { name: "Cheaper (1)" }).click();
    const row = table.getByRole("row").filter({ hasText: "United Kingdom" });
    await row
      .filter({ hasText: "A user calls it" })
      .filter({ hasText: "$0.80" })
      .filter({ hasText: "$0.50" })
      .waitFor();
    await table.getByRole("columnheader", { name: "for-fabrikam" }).waitFor();
    await page.goto(page.url().replace("lang=en", "lang=ja"));
    const again = page.getByRole("table", { name: "変更の内容" }).getByRole("row");
    await again.filter({ hasText: "ユーザーが発信する場合" }).filter({ hasText: "0.80" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("sees what a coming deck makes of each bill, and how many days before people are told", async () => {
    const csv = deckOf("0.60").replace("2020-01-01", dayOf(20));
    const { body } = await talktime.api("POST", "/v1/rate-decks?name=next&currency=USD&replaces=old", csv, {
      headers: { "content-type": "text/csv" },
    });
    await tellOfRateChanges(talktime.engine);
    const page = await talktime.open(`/operator/rate-decks?show=${body.id}`, { as: "operator", lang: "ja" });
    const bills = page.getByRole("table", { name: "先月の請求額への影響" }).or(page.getByLabel("先月の請求額への影響"));
    await bills.first().getByRole("row").filter({ hasText: "contoso" }).filter({ hasText: "未通知" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();

    const admin = await talktime.open("/rates");
    await admin.getByText("Prices are about to change").waitFor();
    await admin.goto(`${talktime.url}/settings?tab=notices`);
    await admin.getByLabel("Days of notice before prices change").fill("120");
    const region = admin.getByRole("region", { name: "Prices are about to change" });
    await region.getByRole("button", { name: "Save" }).click();
    await region.getByText(/90/).nth(1).waitFor();
    await admin.getByLabel("Days of notice before prices change").fill("30");
    await region.getByRole("button", { name: "Save" }).click();
    await admin.getByText("From 1 to 90").waitFor();
    await expect
      .poll(async () => (await talktime.api("GET", `${ORG}/notice-settings`)).body.rateChangeDays, { timeout: 30_000 })
      .toBe(30);
    await admin.context().close();
  });

  test("finds one of many organisations, the most worrying first", async () => {
    const page = await talktime.open("/operator/organizations", { as: "operator" });
    await page.getByRole("row").nth(1).filter({ hasText: "Out of credits" }).waitFor();
    await page.getByLabel("Search by name or ID").fill("NORTH");
    await page.getByRole("row").filter({ hasText: "contoso" }).waitFor({ state: "detached" });
    await page.getByRole("row").filter({ hasText: "northwind" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("shows prices to somebody who is not signed in, where that is switched on, and nothing else", async () => {
    const page = await talktime.open("/rates", { as: "nobody", lang: "ja", width: 390 });
    await page.getByRole("heading", { name: "通話料金" }).waitFor();
    await page.goto(`${talktime.url}/rates?to=GB&lang=en`);
    await page.getByRole("heading", { name: "What calls cost" }).waitFor();
    await page.getByText("United Kingdom").last().waitFor();
    await page.getByText("$0.50").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto(`${talktime.url}/rates?to=hello`);
    await page.getByText("This is no number that can be called").waitFor();
    await page.goto(`${talktime.url}/calls`);
    await page.waitForURL((url) => url.pathname === "/sign-in");
    await page.context().close();
  });
});
