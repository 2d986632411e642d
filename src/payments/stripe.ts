/**
 * Cards through Stripe, with its own client. A charge is found again by what it was made for: within the time that
 * Stripe keeps idempotency keys by asking again with the same key, later by its metadata. What a payment has become is
 * read from the payment itself and never from an event or a kept answer, which may be old.
 */
import type Stripe from "stripe";
import type { Micros } from "../domain/money.ts";
import {
  type Card,
  CardNotAccepted,
  type CardProvider,
  type Confirmation,
  type DisputeKnown,
  type PaymentKnown,
  type PaymentOutcome,
  type PaymentRequest,
  type ProviderEvent,
  type ProviderScript,
  type RefundOutcome,
  type RefundRequest,
  WebhookRefused,
} from "./provider.ts";
import { declineOf, sentenceOf } from "./stripe-declines.ts";

export interface StripeSettings {
  secretKey: string;
  /** Of the webhook endpoint; without it no webhook is taken. */
  webhookSecret: string | undefined;
  /** `http://127.0.0.1:12111` in tests. */
  apiBase: string | undefined;
  /** Undefined: no page shows Stripe's form. */
  script: ProviderScript | undefined;
}

/** Stripe forgets idempotency keys after 24 hours. */
const KEY_KEPT_MS = 20 * 3_600_000;
/** Somebody waits for the answer of a top-up; the job asks again. */
const TIMEOUT_MS = 10_000;
/** How far the clock of this host may be from Stripe's. */
const CLOCK_SKEW_SECONDS = 600;
const PAGE = 100;

export class StripeProvider implements CardProvider {
  readonly name = "stripe";
  readonly script: ProviderScript | undefined;
  readonly #stripe: Stripe;
  readonly #errors: typeof Stripe.errors;
  readonly #webhookSecret: string | undefined;
  readonly #now: () => number;

  /** `now`: epoch ms. Stripe's client is 15 MB of memory that only who uses it should have. */
  static async open(settings: StripeSettings, now: () => number): Promise<StripeProvider> {
    const { default: client } = await import("stripe");
    return new StripeProvider(client, settings, now);
  }

