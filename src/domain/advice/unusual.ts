/** Spending that is out of the ordinary: far above what the days before were, and enough to matter. */

/** Days before today that are needed to know what is ordinary. */
export const ORDINARY_DAYS = 14;
const DEVIATIONS = 4;
const TIMES_THE_MOST = 2;

/**
 * @param today what was spent so far, in micro-units
 * @param before what each of the days before cost, those without calls as 0
 * @param least micro-units below which nobody is told of anything
 */
export function isUnusual(today: number, before: readonly number[], least: number): boolean {
  if (before.length < ORDINARY_DAYS || today < least) return false;
  const mean = meanOf(before);
  const spread = Math.sqrt(meanOf(before.map((amount) => (amount - mean) ** 2)));
  return today > mean + DEVIATIONS * spread && today > TIMES_THE_MOST * Math.max(...before);
}

export const meanOf = (amounts: readonly number[]): number =>
  amounts.reduce((total, amount) => total + amount, 0) / Math.max(1, amounts.length);
