/**
 * How calls end: released by the switch, let through and reported afterwards, refused, presumed over by the reaper or a
 * reconciliation; and how the real end corrects a presumed one, once. A release is never forgotten: its answer is
 * rebuilt from the CDR for good.
 */
import type { Refusal } from "../outcome.ts";
import { ranOutOfCredit, reservedBy, termsOf } from "./grant.ts";
import { booksOf, pin } from "./pin.ts";
import { addSettlements, capabilityOf, chargeOf, NOTHING, settle, settlementLines, withoutPrior } from "./settle.ts";
import type {
  Answer,
  Call,
  Cdr,
  ChargeRequest,
  Decision,
  DescribedCall,
  EndReport,
  Key,
  Session,
  Settlement,
  World,
} from "./types.ts";

type Release = Extract<ChargeRequest, { phase: "release" }>;

/** A lapsed hold, or a call with no end, is closed as never answered after this long. */
export const FORGET_AFTER_MS = 86_400_000;

const NO_END: EndReport = {
  usedSeconds: null,
  answeredAt: null,
  endedAt: null,
  cause: null,
  sipCode: null,
  sipPhrase: null,
  extra: null,
  flags: [],
};

/** Milliseconds round to the nearest second, half up. */
const secondsBetween = (from: number, to: number): number => Math.max(0, Math.floor((to - from + 500) / 1000));

/**
 * Total seconds used, as the switch reports them: given, or the time between answer and end. An end in the future is now;
 * but of a switch whose clock is ahead the whole time between its two moments counts, up to what has passed here since
 * the call was authorised.
 */
function usedOf(end: EndReport, call: { answeredAt: number | null; authorizedAt: number }, now: number): number {
  if (end.usedSeconds !== null) return end.usedSeconds;
  const from = end.answeredAt ?? call.answeredAt;
  if (from === null) return 0;
  const sure = secondsBetween(Math.min(from, now), Math.min(end.endedAt ?? now, now));
  return Math.max(sure, Math.min(end.betweenSeconds ?? 0, secondsBetween(call.authorizedAt, now)));
}

export function endSession(world: World, session: Session, request: Release): Decision {
  return close(
    world,
    session,
    usedOf(request.end, session, world.now),
    "real",
    request.end,
    request.profile.toleranceSeconds,
  );
}

/** Settles what was used, gives back what is still held, and writes the one CDR. */
function close(
  world: World,
  session: Session,
  reported: number,
  end: Cdr["end"],
  report: EndReport,
  toleranceSeconds: number,
): Decision {
  const { call } = session;
  const prior = call.prior;
  const usedSeconds = Math.max(reported, prior?.usedSeconds ?? 0);
  const books = call.emergency ? null : booksOf(world, call);
  if (books) {
    books.letGo(reservedBy(session));
    if (session.state !== "lapsed") books.account.openCalls -= 1;
  }
  const outOfCredit = books !== null && ranOutOfCredit(books, session, usedSeconds);
  const own = settle(
    books,
    termsOf(call),
    usedSeconds - (prior?.usedSeconds ?? 0),
    toleranceSeconds,
    NOTHING,
    session.id,
  );
  const settlement = addSettlements(prior, own);
  books?.forfeitEnded();
  const endedAt = Math.min(report.endedAt ?? world.now, world.now);
  const answeredAt =
    usedSeconds === 0 ? null : (session.answeredAt ?? report.answeredAt ?? endedAt - 1000 * usedSeconds);
  const cdr = cdrOf(world, session, call, settlement, end, report, { answeredAt, endedAt });
  const ledger = books ? { ledger: books.result(), outOfCredit } : {};
  return { answer: released(world, cdr), session: null, cdr, ...ledger };
}

interface Identity {
  id: number;
  organization: string;
  switch: string;
  callId: string;
  authorizedAt: number;
}

function cdrOf(
  world: World,
  identity: Identity,
  call: Call,
  settlement: Settlement,
  end: Cdr["end"],
  report: EndReport,
  times: { answeredAt: number | null; endedAt: number },
): Cdr {
  return {
    id: identity.id,
    organization: identity.organization,
    switch: identity.switch,
    callId: identity.callId,
    call: withReport(call, report),
    authorizedAt: identity.authorizedAt,
    answeredAt: times.answeredAt === null ? null : Math.min(times.answeredAt, world.now),
    endedAt: times.endedAt,
    outcome: settlement.usedSeconds > 0 ? "completed" : "unanswered",
    end,
    refusal: null,
    settlement,
    charge: chargeOf(settlement),
    capability: capabilityOf(call, settlement),
    funding: settlementLines(call, settlement),
    cause: report.cause,
    sipCode: report.sipCode,
    sipPhrase: report.sipPhrase,
  };
}

