/**
 * The charging session: (world, request) → decision. Pure: no clock, no I/O, nothing remembered. The phases of
 * contract.md, Calls, each a function that reads top to bottom; release and its kin are in end.ts.
 */
import type { Books } from "../books.ts";
import type { Cover } from "../coverage.ts";
import type { Refusal } from "../outcome.ts";
import { closeRefused, correct, endSession, letThrough, mark, reap } from "./end.ts";
import {
  counted,
  deadlineOf,
  exhausted,
  grantAnswer,
  NOTHING_RESERVED,
  reach,
  reservedBy,
  RING_LIMIT_SECONDS,
  targetSeconds,
  termsOf,
  UNPAID_GRANT_SECONDS,
} from "./grant.ts";
import { booksOf, pin } from "./pin.ts";
import { hangUp, prolong } from "./push.ts";
import { type Bound, countersAfter, limitedBy, refusedByLimits, roomOf } from "./room.ts";
import { addSettlements, NOTHING, settle } from "./settle.ts";
import type {
  Answer,
  Call,
  Cdr,
  ChargeRequest,
  Decision,
  DescribedCall,
  GrantAnswer,
  Session,
  SwitchProfile,
  World,
} from "./types.ts";

type Phase<P extends ChargeRequest["phase"]> = Extract<ChargeRequest, { phase: P }>;

/** An id is refused for reuse for this long after its first authorisation, and to the end of that month. */
export const REUSE_AFTER_MS = 28 * 86_400_000;

export function decide(world: World, request: ChargeRequest): Decision {
  const decision = decidePhase(world, request);
  if (!world.spending) return decision;
  return { ...decision, spending: countersAfter(world, decision) };
}

function decidePhase(world: World, request: ChargeRequest): Decision {
  switch (request.phase) {
    case "authorize":
      return authorize(world, request);
    case "answer":
      return answer(world, request);
    case "update":
      return update(world, request);
    case "release":
      if (world.session) return endSession(world, world.session, request);
      if (world.cdr) return correct(world, world.cdr, request);
      if (request.described) return letThrough(world, request, request.described);
      return { answer: { kind: "unknown" }, tombstone: true };
    case "reap":
      return reap(world);
    case "missing":
      return mark(world, request.node, request.asOf, request.endsAt);
    case "seen":
      if (world.session?.lostAt == null) return { answer: { kind: "done" } };
      return { answer: { kind: "done" }, session: { ...world.session, lostAt: null } };
    case "prolong":
      return prolong(world, request);
    case "hang-up":
      return hangUp(world, request);
  }
}

const granted = (id: number, grant: GrantAnswer): Answer => ({ kind: "granted", id, grant });
const refused = (id: number | null, refusal: Refusal): Answer => ({ kind: "refused", id, refusal });

function authorize(world: World, request: Phase<"authorize">): Decision {
  const { described, profile } = request;
  const repeat = repeated(world, described);
  if (repeat) return { answer: repeat };

  const id = world.newId();
  const { call, refusal } = pin(world, described);
  const refuse = (why: Refusal, stoppedBy: Bound | null = null): Decision => ({
    answer: refused(id, why),
    cdr: closeRefused(world, request, id, stoppedBy ? limitedBy(call, stoppedBy) : call, why),
    stoppedBy,
  });
  if (world.tombstone && !call.emergency)
    return refuse({ code: "CALL_ENDED", message: "The switch has already reported the end of this call." });
  const room = roomOf(world, call, null);
  const limited = refusedByLimits(room, call, refusal);
  if (limited) return refuse(limited.refusal, limited);
  if (refusal) return refuse(refusal);

  const books = call.emergency ? null : booksOf(world, call);
  const terms = termsOf(call);
  const most = call.emergency ? null : call.maxCallSeconds;
  const target = call.emergency
    ? UNPAID_GRANT_SECONDS
    : targetSeconds(terms, profile, 0, request.requestedSeconds, most);
  const ends = { mostSeconds: most, room, priorSeconds: 0 };
  const got = reach(books, terms, NOTHING_RESERVED, 0, target, ends);
  if (got.limitSeconds === 0) return refuse(got.stop?.refusal ?? exhausted(call), got.stop);

  const grant = grantAnswer(call, profile, got.limitSeconds, 0, got.finalGrant, got);
  call.first = grant;
  const session: Session = {
    id,
    organization: described.organization,
    switch: request.key.switch,
    callId: request.key.callId,
    call: counted(call, got),
    state: "ringing",
    authorizedAt: world.now,
    answeredAt: null,
    deadline: call.emergency
      ? world.now + 1000 * UNPAID_GRANT_SECONDS
      : ringDeadline(world, request.profile, got.limitSeconds),
    usedSeconds: 0,
    limitSeconds: got.limitSeconds,
    finalGrant: got.finalGrant,
    held: got.held,
    poolHolds: got.poolHolds,
    lostAt: null,
  };
  if (books) books.account.openCalls += 1;
  books?.forfeitEnded();
  return { answer: granted(id, grant), session, ...(books ? { ledger: books.result() } : {}) };
}

