/**
 * Sums up days that are over, for organisations with so many users and calls that reports would take long to add up
 * their days: running totals by user, and what was spent in every ten minutes (domain/report/running-totals.ts).
 *
 * They are exact at every moment. Before days are read, their total is announced as `summing` under the organisation's
 * lock, so that whoever was writing its calls has committed, and whoever begins afterwards sees it. A call that is added
 * to such a day, or corrected, makes the totals from there on `stale` in its own transaction (trigger `usage_day_changed`);
 * a total becomes `whole` only while it is still `summing`, and reports use none that is not whole.
 */
import type pg from "pg";
import { beginOf, totalBefore, totalsSince, yearOf } from "../../domain/report/running-totals.ts";
import { timestamp } from "../arrays.ts";
import { inTransaction } from "../transaction.ts";
import { alone } from "./alone.ts";
import { SETTLED_MS } from "./finished-months.ts";
import { tenMinutesOf } from "./totals.ts";

/** An organisation with fewer rows in the days of its latest month has too few to wait for. */
const WORTH_IT = 10_000;
const MONTH_MS = 30 * 86_400_000;

/** `worthIt`: rows of the roll-up by user in a month, from which on an organisation's days are summed up. */
export const sumFinishedDays = (pool: pg.Pool, now: number, worthIt = WORTH_IT): Promise<void> =>
  alone(pool, "finished days", async (client) => {
    // Days that are over for the database, too: by its clock it knows what comes late.
    const { rows } = await client.query<{ now: number }>("SELECT now()");
    const until = totalBefore(dayOf(Math.min(now, rows[0]!.now) - SETTLED_MS));
    await want(client, until, worthIt);
    for (const [organization, totals] of await stale(client)) {
      await announce(pool, organization, totals);
      for (const total of totals) if (!(await sum(pool, organization, total))) break;
    }
  });

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Once for each day that totals end before: it looks through all organisations. */
async function want(client: pg.PoolClient, until: string, worthIt: number): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM usage_summed WHERE until >= $1::date LIMIT 1", [until]);
  if (rowCount! > 0) return;
  const { rows } = await client.query<{ organization: string; first: string }>(
    `SELECT organization, (SELECT min(day) FROM usage_user_day d WHERE d.organization = busy.organization) AS first
     FROM (SELECT organization FROM usage_user_day WHERE day >= $1::date AND day < $2::date
       GROUP BY organization HAVING count(*) >= $3) busy ORDER BY organization`,
    [dayOf(Date.parse(until) - MONTH_MS), until, worthIt],
  );
  for (const { organization, first } of rows)
    await client.query(
      `INSERT INTO usage_summed (organization, until, state) SELECT $1, unnest($2::date[]), 'stale' ON CONFLICT DO NOTHING`,
      [organization, totalsSince(first, until)],
    );
}

/** Ascending, since each goes on from the one before. What a process left that died while it summed is among them. */
async function stale(client: pg.PoolClient): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ organization: string; until: string }>(
    "SELECT organization, until FROM usage_summed WHERE state <> 'whole' ORDER BY organization, until",
  );
  const found = new Map<string, string[]>();
  for (const { organization, until } of rows) found.set(organization, [...(found.get(organization) ?? []), until]);
  return found;
}

const announce = (pool: pg.Pool, organization: string, totals: readonly string[]): Promise<void> =>
  inTransaction(pool, async (client) => {
    await client.query("SELECT FROM account WHERE organization = $1 FOR NO KEY UPDATE", [organization]);
    await client.query(
      "UPDATE usage_summed SET state = 'summing' WHERE organization = $1 AND until = ANY($2::date[]) AND state <> 'whole'",
      [organization, totals],
    );
  });

/** @returns false: a call came in between, and it is for another time */
async function sum(pool: pg.Pool, organization: string, until: string): Promise<boolean> {
  try {
    await inTransaction(pool, async (client) => {
      await sumUsers(client, organization, until);
      await sumTenMinutes(client, organization, until);
      const { rowCount } = await client.query(
        "UPDATE usage_summed SET state = 'whole' WHERE organization = $1 AND until = $2::date AND state = 'summing'",
        [organization, until],
      );
      if (rowCount === 0) throw new CameLate();
    });
    return true;
  } catch (error) {
    if (error instanceof CameLate) return false;
    throw error;
  }
}
class CameLate extends Error {}

/** From the latest total of the year that is whole, and the days since. */
async function sumUsers(client: pg.PoolClient, organization: string, until: string): Promise<void> {
  await client.query("DELETE FROM usage_user_total WHERE organization = $1 AND until = $2::date", [
    organization,
    until,
  ]);
  await client.query(
    `WITH before AS MATERIALIZED (SELECT max(until) AS until FROM usage_summed
       WHERE organization = $1 AND until > $3::date AND until < $2::date AND state = 'whole')
     INSERT INTO usage_user_total
     SELECT $1, $2::date, user_name, cost_center, call_type, number_kind, country, sum(calls), sum(refused), sum(seconds),
       sum(pool_minutes), sum(charge)
     FROM (SELECT user_name, cost_center, call_type, number_kind, country, calls, refused, seconds, pool_minutes, charge
         FROM usage_user_total WHERE organization = $1 AND until = (SELECT until FROM before)
       UNION ALL
       SELECT user_name, cost_center, call_type, number_kind, country, calls, refused, seconds, pool_minutes, charge
         FROM usage_user_day WHERE organization = $1 AND day < $2::date
           AND day >= coalesce((SELECT until FROM before), $3::date)) s
     GROUP BY user_name, cost_center, call_type, number_kind, country`,
    [organization, until, yearOf(until)],
  );
}

/** Of the days that this total has and the one before it has not. */
async function sumTenMinutes(client: pg.PoolClient, organization: string, until: string): Promise<void> {
  const values = [organization, timestamp(Date.parse(beginOf(until))), timestamp(Date.parse(until))];
  await client.query("DELETE FROM usage_ten_minutes WHERE organization = $1 AND at >= $2 AND at < $3", values);
  await client.query(
    `INSERT INTO usage_ten_minutes ${tenMinutesOf("$1", "$2::timestamptz", "$3::timestamptz")}`,
    values,
  );
}
