/**
 * Money chaos, end to end: hundreds of organisations pay, are recharged, refunded and disputed through Stripe's client
 * and a fake Stripe on its worst days, with processes that die before and after every step, webhooks that come never,
 * five times, late or out of order. When it is quiet again: charged = credited + refunded + disputed, for everyone.
 */
import { expect, test } from "vitest";
import { audit, auditWords } from "../../src/engine/audit.ts";
import { lookAtWaiting } from "../../src/engine/payment-events.ts";
import { sweepPayments } from "../../src/engine/payment-sweep.ts";
import { Recharges } from "../../src/engine/recharge.ts";
import { Refunds } from "../../src/engine/refund.ts";
import { TopUps } from "../../src/engine/top-up.ts";
import { formatMicros } from "../../src/domain/money.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { Random } from "../simulation/random.ts";
import { FakeStripe, WEBHOOK_SECRET } from "../support/fake-stripe.ts";
import { startServer } from "../support/server.ts";
import { fragile, unlessItCrashes } from "./fragile.ts";
import { CARDS, play } from "./story.ts";

/** Beside the 2,000 of src/domain/recharge.property.test.ts, which know no database; more on request. */
const STORIES = Number(process.env["TALKTIME_CHAOS_STORIES"] ?? 600);
const AT_ONCE = 200;
const SEED = Number(process.env["TALKTIME_CHAOS_SEED"] ?? 20261122);
const MINUTE = 60_000;

test(`${STORIES} stories of money (seed ${SEED}): what was charged is credited, refunded or disputed`, async () => {
  const clock = { at: Date.parse("2026-11-22T14:00:00Z") };
  const stripe = new FakeStripe();
  stripe.now = () => clock.at;
  const environment = {
    STRIPE_SECRET_KEY: "sk_test_1",
    STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRIPE_API_BASE: await stripe.start(),
  };
  const server = await startServer({ now: () => clock.at, environment });
  const { engine } = server;
  const weather = { crashes: 0.04, faults: 0.08 };
  const faults = new Random(SEED, 1);
  stripe.fate = () =>
    faults.chance(weather.faults) ? { done: faults.chance(0.5), status: faults.pick([0, 409, 429, 500]) } : undefined;

  await settle(engine);
  const crashes = (): number => weather.crashes;
  let played = 0;
  const player = async (): Promise<void> => {
    while (played < STORIES) {
      const story = played++;
      const cards = CARDS.map((_, i) => String(story * CARDS.length + i + 1));
      for (const [i, token] of CARDS.entries()) stripe.own(`${token}_${story}`, `cus_${cards[i]!}`);
      await play({ engine, stripe, organization: `org-${story}`, cards, seed: SEED + story, crashes });
    }
  };
  let done = false;
  const janitor = async (): Promise<void> => {
    for (let round = 0; !done; round++) {
      clock.at += MINUTE;
      const process = fragile(engine, new Random(SEED, 1_000_000 + round), crashes);
      await unlessItCrashes(work(process, clock.at, round % 20 === 0));
    }
  };
  const atWork = janitor();
  await Promise.all(Array.from({ length: AT_ONCE }, player));
  done = true;
  await atWork;

  Object.assign(weather, { crashes: 0, faults: 0 });
  for (const dispute of stripe.disputes)
    if (dispute.status === "needs_response") dispute.status = faults.pick(["won", "lost"]);
  for (let round = 0; round < 3; round++) {
    clock.at += 13 * 60 * MINUTE; // Stripe forgets its idempotency keys after a day
    await work(engine, clock.at, true);
    await sweepPayments(engine, new TopUps(engine, { mostTopUp: "100000" }));
  }

  const { good, lines } = auditWords(await audit(engine, null));
  expect(good, lines.join("\n")).toBe(true);
  const [theirs, ours] = [booksOf(stripe), await ledgerOf(engine)];
  const wrong = [...theirs].filter(([organization, words]) => words !== ours.get(organization));
  expect(
    wrong.slice(0, 3).map(([name, words]) => `${name}: the provider ${words}, Talktime ${ours.get(name)}`),
  ).toEqual([]);
  expect((await server.api("GET", "/v1/payment-differences")).body.items).toEqual([]);
  // It rained: all of this happened, and not just once or twice.
  expect(stripe.intents.filter(({ status }) => status === "succeeded").length).toBeGreaterThan(STORIES / 2);
  expect(stripe.refunds.length).toBeGreaterThan(STORIES / 20);
  expect(stripe.disputes.filter(({ status }) => status === "lost").length).toBeGreaterThan(STORIES / 50);
  await server.close();
  await stripe.stop();
}, 300_000);

