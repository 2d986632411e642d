/**
 * Repeats of POSTs that move no money: the first answer to an Idempotency-Key is kept and given again. What moves money
 * keeps its key on the row that it makes (architecture.md 15).
 */
import { setTimeout } from "node:timers/promises";
import {
  claimKey,
  readAnswer,
  releaseKey,
  storeAlone,
  storeAnswer,
  type StoredAnswer,
} from "../postgres/idempotency.ts";
import type { Pool } from "../postgres/transaction.ts";

/** A process that has not answered after this long has died; nothing here takes as long. */
const ABANDONED_MS = 120_000;
const WAIT_MS = 5_000;
const POLL_MS = 50;

export interface Repeat {
  caller: string;
  key: string;
  /** Over method, address and body. */
  requestHash: string;
}

/**
 * `first`: to be answered now, and then given to `keepAnswer` or `dropAnswer`. `busy`: another one with this key is
 * still being worked on.
 */
export type Claimed =
  { state: "first" } | { state: "reused" } | { state: "busy" } | { state: "known"; answer: StoredAnswer };

export async function claim(
  { pool, now }: { pool: Pool; now: () => number },
  { caller, key, requestHash }: Repeat,
): Promise<Claimed> {
  for (let waited = 0; ; waited += POLL_MS) {
    const at = now();
    const wanted = { caller, key, requestHash, now: at, abandonedBefore: at - ABANDONED_MS };
    if (await claimKey(pool, wanted)) return { state: "first" };
    const answer = await readAnswer(pool, caller, key);
    if (!answer) continue;
    if (answer.requestHash !== requestHash) return { state: "reused" };
    if (answer.status !== 0) return { state: "known", answer };
    if (waited >= WAIT_MS) return { state: "busy" };
    await setTimeout(POLL_MS);
  }
}

export const keepAnswer = (pool: Pool, { caller, key }: Repeat, answer: { status: number; body: string }) =>
  storeAnswer(pool, caller, key, answer);

/** What was refused to this key, where what moves money keeps the key on the row that a refusal does not make. */
export async function refusalOf(
  { pool }: { pool: Pool },
  { caller, key, requestHash }: Repeat,
): Promise<Exclude<Claimed, { state: "busy" }>> {
  const answer = await readAnswer(pool, caller, key);
  if (!answer) return { state: "first" };
  return answer.requestHash === requestHash ? { state: "known", answer } : { state: "reused" };
}

export const keepRefusal = (
  { pool, now }: { pool: Pool; now: () => number },
  repeat: Repeat,
  refusal: { status: number; body: string },
) => storeAlone(pool, { ...repeat, ...refusal, now: now() });

/** Nothing is known of a request that failed on our side: it may be tried again under its key. */
export const dropAnswer = (pool: Pool, { caller, key }: Repeat) => releaseKey(pool, caller, key);
