/**
 * Settling: what the first n seconds of a call cost for good, paid by its sources. Settling again with another n (a
 * presumed end that is corrected) moves only the difference, so that no line of the ledger nets to nothing.
 */
import type { Draw } from "../account.ts";
import type { Books } from "../books.ts";
import { chargeAmount, coveredSeconds, fund, type Terms } from "../funding.ts";
import { formatMicros, type Micros } from "../money.ts";
import { type PoolHold, poolCapability, poolSource } from "../pool.ts";
import type { Call, FundingLine, Settlement } from "./types.ts";

export const NOTHING: Settlement = {
  usedSeconds: 0,
  billedSeconds: 0,
  overrunSeconds: 0,
  poolUses: [],
  draws: [],
  postUsage: 0n,
  debt: 0n,
};

export const totalOf = (draws: readonly Draw[]): Micros => draws.reduce((total, draw) => total + draw.amount, 0n);
/** What money has paid of a call, by source. */
export type Paid = Pick<Settlement, "draws" | "postUsage" | "debt">;
export const chargeOf = (s: Paid): Micros => totalOf(s.draws) + s.postUsage + s.debt;

/**
 * Pays for `usedSeconds` in all, where `before` is paid already. Used beyond what is covered: at most `tolerance`
 * seconds are forgiven, more is debt (contract.md, Calls).
 */
export function settle(
  books: Books | null,
  terms: Terms,
  usedSeconds: number,
  tolerance: number,
  before: Settlement,
  call: number,
): Settlement {
  if (!books || terms.free) return { ...NOTHING, usedSeconds };
  const minutes = books.freeMinutes(terms.pools).map((free, i) => free + minutesOf(before.poolUses, terms.pools[i]!));
  const { available, debt: owed } = books.account;
  const drawn = totalOf(before.draws);
  // What an earlier end owed and a top-up has settled since is paid, too.
  const settledDebt = before.debt > owed ? before.debt - owed : 0n;
  const credits = drawn + settledDebt + available;

  let paidSeconds = usedSeconds;
  let funding = fund(terms, usedSeconds, minutes);
  let price = chargeAmount(terms, funding.money);
  if (
    !terms.postUsage &&
    (terms.credits ? price > credits : price > 0n || 60 * minutes.reduce((a, b) => a + b, 0) < usedSeconds)
  ) {
    const covered = coveredSeconds(terms, usedSeconds, { minutes, credits, postUsage: 0n });
    if (usedSeconds - covered <= tolerance) {
      paidSeconds = covered;
      funding = fund(terms, covered, minutes);
      price = chargeAmount(terms, funding.money);
    }
  }
  moveMinutes(books, before.poolUses, funding.poolUses, call);
  const cause = before === NOTHING ? "call" : "correction";
  return {
    usedSeconds,
    billedSeconds: funding.billedSeconds,
    overrunSeconds: usedSeconds - paidSeconds,
    poolUses: funding.poolUses,
    ...payFor(books, terms, price, before, { call, cause, month: books.month }),
  };
}

/** Moves what money has paid of a call from `before` to `price`; `month` is the call's. */
export function payFor(
  books: Books,
  terms: Pick<Terms, "credits" | "postUsage">,
  price: Micros,
  before: Paid,
  { call, cause, month }: { call: number; cause: "call" | "correction"; month: string },
): Paid {
  const drawn = totalOf(before.draws);
  const { available } = books.account;
  // Whoever may not spend the credits and did all the same has spent them: debt is only what they do not cover.
  const spends = terms.credits || !terms.postUsage;
  const more = price - chargeOf(before);
  const fromCredits = price <= drawn ? price : drawn + (spends && more > 0n ? least(more, available) : 0n);
  const rest = price - fromCredits;
  const draws = moveCredits(books, before.draws, fromCredits, call, cause);
  const after: Paid = { draws, postUsage: terms.postUsage ? rest : 0n, debt: terms.postUsage ? 0n : rest };
  books.billAfterwards(after.postUsage - before.postUsage, call, cause, month);
  books.oweDebt(after.debt - before.debt, call, cause);
  return after;
}

const least = (a: Micros, b: Micros): Micros => (a < b ? a : b);

const minutesOf = (uses: readonly PoolHold[], pool: string): number =>
  uses.reduce((total, use) => total + (use.pool === pool ? use.minutes : 0), 0);

function moveMinutes(books: Books, before: readonly PoolHold[], after: readonly PoolHold[], call: number): void {
  const pools = new Set([...before, ...after].map((use) => use.pool));
  const moves = [...pools].map((pool) => ({ pool, minutes: minutesOf(after, pool) - minutesOf(before, pool) }));
  books.useMinutes(moves, call);
}

