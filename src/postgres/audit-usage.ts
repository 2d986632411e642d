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
];
