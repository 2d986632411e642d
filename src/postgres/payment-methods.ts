/** Payment methods of an organisation. A card is its provider's token; nothing of the card itself is stored. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface PaymentMethodRow {
  id: bigint;
  type: "card" | "enterprise-agreement" | "partner";
  /** Of a card; see Card of the payment provider. */
  token: string | null;
  customer: string | null;
  brand: string | null;
  last4: string | null;
  /** The last day, `2029-04-30`. */
  expires: string | null;
  agreementNumber: string | null;
  purchaseOrder: string | null;
  /** Days, `2026-11-22`, both included. */
  validFrom: string | null;
  validTo: string | null;
  /** Epoch ms. */
  createdAt: number;
}

const COLUMNS = `id, type, token, customer, brand, last4, expires, agreement_number AS "agreementNumber", purchase_order AS "purchaseOrder",
  valid_from AS "validFrom", valid_to AS "validTo", created_at AS "createdAt"`;

export async function insertPaymentMethod(
  pool: pg.Pool,
  organization: string,
  method: PaymentMethodRow,
): Promise<void> {
  await pool.query(
    `INSERT INTO payment_method (organization, id, type, token, agreement_number, purchase_order, valid_from, valid_to,
       created_at, customer, brand, last4, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      organization,
      method.id,
      method.type,
      method.token,
      method.agreementNumber,
      method.purchaseOrder,
      method.validFrom,
      method.validTo,
      timestamp(method.createdAt),
      method.customer,
      method.brand,
      method.last4,
      method.expires,
    ],
  );
}

/** An agreement's purchase order and days of validity; all else stays as it was added. */
export async function updateAgreement(pool: pg.Pool, organization: string, method: PaymentMethodRow): Promise<void> {
  await pool.query(
    `UPDATE payment_method SET purchase_order = $3, valid_from = $4, valid_to = $5
     WHERE organization = $1 AND id = $2`,
    [organization, method.id, method.purchaseOrder, method.validFrom, method.validTo],
  );
}

/** Oldest first, after the id `after`. */
export async function listPaymentMethods(
  pool: pg.Pool,
  organization: string,
  { after, limit }: { after: bigint; limit: number },
): Promise<PaymentMethodRow[]> {
  const { rows } = await pool.query<PaymentMethodRow>(
    `SELECT ${COLUMNS} FROM payment_method WHERE organization = $1 AND id > $2 ORDER BY id LIMIT $3`,
    [organization, after, limit],
  );
  return rows;
}

export async function readPaymentMethod(
  pool: pg.Pool | pg.ClientBase,
  organization: string,
  id: bigint,
): Promise<PaymentMethodRow | undefined> {
  const { rows } = await pool.query<PaymentMethodRow>(
    `SELECT ${COLUMNS} FROM payment_method WHERE organization = $1 AND id = $2`,
    [organization, id],
  );
  return rows[0];
}
