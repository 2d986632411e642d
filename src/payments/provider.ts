/**
 * Money in: what Talktime asks of whoever takes the payment. The key makes a charge repeatable: asked again with the
 * same key, a provider answers what became of the first one and takes no money twice (architecture.md 17).
 */
import type { Micros } from "../domain/money.ts";

export type PaymentMethodDetails =
  | { type: "card"; token: string }
  | {
      type: "enterprise-agreement";
      agreementNumber: string;
      purchaseOrder?: string | undefined;
      /** Days, `2026-11-22`, both included. */
      validFrom?: string | undefined;
      validTo?: string | undefined;
    }
  | { type: "partner" };

export interface PaymentRequest {
  /** The top-up's id; saved before the charge. */
  idempotencyKey: string;
  /** Above zero. */
  amount: Micros;
  currency: string;
  method: PaymentMethodDetails;
  /** When the charge was first asked for, epoch ms. */
  requestedAt: number;
  /** Today in the organisation's time zone, `2026-11-22`. */
  today: string;
}

export type PaymentOutcome =
  | { state: "succeeded"; payment: string }
  /** For good; `failure` is a sentence for who pays. */
  | { state: "failed"; failure: string }
  /** The payer's bank wants to hear from the payer first. */
  | { state: "requires-action" }
  /** Nobody knows yet: ask again with the same key. */
  | { state: "unknown" };

export interface PaymentProvider {
  /** The house account `cash/<name>` of the ledger. */
  readonly name: string;
  /** May throw, which means no more than `unknown`. */
  charge(request: PaymentRequest): Promise<PaymentOutcome>;
}

/** Enterprise agreements and partners are billed on paper: credited at once, under the number that they gave. */
export const invoiceProvider: PaymentProvider = {
  name: "invoice",
  async charge({ idempotencyKey, method, today }) {
    if (method.type === "enterprise-agreement") {
      const { agreementNumber, validFrom, validTo } = method;
      if (validFrom !== undefined && today < validFrom)
        return { state: "failed", failure: `Enterprise agreement ${agreementNumber} begins on ${validFrom}.` };
      if (validTo !== undefined && today > validTo)
        return { state: "failed", failure: `Enterprise agreement ${agreementNumber} ended on ${validTo}.` };
    }
    return { state: "succeeded", payment: `invoice-${idempotencyKey}` };
  },
};
