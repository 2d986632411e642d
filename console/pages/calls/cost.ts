/** What a call in progress has cost so far: the tariff over its seconds, without what a pool or a plan pays. */
import type { Call } from "./story.ts";

type Tariff = NonNullable<Call["explanation"]["tariff"]>;

/** A figure to look at: the charge itself is reckoned by the server when the call ends. Decimal, at most 4 places. */
export function costSoFar({ funding, explanation: { tariff } }: Call, seconds: number): string {
  const money = funding.some(({ source }) => source === "credits" || source === "post-usage");
  if (!tariff || !money || seconds <= 0) return "0";
  const pooled = funding
    .filter(({ source }) => source.startsWith("pool:"))
    .reduce((sum, line) => sum + line.seconds, 0);
  const cost = seconds <= pooled ? 0 : priceOf(tariff, seconds) - (pooled > 0 ? priceOf(tariff, pooled) : 0);
  return Math.max(0, cost).toFixed(4);
}

function priceOf({ connectionFee, steps }: Tariff, seconds: number): number {
  return steps.reduce((sum, { fromSeconds, price, perSeconds, incrementSeconds }, i) => {
    const until = Math.min(seconds, steps[i + 1]?.fromSeconds ?? Infinity);
    if (until <= fromSeconds) return sum;
    const billed = Math.ceil((until - fromSeconds) / incrementSeconds) * incrementSeconds;
    return sum + (billed * Number(price)) / perSeconds;
  }, Number(connectionFee));
}
