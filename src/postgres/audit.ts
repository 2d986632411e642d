/**
 * The books checked against themselves, in SQL alone, so that a mistake of the engine is not repeated by its auditor.
 * Each check finds the first organisation for which it does not hold and says in a sentence what is wrong.
 */
import type pg from "pg";
import { PAYMENT_CHECKS } from "./audit-payments.ts";
import { type Check, money, only } from "./audit-sql.ts";
import { COUNTED_CALLS, ROLL_UP_CHECKS } from "./audit-usage.ts";
import { recount } from "./limit-recount.ts";

export interface AuditCheck {
  /** What has to hold, for a reader who knows the words of the API. */
  rule: string;
  /** Null: it holds. */
  wrong: { organization: string; words: string } | null;
}

const BALANCE = "a.available + a.held + a.frozen";
/** What transfers add to and take from one account of the chart, by organisation. */
const moved = (account: string): string => `SELECT organization,
    sum(CASE WHEN to_account = '${account}' THEN amount ELSE 0 END)
    - sum(CASE WHEN from_account = '${account}' THEN amount ELSE 0 END) AS amount
  FROM transfer GROUP BY organization`;

/** Places in the JSON of a call (call-codec.ts). */
const CALL = { month: 13, emergency: 18, promised: 25 };

/** An emergency call is nobody's to pay: it counts as no open call and holds nothing. */
const OPEN_SESSIONS = `SELECT organization, id, held, pool_holds, call::jsonb ->> ${CALL.month} AS month, state,
    (call::jsonb ->> ${CALL.promised})::bigint AS promised
  FROM session WHERE (call::jsonb ->> ${CALL.emergency}) IS DISTINCT FROM 'true'`;

