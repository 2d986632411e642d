/**
 * How much is spent while one waits for a recharge. A recharge is asked for by the charge that takes the balance below
 * the trigger, and the dearer an hour is, the likelier that charge falls in it: so every moment of the history is asked
 * what was spent from then on, and counts as much as was spent at it.
 *
 * The amount that is needed in all but one of 1/risk cases lies beyond what a few weeks can show. Nine cases in ten are
 * read from the history (fewer, where more risk is taken); beyond that the excess is taken as exponential (the limit of most tails, "peaks over
 * threshold"), with its mean known from `peaks` independent cases only, which makes the predictive tail
 * (1 + x / (peaks · meanExcess))^(−peaks): the fewer cases, the more is kept in hand.
 */
import { HOUR_MS, type History } from "./history.ts";

export interface Need {
  /** Moments that were asked. */
  windows: number;
  /** The share of them that needed more than `usual`, weighted: about one in ten, or `risk` where that is more. */
  share: number;
  /** Micro-units that the others did with. */
  usual: number;
  /** Micro-units by which those needed more, on average. */
  meanExcess: number;
  /** How many of those did not overlap. */
  peaks: number;
}

const SELDOM = 0.1;

/** `amounts`: as of the history, or as they would be now where spending grows. Undefined: no window is complete. */
export function needWithin(
  { times, to }: Pick<History, "times" | "to">,
  amounts: readonly number[],
  { hours, risk }: { hours: number; risk: number },
): Need | undefined {
  const sums: number[] = [];
  let sum = 0;
  let end = 0;
  for (let begin = 0; begin < times.length; begin++) {
    const until = times[begin]! + hours * HOUR_MS;
    if (until > to) break;
    while (end < times.length && times[end]! < until) sum += amounts[end++]!;
    sums.push(sum);
    sum -= amounts[begin]!;
  }
  if (sums.length === 0) return undefined;

  const total = sums.reduce((all, _, i) => all + amounts[i]!, 0);
  const order = sums.map((_, i) => i).sort((a, b) => sums[a]! - sums[b]!);
  let below = 0;
  let usual = sums[order.at(-1)!]!;
  for (const i of order) {
    below += amounts[i]!;
    if (below >= (1 - Math.max(SELDOM, risk)) * total) {
      usual = sums[i]!;
      break;
    }
  }
  let weight = 0;
  let excess = 0;
  let peaks = 0;
  let free = -Infinity;
  sums.forEach((needed, i) => {
    if (needed <= usual) return;
    weight += amounts[i]!;
    excess += amounts[i]! * (needed - usual);
    if (times[i]! < free) return;
    peaks++;
    free = times[i]! + hours * HOUR_MS;
  });
  return {
    windows: sums.length,
    share: weight / total,
    usual,
    meanExcess: weight > 0 ? excess / weight : 0,
    peaks: Math.max(1, peaks),
  };
}

/** The excess over `usual` that is passed with the chance `risk`; 0 where it is passed less often than that. */
export function excessAt({ share, meanExcess, peaks }: Need, risk: number): number {
  return risk >= share ? 0 : peaks * meanExcess * ((share / risk) ** (1 / peaks) - 1);
}
