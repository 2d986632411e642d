/** Grants: how far the sources reach, what is held for it, and what the switch is told. */
import { postUsageLeft } from "../account.ts";
import type { Books, Reserved } from "../books.ts";
import { MONTHLY_LIMIT_REACHED } from "../coverage.ts";
import { type Capacity, coveredSeconds, fund, holdAmount, isCovered, paysMoney, sum, type Terms } from "../funding.ts";
import { formatMicros } from "../money.ts";
import type { Refusal } from "../outcome.ts";
import { poolSource } from "../pool.ts";
import { type Bound, limitedBy, type Room, stopOf } from "./room.ts";
import type { Call, FundingLine, GrantAnswer, Session, SwitchProfile, World } from "./types.ts";

/** The most that is granted at once to a call that costs nothing now (contract.md, Grant). */
export const UNPAID_GRANT_SECONDS = 86_400;
/** How long after the end of the paid time a call without an end is presumed over. */
const REAP_GRACE_SECONDS = 30;
export const RING_LIMIT_SECONDS = 180;

/** Since when the paid time runs. Before we were asked nobody had picked up: the clock of such a switch is behind. */
export const paidSince = ({ answeredAt, authorizedAt }: Session): number =>
  Math.max(answeredAt ?? authorizedAt, authorizedAt);

/** When an answered call that says nothing more is presumed over: never before it had time to say so. */
export const deadlineOf = (world: World, session: Session): number =>
  1000 * REAP_GRACE_SECONDS + Math.max(world.now, paidSince(session) + 1000 * session.limitSeconds);

export function termsOf(call: Call): Terms {
  const { cover } = call;
  if (call.emergency || cover === null)
    return { free: true, pools: [], credits: false, postUsage: false, tariff: null };
  return {
    free: cover.free !== null,
    pools: cover.pools,
    credits: cover.credits,
    postUsage: cover.postUsage,
    tariff: call.tariff,
  };
}

export const NOTHING_RESERVED: Reserved = { held: 0n, poolHolds: [], promised: null };

export const reservedBy = ({ held, poolHolds, call }: Session): Reserved => ({
  held,
  poolHolds,
  promised: call.promised,
});

/** What a call may draw on: what it has reserved already, and what is free. */
function capacityOf(books: Books | null, terms: Terms, own: Reserved): Capacity {
  if (!books) return { minutes: [], credits: 0n, postUsage: 0n };
  const free = books.freeMinutes(terms.pools);
  const minutes = terms.pools.map(
    (pool, i) => free[i]! + sum(own.poolHolds.filter((h) => h.pool === pool).map((h) => h.minutes)),
  );
  const postUsage = postUsageLeft(books.account, books.month, own.promised ?? 0n);
  return { minutes, credits: own.held + books.account.available, postUsage };
}

/** The seconds to ask for: what the switch asks, within its maximum and the longest call that is allowed. */
export function targetSeconds(
  terms: Terms,
  profile: SwitchProfile,
  usedSeconds: number,
  requestedSeconds: number | null,
  maxCallSeconds: number | null,
): number {
  const asked = requestedSeconds ?? profile.defaultGrantSeconds;
  const most = terms.free || terms.postUsage ? UNPAID_GRANT_SECONDS : profile.maximumGrantSeconds;
  return Math.min(usedSeconds + Math.min(asked, most), maxCallSeconds ?? Infinity);
}

export interface Reach {
  /** The new limit, in seconds of this cover. */
  limitSeconds: number;
  /** Nothing more could be granted now. */
  finalGrant: boolean;
  /** The budget or brake that leaves nothing more. */
  stop: Bound | null;
}

/** What ends a call beside its sources; seconds are of the whole call. */
export interface Ends {
  /** Of the calling settings. */
  mostSeconds: number | null;
  room: Room | null;
  /** Seconds of the call that were settled under an earlier cover. */
  priorSeconds: number;
}

