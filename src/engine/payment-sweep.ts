/**
 * Once a day the provider's books are compared with ours, both ways. What it has and we have not is credited, or opened
 * as a dispute, by the one way that always does that, as if its webhook had come; what stays different is shown to the
 * operator and never booked by itself.
 */
import type { PaymentKnown } from "../payments/provider.ts";
import {
  type Difference,
  type DifferenceKey,
  type DifferenceRow,
  isOrganization,
  listDifferences,
  listPaymentsBooked,
  listPaymentsInQuestion,
  type PaymentBooked,
  saveDifferences,
} from "../postgres/payment-differences.ts";
import { saveSweep } from "../postgres/health.ts";
import { takeDispute } from "./payment-events.ts";
import type { Engine } from "./engine.ts";
import { idOf } from "./payment-methods.ts";
import type { TopUps } from "./top-up.ts";

export type { DifferenceKey, DifferenceRow } from "../postgres/payment-differences.ts";

const HOUR_MS = 3_600_000;
/** A missed day or two is made good. Of older payments, those that were refunded or disputed in this time. */
const LOOKED_BACK_MS = 14 * 24 * HOUR_MS;
/** What is younger may still be under way. */
const LEFT_ALONE_MS = HOUR_MS;
/** Between our clock and the provider's; at the window's ends the other side may have it just outside. */
const CLOCK_SKEW_MS = HOUR_MS / 2;

/** Answers what differs, one sentence each. */
export async function sweepPayments(engine: Engine, topUps: TopUps): Promise<string[]> {
  const { cards, pool, now } = engine;
  if (!cards.paymentsBetween) return [];
  const [from, to] = [now() - LOOKED_BACK_MS, now() - LEFT_ALONE_MS];
  const theirs = await cards.paymentsBetween(from, to, await listPaymentsInQuestion(pool, cards.name));
  const payments = theirs.map(({ payment }) => payment);
  const booked = (): Promise<PaymentBooked[]> => listPaymentsBooked(pool, { provider: cards.name, from, to, payments });
  const before = new Set((await booked()).map(({ payment }) => payment));
  const sentences: string[] = [];
  for (const { organization, topUp, payment, disputes } of theirs)
    try {
      if (!before.has(payment)) await topUps.look(organization, topUp);
      for (const dispute of disputes) await takeDispute(engine, dispute);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      sentences.push(`Payment ${payment} of ${organization} could not be taken in: ${error.message}`);
    }
  const ours = await booked();
  const found = compare(cards.name, theirs, ours, { from: from + CLOCK_SKEW_MS, to: to - CLOCK_SKEW_MS });
  for (const difference of found)
    if (difference.organization !== null && !(await isOrganization(pool, difference.organization)))
      Object.assign(difference, { organization: null, topUp: null });
  const compared = [...new Set([...payments, ...ours.map(({ payment }) => payment)])];
  await saveDifferences(pool, cards.name, { found, compared, at: now() });
  await saveSweep(pool, cards.name, now(), compared.length);
  for (const { payment, kind, organization } of found)
    sentences.push(`Payment ${payment} of ${organization ?? "an unknown organisation"}: ${kind}.`);
  return sentences;
}

/** `within`: the times, epoch ms, in which a payment of ours has to be among the provider's. */
function compare(
  provider: string,
  theirs: readonly PaymentKnown[],
  ours: readonly PaymentBooked[],
  within: { from: number; to: number },
): Difference[] {
  const booked = new Map(ours.map((row) => [row.payment, row]));
  const known = new Set(theirs.map(({ payment }) => payment));
  const differences = theirs.flatMap((their): Difference[] => {
    const our = booked.get(their.payment);
    const { payment, organization, currency } = their;
    const about = { provider, payment, organization, topUp: our?.topUp ?? idOf(their.topUp), currency };
    const differing = (kind: Difference["kind"], providerAmount: bigint, ourAmount: bigint): Difference[] =>
      providerAmount === ourAmount ? [] : [{ ...about, kind, providerAmount, ourAmount }];
    if (!our) return differing("not-credited", their.amount, 0n);
    return [
      ...differing("other-amount", their.amount, our.amount),
      ...differing("other-refunds", their.refunded, our.refunded),
    ];
  });
  for (const { payment, organization, topUp, amount, currency, requestedAt } of ours)
    if (!known.has(payment) && requestedAt >= within.from && requestedAt <= within.to)
      differences.push({
        ...{ provider, payment, kind: "not-charged", organization, topUp, currency },
        ...{ providerAmount: 0n, ourAmount: amount },
      });
  return differences;
}

export const paymentDifferences = (
  { pool }: Pick<Engine, "pool">,
  wanted: { open: boolean; after: DifferenceKey | null; limit: number },
): Promise<DifferenceRow[]> => listDifferences(pool, wanted);
