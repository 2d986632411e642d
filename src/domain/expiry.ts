/** What is lost when lots end, and when to warn of it (product.md; domain.md 1.4, GAP-08). */
import { byDrawOrder, type Lot } from "./account.ts";
import type { Micros } from "./money.ts";

const DAY_MS = 86_400_000;

/** Days before the end of a lot, and before the last day of a card, on which its owner is warned. */
export const LOT_WARNINGS = [60, 30, 7, 1] as const;
export const CARD_WARNINGS = [45, 15, 3] as const;

/** The warning that is due so many days before the end: only the latest, so that nobody gets several at once. */
export const warningDue = (warnings: readonly number[], daysLeft: number): number | undefined =>
  daysLeft < 0 ? undefined : warnings.filter((days) => daysLeft <= days).sort((a, b) => a - b)[0];

/** Of a lot; none that would have been due before it was bought. `now`: epoch ms. */
export function lotWarningDue(
  { purchasedAt, endsAt }: Pick<Lot, "purchasedAt" | "endsAt">,
  now: number,
): number | undefined {
  const due = warningDue(LOT_WARNINGS, (endsAt - now) / DAY_MS);
  return due === undefined || endsAt - due * DAY_MS < purchasedAt ? undefined : due;
}

/**
 * What will be left of each lot when it ends, by lot id, if `perDay` is spent each day: lots are drawn in their order,
 * and each end takes what the days before it have left.
 */
export function expectedLosses(lots: readonly Lot[], perDay: Micros, now: number): Map<number, Micros> {
  const inOrder = [...lots].sort(byDrawOrder);
  const left = new Map(inOrder.map((lot) => [lot.id, lot.remaining]));
  const losses = new Map<number, Micros>();
  let at = now;
  for (const ending of [...lots].sort((a, b) => a.endsAt - b.endsAt)) {
    let spent = (perDay * BigInt(Math.max(0, ending.endsAt - at))) / BigInt(DAY_MS);
    at = Math.max(at, ending.endsAt);
    for (const { id } of inOrder) {
      const has = left.get(id) ?? 0n;
      const drawn = has < spent ? has : spent;
      left.set(id, has - drawn);
      spent -= drawn;
    }
    losses.set(ending.id, left.get(ending.id) ?? 0n);
    left.set(ending.id, 0n);
  }
  return losses;
}
