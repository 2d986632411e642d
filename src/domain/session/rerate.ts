/**
 * A call that has ended priced anew by a corrected tariff: its seconds, and the minutes that pools paid, stay; only the
 * money changes. What it was charged beyond the right price goes back to the lots it came from; what is missing is taken
 * from the available credits, and the rest is owed (or billed afterwards, where the call was).
 */
import type { Books } from "../books.ts";
import { chargeAmount, fund, type Terms } from "../funding.ts";
import type { Micros } from "../money.ts";
import type { Tariff } from "../rating.ts";
import { chargeOf, type Paid, payFor, withoutPrior } from "./settle.ts";
import type { Call, Settlement } from "./types.ts";

/** What the call would have been charged by this tariff. Money never paid for a call that was free or included. */
export function chargeBy(call: Call, settlement: Settlement, tariff: Tariff): Micros {
  const { cover, prior } = call;
  // Who paid before a user became known is kept in figures alone: money, or nobody.
  const first = prior && chargeOf(prior) > 0n ? priceOf(prior, tariff) : 0n;
  if (!cover || cover.free !== null || !call.tariff) return first;
  return first + priceOf(withoutPrior(settlement, prior), tariff);
}

/** Of what its pools did not pay (architecture.md 4). */
function priceOf(part: Settlement, tariff: Tariff): Micros {
  const pools = part.poolUses.map(({ pool }) => pool);
  const terms: Terms = { free: false, pools, credits: true, postUsage: false, tariff };
  const minutes = part.poolUses.map((use) => use.minutes);
  return chargeAmount(terms, fund(terms, part.usedSeconds - part.overrunSeconds, minutes).money);
}

/** Moves the difference between what the call has paid so far and `price`. */
export function correctCharge(books: Books, call: Call, id: number, paid: Paid, price: Micros): Paid {
  const { credits = true, postUsage = false } = call.cover ?? {};
  return payFor(books, { credits, postUsage }, price, paid, { call: id, cause: "correction", month: call.month });
}
