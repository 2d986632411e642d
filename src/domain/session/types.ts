/** The nouns of charging: the call as it was authorised, the session while it is open, the CDR when it has ended. */
import type { Account, Agreement, Draw, Lot } from "../account.ts";
import type { Ledgered } from "../books.ts";
import type { Counted, Counter, LimitIndex } from "../budget.ts";
import type { CallType, NumberKind } from "../call-type.ts";
import type { Event } from "../consequence.ts";
import type { CallFacts, Cover, Tried } from "../coverage.ts";
import type { Micros } from "../money.ts";
import type { ConflictCode, Refusal } from "../outcome.ts";
import type { Pool, PoolHold } from "../pool.ts";
import type { Tariff } from "../rating.ts";

/** How a switch works; set by `PUT /v1/switches/{switch}`. */
export interface SwitchProfile {
  reportsAnswer: boolean;
  canUpdate: boolean;
  defaultGrantSeconds: number;
  maximumGrantSeconds: number;
  /** How long before the cut of a last grant the caller is to be warned. */
  warnSeconds: number;
  /** An overrun of at most this that nothing can fund is forgiven. */
  toleranceSeconds: number;
}

/** The rate row that prices a call, as pinned by its authorisation. */
export interface PinnedRate {
  row: string;
  deck: string;
  service: string;
  prefix: string;
  destination: string;
}

/** What a call is; pinned when it is authorised (only a user that becomes known later changes the cover). */
export interface Call {
  node: string | null;
  /** Principal name of who is named: caller, organiser, resource account. */
  user: string | null;
  callType: CallType;
  from: string;
  to: string;
  fromCountry: string | null;
  toCountry: string | null;
  /** Kind of the own number in the call. */
  numberKind: NumberKind | null;
  usageLocation: string | null;
  /** Of the user when the call was authorised: whose budget and whose report it stays in when the user moves. */
  costCenter: string | null;
  domestic: boolean;
  conferenceId: string | null;
  /** Other things that the switch said, kept for the report: startedBy, parentCallId, trunk, … */
  extra: Record<string, string | number | boolean> | null;
  /** Sameness of authorisations: a hash of organisation, user, type, numbers, conference and node as sent. */
  requestHash: string;
  /** The pool month, first day. */
  month: string;
  cover: Cover | null;
  tried: Tried[];
  tariff: Tariff | null;
  rate: PinnedRate | null;
  emergency: boolean;
  /** The longest that the organisation's calling settings let a call last. */
  maxCallSeconds: number | null;
  /** The switch let it through unasked. */
  letThrough: boolean;
  /** The first answer, to be given again. */
  first: GrantAnswer | null;
  /** Seconds already settled under an earlier cover, before a user became known. */
  prior: Settlement | null;
  /** What its grant may cost beyond its hold, as it is billed afterwards; null: nothing is. */
  promised: Micros | null;
  flags: string[];
}

export type SessionState = "ringing" | "answered" | "lapsed";

export interface Session {
  id: number;
  organization: string;
  switch: string;
  callId: string;
  call: Call;
  state: SessionState;
  authorizedAt: number;
  answeredAt: number | null;
  /** When the reaper looks at it. */
  deadline: number;
  /** Total since answer, as last reported. */
  usedSeconds: number;
  /** Total since answer that is paid for; never shrinks. */
  limitSeconds: number;
  finalGrant: boolean;
  held: Micros;
  poolHolds: PoolHold[];
  /** Absent from a reconcile list: when it is taken to have ended. */
  lostAt: number | null;
}

export interface FundingLine {
  source: string;
  seconds: number;
  /** Decimal, where money pays. */
  amount?: string;
  lot?: string;
}

export interface GrantAnswer {
  grantedSeconds: number;
  limitSeconds: number;
  finalGrant: boolean;
  nextUpdateSeconds?: number;
  warnAtSeconds?: number;
  funding: FundingLine[];
}

/** What a call has cost, by source. */
export interface Settlement {
  usedSeconds: number;
  billedSeconds: number;
  overrunSeconds: number;
  poolUses: PoolHold[];
  draws: Draw[];
  postUsage: Micros;
  debt: Micros;
}

export interface Cdr {
  id: number;
  organization: string;
  switch: string;
  callId: string;
  call: Call;
  authorizedAt: number;
  answeredAt: number | null;
  endedAt: number;
  outcome: "completed" | "unanswered" | "refused";
  /** How the end is known: a presumed one is corrected, once, by the real one. */
  end: "real" | "presumed";
  refusal: Refusal | null;
  settlement: Settlement;
  charge: Micros;
  /** Report capability of the last source that paid. */
  capability: string;
  funding: FundingLine[];
  cause: string | null;
  sipCode: number | null;
  sipPhrase: string | null;
}

