/**
 * The books checked against themselves, in SQL alone, so that a mistake of the engine is not repeated by its auditor.
 * Each check finds the first organisation for which it does not hold and says in a sentence what is wrong.
 */
import type pg from "pg";
import { recount } from "./limit-recount.ts";

export interface AuditCheck {
  /** What has to hold, for a reader who knows the words of the API. */
  rule: string;
  /** Null: it holds. */
  wrong: { organization: string; words: string } | null;
}

/** `$1` is the organisation, or null for all. Amounts are micro-units; `money` prints them. */
interface Check {
  rule: string;
  /** Rows of (organization, words), the first one first. */
  sql: string;
}

const money = (expression: string): string => `trim_scale((${expression})::numeric / 1000000)::text`;
const only = (column: string): string => `($1::text IS NULL OR ${column} = $1)`;

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

/** A recount of the calls, `r`, and where the roll-up `d` says otherwise. */
const MEASURES = `count(*) FILTER (WHERE outcome <> 'refused') AS calls,
  count(*) FILTER (WHERE outcome = 'refused') AS refused, sum(used_seconds) AS seconds,
  sum(pool_minutes) AS pool_minutes, sum(charge) AS charge`;
const COUNTED = ["calls", "refused", "seconds", "pool_minutes"];
const counted = (side: string): string => COUNTED.map((name) => `coalesce(${side}.${name}, 0)`).join(", ");
const measuresOf = (side: string): string => `${counted(side)}, coalesce(${side}.charge, 0)`;
const wordsOf = (side: string): string => `${counted(side)}, ${money(`coalesce(${side}.charge, 0)`)}`;
/** What corrections of prices have changed about the charges of calls. */
const CORRECTIONS = `(SELECT organization, call AS id, sum(corrected - charged) AS difference FROM call_correction
  WHERE applied_at IS NOT NULL AND ${only("organization")} GROUP BY 1, 2)`;
/** Calls as they count, corrections included. */
const COUNTED_CALLS = `(SELECT c.organization, id, authorized_at, call_type, destination, user_name, cost_center,
    number_kind, usage_location, capability, outcome, used_seconds, pool_minutes, charge + coalesce(x.difference, 0) AS charge
  FROM cdr c LEFT JOIN ${CORRECTIONS} x USING (organization, id) WHERE ${only("c.organization")}) counted`;