/** The call as its end leaves it; the same object where the report adds nothing. */
function withReport(call: Call, { extra, flags }: EndReport): Call {
  if (!extra && flags.every((flag) => call.flags.includes(flag))) return call;
  return {
    ...call,
    extra: extra ? { ...call.extra, ...extra } : call.extra,
    flags: [...new Set([...call.flags, ...flags])],
  };
}

export function closeRefused(
  world: World,
  request: { key: Key; described: DescribedCall },
  id: number,
  call: Call,
  refusal: Refusal,
): Cdr {
  const identity = { id, organization: request.described.organization, ...request.key, authorizedAt: world.now };
  const cdr = cdrOf(world, identity, call, NOTHING, "real", NO_END, { answeredAt: null, endedAt: world.now });
  return { ...cdr, outcome: "refused", refusal };
}

/** The answer to whoever asks for, or reports, the end of a call that has ended. */
export function released(world: World, cdr: Cdr): Answer {
  return {
    kind: "released",
    id: cdr.id,
    release: {
      usedSeconds: cdr.settlement.usedSeconds,
      billedSeconds: cdr.settlement.billedSeconds,
      charge: cdr.charge,
      // Nobody's account is looked at for an emergency call, or only by chance.
      currency: cdr.call.emergency ? null : (world.account?.currency ?? null),
      overrunSeconds: cdr.settlement.overrunSeconds,
      funding: cdr.funding,
    },
  };
}

/** The first real end stands; other figures later are flagged. After a presumed end it corrects, once. */
export function correct(world: World, cdr: Cdr, request: Release): Decision {
  const { end } = request;
  const namesFigures = end.usedSeconds !== null || end.endedAt !== null;
  const reported = namesFigures ? usedOf(end, cdr, world.now) : cdr.settlement.usedSeconds;
  const usedSeconds = Math.max(reported, cdr.call.prior?.usedSeconds ?? 0);
  const refusedButUsed = cdr.outcome === "refused" && usedSeconds > 0;
  if (cdr.end === "real" && !refusedButUsed) {
    const same = usedSeconds === cdr.settlement.usedSeconds || cdr.call.flags.includes("OTHER_END_REPORTED");
    if (same) return { answer: released(world, cdr) };
    const flagged: Cdr = { ...cdr, call: { ...cdr.call, flags: [...cdr.call.flags, "OTHER_END_REPORTED"] } };
    return { answer: released(world, flagged), cdr: flagged };
  }
  const call = refusedButUsed ? asLetThrough(world, cdr.call) : cdr.call;
  const prior = call.prior;
  const books = call.emergency ? null : booksOf(world, call);
  const priorSeconds = prior?.usedSeconds ?? 0;
  const before = withoutPrior(cdr.settlement, prior);
  const own = settle(
    books,
    termsOf(call),
    usedSeconds - priorSeconds,
    request.profile.toleranceSeconds,
    before,
    cdr.id,
  );
  books?.forfeitEnded();
  const settlement = addSettlements(prior, own);
  const endedAt = Math.min(request.end.endedAt ?? world.now, world.now);
  const answeredAt =
    settlement.usedSeconds === 0 ? null : (cdr.answeredAt ?? request.end.answeredAt ?? endedAt - 1000 * usedSeconds);
  const corrected = cdrOf(world, cdr, call, settlement, "real", request.end, { answeredAt, endedAt });
  return { answer: released(world, corrected), cdr: corrected, ...(books ? { ledger: books.result() } : {}) };
}

/** A call that we never saw, which its switch let through: booked as it would have been paid, refused or not. */
export function letThrough(world: World, request: Release, described: DescribedCall): Decision {
  if (described.refusal && !described.call.emergency)
    return { answer: { kind: "refused", id: null, refusal: described.refusal } };
  const id = world.newId();
  // It was connected whether or not there were too many: that alone does not change who pays.
  const pinned = pin(world, { ...described, maxConcurrentCalls: null });
  const call = asLetThrough(world, pinned.call);
  const books = call.emergency ? null : booksOf(world, call);
  const usedSeconds = usedOf(request.end, { answeredAt: null, authorizedAt: world.now }, world.now);
  const settlement = settle(books, termsOf(call), usedSeconds, request.profile.toleranceSeconds, NOTHING, id);
  books?.forfeitEnded();
  const endedAt = Math.min(request.end.endedAt ?? world.now, world.now);
  const answeredAt = usedSeconds === 0 ? null : (request.end.answeredAt ?? endedAt - 1000 * usedSeconds);
  const authorizedAt = world.now;
  const identity = { id, organization: described.organization, ...request.key, authorizedAt };
  const cdr = cdrOf(world, identity, call, settlement, "real", request.end, { answeredAt, endedAt });
  return { answer: released(world, cdr), cdr, ...(books ? { ledger: books.result() } : {}) };
}

