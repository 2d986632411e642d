/** What was spent, and when: own calls by pieces of ten minutes, imported ones by the minute, for advice and forecast. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";
import { reading, tenMinutesIn, tenMinutesOf } from "./usage/totals.ts";

export interface Spent {
  /** Epoch ms: the beginning of the piece, or of its first call. */
  at: number;
  /** Epoch ms: when its last call began, where it is known. */
  last?: number;
  callType: string;
  calls: number;
  charge: bigint;
}

/** Own calls since then, in no order: from the sums of days that are over where there are any. */
export const readOwnSpending = (pool: pg.Pool, organization: string, since: number): Promise<Spent[]> =>
  reading(pool, async (client) => {
    const { summed, left } = await tenMinutesIn(client, organization, since);
    const values: unknown[] = [organization];
    const moment = (at: number): string => `$${values.push(at === Infinity ? "infinity" : timestamp(at))}::timestamptz`;
    const parts = [
      ...summed.map(
        ({ from, to }) => `SELECT organization, at, call_type, calls, charge FROM usage_ten_minutes
          WHERE organization = $1 AND at >= ${moment(from)} AND at < ${moment(to)}`,
      ),
      ...left.map(({ from, to }) => tenMinutesOf("$1", moment(from), moment(to))),
    ];
    const { rows } = await client.query<Spent>(
      `SELECT date_part('epoch', at) * 1000 AS at, call_type AS "callType", calls, charge
       FROM (${parts.map((part) => `(${part})`).join(" UNION ALL ")}) AS s (organization, at, call_type, calls, charge)`,
      values,
    );
    return rows;
  });

/** Calls of another provider, in no order: what it took in this currency, or what our decks made of it. */
export async function readImportedSpending(
  pool: pg.Pool,
  organization: string,
  { currency, before }: { currency: string; before: number | null },
): Promise<Spent[]> {
  const { rows } = await pool.query<Spent>(
    `SELECT min(started_at) AS at, max(started_at) AS last, call_type AS "callType", count(*)::int AS calls,
       sum(coalesce(charge, price))::bigint AS charge
     FROM imported_usage WHERE organization = $1 AND ($3::timestamptz IS NULL OR started_at < $3)
       AND coalesce(charge, price) IS NOT NULL AND (charge IS NULL OR charge = 0 OR coalesce(currency, $2) = $2)
     GROUP BY date_trunc('minute', started_at), call_type`,
    [organization, currency, timestamp(before)],
  );
  return rows;
}

export interface UsedOnDay {
  /** `2026-11-22`, UTC. */
  day: string;
  charge: bigint;
  poolMinutes: bigint;
}

/** From the roll-up, days without a call left out. */
export async function readUsedByDay(
  pool: pg.Pool | pg.ClientBase,
  organization: string,
  since: string,
): Promise<UsedOnDay[]> {
  const { rows } = await pool.query<UsedOnDay>(
    `SELECT day, sum(charge)::bigint AS charge, sum(pool_minutes)::bigint AS "poolMinutes"
     FROM usage_day WHERE organization = $1 AND day >= $2::date GROUP BY day ORDER BY day`,
    [organization, since],
  );
  return rows;
}

/** By organisation: micro-units by day, counted from `since` on; from the roll-up, days without a call left out. */
export async function readUsedByDays(
  pool: pg.Pool,
  organizations: readonly string[],
  since: string,
): Promise<Map<string, Record<string, number>>> {
  const { rows } = await pool.query<{ organization: string; charges: Record<string, number> }>(
    `SELECT organization, json_object_agg(day, charge) AS charges
     FROM (SELECT organization, day - $2::date AS day, sum(charge) AS charge FROM usage_day
       WHERE organization = ANY($1::text[]) AND day >= $2::date GROUP BY organization, day) d GROUP BY organization`,
    [organizations, since],
  );
  return new Map(rows.map(({ organization, charges }) => [organization, charges]));
}

/** Organisations that were charged anything since that day, UTC. */
export async function listSpenders(
  pool: pg.Pool,
  since: string,
): Promise<{ organization: string; currency: string; timeZone: string; firstDay: string }[]> {
  const { rows } = await pool.query<{ organization: string; currency: string; timeZone: string; firstDay: string }>(
    `SELECT o.id AS organization, o.currency, o.time_zone AS "timeZone",
       (SELECT min(day) FROM usage_day u WHERE u.organization = o.id) AS "firstDay"
     FROM organization o WHERE EXISTS (
       SELECT FROM usage_day u WHERE u.organization = o.id AND u.day >= $1::date AND u.charge > 0) ORDER BY o.id`,
    [since],
  );
  return rows;
}

/** A user, a country that was called, or the night: what may spend unusually. */
export interface SubjectDay {
  kind: "user" | "destination" | "night";
  subject: string;
  /** In the organisation's time zone; a night is of the day on which it began. */
  day: string;
  charge: bigint;
}

/** By subject and day; of those subjects alone that were charged `least` or more on the day `on`. */
export async function readSpendingBySubject(
  pool: pg.Pool,
  organization: string,
  about: { timeZone: string; since: number; on: string; least: bigint },
): Promise<SubjectDay[]> {
  const { rows } = await pool.query<SubjectDay>(
    `WITH spent AS MATERIALIZED (
       SELECT user_name, destination, authorized_at AT TIME ZONE $3 AS local, charge FROM cdr
       WHERE organization = $1 AND authorized_at >= $2
         AND month >= date_trunc('month', $2::timestamptz) - interval '1 month' AND charge > 0),
     by_day AS (
       SELECT 'user' AS kind, user_name AS subject, local::date AS day, sum(charge)::bigint AS charge
       FROM spent WHERE user_name IS NOT NULL GROUP BY 2, 3
       UNION ALL
       SELECT 'destination', destination, local::date, sum(charge)::bigint FROM spent WHERE destination <> '' GROUP BY 2, 3
       UNION ALL
       SELECT 'night', '', (local - interval '6 hours')::date, sum(charge)::bigint FROM spent
       WHERE extract(hour FROM local) >= 22 OR extract(hour FROM local) < 6 GROUP BY 3)
     SELECT b.kind, b.subject, b.day, b.charge FROM by_day b
     WHERE EXISTS (SELECT FROM by_day t WHERE t.kind = b.kind AND t.subject = b.subject AND t.day = $4::date AND t.charge >= $5)
     ORDER BY b.kind, b.subject, b.day`,
    [organization, timestamp(about.since), about.timeZone, about.on, about.least],
  );
  return rows;
}

/** Organisations whose first own call was between these moments; for advice after a month and after two. */
export async function listBegun(pool: pg.Pool, { from, to }: { from: string; to: string }): Promise<string[]> {
  const { rows } = await pool.query<{ organization: string }>(
    `SELECT organization FROM usage_day GROUP BY organization HAVING min(day) BETWEEN $1::date AND $2::date
     ORDER BY organization`,
    [from, to],
  );
  return rows.map(({ organization }) => organization);
}