  private constructor(client: typeof Stripe, settings: StripeSettings, now: () => number) {
    const { secretKey, webhookSecret, apiBase, script } = settings;
    this.script = script;
    this.#errors = client.errors;
    this.#stripe = new client(secretKey, {
      timeout: TIMEOUT_MS,
      maxNetworkRetries: 1,
      telemetry: false,
      appInfo: { name: "Talktime" },
      ...(apiBase === undefined ? {} : addressOf(apiBase)),
    });
    this.#webhookSecret = webhookSecret;
    this.#now = now;
  }

  async newCustomer(organization: string, name: string): Promise<string> {
    const { id } = await this.#stripe.customers.create(
      { name, metadata: { organization } },
      { idempotencyKey: `customer-${organization}-${Math.floor(this.#now() / KEY_KEPT_MS)}` },
    );
    return id;
  }

  async beginCard(customer: string): Promise<{ clientSecret: string }> {
    const intent = await this.#stripe.setupIntents.create({
      customer,
      usage: "off_session",
      allowed_payment_method_types: ["card"],
    });
    if (intent.client_secret === null) throw new Error("Stripe gave no secret for the card form");
    return { clientSecret: intent.client_secret };
  }

  async acceptCard(token: string, customer: string | null): Promise<Card> {
    try {
      let method = await this.#stripe.paymentMethods.retrieve(token);
      if (customer !== null && method.customer === null)
        method = await this.#stripe.paymentMethods.attach(token, { customer });
      if (method.card === undefined || idOf(method.customer) !== customer) throw new CardNotAccepted(NOT_YOUR_CARD);
      const { brand, last4, exp_year: year, exp_month: month } = method.card;
      const expires = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
      return { token, customer, brand: brand.charAt(0).toUpperCase() + brand.slice(1), last4, expires };
    } catch (error) {
      if (error instanceof this.#errors.StripeCardError) throw new CardNotAccepted(sentenceOf(error.decline_code));
      if (error instanceof this.#errors.StripeInvalidRequestError) throw new CardNotAccepted(NOT_YOUR_CARD);
      throw error;
    }
  }

  async charge(request: PaymentRequest): Promise<PaymentOutcome> {
    const { method, requestedAt } = request;
    if (method.type !== "card") throw new Error("Stripe charges cards only");
    if (this.#now() - requestedAt > KEY_KEPT_MS) {
      const made = await this.#find(request);
      return made
        ? outcomeOf(made, request)
        : { state: "failed", failure: "The payment was never made.", decline: "passing" };
    }
    try {
      const made = await this.#stripe.paymentIntents.create(
        {
          amount: minorUnits(request.amount, request.currency),
          currency: request.currency.toLowerCase(),
          payment_method: method.token,
          allowed_payment_method_types: ["card"],
          confirm: true,
          off_session: true,
          error_on_requires_action: true,
          description: "Communications credits",
          metadata: markOf(request),
          ...(method.customer === undefined ? {} : { customer: method.customer }),
        },
        { idempotencyKey: `top-up-${Object.values(markOf(request)).join("-")}` },
      );
      return outcomeOf(made.status === "succeeded" ? made : await this.#retrieve(made.id), request);
    } catch (error) {
      return this.#afterError(error, request);
    }
  }

  /** A card error is an answer; of all other errors only one that Stripe gives before it does anything is final. */
  async #afterError(error: unknown, request: PaymentRequest): Promise<PaymentOutcome> {
    if (error instanceof this.#errors.StripeCardError) {
      if (error.payment_intent) return outcomeOf(await this.#retrieve(error.payment_intent.id), request);
      return declined(error);
    }
    if (error instanceof this.#errors.StripeInvalidRequestError && isFinal(error.statusCode))
      return { state: "failed", failure: `Stripe did not take the payment: ${error.message}`, decline: "lasting" };
    // Stripe keeps an answer of 500 under the key, though the payment may have been made.
    if (error instanceof this.#errors.StripeAPIError) {
      const made = await this.#find(request);
      if (made) return outcomeOf(made, request);
    }
    return { state: "unknown" };
  }

  /** On the bank's own page; where Stripe names none, by Stripe's script. */
  async confirmation(request: PaymentRequest, returnUrl: string): Promise<Confirmation | null> {
    const { method } = request;
    const made = await this.#find(request);
    if (!made || made.status === "succeeded" || made.status === "canceled" || method.type !== "card") return null;
    const confirmed =
      made.status === "requires_action"
        ? made
        : await this.#stripe.paymentIntents.confirm(made.id, { payment_method: method.token, return_url: returnUrl });
    const url = confirmed.next_action?.redirect_to_url?.url ?? null;
    if (url !== null) return { by: "page", url };
    const { client_secret: clientSecret, status } = confirmed;
    return status === "requires_action" && clientSecret !== null ? { by: "script", clientSecret } : null;
  }

  async refund(request: RefundRequest): Promise<RefundOutcome> {
    const { idempotencyKey, payment, amount, currency, requestedAt } = request;
    if (this.#now() - requestedAt > KEY_KEPT_MS) {
      const made = await this.#findRefund(request);
      if (made) return outcomeOfRefund(made);
    }
    try {
      const made = await this.#stripe.refunds.create(
        { payment_intent: payment, amount: minorUnits(amount, currency), metadata: { refund: idempotencyKey } },
        { idempotencyKey: `refund-${payment}-${idempotencyKey}` },
      );
      return outcomeOfRefund(made);
    } catch (error) {
      if (error instanceof this.#errors.StripeInvalidRequestError && isFinal(error.statusCode))
        return { state: "failed", failure: `Stripe did not take the refund: ${error.message}` };
      // As with payments: an answer of 500 is kept under the key, though the money may have gone back.
      const made = error instanceof this.#errors.StripeAPIError ? await this.#findRefund(request) : undefined;
      return made ? outcomeOfRefund(made) : { state: "unknown" };
    }
  }

  readWebhook(body: Buffer, signature: string | undefined): ProviderEvent {
    if (this.#webhookSecret === undefined) throw new WebhookRefused("STRIPE_WEBHOOK_SECRET is not set.");
    let event: Stripe.Event;
    try {
      event = this.#stripe.webhooks.constructEvent(body, signature ?? "", this.#webhookSecret);
    } catch {
      throw new WebhookRefused("The signature is not Stripe's, or it is older than five minutes.");
    }
    if (event.type.startsWith("payment_intent.")) {
      const { metadata } = event.data.object as Stripe.PaymentIntent;
      const { organization, top_up: topUp } = metadata;
      if (organization !== undefined && topUp !== undefined) return { kind: "payment", organization, topUp };
    }
    if (event.type === "charge.dispute.created" || event.type === "charge.dispute.closed") {
      const payment = idOf(event.data.object.payment_intent);
      if (payment !== null) return { kind: "dispute", ...disputeOf(payment, event.data.object) };
    }
    return { kind: "other" };
  }

  async paymentsBetween(from: number, to: number, also: readonly string[]): Promise<PaymentKnown[]> {
    const since = Math.floor(from / 1000);
    const { paymentIntents, refunds, disputes } = this.#stripe;
    const made = await all(paymentIntents.list({ limit: PAGE, created: { gte: since, lt: Math.floor(to / 1000) } }));
    // Refunds and disputes come after their payment, up to now.
    const refundsOf = byPayment(await all(refunds.list({ limit: PAGE, created: { gte: since } })));
    const disputesOf = byPayment(await all(disputes.list({ limit: PAGE, created: { gte: since } })));
    const known = made.flatMap((intent) => knownOf(intent, refundsOf.get(intent.id), disputesOf.get(intent.id)));
    // Of an earlier payment the list since then has only the latest: all of them count.
    const named = new Set([...refundsOf.keys(), ...disputesOf.keys(), ...also]);
    for (const { id } of made) named.delete(id);
    for (const id of named) {
      const intent = await this.#retrieve(id).catch(unlessUnknown);
      if (!intent || intent.created >= since) continue;
      const of = { limit: PAGE, payment_intent: id };
      known.push(...knownOf(intent, await all(refunds.list(of)), await all(disputes.list(of))));
    }
    return known;
  }

  #retrieve(id: string): Promise<Stripe.PaymentIntent> {
    return this.#stripe.paymentIntents.retrieve(id);
  }

  async #findRefund({ payment, idempotencyKey }: RefundRequest): Promise<Stripe.Refund | undefined> {
    const made = await all(this.#stripe.refunds.list({ payment_intent: payment, limit: PAGE }));
    return made.find(({ metadata }) => metadata?.["refund"] === idempotencyKey);
  }

  /** By metadata and not by Stripe's search, which is minutes behind. */
  async #find(request: PaymentRequest): Promise<Stripe.PaymentIntent | undefined> {
    const { method, requestedAt } = request;
    const wanted = Object.entries(markOf(request));
    const since = Math.floor(requestedAt / 1000) - CLOCK_SKEW_SECONDS;
    const customer = method.type === "card" ? method.customer : undefined;
    const made = this.#stripe.paymentIntents.list({
      limit: PAGE,
      created: { gte: since, lte: since + 2 * CLOCK_SKEW_SECONDS + KEY_KEPT_MS / 1000 },
      ...(customer === undefined ? {} : { customer }),
    });
    for await (const intent of made) if (wanted.every(([key, value]) => intent.metadata[key] === value)) return intent;
    return undefined;
  }
}

