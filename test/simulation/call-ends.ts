/** How switches report the end of a call, and what it has to cost. */
import { release } from "../../src/engine/charge.ts";
import type { Rules } from "./budgets.ts";
import { type Act, caller, checkSources, paid, type Reply, same, textOf, wrong } from "./call-acts.ts";
import { connectedAnyway, nameOf, pin, type SimCall } from "./model.ts";
import { disagree, type Seen } from "./observe.ts";
import { Account, cost, minutesFor, type Sources } from "./predict.ts";
import { billed, due, micros } from "./prices.ts";

export interface End {
  /** Total seconds, or by times in epoch ms. */
  used: number | null;
  answeredAt: number | null;
  endedAt: number | null;
}

/** `described`: with the description of the call, as for one that was let through. */
export function releasing(call: SimCall, end: End, described: boolean, rules: Rules): Act<Reply> {
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
      if (call.state === "new") pin(call, rules.prices, input.startedAt ?? now);
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
        pin(call, rules.prices, input.startedAt ?? now);
      }
      const used = Math.max(usedAt(now), call.paidFrom);
      const payers = paid("refused" in call.payers! ? connectedAnyway(call) : call.payers);
      if (!payers || (call.state === "refused" && used === 0)) return null;
      // What is left of the month's limit when it was authorised decides whether it is forgiven what nobody pays.
      if (payers.later && call.org.monthlyLimit !== null) return null;
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
        // What a presumed end owes has paid for nothing, as long as it is owed.
        credits: account.available + (past ? past.charge - (past.owed < before.debt ? past.owed : before.debt) : 0n),
        budget: null,
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
