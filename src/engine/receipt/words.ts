/** What a receipt says, in each of its languages. */
import { Temporal } from "temporal-polyfill";

export const RECEIPT_LANGUAGES = ["en", "ja"] as const;
export type ReceiptLanguage = (typeof RECEIPT_LANGUAGES)[number];

export interface ReceiptWords {
  title: string;
  number: string;
  issued: string;
  /** Who paid, as it is written above the amount. */
  payer: (name: string) => string;
  purpose: string;
  acknowledgement: string;
  amount: string;
  paidOn: string;
  method: string;
  card: (brand: string | null, last4: string | null) => string;
  agreement: (number: string) => string;
  partner: string;
  purchaseOrder: string;
  tax: string;
  expires: string;
  issuer: string;
}

export const RECEIPT_WORDS: Record<ReceiptLanguage, ReceiptWords> = {
  en: {
    title: "Receipt",
    number: "Receipt number",
    issued: "Date of receipt",
    payer: (name) => name,
    purpose: "For communications credits",
    acknowledgement: "Received with thanks.",
    amount: "Amount",
    paidOn: "Paid on",
    method: "Payment method",
    card: (brand, last4) => ["Card", brand, last4 && `ending in ${last4}`].filter(Boolean).join(" "),
    agreement: (number) => `Enterprise agreement number ${number}`,
    partner: "Paid by the partner",
    purchaseOrder: "Purchase order number",
    tax: "Tax",
    expires: "These credits expire on",
    issuer: "Issued by",
  },
  ja: {
    title: "領収書",
    number: "領収書番号",
    issued: "領収日",
    payer: (name) => `${name} 御中`,
    purpose: "但し、コミュニケーション クレジット代として",
    acknowledgement: "上記の金額を正に領収いたしました。",
    amount: "金額",
    paidOn: "支払い日",
    method: "支払い方法",
    card: (brand, last4) => ["カード", brand, last4 && `末尾 ${last4}`].filter(Boolean).join(" "),
    agreement: (number) => `エンタープライズ契約番号 ${number}`,
    partner: "パートナーによる支払い",
    purchaseOrder: "発注書番号",
    tax: "税",
    expires: "購入分の有効期限",
    issuer: "発行者",
  },
};

/** The day of an epoch-ms moment in the organisation's time zone: 22 November 2026, 2026年11月22日. */
export const dayIn = (language: ReceiptLanguage, at: number, timeZone: string): string =>
  new Intl.DateTimeFormat(language === "ja" ? "ja-JP" : "en-GB", { dateStyle: "long", timeZone }).format(at);

/** Day and time, with the time zone's name, since the credits end on the minute. */
export function momentIn(language: ReceiptLanguage, at: number, timeZone: string): string {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  return `${dayIn(language, at, timeZone)} ${time} (${timeZone})`;
}

/** `amount`: a decimal string. The code stays beside the number: a dollar sign has many countries. */
export const moneyIn = (language: ReceiptLanguage, amount: string, currency: string): string =>
  new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "code" })
    .format(amount as Intl.StringNumericLiteral)
    .replaceAll("\u00a0", " ");

/** The first of the languages that a browser's Accept-Language asks for which receipts have (RFC 9110 §12.5.4). */
export function acceptedLanguage(header: string | undefined): ReceiptLanguage | undefined {
  const wanted = (header ?? "").split(",").map((part) => {
    const [tag = "", ...parameters] = part.trim().split(";");
    const quality = /^\s*q=([\d.]+)\s*$/.exec(parameters[0] ?? "")?.[1] ?? "1";
    return { language: languageOf(tag), quality: Number(quality) };
  });
  return wanted
    .filter(({ language, quality }) => language !== undefined && quality > 0)
    .sort((a, b) => b.quality - a.quality)[0]?.language;
}

/** Of a language tag such as ja-JP. */
export const languageOf = (tag: string): ReceiptLanguage | undefined =>
  RECEIPT_LANGUAGES.find((language) => tag.trim().toLowerCase().split("-")[0] === language);
