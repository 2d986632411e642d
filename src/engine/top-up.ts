/**
 * Money in. A top-up is written as pending before the provider is asked, under an id that is the provider's idempotency
 * key, and credited as one lot in the transaction that makes it succeeded: whoever asks again, the request, a repeat of
 * it or the job that finishes what a crash left, money is taken once and credited once (architecture.md 17).
 */
import { createHash } from "node:crypto";
import { wrong } from "../domain/fault.ts";
import type { Lot } from "../domain/account.ts";
import type { Config } from "../config.ts";
import { balanceWords } from "../domain/consequence.ts";
import { DECLINES } from "../domain/decline.ts";
import type { EligibilityReason } from "../domain/eligibility.ts";
import { formatMicros, type Micros, parseMicros } from "../domain/money.ts";
import { lifted, recharged, type RechargeState } from "../domain/recharge.ts";
import {
  type Confirmation,
  invoiceProvider,
  type PaymentOutcome,
  type PaymentProvider,
  type PaymentRequest,
} from "../payments/provider.ts";
import type { Buyer } from "../postgres/eligibility.ts";
import { readPaymentMethod } from "../postgres/payment-methods.ts";
import { readRechargeStanding } from "../postgres/auto-recharge.ts";
import { type AttemptRow, closeAttempt, lockAttempt } from "../postgres/recharge-attempts.ts";
import {
  closeTopUp,
  insertTopUp,
  listPendingTopUps,
  listTopUps,
  listTries,
  readTopUp,
  readTopUpByKey,
  type TopUpRow,
  topUpSucceeded,
} from "../postgres/top-ups.ts";
import { parseCoins } from "./amounts.ts";
import { dayOf, lotEnd } from "./calendar.ts";
import type { BooksCommand } from "./commands.ts";
import { knownBuyer, notEligible, reasonsAgainst } from "./eligibility.ts";
import type { Engine } from "./engine.ts";
import { detailsOf, idOf, outsideAgreement, type PaymentMethodRow } from "./payment-methods.ts";
import { invalidField, Refused } from "./refused.ts";

export { TEST_TOKENS } from "../payments/test-provider.ts";
export type { TopUpRow } from "../postgres/top-ups.ts";

/** Bought money is drawn after promotional money, which has a lower number (samples: 50). */
export const BOUGHT_PRIORITY = 100;

export interface TopUpRequest {
  /** Decimal string. */
  amount: string;
  currency?: string | undefined;
  /** Its id. */
  paymentMethod: string;
}

export interface TopUpAnswer {
  topUp: TopUpRow;
  currency: string;
  /** The idempotency key was known: this is the answer to the first request. */
  replayed: boolean;
}

export class TopUps {
  readonly #engine: Engine;
  readonly #cards: PaymentProvider;
  readonly #most: Micros;
  /** Pending ones, by id: when this process asks the provider again. */
  #askAgainAt: ReadonlyMap<bigint, number> = new Map();

  constructor(engine: Engine, { mostTopUp }: Pick<Config, "mostTopUp">) {
    this.#engine = engine;
    this.#cards = engine.cards;
    this.#most = parseMicros(mostTopUp)!;
  }