const DIFFERENT = `(${measuresOf("d")}) IS DISTINCT FROM (${measuresOf("r")})`;

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
  {
    rule: "A top-up that succeeded is one lot and one transfer of its amount; no other has any",
    sql: `SELECT organization, format('top-up %s over %s is %s, but credited %s in %s lots', u.id, ${money("u.amount")},
          u.state, ${money("coalesce(t.amount, 0)")}, coalesce(l.lots, 0)) AS words
      FROM top_up u
      LEFT JOIN (SELECT organization, top_up AS id, sum(amount) AS amount FROM transfer WHERE cause = 'top-up'
        AND to_account = 'credits' GROUP BY 1, 2) t USING (organization, id)
      LEFT JOIN (SELECT organization, top_up AS id, count(*) AS lots, sum(granted) AS granted FROM lot
        WHERE top_up IS NOT NULL GROUP BY 1, 2) l USING (organization, id)
      WHERE (coalesce(t.amount, 0) <> paid OR coalesce(l.granted, 0) <> paid OR coalesce(l.lots, 0) <> (paid > 0)::int)
        AND ${only("organization")} ORDER BY organization, u.id`.replaceAll(
      "paid",
      "(CASE u.state WHEN 'succeeded' THEN u.amount ELSE 0 END)",
    ),
  },
  {
    rule: "Money from a payment provider belongs to a top-up",
    sql: `SELECT t.organization, format('transfer %s of %s from %s to %s belongs to no top-up', t.sequence,
          ${money("t.amount")}, t.from_account, t.to_account) AS words
      FROM transfer t LEFT JOIN top_up u ON u.organization = t.organization AND u.id = t.top_up
        AND 'cash/' || u.provider IN (t.from_account, t.to_account)
      WHERE (t.from_account LIKE 'cash/%' OR t.to_account LIKE 'cash/%') AND u.id IS NULL AND ${only("t.organization")}
      ORDER BY t.organization, t.sequence`,
  },
  {
    rule: "What a provider charged is credited, refunded or disputed",
    sql: `SELECT u.organization, format('of top-up %s %s were charged, but %s credited, %s refunded and %s disputed', u.id,
          ${money("charged")}, ${money("credited")}, ${money("refunded")}, ${money("disputed")}) AS words
      FROM (SELECT t.organization, t.id, CASE t.state WHEN 'succeeded' THEN t.amount ELSE 0 END AS charged,
          coalesce(k.amount, 0) AS credited, coalesce(r.amount, 0) AS refunded, coalesce(d.amount, 0) AS disputed
        FROM top_up t
        LEFT JOIN (SELECT organization, top_up AS id,
            sum(CASE WHEN from_account LIKE 'cash/%' THEN amount WHEN to_account LIKE 'cash/%' THEN -amount ELSE 0 END) AS amount
          FROM transfer WHERE top_up IS NOT NULL GROUP BY 1, 2) k USING (organization, id)
        LEFT JOIN (SELECT organization, top_up AS id, sum(amount) AS amount FROM refund WHERE state = 'succeeded'
          GROUP BY 1, 2) r USING (organization, id)
        LEFT JOIN (SELECT organization, top_up AS id,
            sum(CASE state WHEN 'lost' THEN amount WHEN 'open' THEN amount - unspent ELSE 0 END) AS amount
          FROM dispute GROUP BY 1, 2) d USING (organization, id)) u
      WHERE charged <> credited + refunded + disputed AND ${only("u.organization")} ORDER BY u.organization, u.id`,
  },
  {
    rule: "What goes back of a top-up is its refunds and disputes",
    sql: `SELECT u.organization, format('%s of top-up %s goes back, but its refunds and disputes add up to %s',
          ${money("u.returned")}, u.id, ${money("coalesce(b.amount, 0)")}) AS words
      FROM top_up u LEFT JOIN (SELECT organization, top_up AS id, sum(amount) AS amount FROM (
          SELECT organization, top_up, amount FROM refund WHERE state <> 'failed'
          UNION ALL SELECT organization, top_up, amount FROM dispute WHERE state <> 'won') back GROUP BY 1, 2) b
        USING (organization, id)
      WHERE u.returned <> coalesce(b.amount, 0) AND ${only("u.organization")} ORDER BY u.organization, u.id`,
  },
  {
    rule: "Frozen money is what open disputes and pending refunds keep back",
    sql: `SELECT organization, words FROM (
        SELECT a.organization, format('%s is frozen, but of the lots %s',
          ${money("a.frozen")}, ${money("coalesce(l.frozen, 0)")}) AS words
        FROM account a LEFT JOIN (SELECT organization, sum(frozen) AS frozen FROM lot GROUP BY 1) l USING (organization)
        WHERE a.frozen <> coalesce(l.frozen, 0)
        UNION ALL SELECT l.organization, format('of lot %s %s is frozen, but disputes and refunds keep back %s', l.id,
          ${money("l.frozen")}, ${money("coalesce(c.amount, 0)")})
        FROM lot l LEFT JOIN (SELECT u.organization, u.lot AS id, sum(unspent) AS amount FROM (
            SELECT organization, top_up, unspent FROM refund WHERE state = 'pending'
            UNION ALL SELECT organization, top_up, unspent FROM dispute WHERE state = 'open') kept
          JOIN top_up u ON u.organization = kept.organization AND u.id = kept.top_up GROUP BY 1, 2) c
          USING (organization, id)
        WHERE l.frozen <> coalesce(c.amount, 0)) wrong
      WHERE ${only("organization")} ORDER BY organization, words`,
  },
  {
    rule: "A recharge is under way where the account says so, and nowhere else",
    sql: `SELECT a.organization, format('the recharges of the account are %s, but %s attempts are open', a.recharge_state,
          coalesce(o.open, 0)) AS words
      FROM account a LEFT JOIN (SELECT organization, count(*) AS open FROM recharge_attempt WHERE state = 'open'
        GROUP BY organization) o USING (organization)
      WHERE coalesce(o.open, 0) <> (a.recharge_state = 'open')::int AND ${only("a.organization")}
      ORDER BY a.organization`,
  },
  {
    rule: "A recharge that succeeded was paid by one top-up of its amount; one that is open or cancelled by none",
    sql: `SELECT organization, format('recharge %s over %s is %s, but %s top-ups paid %s', r.id, ${money("r.amount")},
          r.state, coalesce(u.paid, 0), ${money("coalesce(u.amount, 0)")}) AS words
      FROM recharge_attempt r LEFT JOIN (SELECT organization, recharge AS id, count(*) AS paid, sum(amount) AS amount,
          bool_or(settled_late) AS late FROM (SELECT u.*, EXISTS (SELECT FROM recharge_attempt f
            WHERE f.organization = u.organization AND f.id = u.recharge AND f.settled_at < u.settled_at) AS settled_late
          FROM top_up u WHERE recharge IS NOT NULL AND state = 'succeeded') u GROUP BY 1, 2) u USING (organization, id)
      WHERE (coalesce(u.paid, 0), coalesce(u.amount, 0)) IS DISTINCT FROM
          (CASE r.state WHEN 'succeeded' THEN (1::bigint, r.amount::numeric) ELSE (0::bigint, 0::numeric) END)
        AND u.late IS NOT TRUE AND ${only("organization")} ORDER BY organization, r.id`,
  },
  {
    rule: "Lots of auto-recharges are those of their top-ups",
    sql: `SELECT l.organization, format('lot %s is of a %s, but its top-up of a %s', l.id, l.source,
          CASE WHEN u.recharge IS NULL THEN 'top-up' ELSE 'auto-recharge' END) AS words
      FROM lot l JOIN top_up u ON u.organization = l.organization AND u.id = l.top_up
      WHERE (l.source = 'auto-recharge') <> (u.recharge IS NOT NULL) AND ${only("l.organization")}
      ORDER BY l.organization, l.id`,
  },
  {
    rule: "What counts for the caps of recharges is what was bought and what is under way",
    sql: `SELECT organization, format('%s counts for the cap of %s, but the recharges add up to %s',
          ${money("coalesce(s.spent, 0)")}, period, ${money("coalesce(r.amount, 0)")}) AS words
      FROM recharge_spent s FULL JOIN (SELECT organization, period, sum(amount) AS amount
        FROM recharge_attempt, unnest(ARRAY[day::text, left(day::text, 7)]) AS period
        WHERE state IN ('open', 'succeeded') GROUP BY organization, period) r USING (organization, period)
      WHERE coalesce(s.spent, 0) <> coalesce(r.amount, 0) AND ${only("organization")} ORDER BY organization, period`,
  },
  {
    rule: "Adjustments are the sum of their transfers",
    sql: `SELECT organization, format('adjustments add up to %s, but their transfers to %s',
          ${money("coalesce(j.applied, 0)")}, ${money("coalesce(t.amount, 0)")}) AS words
      FROM (SELECT organization, sum(applied) AS applied FROM adjustment GROUP BY organization) j
      FULL JOIN (SELECT organization, sum(CASE WHEN to_account = 'credits' THEN amount ELSE -amount END) AS amount
        FROM transfer WHERE cause = 'adjustment' GROUP BY organization) t USING (organization)
      WHERE coalesce(j.applied, 0) <> coalesce(t.amount, 0) AND ${only("organization")} ORDER BY organization`,
  },
  {
    rule: "The daily roll-up is a recount of the calls",
    sql: `SELECT organization, format('%s calls to %s on %s: rolled up as %s calls, %s refused, %s s, %s min and %s, but recounted as %s, %s, %s s, %s min and %s',
          call_type, coalesce(nullif(destination, ''), 'nowhere'), day, ${wordsOf("d")}, ${wordsOf("r")}) AS words
      FROM usage_day d FULL JOIN (SELECT organization, (authorized_at AT TIME ZONE 'UTC')::date AS day, call_type,
          coalesce(destination, '') AS destination, capability, ${MEASURES}
        FROM ${COUNTED_CALLS} GROUP BY 1, 2, 3, 4, 5) r
        USING (organization, day, call_type, destination, capability)
      WHERE ${DIFFERENT} AND ${only("organization")} ORDER BY organization, day, call_type, destination, capability`,
  },
  {
    rule: "The daily roll-up by user is a recount of the calls",
    sql: `SELECT organization, format('%s calls of %s on %s: rolled up as %s calls, %s refused, %s s, %s min and %s, but recounted as %s, %s, %s s, %s min and %s',
          call_type, coalesce(nullif(user_name, ''), 'nobody'), day, ${wordsOf("d")}, ${wordsOf("r")}) AS words
      FROM usage_user_day d FULL JOIN (SELECT organization, (authorized_at AT TIME ZONE 'UTC')::date AS day,
          coalesce(user_name, '') AS user_name, coalesce(cost_center, '') AS cost_center, call_type,
          coalesce(number_kind, '') AS number_kind, coalesce(usage_location, '') AS country, ${MEASURES}
        FROM ${COUNTED_CALLS} GROUP BY 1, 2, 3, 4, 5, 6, 7) r
        USING (organization, day, user_name, cost_center, call_type, number_kind, country)
      WHERE ${DIFFERENT} AND ${only("organization")} ORDER BY organization, day, user_name, call_type`,
  },
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

/** All checks on one snapshot, while calls go on. `organization` null: all of them. */
export async function audit(
  pool: pg.Pool,
  organization: string | null,
  onRule: (done: number, of: number) => Promise<void> = () => Promise.resolve(),
): Promise<AuditReport> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows } = await client.query<Omit<AuditReport, "checks">>(COUNTS, [organization]);
    const checks: AuditCheck[] = [];
    for (const { rule, sql } of CHECKS) {
      await onRule(checks.length, CHECKS.length);
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
