/** Cost centres: what the calls of people are booked on by their organisation. */
import type pg from "pg";
import { arrayLiteral } from "./arrays.ts";

export interface CostCenter {
  id: string;
  displayName: string;
  /** How many users name it. */
  users: number;
}

const SELECT = `SELECT c.id, c.display_name AS "displayName", (SELECT count(*)::int FROM app_user u
    WHERE u.organization = c.organization AND u.cost_center = c.id) AS users FROM cost_center c`;

export async function readCostCenter(
  client: pg.ClientBase | pg.Pool,
  organization: string,
  id: string,
): Promise<CostCenter | undefined> {
  const text = `${SELECT} WHERE c.organization = $1 AND c.id = $2`;
  return (await client.query<CostCenter>(text, [organization, id])).rows[0];
}

export async function listCostCenters(
  pool: pg.Pool,
  organization: string,
  after: string | null,
  limit: number,
): Promise<CostCenter[]> {
  const text = `${SELECT} WHERE c.organization = $1 AND ($2::text IS NULL OR c.id > $2) ORDER BY c.id LIMIT $3`;
  return (await pool.query<CostCenter>(text, [organization, after, limit])).rows;
}

export async function saveCostCenter(
  client: pg.ClientBase,
  organization: string,
  { id, displayName }: Pick<CostCenter, "id" | "displayName">,
): Promise<void> {
  await client.query(
    `INSERT INTO cost_center (organization, id, display_name) VALUES ($1, $2, $3)
     ON CONFLICT (organization, id) DO UPDATE SET display_name = EXCLUDED.display_name`,
    [organization, id, displayName],
  );
}

/** Makes those that are new, each named as its id, until somebody names it better. */
export async function addCostCenters(
  client: pg.ClientBase,
  organization: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    `INSERT INTO cost_center (organization, id, display_name) SELECT $1, id, id FROM unnest($2::text[]) AS c (id)
     ON CONFLICT (organization, id) DO NOTHING`,
    [organization, arrayLiteral(ids, (id) => id)],
  );
}
