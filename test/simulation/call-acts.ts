/** What switches do to calls, and what the auditor says to each answer. */
import { answer, authorize, release, update } from "../../src/engine/charge.ts";
import type { ChargeResult } from "../../src/engine/commands.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { connectedAnyway, nameOf, type Payers, pin, type SimCall } from "./model.ts";
import { disagree, Disagreement, type Seen } from "./observe.ts";
import { Account, cost, minutesFor, reach, reaches, type Sources } from "./predict.ts";
import { billed, due, micros, type Price } from "./prices.ts";
import type { SimOrganization, SimUser } from "./world.ts";

type Reply = ChargeResult["answer"];

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

const caller = ({ key, profile }: SimCall) => ({ key, profile });
const same = (call: SimCall, what: string, before: string, now: string): void => {
  if (before !== now)
    throw new Disagreement(`${nameOf(call)}: ${what} again got another answer: first ${before}, now ${now}`);
};
const wrong = (call: SimCall, words: string, reply: Reply): never => {
  throw new Disagreement(`${nameOf(call)}: ${words}; the answer was ${textOf(reply)}`);
};

const FREE_MOST = 86_400;
const paid = (payers: Payers | null) => (payers && "free" in payers && !payers.free ? payers : null);

/** How far a request asks, in seconds since answer. */
const target = (call: SimCall, used: number, requested: number | null): number => {
  const most = paid(call.payers) && !paid(call.payers)!.later ? call.profile.maximumGrantSeconds : FREE_MOST;
  return used + Math.min(requested ?? call.profile.defaultGrantSeconds, most);
};

