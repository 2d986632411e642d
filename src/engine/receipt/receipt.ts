/** The receipt of a top-up: for whoever books the payment, in English or Japanese. */
import type { Config } from "../../config.ts";
import { formatMicros } from "../../domain/money.ts";
import { readReceipt, type ReceiptRow } from "../../postgres/receipts.ts";
import { knownBuyer } from "../eligibility.ts";
import type { Engine } from "../engine.ts";
import { idOf } from "../payment-methods.ts";
import { Refused } from "../refused.ts";
import { type ReceiptMethod, receiptPdf } from "./pdf.ts";
import { languageOf, type ReceiptLanguage } from "./words.ts";

export { acceptedLanguage, RECEIPT_LANGUAGES, type ReceiptLanguage } from "./words.ts";

/**
 * The PDF, in the language asked for, else the organisation's own where there are receipts in it, else English.
 * @throws Refused for a top-up that does not exist, and for one that nobody has paid
 */
export async function receiptOf(
  engine: Engine,
  { receiptIssuer, taxLine }: Pick<Config, "receiptIssuer" | "taxLine">,
  organization: string,
  topUp: string,
  language: ReceiptLanguage | undefined,
): Promise<{ pdf: Buffer; language: ReceiptLanguage }> {
  await knownBuyer(engine, organization);
  const row = await readReceipt(engine.pool, organization, idOf(topUp) ?? -1n);
  if (!row) throw new Refused("UNKNOWN_TOP_UP", `The organisation has no top-up ${topUp}.`);
  if (row.settledAt === null || row.state !== "succeeded") throw new Refused("TOP_UP_NOT_PAID", UNPAID[row.state]);
  const used = language ?? languageOf(row.preferredLanguage) ?? "en";
  const receipt = {
    number: topUp,
    organization: row.organizationName,
    amount: formatMicros(row.amount),
    currency: row.currency,
    paidAt: row.settledAt,
    timeZone: row.timeZone,
    method: methodOf(row),
    purchaseOrder: row.purchaseOrder,
    taxLine,
    expiresAt: row.lotEndsAt,
    issuer: receiptIssuer,
  };
  return { pdf: await receiptPdf(receipt, used), language: used };
}

function methodOf({ methodType: type, brand, last4, agreementNumber }: ReceiptRow): ReceiptMethod {
  if (type === "card") return { type, brand, last4 };
  return type === "partner" ? { type } : { type, agreementNumber: agreementNumber ?? "" };
}

const UNPAID: Record<ReceiptRow["state"], string> = {
  pending: "Whether it was paid is not known yet. Ask again in a few minutes.",
  "requires-action": "The bank wants the payer to confirm the payment first.",
  failed: "The payment failed, so there is no receipt.",
  succeeded: "The payment has no date.",
};
