/** What switches do to calls, and what the auditor says to each answer. */
import { answer, authorize, update } from "../../src/engine/charge.ts";
import type { ChargeResult } from "../../src/engine/commands.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { Rules } from "./budgets.ts";
import { connectedAnyway, nameOf, type Payers, pin, type SimCall } from "./model.ts";
import { disagree, Disagreement, type Seen } from "./observe.ts";
import { Account, exceeds, minutesFor, reach, reaches, type Sources } from "./predict.ts";
import type { SimOrganization, SimUser } from "./world.ts";

export type Reply = ChargeResult["answer"];

/** One request, which may be sent again and again. */
export interface Act<R = unknown> {
  words: string;
  org: SimOrganization;
  call: SimCall | null;
  run(engine: Engine): Promise<R>;
  /** What the auditor believes of the answer whatever else goes on; it learns from it. */
  check(reply: R, now: number): void;
  /** What exactly must come when nobody else is at work; null where that is not worth foretelling. */
  foresee(before: Seen, now: number): { check(reply: R, after: Seen): void } | null;
}

const sorted = (_: string, value: unknown): unknown =>
  typeof value === "bigint"
    ? value.toString()
    : value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
/** An answer as text that is the same for the same answer. */
export const textOf = (reply: unknown): string => JSON.stringify(reply, sorted);

export const caller = ({ key, profile }: SimCall) => ({ key, profile });
export const same = (call: SimCall, what: string, before: string, now: string): void => {
  if (before !== now)
    throw new Disagreement(`${nameOf(call)}: ${what} again got another answer: first ${before}, now ${now}`);
};
export const wrong = (call: SimCall, words: string, reply: Reply): never => {
  throw new Disagreement(`${nameOf(call)}: ${words}; the answer was ${textOf(reply)}`);
};

const FREE_MOST = 86_400;
export const paid = (payers: Payers | null) => (payers && "free" in payers && !payers.free ? payers : null);

/** How far a request asks, in seconds since answer. */
const target = (call: SimCall, used: number, requested: number | null): number => {
  const most = paid(call.payers) && !paid(call.payers)!.later ? call.profile.maximumGrantSeconds : FREE_MOST;
  return used + Math.min(requested ?? call.profile.defaultGrantSeconds, most);
};

export function checkSources(call: SimCall, sources: readonly string[], reply: Reply): void {
  const payers = call.payers!;
  const allowed = new Set(["free", "included"]);
  const pays = paid("refused" in payers ? connectedAnyway(call) : payers);
  if (pays) {
    // What has no price and was used beyond the minutes is nobody's to pay.
    if (call.paidFrom === 0 && call.price) allowed.clear();
    for (const pool of pays.pools) allowed.add(`pool:${pool.split(":").slice(0, 3).join(":")}`);
    for (const source of ["credits", "debt", "post-usage"]) allowed.add(source);
  }
  const other = sources.find((source) => !allowed.has(source));
  if (other !== undefined)
    wrong(
      call,
      `it was paid by ${other}, which may not pay for it (${[...allowed].join(", ") || "nothing"} may)`,
      reply,
    );
}

/** Of what stops a call, the first in order of precedence is told. */
function checkReason(call: SimCall, why: string, reply: Reply): void {
  if (reply.kind === "refused" && reply.refusal.code !== why)
    disagree(`${nameOf(call)} was refused`, why, reply.refusal.code);
}

