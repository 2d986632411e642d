/** A receipt on one page of A4. The font is embedded as far as it is used, so that it looks the same everywhere. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type PDFDocument from "pdfkit";
import { packageRoot } from "../../package-root.ts";
import { dayIn, momentIn, moneyIn, RECEIPT_WORDS, type ReceiptLanguage, type ReceiptWords } from "./words.ts";

export interface Receipt {
  /** The top-up's id. */
  number: string;
  organization: string;
  /** Decimal string. */
  amount: string;
  currency: string;
  /** Epoch ms. */
  paidAt: number;
  timeZone: string;
  method: ReceiptMethod;
  purchaseOrder: string | null;
  /** As the operator wants it said; absent: no line. */
  taxLine: string | undefined;
  /** When what is left of the credits is forfeited; epoch ms, null where the lot is gone. */
  expiresAt: number | null;
  issuer: string;
}

export type ReceiptMethod =
  | { type: "card"; brand: string | null; last4: string | null }
  | { type: "enterprise-agreement"; agreementNumber: string }
  | { type: "partner" };

const MARGIN = 64;
const WIDTH = 595.28 - 2 * MARGIN;
const LABELS = 170;
const INK = "#1b1a19";
const FAINT = "#605e5c";
const LINE = "#c8c6c4";

let font: Buffer | undefined;

/** The same receipt in the same language is the same file, byte for byte. */
export async function receiptPdf(receipt: Receipt, language: ReceiptLanguage): Promise<Buffer> {
  const words = RECEIPT_WORDS[language];
  const { default: Document } = await import("pdfkit"); // 20 MB of memory, for the few servers that print
  font ??= readFileSync(join(packageRoot(), "assets", "fonts", "NotoSansJP-Regular.ttf"));
  const doc = new Document({
    size: "A4",
    margin: MARGIN,
    lang: language,
    pdfVersion: "1.7",
    displayTitle: true,
    info: {
      Title: `${words.title} ${receipt.number}`,
      Author: receipt.issuer,
      CreationDate: new Date(receipt.paidAt),
    },
  });
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const written = new Promise<Buffer>((resolve, reject) => {
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
  doc.registerFont("text", font).font("text").fillColor(INK);
  drawHead(doc, receipt, words, language);
  drawRows(doc, rowsOf(receipt, words, language));
  drawIssuer(doc, receipt, words);
  doc.end();
  return written;
}

type Doc = InstanceType<typeof PDFDocument>;

function drawHead(doc: Doc, receipt: Receipt, words: ReceiptWords, language: ReceiptLanguage): void {
  doc.fontSize(24).text(words.title, { width: WIDTH, align: "center" });
  doc.moveDown(0.8).fontSize(9).fillColor(FAINT);
  doc.text(`${words.number}: ${receipt.number}`, { width: WIDTH, align: "right" });
  doc.text(`${words.issued}: ${dayIn(language, receipt.paidAt, receipt.timeZone)}`, { width: WIDTH, align: "right" });
  doc.moveDown(1.5).fillColor(INK).fontSize(15).text(words.payer(receipt.organization), { width: WIDTH });
  rule(doc, 3);
  doc.moveDown(1.2);
  const top = doc.y;
  doc.roundedRect(MARGIN, top, WIDTH, 62, 4).fill("#f3f2f1").fillColor(FAINT);
  doc.fontSize(10).text(words.amount, MARGIN + 16, top + 22);
  doc.fillColor(INK).fontSize(22);
  doc.text(moneyIn(language, receipt.amount, receipt.currency), MARGIN, top + 14, {
    width: WIDTH - 16,
    align: "right",
  });
  doc.fontSize(10.5).text(words.purpose, MARGIN, top + 78, { width: WIDTH });
  doc.text(words.acknowledgement, { width: WIDTH }).moveDown(1.5);
}

function rowsOf(receipt: Receipt, words: ReceiptWords, language: ReceiptLanguage): [label: string, value: string][] {
  const { paidAt, timeZone, purchaseOrder, taxLine, expiresAt } = receipt;
  const rows: [string, string | null | undefined][] = [
    [words.paidOn, momentIn(language, paidAt, timeZone)],
    [words.method, methodIn(words, receipt.method)],
    [words.purchaseOrder, purchaseOrder],
    [words.tax, taxLine],
    [words.expires, expiresAt === null ? null : momentIn(language, expiresAt, timeZone)],
  ];
  return rows.filter((row): row is [string, string] => typeof row[1] === "string");
}

function methodIn(words: ReceiptWords, method: ReceiptMethod): string {
  if (method.type === "card") return words.card(method.brand, method.last4);
  return method.type === "partner" ? words.partner : words.agreement(method.agreementNumber);
}

function drawRows(doc: Doc, rows: readonly [label: string, value: string][]): void {
  doc.fontSize(10.5);
  for (const [label, value] of rows) {
    rule(doc, 0);
    const top = doc.y + 7;
    doc.fillColor(FAINT).text(label, MARGIN, top, { width: LABELS - 12 });
    const below = doc.y;
    doc.fillColor(INK).text(value, MARGIN + LABELS, top, { width: WIDTH - LABELS });
    doc.x = MARGIN;
    doc.y = Math.max(below, doc.y) + 7;
  }
  rule(doc, 0);
}

function drawIssuer(doc: Doc, { issuer }: Receipt, words: ReceiptWords): void {
  doc.moveDown(2.5).fillColor(FAINT).fontSize(9).text(words.issuer, MARGIN, doc.y, { width: WIDTH, align: "right" });
  doc.fillColor(INK).fontSize(12).text(issuer, { width: WIDTH, align: "right" });
}

function rule(doc: Doc, below: number): void {
  const y = doc.y + below;
  doc
    .moveTo(MARGIN, y)
    .lineTo(MARGIN + WIDTH, y)
    .lineWidth(0.6)
    .strokeColor(LINE)
    .stroke();
}