  /** @throws Refused for a bad amount, currency or method, and with the reasons where the organisation may not buy */
  async create(organization: string, request: TopUpRequest, idempotencyKey: string | null): Promise<TopUpAnswer> {
    const { pool, ids, now } = this.#engine;
    const buyer = await knownBuyer(this.#engine, organization);
    const { currency } = buyer;
    const requestHash = hashOf([request.amount, request.paymentMethod, request.currency ?? currency]);
    if (idempotencyKey !== null) {
      const earlier = await readTopUpByKey(pool, organization, idempotencyKey);
      if (earlier) return this.#repeat(earlier, requestHash, buyer);
    }
    refuseOtherCurrency(request.currency, currency);
    const amount = this.#amountOf(request.amount, currency);
    const method = await readPaymentMethod(pool, organization, idOf(request.paymentMethod) ?? -1n);
    if (!method) throw invalidField("/paymentMethod", wrong("NO_PAYMENT_METHOD"), "UNKNOWN_PAYMENT_METHOD");
    refuseIneligible(this.#engine, buyer, method, "/paymentMethod");

    const id = await ids.one();
    const row = { organization, id, amount, paymentMethod: method.id, provider: this.#providerOf(method).name };
    if (!(await insertTopUp(pool, { ...row, idempotencyKey, requestHash, at: now() })))
      return this.#repeat((await readTopUpByKey(pool, organization, idempotencyKey!))!, requestHash, buyer);
    const topUp = await this.#drive((await readTopUp(pool, organization, id))!, method, buyer);
    return { topUp, currency, replayed: false };
  }

  async #repeat(topUp: TopUpRow, requestHash: string, { currency }: Buyer): Promise<TopUpAnswer> {
    if (topUp.requestHash !== requestHash) throw keyReused();
    return { topUp: await this.finish(topUp), currency, replayed: true };
  }

  /** One payment method of an auto-recharge; asked for again, it is the same top-up. Undefined: the attempt is over, or another method is. */
  async tryFor({ organization, id, amount }: AttemptRow, methodId: bigint): Promise<TopUpRow | undefined> {
    const { pool, ids, now } = this.#engine;
    const method = (await readPaymentMethod(pool, organization, methodId))!;
    // Who may buy is asked each time: the agreement may be another one by now, or what was allowed may have run out.
    const mayBuy = reasonsFor(this.#engine, await knownBuyer(this.#engine, organization), method).length === 0;
    const row = { organization, id: await ids.one(), amount, paymentMethod: methodId, recharge: id, at: now() };
    const provider = this.#providerOf(method).name;
    await insertTopUp(pool, { ...row, provider, idempotencyKey: null, requestHash: hashOf([`recharge-${id}`]) });
    const tries = await listTries(pool, organization, id);
    const topUp = tries.find(({ paymentMethod }) => paymentMethod === methodId);
    if (!topUp || mayBuy) return topUp && this.finish(topUp);
    const failure = DECLINES["not-eligible"];
    await closeTopUp(pool, topUp, { state: "failed", failure, decline: "lasting", at: now() });
    return readTopUp(pool, organization, topUp.id);
  }

  /** Asks the provider what became of each pending top-up that was made before then. */
  async finishPending(createdBefore: number): Promise<void> {
    const pending = await listPendingTopUps(this.#engine.pool, { createdBefore, limit: 500 });
    const left = new Map<bigint, number>();
    const errors: unknown[] = [];
    for (const topUp of pending) {
      const now = this.#engine.now();
      const due = this.#askAgainAt.get(topUp.id) ?? now;
      left.set(topUp.id, due > now ? due : now + patience(now - topUp.createdAt));
      if (due <= now) await this.finish(topUp).catch((error: unknown) => errors.push(error));
    }
    this.#askAgainAt = left;
    if (errors.length > 0) throw errors[0];
  }

  /**
   * A provider's hint, or the time that a payer was given: asks the provider what became of it, and credits what was
   * paid, also after it was given up. Undefined for one that there is not.
   */
  async look(organization: string, id: string): Promise<TopUpRow | undefined> {
    const { pool } = this.#engine;
    const topUp = await readTopUp(pool, organization, idOf(id) ?? -1n);
    if (!topUp) return undefined;
    // A bill that was not sent is not sent later, for nobody else has heard of it.
    const isOver = topUp.state === "succeeded" || (topUp.state === "failed" && topUp.provider === invoiceProvider.name);
    if (isOver) return topUp;
    const method = (await readPaymentMethod(pool, organization, topUp.paymentMethod))!;
    return this.#drive(topUp, method, await knownBuyer(this.#engine, organization));
  }

  /**
   * How the payer confirms a payment that the bank wants to ask about, and what became of the top-up so far: a payer
   * who comes back from there asks again. @throws Refused for a top-up that there is not
   */
  async confirm(
    organization: string,
    id: string,
    returnUrl: string,
  ): Promise<{ topUp: TopUpRow; currency: string; confirmation: Confirmation | null }> {
    const { topUp: asked, currency } = await this.read(organization, id);
    const topUp = (await this.look(organization, id)) ?? asked;
    if (topUp.state !== "requires-action" || (await this.#isBoughtOtherwise(topUp)))
      return { topUp, currency, confirmation: null };
    const method = (await readPaymentMethod(this.#engine.pool, organization, topUp.paymentMethod))!;
    const request = this.#paymentOf(topUp, method, await knownBuyer(this.#engine, organization));
    return { topUp, currency, confirmation: await this.#engine.cards.confirmation(request, returnUrl) };
  }

  /** Another method has paid for the same recharge meanwhile: nobody is to confirm that it be bought twice. */
  async #isBoughtOtherwise({ organization, recharge }: TopUpRow): Promise<boolean> {
    if (recharge === null) return false;
    const tries = await listTries(this.#engine.pool, organization, recharge);
    return tries.some(({ state }) => state === "succeeded");
  }

  /** Newest first, before the id `before`. @throws Refused for an organisation that does not exist; so does `read` */
  async list(
    organization: string,
    { before, limit }: { before: string | null; limit: number },
  ): Promise<{ topUps: TopUpRow[]; currency: string }> {
    const { currency } = await knownBuyer(this.#engine, organization);
    return { topUps: await listTopUps(this.#engine.pool, organization, { before: idOf(before), limit }), currency };
  }

  async read(organization: string, id: string): Promise<{ topUp: TopUpRow; currency: string }> {
    const { currency } = await knownBuyer(this.#engine, organization);
    const topUp = await readTopUp(this.#engine.pool, organization, idOf(id) ?? -1n);
    if (!topUp) throw new Refused("UNKNOWN_TOP_UP", `The organisation has no top-up ${id}.`);
    return { topUp, currency };
  }

  /** Asks the provider what became of a pending one, and books it. */
  async finish(topUp: TopUpRow): Promise<TopUpRow> {
    if (topUp.state !== "pending") return topUp;
    const { pool } = this.#engine;
    const buyer = await knownBuyer(this.#engine, topUp.organization);
    const method = (await readPaymentMethod(pool, topUp.organization, topUp.paymentMethod))!;
    return this.#drive(topUp, method, buyer);
  }

  async #drive(topUp: TopUpRow, method: PaymentMethodRow, buyer: Buyer): Promise<TopUpRow> {
    const { pool, lane, now } = this.#engine;
    const provider = this.#providerOf(method);
    // Only who was asked first knows what became of it: it waits until that one is set again.
    if (provider.name !== topUp.provider) return topUp;
    const payment = this.#paymentOf(topUp, method, buyer);
    const outcome = outsideAgreement(buyer, payment.method) ? NOT_AGREED : await outcomeOf(provider.charge(payment));
    if (outcome.state === "succeeded")
      await lane.run(topUp.organization, crediting(topUp, outcome.payment, buyer.timeZone));
    else if (outcome.state !== "unknown") {
      const failure = outcome.state === "failed" ? outcome.failure : null;
      const decline = outcome.state === "failed" ? (outcome.decline ?? "passing") : null;
      await closeTopUp(pool, topUp, { state: outcome.state, failure, decline, at: now() });
    }
    return (await readTopUp(pool, topUp.organization, topUp.id))!;
  }

  #paymentOf = (topUp: TopUpRow, method: PaymentMethodRow, buyer: Buyer): PaymentRequest => ({
    organization: topUp.organization,
    idempotencyKey: topUp.id.toString(),
    amount: topUp.amount,
    currency: buyer.currency,
    method: detailsOf(method),
    requestedAt: topUp.createdAt,
    today: dayOf(this.#engine.now(), buyer.timeZone),
  });

  #providerOf = (method: PaymentMethodRow): PaymentProvider => (method.type === "card" ? this.#cards : invoiceProvider);

  #amountOf(text: string, currency: string): Micros {
    const micros = parseCoins(text, currency, "/amount");
    refuseOutOfRange(this.#engine, { micros, most: this.#most, currency, pointer: "/amount" });
    return micros;
  }
}

/** @throws Refused for less than the currency's least amount, or more than the settings allow at a time */
export function refuseOutOfRange(
  { countries }: Pick<Engine, "countries">,
  { micros, most, currency, pointer }: { micros: Micros; most: Micros; currency: string; pointer: string },
): void {
  const least = countries.leastFunding[currency] ?? "50";
  if (micros < parseMicros(least)!)
    throw invalidField(pointer, wrong("AMOUNT_TOO_SMALL", { amount: least, currency }), "AMOUNT_OUT_OF_RANGE");
  if (micros > most)
    throw invalidField(
      pointer,
      wrong("AMOUNT_TOO_LARGE", { amount: formatMicros(most), currency }),
      "AMOUNT_OUT_OF_RANGE",
    );
}

/** A partner that pays is just what PARTNER_FUNDED asks for. */
const reasonsFor = (engine: Engine, buyer: Buyer, method: PaymentMethodRow): EligibilityReason[] =>
  reasonsAgainst(engine, buyer).filter(({ code }) => !(code === "PARTNER_FUNDED" && method.type === "partner"));

/** @throws Refused with the reasons where the organisation may not buy, or not any more by this method */
export function refuseIneligible(engine: Engine, buyer: Buyer, method: PaymentMethodRow, pointer: string): void {
  const reasons = reasonsFor(engine, buyer, method);
  if (reasons.length > 0) throw notEligible(buyer.organization, reasons);
  const against = outsideAgreement(buyer, detailsOf(method));
  if (against) throw invalidField(pointer, against.fault);
}

/**
 * One lot, once: a second run finds the top-up succeeded and leaves everything as it is. What an auto-recharge bought
 * closes its attempt in the same transaction, and may not have been enough; what a person bought lifts a pause.
 */
function crediting(topUp: TopUpRow, payment: string, timeZone: string): BooksCommand<void> {
  let state: TopUpRow["state"] | undefined;
  let attempt: AttemptRow | undefined;
  let after: (now: number) => RechargeState;
  return {
    load: async (client) => {
      state = (await readTopUp(client, topUp.organization, topUp.id))?.state;
      if (topUp.recharge === null) return;
      attempt = await lockAttempt(client, topUp.organization, topUp.recharge);
      const { settings } = (await readRechargeStanding(client, topUp.organization))!;
      after = (now) => recharged(settings, now);
    },
    decide: (books, { now, newId, standing }) => {
      if (state === "succeeded") return { result: undefined };
      const lot: Lot = {
        id: newId(),
        granted: topUp.amount,
        remaining: topUp.amount,
        priority: BOUGHT_PRIORITY,
        source: topUp.recharge === null ? "top-up" : "auto-recharge",
        purchasedAt: now,
        endsAt: lotEnd(now, timeZone),
      };
      books.credit(lot, `cash/${topUp.provider}`, "top-up", Number(topUp.id));
      const credited = topUpSucceeded(topUp, { lot: lot.id, payment, at: now });
      const about = {
        ...balanceWords(books.account),
        amount: formatMicros(topUp.amount),
        topUp: topUp.id.toString(),
        paymentMethod: topUp.paymentMethod.toString(),
        expiresAt: new Date(lot.endsAt).toISOString(),
      };
      if (topUp.recharge === null) {
        const events = [{ name: "top-up.succeeded", about, once: null } as const];
        return { result: undefined, alsoWrite: [credited], events, recharge: lifted(standing.recharge) };
      }
      const events = [{ name: "recharge.succeeded", about, once: null } as const];
      // One that was given up meanwhile was paid all the same, by a card holder who took long to confirm.
      if (attempt?.state !== "open")
        return { result: undefined, alsoWrite: [credited], events, recharge: lifted(standing.recharge) };
      const closed = closeAttempt(attempt, { state: "succeeded", failure: null, at: now });
      return { result: undefined, alsoWrite: [credited, ...closed], events, recharge: after(now), spent: true };
    },
  };
}

/** Milliseconds until a payment of that age is asked about again: often at first, once an hour at last. */
const patience = (age: number): number => Math.min(Math.max(age / 4, 500), 3_600_000);

/** Bills on paper ask nobody: what has not been sent when the agreement changes is not sent. */
const NOT_AGREED: PaymentOutcome = { state: "failed", failure: DECLINES["not-in-agreement"], decline: "lasting" };

/** A provider that does not answer may have taken the money all the same. */
const outcomeOf = (charge: Promise<PaymentOutcome>): Promise<PaymentOutcome> =>
  charge.catch((): PaymentOutcome => ({ state: "unknown" }));

export const hashOf = (request: readonly (string | null)[]): string =>
  createHash("sha256").update(JSON.stringify(request)).digest("base64url");

export const keyReused = (): Refused =>
  new Refused("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key belongs to another request.");

export function refuseOtherCurrency(given: string | undefined, currency: string): void {
  if (given !== undefined && given !== currency)
    throw invalidField("/currency", wrong("OTHER_CURRENCY", { currency }), "CURRENCY_MISMATCH");
}
