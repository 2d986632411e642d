/**
 * Money back to who paid it, from the lot that the payment bought: what is unspent of it is frozen before the provider is
 * asked, so that no call spends it meanwhile, and taken when the provider has done it. What the lot lost at its end is
 * given back out of that: nobody has spent it. What was spent is debt. A refund that fails leaves no line in the ledger.
 * Its id is the provider's idempotency key: asked again, it is paid once.
 */
import { wrong } from "../domain/fault.ts";
import { freezable } from "../domain/account.ts";
import type { Books } from "../domain/books.ts";
import { balanceWords, type Event } from "../domain/consequence.ts";
import { formatMicros, type Micros } from "../domain/money.ts";
import { invoiceProvider, type PaymentProvider, type RefundOutcome } from "../payments/provider.ts";
import { disputeGrown, type DisputeRow, findDisputeOf } from "../postgres/disputes.ts";
import { readBalance } from "../postgres/lots.ts";
import {
  findRefund,
  insertRefund,
  listPendingRefunds,
  listRefunds,
  type PaidTopUp,
  readPaidTopUp,
  type RefundRow,
  refundSettled,
  topUpReclaimed,
  topUpReturned,
} from "../postgres/refunds.ts";
import { coinOf } from "./amounts.ts";
import { apart } from "./apart.ts";
import type { BooksCommand } from "./commands.ts";
import { knownBuyer } from "./eligibility.ts";
import type { Engine } from "./engine.ts";
import { idOf } from "./payment-methods.ts";
import { invalidField, Refused } from "./refused.ts";
import { hashOf, keyReused, refuseOtherCurrency } from "./top-up.ts";

export type { RefundRow } from "../postgres/refunds.ts";

export interface RefundRequest {
  /** Absent: all that was not given back yet. */
  amount?: Micros | undefined;
  currency?: string | undefined;
  reason: string;
  /** Who asks for it. */
  author: string;
}

export interface RefundPreview {
  currency: string;
  amount: Micros;
  /** What is left of the payment to be refunded. */
  most: Micros;
  /** Of the amount, what is unspent of the lot, and what the lot lost at its end; the rest was spent and becomes debt. */
  voided: Micros;
  forfeited: Micros;
  /** Before it. */
  available: Micros;
}

function refuseHalfCoins(amount: Micros, currency: string): void {
  if (amount % coinOf(currency) !== 0n)
    throw invalidField("/amount", wrong("NO_SUCH_COIN", { currency, amount: formatMicros(coinOf(currency)) }));
}

export const providersOf = ({ cards }: Pick<Engine, "cards">): readonly PaymentProvider[] => [cards, invoiceProvider];

export class Refunds {
  readonly #engine: Engine;
  readonly #providers: readonly PaymentProvider[];

  constructor(engine: Engine, providers = providersOf(engine)) {
    this.#engine = engine;
    this.#providers = providers;
  }