/** One organisation a story, with its cards and an auto-recharge that is always due when something is spent. */
async function settle({ pool, now }: Engine): Promise<void> {
  const at = new Date(now());
  await pool.query(
    `INSERT INTO organization (id, display_name, country, currency, agreement, billing_country, created_at)
     SELECT 'org-' || n, 'Organisation ' || n, 'US', 'USD', 'direct', 'US', $2 FROM generate_series(0, $1 - 1) n`,
    [STORIES, at],
  );
  await pool.query("INSERT INTO account (organization, currency) SELECT id, currency FROM organization");
  await pool.query(
    `INSERT INTO payment_method (organization, id, type, token, customer, created_at)
     SELECT 'org-' || n, n * cardinality($2::text[]) + i, 'card', $2[i] || '_' || n,
       'cus_' || n * cardinality($2::text[]) + i, $3
     FROM generate_series(0, $1 - 1) n, generate_subscripts($2::text[], 1) i`,
    [STORIES, CARDS, at],
  );
  await pool.query(
    `INSERT INTO auto_recharge (organization, enabled, trigger_amount, recharge_amount, payment_method, fallback_methods,
       monthly_cap)
     SELECT 'org-' || n, true, 50000000, 50000000, n * 4 + 1 + (n % 4), ARRAY[n * 4 + 1 + ((n + 1) % 4)], 150000000
     FROM generate_series(0, $1 - 1) n`,
    [STORIES],
  );
}

/** What the jobs do; payments that wait for their payer are looked at more seldom. */
async function work(engine: Engine, now: number, waiting: boolean): Promise<void> {
  const topUps = new TopUps(engine, { mostTopUp: "100000" });
  await topUps.finishPending(now);
  await new Refunds(engine).finishPending(now);
  await new Recharges(engine, topUps).run();
  if (waiting) await lookAtWaiting(engine, topUps);
}

const words = (charged: string, refunded: string, lost: string): string =>
  `charged ${charged}, refunded ${refunded}, lost ${lost} in disputes`;

/** By organisation. */
function booksOf(stripe: FakeStripe): Map<string, string> {
  const books = new Map<string, [charged: number, refunded: number, lost: number]>();
  const owner = new Map(stripe.intents.map(({ id, metadata }) => [id, metadata["organization"]!]));
  const add = (intent: string, column: 0 | 1 | 2, amount: number): void => {
    const row = books.get(owner.get(intent)!) ?? [0, 0, 0];
    row[column] += amount;
    books.set(owner.get(intent)!, row);
  };
  for (const { id, status, amount } of stripe.intents) if (status === "succeeded") add(id, 0, amount);
  for (const { payment_intent, amount } of stripe.refunds) add(payment_intent, 1, amount);
  for (const { payment_intent, amount, status } of stripe.disputes)
    if (status === "lost") add(payment_intent, 2, amount);
  const told = (units: number): string => formatMicros(BigInt(units) * 10_000n);
  return new Map([...books].map(([name, row]) => [name, words(told(row[0]), told(row[1]), told(row[2]))]));
}

/** By organisation, from the transfers alone. */
async function ledgerOf({ pool }: Engine): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ organization: string; charged: bigint; refunded: bigint; lost: bigint }>(
    `SELECT organization, coalesce(sum(amount) FILTER (WHERE from_account = 'cash/stripe' AND cause = 'top-up'), 0)::bigint AS charged,
       coalesce(sum(amount) FILTER (WHERE to_account = 'cash/stripe' AND cause = 'refund'), 0)::bigint AS refunded,
       (coalesce(sum(amount) FILTER (WHERE to_account = 'cash/stripe' AND cause = 'dispute'), 0)
        - coalesce(sum(amount) FILTER (WHERE from_account = 'cash/stripe' AND cause = 'dispute'), 0))::bigint AS lost
     FROM transfer GROUP BY organization`,
  );
  return new Map(
    rows.map((row) => [
      row.organization,
      words(formatMicros(row.charged), formatMicros(row.refunded), formatMicros(row.lost)),
    ]),
  );
}
