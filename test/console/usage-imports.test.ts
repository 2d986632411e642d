/** Another provider's records in a browser: tried, corrected, imported, priced; what was refused told with its line. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

const PATH = "/reports/usage/imports";
const ORG = "/v1/organizations/contoso";
const DAY = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10);
const CARRIER = [
  "wann,Caller,wohin,Duration,Cost (EUR)",
  `${DAY} 10:00:00,+12025550100,+442079460000,120,0.40`,
  `${DAY} 11:00:00,+12025550100,+442079460000,60,0.20`,
  `${DAY} 12:00:00,+12025550100,+442079460000,never,0.20`,
].join("\n");

describe.skipIf(noBrowser !== undefined)("usage imports in a browser", () => {
  let talktime: TestConsole;
  beforeAll(async () => {
    talktime = await startConsole();
    await makeOrganization(talktime);
    const columns =
      "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to";
    const deck = `${columns}\r\nuser_out,44,United Kingdom,GB,,0.05,0,60,60,2020-01-01,\r\n`;
    const csv = { headers: { "content-type": "text/csv" } };
    await talktime.api("POST", "/v1/rate-decks?name=usd&currency=USD", deck, csv);
  }, 120_000);
  afterAll(() => talktime.close());

  test("a carrier's file is tried, its columns corrected and saved, imported once, and priced", async () => {
    const page = await talktime.open(PATH);
    const file = { name: "carrier.csv", mimeType: "text/csv", buffer: Buffer.from(CARRIER) };
    await page.getByLabel("File of call records").setInputFiles(file);
    await page.getByText("No column tells when a call began. Choose the one that does.").waitFor();
    await page.getByLabel("Date and time of the call").selectOption("wann");
    await page.getByLabel("Number called").selectOption("wohin");
    await page.getByRole("button", { name: "Try again with these columns" }).click();
    await page.getByText("carrier.csv: 2 calls to add, 0 here already, 1 rows refused").waitFor();
    await page.getByRole("cell", { name: '"never" is not a duration' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect((await talktime.api("GET", `${ORG}/funding-recommendation`)).body.basis.calls).toBe(0); // nothing is kept yet

    await page.getByRole("button", { name: "Columns and formats" }).click();
    await page.getByLabel("Save this for the next file as").fill("our-carrier");
    await page.getByRole("button", { name: "Save mapping" }).click();
    await page.getByText("our-carrier is saved").waitFor();
    await page.getByRole("button", { name: "Import 2 calls" }).click();

    const story = page.getByRole("dialog", { name: "Imported file" });
    await story.getByText("What these calls would cost here, and who would pay").waitFor();
    await story.getByText("$0.15").first().waitFor();
    await story.getByText("€0.60").waitFor();
    await story.getByText('"never" is not a duration').waitFor();
    await story.getByRole("link", { name: "How much to fund, and when to recharge" }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      story.getByRole("button", { name: "Export" }).last().click(),
    ]);
    expect(readFileSync(await download.path(), "utf8")).toContain('4,"""never"" is not a duration"');
    expect(await accessibilityFaults(page)).toEqual([]);

    // Whoever comes back finds it, and the same file adds nothing.
    await page.goto(talktime.url + PATH);
    await page.getByRole("row", { name: /carrier\.csv.*Imported/ }).waitFor();
    await page.getByLabel("How to read it").selectOption("our-carrier");
    await page.getByLabel("File of call records").setInputFiles(file);
    await page.getByText("carrier.csv: 0 calls to add, 2 here already, 1 rows refused").waitFor();
    await page.reload();
    await page.getByText("Choose carrier.csv again to import it").waitFor();
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("in Japanese, at a phone's width: Teams' own zip, with nothing to correct", async () => {
    const page = await talktime.open(PATH, { lang: "ja", width: 390, height: 800, dark: true });
    await page
      .getByLabel("通話記録のファイル")
      .setInputFiles("samples/usage/Calls.Export.5b1c7a52-6f0e-4c3d-9a4e-0d7f3b2e9c11.zip");
    await page.getByRole("button", { name: "1,622 件の通話をインポート" }).click();
    await page.getByRole("dialog").getByText("ここでの料金と支払い元").first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
