/** What people meet on a bad day: a session that ends, a server that is away, names that mean harm, no mouse. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashPassword } from "../../src/engine/sign-in/password.ts";
import { noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeAccount } from "../support/people.ts";
import { makeOrganization } from "../support/server.ts";

const CREDITS = "/billing/your-products/communications-credits";
const MANY = 10_000;

describe.skipIf(noBrowser !== undefined)("on a bad day, in a browser", () => {
  let talktime: TestConsole;
  beforeAll(async () => {
    talktime = await startConsole();
    await makeOrganization(talktime);
    await talktime.api("POST", "/v1/organizations/contoso/payment-methods", { type: "card", token: "tok_visa" });
  }, 120_000);
  afterAll(() => talktime.close());

  test("whoever is signed out in the middle of a form finds it again after signing in", async () => {
    const passwordHash = await hashPassword("correct horse battery");
    await makeAccount(talktime, { email: "kim@talktime.example", organization: null, passwordHash });
    const page = await talktime.open(`${CREDITS}?org=contoso&tab=lots`, { as: "operator" });
    await page.getByRole("switch", { name: "Auto-recharge" }).check();
    await page.getByLabel("When the balance falls below (USD)").fill("37");
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByLabel("Email").fill("kim@talktime.example");
    await page.getByLabel("Password").fill("correct horse battery");
    await page.getByRole("button", { name: "Sign in" }).click();
    const kept = page.getByLabel("When the balance falls below (USD)");
    await kept.waitFor();
    expect([await kept.inputValue(), new URL(page.url()).searchParams.get("tab")]).toEqual(["37", "lots"]);
    await page.context().close();
  });

  test("a server that is away is told of, and asked again until it answers", async () => {
    const page = await talktime.open("/rates");
    await page.getByRole("heading", { level: 1, name: "Rates" }).waitFor();
    const server = /\/(v1|healthz)/;
    await page.route(server, (route) => route.abort());
    const away = page.getByText("The server can not be reached.").first();
    await page.getByRole("link", { name: "Licenses" }).click();
    await away.waitFor();
    await page.unroute(server);
    await page.getByText("10 Domestic Calling Plan × 3,000 = 30,000 minutes").waitFor();

    await page.route(server, (route) => route.fulfill({ status: 503, json: { code: "SERVICE_UNAVAILABLE" } }));
    await page.reload();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await page.unroute(server);
    await page.getByText("10 Domestic Calling Plan × 3,000 = 30,000 minutes").waitFor();
    await page.context().close();
  });

  test("a page that is gone to while the server is away says so, and is there once it is asked for again", async () => {
    const page = await talktime.open("/rates");
    await page.getByRole("heading", { level: 1, name: "Rates" }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole("link", { name: "Support", exact: true }).click();
    await page.getByText("The server can not be reached.").last().waitFor();
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Load it again" }).click();
    await page.getByRole("heading", { level: 1, name: "Support" }).waitFor();
    await page.context().close();
  });

  test("credits are bought by keyboard alone", async () => {
    const page = await talktime.open("/billing/purchase-services");
    await page.getByText("Yes. Everything is in order.").waitFor();
    const reach = async (name: RegExp): Promise<void> => {
      for (let pressed = 0; pressed < 80; pressed++) {
        await page.keyboard.press("Tab");
        const words = await page.evaluate<string>(`(() => {
          const { labels, textContent, ariaLabel } = document.activeElement;
          return [...(labels ?? [])].map((label) => label.textContent).join(" ") + (textContent || ariaLabel || "");
        })()`);
        if (name.test(words)) return;
      }
      throw new Error(`Tab never came to ${name}`);
    };
    await reach(/Auto-recharge \(recommended\)/);
    await page.keyboard.press("ArrowDown");
    await reach(/Amount now/);
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("75");
    await reach(/^Place order/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText("$75.00").first().waitFor();
    await reach(/^Add \$75\.00/);
    await page.keyboard.press("Enter");
    await page.getByText("$75.00 was added.").waitFor();
    expect((await talktime.api("GET", "/v1/organizations/contoso/credits")).body).toMatchObject({ available: "75" });
    await page.context().close();
  });

  test("ten thousand users with hostile names are scrolled through, a few rows at a time", async () => {
    await talktime.engine.pool.query(
      `INSERT INTO app_user (organization, principal_name, display_name, kind, usage_location, object_id, created_at)
       SELECT 'contoso', 'many' || n || '@contoso.example', $1 || n, 'person', 'US', gen_random_uuid(), now()
         FROM generate_series(1, $2::int) n`,
      [`<img src=x onerror=alert(1)>\u202E🙂${"x".repeat(200)}`, MANY],
    );
    const page = await talktime.open("/users/active-users");
    await page.getByRole("switch").first().waitFor();
    const table = page.getByRole("main").getByRole("table");
    for (let turn = 0; turn < 5; turn++) {
      await table.hover();
      await page.mouse.wheel(0, 20_000);
      await page.waitForTimeout(300);
    }
    expect(await page.locator("main tbody tr").count()).toBeLessThan(100);
    expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });
});
