/** Compares what is on the books with what was acknowledged: every call, every top-up, after every step. */
import { Budgets } from "./budgets.ts";
import { nameOf, type SimCall } from "./model.ts";
import type { Receipts } from "./money-acts.ts";
import { disagree, Disagreement, type Observer, type SeenEnd, type SeenSession } from "./observe.ts";
import { due } from "./prices.ts";
import type { SimOrganization } from "./world.ts";

export const textOf = ({ key }: SimCall): string => `${key.switch} ${key.callId}`;

export class Auditor {
  readonly #observer: Observer;
  readonly #organizations: readonly SimOrganization[];
  readonly #receipts: Receipts;
  /** By `switch callId`. */
  readonly calls = new Map<string, SimCall>();
  readonly budgets = new Budgets(this.calls);
  readonly #audited = new Map<string, string>();

  constructor(observer: Observer, organizations: readonly SimOrganization[], receipts: Receipts) {
    this.#observer = observer;
    this.#organizations = organizations;
    this.#receipts = receipts;
  }

  /** @throws Disagreement */
  async compare(): Promise<void> {
    await this.#observer.invariants();
    const [sessions, ends] = [await this.#observer.sessions(), await this.#observer.ends()];
    for (const [text, session] of sessions) {
      const call = this.calls.get(text);
      if (!call) throw new Disagreement(`call ${text} is in progress, and nobody asked for it`);
      this.#session(call, session);
    }
    for (const [text, end] of ends) {
      const call = this.calls.get(text);
      if (!call) throw new Disagreement(`call ${text} has ended, and nobody asked for it`);
      this.#end(call, end, text);
    }
    for (const [text, call] of this.calls) {
      if (call.state === "open" && call.first !== null && !sessions.has(text) && !ends.get(text)?.presumed)
        throw new Disagreement(`${nameOf(call)} was granted and acknowledged, but is not in progress: it was lost`);
      if (call.state === "ended" && call.kind !== "nobody" && !ends.has(text))
        throw new Disagreement(`the end of ${nameOf(call)} was acknowledged, but is not on the books: it was lost`);
    }
    await this.#money(ends);
    this.budgets.audit(this.#organizations, sessions, ends);
  }

  /** What an open call holds is what its limit costs (architecture.md 4), so that every promise is covered. */
  #session(call: SimCall, session: SeenSession): void {
    const name = nameOf(call);
    if (call.state === "ended") throw new Disagreement(`${name} has ended, but is still in progress on the books`);
    if (call.state === "refused") throw new Disagreement(`${name} was refused, but is in progress on the books`);
    const minutes = [...session.minutes.values()].reduce((sum, m) => sum + m, 0);
    if (session.state === "lapsed") {
      call.promiseOver = true;
      return;
    }
    // No account is locked for an emergency call: of two updates at the same time the later one stands. A day is enough.
    const promised = call.kind === "emergency" ? Math.min(call.promised, 86_400) : call.promised;
    if (!call.promiseOver && session.limit < promised)
      disagree(`${name}: seconds that were promised and are paid for`, promised, session.limit);
    const payers = call.payers!;
    const seconds = session.limit - call.paidFrom;
    if ("refused" in payers || payers.free) {
      if (session.held !== 0n || minutes !== 0) throw new Disagreement(`${name} costs nothing, but holds something`);
      return;
    }
    const foreign = [...session.minutes.keys()].find((pool) => !payers.pools.includes(pool));
    if (foreign) throw new Disagreement(`${name} holds minutes of ${foreign}, which may not pay for it`);
    const hold = due(call.price, seconds, minutes, "up");
    if (payers.later ? session.held > hold : payers.credits && session.held !== hold)
      disagree(`${name}: what it holds for ${seconds} s, ${minutes} min of them by pools`, hold, session.held);
    if (!payers.credits && !payers.later && seconds > 60 * minutes)
      disagree(`${name}: seconds by its pools alone`, 60 * minutes, seconds);
  }

  #end(call: SimCall, end: SeenEnd, text: string): void {
    const now = JSON.stringify([end.outcome, end.presumed, end.used, end.minutes, end.charge.toString()]);
    if (this.#audited.get(text) === now) return;
    this.#audited.set(text, now);
    const name = nameOf(call);
    if (end.presumed) call.promiseOver = true;
    if (call.state === "ended" && call.final !== null && end.charge !== call.charge)
      disagree(`${name}: its charge on the books, as acknowledged`, call.charge, end.charge);
    if (end.outcome !== "completed") return;
    if (call.state === "open" && !end.presumed) throw new Disagreement(`${name} ended, and nobody reported that`);
    // The charge of a real end was checked when it was acknowledged.
    if (!end.presumed) return;
    const payers = call.payers!;
    const pays = !("refused" in payers) && !payers.free;
    const price = pays ? due(call.price, end.used - call.paidFrom, end.minutes, "half-up") : 0n;
    if (end.charge !== price) disagree(`${name}: the charge of its presumed end at ${end.used} s`, price, end.charge);
  }

  async #money(ends: ReadonlyMap<string, SeenEnd>): Promise<void> {
    const flows = await this.#observer.flows();
    const charged = new Map<string, bigint>();
    for (const [text, end] of ends) {
      const { org, kind } = this.calls.get(text)!;
      if (kind !== "nobody") charged.set(org.id, (charged.get(org.id) ?? 0n) + end.charge);
    }
    for (const { id } of this.#organizations) {
      const { balance, debt, paidIn, revenue, lost } = flows.get(id)!;
      const told = this.#receipts.paidIn(id);
      if (paidIn < told || paidIn > told + this.#receipts.pending(id))
        disagree(`${id}: money paid in, as acknowledged`, told, paidIn);
      if (revenue !== (charged.get(id) ?? 0n)) disagree(`${id}: all charges together`, charged.get(id) ?? 0n, revenue);
      if (balance - debt !== paidIn - revenue - lost)
        disagree(`${id}: balance less debt, from what came in and went`, paidIn - revenue - lost, balance - debt);
    }
  }
}