const CHECKS: readonly Check[] = [
  {
    rule: "Nothing is below zero",
    sql: `SELECT organization, format('%s is %s', what, ${money("amount")}) AS words FROM (
        SELECT organization, unnest(ARRAY['available', 'held', 'frozen', 'debt', 'post-usage', 'the count of open calls']) AS what,
          unnest(ARRAY[available, held, frozen, debt, post_usage, open_calls]) AS amount FROM account
        UNION ALL SELECT organization, format('the remainder of lot %s', id), remaining FROM lot
        UNION ALL SELECT organization, format('what is left of pool %s in %s', id, month),
          total_minutes - used_minutes - held_minutes FROM pool) all_of_it
      WHERE amount < 0 AND ${only("organization")} ORDER BY organization, what`,
  },
  {
    rule: "The transfers of an organisation are numbered without gaps",
    sql: `SELECT organization, format('transfer %s is missing', expected) AS words FROM (
        SELECT organization, sequence, row_number() OVER (PARTITION BY organization ORDER BY sequence) AS expected
        FROM transfer WHERE ${only("organization")}
        UNION ALL SELECT a.organization, NULL, coalesce(max(t.sequence), 0) + 1 FROM account a
        LEFT JOIN transfer t USING (organization) WHERE ${only("a.organization")}
        GROUP BY a.organization, a.transfer_seq HAVING a.transfer_seq <> coalesce(max(t.sequence), 0)) numbered
      WHERE sequence IS DISTINCT FROM expected ORDER BY organization, expected`,
  },
  {
    rule: "The balance after each transfer follows from the one before",
    sql: `SELECT organization, format('transfer %s says a balance of %s, but %s follows from the transfers before it',
          sequence, ${money("balance_after")}, ${money("expected")}) AS words FROM (
        SELECT organization, sequence, balance_after,
          sum(CASE WHEN to_account = 'credits' THEN amount WHEN from_account = 'credits' THEN -amount ELSE 0 END)
            OVER (PARTITION BY organization ORDER BY sequence) AS expected
        FROM transfer WHERE ${only("organization")}) followed
      WHERE balance_after <> expected ORDER BY organization, sequence`,
  },
  {
    rule: "The balance (available, held and frozen) is the sum of the transfers",
    sql: `SELECT a.organization, format('the balance is %s, but the transfers add up to %s',
          ${money(BALANCE)}, ${money("coalesce(t.amount, 0)")}) AS words
      FROM account a LEFT JOIN (${moved("credits")}) t USING (organization)
      WHERE ${BALANCE} <> coalesce(t.amount, 0) AND ${only("a.organization")} ORDER BY a.organization`,
  },
  {
    rule: "The balance is what remains in the lots",
    sql: `SELECT a.organization, format('the balance is %s, but the lots hold %s',
          ${money(BALANCE)}, ${money("coalesce(l.remaining, 0)")}) AS words
      FROM account a LEFT JOIN (SELECT organization, sum(remaining) AS remaining FROM lot GROUP BY organization) l
        USING (organization)
      WHERE ${BALANCE} <> coalesce(l.remaining, 0) AND ${only("a.organization")} ORDER BY a.organization`,
  },
  {
    rule: "What remains in a lot is what its transfers left there",
    sql: `SELECT l.organization, format('lot %s has %s left, but its transfers leave %s',
          l.id, ${money("l.remaining")}, ${money("coalesce(t.amount, 0)")}) AS words
      FROM lot l LEFT JOIN (SELECT organization, lot AS id,
          sum(CASE WHEN to_account = 'credits' THEN amount WHEN from_account = 'credits' THEN -amount ELSE 0 END) AS amount
        FROM transfer WHERE lot IS NOT NULL GROUP BY organization, lot) t USING (organization, id)
      WHERE l.remaining <> coalesce(t.amount, 0) AND ${only("l.organization")} ORDER BY l.organization, l.id`,
  },
  {
    rule: "Debt and what is billed afterwards are the sums of their transfers",
    sql: `SELECT organization, format('%s is %s, but its transfers add up to %s',
          what, ${money("booked")}, ${money("expected")}) AS words FROM (
        SELECT a.organization, 'the debt' AS what, a.debt AS booked, coalesce(-t.amount, 0) AS expected
        FROM account a LEFT JOIN (${moved("debt")}) t USING (organization)
        UNION ALL SELECT a.organization, 'what is billed afterwards', a.post_usage, coalesce(-t.amount, 0)
        FROM account a LEFT JOIN (${moved("post-usage")}) t USING (organization)) owed
      WHERE booked <> expected AND ${only("organization")} ORDER BY organization, what`,
  },
  {
    rule: "Held money and the count of open calls are those of the sessions",
    sql: `SELECT a.organization, format('%s held for %s open calls, but the sessions hold %s for %s',
          ${money("a.held")}, a.open_calls, ${money("coalesce(s.held, 0)")}, coalesce(s.calls, 0)) AS words
      FROM account a LEFT JOIN (SELECT organization, sum(held) AS held, count(*) FILTER (WHERE state <> 'lapsed') AS calls
        FROM (${OPEN_SESSIONS}) o GROUP BY organization) s USING (organization)
      WHERE (a.held <> coalesce(s.held, 0) OR a.open_calls <> coalesce(s.calls, 0)) AND ${only("a.organization")}
      ORDER BY a.organization`,
  },
  {
    rule: "What calls in progress may still be billed afterwards in the latest month is what they were promised",
    sql: `SELECT a.organization, format('%s is promised in %s, but the sessions say %s',
          ${money("a.post_usage_promised")}, a.post_usage_month, ${money("coalesce(s.promised, 0)")}) AS words
      FROM account a LEFT JOIN (SELECT organization, month::date, sum(promised) AS promised FROM (${OPEN_SESSIONS}) o
        GROUP BY 1, 2) s ON s.organization = a.organization AND s.month = a.post_usage_month
      WHERE a.post_usage_promised <> coalesce(s.promised, 0) AND ${only("a.organization")} ORDER BY a.organization`,
  },
  {
    rule: "Held minutes of a pool are those of the sessions",
    sql: `SELECT organization, format('pool %s of %s has %s minutes held, but the sessions hold %s',
          id, month, coalesce(p.held_minutes, 0), coalesce(s.minutes, 0)) AS words
      FROM pool p FULL JOIN (SELECT organization, month::date, hold ->> 'pool' AS id, sum((hold ->> 'minutes')::int) AS minutes
        FROM (${OPEN_SESSIONS}) o, jsonb_array_elements(pool_holds) AS hold GROUP BY 1, 2, 3) s
        USING (organization, month, id)
      WHERE coalesce(p.held_minutes, 0) <> coalesce(s.minutes, 0) AND ${only("organization")} ORDER BY organization, id`,
  },
  {
    rule: "Minutes of a pool are those of its entries",
    sql: `SELECT organization, format('pool %s of %s has %s minutes, %s used, but its entries say %s and %s', id, month,
          coalesce(p.total_minutes, 0), coalesce(p.used_minutes, 0), coalesce(e.granted, 0), coalesce(e.used, 0)) AS words
      FROM pool p FULL JOIN (SELECT organization, month, pool AS id, sum(minutes) FILTER (WHERE kind = 'grant') AS granted,
          sum(minutes) FILTER (WHERE kind = 'use') AS used FROM pool_entry GROUP BY 1, 2, 3) e USING (organization, month, id)
      WHERE (coalesce(p.total_minutes, 0) <> coalesce(e.granted, 0) OR coalesce(p.used_minutes, 0) <> coalesce(e.used, 0))
        AND ${only("organization")} ORDER BY organization, id`,
  },
  {
    rule: "Budgets and brakes have counted what the calls have cost and hold",
    sql: `SELECT organization, format('%s %s%s has counted %s spent, %s held, %s calls and %s s in %s, but the calls say %s, %s, %s and %s s',
          kind, id, CASE subject WHEN '' THEN '' ELSE ' of ' || subject END,
          ${money("coalesce(c.spent, 0)")}, ${money("coalesce(c.held, 0)")}, coalesce(c.calls, 0), coalesce(c.seconds, 0), period,
          ${money("coalesce(r.spent, 0)")}, ${money("coalesce(r.held, 0)")}, coalesce(r.calls, 0), coalesce(r.seconds, 0)) AS words
      FROM limit_counter c FULL JOIN (${recount(only("s.organization"))}) r
        USING (organization, kind, id, subject, period)
      WHERE (coalesce(c.spent, 0), coalesce(c.held, 0), coalesce(c.calls, 0), coalesce(c.seconds, 0))
          <> (coalesce(r.spent, 0), coalesce(r.held, 0), coalesce(r.calls, 0), coalesce(r.seconds, 0))
        -- Of a brake what is long ago is forgotten.
        AND (kind = 'budget' OR c.organization IS NOT NULL) AND ${only("organization")}
      ORDER BY organization, kind, id, subject, period`,
  },
  {
    rule: "No call is both in progress and ended, or ended twice",
    sql: `SELECT organization, format('call %s %s', id, what) AS words FROM (
        SELECT s.organization, s.id, 'is in progress and has ended' AS what FROM session s JOIN cdr c USING (organization, id)
        UNION ALL SELECT organization, id, 'has ended more than once' FROM cdr GROUP BY organization, id HAVING count(*) > 1
      ) twice WHERE ${only("organization")} ORDER BY organization, id`,
  },
  {
    rule: "The charge of an ended call is the sum of its transfers, and every charge belongs to a call",
    sql: `SELECT organization, format('call %s was charged %s, but its transfers add up to %s', id,
          coalesce(${money("c.charge")}, 'nothing that is known'), ${money("coalesce(t.amount, 0)")}) AS words
      FROM (SELECT organization, id, charge FROM ${COUNTED_CALLS}) c
      FULL JOIN (SELECT organization, call AS id,
          sum(CASE WHEN to_account = 'revenue' THEN amount WHEN from_account = 'revenue' THEN -amount ELSE 0 END) AS amount
        FROM transfer WHERE call IS NOT NULL AND ${only("organization")} GROUP BY organization, call) t
        USING (organization, id)
      WHERE c.charge IS DISTINCT FROM coalesce(t.amount, 0)
        AND NOT (c.charge IS NULL AND EXISTS (SELECT FROM session s WHERE s.organization = t.organization AND s.id = t.id))
      ORDER BY organization, id`,
  },
  {
    rule: "Each correction of a call's price begins at what it was charged until then",
    sql: `SELECT organization, format('correction %s of call %s begins at %s, but it was charged %s', correction, id,
          ${money("charged")}, ${money("before")}) AS words
      FROM (SELECT x.organization, x.correction, x.call AS id, x.charged, c.charge + coalesce(sum(x.corrected - x.charged)
            OVER (PARTITION BY x.organization, x.call ORDER BY o.ended NULLS LAST, x.correction
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
          FROM call_correction x JOIN rate_correction o ON o.id = x.correction
          LEFT JOIN cdr c ON c.month = x.month AND c.organization = x.organization AND c.id = x.call
          WHERE x.applied_at IS NOT NULL AND ${only("x.organization")}) chained
      WHERE charged IS DISTINCT FROM before ORDER BY organization, id, correction`,
  },
  {
    rule: "An organisation's correction is the sum of those of its calls",
    sql: `SELECT organization, format('correction %s is about %s calls and %s instead of %s, but its calls are %s with %s instead of %s',
          correction, p.calls, ${money("p.corrected")}, ${money("p.charged")}, coalesce(x.calls, 0),
          ${money("coalesce(x.corrected, 0)")}, ${money("coalesce(x.charged, 0)")}) AS words
      FROM organization_correction p LEFT JOIN (SELECT organization, correction, count(*) AS calls, sum(charged) AS charged,
          sum(corrected) AS corrected, bool_and(applied_at IS NOT NULL) AS applied
        FROM call_correction GROUP BY 1, 2) x USING (organization, correction)
      WHERE ((p.calls, p.charged, p.corrected) <> (coalesce(x.calls, 0), coalesce(x.charged, 0), coalesce(x.corrected, 0))
        OR p.state = 'applied' AND NOT coalesce(x.applied, true)) AND ${only("organization")}
      ORDER BY organization, correction`,
  },
  {
    rule: "Every revenue comes from a call",
    sql: `SELECT organization, format('transfer %s moves %s to or from the revenue for no call', sequence, ${money("amount")}) AS words
      FROM transfer WHERE call IS NULL AND 'revenue' IN (from_account, to_account) AND ${only("organization")}
      ORDER BY organization, sequence`,
  },
  {
    rule: "The minutes of an ended call are those of its pool entries",
    sql: `SELECT organization, format('call %s took %s pool minutes, but the pools gave %s',
          id, coalesce(c.pool_minutes, 0), coalesce(e.minutes, 0)) AS words
      FROM (SELECT organization, id, pool_minutes FROM cdr WHERE ${only("organization")}) c
      FULL JOIN (SELECT organization, call AS id, sum(minutes) AS minutes FROM pool_entry
        WHERE kind = 'use' AND ${only("organization")} GROUP BY organization, call) e USING (organization, id)
      WHERE coalesce(c.pool_minutes, 0) <> coalesce(e.minutes, 0)
        AND NOT (c.id IS NULL AND EXISTS (SELECT FROM session s WHERE s.organization = e.organization AND s.id = e.id))
      ORDER BY organization, id`,
  },
  ...PAYMENT_CHECKS,
  ...ROLL_UP_CHECKS,
];

