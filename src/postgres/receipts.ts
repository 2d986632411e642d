/** What a receipt is made of, read at once. */
import type pg from "pg";

export interface ReceiptRow {
  state: "pending" | "requires-action" | "succeeded" | "failed";
  amount: bigint;
  currency: string;
  organizationName: string;
  timeZone: string;
  preferredLanguage: string;
  methodType: "card" | "enterprise-agreement" | "partner";
  brand: string | null;
  last4: string | null;
  agreementNumber: string | null;
  purchaseOrder: string | null;
  /** Epoch ms; not null of one that succeeded. */
  settledAt: number | null;
  lotEndsAt: number | null;
}

export async function readReceipt(pool: pg.Pool, organization: string, topUp: bigint): Promise<ReceiptRow | undefined> {
  const { rows } = await pool.query<ReceiptRow>(
    `SELECT t.state, t.amount, o.currency, o.display_name AS "organizationName", o.time_zone AS "timeZone",
            o.preferred_language AS "preferredLanguage", m.type AS "methodType", m.brand, m.last4,
            m.agreement_number AS "agreementNumber", t.purchase_order AS "purchaseOrder",
            t.settled_at AS "settledAt", l.ends_at AS "lotEndsAt"
     FROM top_up t
     JOIN organization o ON o.id = t.organization
     JOIN payment_method m ON m.organization = t.organization AND m.id = t.payment_method
     LEFT JOIN lot l ON l.organization = t.organization AND l.id = t.lot
     WHERE t.organization = $1 AND t.id = $2`,
    [organization, topUp],
  );
  return rows[0];
}
