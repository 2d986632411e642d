/**
 * Posts events to webhooks, signed as Standard Webhooks says (standardwebhooks.com): headers webhook-id, which stays
 * the same when it is sent again, webhook-timestamp, and webhook-signature, HMAC-SHA256 over id, time and body.
 */
import { createHmac } from "node:crypto";
import { claimDeliveries, type DueDelivery, markGone, settleDelivery } from "../postgres/webhooks.ts";
import type { Engine } from "./engine.ts";
import type { Seal } from "./seal.ts";

const AT_ONCE = 20;
const PATIENCE_MS = 15_000;
/** Longer than a batch, which is sent all at once, can take. */
const CLAIM_MS = 60_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** After the first, second, … try that was not taken: three days in all. */
const BACK_OFF_MS = [5_000, 5 * MINUTE_MS, 30 * MINUTE_MS, ...[2, 5, 10, 14, 18, 22].map((hours) => hours * HOUR_MS)];

type Deps = Pick<Engine, "pool" | "now" | "webhookSeal">;

export async function deliver(deps: Deps, { patienceMs = PATIENCE_MS }: { patienceMs?: number } = {}): Promise<void> {
  for (let claimed = AT_ONCE; claimed === AT_ONCE;) {
    const now = deps.now();
    const due = await claimDeliveries(deps.pool, { now, claimedUntil: now + CLAIM_MS, limit: AT_ONCE });
    claimed = due.length;
    await Promise.all(due.map((delivery) => deliverOne(deps, delivery, patienceMs)));
  }
}

async function deliverOne({ pool, now, webhookSeal }: Deps, delivery: DueDelivery, patienceMs: number): Promise<void> {
  const { webhook, id, tries } = delivery;
  const secrets = secretsAt(delivery, now(), webhookSeal);
  const answer = secrets ? await post(delivery, secrets, now(), patienceMs) : UNREADABLE;
  const key = { organization: webhook.organization, webhook: webhook.id, id };
  const settled = { lastStatus: answer.status, failure: answer.failure, nextTryAt: null, now: now() };
  if (answer.failure === null) return settleDelivery(pool, key, { ...settled, state: "delivered" });
  if (answer.status === 410) await markGone(pool, webhook.organization, webhook.id);
  const wait = answer.status === 410 ? undefined : BACK_OFF_MS[tries - 1];
  if (wait === undefined) return settleDelivery(pool, key, { ...settled, state: "failed" });
  return settleDelivery(pool, key, { ...settled, state: "pending", nextTryAt: now() + wait });
}

interface Answer {
  status: number | null;
  /** Null: it was taken. */
  failure: string | null;
}

const UNREADABLE: Answer = {
  status: null,
  failure:
    "Its secret was encrypted with another TALKTIME_SECRET_KEY: start with that one, or give the webhook a new secret.",
};

async function post(
  delivery: DueDelivery,
  secrets: readonly string[],
  now: number,
  patienceMs: number,
): Promise<Answer> {
  const body = bodyOf(delivery);
  const id = `msg_${delivery.id}`;
  const seconds = Math.floor(now / 1000);
  try {
    const response = await fetch(delivery.webhook.url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "Talktime",
        "webhook-id": id,
        "webhook-timestamp": String(seconds),
        "webhook-signature": secrets.map((secret) => signature(secret, id, seconds, body)).join(" "),
      },
      body,
      // Another address is not the one that the organisation named.
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.body?.cancel();
    const { status, ok } = response;
    const redirect = status >= 300 && status < 400;
    return {
      status,
      failure: ok ? null : `It answered ${status}${redirect ? ", and redirects are not followed" : ""}.`,
    };
  } catch (error) {
    return { status: null, failure: failureOf(error as Error, patienceMs) };
  }
}

/** `{type, timestamp, data}`, the same at every try. */
function bodyOf({ event: { name, about, at }, webhook: { organization } }: DueDelivery): string {
  return JSON.stringify({ type: name, timestamp: new Date(at).toISOString(), data: { organization, ...about } });
}

/** The old one beside the new one for its day, if it can still be read; undefined where the new one can not. */
function secretsAt(
  { webhook: { secret, oldSecret, oldSecretUntil } }: DueDelivery,
  now: number,
  seal: Seal,
): string[] | undefined {
  const opened = seal.open(secret);
  if (opened === undefined) return undefined;
  const old = oldSecret !== null && now < oldSecretUntil! ? seal.open(oldSecret) : undefined;
  return old === undefined ? [opened] : [opened, old];
}

function signature(secret: string, id: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
}

function failureOf(error: Error, patienceMs: number): string {
  if (error.name === "TimeoutError") return `No answer within ${patienceMs / 1000} seconds.`;
  const { code, message } = (error.cause ?? error) as Error & { code?: string };
  return `It can not be reached: ${code ?? message}.`;
}