export interface AuditReport {
  checks: AuditCheck[];
  organizations: number;
  calls: number;
  transfers: number;
}

const COUNTS = `SELECT (SELECT count(*) FROM account WHERE ${only("organization")})::int AS organizations,
  (SELECT count(*) FROM cdr WHERE ${only("organization")})::int AS calls,
  (SELECT count(*) FROM transfer WHERE ${only("organization")})::int AS transfers`;

/** The checks on one snapshot, while calls go on; all of them unless some are named. `organization` null: all of them. */
export async function audit(
  pool: pg.Pool,
  organization: string | null,
  onRule: (done: number, of: number) => Promise<void> = () => Promise.resolve(),
  which: readonly Check[] = CHECKS,
): Promise<AuditReport> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows } = await client.query<Omit<AuditReport, "checks">>(COUNTS, [organization]);
    const checks: AuditCheck[] = [];
    for (const { rule, sql } of which) {
      await onRule(checks.length, which.length);
      const found = await client.query<NonNullable<AuditCheck["wrong"]>>(`${sql} LIMIT 1`, [organization]);
      checks.push({ rule, wrong: found.rows[0] ?? null });
    }
    return { checks, ...rows[0]! };
  } finally {
    const ended = await client.query("ROLLBACK").then(
      () => true,
      () => false,
    );
    client.release(!ended);
  }
}
