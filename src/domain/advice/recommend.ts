/**
 * How much to put in first, when to recharge and by how much: from a history, so that the balance reaches zero in the
 * time a recharge may take with at most the chance `risk` (need.ts says how that is judged). Every figure is rounded as
 * it is shown and then used, so that whoever works the steps again with a pencil gets the same amounts.
 */
import { formatMicros, type Micros } from "../money.ts";
import { type BackTest, backTest, type Choice } from "./backtest.ts";
import type { History } from "./history.ts";
import { excessAt, needWithin } from "./need.ts";
import { dearestWindow, MONTH_DAYS, monthlySpend, type Season, seasonOf } from "./season.ts";

export interface Wish {
  /** Chance, per recharge, that the balance reaches zero before it has come; between 0 and 1. */
  risk: number;
  /** Hours that a recharge may take, whole and above zero. */
  leadHours: number;
  /** Least amount that may be bought. */
  minimum: Micros;
  /** The currency's smallest coin. */
  coin: Micros;
}

/** One line of the arithmetic; amounts and figures as decimal strings. */
export interface Step {
  /** Stable name, for whoever says it in another language. */
  code: string;
  label: string;
  value: string;
  /** Whether the value is an amount of money or a plain figure. */
  unit: "money" | "figure";
  /** The other figures that the label names, by name. */
  params: Readonly<Record<string, string>>;
}

export interface Advice {
  firstFunding: Micros;
  triggerAmount: Micros;
  rechargeAmount: Micros;
  expectedMonthlySpend: Micros;
  /** The month's spending by call type, most first; adds up to it. */
  scenarios: { scenario: string; monthlySpend: Micros }[];
  steps: Step[];
  backtest: BackTest;
  naive: Choice & BackTest;
}

/** With less, nothing is known of a month: the advice starts from the minimum. */
export const LEAST_DAYS = 28;
/** Kept in hand whatever the history says, so that one call out of the ordinary does not empty the account. */
const LEAST_TRIGGER = 10n;

const NAIVE = "The naive choice of the back-test: a month to begin with and to recharge, the least funding as trigger";
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export function recommend(history: History | undefined, wish: Wish): Advice {
  const steps = new Steps(wish.coin);
  const { minimum } = wish;
  const unit = roundUnit(minimum);
  const season = history && shownSeason(history, steps);
  const month = season ? expectedMonth(season, steps) : 0n;
  const scenarios = history ? byScenario(history, month, steps) : [];
  const need = history && season ? neededWithin(history, season, wish, steps) : 0n;
  const floor = steps.money("least-trigger", "Least trigger, a tenth of the least funding", minimum / LEAST_TRIGGER);
  steps.money("minimum", "Least funding and recharge", minimum);

  const days = season?.days ?? 0;
  const enough = days >= LEAST_DAYS;
  if (!enough)
    steps.figure("days-missing", `Days that are missing of the ${LEAST_DAYS} that tell of a month`, LEAST_DAYS - days, {
      days: String(LEAST_DAYS),
    });
  const wanted = roundUp(greatest(need, floor), unit);
  const trigger = enough || wanted < minimum ? wanted : minimum;
  const why = `the greatest of what is needed and the least trigger, rounded up to ${formatMicros(unit)}`;
  steps.money("trigger", enough ? `Trigger: ${why}` : `Trigger: ${why}, and at most the minimum`, trigger, {
    unit: formatMicros(unit),
  });
  const recharge = enough ? greatest(roundUp(month, unit), trigger, minimum) : minimum;
  const first = enough ? greatest(roundUp(month + trigger, unit), minimum) : minimum;
  const start = "the minimum, until a month of calls is known";
  steps.money("recharge", `Recharge: ${enough ? "a month, at least trigger and minimum" : start}`, recharge);
  steps.money(
    "first",
    `First funding: ${enough ? "a month on top of the trigger, at least the minimum" : start}`,
    first,
  );
  const unused = trigger + recharge - 12n * month;
  steps.money(
    "expires",
    "Of each recharge would expire after 12 months: trigger + recharge - 12 months, at most the recharge",
    unused < 0n ? 0n : unused > recharge ? recharge : unused,
  );

  const choice = { firstFunding: Number(first), triggerAmount: Number(trigger), rechargeAmount: Number(recharge) };
  const monthly = steps.money("naive", NAIVE, greatest(roundUp(month, unit), minimum));
  const naive = {
    firstFunding: Number(monthly),
    triggerAmount: Number(minimum),
    rechargeAmount: Number(monthly),
  };
  return {
    firstFunding: first,
    triggerAmount: trigger,
    rechargeAmount: recharge,
    expectedMonthlySpend: month,
    scenarios,
    steps: steps.lines,
    backtest: history ? backTest(history, choice, wish.leadHours) : NOTHING_TESTED,
    naive: { ...naive, ...(history ? backTest(history, naive, wish.leadHours) : NOTHING_TESTED) },
  };
}

const NOTHING_TESTED: BackTest = { days: 0, timesAtZero: 0, recharges: 0, forfeited: 0, averageIdle: 0 };

