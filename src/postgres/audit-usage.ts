/** The roll-ups that reports read, recounted from the calls. */
import { type Check, money, only } from "./audit-sql.ts";

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
export const COUNTED_CALLS = `(SELECT c.organization, id, authorized_at, call_type, destination, user_name, cost_center,
    number_kind, usage_location, capability, outcome, used_seconds, pool_minutes, charge + coalesce(x.difference, 0) AS charge
  FROM cdr c LEFT JOIN ${CORRECTIONS} x USING (organization, id) WHERE ${only("c.organization")}) counted`;
const DIFFERENT = `(${measuresOf("d")}) IS DISTINCT FROM (${measuresOf("r")})`;

/** The day that totals end before which have this day first: after the 10th, the 20th, and the last of the month. */
const endOf = (
  day: string,
): string => `(date_trunc('month', ${day}) + CASE WHEN extract(day FROM ${day}) <= 10 THEN '10 days'
  WHEN extract(day FROM ${day}) <= 20 THEN '20 days' ELSE '1 month' END::interval)::date`;
const WHOLE = `(SELECT organization, until FROM usage_summed WHERE state = 'whole' AND ${only("organization")})`;
const KEYS = "user_name, cost_center, call_type, number_kind, country";
const MEASURED = [...COUNTED, "charge"];
const NAMES = MEASURED.join(", ");
const SUMS = MEASURED.map((name) => `sum(${name}) AS ${name}`).join(", ");

export const ROLL_UP_CHECKS: readonly Check[] = [
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
  {
    rule: "The running totals by user are the sums of their days",
    // Each from the one before it, and the first of a year from nothing: so all of them hold.
    sql: `WITH m AS (SELECT *, date_trunc('year', until - 1)::date AS year, lag(until) OVER (
          PARTITION BY organization, date_trunc('year', until - 1) ORDER BY until) AS before FROM ${WHOLE} whole)
      SELECT organization, format('%s calls of %s in the year before %s: totalled as %s calls, %s refused, %s s, %s min and %s, but the days until then add up to %s, %s, %s s, %s min and %s',
          call_type, coalesce(nullif(user_name, ''), 'nobody'), until, ${wordsOf("d")}, ${wordsOf("r")}) AS words
      FROM (SELECT t.* FROM usage_user_total t JOIN m USING (organization, until)) d
      FULL JOIN (SELECT organization, until, ${KEYS}, ${SUMS} FROM (
          SELECT organization, m.until, ${KEYS}, ${NAMES} FROM m
            JOIN usage_user_total t USING (organization) WHERE t.until = m.before
          UNION ALL SELECT organization, m.until, ${KEYS}, ${NAMES} FROM m
            JOIN usage_user_day u USING (organization) WHERE u.day >= coalesce(m.before, m.year) AND u.day < m.until) s
        GROUP BY organization, until, ${KEYS}) r
        USING (organization, until, ${KEYS})
      WHERE ${DIFFERENT} ORDER BY organization, until, user_name, call_type`,
  },
  {
    rule: "What was spent by ten minutes is a recount of the calls",
    sql: `WITH m AS ${WHOLE}
      SELECT organization, format('%s calls from %s on: summed up as %s calls and %s, but recounted as %s and %s', call_type, at,
          coalesce(d.calls, 0), ${money("coalesce(d.charge, 0)")}, coalesce(r.calls, 0), ${money("coalesce(r.charge, 0)")}) AS words
      FROM (SELECT t.*, ${endOf("(at AT TIME ZONE 'UTC')::date")} AS until FROM usage_ten_minutes t) d
      FULL JOIN (SELECT organization, call_type, date_bin('10 minutes', authorized_at, 'epoch') AS at,
          ${endOf("(authorized_at AT TIME ZONE 'UTC')::date")} AS until, count(*) AS calls, sum(charge) AS charge
        FROM cdr WHERE outcome = 'completed' AND organization IN (SELECT organization FROM m) GROUP BY 1, 2, 3, 4) r
        USING (organization, until, at, call_type)
      JOIN m USING (organization, until)
      WHERE (coalesce(d.calls, 0), coalesce(d.charge, 0)) <> (coalesce(r.calls, 0), coalesce(r.charge, 0))
      ORDER BY organization, at, call_type`,
  },
];
