/** The first minutes: an invitation becomes somebody signed in, and a new organisation makes its first charged call. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notify } from "../../src/engine/notify.ts";
import { Recharges } from "../../src/engine/recharge.ts";
import { TopUps } from "../../src/engine/top-up.ts";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeOrganization } from "../support/server.ts";

const PASSWORD = "correct horse battery";
const DECK = [
  "service,prefix,destination,country,number_class,price_per_minute,connection_fee,initial_increment_seconds,increment_seconds,effective_from,effective_to",
  "user_out,44,United Kingdom,GB,fixed,0.05,0,60,60,2026-01-01T00:00:00Z,",
].join("\n");

describe.skipIf(noBrowser !== undefined)("the first minutes in a browser", () => {
  let talktime: TestConsole;
  beforeAll(async () => {
    talktime = await startConsole();
    const csv = { headers: { "content-type": "text/csv" } };
    await talktime.api("POST", "/v1/rate-decks?name=test&currency=USD", DECK, csv);
    await makeOrganization(talktime);
    await makeOrganization(talktime, "tailspin");
    await makeOrganization(talktime, "northwind");
    for (const org of ["contoso", "tailspin", "northwind"]) {
      await talktime.api("PUT", `/v1/organizations/${org}/users/haruka@${org}.example`, {
        displayName: "Haruka Sato",
        kind: "person",
        usageLocation: "US",
        mail: `haruka@${org}.example`,
        preferredLanguage: "ja-JP",
        roles: ["Global Administrator"],
        licenses: ["MCOEV", "MCOPSTN1"],
      });
    }
  }, 120_000);
  afterAll(() => talktime.close());

  test("an invitation leads to a password and from there in, in the language of the person", async () => {
    const invited = await talktime.api("POST", "/v1/organizations/contoso/invitations", {
      userPrincipalName: "haruka@contoso.example",
    });
    const { pathname, search } = new URL(invited.body.link);
    expect(pathname).toBe("/accept-invitation");
    const page = await talktime.open(pathname + search, { as: "nobody" });
    await page.getByLabel("New password").fill("short");
    await page.getByRole("button", { name: "Set password and sign in" }).click();
    await page.getByText("The two are not the same.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByLabel("The same again").fill(PASSWORD);
    await page.evaluate(`localStorage.clear()`); // as in a browser where no language was ever chosen
    await page.getByRole("button", { name: "Set password and sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "ホーム" }).waitFor();

    await page.goto(`${talktime.url}${pathname}${search.replace("lang=ja", "lang=en")}`);
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByLabel("The same again").fill(PASSWORD);
    await page.getByRole("button", { name: "Set password and sign in" }).click();
    await page.getByText("This invitation was used already, or its time is over.").waitFor();
    await page.context().close();
  });

  test("whoever forgot the password asks for a mail, and learns nothing about who has an account", async () => {
    const page = await talktime.open("/sign-in?error=OIDC_UNKNOWN_PERSON", { as: "nobody" });
    await page.getByText("Talktime does not know you").waitFor();
    await page.getByRole("link", { name: "Forgot password?" }).click();
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.getByText("Fill this in.").waitFor();
    await page.getByLabel("Email").fill("nobody@contoso.example");
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.getByText("If there is an account with this email, the link is on its way.").waitFor();
    await page.goto(`${talktime.url}/reset-password?token=of-long-ago`);
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByLabel("The same again").fill(PASSWORD);
    await page.getByRole("button", { name: "Set password and sign in" }).click();
    await page.getByRole("link", { name: "Ask for a new link" }).waitFor();
    await page.context().close();
  });

  test.each([
    {
      lang: "en",
      org: "tailspin",
      words: {
        title: "Set up Communications Credits",
        addMethod: "Add payment method",
        auto: "Auto-recharge (recommended)",
        trigger: "When the balance falls below (USD)",
        place: "Place order",
        add: "Add $50.00",
        assign: "Assign the license to 1 person",
        who: "Who calls, or organizes the meeting",
        to: "Number to call",
        make: "Make the test call",
        story: "Call ID",
        close: "Close",
        finish: "Go to Home",
        left: "How much is left, and until when?",
      },
    },
    {
      lang: "ja",
      org: "northwind",
      words: {
        title: "コミュニケーション クレジットのセットアップ",
        addMethod: "支払い方法を追加",
        auto: "自動リチャージ (推奨)",
        trigger: "残高が次の金額を下回ったとき (USD)",
        place: "注文",
        add: "$50.00 を追加",
        assign: "1 人にライセンスを割り当てる",
        who: "発信者または会議開催者",
        to: "発信先の電話番号",
        make: "テスト通話を行う",
        story: "通話 ID",
        close: "閉じる",
        finish: "ホームに移動",
        left: "残高はいくらで、いつまで使えますか",
      },
    },
  ] as const)(
    "$lang: a new organization comes from nothing to its first charged call",
    async ({ lang, org, words }) => {
      const page = await talktime.open("/", { lang, as: org });
      const section = page.getByRole("region", { name: words.title });
      await section.getByRole("button", { name: words.addMethod, exact: true }).click();
      expect(await page.getByRole("radio", { name: words.auto }).isChecked()).toBe(true);
      await page.reload(); // it goes on where it was left
      await page.getByLabel(words.trigger).fill("20");
      await page.getByRole("button", { name: words.place }).click();
      await page.getByRole("dialog").getByRole("button", { name: words.add }).click();
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("button", { name: words.assign }).click();
      await page.getByRole("combobox", { name: words.who }).click();
      await page.getByRole("option", { name: /Haruka/ }).click();
      await page.getByLabel(words.to).fill("+44 20 7946 0000");
      await page.getByRole("button", { name: words.make }).click();
      const panel = page.getByRole("dialog");
      await panel.getByText(words.story).first().waitFor();
      await panel.getByText("$0.05").first().waitFor();
      await panel.getByRole("button", { name: words.close }).first().click();
      await page.getByRole("button", { name: words.finish }).click();
      await page.getByRole("heading", { name: words.left }).waitFor();
      expect((await talktime.api("GET", `/v1/organizations/${org}/credits`)).body).toMatchObject({
        available: "49.95",
        autoRecharge: { enabled: true, triggerAmount: "20" },
      });
      expect(page.complaints.filter((words) => !words.includes("409"))).toEqual([]); // no form for cards: test provider
      await page.context().close();
    },
  );

  test("it can be skipped and taken up again, and stays skipped", async () => {
    await makeOrganization(talktime, "woodgrove");
    const page = await talktime.open("/", { as: "woodgrove" });
    const guide = page.getByRole("region", { name: "Set up Communications Credits" });
    await guide.getByRole("button", { name: "Skip for now" }).click();
    await page.getByRole("heading", { name: "How much is left, and until when?" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "How much is left, and until when?" }).waitFor();
    expect(await guide.count()).toBe(0);
    await page.getByRole("button", { name: "Set up step by step" }).click();
    await guide.getByRole("button", { name: "Add payment method", exact: true }).waitFor();
    expect(page.complaints.filter((words) => !words.includes("409"))).toEqual([]); // no form for cards: test provider
    await page.context().close();
  });

  test("a recharge that the bank asks about: the mail leads to the page, the page to the bank, and the credits arrive", async () => {
    await makeOrganization(talktime, "fabrikam");
    const path = "/v1/organizations/fabrikam";
    await talktime.api("PUT", `${path}/users/haruka@fabrikam.example`, {
      ...{ displayName: "Haruka Sato", kind: "person", usageLocation: "US" },
      ...{ mail: "haruka@fabrikam.example", roles: ["Global Administrator"] },
      licenses: ["MCOEV", "MCOPSTN1", "MCOPSTNC"],
    });
    const card = async (token: string): Promise<string> =>
      (await talktime.api("POST", `${path}/payment-methods`, { type: "card", token })).body.id;
    await talktime.api("POST", `${path}/top-ups`, { amount: "50", paymentMethod: await card("tok_visa") });
    const paymentMethod = await card("tok_authentication_required");
    const settings = { enabled: true, triggerAmount: "50", rechargeAmount: "100", paymentMethod };
    await talktime.api("PUT", `${path}/auto-recharge`, settings);
    const call = { user: "haruka@fabrikam.example", to: "+442079460000", seconds: 60 };
    await talktime.api("POST", `${path}/test-calls`, call); // 0.05: less than 50 is left
    await new Recharges(talktime.engine, new TopUps(talktime.engine, { mostTopUp: "100000" })).run();
    await notify(talktime.engine, talktime.url);
    const { items } = (await talktime.api("GET", `${path}/notices`)).body;
    const mail = items.find(({ event }: { event: string }) => event === "recharge.paused");
    const [link] = /http\S+confirm=\d+/.exec(mail.text) ?? [];
    expect(link, mail.text).toContain(`${talktime.url}/billing/payment-methods`);

    const page = await talktime.open(link!, { as: "fabrikam" });
    await page.getByText("The bank wants the payment of $100.00 to be confirmed.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Confirm the payment" }).click();
    await page.getByText("$100.00 was added.").waitFor();
    expect((await talktime.api("GET", `${path}/credits`)).body).toMatchObject({
      available: "149.95",
      autoRecharge: { enabled: true, state: "idle" },
    });
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
