/** All usage rows of a period, oldest first, as a cursor of the server hands them out: memory stays flat. */
import type pg from "pg";
import QueryStream from "pg-query-stream";
import type { UsageRow } from "../../domain/report/usage-row.ts";
import { timestamp } from "../arrays.ts";
import { conditions, type UsageFilter } from "./read.ts";
import { USAGE_ROW_COLUMNS, type UsageRowRow, usageRowOf } from "./row.ts";

const ROWS_AT_A_TIME = 500;

export async function* streamUsage(pool: pg.Pool, organization: string, filter: UsageFilter): AsyncGenerator<UsageRow> {
  const values: unknown[] = [organization, timestamp(filter.from), timestamp(filter.to)];
  const parameter = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const text = `SELECT ${USAGE_ROW_COLUMNS} FROM cdr c
    LEFT JOIN app_user u ON u.organization = c.organization AND u.principal_name = c.user_name
    WHERE c.organization = $1 AND c.authorized_at >= $2::timestamptz AND c.authorized_at < $3::timestamptz
      AND c.month BETWEEN date_trunc('month', $2::timestamptz AT TIME ZONE 'UTC')::date
        AND date_trunc('month', $3::timestamptz AT TIME ZONE 'UTC')::date ${conditions(filter, parameter)}
    ORDER BY c.authorized_at, c.id`;
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const rows = client.query(new QueryStream(text, values, { batchSize: ROWS_AT_A_TIME }));
    for await (const row of rows) yield usageRowOf(row as UsageRowRow);
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}