/** Extends (never shortens) what a call is paid for, and reserves what that needs. */
export function reach(
  books: Books | null,
  terms: Terms,
  own: Reserved,
  limitSeconds: number,
  target: number,
  { mostSeconds, room, priorSeconds }: Ends,
): Reach & Reserved {
  const capacity = capacityOf(books, terms, own);
  if (room && !terms.free) {
    capacity.most = room.money;
    if (room.seconds !== null) target = Math.min(target, room.seconds - priorSeconds);
  }
  const limit = Math.max(limitSeconds, coveredSeconds(terms, Math.max(target, limitSeconds), capacity));
  const stop = stopOf(room, terms, limit, priorSeconds + limit, capacity);
  const atCap = mostSeconds !== null && priorSeconds + limit >= mostSeconds;
  const finalGrant = !terms.free && (atCap || stop !== null || !isCovered(terms, limit + 1, capacity));
  if (!books || terms.free) return { limitSeconds: limit, finalGrant: atCap || finalGrant, stop, ...NOTHING_RESERVED };
  const funding = fund(terms, limit, capacity.minutes);
  const money = paysMoney(terms) ? holdAmount(terms, funding.money) : 0n;
  const held = !terms.credits ? 0n : money < capacity.credits ? money : capacity.credits;
  const reserved = { held, poolHolds: funding.poolUses, promised: terms.postUsage ? money - held : null };
  books.letGo(own);
  books.reserve(reserved);
  return { limitSeconds: limit, finalGrant, stop, ...reserved };
}

/** The call with what its counters and its explanation need to know of the grant; the same object for nearly every call. */
export function counted(call: Call, { stop, promised }: Reach & Reserved): Call {
  const known = stop ? limitedBy(call, stop) : call;
  return known.promised === promised ? known : { ...known, promised };
}

/** Why a call cannot go on: it has lasted as long as it may, or its sources cover not even one increment more. */
export function exhausted(call: Call, atCap = false): Refusal {
  if (atCap)
    return {
      code: "LIMIT_REACHED",
      message: "The call has lasted as long as the organisation's calling settings allow.",
    };
  // Whoever pays afterwards runs out of nothing but the month's limit.
  if (call.cover?.postUsage) return MONTHLY_LIMIT_REACHED;
  return (
    call.cover?.noMoney ?? {
      code: "OUT_OF_CREDIT",
      message: "Neither minutes nor credits are left for even one increment of this call.",
    }
  );
}

/**
 * Whether a call that has ended, and holds nothing any more, was cut for lack of credit. Switches end a call by
 * themselves where its last grant does, and need not have asked for more.
 */
export function ranOutOfCredit(
  books: Books,
  { call, finalGrant, limitSeconds }: Session,
  usedSeconds: number,
): boolean {
  const terms = termsOf(call);
  if (!finalGrant || usedSeconds < limitSeconds || !terms.credits || terms.postUsage) return false;
  const ownSeconds = limitSeconds - (call.prior?.usedSeconds ?? 0);
  return !isCovered(terms, ownSeconds + 1, capacityOf(books, terms, NOTHING_RESERVED));
}

/** What the switch is told of a grant; `limitSeconds` and `usedSeconds` are totals since answer. */
export function grantAnswer(
  call: Call,
  profile: SwitchProfile,
  limitSeconds: number,
  usedSeconds: number,
  finalGrant: boolean,
  own: Pick<Reserved, "held" | "poolHolds">,
): GrantAnswer {
  const grantedSeconds = limitSeconds - usedSeconds;
  const margin = Math.min(30, Math.ceil(grantedSeconds / 4));
  const warnAt = limitSeconds - profile.warnSeconds;
  return {
    grantedSeconds,
    limitSeconds,
    finalGrant,
    ...(profile.canUpdate ? { nextUpdateSeconds: Math.max(1, grantedSeconds - margin) } : {}),
    ...(finalGrant && warnAt > usedSeconds ? { warnAtSeconds: warnAt } : {}),
    funding: grantLines(call, limitSeconds - (call.prior?.usedSeconds ?? 0), own),
  };
}

function grantLines(call: Call, limitSeconds: number, own: Pick<Reserved, "held" | "poolHolds">): FundingLine[] {
  const terms = termsOf(call);
  if (terms.free) return [{ source: call.cover?.free ?? "free", seconds: limitSeconds }];
  const lines: FundingLine[] = [];
  let left = limitSeconds;
  for (const { pool, minutes } of own.poolHolds) {
    const seconds = Math.min(left, 60 * minutes);
    lines.push({ source: poolSource(pool), seconds });
    left -= seconds;
  }
  if (left <= 0) return lines;
  if (terms.credits && (own.held > 0n || !terms.postUsage))
    lines.push({ source: "credits", seconds: left, amount: formatMicros(own.held) });
  else if (terms.postUsage) lines.push({ source: "post-usage", seconds: left });
  return lines;
}
