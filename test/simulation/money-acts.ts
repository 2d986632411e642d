/** Money in, and what the auditor remembers of it: what was acknowledged is there, once. */
import { adjust } from "../../src/engine/adjust.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { TopUps } from "../../src/engine/top-up.ts";
import type { Act } from "./call-acts.ts";
import { disagree, Disagreement } from "./observe.ts";
import { micros, money } from "./prices.ts";
import type { SimOrganization } from "./world.ts";

/** What an organisation was told that it has paid in, by the request's key. */
export class Receipts {
  readonly #topUps = new Map<string, { id: string; state: string; amount: bigint; organization: string }>();
  readonly #others = new Map<string, { amount: bigint; organization: string }>();

  paidIn(organization: string): bigint {
    const of = <T extends { organization: string; amount: bigint }>(entries: Iterable<T>) =>
      [...entries].filter((entry) => entry.organization === organization);
    const topUps = of(this.#topUps.values()).filter(({ state }) => state === "succeeded");
    return [...topUps, ...of(this.#others.values())].reduce((sum, { amount }) => sum + amount, 0n);
  }

  /** Some may be credited by now, and nobody has asked. */
  pending(organization: string): bigint {
    return [...this.#topUps.values()]
      .filter((topUp) => topUp.organization === organization && topUp.state === "pending")
      .reduce((sum, { amount }) => sum + amount, 0n);
  }

  /** A pending card charge: its outcome is asked for again under the same key. */
  toppingUp(org: SimOrganization, token: string, amount: string, key: string): Act {
    const request = { amount, paymentMethod: org.cards.get(token)! };
    const words = `top up ${org.id} by ${amount} with ${token}`;
    const act: Act<{ id: bigint; state: string }> = {
      words,
      org,
      call: null,
      run: async (engine) => (await topUpsOf(engine).create(org.id, request, key)).topUp,
      check: ({ id, state }) => {
        const known = this.#topUps.get(key);
        if (known && known.id !== id.toString())
          throw new Disagreement(`${words}: asked again with the same key, it became another top-up, ${id}`);
        if (known && known.state !== state && known.state !== "pending")
          throw new Disagreement(`${words}: it was ${known.state} before, and is ${state} now`);
        const good =
          token === "tok_declined" ? ["failed"] : token === "tok_visa" ? ["succeeded"] : ["pending", "succeeded"];
        if (!good.includes(state)) disagree(words, good.join(" or "), state);
        this.#topUps.set(key, { id: id.toString(), state, amount: micros(amount), organization: org.id });
      },
      foresee: () => null,
    };
    return act;
  }

  adjusting(org: SimOrganization, amount: bigint, key: string): Act {
    const words = `adjust ${org.id} by ${money(amount)}`;
    const act: Act<bigint> = {
      words,
      org,
      call: null,
      run: async (engine) => (await adjust(engine, org.id, { amount, reason: "simulated" }, key)).adjustment.applied,
      check: (applied) => {
        const known = this.#others.get(key);
        if (known && known.amount !== applied) disagree(`${words}, again`, known.amount, applied);
        if (amount > 0n && applied !== amount) disagree(words, amount, applied);
        this.#others.set(key, { amount: applied, organization: org.id });
      },
      foresee: () => null,
    };
    return act;
  }

  /** Money that ends soon, so that lots end under calls; it has no key, so it is given where nothing breaks. */
  async promote(engine: Engine, org: SimOrganization, amount: bigint, endsAt: number, key: string): Promise<void> {
    await engine.lane.run(org.id, {
      decide: (books, { now, newId }) => {
        const lot = { id: newId(), granted: amount, remaining: amount, priority: 50 };
        books.credit({ ...lot, source: "promotion", purchasedAt: now, endsAt }, "adjustment", "promotion", null);
        return { result: undefined };
      },
    });
    this.#others.set(key, { amount, organization: org.id });
  }
}

export const topUpsOf = (engine: Engine): TopUps => new TopUps(engine, { mostTopUp: "100000" });
