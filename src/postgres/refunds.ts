/** Refunds, and what a paid top-up has left to be refunded; written in the transactions that move the money. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";
import type { Statement } from "./top-ups.ts";

/** A top-up as what goes back of it needs it. */
export interface PaidTopUp {
  organization: string;
  id: bigint;
  amount: bigint;
  /** Of the amount: refunded, being refunded, or disputed and not won. */
  returned: bigint;
  /** Of that: being refunded. */
  underWay: bigint;
  /** What its lot lost at its end, and what of that refunds have given back. */
  forfeited: bigint;
  reclaimed: bigint;
  provider: string;
  /** Null unless it has succeeded. */
  payment: string | null;
  lot: bigint | null;
  /** When it was paid, or failed; epoch ms. */
  settledAt: number | null;
}

export interface RefundRow {
  organization: string;
  id: bigint;
  topUp: bigint;
  amount: bigint;
  /** Of the amount: frozen in the lot while pending, taken from it when succeeded. */
  unspent: bigint;
  /** Of the amount, once it has succeeded: what the lot had lost at its end. The rest is debt. */
  forfeited: bigint;
  state: "pending" | "succeeded" | "failed";
  failure: string | null;
  reason: string;
  author: string;
  requestHash: string;
  /** Epoch ms. */
  createdAt: number;
  settledAt: number | null;
}

const PAID = `SELECT u.organization, u.id, u.amount, u.returned, u.reclaimed, u.provider, u.provider_payment AS payment,
    u.lot, u.settled_at AS "settledAt",
    (SELECT coalesce(sum(r.amount), 0)::bigint FROM refund r
     WHERE r.organization = u.organization AND r.top_up = u.id AND r.state = 'pending') AS "underWay",
    (SELECT coalesce(sum(t.amount), 0)::bigint FROM transfer t
     WHERE t.organization = u.organization AND t.lot = u.lot AND t.cause = 'lot-ended') AS forfeited
  FROM top_up u`;

export async function readPaidTopUp(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  id: bigint | number,
): Promise<PaidTopUp | undefined> {
  const { rows } = await client.query<PaidTopUp>(`${PAID} WHERE u.organization = $1 AND u.id = $2`, [organization, id]);
  return rows[0];
}

export async function readPaidTopUpByPayment(
  pool: pg.Pool,
  provider: string,
  payment: string,
): Promise<PaidTopUp | undefined> {
  const { rows } = await pool.query<PaidTopUp>(`${PAID} WHERE u.provider = $1 AND u.provider_payment = $2`, [
    provider,
    payment,
  ]);
  return rows[0];
}

/** `amount` of the payment goes back; below zero: does not after all. The CHECK keeps it within what was paid. */
export const topUpReturned = (topUp: Pick<PaidTopUp, "organization" | "id">, amount: bigint): Statement => ({
  name: "top_up_returned",
  text: "UPDATE top_up SET returned = returned + $3 WHERE organization = $1 AND id = $2",
  values: [topUp.organization, topUp.id, amount],
});

/**
 * A refund has given `more` back of what the lot had lost at its end. Where that is not what was read, as when another
 * refund of the same transaction has, too, NOT NULL refuses it: nothing is given back of it twice.
 */
export const topUpReclaimed = (
  topUp: Pick<PaidTopUp, "organization" | "id" | "reclaimed">,
  more: bigint,
): Statement => ({
  name: "top_up_reclaimed",
  text: `UPDATE top_up SET reclaimed = CASE WHEN reclaimed = $3 THEN reclaimed + $4 END
    WHERE organization = $1 AND id = $2`,
  values: [topUp.organization, topUp.id, topUp.reclaimed, more],
});

const COLUMNS = `organization, id, top_up AS "topUp", amount, unspent, forfeited, state, failure, reason, author,
  request_hash AS "requestHash", created_at AS "createdAt", settled_at AS "settledAt"`;

export const insertRefund = (refund: RefundRow, idempotencyKey: string | null): Statement => ({
  name: "insert_refund",
  text: `INSERT INTO refund (organization, id, top_up, amount, unspent, state, reason, author, idempotency_key,
    request_hash, created_at) VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7, $8, $9, $10)`,
  values: [
    refund.organization,
    refund.id,
    refund.topUp,
    refund.amount,
    refund.unspent,
    refund.reason,
    refund.author,
    idempotencyKey,
    refund.requestHash,
    timestamp(refund.createdAt),
  ],
});

/** Settling it again, also in the same transaction, leaves no time of its end, which a CHECK refuses. */
export const refundSettled = (
  refund: Pick<RefundRow, "organization" | "id">,
  end: { unspent: bigint; forfeited?: bigint; failure: string | null; providerRefund: string | null; at: number },
): Statement => ({
  name: "refund_settled",
  text: `UPDATE refund SET state = CASE WHEN $4::text IS NULL THEN 'succeeded' ELSE 'failed' END, unspent = $3,
    forfeited = $7, failure = $4, provider_refund = $5,
    settled_at = CASE WHEN settled_at IS NULL THEN $6::timestamptz END
    WHERE organization = $1 AND id = $2`,
  values: [
    ...[refund.organization, refund.id, end.unspent, end.failure, end.providerRefund, timestamp(end.at)],
    end.forfeited ?? 0n,
  ],
});

/** The refund with this id, or the one made under this key. */
export async function findRefund(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  { id, idempotencyKey = null }: { id: number | bigint | null; idempotencyKey?: string | null },
): Promise<RefundRow | undefined> {
  const { rows } = await client.query<RefundRow>(
    `SELECT ${COLUMNS} FROM refund WHERE organization = $1 AND (id = $2 OR idempotency_key = $3)`,
    [organization, id, idempotencyKey],
  );
  return rows[0];
}

/** Oldest first. */
export async function listRefunds(pool: pg.Pool, organization: string, topUp: bigint): Promise<RefundRow[]> {
  const { rows } = await pool.query<RefundRow>(
    `SELECT ${COLUMNS} FROM refund WHERE organization = $1 AND top_up = $2 ORDER BY id`,
    [organization, topUp],
  );
  return rows;
}

/** Of all organisations, oldest first: refunds whose outcome nobody knows yet. */
export async function listPendingRefunds(
  pool: pg.Pool,
  { createdBefore, limit }: { createdBefore: number; limit: number },
): Promise<RefundRow[]> {
  const { rows } = await pool.query<RefundRow>(
    `SELECT ${COLUMNS} FROM refund WHERE state = 'pending' AND created_at < $1 ORDER BY created_at LIMIT $2`,
    [timestamp(createdBefore), limit],
  );
  return rows;
}
