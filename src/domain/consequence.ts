/**
 * What has to be told after a change of an account: events, from which notices and webhooks are made (contract.md,
 * notices; domain.md 5.1). They are rows of the transaction that made them true (architecture.md 16).
 */
import type { Account } from "./account.ts";
import { formatMicros, type Micros } from "./money.ts";
import { type Pool, poolSource, poolUser } from "./pool.ts";
import type { RechargeState } from "./recharge.ts";

export type EventName =
  | "balance.zero"
  | "pool.80"
  | "pool.100"
  | "budget.80"
  | "budget.100"
  | "brake.reached"
  | "debt.booked"
  | "lot.expiring"
  | "card.expiring"
  | "spending.unusual"
  | "advice.changed"
  | "charges.corrected"
  | "rates.changing"
  | "top-up.succeeded"
  | "recharge.succeeded"
  | "recharge.failed"
  | "recharge.paused"
  | "refund.succeeded"
  | "dispute.opened"
  | "dispute.settled"
  | "call.ended"
  | "call.refused"
  | "switch.hang-up"
  | "switch.new-limit";

/** Whether a subscription (names, or `pool.*` for a family; null: all) is to that event. */
export const subscribes = (events: readonly string[] | null, name: string): boolean =>
  events === null || events.some((wish) => wish === name || wish === `${name.split(".", 1)[0]}.*`);

export interface Event {
  name: EventName;
  /** For the words of a mail and the data of a webhook; amounts are decimal strings. */
  about: Readonly<Record<string, string | number | null>>;
  /** What it may be told of one time only; null: each time. */
  once: string | null;
}

/** What an account remembers of its consequences. */
export interface Standing {
  /** That the balance is zero was told; money in arms it again. */
  zeroTold: boolean;
  recharge: RechargeState;
}

/** How one batch has changed an account. */
export interface AccountChange {
  before: Account;
  after: Account;
  moneyIn: boolean;
  /** A call was refused or cut for lack of credit. */
  shortOfCredit: boolean;
  /** What was booked as debt: for calls, and for spent parts of payments that went back. */
  owed: Micros;
  owedBack: Micros;
}

/** The balance in words that every mail about money has. */
export const balanceWords = (account: Account): Event["about"] => ({
  currency: account.currency,
  balance: formatMicros(account.available + account.held + account.frozen),
  available: formatMicros(account.available),
  held: formatMicros(account.held),
  frozen: formatMicros(account.frozen),
  debt: formatMicros(account.debt),
  openCalls: account.openCalls,
});

/** Zero is told once per descent; holds alone never cause it (product.md, "Zero"). */
export function balanceNews(
  { before, after, moneyIn, shortOfCredit, owed, owedBack }: AccountChange,
  zeroTold: boolean,
): { events: Event[]; zeroTold: boolean } {
  const events: Event[] = [];
  const about = (): Event["about"] => balanceWords(after);
  for (const [amount, reason] of [
    [owed, "calls"],
    [owedBack, "payment"],
  ] as const)
    if (amount > 0n)
      events.push({ name: "debt.booked", about: { ...about(), amount: formatMicros(amount), reason }, once: null });
  const armed = moneyIn || !zeroTold;
  const had = moneyIn || before.available + before.held > 0n;
  const empty = had && after.available + after.held === 0n;
  if (!armed || !(empty || shortOfCredit)) return { events, zeroTold: !armed };
  events.push({ name: "balance.zero", about: about(), once: null });
  return { events, zeroTold: true };
}

/** Shares of a pool that are told when used minutes reach them, in percent. */
const POOL_SHARES = [
  [80, "pool.80"],
  [100, "pool.100"],
] as const;

/** Once per pool and month, however often corrections and new licences move it up and down. */
export function poolNews(before: Pool, after: Pool): Event[] {
  // A user's own minutes are fewer only where the user has taken them along.
  const takenAway = after.totalMinutes < before.totalMinutes && poolUser(after.id) === null;
  const fewerLeft = after.usedMinutes > before.usedMinutes || takenAway;
  if (!fewerLeft || after.usedMinutes === 0) return [];
  return POOL_SHARES.flatMap(([percent, name]): Event[] => {
    const reached = 100 * after.usedMinutes >= percent * after.totalMinutes;
    if (!reached || 100 * before.usedMinutes >= percent * before.totalMinutes) return [];
    const about = {
      pool: poolSource(after.id),
      user: poolUser(after.id),
      month: after.month,
      totalMinutes: after.totalMinutes,
      usedMinutes: after.usedMinutes,
      leftMinutes: Math.max(0, after.totalMinutes - after.usedMinutes),
    };
    return [{ name, about, once: `${after.month}|${after.id}` }];
  });
}
