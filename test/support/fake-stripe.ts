/**
 * A server on the loopback that speaks as much of Stripe's interface as we use: its shapes, its errors, its memory of
 * idempotency keys (answers of 500 too), and on demand its bad days. It counts what it took from cards.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { STRIPE_JS } from "./fake-stripe-script.ts";

const KEYS_KEPT_MS = 24 * 3_600_000;

export const WEBHOOK_SECRET = "whsec_of_the_tests";

/** What happens to the next request for a payment, a refund …, as often as `times` says. */
export interface Fault {
  /** `POST /v1/payment_intents`. */
  at: string;
  times: number;
  /** Whether the request is carried out before all the same. */
  done: boolean;
  /** 0: the connection is cut without an answer. */
  status: number;
}

interface Intent {
  id: string;
  object: "payment_intent";
  amount: number;
  currency: string;
  status: string;
  customer: string;
  payment_method: string;
  metadata: Record<string, string>;
  created: number;
  last_payment_error: object | null;
  client_secret: string;
}
interface Refund {
  id: string;
  payment_intent: string;
  amount: number;
  status: string;
  metadata: Record<string, string>;
  created: number;
}
interface Dispute {
  id: string;
  payment_intent: string;
  amount: number;
  currency: string;
  status: string;
  created: number;
}
interface Answer {
  status: number;
  body: object;
}

export class FakeStripe {
  readonly intents: Intent[] = [];
  readonly refunds: Refund[] = [];
  readonly disputes: Dispute[] = [];
  readonly faults: Fault[] = [];
  /** Beside `faults`: what happens to this request, by what was asked and with which parameters. */
  fate: (asked: string, params: URLSearchParams) => Omit<Fault, "at" | "times"> | undefined = () => undefined;
  /** Every request, as `POST /v1/payment_intents`. */
  readonly asked: string[] = [];
  /** Whether banks ask through Stripe's script and not on a page of theirs. */
  asksByScript = false;
  /** Epoch ms; tests move it with the clock of the server. */
  now: () => number = Date.now;
  readonly #owners = new Map<string, string>();
  readonly #kept = new Map<string, { params: string; answer: Answer; at: number }>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #ids = 0;

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Smallest units of money that cards were charged. */
  get charged(): number {
    return this.intents.filter(({ status }) => status === "succeeded").reduce((sum, { amount }) => sum + amount, 0);
  }

  /** A card that was entered long ago. */
  own(token: string, customer: string): void {
    this.#owners.set(token, customer);
  }