export function authorizing(call: SimCall, rules: Rules): Act<Reply> {
  return {
    words: `authorize ${nameOf(call)}`,
    call,
    org: call.org,
    run: async (engine) => (await authorize(engine, caller(call), call.input, call.requested)).answer,
    check: (reply, now) => {
      // An emergency call that could not be written, or looked for, in time is let go on without.
      const unwritten = call.kind === "emergency" && reply.kind === "granted" && reply.id === 0;
      if (call.first !== null && unwritten) return;
      if (call.first !== null) return same(call, "its authorisation", call.first, textOf(reply));
      if (call.state === "ended") {
        // Nobody heard the first answer. If it was a refusal, it is no longer on the books once the call was connected.
        if (call.connectedAnyway ? reply.kind !== "refused" : reply.kind !== "granted" && reply.kind !== "refused")
          wrong(call, "it has ended, after it was granted or refused", reply);
        if (!unwritten) call.first = textOf(reply);
        return;
      }
      if (call.state === "new") pin(call, rules.prices, now);
      const { payers } = call;
      const early = call.endedEarlyAt !== null && call.kind !== "emergency";
      if (reply.kind === "granted") {
        if (early) wrong(call, "its end was reported before, and all the same it was granted", reply);
        if ("refused" in payers!) wrong(call, `it should be refused as ${payers.refused}`, reply);
        const { limitSeconds, grantedSeconds, funding } = reply.grant;
        const most = target(call, 0, call.requested);
        if (limitSeconds < 1 || limitSeconds !== grantedSeconds || (limitSeconds > most && call.kind !== "emergency"))
          wrong(call, `at most ${most} seconds may be granted`, reply);
        checkSources(
          call,
          funding.map((line) => line.source),
          reply,
        );
        if (call.state === "new") call.state = "open";
        call.promised = limitSeconds;
      } else if (reply.kind === "refused") {
        const code = early
          ? "CALL_ENDED"
          : "refused" in payers!
            ? payers.refused
            : payers!.free
              ? "granted, as it costs nothing"
              : payers!.whenEmpty;
        // Run again after its end, which has taken its refusal off the books, it has ended.
        const overtaken = call.racing && reply.refusal.code === "CALL_ENDED";
        const pays = paid(payers);
        const stopped =
          reply.refusal.code === "BUDGET_EXCEEDED" &&
          (pays?.credits === true || pays?.later === true) &&
          rules.budgets.mayStop(call);
        if (reply.refusal.code !== code && !overtaken && !stopped)
          disagree(`${nameOf(call)} was refused`, code, reply.refusal.code);
        if (call.state === "new") call.state = "refused";
      } else wrong(call, "it should be granted or refused", reply);
      if (!unwritten) call.first = textOf(reply);
    },
    foresee: (before, now) => {
      if (call.first !== null || call.state !== "new") return null;
      pin(call, rules.prices, now);
      const payers = paid(call.payers);
      if (!payers || payers.later || call.endedEarlyAt !== null) return null;
      const account = new Account(before);
      account.forfeit(now);
      const minutes = minutesFor(call, payers, before, new Map(), true);
      const budget = rules.budgets.left(call, before.booked);
      const sources: Sources = { price: call.price, payers, minutes, credits: account.available, budget };
      const limit = reach(sources, target(call, 0, call.requested));
      const final = !reaches(sources, limit + 1);
      const why = exceeds(sources, limit + 1) ? "BUDGET_EXCEEDED" : payers.whenEmpty;
      const check = (reply: Reply) => {
        const got = reply.kind === "granted" ? reply.grant.limitSeconds : 0;
        if (got !== limit) disagree(`${nameOf(call)}: seconds granted`, limit, got);
        checkReason(call, why, reply);
        if (reply.kind === "granted" && reply.grant.finalGrant !== final)
          wrong(call, `it is ${final ? "" : "not "}the last that can be granted`, reply);
      };
      return { check };
    },
  };
}

export function answering(call: SimCall, at: number): Act<Reply> {
  return {
    words: `answer ${nameOf(call)}`,
    call,
    org: call.org,
    run: async (engine) => (await answer(engine, caller(call), at, [])).answer,
    check: (reply, now) => {
      if (reply.kind === "answered") {
        if (call.state === "refused" || call.state === "new") wrong(call, "there is no such call to answer", reply);
        if (call.state === "ended" && !call.racing) wrong(call, "it has ended and cannot be answered", reply);
        if (!call.promiseOver && !call.racing && call.kind !== "emergency" && reply.limitSeconds < call.promised)
          disagree(`${nameOf(call)}: its limit shrank`, call.promised, reply.limitSeconds);
        if (!call.answered) call.answeredAt = Math.min(at, now);
        call.answered = true;
        return;
      }
      if (call.state === "open" && !call.promiseOver && !call.racing)
        wrong(call, "it was granted and is in progress, yet cannot be answered", reply);
    },
    foresee: () => null,
  };
}

