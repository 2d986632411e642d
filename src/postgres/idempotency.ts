/** What was answered to an Idempotency-Key. A row with status 0 is a request that is being worked on. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface StoredAnswer {
  requestHash: string;
  /** HTTP status; 0 while there is no answer yet. */
  status: number;
  body: string;
}

/**
 * Claims the key for this request; false if somebody else has or had it. A claim older than `abandonedBefore` (epoch
 * ms) without an answer is of a process that died, and is taken over.
 */
export async function claimKey(
  pool: pg.Pool,
  claim: { caller: string; key: string; requestHash: string; now: number; abandonedBefore: number },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO idempotent_request (caller, key, request_hash, status, body, at) VALUES ($1, $2, $3, 0, '', $4)
     ON CONFLICT (caller, key) DO UPDATE SET at = EXCLUDED.at, request_hash = EXCLUDED.request_hash
       WHERE idempotent_request.status = 0 AND idempotent_request.at < $5`,
    [claim.caller, claim.key, claim.requestHash, timestamp(claim.now), timestamp(claim.abandonedBefore)],
  );
  return rowCount === 1;
}

/** Undefined: the request before failed and left nothing, so that the key is free again. */
export async function readAnswer(pool: pg.Pool, caller: string, key: string): Promise<StoredAnswer | undefined> {
  const { rows } = await pool.query<StoredAnswer>(
    `SELECT request_hash AS "requestHash", status, body FROM idempotent_request WHERE caller = $1 AND key = $2`,
    [caller, key],
  );
  return rows[0];
}

export async function storeAnswer(
  pool: pg.Pool,
  caller: string,
  key: string,
  answer: { status: number; body: string },
): Promise<void> {
  await pool.query("UPDATE idempotent_request SET status = $3, body = $4 WHERE caller = $1 AND key = $2", [
    caller,
    key,
    answer.status,
    answer.body,
  ]);
}

/** An answer that was not claimed before; whoever was first stays. */
export async function storeAlone(
  pool: pg.Pool,
  { caller, key, requestHash, status, body, now }: StoredAnswer & { caller: string; key: string; now: number },
): Promise<void> {
  await pool.query(
    `INSERT INTO idempotent_request (caller, key, request_hash, status, body, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (caller, key) DO NOTHING`,
    [caller, key, requestHash, status, body, timestamp(now)],
  );
}

export async function releaseKey(pool: pg.Pool, caller: string, key: string): Promise<void> {
  await pool.query("DELETE FROM idempotent_request WHERE caller = $1 AND key = $2 AND status = 0", [caller, key]);
}

/** What moves money keeps its key in a row of its own, for good; these are of everything else. */
export async function forgetAnswers(pool: pg.Pool, before: number): Promise<void> {
  await pool.query("DELETE FROM idempotent_request WHERE at < $1", [timestamp(before)]);
}