/**
 * Who pays for a call that nobody was asked about: as covered; else the credits, since it was connected (and
 * post-usage after them, where that is how the organisation pays); and free, as FREECALL, where it cannot be priced
 * (domain.md 3.2 row 28).
 */
function asLetThrough(world: World, call: Call): Call {
  const flags = [...call.flags, "LET_THROUGH"];
  if (call.cover || call.emergency) return { ...call, letThrough: true, flags };
  const free = call.tariff === null;
  return {
    ...call,
    letThrough: true,
    flags,
    tried: [
      ...call.tried,
      { source: free ? "free" : "credits", taken: true, code: free ? "let-through-free" : "let-through" },
    ],
    cover: {
      free: free ? "free" : null,
      pools: [],
      credits: !free,
      postUsage: !free && world.agreement === "customer" && world.account?.payAsYouGo === true,
      capability: free ? "FREECALL" : "MCOPSTNPP",
      noMoney: null,
    },
  };
}

/** The reaper's look at a session whose deadline has passed. A later real end corrects what it presumes. */
export function reap(world: World): Decision {
  const { session, now } = world;
  const done: Answer = { kind: "done" };
  if (!session || Math.min(session.deadline, session.lostAt ?? Infinity) > now) return { answer: done };
  const presumed = (usedSeconds: number, flag: string): Decision => ({
    ...close(world, session, usedSeconds, "presumed", { ...NO_END, flags: [flag] }, 0),
    answer: done,
  });
  if (session.lostAt !== null && session.lostAt <= now) {
    const lastSeen = session.answeredAt === null ? 0 : secondsBetween(session.answeredAt, session.lostAt);
    return presumed(
      session.answeredAt === null ? 0 : Math.max(session.usedSeconds, Math.min(session.limitSeconds, lastSeen)),
      "LOST_BY_SWITCH",
    );
  }
  if (session.state === "answered")
    return presumed(
      session.call.flags.includes(NOT_LISTED)
        ? session.usedSeconds
        : Math.max(session.usedSeconds, session.limitSeconds),
      "END_MISSING",
    );
  if (session.state === "lapsed" || session.call.emergency) return presumed(0, "NEVER_ANSWERED");
  const books = booksOf(world, session.call);
  if (books) {
    books.letGo(reservedBy(session));
    books.account.openCalls -= 1;
    books.forfeitEnded();
  }
  const call = session.call.promised === null ? session.call : { ...session.call, promised: null };
  const deadline = now + FORGET_AFTER_MS;
  const lapsed: Session = { ...session, call, state: "lapsed", held: 0n, poolHolds: [], deadline };
  return { answer: done, session: lapsed, ...(books ? { ledger: books.result() } : {}) };
}

/** Of an emergency call: what it has used is as long as its switch had listed it. */
const NOT_LISTED = "NOT_LISTED";

/**
 * A call that its switch does not list any more is looked at again at `endsAt`, unless it is newer than the list. An
 * emergency call is never ended early: a list may be wrong. How long it was listed is kept for when its time is over.
 */
export function mark(world: World, node: string | null, asOf: number, endsAt: number): Decision {
  const { session } = world;
  const done: Answer = { kind: "done" };
  if (!session || session.authorizedAt > asOf || session.lostAt !== null) return { answer: done };
  if (node !== null && session.call.node !== node) return { answer: done };
  if (!session.call.emergency) return { answer: { kind: "marked" }, session: { ...session, lostAt: endsAt } };
  if (session.call.flags.includes(NOT_LISTED)) return { answer: done };
  const call = { ...session.call, flags: [...session.call.flags, NOT_LISTED] };
  const listed = session.answeredAt === null ? 0 : secondsBetween(session.answeredAt, endsAt);
  return {
    answer: { kind: "marked" },
    session: { ...session, call, usedSeconds: Math.max(session.usedSeconds, listed) },
  };
}
