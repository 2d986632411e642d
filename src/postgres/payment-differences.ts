/** Where a payment provider's books and ours disagree; and what of ours they are compared with. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

/**
 * not-credited: paid there, and no credits here. not-charged: credits here, and nothing there. other-amount,
 * other-refunds: known to both, with other figures.
 */
export type DifferenceKind = "not-credited" | "not-charged" | "other-amount" | "other-refunds";

export interface Difference {
  provider: string;
  /** The provider's name of it. */
  payment: string;
  kind: DifferenceKind;
  /** Null where the payment names one that we do not know. */
  organization: string | null;
  topUp: bigint | null;
  providerAmount: bigint;
  ourAmount: bigint;
  currency: string;
}

export interface DifferenceRow extends Difference {
  /** Epoch ms. */
  foundAt: number;
  settledAt: number | null;
}

/** A payment as the ledger has it. */
export interface PaymentBooked {
  payment: string;
  organization: string;
  topUp: bigint;
  amount: bigint;
  currency: string;
  /** Of the amount, refunds that are done or under way. */
  refunded: bigint;
  /** When it was first asked for, epoch ms. */
  requestedAt: number;
}

/** Top-ups of one provider that have succeeded: those of a time, and the ones of these payments. */
export async function listPaymentsBooked(
  pool: pg.Pool,
  { provider, from, to, payments }: { provider: string; from: number; to: number; payments: readonly string[] },
): Promise<PaymentBooked[]> {
  const { rows } = await pool.query<PaymentBooked>(
    `SELECT u.provider_payment AS payment, u.organization, u.id AS "topUp", u.amount, a.currency,
       u.created_at AS "requestedAt",
       (SELECT coalesce(sum(r.amount), 0)::bigint FROM refund r
        WHERE r.organization = u.organization AND r.top_up = u.id AND r.state <> 'failed') AS refunded
     FROM top_up u JOIN account a ON a.organization = u.organization
     WHERE u.provider = $1 AND u.state = 'succeeded'
       AND (u.created_at BETWEEN $2 AND $3 OR u.provider_payment = ANY($4))`,
    [provider, timestamp(from), timestamp(to), payments],
  );
  return rows;
}

/** Whose differences or disputes are open, however old they are: asked for until they are settled. */
export async function listPaymentsInQuestion(pool: pg.Pool, provider: string): Promise<string[]> {
  const { rows } = await pool.query<{ payment: string }>(
    `SELECT payment FROM payment_difference WHERE provider = $1 AND settled_at IS NULL
     UNION SELECT u.provider_payment FROM dispute d JOIN top_up u ON u.organization = d.organization AND u.id = d.top_up
       WHERE d.state = 'open' AND u.provider = $1`,
    [provider],
  );
  return rows.map(({ payment }) => payment);
}

/** Whether there is an organisation of this name. */
export async function isOrganization(pool: pg.Pool, organization: string): Promise<boolean> {
  const { rowCount } = await pool.query("SELECT FROM organization WHERE id = $1", [organization]);
  return rowCount === 1;
}

/** What was found now is open; what was found before, among the payments looked at, and not again is settled. */
export async function saveDifferences(
  pool: pg.Pool,
  provider: string,
  { found, compared, at }: { found: readonly Difference[]; compared: readonly string[]; at: number },
): Promise<void> {
  await pool.query(
    `UPDATE payment_difference SET settled_at = $4 WHERE provider = $1 AND settled_at IS NULL AND payment = ANY($2)
       AND NOT (payment || ' ' || kind = ANY($3))`,
    [provider, compared, found.map(({ payment, kind }) => `${payment} ${kind}`), timestamp(at)],
  );
  for (const { payment, kind, organization, topUp, providerAmount, ourAmount, currency } of found)
    await pool.query(
      `INSERT INTO payment_difference (provider, payment, kind, organization, top_up, provider_amount, our_amount,
         currency, found_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (provider, payment, kind) DO UPDATE SET provider_amount = EXCLUDED.provider_amount,
         our_amount = EXCLUDED.our_amount, settled_at = NULL`,
      [provider, payment, kind, organization, topUp, providerAmount, ourAmount, currency, timestamp(at)],
    );
}

/** What one is found by. */
export type DifferenceKey = readonly [provider: string, payment: string, kind: string];

/** In the order of their keys, after one of them. */
export async function listDifferences(
  pool: pg.Pool,
  { open, after, limit }: { open: boolean; after: DifferenceKey | null; limit: number },
): Promise<DifferenceRow[]> {
  const { rows } = await pool.query<DifferenceRow>(
    `SELECT provider, payment, kind, organization, top_up AS "topUp", provider_amount AS "providerAmount",
       our_amount AS "ourAmount", currency, found_at AS "foundAt", settled_at AS "settledAt"
     FROM payment_difference WHERE (NOT $1 OR settled_at IS NULL)
       AND ($2::text[] IS NULL OR (provider, payment, kind) > ($2[1], $2[2], $2[3]))
     ORDER BY provider, payment, kind LIMIT $3`,
    [open, after, limit],
  );
  return rows;
}
