/** Disputes of payments; written in the transactions that freeze, thaw or move the money. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";
import type { PaymentMethodRow } from "./payment-methods.ts";
import type { Statement } from "./top-ups.ts";

export interface DisputeRow {
  organization: string;
  id: bigint;
  topUp: bigint;
  /** The provider's own name of it. */
  providerDispute: string;
  /** What the bank wants back. */
  claimed: bigint;
  /** Of that, what no refund has taken or may still take. */
  amount: bigint;
  /** Of the amount: frozen in the lot while open, taken from it when lost; the rest is debt from the start. */
  unspent: bigint;
  state: "open" | "won" | "lost";
  /** What the operator said when it was settled, and who that was. */
  note: string | null;
  author: string | null;
  /** Epoch ms. */
  openedAt: number;
  settledAt: number | null;
}

const COLUMNS = `organization, id, top_up AS "topUp", provider_dispute AS "providerDispute", claimed, amount, unspent,
  state, note, author, opened_at AS "openedAt", settled_at AS "settledAt"`;

export const insertDispute = (dispute: DisputeRow): Statement => ({
  name: "insert_dispute",
  text: `INSERT INTO dispute (organization, id, top_up, provider_dispute, amount, unspent, state, opened_at, claimed)
    VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8)`,
  values: [
    dispute.organization,
    dispute.id,
    dispute.topUp,
    dispute.providerDispute,
    dispute.amount,
    dispute.unspent,
    timestamp(dispute.openedAt),
    dispute.claimed,
  ],
});

/** Settling it again, also in the same transaction, leaves no time of its end, which a CHECK refuses. */
export const disputeSettled = (
  dispute: Pick<DisputeRow, "organization" | "id">,
  end: { state: "won" | "lost"; note: string | null; author: string; at: number },
): Statement => ({
  name: "dispute_settled",
  text: `UPDATE dispute SET state = $3, note = $4, author = $5,
    settled_at = CASE WHEN settled_at IS NULL THEN $6::timestamptz END WHERE organization = $1 AND id = $2`,
  values: [dispute.organization, dispute.id, end.state, end.note, end.author, timestamp(end.at)],
});

/** What was kept back for a refund is the dispute's instead; the CHECK keeps it within what the bank wants. */
export const disputeGrown = (
  dispute: Pick<DisputeRow, "organization" | "id">,
  by: { amount: bigint; unspent: bigint },
): Statement => ({
  name: "dispute_grown",
  text: "UPDATE dispute SET amount = amount + $3, unspent = unspent + $4 WHERE organization = $1 AND id = $2",
  values: [dispute.organization, dispute.id, by.amount, by.unspent],
});

/** The dispute of a payment that was not won, whose bank wants more back than it has. */
export async function findDisputeOf(
  client: pg.ClientBase,
  organization: string,
  topUp: bigint,
): Promise<DisputeRow | undefined> {
  const { rows } = await client.query<DisputeRow>(
    `SELECT ${COLUMNS} FROM dispute WHERE organization = $1 AND top_up = $2 AND state <> 'won' AND amount < claimed
     ORDER BY id LIMIT 1`,
    [organization, topUp],
  );
  return rows[0];
}

export async function readDispute(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  id: bigint,
): Promise<DisputeRow | undefined> {
  const { rows } = await client.query<DisputeRow>(
    `SELECT ${COLUMNS} FROM dispute WHERE organization = $1 AND id = $2`,
    [organization, id],
  );
  return rows[0];
}

export async function findDispute(
  client: pg.ClientBase,
  organization: string,
  providerDispute: string,
): Promise<DisputeRow | undefined> {
  const { rows } = await client.query<DisputeRow>(
    `SELECT ${COLUMNS} FROM dispute WHERE organization = $1 AND provider_dispute = $2`,
    [organization, providerDispute],
  );
  return rows[0];
}

/** Newest first, before the id `before`. */
export async function listDisputes(
  pool: pg.Pool,
  organization: string,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<DisputeRow[]> {
  const { rows } = await pool.query<DisputeRow>(
    `SELECT ${COLUMNS} FROM dispute WHERE organization = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [organization, before, limit],
  );
  return rows;
}

export type UndisputedPayment = PaymentMethodRow & { payment: string; settledAt: number };

/** Payments by card of one provider since then that were never disputed, and not all given back. */
export async function listUndisputed(
  pool: pg.Pool,
  { provider, settledSince }: { provider: string; settledSince: number },
): Promise<UndisputedPayment[]> {
  const { rows } = await pool.query<UndisputedPayment>(
    `SELECT u.provider_payment AS payment, u.settled_at AS "settledAt", m.id, m.type, m.token
     FROM top_up u JOIN payment_method m ON m.organization = u.organization AND m.id = u.payment_method
     WHERE u.provider = $1 AND u.state = 'succeeded' AND u.settled_at >= $2 AND m.type = 'card' AND u.returned < u.amount
       AND NOT EXISTS (SELECT FROM dispute d WHERE d.organization = u.organization AND d.top_up = u.id)`,
    [provider, timestamp(settledSince)],
  );
  return rows;
}
