/** Top-ups: written as pending before the provider is asked, settled in the transaction that credits the lot. */
import type pg from "pg";
import type { Decline } from "../domain/recharge.ts";
import { timestamp } from "./arrays.ts";

export interface TopUpRow {
  organization: string;
  id: bigint;
  amount: bigint;
  paymentMethod: bigint;
  provider: string;
  state: "pending" | "requires-action" | "succeeded" | "failed";
  failure: string | null;
  decline: Decline | null;
  /** The attempt of an auto-recharge that asked for it. */
  recharge: bigint | null;
  lot: bigint | null;
  requestHash: string | null;
  /** Epoch ms. */
  createdAt: number;
  settledAt: number | null;
}

const COLUMNS = `organization, id, amount, payment_method AS "paymentMethod", provider, state, failure,
  decline, recharge, lot,
  request_hash AS "requestHash", created_at AS "createdAt", settled_at AS "settledAt"`;

export interface NewTopUp {
  organization: string;
  id: number;
  amount: bigint;
  paymentMethod: bigint;
  provider: string;
  idempotencyKey: string | null;
  recharge?: bigint;
  requestHash: string;
  at: number;
}

/** A statement for the transaction of a lane command. */
export interface Statement {
  name?: string;
  text: string;
  values: unknown[];
}

/**
 * False, and nothing written, where the organisation has it already: under this key, or by this method of a recharge; and
 * where the recharge is over, or waits for another method.
 */
export async function insertTopUp(pool: pg.Pool, topUp: NewTopUp): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH attempt AS (SELECT FROM recharge_attempt WHERE organization = $1 AND id = $9 AND state = 'open' FOR SHARE)
     INSERT INTO top_up (organization, id, amount, payment_method, provider, state, idempotency_key, request_hash,
       created_at, purchase_order, recharge)
     SELECT $1, $2, $3, $4, $5, 'pending', $6, $7, $8, m.purchase_order, $9
     FROM payment_method m WHERE m.organization = $1 AND m.id = $4 AND ($9::bigint IS NULL OR EXISTS (SELECT FROM attempt))
     ON CONFLICT DO NOTHING`,
    [
      topUp.organization,
      topUp.id,
      topUp.amount,
      topUp.paymentMethod,
      topUp.provider,
      topUp.idempotencyKey,
      topUp.requestHash,
      timestamp(topUp.at),
      topUp.recharge ?? null,
    ],
  );
  return rowCount === 1;
}

export async function readTopUp(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  id: bigint | number,
): Promise<TopUpRow | undefined> {
  const { rows } = await client.query<TopUpRow>(`SELECT ${COLUMNS} FROM top_up WHERE organization = $1 AND id = $2`, [
    organization,
    id,
  ]);
  return rows[0];
}

export async function readTopUpByKey(
  pool: pg.Pool,
  organization: string,
  idempotencyKey: string,
): Promise<TopUpRow | undefined> {
  const { rows } = await pool.query<TopUpRow>(
    `SELECT ${COLUMNS} FROM top_up WHERE organization = $1 AND idempotency_key = $2`,
    [organization, idempotencyKey],
  );
  return rows[0];
}

/** The payment methods that an auto-recharge has tried so far, in that order. */
export async function listTries(
  pool: pg.Pool | pg.ClientBase,
  organization: string,
  recharge: bigint,
): Promise<TopUpRow[]> {
  const { rows } = await pool.query<TopUpRow>(
    `SELECT ${COLUMNS} FROM top_up WHERE organization = $1 AND recharge = $2 ORDER BY created_at, id`,
    [organization, recharge],
  );
  return rows;
}

/** Newest first, before the id `before`. */
export async function listTopUps(
  pool: pg.Pool,
  organization: string,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<TopUpRow[]> {
  const { rows } = await pool.query<TopUpRow>(
    `SELECT ${COLUMNS} FROM top_up WHERE organization = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [organization, before, limit],
  );
  return rows;
}

/** Of all organisations, oldest first: top-ups whose outcome nobody knows yet. */
export async function listPendingTopUps(
  pool: pg.Pool,
  { createdBefore, limit }: { createdBefore: number; limit: number },
): Promise<TopUpRow[]> {
  const { rows } = await pool.query<TopUpRow>(
    `SELECT ${COLUMNS} FROM top_up WHERE state = 'pending' AND created_at < $1 ORDER BY created_at LIMIT $2`,
    [timestamp(createdBefore), limit],
  );
  return rows;
}

/** Of all organisations, oldest first: top-ups that wait for their payer since then. */
export async function listWaitingTopUps(
  pool: pg.Pool,
  { since, limit }: { since: number; limit: number },
): Promise<Pick<TopUpRow, "organization" | "id">[]> {
  const { rows } = await pool.query<Pick<TopUpRow, "organization" | "id">>(
    `SELECT organization, id FROM top_up WHERE state = 'requires-action' AND created_at >= $1
     ORDER BY created_at LIMIT $2`,
    [timestamp(since), limit],
  );
  return rows;
}

/** No money came, for good or until the payer has confirmed it: only a pending one changes. */
export async function closeTopUp(
  pool: pg.Pool,
  topUp: Pick<TopUpRow, "organization" | "id">,
  end: { state: "failed" | "requires-action"; failure: string | null; decline: Decline | null; at: number },
): Promise<void> {
  await pool.query(
    `UPDATE top_up SET state = $3, failure = $4, decline = $6,
       settled_at = CASE WHEN $3 = 'failed' THEN $5::timestamptz END
     WHERE organization = $1 AND id = $2 AND state = 'pending'`,
    [topUp.organization, topUp.id, end.state, end.failure, timestamp(end.at), end.decline],
  );
}

/** For the transaction that credits the lot. */
export const topUpSucceeded = (
  topUp: Pick<TopUpRow, "organization" | "id">,
  done: { lot: number; payment: string; at: number },
): Statement => ({
  name: "top_up_succeeded",
  text: `UPDATE top_up SET state = 'succeeded', failure = NULL, decline = NULL, provider_payment = $3, lot = $4, settled_at = $5
    WHERE organization = $1 AND id = $2`,
  values: [topUp.organization, topUp.id, done.payment, done.lot, timestamp(done.at)],
});
