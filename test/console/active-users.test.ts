/** Active users: found, licensed one by one and many at once, asked what they can call; in both languages. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

/** Script, a mark that turns what follows around, and far too long. */
const HOSTILE = `<img src=x onerror="document.title='hacked'">\u202E${"very ".repeat(40)}long`;

let talktime: TestConsole;
beforeAll(async () => {
  talktime = await startConsole();
  await makeOrganization(talktime);
  for (const [name, displayName, licenses] of [
    ["ann", "Ann Adams", ["MCOEV", "MCOPSTN1"]],
    ["ben", "Ben Brooks", ["MCOEV", "MCOPSTN1"]],
    ["eve", HOSTILE, []],
  ] as const) {
    const user = { displayName, kind: "person", usageLocation: "US", licenses };
    await talktime.api("PUT", `/v1/organizations/contoso/users/${name}@contoso.example`, user);
  }
}, 120_000);
afterAll(() => talktime.close());

const licensesOf = async (name: string): Promise<string[]> =>
  (
    (await talktime.api("GET", `/v1/organizations/contoso/users/${name}@contoso.example`)).body as {
      licenses: string[];
    }
  ).licenses;

describe.skipIf(noBrowser !== undefined)("in a browser", () => {
  test("a licence is given in the row; names can do no harm", async () => {
    const page = await talktime.open("/users/active-users");
    const toggle = page.getByRole("switch", { name: "Communications Credits license of Ann Adams" });
    await toggle.click();
    await page.getByText("Ann Adams now holds a Communications Credits license.").waitFor();
    expect(await licensesOf("ann")).toContain("MCOPSTNC");
    expect(await toggle.isChecked()).toBe(true);
    expect(await page.getByText(HOSTILE).first().isVisible()).toBe(true);
    expect(await page.title()).toContain("Active users");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel("Needs a license to").selectOption("credits-license");
    await page.getByText("1 row", { exact: true }).waitFor();
    expect(page.url()).toContain("needs=credits-license");
    await page.context().close();
  });

  test("many are changed at once, after a summary", async () => {
    const page = await talktime.open("/users/active-users?search=ben");
    await page.getByRole("checkbox", { name: "Choose Ben Brooks" }).check();
    await page.getByRole("button", { name: "Change licenses of 1 person" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: /^Communications Credits \(no limit\)/ }).check();
    await dialog.getByText("1 of 1 would change.").waitFor();
    expect(await licensesOf("ben")).not.toContain("MCOPSTNC");
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Change 1 person" }).click();
    await page.getByText("The licenses of 1 person are changed.").waitFor();
    expect(await licensesOf("ben")).toContain("MCOPSTNC");
    await page.context().close();
  });

  test.each([
    ["en", "A number or a country", "Japan", "Not allowed", "Communications Credits"],
    ["ja", "電話番号、または国や地域", "日本", "発信不可", "コミュニケーション クレジット"],
  ] as const)("in %s: what somebody can call, and what is missing", async (lang, field, country, refused, license) => {
    await talktime.api("POST", "/v1/organizations/contoso/license-assignments", {
      users: ["ben@contoso.example"],
      remove: ["MCOPSTNC"],
    });
    const page = await talktime.open("/users/active-users?show=ben@contoso.example", { lang, width: 390, height: 800 });
    await page.getByRole("combobox", { name: field }).fill(country);
    await page.keyboard.press("Enter");
    await page.getByText(refused).first().waitFor();
    expect(await page.getByRole("listitem").getByText(license).first().isVisible()).toBe(true);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("a file is shown before it is taken, and its bad lines are named", async () => {
    const page = await talktime.open("/users/active-users?lang=ja", { lang: "ja" });
    await page.getByRole("button", { name: "ユーザーのインポート" }).click();
    const choose = async (text: string): Promise<void> =>
      page
        .getByLabel("CSV ファイル (UTF-8)")
        .setInputFiles({ name: "users.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    const header = "userPrincipalName,displayName,kind,usageLocation,licenses";
    await choose(`${header}\nkim@contoso.example,Kim,person,Mars,\n`);
    await page
      .getByText(/usageLocation/)
      .first()
      .waitFor();
    await choose(`${header}\nkim@contoso.example,金 美咲,person,JP,MCOEV\n`);
    await page.getByText("1 行: 追加 1 件、変更 0 件、変更なし 0 件").waitFor();
    await page.getByRole("button", { name: "1 件をインポートする" }).click();
    await page.getByText("1 人を追加し、0 人を変更しました。").waitFor();
    expect(await licensesOf("kim")).toEqual(["MCOEV"]);
    await page.context().close();
  });

  test("a licence rule is made in a panel with an address of its own, and is opened from its row", async () => {
    const page = await talktime.open("/users/active-users?tab=rules");
    await page.getByRole("button", { name: "Add a rule" }).click();
    expect(page.url()).toContain("show=new");
    const panel = page.getByRole("dialog");
    await panel.getByLabel("Name").fill("For all");
    await panel.getByRole("checkbox").first().check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await panel.getByRole("button", { name: "Save the rule" }).click();
    await page.getByText("The rule is saved and is being applied.").waitFor();
    const { body } = await talktime.api("GET", "/v1/organizations/contoso/license-rules");
    expect(body).toMatchObject({ items: [{ displayName: "For all", assign: [expect.any(String)] }] });
    await page.getByRole("button", { name: "For all", exact: true }).click();
    await page.waitForURL(/show=(?!new)/);
    expect(await panel.getByLabel("Name").inputValue()).toBe("For all");
    await talktime.api("DELETE", `/v1/organizations/contoso/license-rules/${body.items[0].id}`);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
