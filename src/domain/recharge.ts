/**
 * Auto-recharge: when money is bought without anybody asking for it, how much, and when that stops. One attempt at a
 * time; an attempt tries the organisation's payment methods in their order, each at most once (architecture.md 17,
 * domain.md 1.3). Pure: what the lane and the worker do between two crashes is decided here alone.
 */
import type { Agreement } from "./account.ts";
import type { Micros } from "./money.ts";

export interface AutoRecharge {
  enabled: boolean;
  /** Bought when the available credits are strictly below this; zero or more. */
  triggerAmount: Micros;
  rechargeAmount: Micros;
  /** Buy up to this, at least the recharge amount; null: just the recharge amount. */
  targetAmount: Micros | null;
  /** Ids in the order in which they are charged; no other is. */
  methods: readonly bigint[];
  monthlyCap: Micros | null;
  dailyCap: Micros | null;
  /** So long after a recharge nothing more is bought by itself; 0: at once, until the balance is back over the trigger. */
  coolDownSeconds: number;
}

export type PauseReason = "declined" | "requires-action" | "retries-used-up";
export type CapReason = "daily-cap" | "monthly-cap";

/** What the account remembers of its recharges. */
export interface RechargeState {
  /** Open: an attempt is under way. Paused: nothing is tried until somebody acts. */
  state: "idle" | "open" | "paused";
  /** Why it is paused, or why it waits. */
  reason: PauseReason | CapReason | "retrying" | "cool-down" | null;
  /** Epoch ms: nothing is bought before. */
  retryAt: number | null;
  /** Attempts that failed since the last one that succeeded. */
  failures: number;
}

export const RESTED: RechargeState = { state: "idle", reason: null, retryAt: null, failures: 0 };

const HOUR_MS = 3_600_000;
/** After the first, second and third failure; after a fourth it is paused. */
const BACK_OFF_MS = [1 * HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS];

/** What an attempt may still be bought for: everything but the caps, which nobody looks at unless this is so. */
export function isWanted(
  settings: AutoRecharge | null,
  { state, agreement, available, now }: { state: RechargeState; agreement: Agreement; available: Micros; now: number },
): settings is AutoRecharge {
  if (!settings?.enabled || state.state !== "idle") return false;
  // Whoever is billed afterwards may not buy: the credits drain (domain.md 1.6, the trap of a recharge left on).
  if (agreement === "customer") return false;
  if (state.retryAt !== null && now < state.retryAt) return false;
  return available < settings.triggerAmount;
}

/** What was bought in the present day and month, open attempts included. */
export interface Spent {
  day: Micros;
  month: Micros;
}

/**
 * In whole coins of the currency: a coin is 10,000 micros where it has two decimals. Up to the target as far as the caps
 * leave room, but never less than one recharge: a cap that is below the target must not keep all of it away.
 */
export function rechargeAmount(
  settings: AutoRecharge,
  available: Micros,
  { coin, spent }: { coin: Micros; spent: Spent },
): Micros {
  const { rechargeAmount: least, targetAmount, dailyCap, monthlyCap } = settings;
  if (targetAmount === null) return least;
  let amount = ((targetAmount - available + coin - 1n) / coin) * coin;
  if (dailyCap !== null && dailyCap - spent.day < amount) amount = dailyCap - spent.day;
  if (monthlyCap !== null && monthlyCap - spent.month < amount) amount = monthlyCap - spent.month;
  return amount > least ? amount : least;
}

/** The cap that one more recharge would pass; the longer one first, as it says more. */
export function capPassed(settings: AutoRecharge, amount: Micros, spent: Spent): CapReason | null {
  if (settings.monthlyCap !== null && spent.month + amount > settings.monthlyCap) return "monthly-cap";
  if (settings.dailyCap !== null && spent.day + amount > settings.dailyCap) return "daily-cap";
  return null;
}