/** Everything that one decision may look at. Times are epoch milliseconds. */
export interface World {
  now: number;
  /** Null only for a call of no known organisation. */
  account: Account | null;
  agreement: Agreement;
  lots: readonly Lot[] | null;
  /** By `month|id`. */
  pools: ReadonlyMap<string, Pool>;
  session: Session | null;
  cdr: Cdr | null;
  /** A release came for this id within the last 24 hours, before its authorisation. */
  tombstone: boolean;
  newId: () => number;
  /** One used-up pool of a plan closes the other; absent or false: each lasts by itself. */
  strictEither?: boolean;
  /** The organisation's budgets and brakes, and the counters of those that count this call; absent: it has none. */
  spending?: { limits: LimitIndex; counters: ReadonlyMap<string, Counter> };
}

/** A call as the switch described it, with what the directory and the decks know about it. */
export interface DescribedCall {
  /** Empty where none is known: an emergency call, or one of an unknown user. */
  organization: string;
  /** Complete, with cover, tried, first and prior still empty. */
  call: Call;
  /**
   * Null for an emergency call, or one that is refused before anybody asks who pays. What depends on the account (mode,
   * pay-as-you-go, limits) is set when it is decided.
   */
  facts: CallFacts | null;
  refusal: Refusal | null;
  maxConcurrentCalls: number | null;
}

export interface Key {
  switch: string;
  callId: string;
}

export interface EndReport {
  /** Total seconds since answer; null where only times are given. */
  usedSeconds: number | null;
  /** By the switch's clock, where it puts the end in the future: believed as far as the call is known to have lasted. */
  betweenSeconds?: number;
  answeredAt: number | null;
  endedAt: number | null;
  cause: string | null;
  sipCode: number | null;
  sipPhrase: string | null;
  /** Added to the call's own. */
  extra: Record<string, string | number | boolean> | null;
  flags: string[];
}

export type ChargeRequest = { key: Key; profile: SwitchProfile } & (
  | { phase: "authorize"; described: DescribedCall; requestedSeconds: number | null }
  | { phase: "answer"; answeredAt: number | null; flags: string[] }
  | { phase: "update"; usedSeconds: number; requestedSeconds: number | null; described: DescribedCall | null }
  | { phase: "release"; end: EndReport; described: DescribedCall | null }
  | { phase: "reap" }
  | { phase: "missing"; node: string | null; asOf: number; endsAt: number }
  | { phase: "seen" }
  | { phase: "prolong"; reason: SwitchCommand["reason"] }
  | { phase: "hang-up"; reason: SwitchCommand["reason"] }
);

export interface ReleaseAnswer {
  usedSeconds: number;
  billedSeconds: number;
  charge: Micros;
  /** Null for an emergency call of nobody's account. */
  currency: string | null;
  overrunSeconds: number;
  funding: FundingLine[];
}

export type Answer =
  | { kind: "granted"; id: number; grant: GrantAnswer }
  | { kind: "refused"; id: number | null; refusal: Refusal }
  | { kind: "answered"; id: number; limitSeconds: number }
  | { kind: "released"; id: number; release: ReleaseAnswer }
  | { kind: "unknown" }
  | { kind: "conflict"; code: ConflictCode; message: string }
  | { kind: "marked" }
  | { kind: "done" };

/** What a switch is to do with a call, without having asked. */
export interface SwitchCommand {
  organization: string;
  /** The session's id. */
  call: number;
  switch: string;
  callId: string;
  node: string | null;
  type: "hang-up" | "new-limit";
  /** Total since answer that is paid for now, of a new limit. */
  limitSeconds: number | null;
  /** A code, or what somebody wrote. */
  reason: string;
}

export interface Decision {
  answer: Answer;
  /** The session's new state; null: it is closed; absent: as it was. */
  session?: Session | null;
  /** A new CDR, or the same one corrected. */
  cdr?: Cdr;
  ledger?: Ledgered;
  /** Remember that this call has ended before it was authorised. */
  tombstone?: true;
  command?: SwitchCommand;
  /** The budget or brake that refused or cut the call. */
  stoppedBy?: Counted | null;
  /** It ended where its credits did: they cover not even one increment more. */
  outOfCredit?: boolean;
  /** Counters of budgets and brakes as the call leaves them, and what is to be told of them. */
  spending?: { counters: Counter[]; events: Event[] };
}