  /** The payer's bank wants all back that was not refunded yet, or a part of that. */
  dispute({ id, amount, currency }: Intent, share = 1): Dispute {
    const dispute = {
      ...{ id: this.#id("dp"), payment_intent: id, currency, status: "needs_response", created: this.#seconds() },
      amount: Math.ceil((amount - this.refundedOf(id)) * share),
    };
    this.disputes.push(dispute);
    return dispute;
  }

  refundedOf = (intent: string): number =>
    this.refunds.filter(({ payment_intent }) => payment_intent === intent).reduce((sum, { amount }) => sum + amount, 0);

  /** The payer does what the bank wanted. */
  confirm(intent: Intent): void {
    Object.assign(intent, { status: "succeeded", last_payment_error: null });
  }

  /** An event as Stripe sends it: the bytes and the header that signs them. */
  event(type: string, object: object, { secret = WEBHOOK_SECRET, at = Date.now() } = {}) {
    const created = Math.floor(at / 1000);
    const payload = JSON.stringify({ id: this.#id("evt"), object: "event", type, created, data: { object } });
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: created });
    return { payload, headers: { "stripe-signature": signature, "content-type": "application/json" } };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const url = new URL(request.url ?? "", "http://fake");
    if (url.pathname === "/stripe.js")
      return void response.writeHead(200, { "content-type": "text/javascript" }).end(STRIPE_JS);
    const asked = `${request.method} ${url.pathname}`;
    this.asked.push(asked);
    const params = body === "" ? url.searchParams : new URLSearchParams(body);
    const key = request.headers["idempotency-key"];
    const queued = this.faults.find(({ at, times }) => at === asked && times > 0);
    if (queued) queued.times--;
    const fault = queued ?? this.fate(asked, params);
    const answer = fault && !fault.done ? failure(fault.status) : this.#remembered(key, asked, params, fault?.status);
    if (fault?.status === 0) return void request.socket.destroy();
    response.writeHead(answer.status, { "content-type": "application/json", "request-id": this.#id("req") });
    response.end(JSON.stringify(answer.body));
  }

  #remembered(key: unknown, asked: string, params: URLSearchParams, failed: number | undefined): Answer {
    if (typeof key !== "string") return this.#carryOut(asked, params);
    const kept = this.#kept.get(key);
    const known = kept && this.now() - kept.at < KEYS_KEPT_MS ? kept : undefined;
    if (known && known.params !== params.toString())
      return refusal(400, { type: "idempotency_error", message: "Keys can only be used with the same parameters." });
    if (known) return known.answer;
    const done = this.#carryOut(asked, params);
    // Stripe keeps what it would have said, but a 500 that it said it keeps as well.
    const answer = failed !== undefined && failed >= 500 ? failure(failed) : done;
    this.#kept.set(key, { params: params.toString(), answer, at: this.now() });
    return failed !== undefined && failed > 0 ? failure(failed) : answer;
  }

  #carryOut(asked: string, params: URLSearchParams): Answer {
    const [, , , id = "", verb] = asked.split(/[ /]/).slice(1);
    if (asked === "POST /v1/customers") return ok({ id: this.#id("cus"), object: "customer" });
    if (asked === "POST /v1/setup_intents") {
      const setup = this.#id("seti");
      return ok({ id: setup, client_secret: `${setup}_secret_1` });
    }
    if (asked.startsWith("GET /v1/payment_methods/")) return this.#method(id);
    if (verb === "attach") {
      this.#owners.set(id, params.get("customer") ?? "");
      return this.#method(id);
    }
    if (asked === "POST /v1/payment_intents") return this.#pay(params);
    if (asked === "GET /v1/payment_intents") {
      const customer = params.get("customer");
      const of = customer === null ? this.intents : this.intents.filter((intent) => intent.customer === customer);
      return this.#list(asked, of, params);
    }
    if (asked === "GET /v1/refunds") {
      const of = params.get("payment_intent");
      const made = this.refunds.filter(({ payment_intent }) => of === null || payment_intent === of);
      return this.#list(asked, made, params);
    }
    if (asked === "GET /v1/disputes") {
      const of = params.get("payment_intent");
      const opened = this.disputes.filter(({ payment_intent }) => of === null || payment_intent === of);
      return this.#list(asked, opened, params);
    }
    if (verb === "confirm") {
      const intent = this.intents.find((known) => known.id === id)!;
      const redirect_to_url = { url: `https://bank.example/${id}`, return_url: params.get("return_url") };
      const next_action = this.asksByScript ? { type: "use_stripe_sdk" } : { type: "redirect_to_url", redirect_to_url };
      Object.assign(intent, { status: "requires_action", next_action });
      return ok(intent);
    }
    if (asked.startsWith("GET /v1/payment_intents/")) {
      const intent = this.intents.find((known) => known.id === id);
      return intent ? ok(intent) : notFound(id);
    }
    if (asked === "POST /v1/refunds") {
      const payment_intent = params.get("payment_intent")!;
      const paid = this.intents.find((known) => known.id === payment_intent)!.amount;
      const disputed = this.disputes.some((known) => known.payment_intent === payment_intent && known.status !== "won");
      if (disputed || this.refundedOf(payment_intent) + Number(params.get("amount")) > paid)
        return refusal(400, {
          type: "invalid_request_error",
          code: disputed ? "charge_disputed" : "charge_already_refunded",
          message: "This payment can not be refunded.",
        });
      const refund = { id: this.#id("re"), payment_intent, amount: Number(params.get("amount")), status: "succeeded" };
      this.refunds.push({ ...refund, metadata: metadataOf(params), created: this.#seconds() });
      return ok(refund);
    }
    return notFound(asked);
  }

  /** Cards are named for how they end: pm_visa, pm_declined_stolen_card, pm_authenticate; `_1` and so on behind. */
  #pay(params: URLSearchParams): Answer {
    const token = params.get("payment_method")!;
    const error = errorOf(token);
    const intent: Intent = {
      id: this.#id("pi"),
      object: "payment_intent",
      amount: Number(params.get("amount")),
      currency: params.get("currency")!,
      status: error ? "requires_payment_method" : "succeeded",
      customer: params.get("customer")!,
      payment_method: token,
      metadata: metadataOf(params),
      created: this.#seconds(),
      last_payment_error: error,
      client_secret: this.#id("secret"),
    };
    if (this.#owners.get(token) !== intent.customer) return notFound(token);
    this.intents.push(intent);
    return error ? refusal(402, { ...error, payment_intent: intent }) : ok(intent);
  }

  #list(asked: string, all: readonly { created: number }[], params: URLSearchParams): Answer {
    const bound = (name: string, none: number): number => Number(params.get(`created[${name}]`) ?? none);
    const data = all.filter(
      ({ created }) =>
        created >= bound("gte", 0) && created <= bound("lte", Infinity) && created < bound("lt", Infinity),
    );
    return ok({ object: "list", data, has_more: false, url: asked.slice("GET ".length) });
  }

  #seconds = (): number => Math.floor(this.now() / 1000);

  #method(id: string): Answer {
    if (!id.startsWith("pm_")) return notFound(id);
    const card = { brand: "visa", last4: "4242", exp_year: 2030, exp_month: 2 };
    return ok({ id, object: "payment_method", type: "card", card, customer: this.#owners.get(id) ?? null });
  }

  #id = (kind: string): string => `${kind}_${++this.#ids}${randomBytes(6).toString("hex")}`;
}

const metadataOf = (params: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    [...params].flatMap(([name, value]) => {
      const field = /^metadata\[(\w+)\]$/.exec(name)?.[1];
      return field === undefined ? [] : [[field, value] as const];
    }),
  );

function errorOf(token: string): object | null {
  const code = /^pm_declined_([a-z_]+)/.exec(token)?.[1];
  if (code !== undefined)
    return { type: "card_error", code: "card_declined", decline_code: code, message: "Declined." };
  if (!token.startsWith("pm_authenticate")) return null;
  const why = "authentication_required";
  return { type: "card_error", code: why, decline_code: why, message: "The bank wants to hear from the payer." };
}

const ok = (body: object): Answer => ({ status: 200, body });
const refusal = (status: number, error: object): Answer => ({ status, body: { error } });
const notFound = (id: string): Answer =>
  refusal(404, { type: "invalid_request_error", code: "resource_missing", message: `No such thing: '${id}'` });
const failure = (status: number): Answer =>
  status === 429
    ? refusal(429, { type: "invalid_request_error", code: "rate_limit", message: "Too many requests." })
    : status === 409
      ? refusal(409, { type: "idempotency_error", code: "idempotency_key_in_use", message: "The key is in use." })
      : refusal(status, { type: "api_error", message: "Something went wrong on Stripe's end." });

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
