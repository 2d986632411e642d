/**
 * Money chaos: an account, its recharges and a provider, with workers that crash between any two steps, run side by
 * side, and get their answers late, twice or never. Whatever happens, what was charged is credited or still unknown.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Micros } from "./money.ts";
import {
  type AutoRecharge,
  capped,
  capPassed,
  failed,
  isWanted,
  lifted,
  nextStep,
  opened,
  rechargeAmount,
  RESTED,
  type RechargeState,
  retryDue,
  type Try,
} from "./recharge.ts";

const STORIES = 2_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What becomes of a charge, by its key: the same for whoever asks again with it. */
const FATES = [
  "pays",
  "pays, unheard",
  "pays late",
  "declines",
  "declines late",
  "expired",
  "asks its holder",
] as const;
type Fate = (typeof FATES)[number];
type Outcome = "succeeded" | "unknown" | "requires-action" | "passing" | "lasting";

class Provider {
  charged = 0n;
  readonly #fates: readonly Fate[];
  readonly #asked = new Map<number, number>();
  readonly #paid = new Set<number>();

  constructor(fates: readonly Fate[]) {
    this.#fates = fates;
  }

  charge(key: number, amount: Micros): Outcome {
    const asked = this.#asked.get(key) ?? 0;
    this.#asked.set(key, asked + 1);
    const fate = this.#fates[key % this.#fates.length]!;
    if (fate === "expired") return "lasting";
    if (fate === "asks its holder") return "requires-action";
    if (fate.endsWith("late") && asked < 2) return "unknown";
    if (fate.startsWith("declines")) return "passing";
    if (!this.#paid.has(key)) this.charged += amount;
    this.#paid.add(key);
    return fate === "pays, unheard" && asked === 0 ? "unknown" : "succeeded";
  }

  isPaid = (key: number): boolean => this.#paid.has(key);
}

interface TopUp extends Try {
  id: number;
  attempt: number | null;
  amount: Micros;
}
interface Attempt {
  id: number;
  amount: Micros;
  day: number;
  state: "open" | "succeeded" | "failed" | "cancelled";
}

/** What is stored; each method is one transaction, as the lane and the worker make them. */
class Store {
  now = 0;
  available = 1_000n;
  credited = 0n;
  settings: AutoRecharge = {
    ...{ enabled: true, triggerAmount: 100n, rechargeAmount: 150n, targetAmount: null, methods: [1n, 2n] },
    ...{ monthlyCap: 2_000n, dailyCap: 600n, coolDownSeconds: 0 },
  };
  state: RechargeState = RESTED;
  readonly attempts: Attempt[] = [];
  readonly topUps: TopUp[] = [];
  readonly provider: Provider;
  #lastId = 0;

  constructor(fates: readonly Fate[]) {
    this.provider = new Provider(fates);
  }

  spend(amount: Micros): void {
    this.available -= amount < this.available ? amount : this.available;
    this.#evaluate();
  }

  wait(ms: number): void {
    this.now += ms;
    if (this.state.retryAt !== null && this.state.retryAt <= this.now) this.#evaluate();
  }

  newCard(): void {
    this.settings = { ...this.settings, methods: this.settings.methods.map((id) => id + 2n) };
    this.state = lifted(this.state);
    this.#evaluate();
  }

  tries = (attempt: Attempt): TopUp[] => this.topUps.filter((topUp) => topUp.attempt === attempt.id);

  /** Unique indexes: one row a method, one pending at a time. Undefined: somebody else is charged, or it is over. */
  insertTry(attempt: number, method: bigint, amount: Micros): TopUp | undefined {
    if (this.attempts.find(({ id }) => id === attempt)?.state !== "open") return undefined;
    const known = this.topUps.find((topUp) => topUp.attempt === attempt && topUp.method === method);
    if (known) return known;
    if (this.topUps.some((topUp) => topUp.attempt === attempt && topUp.state === "pending")) return undefined;
    return this.insert(attempt, method, amount);
  }

