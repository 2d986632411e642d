/** Post-usage: whether and how much may be billed afterwards, and what was, by month. */
import type pg from "pg";
import type { Account, Agreement } from "../domain/account.ts";
import { accountOf, type AccountRow } from "./rows.ts";

export interface PostUsageSettings {
  payAsYouGo: boolean;
  postUsageLimit: bigint | null;
}

/** Whoever changes it has locked the account (postgres/organizations.ts). */
export async function savePostUsage(
  client: pg.ClientBase,
  organization: string,
  settings: PostUsageSettings,
): Promise<void> {
  await client.query("UPDATE account SET pay_as_you_go = $2, post_usage_limit = $3 WHERE organization = $1", [
    organization,
    settings.payAsYouGo,
    settings.postUsageLimit,
  ]);
}

export async function readPostUsage(
  client: pg.Pool | pg.ClientBase,
  organization: string,
): Promise<{ account: Account; agreement: Agreement; timeZone: string } | undefined> {
  const { rows } = await client.query<AccountRow & { agreement: Agreement; time_zone: string }>(
    `SELECT a.*, o.agreement, o.time_zone FROM account a JOIN organization o ON o.id = a.organization
     WHERE a.organization = $1`,
    [organization],
  );
  const [row] = rows;
  return row && { account: accountOf(row), agreement: row.agreement, timeZone: row.time_zone };
}

export interface StatementRow {
  /** First day. */
  month: string;
  /** What was billed, less what was corrected: below zero where a correction came in a later month. */
  amount: bigint;
  calls: number;
}

/** By the month of the charge in that time zone, newest first, before the month `before`. */
export async function listStatements(
  pool: pg.Pool,
  organization: string,
  { timeZone, before, limit }: { timeZone: string; before: string | null; limit: number },
): Promise<StatementRow[]> {
  const { rows } = await pool.query<StatementRow>(
    `SELECT date_trunc('month', at AT TIME ZONE $2)::date AS month, count(DISTINCT call)::int AS calls,
       sum(CASE WHEN from_account = 'post-usage' THEN amount ELSE -amount END)::bigint AS amount
     FROM transfer WHERE organization = $1 AND 'post-usage' IN (from_account, to_account)
       AND ($3::date IS NULL OR at < $3::date::timestamp AT TIME ZONE $2)
     GROUP BY 1 ORDER BY 1 DESC LIMIT $4`,
    [organization, timeZone, before, limit],
  );
  return rows;
}
