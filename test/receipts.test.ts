import { execFileSync, spawnSync } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeOrganization, startServer, type TestServer } from "./support/server.ts";

const NOW = Date.parse("2026-11-22T23:30:00Z");
let server: TestServer;
let api: TestServer["api"];

beforeAll(async () => {
  server = await startServer({
    now: () => NOW,
    environment: { TALKTIME_RECEIPT_ISSUER: "Example Telecom 株式会社", TALKTIME_TAX_LINE: "T1234567890123 対象外" },
  });
  api = server.api;
  await makeOrganization(server, "takasaki", {
    displayName: "髙﨑𠮷通信株式会社",
    timeZone: "Asia/Tokyo",
    country: "JP",
    currency: "JPY",
    preferredLanguage: "ja-JP",
    billing: { agreement: "enterprise", country: "JP", enterpriseAgreements: ["V1234567"] },
  });
  await makeOrganization(server, "contoso", { displayName: "Contoso, Ltd.", timeZone: "America/Los_Angeles" });
});
afterAll(() => server.close());

async function pay(org: string, amount: string, method: object): Promise<{ path: string; state: string }> {
  const added = await api("POST", `/v1/organizations/${org}/payment-methods`, method);
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  const { body } = await api("POST", `/v1/organizations/${org}/top-ups`, { amount, paymentMethod: added.body.id });
  return { path: `/v1/organizations/${org}/top-ups/${body.id}/receipt`, state: body.state };
}

async function fetchPdf(path: string, headers: Record<string, string> = {}) {
  const key = `Bearer operator-key-of-the-tests-0123456789`;
  const answer = await server.app.inject({ url: path, headers: { authorization: key, ...headers } });
  expect(answer.statusCode, answer.payload.slice(0, 300)).toBe(200);
  expect(answer.headers["content-type"]).toBe("application/pdf");
  return { language: answer.headers["content-language"], pdf: answer.rawPayload };
}

/** What the page says, by a reader that is not ours; one space where it leaves room. */
const textOf = (pdf: Buffer): string =>
  execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8" }).replace(/\s+/g, " ");

const whyNotRead = spawnSync("pdftotext", ["-v"]).error && "pdftotext is not installed (Debian: poppler-utils)";

describe("the text of a receipt, read by pdftotext", () => {
  beforeEach(({ skip }) => skip(whyNotRead !== undefined, whyNotRead));

  test("in Japanese: names, agreement, purchase order, tax and the day in Tokyo", async () => {
    const { path } = await pay("takasaki", "50000", {
      type: "enterprise-agreement",
      agreementNumber: "V1234567",
      purchaseOrder: "発注-77",
    });
    const text = textOf((await fetchPdf(path)).pdf);
    for (const said of [
      "領収書",
      "髙﨑𠮷通信株式会社 御中",
      "JPY 50,000",
      "支払い日 2026年11月23日 08:30 (Asia/Tokyo)",
      "エンタープライズ契約番号 V1234567",
      "発注書番号 発注-77",
      "税 T1234567890123 対象外",
      "購入分の有効期限 2027年11月23日 00:00 (Asia/Tokyo)",
      "Example Telecom 株式会社",
    ])
      expect(text).toContain(said);
  });

  test("in English: the card by its last digits, the day in Los Angeles, no line for what there is none of", async () => {
    const { path } = await pay("contoso", "75.5", { type: "card", token: "tok_visa" });
    const text = textOf((await fetchPdf(path)).pdf);
    for (const said of [
      "Receipt",
      "Contoso, Ltd.",
      "USD 75.50",
      "22 November 2026 15:30 (America/Los_Angeles)",
      "Card Visa ending in 4242",
      "22 November 2027 00:00 (America/Los_Angeles)",
    ])
      expect(text).toContain(said);
    expect(text).not.toContain("Purchase order");
  });

  test("a receipt keeps the purchase order of its day", async () => {
    const method = { type: "enterprise-agreement", agreementNumber: "V1234567", purchaseOrder: "PO-1" };
    const { path } = await pay("takasaki", "5000", method);
    await server.engine.pool.query("UPDATE payment_method SET purchase_order = 'PO-2' WHERE purchase_order = 'PO-1'");
    expect(textOf((await fetchPdf(path)).pdf)).toContain("PO-1");
  });
});

test.each([
  ["contoso", "", {}, "en"],
  ["contoso", "?lang=ja", { "accept-language": "en" }, "ja"],
  ["contoso", "", { "accept-language": "ja-JP,ja;q=0.9,en;q=0.5" }, "ja"],
  ["contoso", "", { "accept-language": "de, en;q=0.4, ja;q=0.7" }, "ja"],
  ["takasaki", "", {}, "ja"],
  ["takasaki", "", { "accept-language": "fr, *" }, "ja"],
  ["takasaki", "?lang=en", {}, "en"],
])("the language for %s with %s and %j is %s", async (org, query, headers, language) => {
  const card = { type: "card", token: "tok_visa" };
  const { path } = await pay(org, "5000", card);
  const receipt = await fetchPdf(`${path}${query}`, headers);
  expect(receipt.language).toBe(language);
  expect(receipt.pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect((await fetchPdf(`${path}${query}`, headers as Record<string, string>)).pdf.equals(receipt.pdf)).toBe(true);
});

test.each([
  ["tok_declined", "The payment failed, so there is no receipt."],
  ["tok_timeout", "Whether it was paid is not known yet. Ask again in a few minutes."],
  ["tok_authentication_required", "The bank wants the payer to confirm the payment first."],
])("a top-up with %s has no receipt, and the reason is told", async (token, detail) => {
  const { path } = await pay("contoso", "50", { type: "card", token });
  expect(await api("GET", path)).toMatchObject({ status: 409, body: { code: "TOP_UP_NOT_PAID", detail } });
});

test("there is no receipt of another organisation's top-up, nor in a language that we do not speak", async () => {
  const { path } = await pay("contoso", "50", { type: "card", token: "tok_visa" });
  const other = await api("GET", path.replace("contoso", "takasaki"));
  expect(other).toMatchObject({ status: 404, body: { code: "UNKNOWN_TOP_UP" } });
  expect(await api("GET", `${path}?lang=tlh`)).toMatchObject({ status: 400, body: { code: "INVALID_REQUEST" } });
});