const outcomeOfRefund = ({ id, status }: Stripe.Refund): RefundOutcome =>
  status !== null && GIVEN_UP.has(status)
    ? { state: "failed", failure: `Stripe: ${status}.` }
    : { state: "succeeded", refund: id };

function disputeOf(payment: string, { id, status, amount, currency: code }: Stripe.Dispute): DisputeKnown {
  const currency = code.toUpperCase();
  return { payment, dispute: id, outcome: ENDED.get(status), claim: { amount: microsOf(amount, currency), currency } };
}

/** A payment of Talktime's that succeeded; nothing of any other. */
function knownOf(
  { id, status, amount, currency: code, metadata }: Stripe.PaymentIntent,
  refunds: readonly Stripe.Refund[] = [],
  disputes: readonly Stripe.Dispute[] = [],
): PaymentKnown[] {
  const { organization, top_up: topUp } = metadata;
  if (status !== "succeeded" || organization === undefined || topUp === undefined) return [];
  const currency = code.toUpperCase();
  const refunded = refunds
    .filter((refund) => !GIVEN_UP.has(refund.status ?? ""))
    .reduce((sum, refund) => sum + refund.amount, 0);
  return [
    {
      ...{ payment: id, organization, topUp, currency },
      amount: microsOf(amount, currency),
      refunded: microsOf(refunded, currency),
      disputes: disputes.map((dispute) => disputeOf(id, dispute)),
    },
  ];
}