export const opened = (state: RechargeState): RechargeState => ({
  ...state,
  state: "open",
  reason: null,
  retryAt: null,
});

/** Waits for the next day or month. */
export const capped = (state: RechargeState, reason: CapReason, until: number): RechargeState => ({
  ...state,
  reason,
  retryAt: until,
});

/** After a recharge that was paid. */
export const recharged = (settings: Pick<AutoRecharge, "coolDownSeconds"> | null, now: number): RechargeState =>
  settings === null || settings.coolDownSeconds === 0
    ? RESTED
    : { ...RESTED, reason: "cool-down", retryAt: now + settings.coolDownSeconds * 1_000 };

/** A decline that lasts (expired, stolen) will not pass by itself; one that passes may (no funds, bank busy). */
export type Decline = "lasting" | "passing";

/** One payment method that an attempt has tried. */
export interface Try {
  method: bigint;
  state: "pending" | "requires-action" | "succeeded" | "failed";
  decline: Decline | null;
  failure: string | null;
}

export type NextStep =
  /** Ask what became of it: nobody else is charged before that is known. */
  | { do: "settle"; method: bigint }
  | { do: "charge"; method: bigint }
  | { do: "give-up"; failure: string; why: PauseReason | "passing" }
  /** It was switched off before anybody was charged. */
  | { do: "cancel" }
  /** Paid: the transaction that credited it has closed the attempt, too. */
  | { do: "nothing" };

/** What to do about an open attempt, whatever an earlier run left undone. */
export function nextStep(settings: Pick<AutoRecharge, "enabled" | "methods"> | null, tries: readonly Try[]): NextStep {
  if (tries.some(({ state }) => state === "succeeded")) return { do: "nothing" };
  const pending = tries.find(({ state }) => state === "pending");
  if (pending) return { do: "settle", method: pending.method };
  if (!settings?.enabled && tries.length === 0) return { do: "cancel" };
  const next = settings?.enabled
    ? settings.methods.find((id) => !tries.some(({ method }) => method === id))
    : undefined;
  if (next !== undefined) return { do: "charge", method: next };
  const failure = tries[0]?.failure ?? "The bank wants to hear from the card's holder first.";
  if (tries.some(({ decline }) => decline === "passing")) return { do: "give-up", failure, why: "passing" };
  const asks = tries.some(({ state }) => state === "requires-action");
  return { do: "give-up", failure, why: asks ? "requires-action" : "declined" };
}

/** After an attempt that no method paid: tried again later while the reason may pass, else paused. */
export function failed(state: RechargeState, why: PauseReason | "passing", now: number): RechargeState {
  const failures = state.failures + 1;
  if (why !== "passing") return { state: "paused", reason: why, retryAt: null, failures };
  const wait = BACK_OFF_MS[state.failures];
  if (wait === undefined) return { state: "paused", reason: "retries-used-up", retryAt: null, failures };
  return { state: "idle", reason: "retrying", retryAt: now + wait, failures };
}

/** By new card details or a successful manual payment, and by nothing else. An open attempt and a cool-down go on. */
export const lifted = (state: RechargeState): RechargeState =>
  state.state === "open" || state.reason === "cool-down" || isAtRest(state) ? state : RESTED;

const isAtRest = ({ state, failures, retryAt }: RechargeState): boolean =>
  state === "idle" && failures === 0 && retryAt === null;

/** Other settings may leave more room below the caps, or ask for no cool-down; what waits for a bank goes on waiting. */
export const capsChanged = (state: RechargeState): RechargeState =>
  state.reason === "daily-cap" || state.reason === "monthly-cap" || state.reason === "cool-down"
    ? { ...state, reason: null, retryAt: null }
    : state;

/** The time to wait for has come: forgotten, so that nobody looks at it again. */
export const retryDue = (state: RechargeState, now: number): RechargeState =>
  state.retryAt !== null && state.retryAt <= now ? { ...state, reason: null, retryAt: null } : state;
