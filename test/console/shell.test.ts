/** The console's frame: served safely, reached by every address, usable by everybody, in both languages. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashPassword } from "../../src/engine/sign-in/password.ts";
import { accessibilityFaults, noBrowser, startConsole, type TestConsole } from "../support/browser.ts";
import { makeAccount } from "../support/people.ts";
import { makeOrganization } from "../support/server.ts";

let talktime: TestConsole;
beforeAll(async () => {
  talktime = await startConsole();
  await makeOrganization(talktime);
}, 120_000);
afterAll(() => talktime.close());

/** Reads to the end: an answer half read keeps its connection, and the server waits for it. */
async function ask(path: string, init?: RequestInit) {
  const answer = await fetch(talktime.url + path, init);
  return {
    status: answer.status,
    headers: answer.headers,
    type: answer.headers.get("content-type"),
    text: await answer.text(),
  };
}
const asBrowser = { accept: "text/html,application/xhtml+xml" };

describe("what the server sends", () => {
  test("any address that a person goes to is the page, with a policy that lets no foreign or inline script in", async () => {
    for (const path of ["/", "/billing/your-products/communications-credits?show=lot:1", "/no/such/page"]) {
      const answer = await ask(path, { headers: asBrowser });
      expect([path, answer.status, answer.headers.get("content-type")]).toEqual([
        path,
        200,
        "text/html; charset=utf-8",
      ]);
      expect(answer.text).not.toMatch(/<script(?![^>]*\ssrc=)/);
      const policy = answer.headers.get("content-security-policy");
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("cache-control")).toBe("no-cache");
    }
  });

  test("scripts are compressed, kept for good, and nothing beside the built files comes out", async () => {
    const page = (await ask("/", { headers: asBrowser })).text;
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "";
    const answer = await ask(script, { headers: { "accept-encoding": "br" } });
    expect(answer.headers.get("content-encoding")).toBe("br");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    for (const path of ["/assets/no.js", "/assets/../built-from", "/assets/%2e%2e/built-from", "/built-from"]) {
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
  });

  test("the API stays the API, whoever asks", async () => {
    const unknown = await ask("/v1/nothing", { headers: asBrowser });
    expect([unknown.status, unknown.type]).toEqual([401, "application/problem+json; charset=utf-8"]);
    expect((await ask("/healthz", { headers: asBrowser })).type).toContain("json");
    expect((await ask("/no/such/page", { method: "POST" })).status).toBe(404);
  });
});

describe.skipIf(noBrowser !== undefined)("in a browser", () => {
  test("the first page is there with at most 300 KB of compressed script", async () => {
    const page = await talktime.open("/");
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    const bytes = await page.evaluate<number>(
      `performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js"))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    );
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(300 * 1024);
    await page.context().close();
  });

  test("in English and light, without a serious fault for anybody; pages.test.ts goes through the others", async () => {
    const page = await talktime.open("/");
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.context().close();
  });

  test("whoever is not signed in signs in, and is then where they wanted to go", async () => {
    const passwordHash = await hashPassword("correct horse battery");
    await makeAccount(talktime, { email: "kim@talktime.example", organization: null, passwordHash });
    const address = "/billing/your-products/communications-credits?org=contoso&tab=lots";
    const page = await talktime.open(address, { as: "nobody" });
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Fill this in.").first().waitFor();
    await page.getByLabel("Email").fill("kim@talktime.example");
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The email or the password is not right.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel("Password").fill("correct horse battery");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Communications Credits" }).waitFor();
    expect(page.url()).toContain("tab=lots");

    // Signed out elsewhere: the next change of page leads to the sign-in page, and from there back.
    await page.context().clearCookies();
    await page.reload();
    await page.getByLabel("Email").waitFor();
    expect(new URL(page.url()).searchParams.get("returnTo")).toContain("tab=lots");
    await page.context().close();
  });

  test("a page is found by an older name, a number leads to its price", async () => {
    const page = await talktime.open("/");
    await page.getByRole("combobox", { name: "Search" }).fill("billing settings");
    await page.getByRole("option", { name: "Communications Credits" }).click();
    await page.getByRole("heading", { level: 1, name: "Communications Credits" }).waitFor();
    await page.getByRole("combobox", { name: "Search" }).fill("+81 3 1234 5678");
    await page.getByRole("option", { name: "What does a call to +81 3 1234 5678 cost?" }).click();
    await page.waitForURL(/\/rates\?to=%2B81312345678/);
    await page.context().close();
  });
});