  insert(attempt: number | null, method: bigint, amount: Micros): TopUp {
    const row: TopUp = { id: ++this.#lastId, attempt, method, amount, state: "pending", decline: null, failure: null };
    this.topUps.push(row);
    return row;
  }

  book(topUp: TopUp, outcome: Outcome): void {
    if (outcome === "unknown" || topUp.state === "succeeded") return;
    if (outcome !== "succeeded") {
      if (topUp.state !== "pending") return;
      if (outcome === "requires-action") topUp.state = outcome;
      else Object.assign(topUp, { state: "failed", decline: outcome, failure: "No." });
      return;
    }
    topUp.state = "succeeded";
    this.available += topUp.amount;
    this.credited += topUp.amount;
    const attempt = this.attempts.find(({ id }) => id === topUp.attempt);
    if (attempt?.state !== "open") {
      this.state = lifted(this.state);
      return;
    }
    attempt.state = "succeeded";
    this.state = RESTED;
    this.#evaluate();
  }

  /** Decided anew under the lock: somebody may have charged another method meanwhile. */
  close(attempt: Attempt): void {
    const step = nextStep(this.settings, this.tries(attempt));
    if (attempt.state !== "open" || (step.do !== "give-up" && step.do !== "cancel")) return;
    attempt.state = step.do === "cancel" ? "cancelled" : "failed";
    this.state = step.do === "cancel" ? RESTED : failed(this.state, step.why, this.now);
  }

  bought(from: number): Micros {
    const counts = this.attempts.filter(({ state, day }) => day >= from && (state === "open" || state === "succeeded"));
    return counts.reduce((sum, { amount }) => sum + amount, 0n);
  }

  /** Days, and months of thirty. */
  today = (): number => Math.floor(this.now / DAY);
  firstOfMonth = (): number => this.today() - (this.today() % 30);

  #evaluate(): void {
    this.state = retryDue(this.state, this.now);
    const { settings, state, available, now } = this;
    if (!isWanted(settings, { state, agreement: "direct", available, now })) return;
    const spent = { day: this.bought(this.today()), month: this.bought(this.firstOfMonth()) };
    const amount = rechargeAmount(settings, available, { coin: 1n, spent });
    const cap = capPassed(settings, amount, spent);
    if (cap !== null) {
      const next = cap === "daily-cap" ? this.today() + 1 : this.firstOfMonth() + 30;
      this.state = capped(state, cap, next * DAY);
      return;
    }
    this.state = opened(state);
    this.attempts.push({ id: ++this.#lastId, amount, day: this.today(), state: "open" });
  }
}

/** What the worker does, with a place to crash or to be overtaken at each `yield`. */
function* worker(store: Store): Generator<undefined, void> {
  const attempt = store.attempts.find(({ state }) => state === "open");
  if (!attempt) return;
  for (;;) {
    const tries = store.tries(attempt).map((topUp) => ({ ...topUp }));
    yield;
    const step = nextStep(store.settings, tries);
    if (step.do === "nothing") return;
    if (step.do === "give-up" || step.do === "cancel") return store.close(attempt);
    const topUp = store.insertTry(attempt.id, step.method, attempt.amount);
    if (!topUp) return;
    yield;
    const outcome = topUp.state === "pending" ? store.provider.charge(topUp.id, topUp.amount) : null;
    yield;
    if (outcome) store.book(topUp, outcome);
    if (outcome === "unknown") return;
    yield;
  }
}

function* byHand(store: Store): Generator<undefined, void> {
  const topUp = store.insert(null, 99n, 75n);
  yield;
  const outcome = store.provider.charge(topUp.id, topUp.amount);
  yield;
  store.book(topUp, outcome);
}

type Act =
  | { do: "spend"; amount: number }
  | { do: "wait"; hours: number }
  | { do: "start" | "by hand" | "new card" | "switch" }
  | { do: "step" | "crash"; who: number };

const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("spend" as const), amount: fc.integer({ min: 0, max: 900 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), hours: fc.integer({ min: 0, max: 40 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("start" as const) }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant("step" as const), who: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crash" as const), who: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("by hand" as const, "new card" as const, "switch" as const) }),
  },
);

/** Cheaper than `expect`, a million times. */
function must(holds: boolean, rule: string): void {
  if (!holds) throw new Error(`not so: ${rule}`);
}

function check(store: Store): void {
  const { settings, state, attempts, topUps, provider } = store;
  const open = attempts.filter((attempt) => attempt.state === "open").length;
  must(open <= 1, "at most one recharge is under way");
  must((open === 1) === (state.state === "open"), "the account says so when one is under way");
  must(store.bought(store.today()) <= settings.dailyCap!, "no day passes its cap");
  must(store.bought(store.firstOfMonth()) <= settings.monthlyCap!, "no month passes its cap");
  const unknown = topUps.filter((topUp) => topUp.state === "pending" && provider.isPaid(topUp.id));
  const owed = unknown.reduce((sum, { amount }) => sum + amount, 0n);
  must(provider.charged === store.credited + owed, "what was charged is credited or still unknown");
  for (const attempt of attempts) {
    const paid = store.tries(attempt).filter(({ id }) => provider.isPaid(id)).length;
    must(paid <= 1, "a recharge charges one method");
    must(attempt.state === "open" || (paid === 1) === (attempt.state === "succeeded"), "a paid recharge has succeeded");
  }
}

function play(store: Store, story: readonly Act[]): void {
  const alive: Generator<undefined, void>[] = [];
  for (const act of story) {
    if (act.do === "spend") store.spend(BigInt(act.amount));
    else if (act.do === "wait") store.wait(act.hours * HOUR);
    else if (act.do === "start") alive.push(worker(store));
    else if (act.do === "by hand") alive.push(byHand(store));
    else if (act.do === "new card") store.newCard();
    else if (act.do !== "step" && act.do !== "crash")
      store.settings = { ...store.settings, enabled: !store.settings.enabled };
    else if (alive.length > 0) {
      const who = act.who % alive.length;
      if (act.do === "crash" || alive[who]!.next().done) alive.splice(who, 1);
    }
    check(store);
  }
}

/** Everything that was left is taken up until nothing is unknown. */
function settle(store: Store): void {
  for (let i = 0; i < 20; i++) {
    for (const topUp of store.topUps.filter(({ state }) => state === "pending"))
      store.book(topUp, store.provider.charge(topUp.id, topUp.amount));
    for (const steps = worker(store); !steps.next().done;);
    check(store);
  }
}

test(`in ${STORIES} stories what the provider charged is credited, once, and never beyond a cap`, () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 8 }),
      fc.array(acts, { minLength: 10, maxLength: 80 }),
      (fates, story) => {
        const store = new Store(fates);
        play(store, story);
        settle(store);
        expect(store.topUps.filter(({ state }) => state === "pending")).toEqual([]);
        expect(store.provider.charged).toBe(store.credited);
      },
    ),
    { numRuns: STORIES },
  );
}, 60_000);
