/** Whom a payment provider takes an organisation for. */
import type pg from "pg";

/** Undefined for an organisation that does not exist. */
export async function readCustomer(
  pool: pg.Pool,
  organization: string,
  provider: string,
): Promise<{ displayName: string; customer: string | null } | undefined> {
  const { rows } = await pool.query<{ displayName: string; customer: string | null }>(
    `SELECT o.display_name AS "displayName", c.customer FROM organization o
     LEFT JOIN provider_customer c ON c.organization = o.id AND c.provider = $2
     WHERE o.id = $1`,
    [organization, provider],
  );
  return rows[0];
}

/** The first one stands: of two that were made at the same time, all take the same. */
export async function addCustomer(
  pool: pg.Pool,
  organization: string,
  provider: string,
  customer: string,
): Promise<string> {
  await pool.query(
    "INSERT INTO provider_customer (organization, provider, customer) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [organization, provider, customer],
  );
  return (await readCustomer(pool, organization, provider))?.customer ?? customer;
}
