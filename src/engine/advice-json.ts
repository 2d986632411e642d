/** The advice as the API and the command answer it (contract.md, "Usage"). */
import type { BackTest, Choice } from "../domain/advice/backtest.ts";
import { formatMicros } from "../domain/money.ts";
import { coinOf } from "./amounts.ts";
import type { FundingAdvice } from "./recommend.ts";

export function adviceJson(advice: FundingAdvice) {
  const { basis, backtest, naive, currency } = advice;
  const coin = Number(coinOf(currency));
  const money = (micros: number): string => formatMicros(BigInt(Math.round(micros / coin) * coin));
  const tested = ({ timesAtZero, recharges, forfeited, averageIdle }: BackTest) => ({
    timesAtZero,
    recharges,
    forfeited: money(forfeited),
    averageIdle: money(averageIdle),
  });
  const chosen = ({ firstFunding, triggerAmount, rechargeAmount }: Choice) => ({
    firstFunding: money(firstFunding),
    triggerAmount: money(triggerAmount),
    rechargeAmount: money(rechargeAmount),
  });
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  return {
    firstFunding: formatMicros(advice.firstFunding),
    triggerAmount: formatMicros(advice.triggerAmount),
    rechargeAmount: formatMicros(advice.rechargeAmount),
    expectedMonthlySpend: formatMicros(advice.expectedMonthlySpend),
    currency,
    basis: { from: iso(basis.from), to: iso(basis.to), calls: basis.calls },
    scenarios: advice.scenarios.map(({ scenario, monthlySpend }) => ({
      callType: scenario,
      monthlySpend: formatMicros(monthlySpend),
    })),
    steps: advice.steps,
    backtest: { days: backtest.days, ...tested(backtest), naive: { ...chosen(naive), ...tested(naive) } },
  };
}