function checkSources(call: SimCall, sources: readonly string[], reply: Reply): void {
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

export function authorizing(call: SimCall, prices: readonly Price[]): Act<Reply> {
  return {
    words: `authorize ${nameOf(call)}`,
    call,
    org: call.org,
    run: async (engine) => (await authorize(engine, caller(call), call.input, call.requested)).answer,
    check: (reply, now) => {
      if (call.first !== null) return same(call, "its authorisation", call.first, textOf(reply));
      if (call.state === "ended") {
        // Nobody heard the first answer. If it was a refusal, it is no longer on the books once the call was connected.
        if (call.connectedAnyway ? reply.kind !== "refused" : reply.kind !== "granted" && reply.kind !== "refused")
          wrong(call, "it has ended, after it was granted or refused", reply);
        call.first = textOf(reply);
        return;
      }
      if (call.state === "new") pin(call, prices, now);
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
        if (reply.refusal.code !== code && !overtaken)
          disagree(`${nameOf(call)} was refused`, code, reply.refusal.code);
        if (call.state === "new") call.state = "refused";
      } else wrong(call, "it should be granted or refused", reply);
      // An emergency call that could not be written in time is let go on without.
      if (reply.kind !== "granted" || reply.id !== 0) call.first = textOf(reply);
    },
    foresee: (before, now) => {
      if (call.first !== null || call.state !== "new") return null;
      pin(call, prices, now);
      const payers = paid(call.payers);
      if (!payers || payers.later || call.endedEarlyAt !== null) return null;
      const account = new Account(before);
      account.forfeit(now);
      const minutes = minutesFor(call, payers, before, new Map(), true);
      const sources: Sources = { price: call.price, payers, minutes, credits: account.available };
      const limit = reach(sources, target(call, 0, call.requested));
      const final = !reaches(sources, limit + 1);
      const check = (reply: Reply) => {
        const got = reply.kind === "granted" ? reply.grant.limitSeconds : 0;
        if (got !== limit) disagree(`${nameOf(call)}: seconds granted`, limit, got);
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
  prices: readonly Price[],
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
      if (user) becomeKnown(call, user, used, reply, prices, now);
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
      const sources: Sources = { price: call.price, payers, minutes, credits: account.available + own.held };
      const had = own.limit - call.paidFrom;
      const wanted = Math.max(had, target(call, used, requested) - call.paidFrom);
      const limit = call.paidFrom + Math.max(had, reach(sources, wanted));
      const check = (reply: Reply, after: Seen) => {
        const got = reply.kind === "granted" ? reply.grant.limitSeconds : limit <= used ? limit : 0;
        if (got !== limit) disagree(`${nameOf(call)}: seconds that are paid for at ${used} s`, limit, got);
        if (after.session?.limit !== limit)
          disagree(`${nameOf(call)}: its limit on the books`, limit, after.session?.limit ?? "none");
      };
      return { check };
    },
  };
}

/** From this second on somebody else pays, unless it is the same sources as before (contract.md, update). */
function becomeKnown(
  call: SimCall,
  user: SimUser,
  used: number,
  reply: Reply,
  prices: readonly Price[],
  now: number,
): void {
  if (call.user) return;
  const { payers: before, month, price } = call;
  call.user = user;
  pin(call, prices, now);
  call.month = month;
  const after = call.payers!;
  const refused = reply.kind === "refused" && reply.refusal.code !== "OUT_OF_CREDIT";
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

export interface End {
  /** Total seconds, or by times in epoch ms. */
  used: number | null;
  answeredAt: number | null;
  endedAt: number | null;
}

/** `input`: with the description of the call, as for one that was let through. */
export function releasing(call: SimCall, end: End, described: boolean, prices: readonly Price[]): Act<Reply> {
  const { input } = call;
  const report = { ...end, usedSeconds: end.used, cause: null, sipCode: null, sipPhrase: null, extra: null, flags: [] };
  const usedAt = (now: number): number => {
    if (end.used !== null) return end.used;
    const from = Math.min(end.answeredAt ?? call.answeredAt ?? Infinity, now);
    return Math.max(0, Math.floor((Math.min(end.endedAt!, now) - from + 500) / 1000));
  };
  return {
    words: `release ${nameOf(call)} after ${end.used ?? `${end.answeredAt}..${end.endedAt}`} s`,
    call,
    org: call.org,
    run: async (engine) => (await release(engine, caller(call), report, described ? input : null)).answer,
    check: (reply, now) => {
      const text = textOf(reply);
      if (call.final !== null) return same(call, "its end", call.final, text);
      if (reply.kind === "unknown") {
        if (call.state !== "new" || described) wrong(call, "it is known, yet its end finds no call", reply);
        call.endedEarlyAt ??= now;
        return;
      }
      if (call.state === "new") pin(call, prices, input.startedAt ?? now);
      if (reply.kind === "refused" && call.kind === "nobody" && described) {
        call.final = text;
        call.state = "ended";
        return;
      }
      if (reply.kind !== "released") return void wrong(call, "its end should be booked", reply);
      const was = call.state;
      checkCharge(
        call,
        reply.release,
        reply,
        was !== "open" && "refused" in call.payers! && reply.release.usedSeconds > 0,
      );
      const { usedSeconds, overrunSeconds } = reply.release;
      if (!call.racing && usedSeconds !== Math.max(usedAt(now), call.paidFrom))
        disagree(`${nameOf(call)}: seconds used`, Math.max(usedAt(now), call.paidFrom), usedSeconds);
      const owes = reply.release.funding.some((line) => line.source === "debt");
      if (was === "open" && !call.promiseOver && usedSeconds <= call.promised && (owes || overrunSeconds > 0))
        wrong(call, `it was promised ${call.promised} s and used no more, yet money was missing at its end`, reply);
      call.used = usedSeconds;
      call.charge = reply.release.charge;
      call.overrun = overrunSeconds;
      // Its refusal is no longer on the books: asked again, it has ended.
      if (was === "refused" && usedSeconds > 0) [call.connectedAnyway, call.first] = [true, null];
      // A refused call that was not used may still turn out to have been connected.
      if (was !== "refused" || usedSeconds > 0) {
        call.state = "ended";
        call.final = text;
      }
    },
    foresee: (before, now) => {
      if (call.final !== null || call.kind === "nobody") return null;
      const own = before.session;
      if (call.state === "new") {
        if (!described) return null;
        pin(call, prices, input.startedAt ?? now);
      }
      const used = Math.max(usedAt(now), call.paidFrom);
      const payers = paid("refused" in call.payers! ? connectedAnyway(call) : call.payers);
      if (!payers || (call.state === "refused" && used === 0)) return null;
      const account = new Account(before);
      account.forfeit(now);
      const past = before.end?.presumed ? before.end : null;
      const minutes = minutesFor(call, payers, before, own?.minutes ?? new Map(), !own && call.state === "new");
      const held = own?.held ?? 0n;
      account.held -= held;
      account.available += held;
      const sources: Sources = {
        price: call.price,
        payers,
        minutes: minutes + (past?.minutes ?? 0),
        credits: account.available + (past?.charge ?? 0n),
      };
      const expected = cost(sources, used - call.paidFrom, call.profile.toleranceSeconds);
      const check = (reply: Reply, after: Seen) => {
        if (reply.kind !== "released") return;
        const { charge, overrunSeconds } = reply.release;
        if (charge !== expected.charge) disagree(`${nameOf(call)}: its charge for ${used} s`, expected.charge, charge);
        if (overrunSeconds !== expected.overrun)
          disagree(`${nameOf(call)}: seconds that are forgiven`, expected.overrun, overrunSeconds);
        if (after.end && after.end.minutes !== expected.minutes)
          disagree(`${nameOf(call)}: minutes taken from pools`, expected.minutes, after.end.minutes);
        if (past || payers.later) return;
        account.charge(expected.credits);
        account.forfeit(now);
        checkAccount(call, account, after, expected.owed);
      };
      return { check };
    },
  };
}

/** The price of what was used, to the micro-unit, and lines that add up to it. */
function checkCharge(
  call: SimCall,
  release: Extract<Reply, { kind: "released" }>["release"],
  reply: Reply,
  anyway: boolean,
): void {
  const { usedSeconds, overrunSeconds, charge, funding } = release;
  const payers = paid(anyway ? connectedAnyway(call) : call.payers);
  if (overrunSeconds > call.profile.toleranceSeconds)
    wrong(call, "more seconds than the tolerance are forgiven", reply);
  const seconds = usedSeconds - overrunSeconds;
  const minutes = funding.reduce((m, l) => m + (l.source.startsWith("pool:") ? Math.ceil(l.seconds / 60) : 0), 0);
  const price = payers ? due(call.price, seconds - call.paidFrom, minutes, "half-up") : 0n;
  if (charge !== price)
    disagree(
      `${nameOf(call)}: its charge for ${seconds - call.paidFrom} s of which pools gave ${minutes} min`,
      price,
      charge,
    );
  checkSources(
    call,
    funding.map((line) => line.source),
    reply,
  );
  const amounts = funding.reduce((sum, line) => sum + micros(line.amount ?? "0"), 0n);
  if (amounts !== charge) disagree(`${nameOf(call)}: its funding lines add up`, charge, amounts);
  const told = funding.reduce((sum, line) => sum + line.seconds, 0);
  if (told !== seconds) disagree(`${nameOf(call)}: the seconds of its funding lines`, seconds, told);
  if (payers && call.price && call.paidFrom === 0) {
    const bySteps = Math.max(0, billed(call.price, seconds) - billed(call.price, 60 * minutes));
    const expected = 60 * minutes >= seconds ? 60 * minutes : 60 * minutes + bySteps;
    if (release.billedSeconds !== expected)
      disagree(`${nameOf(call)}: billed seconds`, expected, release.billedSeconds);
  }
}

function checkAccount(call: SimCall, expected: Account, after: Seen, owed: bigint): void {
  const about = `${call.org.id} after ${nameOf(call)}`;
  if (after.available !== expected.available) disagree(`${about}: available`, expected.available, after.available);
  if (after.held !== expected.held) disagree(`${about}: held`, expected.held, after.held);
  if (after.debt !== expected.debt + owed) disagree(`${about}: debt`, expected.debt + owed, after.debt);
  for (const lot of expected.lots) {
    const left = after.lots.find((other) => other.id === lot.id)?.remaining ?? 0n;
    if (left !== lot.remaining) disagree(`${about}: what is left in lot ${lot.id}`, lot.remaining, left);
  }
}
