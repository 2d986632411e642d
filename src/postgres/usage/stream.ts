/**
 * All usage rows of a period, oldest first, in small batches: memory stays flat, and calls in progress get their turn
 * between two of them. They are read piece by piece in the order of `cdr_started`, the next one while this one is worked
 * on: a query for all of them would sort them, and hold the database's clean-up back until its end.
 */
import { setImmediate } from "node:timers/promises";
import type pg from "pg";
import type { UsageRow } from "../../domain/report/usage-row.ts";
import { timestamp } from "../arrays.ts";
import { conditions, type UsageFilter } from "./read.ts";
import { USAGE_ROW_COLUMNS, USAGE_ROW_COLUMNS_UNCORRECTED, type UsageRowRow, usageRowOf } from "./row.ts";

const ROWS_AT_A_TIME = 1000;
/** A few milliseconds of work. */
const ROWS_A_TURN = 100;

export async function* streamUsage(
  pool: pg.Pool,
  organization: string,
  filter: UsageFilter,
): AsyncGenerator<UsageRow[]> {
  const columns = (await hasCorrections(pool, organization)) ? USAGE_ROW_COLUMNS : USAGE_ROW_COLUMNS_UNCORRECTED;
  for (const [from, to] of monthsOf(filter)) {
    const read = async (after: UsageRowRow | null): Promise<UsageRowRow[]> => {
      const values: unknown[] = [organization, timestamp(from), timestamp(to)];
      const parameter = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
      const { rows } = await pool.query<UsageRowRow>(
        `SELECT ${columns} FROM (SELECT * FROM cdr c WHERE c.organization = $1
             AND c.month = date_trunc('month', $2::timestamptz AT TIME ZONE 'UTC')::date
             AND c.authorized_at >= $2::timestamptz AND c.authorized_at < $3::timestamptz ${conditions(filter, parameter)}
             ${after ? `AND (c.authorized_at, c.id) > (${parameter(timestamp(after.authorized_at), "timestamptz")}, ${parameter(after.id, "bigint")})` : ""}
           ORDER BY c.authorized_at, c.id LIMIT ${ROWS_AT_A_TIME}) c
         LEFT JOIN LATERAL (SELECT * FROM app_user u WHERE u.organization = $1 AND u.principal_name = c.user_name OFFSET 0) u
           ON true
         ORDER BY c.authorized_at, c.id`,
        values,
      );
      return rows;
    };
    let next: Promise<UsageRowRow[]> | null = read(null);
    while (next) {
      const rows: UsageRowRow[] = await next;
      next = rows.length === ROWS_AT_A_TIME ? read(rows.at(-1)!) : null;
      next?.catch(() => {}); // told when it is waited for, if it is
      for (let i = 0; i < rows.length; i += ROWS_A_TURN) {
        yield rows.slice(i, i + ROWS_A_TURN).map(usageRowOf);
        await setImmediate();
      }
    }
  }
}

/** Where there are none, as nearly everywhere, they are not looked for call by call. */
async function hasCorrections(pool: pg.Pool, organization: string): Promise<boolean> {
  const { rows } = await pool.query<{ some: boolean }>(
    "SELECT EXISTS (SELECT FROM call_correction WHERE organization = $1 AND applied_at IS NOT NULL) AS some",
    [organization],
  );
  return rows[0]!.some;
}

/** A period, UTC month by month. */
function* monthsOf({ from, to }: UsageFilter): Generator<[from: number, to: number]> {
  for (let begin = from; begin < to;) {
    const date = new Date(begin);
    const end = Math.min(to, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
    yield [begin, end];
    begin = end;
  }
}
