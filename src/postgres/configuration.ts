/** What the configuration check looks at, of one organisation as a whole. */
import type pg from "pg";
import type { CheckedNumber, CheckedOrganization } from "../domain/configuration-check.ts";

/** Numbers, attendants and queues, and licences. */
export async function readSetUp(
  pool: pg.Pool,
  organization: string,
): Promise<Pick<CheckedOrganization, "numbers" | "voiceApps" | "licenses">> {
  const [numbers, voiceApps, licenses] = await Promise.all([
    pool.query<CheckedNumber>(
      `SELECT e164, kind, carrier, CASE WHEN use_type = 'user' THEN use_id END AS "user",
         CASE WHEN use_type IN ('auto-attendant', 'call-queue') THEN use_id END AS "voiceApp"
       FROM phone_number WHERE organization = $1 ORDER BY e164`,
      [organization],
    ),
    pool.query<CheckedOrganization["voiceApps"][number]>(
      `SELECT id, display_name AS "displayName", resource_account AS "resourceAccount" FROM voice_app
       WHERE organization = $1 ORDER BY id`,
      [organization],
    ),
    pool.query<CheckedOrganization["licenses"][number]>(
      `SELECT l.sku, coalesce(max(s.purchased), 0)::int AS purchased, sum(l.assigned)::int AS assigned
       FROM license_count l LEFT JOIN subscription s ON s.organization = l.organization AND s.sku = l.sku
       WHERE l.organization = $1 GROUP BY l.sku ORDER BY l.sku`,
      [organization],
    ),
  ]);
  return { numbers: numbers.rows, voiceApps: voiceApps.rows, licenses: licenses.rows };
}
