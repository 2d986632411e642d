/**
 * Money in: what Talktime asks of whoever takes the payment. The key makes a charge repeatable: asked again with the
 * same key, a provider answers what became of the first one and takes no money twice (architecture.md 17).
 */
import type { Micros } from "../domain/money.ts";

export type PaymentMethodDetails =
  | { type: "card"; token: string; customer?: string | undefined }
  | {
      type: "enterprise-agreement";
      agreementNumber: string;
      purchaseOrder?: string | undefined;
      /** Days, `2026-11-22`, both included. */
      validFrom?: string | undefined;
      validTo?: string | undefined;
    }
  | { type: "partner" };

/** Of a declined card. Lasting: asking again with the same card is of no use. */
export type Decline = "lasting" | "passing";

export interface PaymentRequest {
  organization: string;
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
  | { state: "failed"; failure: string; decline?: Decline | undefined }
  /** The payer's bank wants to hear from the payer first. */
  | { state: "requires-action" }
  /** Nobody knows yet: ask again with the same key. */
  | { state: "unknown" };

export interface RefundRequest {
  /** The refund's id; saved before the provider is asked. */
  idempotencyKey: string;
  /** When it was first asked for, epoch ms. */
  requestedAt: number;
  /** The provider's own name of the payment. */
  payment: string;
  /** Above zero, at most what was paid. */
  amount: Micros;
  currency: string;
}

export type RefundOutcome =
  | { state: "succeeded"; refund: string }
  /** For good; `failure` is a sentence for the operator. */
  | { state: "failed"; failure: string }
  | { state: "unknown" };

/** A payment that succeeded, as its provider knows it. */
export interface PaymentMade {
  payment: string;
  method: PaymentMethodDetails;
  /** Epoch ms. */
  settledAt: number;
}

/** The payer's bank wants a payment back. */
export interface DisputeNotice {
  payment: string;
  /** The provider's own name of the dispute. */
  dispute: string;
  /** What the bank wants back; absent: all of it that was not refunded. */
  claim?: Claim | undefined;
}

export interface Claim {
  /** Above zero. */
  amount: Micros;
  currency: string;
}

export interface PaymentProvider {
  /** The house account `cash/<name>` of the ledger. */
  readonly name: string;
  /** May throw, which means no more than `unknown`; so may a refund. */
  charge(request: PaymentRequest): Promise<PaymentOutcome>;
  refund(request: RefundRequest): Promise<RefundOutcome>;
  /** Of a provider that has to be asked: which of these payments are disputed. Others tell by themselves. */
  disputesOf?(payments: readonly PaymentMade[]): Promise<DisputeNotice[]>;
}

/** A card, as far as anybody but its provider knows it. */
export interface Card {
  /** The provider's names of the card and of whom it belongs to. */
  token: string;
  customer: string | null;
  /** As its holder knows it: `Visa`. */
  brand: string | null;
  last4: string | null;
  /** The last day on which it can be charged, `2029-04-30`. */
  expires: string | null;
}

/** A dispute as its provider's own books have it. */
export interface DisputeKnown extends DisputeNotice {
  /** Undefined while it is open. */
  outcome: "won" | "lost" | undefined;
}

/** What a provider tells by itself. It is a hint only: what it is about is looked up. */
export type ProviderEvent =
  { kind: "payment"; organization: string; topUp: string } | ({ kind: "dispute" } & DisputeKnown) | { kind: "other" };

/** A payment that succeeded, as its provider's own books have it: what the ledger is compared with. */
export interface PaymentKnown {
  payment: string;
  /** Whose it is and for which top-up, by what was said when it was made. */
  organization: string;
  topUp: string;
  amount: Micros;
  currency: string;
  /** Of the amount, refunds that are done or under way. */
  refunded: Micros;
  disputes: DisputeKnown[];
}

/** What a browser loads from the provider, so that a card's number is typed into a frame of the provider's own. */
export interface ProviderScript {
  /** Says whose account it is, and may be known to everybody. */
  publishableKey: string;
  url: string;
}

/** How a payer tells the bank yes: on a page of the bank's, or through the provider's script in a page of ours. */
export type Confirmation = { by: "page"; url: string } | { by: "script"; clientSecret: string };

/** Whoever charges cards. */
export interface CardProvider extends PaymentProvider {
  /** Of a provider with a form of its own, where pages may show it. */
  readonly script?: ProviderScript | undefined;
  /**
   * A card that was entered at the provider, made ready to be charged while nobody is there.
   * @throws CardNotAccepted
   */
  acceptCard(token: string, customer: string | null): Promise<Card>;
  /** Of a provider that keeps customers: makes one; a repeat within hours is the same one. */
  newCustomer?(organization: string, name: string): Promise<string>;
  /** What a page needs to ask for a card, which goes to the provider and never here. */
  beginCard?(customer: string): Promise<{ clientSecret: string }>;
  /**
   * How the payer confirms a payment that requires it; from a page of the bank's the payer is sent on to `returnUrl`.
   * Null where there is nothing to confirm any more.
   */
  confirmation(request: PaymentRequest, returnUrl: string): Promise<Confirmation | null>;
  /**
   * Of a provider with books of its own: payments that were made between two times (epoch ms) and succeeded. Earlier ones
   * that were refunded or disputed since the first time, too, and those of `also`.
   */
  paymentsBetween?(from: number, to: number, also: readonly string[]): Promise<PaymentKnown[]>;
  /** Of a provider that tells by itself. @throws WebhookRefused for what is not the provider's, or is old */
  readWebhook?(body: Buffer, signature: string | undefined): ProviderEvent;
}

/** The sentence is for whoever enters the card. */
export class CardNotAccepted extends Error {}
export class WebhookRefused extends Error {}

/** Enterprise agreements and partners are billed on paper: credited at once, under the number that they gave. */
export const invoiceProvider: PaymentProvider = {
  name: "invoice",
  async charge({ idempotencyKey, method, today }) {
    if (method.type === "enterprise-agreement") {
      const { agreementNumber, validFrom, validTo } = method;
      if (validFrom !== undefined && today < validFrom)
        return {
          state: "failed",
          failure: `Enterprise agreement ${agreementNumber} begins on ${validFrom}.`,
          decline: "lasting",
        };
      if (validTo !== undefined && today > validTo)
        return {
          state: "failed",
          failure: `Enterprise agreement ${agreementNumber} ended on ${validTo}.`,
          decline: "lasting",
        };
    }
    return { state: "succeeded", payment: `invoice-${idempotencyKey}` };
  },
  async refund({ idempotencyKey }) {
    return { state: "succeeded", refund: `credit-note-${idempotencyKey}` };
  },
};
