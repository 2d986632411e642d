/** Phone numbers and dial-out policies: what answers a number is changed; limits hold, and are lifted with a reason. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

let talktime: TestConsole;
beforeAll(async () => {
  talktime = await startConsole();
  await makeOrganization(talktime);
  const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: [] };
  await talktime.api("PUT", "/v1/organizations/contoso/users/ann@contoso.example", ann);
}, 120_000);
afterAll(() => talktime.close());

const got = async (path: string): Promise<unknown> =>
  (await talktime.api("GET", `/v1/organizations/contoso/${path}`)).body;

describe.skipIf(noBrowser !== undefined)("in a browser", () => {
  test("a number is added for somebody; the server's reason stands beside the field", async () => {
    const page = await talktime.open("/voice/phone-numbers");
    await page.getByRole("button", { name: "Add a number" }).click();
    const panel = page.getByRole("dialog");
    await panel.getByLabel("Number", { exact: false }).first().fill("+1 206 555 0100");
    await panel.getByLabel("Serves").selectOption("user");
    await panel.getByRole("combobox", { name: "User" }).last().fill("nobody@contoso.example");
    await page.getByRole("option", { name: "Ann" }).waitFor({ state: "detached" });
    await panel.getByRole("button", { name: "Add a number" }).click();
    await panel
      .getByText(/nobody@contoso\.example/)
      .first()
      .waitFor();
    await panel.getByRole("combobox", { name: "User" }).last().fill("ann");
    await page.getByRole("option", { name: "Ann" }).click();
    await panel.getByRole("button", { name: "Add a number" }).click();
    await page.getByText("+12065550100 is saved.").waitFor();
    expect(await got("numbers/+12065550100")).toMatchObject({ use: { type: "user", id: "ann@contoso.example" } });
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.context().close();
  });

  test("in Japanese: premium numbers are allowed, and one person's policy is another", async () => {
    const page = await talktime.open("/voice/dial-out-policies", { lang: "ja" });
    await page.getByLabel("プレミアム番号 (情報料がかかる番号)").selectOption("allowed");
    await page.getByLabel("電話会議の分数で支払えない、会議からのダイヤルアウト").selectOption("true");
    await page.getByLabel("国内と国際の両方の分数があるプラン").selectOption("true");
    await page.getByRole("button", { name: "変更の保存" }).click();
    await page.getByText("設定を保存しました。次の通話から適用されます。").waitFor();
    expect(await got("calling-settings")).toMatchObject({
      premiumCalls: "allowed",
      meetingsUseCallingPlan: true,
      strictEither: true,
    });
    await page.getByLabel("Ann の発信通話の制限ポリシー").selectOption("DialoutCPCandPSTNDisabled");
    await page.getByText("Ann のポリシーを変更しました。").waitFor();
    expect(await got("users/ann@contoso.example")).toMatchObject({ dialOutPolicy: "DialoutCPCandPSTNDisabled" });
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("a limit that is no number is refused beside its field, and the old one stays", async () => {
    const page = await talktime.open("/voice/dial-out-policies");
    const most = page.getByLabel("Calls at the same time");
    await most.fill("２０"); // of a Japanese keyboard
    await page.getByLabel("Longest call").fill("９０");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("The settings hold for the next call.").waitFor();
    expect(await got("calling-settings")).toMatchObject({ maxConcurrentCalls: 20, maxCallSeconds: 5_400 });
    await most.fill("2o");
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.locator(".fui-Field__validationMessage").waitFor();
    expect(await most.inputValue()).toBe("2o");
    expect(await got("calling-settings")).toMatchObject({ maxConcurrentCalls: 20, maxCallSeconds: 5_400 });
    await page.context().close();
  });

  test("a brake is made, lifted with a reason, and deleted once that was asked", async () => {
    const page = await talktime.open("/voice/dial-out-policies");
    await page.getByRole("button", { name: "Add a brake" }).click();
    const panel = page.getByRole("dialog");
    await panel.getByLabel("Calls an hour").fill("5");
    await panel.getByRole("button", { name: "Add a brake" }).click();
    await page.getByText("The brakes are changed.").waitFor();
    await page.getByRole("button", { name: "Lift: Each person" }).click();
    await page.getByLabel("Why").fill("A launch day");
    await page.getByRole("button", { name: "Lift for 1 hour" }).click();
    await page.getByText(/Lifted until/).waitFor();
    expect(await got("brakes")).toMatchObject({
      items: [{ hourlyCalls: 5, liftedUntil: expect.any(String) as string }],
    });

    await page.getByRole("button", { name: "Each person", exact: true }).click();
    await page.getByRole("button", { name: "Delete the brake" }).click();
    const question = page.getByRole("dialog", { name: "Delete this brake?" });
    await question.getByText("It stops nobody any more").waitFor();
    expect(await got("brakes")).toMatchObject({ items: [{ hourlyCalls: 5 }] });
    await question.getByRole("button", { name: "Delete the brake" }).click();
    await page.getByText("The brake is deleted.").waitFor();
    expect(await got("brakes")).toMatchObject({ items: [] });
    await page.context().close();
  });
});
