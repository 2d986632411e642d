/** What an operator does to one organisation: changes it, with what follows said before. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Disputes } from "../../src/engine/dispute.ts";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

const ORG = "/v1/organizations/contoso";
const COLUMNS =
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to";
let talktime: TestConsole;
let agreed: string;
/** The server's clock is ahead by so much, ms. */
let later = 0;

beforeAll(async () => {
  talktime = await startConsole({ now: () => Date.now() + later });
  await makeOrganization(talktime);
  const csv = `${COLUMNS}\r\nuser_out,44,United Kingdom,GB,,0.50,0,60,60,2020-01-01,\r\n`;
  const made = await talktime.api("POST", "/v1/rate-decks?name=agreed&currency=USD&namedOnly=true", csv, {
    headers: { "content-type": "text/csv" },
  });
  agreed = made.body.id;
  const card = await talktime.api("POST", `${ORG}/payment-methods`, { type: "card", token: "tok_visa" });
  await talktime.api("POST", `${ORG}/top-ups`, { amount: "100", paymentMethod: card.body.id });
}, 120_000);
afterAll(() => talktime.close());

describe.skipIf(noBrowser !== undefined)("an operator changes an organisation in a browser", () => {
  const organization = async () => (await talktime.api("GET", ORG)).body;

  test("its name at once, its prices and agreement after what follows was said", async () => {
    const page = await talktime.open("/operator/organizations?show=contoso", { as: "operator" });
    const form = page.getByRole("dialog");
    await form.getByRole("button", { name: "Change …" }).click();
    await form.getByLabel("Name").fill("Contoso Ltd.");
    await page.reload(); // what is typed is kept
    await form.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Contoso Ltd. was changed.").waitFor();
    expect(await organization()).toMatchObject({ displayName: "Contoso Ltd.", rateDeck: null });

    await form.getByRole("button", { name: "Change …" }).click();
    await form.getByLabel("Rate deck").selectOption({ label: "agreed (Jan 1, 2020)" });
    await form.getByLabel("Agreement", { exact: true }).selectOption("enterprise");
    await form.getByLabel("Enterprise agreement numbers").fill("E-1, E-2");
    expect(await accessibilityFaults(page)).toEqual([]);
    await form.getByRole("button", { name: "Save changes …" }).click();
    const dialog = page.getByRole("dialog").last();
    await dialog.getByText("New calls are priced by agreed alone").waitFor();
    await dialog.getByText("E-1 and E-2").waitFor();
    expect(await organization()).toMatchObject({ rateDeck: null, billing: { agreement: "direct" } });
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Change Contoso Ltd." }).click();
    await page.getByText("Contoso Ltd. was changed.").last().waitFor();
    await form.getByRole("button", { name: "Change …" }).waitFor();
    expect(await organization()).toMatchObject({
      displayName: "Contoso Ltd.",
      rateDeck: agreed,
      billing: { agreement: "enterprise", country: "US", enterpriseAgreements: ["E-1", "E-2"] },
    });
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("is told beside the field why not, in Japanese too, and nothing is changed", async () => {
    const before = await organization();
    const page = await talktime.open("/operator/organizations?show=contoso&change=details", {
      as: "operator",
      lang: "ja",
    });
    const form = page.getByRole("dialog");
    await form.getByLabel("通貨").selectOption("JPY");
    await form.getByLabel("テナント ID").fill("nonsense");
    await form.getByRole("button", { name: "変更の保存…" }).click();
    const dialog = page.getByRole("dialog").last();
    await dialog.getByText("今後、金額と料金はすべて JPY になり").waitFor();
    await dialog.getByRole("button", { name: /を変更$/ }).click();
    await form.getByText("形式が正しくありません。").waitFor();
    await form.getByLabel("テナント ID").fill("");
    await form.getByRole("button", { name: "変更の保存…" }).click();
    await dialog.getByRole("button", { name: /を変更$/ }).click();
    await form.getByText("すでに USD で利用が始まっているか").waitFor();
    expect(await form.getByLabel("通貨").inputValue()).toBe("JPY");
    expect(await organization()).toEqual(before);
    await form.getByRole("button", { name: "キャンセル" }).click();
    await form.getByRole("button", { name: "変更…" }).waitFor();
    await page.context().close();
  });

  test("settles a dispute, after what follows was said", async () => {
    const card = await talktime.api("POST", `${ORG}/payment-methods`, {
      ...{ type: "card", token: "tok_charge_then_dispute" },
    });
    await talktime.api("POST", `${ORG}/top-ups`, { amount: "60", paymentMethod: card.body.id });
    later += 3_000;
    await new Disputes(talktime.engine).look();
    const funding = "/billing/your-products/communications-credits?org=contoso&tab=funding";
    const admin = await talktime.open(funding, { lang: "ja" });
    await admin.getByRole("table", { name: "異議が申し立てられた支払い" }).getByText("未決着").waitFor();
    expect(await admin.getByText("決着を記録").count()).toBe(0);
    await admin.context().close();

    const page = await talktime.open(funding, { as: "operator" });
    await page.getByRole("button", { name: /^Settle the dispute over \$60\.00/ }).click();
    await page.getByLabel("Won: the payment stays").check();
    await page.getByLabel("Note").fill("The bank agrees");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "Settle …" }).click();
    const dialog = page.getByRole("dialog").last();
    await dialog.getByText("$60.00 that was kept back is available again").waitFor();
    const disputes = async () => (await talktime.api("GET", `${ORG}/disputes`)).body.items;
    expect(await disputes()).toMatchObject([{ state: "open", frozen: "60" }]);
    await dialog.getByRole("button", { name: "Settle as won" }).click();
    await page.getByText("Won: The bank agrees").waitFor();
    expect(await disputes()).toMatchObject([{ state: "won", frozen: "0", note: "The bank agrees" }]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