const ringDeadline = (world: World, profile: SwitchProfile, limitSeconds: number): number =>
  world.now + 1000 * (RING_LIMIT_SECONDS + (profile.reportsAnswer ? 0 : limitSeconds));

/** The same authorisation again gets the first answer, a refusal too; another under the same id is a conflict. */
function repeated(world: World, described: DescribedCall): Answer | null {
  const { session, cdr } = world;
  const known = session ?? (cdr && isRecent(world, cdr.authorizedAt) ? cdr : null);
  if (!known) return null;
  if (!isSameCall(known, described))
    return {
      kind: "conflict",
      code: "CALL_ID_REUSED",
      message: "Another call has this callId; it is refused for reuse for 28 days.",
    };
  if (known.call.first) return granted(known.id, known.call.first);
  const refusal = cdr?.refusal ?? { code: "CALL_ENDED" as const, message: "This call has ended." };
  return refused(known.id, refusal);
}

/** What an authorisation says of a call, as it is understood. */
const SAID = ["user", "callType", "from", "to", "conferenceId", "node"] as const;

/** One that is sent as before, or that says itself what the one before left to be inferred, or the same in other words. */
const isSameCall = (known: Session | Cdr, { organization, call, refusal }: DescribedCall): boolean =>
  known.call.requestHash === call.requestHash ||
  (refusal === null && known.organization === organization && SAID.every((name) => known.call[name] === call[name]));

const isRecent = (world: World, authorizedAt: number): boolean =>
  world.now - authorizedAt < REUSE_AFTER_MS || utcMonth(world.now) === utcMonth(authorizedAt);

/** A number for the UTC month of an epoch-ms moment: whole years from March on, as leap days then come last. */
function utcMonth(at: number): number {
  const days = Math.floor(at / 86_400_000) + 719_468;
  const era = Math.floor(days / 146_097);
  const day = days - era * 146_097;
  const leapDays = Math.floor(day / 1460) - Math.floor(day / 36_524) + Math.floor(day / 146_096);
  const year = Math.floor((day - leapDays) / 365);
  const dayOfYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  return (era * 400 + year) * 12 + Math.floor((5 * dayOfYear + 2) / 153);
}

const ended = (): Answer => refused(null, { code: "CALL_ENDED", message: "This call has ended." });
const unknownCall: Answer = { kind: "conflict", code: "UNKNOWN_CALL", message: "No call in progress has this callId." };

function answer(world: World, request: Phase<"answer">): Decision {
  const { session } = world;
  if (!session) return { answer: world.cdr ? ended() : unknownCall };
  if (session.state === "answered")
    return { answer: { kind: "answered", id: session.id, limitSeconds: session.limitSeconds } };
  const answeredAt = Math.min(request.answeredAt ?? world.now, world.now);
  return takeUp(world, session, answeredAt, request.flags);
}

/** From ringing to answered. A hold that had lapsed is taken again, as far as the sources reach now. */
function takeUp(world: World, session: Session, answeredAt: number, flags: string[]): Decision {
  const call = { ...session.call, flags: [...session.call.flags, ...flags] };
  let next: Session = { ...session, call, state: "answered", answeredAt, lostAt: null };
  let ledger: Decision["ledger"];
  if (session.state === "lapsed") {
    const books = booksOf(world, call);
    const ends = { mostSeconds: null, room: roomOf(world, call, session), priorSeconds: 0 };
    const got = reach(books, termsOf(call), NOTHING_RESERVED, 0, session.limitSeconds, ends);
    if (got.limitSeconds === 0)
      return { answer: refused(session.id, got.stop?.refusal ?? exhausted(call)), stoppedBy: got.stop };
    next = {
      ...next,
      call: counted(call, got),
      limitSeconds: got.limitSeconds,
      finalGrant: got.finalGrant,
      held: got.held,
      poolHolds: got.poolHolds,
    };
    if (books) books.account.openCalls += 1;
    books?.forfeitEnded();
    ledger = books?.result();
  }
  next.deadline = deadlineOf(world, next);
  return {
    answer: { kind: "answered", id: session.id, limitSeconds: next.limitSeconds },
    session: next,
    ...(ledger ? { ledger } : {}),
  };
}

