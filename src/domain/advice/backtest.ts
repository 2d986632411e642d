/**
 * What a choice of funding, trigger and recharge would have done on the history: every charge in its order, every
 * recharge as late as it may come. Lots are used first in, first out, and end after twelve months.
 */
import { DAY_MS, HOUR_MS, type History } from "./history.ts";

/** Micro-units. */
export interface Choice {
  firstFunding: number;
  triggerAmount: number;
  rechargeAmount: number;
}

export interface BackTest {
  days: number;
  /** How often a charge met a balance that could not pay it; again only after money had come in. */
  timesAtZero: number;
  recharges: number;
  /** Micro-units that ended unused. */
  forfeited: number;
  /** Micro-units: the balance, averaged over the time. */
  averageIdle: number;
}

const LOT_MS = 365 * DAY_MS;

export function backTest({ times, amounts, from, to }: History, choice: Choice, leadHours: number): BackTest {
  const lots: { remaining: number; endsAt: number }[] = [];
  let balance = 0;
  let since = from;
  let area = 0;
  let atZero = false;
  /** When the recharge comes that was asked for. */
  let arrives = Infinity;
  const result = { timesAtZero: 0, recharges: 0, forfeited: 0 };

  const elapse = (at: number): void => {
    area += balance * (at - since);
    since = at;
  };
  const buy = (amount: number, at: number): void => {
    lots.push({ remaining: amount, endsAt: at + LOT_MS });
    balance += amount;
    atZero = false;
  };
  const ask = (at: number): void => {
    if (arrives === Infinity && balance < choice.triggerAmount) arrives = at + leadHours * HOUR_MS;
  };
  /** Everything that happens by itself up to this moment: recharges come, lots end. */
  const advance = (until: number): void => {
    for (;;) {
      const ends = lots[0]?.endsAt ?? Infinity;
      const next = Math.min(arrives, ends);
      if (next > until) break;
      elapse(next);
      if (next === arrives) {
        arrives = Infinity;
        result.recharges++;
        buy(choice.rechargeAmount, next);
      } else {
        const { remaining } = lots.shift()!;
        result.forfeited += remaining;
        balance -= remaining;
      }
      ask(next);
    }
    elapse(until);
  };

  buy(choice.firstFunding, from);
  for (let i = 0; i < times.length; i++) {
    const at = Math.max(times[i]!, from);
    advance(at);
    let owed = Math.min(amounts[i]!, balance);
    if (owed < amounts[i]! && !atZero) {
      atZero = true;
      result.timesAtZero++;
    }
    balance -= owed;
    while (owed > 0) {
      const drawn = Math.min(owed, lots[0]!.remaining);
      lots[0]!.remaining -= drawn;
      owed -= drawn;
      if (lots[0]!.remaining === 0) lots.shift();
    }
    ask(at);
  }
  advance(to);
  const span = to - from;
  return {
    days: Math.floor(to / DAY_MS) - Math.floor(from / DAY_MS) + 1,
    ...result,
    averageIdle: span > 0 ? area / span : balance,
  };
}
