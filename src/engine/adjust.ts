/** The operator puts a balance right: money given is a lot of its own, money taken is at most what is available. */
import type { Lot } from "../domain/account.ts";
import type { Micros } from "../domain/money.ts";
import { type AdjustmentRow, findAdjustment, insertAdjustment } from "../postgres/adjustments.ts";
import { lotEnd } from "./calendar.ts";
import type { BooksCommand } from "./commands.ts";
import { knownBuyer } from "./eligibility.ts";
import type { Engine } from "./engine.ts";
import { BOUGHT_PRIORITY, hashOf, keyReused, refuseOtherCurrency } from "./top-up.ts";

/** `amount` is not zero; `author` absent: the operator. @throws Refused for a wrong currency, or a key that belongs to another request */
export async function adjust(
  engine: Engine,
  organization: string,
  request: { amount: Micros; currency?: string | undefined; reason: string; author?: string },
  idempotencyKey: string | null,
): Promise<{ adjustment: AdjustmentRow; currency: string; replayed: boolean }> {
  const { currency, timeZone } = await knownBuyer(engine, organization);
  const requestHash = hashOf([request.amount.toString(), request.reason]);
  const earlier =
    idempotencyKey === null ? undefined : await findAdjustment(engine.pool, organization, { id: null, idempotencyKey });
  if (earlier && earlier.requestHash !== requestHash) throw keyReused();
  if (!earlier) refuseOtherCurrency(request.currency, currency);
  const id = await engine.ids.one();
  const wanted = { author: "operator", ...request, id, organization, requestHash, idempotencyKey, timeZone };
  const adjustment = await engine.lane.run(organization, adjusting(wanted));
  if (adjustment.requestHash !== requestHash) throw keyReused();
  return { adjustment, currency, replayed: adjustment.id !== BigInt(id) };
}

function adjusting(wanted: {
  id: number;
  organization: string;
  amount: Micros;
  reason: string;
  author: string;
  requestHash: string;
  idempotencyKey: string | null;
  timeZone: string;
}): BooksCommand<AdjustmentRow> {
  let done: AdjustmentRow | undefined;
  return {
    load: async (client) => {
      done = await findAdjustment(client, wanted.organization, wanted);
    },
    decide: (books, { now, newId }) => {
      if (done) return { result: done };
      const { organization, amount, reason, author, requestHash } = wanted;
      let applied = amount;
      let lot: number | null = null;
      if (amount > 0n) {
        const given: Lot = {
          id: (lot = newId()),
          granted: amount,
          remaining: amount,
          priority: BOUGHT_PRIORITY,
          source: "adjustment",
          purchasedAt: now,
          endsAt: lotEnd(now, wanted.timeZone),
        };
        books.credit(given, "adjustment", "adjustment", null);
      } else {
        const { available } = books.account;
        applied = -amount < available ? amount : -available;
        if (applied !== 0n) books.charge(-applied, null, "adjustment", "adjustment");
      }
      const result: AdjustmentRow = {
        organization,
        id: BigInt(wanted.id),
        amount,
        applied,
        reason,
        author,
        lot: lot === null ? null : BigInt(lot),
        requestHash,
        createdAt: now,
      };
      return { result, note: reason, alsoWrite: [insertAdjustment(result, wanted.idempotencyKey)] };
    },
  };
}