function update(world: World, request: Phase<"update">): Decision {
  if (!world.session) return { answer: world.cdr ? ended() : unknownCall };
  let { session } = world;
  const { profile } = request;
  const usedSeconds = Math.max(session.usedSeconds, request.usedSeconds);
  if (session.call.emergency) {
    const limitSeconds = usedSeconds + UNPAID_GRANT_SECONDS;
    const grant = grantAnswer(session.call, profile, limitSeconds, request.usedSeconds, false, session);
    const next = { ...session, usedSeconds, limitSeconds, lostAt: null, ...answeredSince(world, session, usedSeconds) };
    return { answer: granted(session.id, grant), session: { ...next, deadline: deadlineOf(world, next) } };
  }
  const books = booksOf(world, session.call);
  const lapsed = session.state === "lapsed";
  if (lapsed && books) books.account.openCalls += 1;
  if (request.described && books) {
    const known = coverAnew(world, books, session, usedSeconds, request.described);
    if ("refusal" in known) return { answer: refused(session.id, known.refusal) };
    session = known;
  }
  const terms = termsOf(session.call);
  const offset = session.call.prior?.usedSeconds ?? 0;
  const most = session.call.maxCallSeconds;
  const target = targetSeconds(terms, profile, request.usedSeconds, request.requestedSeconds, most) - offset;
  // What a lapsed hold had paid for is no longer paid for: it is taken again as far as the sources reach now.
  const paidSeconds = lapsed ? 0 : Math.max(0, session.limitSeconds - offset);
  const ends = { mostSeconds: most, room: roomOf(world, session.call, world.session), priorSeconds: offset };
  const got = reach(books, terms, reservedBy(session), paidSeconds, target, ends);
  const { stop: stoppedBy } = got;
  const limitSeconds = offset + got.limitSeconds;
  const why = stoppedBy?.refusal ?? exhausted(session.call, most !== null && limitSeconds >= most);
  if (lapsed && limitSeconds === 0 && usedSeconds === 0) return { answer: refused(session.id, why), stoppedBy };
  const next: Session = {
    ...session,
    call: counted(session.call, got),
    usedSeconds,
    limitSeconds,
    finalGrant: got.finalGrant,
    held: got.held,
    poolHolds: got.poolHolds,
    lostAt: null,
    ...answeredSince(world, session, usedSeconds),
  };
  if (next.state === "answered") next.deadline = deadlineOf(world, next);
  else if (lapsed) next.deadline = ringDeadline(world, profile, limitSeconds);
  books?.forfeitEnded();
  const state = { session: next, ...(books ? { ledger: books.result() } : {}) };
  if (limitSeconds <= request.usedSeconds) return { answer: refused(session.id, why), ...state, stoppedBy };
  const grant = grantAnswer(session.call, profile, limitSeconds, request.usedSeconds, got.finalGrant, got);
  return { answer: granted(session.id, grant), ...state };
}

/** Used seconds above zero mean that the call was answered, whether or not `answer` came. */
function answeredSince(world: World, session: Session, usedSeconds: number): Pick<Session, "state" | "answeredAt"> {
  if (session.state !== "answered" && usedSeconds > 0)
    return { state: "answered", answeredAt: session.answeredAt ?? world.now - 1000 * usedSeconds };
  return { state: session.state === "lapsed" ? "ringing" : session.state, answeredAt: session.answeredAt };
}

/**
 * A user that becomes known decides cover anew from this second; what was used before is settled as it was covered.
 * Where the same sources pay as before there is nothing to settle: the call goes on as one, with one connection fee.
 * Who is known stays: an update that comes late, or again, must not hand the call to whom it named before.
 */
function coverAnew(
  world: World,
  books: Books,
  session: Session,
  usedSeconds: number,
  described: DescribedCall,
): Session | { refusal: Refusal } {
  if (session.call.user !== null) return notedOther(session, described.call.user);
  // The call is in progress already: it does not count against the limit on new ones.
  const { call, refusal } = pin({ ...world, account: books.account }, { ...described, maxConcurrentCalls: null });
  if (refusal) return { refusal };
  const before = session.call;
  const { user, costCenter, usageLocation, domestic, cover } = call;
  const tried = [...before.tried, ...call.tried];
  const known: Call = { ...before, user, costCenter, usageLocation, domestic, cover, tried };
  if (paidAlike(before.cover, cover)) return { ...session, call: known };
  books.letGo(reservedBy(session));
  const prior = before.prior;
  const settled = settle(books, termsOf(before), usedSeconds - (prior?.usedSeconds ?? 0), 0, NOTHING, session.id);
  return {
    ...session,
    call: { ...known, tariff: call.tariff, rate: call.rate, promised: null, prior: addSettlements(prior, settled) },
    limitSeconds: usedSeconds,
    held: 0n,
    poolHolds: [],
  };
}

const OTHER_USER = "OTHER_USER_REPORTED";

function notedOther(session: Session, user: string | null): Session {
  const { call } = session;
  if (user === null || user === call.user || call.flags.includes(OTHER_USER)) return session;
  return { ...session, call: { ...call, flags: [...call.flags, OTHER_USER] } };
}

const paidAlike = (a: Cover | null, b: Cover | null): boolean =>
  a !== null &&
  b !== null &&
  a.free === b.free &&
  a.credits === b.credits &&
  a.postUsage === b.postUsage &&
  a.pools.join() === b.pools.join();
