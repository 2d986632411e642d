/**
 * Pushes: what a switch is told without having asked. A hang-up that somebody asked for, and a new limit for a call whose
 * last grant money has outlived. Nobody but the switch ends a call: these are commands to it, and the books follow what
 * it reports.
 */
import { booksOf } from "./pin.ts";
import { released } from "./end.ts";
import { counted, deadlineOf, grantAnswer, paidSince, reach, reservedBy, targetSeconds, termsOf } from "./grant.ts";
import { roomOf } from "./room.ts";
import type { ChargeRequest, Decision, Session, SwitchCommand, World } from "./types.ts";

type Phase<P extends ChargeRequest["phase"]> = Extract<ChargeRequest, { phase: P }>;

/** A call that has ended is answered with its end; an emergency call is never pushed off. */
export function hangUp(world: World, { reason }: Phase<"hang-up">): Decision {
  const { session, cdr } = world;
  if (!session && cdr) return { answer: released(world, cdr) };
  if (!session) return { answer: { kind: "unknown" } };
  if (session.call.emergency)
    return { answer: { kind: "conflict", code: "EMERGENCY_CALL", message: "An emergency call is never pushed off." } };
  return { answer: { kind: "marked" }, command: { ...about(session), type: "hang-up", limitSeconds: null, reason } };
}

/**
 * A call with its last grant goes on as far as an update of its switch would have brought it at this moment, and no
 * further: the push must not take a hold that asking would not have got.
 */
export function prolong(world: World, { profile, reason }: Phase<"prolong">): Decision {
  const { session } = world;
  const done: Decision = { answer: { kind: "done" } };
  if (!session?.finalGrant || session.call.emergency || session.state === "lapsed") return done;
  const elapsed = session.answeredAt === null ? 0 : Math.floor((world.now - paidSince(session)) / 1000);
  const usedSeconds = Math.max(session.usedSeconds, elapsed);
  // Its paid time is over: it is being cut, or its end is on the way.
  if (session.limitSeconds <= usedSeconds) return done;
  const { call } = session;
  const books = booksOf(world, call);
  const terms = termsOf(call);
  const offset = call.prior?.usedSeconds ?? 0;
  const most = call.maxCallSeconds;
  const target = targetSeconds(terms, profile, usedSeconds, null, most) - offset;
  const ends = { mostSeconds: most, room: roomOf(world, call, session), priorSeconds: offset };
  const got = reach(books, terms, reservedBy(session), session.limitSeconds - offset, target, ends);
  const limitSeconds = offset + got.limitSeconds;
  if (limitSeconds <= session.limitSeconds) return done;
  const next: Session = {
    ...session,
    call: counted(call, got),
    limitSeconds,
    finalGrant: got.finalGrant,
    held: got.held,
    poolHolds: got.poolHolds,
  };
  if (next.state === "answered") next.deadline = deadlineOf(world, next);
  else if (!profile.reportsAnswer) next.deadline += 1000 * (limitSeconds - session.limitSeconds);
  books?.forfeitEnded();
  return {
    answer: {
      kind: "granted",
      id: session.id,
      grant: grantAnswer(call, profile, limitSeconds, usedSeconds, got.finalGrant, got),
    },
    session: next,
    command: { ...about(session), type: "new-limit", limitSeconds, reason },
    ...(books ? { ledger: books.result() } : {}),
  };
}

const about = ({
  organization,
  id,
  switch: owner,
  callId,
  call,
}: Session): Omit<SwitchCommand, "type" | "limitSeconds" | "reason"> => ({
  organization,
  call: id,
  switch: owner,
  callId,
  node: call.node,
});