/** `user`: who has become known. */
export function updating(
  call: SimCall,
  used: number,
  requested: number | null,
  user: SimUser | null,
  rules: Rules,
): Act<Reply> {
  const report = { usedSeconds: used, requestedSeconds: requested, user: user?.name ?? null, conferenceId: null };
  return {
    words: `update ${nameOf(call)} at ${used} s${user ? `, now known to be for ${user.name}` : ""}`,
    call,
    org: call.org,
    run: async (engine) => (await update(engine, caller(call), report)).answer,
    check: (reply, now) => {
      const ended = reply.kind === "conflict" || (reply.kind === "refused" && reply.refusal.code === "CALL_ENDED");
      if (ended) {
        if (call.state === "open" && !call.promiseOver && !call.racing)
          wrong(call, "it is in progress, yet its update finds no call", reply);
        return;
      }
      if (call.state !== "open" && !call.racing) wrong(call, "it is not in progress and can not be prolonged", reply);
      if (user) becomeKnown(call, user, used, reply, rules, now);
      call.used = Math.max(call.used, used);
      if (used > 0) call.answered = true;
      if (reply.kind === "granted") {
        const { limitSeconds, grantedSeconds, funding } = reply.grant;
        if (grantedSeconds !== limitSeconds - used || grantedSeconds < 1)
          wrong(call, `granted seconds are the limit without the ${used} used`, reply);
        if (limitSeconds < call.promised && !call.promiseOver && !call.racing && call.kind !== "emergency")
          disagree(`${nameOf(call)}: its limit shrank`, call.promised, limitSeconds);
        checkSources(
          call,
          funding.map((line) => line.source),
          reply,
        );
        call.promised = call.promiseOver ? call.promised : Math.max(call.promised, limitSeconds);
      } else if (call.promised > used && !call.promiseOver && !user && !call.racing)
        wrong(call, `it was promised ${call.promised} s, used ${used}, and was told to stop`, reply);
    },
    foresee: (before, now) => {
      const own = before.session;
      const payers = paid(call.payers);
      if (user || !own || own.state === "lapsed" || !payers || payers.later) return null;
      const account = new Account(before);
      account.forfeit(now);
      const minutes = minutesFor(call, payers, before, own.minutes, false);
      const budget = rules.budgets.left(call, before.booked);
      const sources: Sources = { price: call.price, payers, minutes, credits: account.available + own.held, budget };
      const had = own.limit - call.paidFrom;
      const wanted = Math.max(had, target(call, used, requested) - call.paidFrom);
      const reached = Math.max(had, reach(sources, wanted));
      const limit = call.paidFrom + reached;
      const why = exceeds(sources, reached + 1) ? "BUDGET_EXCEEDED" : payers.whenEmpty;
      const check = (reply: Reply, after: Seen) => {
        const got = reply.kind === "granted" ? reply.grant.limitSeconds : limit <= used ? limit : 0;
        if (got !== limit) disagree(`${nameOf(call)}: seconds that are paid for at ${used} s`, limit, got);
        checkReason(call, why, reply);
        if (after.session?.limit !== limit)
          disagree(`${nameOf(call)}: its limit on the books`, limit, after.session?.limit ?? "none");
      };
      return { check };
    },
  };
}

/** Who pays is known, and has nothing more. */
const RUN_OUT = ["OUT_OF_CREDIT", "BUDGET_EXCEEDED"];

/** From this second on somebody else pays, unless it is the same sources as before (contract.md, update). */
function becomeKnown(call: SimCall, user: SimUser, used: number, reply: Reply, rules: Rules, now: number): void {
  if (call.user) return;
  const { payers: before, month, price } = call;
  call.user = user;
  pin(call, rules.prices, now);
  call.month = month;
  const after = call.payers!;
  const refused = reply.kind === "refused" && !RUN_OUT.includes(reply.refusal.code);
  if ("refused" in after) {
    if (!refused) wrong(call, `with ${user.name} known it should be refused as ${after.refused}`, reply);
    call.user = null;
  } else if (refused) wrong(call, `with ${user.name} known it may go on`, reply);
  const alike = JSON.stringify({ ...before, whenEmpty: "" }) === JSON.stringify({ ...after, whenEmpty: "" });
  if (call.user === null || alike) {
    call.payers = before;
    call.price = price;
    return;
  }
  call.paidFrom = Math.max(used, call.used);
  call.promised = reply.kind === "granted" ? reply.grant.limitSeconds : call.paidFrom;
}
