/**
 * A payer's bank wants a payment back, or a part of it. While that is open, what is unspent of the lot that the payment
 * bought is frozen and what was spent is debt; its outcome releases both or takes the frozen money for good.
 */
import type { Books } from "../domain/books.ts";
import { balanceWords, type Event } from "../domain/consequence.ts";
import { formatMicros, type Micros } from "../domain/money.ts";
import type { DisputeNotice, PaymentProvider } from "../payments/provider.ts";
import {
  type DisputeRow,
  disputeSettled,
  findDispute,
  insertDispute,
  listDisputes,
  listUndisputed,
  readDispute,
} from "../postgres/disputes.ts";
import { type PaidTopUp, readPaidTopUp, readPaidTopUpByPayment, topUpReturned } from "../postgres/refunds.ts";
import { apart } from "./apart.ts";
import type { BooksCommand } from "./commands.ts";
import { knownBuyer } from "./eligibility.ts";
import type { Engine } from "./engine.ts";
import { detailsOf, idOf } from "./payment-methods.ts";
import { providersOf } from "./refund.ts";
import { Refused } from "./refused.ts";

export type { DisputeRow } from "../postgres/disputes.ts";

/** So long after a charge its provider is asked whether it is disputed. */
const ASKED_FOR_MS = 86_400_000;

export class Disputes {
  readonly #engine: Engine;
  readonly #providers: readonly PaymentProvider[];

  constructor(engine: Engine, providers = providersOf(engine)) {
    this.#engine = engine;
    this.#providers = providers;
  }

  /** Asks the providers that do not tell by themselves. */
  async look(): Promise<void> {
    const { pool, now } = this.#engine;
    for (const provider of this.#providers) {
      if (!provider.disputesOf) continue;
      const payments = await listUndisputed(pool, { provider: provider.name, settledSince: now() - ASKED_FOR_MS });
      const asked = payments.map((row) => ({ ...row, method: detailsOf(row) }));
      await apart(await provider.disputesOf(asked), (notice) => this.open({ provider: provider.name, ...notice }));
    }
  }

  /** A provider's word, as often as it comes: one dispute. Null for a payment of which nothing is left to dispute. */
  async open({ provider, payment, dispute, claim }: DisputeNotice & { provider: string }): Promise<DisputeRow | null> {
    const topUp = await readPaidTopUpByPayment(this.#engine.pool, provider, payment);
    if (!topUp) return null;
    const { currency } = await knownBuyer(this.#engine, topUp.organization);
    // What a bank asks for in another currency can not be told from the whole.
    const claimed = claim?.currency === currency && claim.amount < topUp.amount ? claim.amount : topUp.amount;
    return this.#engine.lane.run(topUp.organization, opening(topUp, dispute, claimed));
  }

  /** @throws Refused for a dispute that there is not, or that ended otherwise */
  async settle(
    organization: string,
    id: string,
    end: { outcome: "won" | "lost"; note: string | null; author: string },
  ): Promise<{ dispute: DisputeRow; currency: string }> {
    const { dispute, currency } = await this.read(organization, id);
    const topUp = (await readPaidTopUp(this.#engine.pool, organization, dispute.topUp))!;
    const settled = await this.#engine.lane.run(organization, settling(dispute, topUp, end));
    if (settled.state !== end.outcome)
      throw new Refused("ALREADY_SETTLED", `The dispute was ${settled.state} before and can not be ${end.outcome}.`);
    return { dispute: settled, currency };
  }

  async read(organization: string, id: string): Promise<{ dispute: DisputeRow; currency: string }> {
    const { currency } = await knownBuyer(this.#engine, organization);
    const dispute = await readDispute(this.#engine.pool, organization, idOf(id) ?? -1n);
    if (!dispute) throw new Refused("UNKNOWN_DISPUTE", `The organisation has no dispute ${id}.`);
    return { dispute, currency };
  }

  /** Newest first, before the id `before`. */
  async list(
    organization: string,
    { before, limit }: { before: string | null; limit: number },
  ): Promise<{ disputes: DisputeRow[]; currency: string }> {
    const { currency } = await knownBuyer(this.#engine, organization);
    return { disputes: await listDisputes(this.#engine.pool, organization, { before: idOf(before), limit }), currency };
  }
}

function opening(paid: PaidTopUp, providerDispute: string, claimed: Micros): BooksCommand<DisputeRow | null> {
  const { organization, id: topUpId } = paid;
  let done: DisputeRow | undefined;
  let topUp = paid;
  return {
    load: async (client) => {
      done = await findDispute(client, organization, providerDispute);
      topUp = (await readPaidTopUp(client, organization, topUpId))!;
    },
    decide: (books, { now, newId }) => {
      if (done) return { result: done };
      const left = topUp.amount - topUp.returned;
      // A refund that is under way may fail, and what it keeps back is the dispute's then.
      if (left + topUp.underWay === 0n) return { result: null };
      const amount = claimed < left ? claimed : left;
      const unspent = books.freeze(Number(topUp.lot), amount);
      books.owePaidBack(amount - unspent, `cash/${topUp.provider}`, "dispute", Number(topUpId));
      const dispute: DisputeRow = {
        organization,
        id: BigInt(newId()),
        topUp: topUpId,
        providerDispute,
        claimed,
        amount,
        unspent,
        state: "open",
        note: null,
        author: null,
        openedAt: now,
        settledAt: null,
      };
      return {
        result: dispute,
        events: [eventOf("dispute.opened", dispute, books)],
        alsoWrite: [insertDispute(dispute), topUpReturned(topUp, amount)],
      };
    },
  };
}

const eventOf = (name: "dispute.opened" | "dispute.settled", dispute: DisputeRow, books: Books): Event => ({
  name,
  about: {
    ...balanceWords(books.account),
    topUp: dispute.topUp.toString(),
    amount: formatMicros(dispute.amount > 0n ? dispute.amount : dispute.claimed),
    state: dispute.state,
  },
  once: dispute.id.toString(),
});

/** Once: a second run finds the dispute settled and leaves everything as it is. */
function settling(
  { organization, id }: DisputeRow,
  topUp: PaidTopUp,
  { outcome, note, author }: { outcome: "won" | "lost"; note: string | null; author: string },
): BooksCommand<DisputeRow> {
  let dispute: DisputeRow;
  const lot = Number(topUp.lot);
  const cash = `cash/${topUp.provider}` as const;
  return {
    load: async (client) => {
      dispute = (await readDispute(client, organization, id))!;
    },
    decide: (books, { now }) => {
      if (dispute.state !== "open") return { result: dispute };
      const { amount, unspent } = dispute;
      if (outcome === "lost") books.payBack(lot, unspent, cash, "dispute", Number(topUp.id));
      else {
        books.thaw(lot, unspent);
        books.owePaidBack(unspent - amount, cash, "dispute", Number(topUp.id));
      }
      const result: DisputeRow = { ...dispute, state: outcome, note, author, settledAt: now };
      const settled = disputeSettled(dispute, { state: outcome, note, author, at: now });
      return {
        result,
        events: [eventOf("dispute.settled", result, books)],
        ...(note === null ? {} : { note }),
        alsoWrite: outcome === "lost" ? [settled] : [settled, topUpReturned(topUp, -amount)],
      };
    },
  };
}
