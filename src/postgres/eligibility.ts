/** The buyer: what decides whether an organisation may put money in, and how its money is counted. */
import type pg from "pg";
import type { EligibilityFacts } from "../domain/eligibility.ts";

export interface Buyer extends EligibilityFacts {
  organization: string;
  currency: string;
  timeZone: string;
  /** Numbers of its enterprise agreements, as far as they were given. */
  enterpriseAgreements: readonly string[];
  /** Codes of reasons against a purchase that the last settlement of an incident about them allows. */
  allowances: readonly { reason: string; /** Epoch ms; null: for good. */ until: number | null }[];
}

export async function readBuyer(pool: pg.Pool, organization: string): Promise<Buyer | undefined> {
  const { rows } = await pool.query<Buyer>(
    `SELECT o.id AS organization, o.currency, o.time_zone AS "timeZone",
            o.enterprise_agreements AS "enterpriseAgreements", o.agreement, o.country,
            o.billing_country AS "billingCountry",
            EXISTS (SELECT FROM app_user u WHERE u.organization = o.id) AS "hasUsers",
            ARRAY(SELECT sku FROM subscription s WHERE s.organization = o.id AND purchased > 0
                  UNION SELECT sku FROM license_count l WHERE l.organization = o.id AND assigned > 0) AS skus,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('reason', reason, 'until', until) ORDER BY reason), '[]')
             FROM (SELECT DISTINCT ON (reason) reason, allow,
                          (extract(epoch FROM allowed_until) * 1000)::bigint AS until
                   FROM incident i, unnest(i.reasons) AS reason
                   WHERE i.organization = o.id AND i.settled_at IS NOT NULL
                   ORDER BY reason, i.settled_at DESC, i.id DESC) last_word WHERE allow) AS allowances
     FROM organization o WHERE o.id = $1`,
    [organization],
  );
  return rows[0];
}
