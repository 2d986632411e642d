/** What the server finds wrong with a field carries a code, and the console says it in the language of its reader. */
import i18next from "i18next";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultWords, type FieldFault } from "../../console/api/problem.ts";
import { en } from "../../console/locales/en/index.ts";
import { ja } from "../../console/locales/ja/index.ts";
import type { FaultCode } from "../../src/domain/fault.ts";
import { makeOrganization, startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let card: string;
beforeAll(async () => {
  server = await startServer();
  await makeOrganization(server);
  card = (await server.api("POST", org("payment-methods"), { type: "card", token: "tok_visa" })).body.id;
  await i18next.init({
    resources: { en: { translation: en }, ja: { translation: ja } },
    interpolation: { escapeValue: false },
  });
});
afterAll(() => server.close());

const org = (path: string): string => `/v1/organizations/contoso/${path}`;
const ann = { displayName: "Ann", kind: "person", usageLocation: "US", licenses: [] };
const recharge = () => ({ enabled: false, triggerAmount: "50", rechargeAmount: "100", paymentMethod: card });

function wordsIn(language: "en" | "ja", fault: FieldFault): string {
  const money = (amount: string, currency: string): string =>
    new Intl.NumberFormat(language, { style: "currency", currency }).format(Number(amount));
  return faultWords(fault, i18next.cloneInstance({ lng: language }), money);
}

interface Row {
  asked: [method: "POST" | "PUT", path: string, body: () => object];
  pointer: string;
  code: FaultCode;
  said: { en: string; ja: string };
}

test.each<Row>([
  {
    asked: ["PUT", "users/ann@contoso.example", () => ({})],
    ...{ pointer: "/displayName", code: "REQUIRED_WHEN_NEW" },
    said: { en: "Fill this in.", ja: "入力してください。" },
  },
  {
    asked: ["POST", "top-ups", () => ({})],
    ...{ pointer: "/amount", code: "REQUIRED" },
    said: { en: "Fill this in.", ja: "入力してください。" },
  },
  {
    asked: ["POST", "incidents", () => ({ message: " " })],
    ...{ pointer: "/message", code: "REQUIRED" },
    said: { en: "Fill this in.", ja: "入力してください。" },
  },
  {
    asked: ["POST", "incidents", () => ({ message: "x".repeat(4001) })],
    ...{ pointer: "/message", code: "TOO_LONG" },
    said: { en: "4000 characters at most.", ja: "4000 文字以内で入力してください。" },
  },
  {
    asked: ["PUT", "users/ann@contoso.example", () => ({ ...ann, mail: "ann" })],
    ...{ pointer: "/mail", code: "NOT_AN_EMAIL" },
    said: { en: "Type an email address.", ja: "メール アドレスを入力してください。" },
  },
  {
    asked: ["PUT", "users/ann@contoso.example", () => ({ ...ann, kind: "robot" })],
    ...{ pointer: "/kind", code: "NOT_ONE_OF" },
    said: {
      en: "It must be one of person, resource-account.",
      ja: "次のいずれかを入力してください: person, resource-account",
    },
  },
  {
    asked: ["POST", "payment-methods", () => ({ type: "cash" })],
    ...{ pointer: "/type", code: "NOT_ONE_OF" },
    said: {
      en: "It must be one of card, enterprise-agreement, partner.",
      ja: "次のいずれかを入力してください: card, enterprise-agreement, partner",
    },
  },
  {
    asked: ["PUT", "users/ann@contoso.example", () => ({ ...ann, roles: ["Emperor"] })],
    ...{ pointer: "/roles/0", code: "NO_ROLE" },
    said: { en: "There is no role Emperor.", ja: "役割 Emperor はありません。" },
  },
  {
    asked: ["PUT", "users/ann@contoso.example", () => ({ ...ann, nose: 1 })],
    ...{ pointer: "/nose", code: "UNKNOWN_FIELD" },
    said: { en: "This field is not known.", ja: "この項目は使用できません。" },
  },
  {
    asked: ["PUT", "numbers/twelve", () => ({ kind: "subscriber", use: { type: "unassigned", id: null } })],
    ...{ pointer: "/e164", code: "NOT_A_PHONE_NUMBER" },
    said: {
      en: "Type a phone number with its country code, such as +44 20 7946 0000.",
      ja: "国番号を付けた電話番号を入力してください (例: +44 20 7946 0000)。",
    },
  },
  {
    asked: ["PUT", "webhooks/w", () => ({ url: "ftp://example.com" })],
    ...{ pointer: "/url", code: "NOT_A_URL" },
    said: { en: "Type an address that begins with https://.", ja: "https:// で始まるアドレスを入力してください。" },
  },
  {
    asked: ["POST", "top-ups", () => ({ amount: "49.99", paymentMethod: card })],
    ...{ pointer: "/amount", code: "AMOUNT_TOO_SMALL" },
    said: { en: "The least is $50.00.", ja: "$50.00 以上で入力してください。" },
  },
  {
    asked: ["POST", "top-ups", () => ({ amount: "50.001", paymentMethod: card })],
    ...{ pointer: "/amount", code: "DECIMALS" },
    said: { en: "Type an amount with at most 2 decimals.", ja: "小数点以下 2 桁までの金額を入力してください。" },
  },
  {
    asked: ["POST", "top-ups", () => ({ amount: "fifty", paymentMethod: card })],
    ...{ pointer: "/amount", code: "NOT_AN_AMOUNT" },
    said: { en: "Type an amount, such as 50.", ja: "50 のような金額を入力してください。" },
  },
  {
    asked: ["PUT", "auto-recharge", () => ({ ...recharge(), monthlyCap: "60" })],
    ...{ pointer: "/monthlyCap", code: "CAP_BELOW_RECHARGE" },
    said: { en: "It may not be below one recharge.", ja: "1 回のリチャージ金額以上で入力してください。" },
  },
  {
    asked: ["PUT", "auto-recharge", () => ({ ...recharge(), paymentMethod: "9" })],
    ...{ pointer: "/paymentMethod", code: "NO_PAYMENT_METHOD" },
    said: { en: "There is no such payment method any more.", ja: "この支払い方法は見つかりません。" },
  },
])("$code at $pointer of $asked.1: $said.en", async ({ asked: [method, path, body], pointer, code, said }) => {
  const answer = await server.api(method, org(path), body());
  const fault = (answer.body.errors as FieldFault[] | undefined)?.find((one) => one.pointer === pointer);
  expect(fault, JSON.stringify(answer.body)).toMatchObject({ code, message: expect.any(String) });
  expect({ en: wordsIn("en", fault!), ja: wordsIn("ja", fault!) }).toEqual(said);
});