  /** @throws Refused for a top-up that was not paid, or more than is left of it */
  async create(
    organization: string,
    topUpId: string,
    request: RefundRequest,
    idempotencyKey: string | null,
  ): Promise<{ refund: RefundRow; currency: string; replayed: boolean }> {
    const { currency, topUp } = await this.#known(organization, topUpId);
    const requestHash = hashOf([topUpId, request.amount?.toString() ?? null, request.reason]);
    const earlier =
      idempotencyKey === null
        ? undefined
        : await findRefund(this.#engine.pool, organization, { id: null, idempotencyKey });
    if (earlier && earlier.requestHash !== requestHash) throw keyReused();
    if (!earlier) {
      refuseOtherCurrency(request.currency, currency);
      if (request.amount !== undefined) refuseHalfCoins(request.amount, currency);
    }
    const id = await this.#engine.ids.one();
    const wanted = { ...request, id, topUp, requestHash, idempotencyKey };
    const begun = await this.#engine.lane.run(organization, beginning(wanted));
    if (begun.requestHash !== requestHash) throw keyReused();
    const refund = await this.#drive(begun, topUp, currency);
    return { refund, currency, replayed: begun.id !== BigInt(id) };
  }

  /**
   * What a refund would do now: nothing is frozen or asked for. @throws Refused as `create`
   */
  async preview(organization: string, topUpId: string, wanted: Micros | undefined): Promise<RefundPreview> {
    const { currency, topUp } = await this.#known(organization, topUpId);
    const amount = refundable(topUp, wanted);
    refuseHalfCoins(amount, currency);
    const { balance, lots } = (await readBalance(this.#engine.pool, organization))!;
    const lot = lots.find(({ id }) => BigInt(id) === topUp.lot);
    const voided = freezable(amount, balance.available, lot);
    const forfeited = least(amount - voided, lostOf(topUp));
    return { currency, amount, most: topUp.amount - topUp.returned, voided, forfeited, available: balance.available };
  }

  /** Of one top-up, oldest first. */
  async list(organization: string, topUpId: string): Promise<{ refunds: RefundRow[]; currency: string }> {
    const { currency, topUp } = await this.#known(organization, topUpId);
    return { refunds: await listRefunds(this.#engine.pool, organization, topUp.id), currency };
  }

  /** Asks the providers what became of each pending refund that was made before then. */
  async finishPending(createdBefore: number): Promise<void> {
    const { pool } = this.#engine;
    await apart(await listPendingRefunds(pool, { createdBefore, limit: 500 }), async (refund) => {
      const { currency } = await knownBuyer(this.#engine, refund.organization);
      await this.#drive(refund, (await readPaidTopUp(pool, refund.organization, refund.topUp))!, currency);
    });
  }

  async #known(organization: string, topUpId: string): Promise<{ currency: string; topUp: PaidTopUp }> {
    const { currency } = await knownBuyer(this.#engine, organization);
    const topUp = await readPaidTopUp(this.#engine.pool, organization, idOf(topUpId) ?? -1n);
    if (!topUp) throw new Refused("UNKNOWN_TOP_UP", `The organisation has no top-up ${topUpId}.`);
    return { currency, topUp };
  }

  async #drive(refund: RefundRow, topUp: PaidTopUp, currency: string): Promise<RefundRow> {
    if (refund.state !== "pending") return refund;
    const provider = this.#providers.find(({ name }) => name === topUp.provider);
    // Who was paid is not set any more: it waits until that one is.
    if (!provider) return refund;
    const { id, amount, createdAt: requestedAt } = refund;
    const asked = { idempotencyKey: id.toString(), requestedAt, payment: topUp.payment!, amount, currency };
    // A provider that does not answer may have given the money back all the same.
    const outcome = await provider.refund(asked).catch((): RefundOutcome => ({ state: "unknown" }));
    if (outcome.state === "unknown") return refund;
    return this.#engine.lane.run(refund.organization, settling(refund, topUp, outcome));
  }
}

function beginning(
  wanted: RefundRequest & { id: number; topUp: PaidTopUp; requestHash: string; idempotencyKey: string | null },
): BooksCommand<RefundRow> {
  const { organization, id: topUpId } = wanted.topUp;
  let done: RefundRow | undefined;
  let topUp = wanted.topUp;
  return {
    load: async (client) => {
      done = await findRefund(client, organization, wanted);
      topUp = (await readPaidTopUp(client, organization, topUpId))!;
    },
    decide: (books, { now }) => {
      if (done) return { result: done };
      const amount = refundable(topUp, wanted.amount);
      const refund: RefundRow = {
        organization,
        id: BigInt(wanted.id),
        topUp: topUpId,
        amount,
        unspent: books.freeze(Number(topUp.lot), amount),
        forfeited: 0n,
        state: "pending",
        failure: null,
        reason: wanted.reason,
        author: wanted.author,
        requestHash: wanted.requestHash,
        createdAt: now,
        settledAt: null,
      };
      return { result: refund, alsoWrite: [insertRefund(refund, wanted.idempotencyKey), topUpReturned(topUp, amount)] };
    },
  };
}

/** @throws Refused where that is not left of what was paid */
function refundable({ amount: paid, returned, payment }: PaidTopUp, wanted: Micros | undefined): Micros {
  const left = payment === null ? 0n : paid - returned;
  if (left === 0n) {
    const why = payment === null ? "This top-up was not paid." : "All of it was given back, or is disputed.";
    throw new Refused("NOTHING_TO_REFUND", why);
  }
  if (wanted !== undefined && wanted > left)
    throw invalidField("/amount", wrong("REFUND_TOO_LARGE", { amount: formatMicros(left) }), "AMOUNT_OUT_OF_RANGE");
  return wanted ?? left;
}

const least = (a: Micros, b: Micros): Micros => (a < b ? a : b);

/** What the lot of a payment lost at its end and no refund has given back. */
const lostOf = ({ forfeited, reclaimed }: PaidTopUp): Micros => forfeited - reclaimed;

/** Once: a second run finds the refund settled and leaves everything as it is. */
function settling(
  refund: RefundRow,
  paid: PaidTopUp,
  outcome: Exclude<RefundOutcome, { state: "unknown" }>,
): BooksCommand<RefundRow> {
  let stored = refund;
  let topUp = paid;
  let dispute: DisputeRow | undefined;
  const lot = Number(topUp.lot);
  const cash = `cash/${topUp.provider}` as const;
  return {
    load: async (client) => {
      stored = (await findRefund(client, refund.organization, { id: refund.id }))!;
      topUp = (await readPaidTopUp(client, refund.organization, refund.topUp))!;
      dispute = await findDisputeOf(client, refund.organization, refund.topUp);
    },
    decide: (books, { now }) => {
      if (stored.state !== "pending") return { result: stored };
      const { amount, reason } = refund;
      if (outcome.state === "failed") {
        const { failure } = outcome;
        const result: RefundRow = { ...stored, state: "failed", failure, unspent: 0n, settledAt: now };
        const ended = refundSettled(refund, { unspent: 0n, failure, providerRefund: null, at: now });
        if (!dispute) {
          books.thaw(lot, stored.unspent);
          return { result, alsoWrite: [ended, topUpReturned(topUp, -amount)] };
        }
        // The bank was faster: what it wants of this part, too, was left out of the dispute as being refunded.
        const wanted = least(amount, dispute.claimed - dispute.amount);
        const unspent = least(stored.unspent, wanted);
        books.thaw(lot, stored.unspent - unspent);
        books.owePaidBack(wanted - unspent, cash, "dispute", Number(topUp.id));
        if (dispute.state === "lost") books.payBack(lot, unspent, cash, "dispute", Number(topUp.id));
        const grown = disputeGrown(dispute, { amount: wanted, unspent });
        return { result, alsoWrite: [ended, grown, topUpReturned(topUp, wanted - amount)] };
      }
      // What calls held when it began may be free by now: the unspent part goes first.
      const unspent = stored.unspent + books.freeze(lot, amount - stored.unspent);
      const forfeited = least(amount - unspent, lostOf(topUp));
      books.payBack(lot, unspent, cash, "refund", Number(topUp.id));
      books.payBackForfeited(lot, forfeited, cash, Number(topUp.id));
      books.owePaidBack(amount - unspent - forfeited, cash, "refund", Number(topUp.id));
      const result: RefundRow = { ...stored, state: "succeeded", unspent, forfeited, settledAt: now };
      const end = { unspent, forfeited, failure: null, providerRefund: outcome.refund, at: now };
      const alsoWrite = [refundSettled(refund, end), ...(forfeited > 0n ? [topUpReclaimed(topUp, forfeited)] : [])];
      return { result, note: reason, alsoWrite, events: [doneEvent(result, topUp, books)] };
    },
  };
}

const doneEvent = (refund: RefundRow, { amount: paid, settledAt }: PaidTopUp, books: Books): Event => ({
  name: "refund.succeeded",
  about: {
    ...balanceWords(books.account),
    topUp: refund.topUp.toString(),
    paid: formatMicros(paid),
    paidAt: settledAt === null ? null : new Date(settledAt).toISOString(),
    amount: formatMicros(refund.amount),
    voided: formatMicros(refund.unspent),
    forfeited: formatMicros(refund.forfeited),
    owed: formatMicros(refund.amount - refund.unspent - refund.forfeited),
    author: refund.author,
    reason: refund.reason === "" ? null : refund.reason,
  },
  once: refund.id.toString(),
});