/** Charges or gives back the difference; what is given back goes to the lots that were drawn last. */
function moveCredits(books: Books, before: Draw[], amount: Micros, call: number, cause: "call" | "correction"): Draw[] {
  const paid = totalOf(before);
  if (amount >= paid) return amount === paid ? before : merge([...before, ...books.charge(amount - paid, call, cause)]);
  const back: Draw[] = [];
  const kept = [...before];
  let left = paid - amount;
  while (left > 0n) {
    const last = kept.pop()!;
    const returned = last.amount < left ? last.amount : left;
    back.push({ lot: last.lot, amount: returned });
    if (returned < last.amount) kept.push({ lot: last.lot, amount: last.amount - returned });
    left -= returned;
  }
  books.giveBack(back, call);
  return kept;
}

function merge(draws: readonly Draw[]): Draw[] {
  const byLot = new Map<number, Micros>();
  for (const { lot, amount } of draws) byLot.set(lot, (byLot.get(lot) ?? 0n) + amount);
  return [...byLot].map(([lot, amount]) => ({ lot, amount }));
}

/** The lines of who paid: pools, then each lot, then post-usage or debt. Seconds add up to the seconds paid for. */
export function settlementLines(call: Call, settlement: Settlement): FundingLine[] {
  const { cover, prior, tariff } = call;
  const credits = cover?.credits || !cover?.postUsage ? "credits" : "post-usage";
  const unpaid = !cover || cover.free || !tariff ? { source: cover?.free ?? "free" } : { source: credits, amount: "0" };
  const lines = linesOf(withoutPrior(settlement, prior), unpaid);
  return prior ? [...linesOf(prior, { source: "included" }), ...lines] : lines;
}

/** `unpaid` is the line of what neither minutes nor money were taken for. */
function linesOf(settlement: Settlement, unpaid: Omit<FundingLine, "seconds">): FundingLine[] {
  const lines: FundingLine[] = [];
  let left = settlement.usedSeconds - settlement.overrunSeconds;
  for (const { pool, minutes } of settlement.poolUses) {
    const seconds = Math.min(left, 60 * minutes);
    lines.push({ source: poolSource(pool), seconds });
    left -= seconds;
  }
  const paid = [
    ...settlement.draws.map((draw) => ({ source: "credits", amount: draw.amount, lot: String(draw.lot) })),
    ...(settlement.postUsage > 0n ? [{ source: "post-usage", amount: settlement.postUsage }] : []),
    ...(settlement.debt > 0n ? [{ source: "debt", amount: settlement.debt }] : []),
  ];
  if (paid.length === 0) return left > 0 ? [...lines, { ...unpaid, seconds: left }] : lines;
  const total = paid.reduce((all, part) => all + part.amount, 0n);
  let before = 0n;
  let given = 0;
  for (const part of paid) {
    before += part.amount;
    const upTo = Number((BigInt(left) * before) / total);
    // In the order in which a stored line is read again: a repeat is the same to the letter.
    const line = { source: part.source, seconds: upTo - given, amount: formatMicros(part.amount) };
    lines.push("lot" in part && part.lot !== undefined ? { ...line, lot: part.lot } : line);
    given = upTo;
  }
  return lines;
}

/** The report shows one capability: of the last source that paid (product.md, domain.md GAP-27). */
export function capabilityOf(call: Call, settlement: Settlement): string {
  if (!call.cover) return "";
  if (chargeOf(settlement) > 0n || settlement.poolUses.length === 0)
    return call.cover.pools.length > 0 && chargeOf(settlement) === 0n
      ? poolCapability(call.cover.pools[0]!)
      : call.cover.capability;
  return poolCapability(settlement.poolUses.at(-1)!.pool);
}

/** Two settlements of one call, one after the other (a user became known in between), as one. */
export function addSettlements(first: Settlement | null, second: Settlement): Settlement {
  if (!first) return second;
  return {
    usedSeconds: first.usedSeconds + second.usedSeconds,
    billedSeconds: first.billedSeconds + second.billedSeconds,
    overrunSeconds: first.overrunSeconds + second.overrunSeconds,
    poolUses: [...first.poolUses, ...second.poolUses],
    draws: merge([...first.draws, ...second.draws]),
    postUsage: first.postUsage + second.postUsage,
    debt: first.debt + second.debt,
  };
}

/** What the last cover of a call paid, without what was settled before a user became known. */
export function withoutPrior(whole: Settlement, prior: Settlement | null): Settlement {
  if (!prior) return whole;
  const draws = whole.draws.map((draw) => {
    const earlier = prior.draws.find((other) => other.lot === draw.lot)?.amount ?? 0n;
    return { lot: draw.lot, amount: draw.amount - earlier };
  });
  return {
    usedSeconds: whole.usedSeconds - prior.usedSeconds,
    billedSeconds: whole.billedSeconds - prior.billedSeconds,
    overrunSeconds: whole.overrunSeconds - prior.overrunSeconds,
    poolUses: whole.poolUses.slice(prior.poolUses.length),
    draws: draws.filter((draw) => draw.amount > 0n),
    postUsage: whole.postUsage - prior.postUsage,
    debt: whole.debt - prior.debt,
  };
}
