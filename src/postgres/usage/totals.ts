/** What reports read instead of every day of every user (sum-up.ts): running totals, and the days that no total has. */
import type pg from "pg";
import { beginOf, type Piece, piecesOf } from "../../domain/report/running-totals.ts";
import { within } from "./read.ts";

/** One snapshot for what there is and what is read of it, and memory to group ten thousand users in without a file. */
export async function reading<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let ended = false;
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL work_mem = '32MB'");
    const result = await work(client);
    await client.query("COMMIT");
    ended = true;
    return result;
  } finally {
    if (!ended)
      await client.query("ROLLBACK").then(
        () => (ended = true),
        () => {},
      );
    client.release(!ended);
  }
}

/** Those that are whole, ascending: the days after the last that is in them. */
async function readTotals(client: pg.ClientBase, organization: string): Promise<string[]> {
  const { rows } = await client.query<{ until: string }>(
    "SELECT until FROM usage_summed WHERE organization = $1 AND state = 'whole' ORDER BY until",
    [organization],
  );
  return rows.map(({ until }) => until);
}

/** Half-open, epoch ms. */
interface Period {
  from: number;
  to: number;
}
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const KEYS = "user_name, cost_center, call_type, number_kind, country";
const MEASURES = ["calls", "refused", "seconds", "pool_minutes", "charge"];

/**
 * What users called in whole days, as SQL in brackets with the columns of `usage_user_day` but the day, and with the
 * `month` where the period is to be told apart by months. `$1` is the organisation. Users who did not call may stand in
 * it with measures that add up to nothing.
 */
export async function userDays(
  client: pg.ClientBase,
  organization: string,
  period: Period,
  { byMonth, parameter }: { byMonth: boolean; parameter: (value: unknown, type: string) => string },
): Promise<string> {
  const whole = { from: dayOf(period.from), to: dayOf(period.to) };
  const totals = await readTotals(client, organization);
  // What is left to add up takes one process less time than several need to put ten thousand groups together.
  if (totals.length > 0) await client.query("SET LOCAL max_parallel_workers_per_gather = 0");
  const parts = (byMonth ? monthsOf(whole) : [whole]).map((part) => ({ part, pieces: piecesOf(part, totals) }));
  const partSql = ({ part, pieces }: (typeof parts)[number]): string[] => {
    const month = byMonth ? `${parameter(part.from.slice(0, 7), "text")} AS month, ` : "";
    return pieces.map((piece) => `SELECT ${month}${pieceSql(piece, parameter)}`);
  };
  const selects = parts.flatMap(partSql);
  return `(${selects.length > 0 ? selects.join(" UNION ALL ") : NOTHING})`;
}

const NOTHING = `SELECT ''::text AS month, ${KEYS}, ${MEASURES.join(", ")} FROM usage_user_day
  WHERE organization = $1 AND false`;

function pieceSql(piece: Piece, parameter: (value: unknown, type: string) => string): string {
  const measures = (sign: number): string =>
    MEASURES.map((name) => (sign < 0 ? `-${name} AS ${name}` : name)).join(", ");
  if ("until" in piece)
    return `${KEYS}, ${measures(piece.sign)} FROM usage_user_total
      WHERE organization = $1 AND until = ${parameter(piece.until, "date")}`;
  return `${KEYS}, ${measures(1)} FROM usage_user_day
    WHERE organization = $1 AND day >= ${parameter(piece.from, "date")} AND day < ${parameter(piece.to, "date")}`;
}

function monthsOf({ from, to }: { from: string; to: string }): { from: string; to: string }[] {
  const months = [];
  for (let begin = from; begin < to;) {
    const next = new Date(Date.UTC(Number(begin.slice(0, 4)), Number(begin.slice(5, 7)), 1)).toISOString().slice(0, 10);
    const end = next < to ? next : to;
    months.push({ from: begin, to: end });
    begin = end;
  }
  return months;
}

/** Completed calls by when they were authorised, to ten minutes, counted one by one; in the order of `usage_ten_minutes`. */
export const tenMinutesOf = (organization: string, from: string, to: string): string =>
  `SELECT organization, date_bin('10 minutes', authorized_at, 'epoch'), call_type, count(*)::int, sum(charge)::bigint
   FROM cdr c WHERE c.organization = ${organization} AND ${within(from, to)} AND outcome = 'completed' GROUP BY 1, 2, 3`;

/** The days since a moment of which `usage_ten_minutes` tells, and what is left of the time; epoch ms, up to Infinity. */
export async function tenMinutesIn(
  client: pg.ClientBase,
  organization: string,
  since: number,
): Promise<{ summed: Period[]; left: Period[] }> {
  const summed = (await readTotals(client, organization))
    .map((until) => ({ from: Date.parse(beginOf(until)), to: Date.parse(until) }))
    .filter(({ from }) => from >= since);
  const left = [];
  let begin = since;
  for (const { from, to } of summed) {
    if (begin < from) left.push({ from: begin, to: from });
    begin = to;
  }
  left.push({ from: begin, to: Infinity });
  return { summed, left };
}
