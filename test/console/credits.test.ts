/** What an administrator asks beside the balance: is the cap enough, who is told, and what would a call cost. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";

const CREDITS = "/billing/your-products/communications-credits";
const ORG = "/v1/organizations/contoso";

describe.skipIf(noBrowser !== undefined)("credits of the sample organisation in a browser", () => {
  let talktime: TestConsole;
  beforeAll(async () => {
    talktime = await startConsole({ sample: true });
  }, 120_000);
  afterAll(() => talktime.close());

  test("a monthly cap that stops the recharges is told while it is typed, and the one that does not is a click away", async () => {
    const page = await talktime.open(CREDITS);
    const field = (name: string) => page.getByLabel(`${name} (USD)`);
    await page.getByRole("switch", { name: "Auto-recharge" }).check();
    await field("When the balance falls below").fill("90000"); // bought at once, on whatever day of the month this runs
    await field("Recharge with").fill("90000");
    await field("At most a month").fill("50");
    await page.getByText("The cap of $50.00 would stop recharges on about").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: /^Raise it to/ }).click();
    await page.getByText("The cap of").waitFor({ state: "detached" });
    expect(Number(await field("At most a month").inputValue())).toBeGreaterThanOrEqual(90_000);
    await page.context().close();
  });

  test("until when the balance lasts is said as the API foretells it, on the first page as well", async () => {
    await talktime.api("PUT", `${ORG}/auto-recharge`, { enabled: false });
    const forecast = (await talktime.api("GET", `${ORG}/credits/forecast`)).body;
    const day = (date: string): string =>
      new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(date));
    for (const path of [CREDITS, "/"]) {
      const page = await talktime.open(path);
      const said = await page.getByText("Lasts until about").innerText();
      for (const date of Object.values<string>(forecast.zeroOn)) expect(said).toContain(day(date));
      expect(said).toContain(`$${Number(forecast.spentPerDay).toFixed(2)} a day`);
      expect(page.complaints).toEqual([]);
      await page.context().close();
    }
  });

  test("who is told of an event: muted, added, and never nobody", async () => {
    const page = await talktime.open(`${CREDITS}?tab=notices`);
    const events = page.getByRole("table", { name: "Who is told what" });
    await events.getByRole("button", { name: "A recharge has failed" }).click();
    const panel = page.getByRole("dialog", { name: "A recharge has failed" });
    const told = panel.getByRole("list", { name: "Who is told now" }).getByRole("listitem");
    await told.first().waitFor();
    const before = await told.count();
    expect(await accessibilityFaults(page)).toEqual([]);
    const mute = told.first().getByRole("button", { name: /^Mute/ });
    const name = (await mute.getAttribute("aria-label"))!.replace("Mute: ", "");
    await mute.click();
    const again = panel.getByRole("button", { name: `Tell again: ${name}` });
    await again.waitFor();
    expect(await told.count()).toBe(before - 1);
    await again.click();
    await again.waitFor({ state: "detached" });
    await panel.getByLabel("Also tell this mail address").fill("books@contoso.example");
    await panel.getByRole("button", { name: "Add", exact: true }).click();
    await panel.getByText("Added by hand").waitFor();
    expect((await talktime.api("GET", `${ORG}/notice-settings`)).body.additionalRecipients).toContainEqual(
      expect.objectContaining({ mail: "books@contoso.example", events: ["recharge.failed"] }),
    );
    await panel.getByRole("button", { name: "Remove: books@contoso.example" }).click();
    await panel.getByText("Added by hand").waitFor({ state: "detached" });
    // The same in Settings, by its address: no role and nobody else is refused, and said.
    await page.goto(`${talktime.url}/settings?tab=notices&event=recharge.failed`);
    await panel.getByRole("switch", { name: "All sixteen roles" }).uncheck();
    await panel.getByRole("button", { name: "Save roles" }).click();
    await panel.getByText("Nobody who can be reached would be told any more.").waitFor();
    expect(page.complaints.filter((words) => !words.includes("409"))).toEqual([]);
    await page.context().close();
  });

  test.each([
    ["en", false, { fixed: "Landline", mobile: "Mobile", pays: "Minute pool MCOPSTN2", number: "+81 90 1234 5678" }],
    ["ja", true, { fixed: "固定電話", mobile: "携帯電話", pays: "MCOPSTN2", number: "+81 90 1234 5678" }],
  ] as const)("in %s, a country's landlines and mobiles side by side, and who would pay", async (lang, dark, words) => {
    const page = await talktime.open("/rates?to=GB", { lang, dark, ...(dark ? { width: 390, height: 800 } : {}) });
    await page.getByRole("columnheader", { name: words.fixed, exact: true }).first().waitFor();
    await page.getByRole("columnheader", { name: words.mobile, exact: true }).first().waitFor();
    await page.getByText(words.pays).first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("combobox").last().fill(words.number);
    await page.keyboard.press("Enter");
    await page.getByRole("columnheader", { name: "+819012345678" }).first().waitFor();
    expect(page.url()).toContain("to=%2B819012345678");
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
