/**
 * What a payment provider tells by itself, and what nobody told. An event is a hint: what it is about is looked up, by
 * the one way that credits a top-up, so that it may come never, twice, late, before the answer or out of order.
 */
import { type DisputeKnown, WebhookRefused } from "../payments/provider.ts";
import { listWaitingTopUps } from "../postgres/top-ups.ts";
import { apart } from "./apart.ts";
import { Disputes } from "./dispute.ts";
import type { Engine } from "./engine.ts";
import { Refused } from "./refused.ts";
import type { TopUps } from "./top-up.ts";

/** So long a payer has to confirm a payment at the bank. */
const CONFIRMED_WITHIN_MS = 72 * 3_600_000;

/** @throws Refused for what is not the provider's, or is old: nothing is changed by it */
export async function takeWebhook(
  engine: Engine,
  topUps: TopUps,
  body: Buffer,
  signature: string | undefined,
): Promise<void> {
  const { cards } = engine;
  if (!cards.readWebhook) throw new Refused("INVALID_SIGNATURE", "No payment provider is set that sends webhooks.");
  const event = read(() => cards.readWebhook!(body, signature));
  if (event.kind === "payment") await topUps.look(event.organization, event.topUp);
  if (event.kind === "dispute") await takeDispute(engine, event);
}

/** A dispute as far as its provider tells of it, as often as it does. */
export async function takeDispute(engine: Engine, { outcome, ...notice }: DisputeKnown): Promise<void> {
  const provider = engine.cards.name;
  const disputes = new Disputes(engine);
  const dispute = await disputes.open({ provider, ...notice });
  if (dispute === null || outcome === undefined) return;
  const end = { outcome, note: null, author: provider };
  await disputes.settle(dispute.organization, dispute.id.toString(), end);
}

/** Payments that wait for their payer: whether they were confirmed, where no webhook said so. */
export async function lookAtWaiting(engine: Engine, topUps: TopUps): Promise<void> {
  const since = engine.now() - CONFIRMED_WITHIN_MS;
  await apart(await listWaitingTopUps(engine.pool, { since, limit: 500 }), ({ organization, id }) =>
    topUps.look(organization, id.toString()),
  );
}

function read<T>(reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    if (error instanceof WebhookRefused) throw new Refused("INVALID_SIGNATURE", error.message);
    throw error;
  }
}