/** As it is shown, so that everything that follows rests on the figures that one sees. */
function shownSeason(history: History, steps: Steps): Season {
  const season = seasonOf(history);
  steps.figure("days", "Days of history", season.days);
  steps.figure("calls", "Calls", history.calls);
  const spent = history.amounts.reduce((total, amount) => total + amount, 0);
  steps.money("spent", "Spent in the history", BigInt(Math.round(spent)));
  const weekdays = season.weekdays.map((amount, i) =>
    steps.rounded(`weekday-${i + 1}`, `A ${WEEKDAYS[i]} costs on average, month ends left out`, amount),
  );
  const monthEnd = steps.factor(
    "month-end",
    "One of a month's last three days costs so many times as much",
    season.monthEnd,
  );
  const growth = steps.factor("growth", "Growth until a month from now", season.growth);
  return { ...season, weekdays, monthEnd, growth };
}

function expectedMonth(season: Season, steps: Steps): Micros {
  const length = `${(MONTH_DAYS - 3).toFixed(2)} + 3 x month end`;
  const label = `Expected monthly spend: mean of the weekdays x (${length}) x growth`;
  return BigInt(steps.rounded("month", label, monthlySpend(season), { days: (MONTH_DAYS - 3).toFixed(2) }));
}

function byScenario({ scenarios }: History, month: Micros, steps: Steps): Advice["scenarios"] {
  const spent = scenarios.reduce((total, { amount }) => total + amount, 0);
  let left = month;
  const shares = scenarios.map(({ scenario, amount }) => {
    const share = (BigInt(Math.floor((Number(month) * amount) / spent)) / steps.coin) * steps.coin;
    left -= share;
    return { scenario, monthlySpend: share };
  });
  if (shares[0]) shares[0].monthlySpend += left;
  for (const { scenario, monthlySpend } of shares)
    steps.money(`month-${scenario}`, `Of the month, ${scenario}`, monthlySpend, { callType: scenario });
  return shares;
}

const SHORTER_HOURS = [1, 2, 4, 6, 12, 24, 48, 72, 168, 336];

/** What is to be in hand when a recharge is asked for. */
function neededWithin(history: History, season: Season, { risk, leadHours }: Wish, steps: Steps): Micros {
  const dearest = BigInt(
    steps.rounded(
      "dearest",
      `The dearest ${leadHours} hours expected: by weekday, at a month's end, with growth`,
      dearestWindow(season, leadHours),
      { hours: String(leadHours) },
    ),
  );
  const amounts = history.amounts.map((amount, i) => amount * season.growthSince(history.times[i]!));
  // A shorter wait needs no more; where few weeks say otherwise by chance, it is believed.
  const waits = [leadHours, ...SHORTER_HOURS.filter((hours) => hours < leadHours)].flatMap((hours) => {
    const need = needWithin(history, amounts, { hours, risk });
    return need ? [{ hours, need, amount: need.usual + excessAt(need, risk) }] : [];
  });
  const worst = waits.reduce<(typeof waits)[number] | undefined>(
    (a, b) => (a && a.amount >= b.amount ? a : b),
    undefined,
  );
  if (!worst) return dearest;
  const { hours, need } = worst;
  steps.figure("windows", `Windows of ${hours} hours that begin with a charge`, need.windows, { hours: String(hours) });
  const percent = formatFigure(100 * (1 - Math.max(0.1, risk)));
  const usual = steps.rounded(
    "usual",
    `${percent} of 100, weighted by what was spent at their beginning, need at most`,
    need.usual,
    { percent },
  );
  const share = steps.factor("share", "Share of those that need more", need.share);
  const meanExcess = steps.rounded("excess", "By which those need more, on average", need.meanExcess);
  const peaks = steps.figure("peaks", "Of those, such as do not overlap", need.peaks);
  const factor = steps.factor(
    "factor",
    `Times that, for one recharge in ${formatFigure(1 / risk)}: peaks x ((share / risk)^(1 / peaks) - 1)`,
    excessAt({ ...need, share, peaks, meanExcess: 1 }, risk),
    { recharges: formatFigure(1 / risk) },
  );
  const needed = steps.rounded(
    "needed",
    "Needed while a recharge is under way: usual + excess x factor",
    usual + meanExcess * factor,
  );
  return greatest(BigInt(needed), dearest);
}

/** Collects the lines, and gives each figure back as it is shown. */
class Steps {
  readonly lines: Step[] = [];
  readonly coin: Micros;

  constructor(coin: Micros) {
    this.coin = coin;
  }

  money(code: string, label: string, amount: Micros, params: Step["params"] = {}): Micros {
    this.lines.push({ code, label, value: formatMicros(amount), unit: "money", params });
    return amount;
  }

  /** Micro-units, up to whole coins. */
  rounded(code: string, label: string, amount: number, params?: Step["params"]): number {
    return Number(this.money(code, label, roundUp(BigInt(Math.ceil(amount)), this.coin), params));
  }

  factor(code: string, label: string, value: number, params?: Step["params"]): number {
    return this.figure(code, label, Number(value.toFixed(4)), params);
  }

  figure(code: string, label: string, value: number, params: Step["params"] = {}): number {
    this.lines.push({ code, label, value: formatFigure(value), unit: "figure", params });
    return value;
  }
}

const formatFigure = (value: number): string => String(Number(value.toFixed(4)));

const roundUp = (amount: Micros, unit: Micros): Micros => ((amount + unit - 1n) / unit) * unit;
const greatest = (...amounts: Micros[]): Micros => amounts.reduce((most, amount) => (amount > most ? amount : most));

/** What people would round to: 1 for a minimum of 50, 100 for one of 5,000. */
function roundUnit(minimum: Micros): Micros {
  let unit = 1_000_000n;
  while (unit * 10n <= minimum / 50n) unit *= 10n;
  return unit;
}
