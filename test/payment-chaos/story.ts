/** What one organisation lives through: payments, repeats, recharges, refunds and disputes, told late, twice or never. */
import { takeWebhook } from "../../src/engine/payment-events.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { Refunds } from "../../src/engine/refund.ts";
import { Refused } from "../../src/engine/refused.ts";
import { TopUps } from "../../src/engine/top-up.ts";
import { parseMicros } from "../../src/domain/money.ts";
import { Random } from "../simulation/random.ts";
import type { FakeStripe } from "../support/fake-stripe.ts";
import { fragile, unlessItCrashes } from "./fragile.ts";

/** Cards of each organisation, by how their payments end. */
export const CARDS = ["pm_visa", "pm_declined_expired_card", "pm_declined_insufficient_funds", "pm_authenticate"];

export interface Scene {
  engine: Engine;
  stripe: FakeStripe;
  organization: string;
  /** Ids of its cards, in the order of CARDS. */
  cards: readonly string[];
  seed: number;
  /** Ends of processes are as likely as this, at each step. */
  crashes: () => number;
}

const ACTS = { pay: 5, repeat: 2, spend: 3, confirm: 2, refund: 3, dispute: 2, settle: 2, tell: 4 };
type Act = keyof typeof ACTS;

export async function play(scene: Scene): Promise<void> {
  const random = new Random(scene.seed);
  const story = new Story(scene, random);
  for (let left = random.int(3, 7); left > 0; left--) await story.act(random.weighted(ACTS));
}

class Story {
  readonly #scene: Scene;
  readonly #random: Random;
  #payments = 0;

  constructor(scene: Scene, random: Random) {
    this.#scene = scene;
    this.#random = random;
  }

  act = (act: Act): Promise<unknown> => unlessItCrashes(this.#acts[act]());

  /** A process of its own for each act. */
  get #process(): Engine {
    const { engine, seed, crashes } = this.#scene;
    return fragile(engine, new Random(seed, this.#random.int(0, 2 ** 30)), crashes);
  }
  get #intents() {
    return this.#scene.stripe.intents.filter(({ metadata }) => metadata["organization"] === this.#scene.organization);
  }

  readonly #acts: Record<Act, () => Promise<unknown>> = {
    pay: () => this.#pay(++this.#payments),
    repeat: () => (this.#payments === 0 ? this.#pay(++this.#payments) : this.#pay(this.#random.int(1, this.#payments))),
    /** Whatever is below the trigger when something was spent leads to a recharge; the janitor carries it out. */
    spend: () =>
      this.#process.lane.run(this.#scene.organization, { decide: () => ({ result: undefined, spent: true }) }),
    confirm: async () => {
      for (const intent of this.#intents)
        if (intent.status === "requires_payment_method" && intent.payment_method.startsWith("pm_authenticate"))
          this.#scene.stripe.confirm(intent);
    },
    refund: async () => {
      const { engine, organization } = this.#scene;
      const { rows } = await engine.pool.query<{ id: string }>(
        "SELECT id::text FROM top_up WHERE organization = $1 AND state = 'succeeded' ORDER BY id",
        [organization],
      );
      if (rows.length === 0) return;
      const amount = parseMicros(this.#random.pick(["10", "25.5", "50"]));
      const { id } = this.#random.pick(rows);
      const key = this.#random.chance(0.5) ? `refund-${this.#random.int(1, 2)}` : null;
      await refusalsAside(
        new Refunds(this.#process).create(organization, id, { amount, reason: "asked for", author: "clerk" }, key),
      );
    },
    dispute: async () => {
      const { stripe } = this.#scene;
      const open = this.#intents.filter(
        ({ id, status, amount }) =>
          status === "succeeded" &&
          stripe.refundedOf(id) < amount &&
          !stripe.disputes.some(({ payment_intent }) => payment_intent === id),
      );
      if (open.length > 0) stripe.dispute(this.#random.pick(open), this.#random.pick([1, 1, 0.3]));
    },
    settle: async () => {
      const mine = new Set(this.#intents.map(({ id }) => id));
      for (const dispute of this.#scene.stripe.disputes)
        if (mine.has(dispute.payment_intent) && dispute.status === "needs_response")
          dispute.status = this.#random.pick(["won", "lost"]);
    },
    tell: () => this.#tell(),
  };

  async #pay(number: number): Promise<unknown> {
    const { organization, cards, seed } = this.#scene;
    // The same number is the same request: what is asked again under its key.
    const request = new Random(seed, number);
    const amount = request.pick(["50", "75.25", "120"]);
    const paymentMethod = cards[request.weighted({ 0: 6, 1: 1, 2: 1, 3: 2 }) as unknown as number]!;
    const asked = new TopUps(this.#process, { mostTopUp: "100000" });
    return refusalsAside(asked.create(organization, { amount, paymentMethod }, `payment-${number}`));
  }

  /** Webhooks of some payment or dispute, of now or of long ago: none, one or five times. */
  async #tell(): Promise<void> {
    const { stripe } = this.#scene;
    const intents = this.#intents;
    if (intents.length === 0) return;
    const intent = this.#random.pick(intents);
    const dispute = stripe.disputes.find(({ payment_intent }) => payment_intent === intent.id);
    const event =
      dispute && this.#random.chance(0.6)
        ? stripe.event(`charge.dispute.${dispute.status === "needs_response" ? "created" : "closed"}`, dispute)
        : stripe.event("payment_intent.succeeded", intent);
    const engine = this.#process;
    const topUps = new TopUps(engine, { mostTopUp: "100000" });
    const times = this.#random.pick([0, 1, 5]);
    const body = Buffer.from(event.payload);
    await Promise.all(
      Array.from({ length: times }, () =>
        unlessItCrashes(refusalsAside(takeWebhook(engine, topUps, body, event.headers["stripe-signature"]))),
      ),
    );
  }
}

/** What the product refuses, such as a refund of more than is left, is an answer. */
async function refusalsAside<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