function byPayment<T extends Stripe.Refund | Stripe.Dispute>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) {
    const payment = idOf(row.payment_intent);
    if (payment === null) continue;
    const others = found.get(payment);
    if (others) others.push(row);
    else found.set(payment, [row]);
  }
  return found;
}

function unlessUnknown(error: unknown): undefined {
  if ((error as { statusCode?: number }).statusCode === 404) return undefined;
  throw error;
}

const ENDED: ReadonlyMap<string, "won" | "lost"> = new Map([
  ["won", "won"],
  ["lost", "lost"],
  // An inquiry that never became a dispute: nothing was taken back.
  ["warning_closed", "won"],
]);

/** Of a refund. */
const GIVEN_UP: ReadonlySet<string> = new Set(["failed", "canceled"]);

const NOT_YOUR_CARD = "Stripe knows no card of this organisation by that name.";

/** Ids of top-ups begin anew with a new database; with the time they are Talktime's own for good. */
const markOf = ({ organization, idempotencyKey, requestedAt }: PaymentRequest): Record<string, string> => ({
  organization,
  top_up: idempotencyKey,
  requested_at: String(requestedAt),
});

/** @throws Error for a payment that is not what was asked for: nobody credits it unseen */
function outcomeOf(intent: Stripe.PaymentIntent, request: PaymentRequest): PaymentOutcome {
  const { status, amount, currency, last_payment_error: error } = intent;
  if (amount !== minorUnits(request.amount, request.currency) || currency !== request.currency.toLowerCase())
    throw new Error(`Stripe's payment ${intent.id} is of ${amount} ${currency}, which nobody asked for`);
  if (status === "succeeded") return { state: "succeeded", payment: intent.id };
  if (status === "requires_action" || error?.code === "authentication_required") return { state: "requires-action" };
  if (status === "canceled") return { state: "failed", failure: "The payment was cancelled.", decline: "passing" };
  if (status === "requires_payment_method" && error) return declined(error);
  return { state: "unknown" };
}

function declined(error: Parameters<typeof declineOf>[0]): PaymentOutcome {
  if (error.code === "authentication_required") return { state: "requires-action" };
  return { state: "failed", failure: sentenceOf(error.decline_code ?? error.code), decline: declineOf(error) };
}

/** 409: the same key is being worked on; 429: too many. Both say nothing about the payment. */
const isFinal = (status: number | undefined): boolean => status === 400 || status === 402 || status === 404;

const idOf = <T extends { id: string }>(reference: string | T | null): string | null =>
  reference === null || typeof reference === "string" ? reference : reference.id;

/** Currencies that Stripe counts in whole units, and in thousandths; all others in hundredths (its "Currencies"). */
const WHOLE = new Set("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split(" "));
const THOUSANDTHS = new Set("BHD JOD KWD OMR TND".split(" "));

/** An amount as Stripe wants it: a whole number of the currency's smallest unit. */
export const minorUnits = (amount: Micros, currency: string): number => Number(amount / microsInUnit(currency));

const microsOf = (units: number, currency: string): Micros => BigInt(units) * microsInUnit(currency);

function microsInUnit(currency: string): Micros {
  const decimals = WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2;
  return 10n ** BigInt(6 - decimals);
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

function addressOf(base: string): { host: string; port: string; protocol: "http" | "https" } {
  const { hostname, port, protocol } = new URL(base);
  return {
    host: hostname,
    port: port || (protocol === "http:" ? "80" : "443"),
    protocol: protocol === "http:" ? "http" : "https",
  };
}
