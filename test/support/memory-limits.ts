/** Budgets and brakes of the world in memory: counters as the lane keeps them, and what must always be true of them. */
import {
  type Counter,
  type CounterKey,
  counterText,
  indexLimits,
  type Limit,
  newCounter,
} from "../../src/domain/budget.ts";
import type { Cdr, ChargeRequest, Decision, Session, World } from "../../src/domain/session/types.ts";
import { chargeOf } from "../../src/domain/session/settle.ts";
import { formatMicros } from "../../src/domain/money.ts";

/** What is not stored yet is new. */
class Counters extends Map<string, Counter> {
  override get(key: string): Counter {
    const [kind, id, subject, period] = key.split("|") as [CounterKey["kind"], string, string, string];
    return super.get(key) ?? newCounter({ kind, id, subject, period });
  }
}

const FROM_THE_START = {
  enabled: true,
  stop: true,
  lift: null,
  calls: null,
  minutes: null,
  amount: null,
  subject: null,
};
export const budgetOf = (about: Pick<Limit, "scope"> & Partial<Limit>): Limit => ({
  ...{ kind: "budget", id: about.scope, firstMonth: "2026-01-01", countsFrom: null },
  ...FROM_THE_START,
  ...about,
});
export const brakeOf = (about: Pick<Limit, "scope"> & Partial<Limit>): Limit => ({
  ...{ kind: "brake", id: about.scope, firstMonth: null, countsFrom: 0 },
  ...FROM_THE_START,
  ...about,
});

export class MemoryLimits {
  limits: Limit[] = [];
  readonly counters = new Counters();
  readonly events: string[] = [];

  ofWorld(): Pick<World, "spending"> {
    const limits = indexLimits(this.limits);
    return limits ? { spending: { limits, counters: this.counters } } : {};
  }

  apply(request: ChargeRequest, decision: Decision): void {
    for (const counter of decision.spending?.counters ?? []) {
      const before = this.counters.get(counterText(counter));
      const limit = this.limits.find(({ kind, id }) => kind === counter.kind && id === counter.id)!;
      const asks = request.phase === "authorize" || (request.phase === "update" && !request.described);
      if (asks && limit.stop) refusePassed(limit, before, counter);
      this.counters.set(counterText(counter), counter);
    }
    for (const { name } of decision.spending?.events ?? []) this.events.push(name);
  }

  wrongWith(sessions: readonly Session[], cdrs: readonly Cdr[]): string | undefined {
    for (const limit of this.limits) {
      const counters = [...this.counters.values()].filter(({ kind, id }) => kind === limit.kind && id === limit.id);
      const counted = [...sessions, ...cdrs].filter(
        ({ call }) =>
          !call.emergency &&
          (limit.scope === "organization" || (call.user !== null && call.user === (limit.subject ?? call.user))),
      );
      const total = (part: (of: Session | Cdr) => bigint): bigint => counted.reduce((sum, of) => sum + part(of), 0n);
      const kept = (part: (counter: Counter) => bigint | number): bigint =>
        counters.reduce((sum, counter) => sum + BigInt(part(counter)), 0n);
      const paid = ({ call, ...of }: Session | Cdr) =>
        !!call.cover && !call.cover.free && !("refusal" in of && of.refusal);
      const sums: [string, bigint, bigint][] = [
        [
          "spent",
          kept((c) => c.spent),
          total((of) => ("charge" in of ? of.charge : of.call.prior ? chargeOf(of.call.prior) : 0n)),
        ],
        ["held", kept((c) => c.held), total((of) => ("charge" in of ? 0n : of.held + (of.call.promised ?? 0n)))],
        ["calls", kept((c) => c.calls), total((of) => (paid(of) ? 1n : 0n))],
        ["seconds", kept((c) => c.seconds), total((of) => (paid(of) ? BigInt(secondsOf(of)) : 0n))],
      ];
      for (const [what, is, should] of sums)
        if (is !== should) return `${limit.kind} ${limit.id} has ${is} ${what}, the calls say ${should}`;
      const negative = counters.find((c) => c.spent < 0n || c.held < 0n || c.calls < 0 || c.seconds < 0);
      if (negative) return `a counter of ${limit.kind} ${limit.id} is below zero`;
    }
    return undefined;
  }
}

const secondsOf = (of: Session | Cdr): number =>
  "charge" in of ? of.settlement.usedSeconds : of.state === "lapsed" ? 0 : of.limitSeconds;

/** Whoever asks for a grant gets nothing that passes a limit. */
function refusePassed({ kind, id, amount, calls, minutes }: Limit, before: Counter, after: Counter): void {
  const money = ({ spent, held }: Counter): bigint => spent + held;
  if (amount !== null && money(after) > money(before) && money(after) > amount)
    throw new Error(`${kind} ${id} of ${formatMicros(amount)} is passed: ${formatMicros(money(after))}`);
  if (calls !== null && after.calls > before.calls && after.calls > calls)
    throw new Error(`${kind} ${id}: ${after.calls} calls`);
  if (minutes !== null && after.seconds > before.seconds && after.seconds > 60 * minutes)
    throw new Error(`${kind} ${id} of ${minutes} min is passed: ${after.seconds} s`);
}
