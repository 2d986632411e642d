/**
 * What calls add to the counters of budgets and brakes, recounted from the calls themselves: for a budget that begins
 * within a month, and for the audit. The rule is that of `src/domain/session/room.ts`, said again in SQL.
 */

/** Places in the JSON of a call (call-codec.ts). */
const CALL = {
  ...{ user: 1, callType: 2, to: 4, numberKind: 7, month: 13, cover: 14, emergency: 18, prior: 22 },
  ...{ costCenter: 24, promised: 25 },
};

const isPaid = `call -> ${CALL.cover} <> 'null' AND call -> ${CALL.cover} -> 0 = 'null'`;
/** What a call in progress was charged before a user became known. */
const PRIOR_CHARGE = `coalesce((SELECT sum((draw ->> 1)::bigint) FROM jsonb_array_elements(
    CASE WHEN call -> ${CALL.prior} = 'null'::jsonb THEN '[]' ELSE call -> ${CALL.prior} -> 4 END) AS draw), 0)
  + coalesce((call -> ${CALL.prior} ->> 5)::bigint, 0) + coalesce((call -> ${CALL.prior} ->> 6)::bigint, 0)`;

/** One row a call that counts anywhere. */
const CALL_SPENDING = `SELECT organization, authorized_at, call ->> ${CALL.month} AS month, call ->> ${CALL.user} AS user_name,
    call ->> ${CALL.costCenter} AS cost_center,
    CASE WHEN call ->> ${CALL.callType} ~ '_in(_bot)?$' AND call ->> ${CALL.numberKind} = 'service-toll-free'
      THEN call ->> ${CALL.to} END AS number,
    spent, held, CASE WHEN ${isPaid} THEN 1 ELSE 0 END AS calls, CASE WHEN ${isPaid} THEN seconds ELSE 0 END AS seconds
  FROM (
    SELECT organization, authorized_at, call::jsonb AS call, charge AS spent, 0::bigint AS held,
      used_seconds AS seconds
    FROM cdr WHERE outcome <> 'refused'
    UNION ALL
    SELECT organization, authorized_at, call, ${PRIOR_CHARGE},
      held + coalesce((call ->> ${CALL.promised})::bigint, 0),
      CASE state WHEN 'lapsed' THEN 0 ELSE limit_seconds END
    FROM (SELECT organization, authorized_at, state, held, limit_seconds, call::jsonb AS call FROM session) s
  ) calls WHERE call ->> ${CALL.emergency} = 'false'`;

/** Whose calls the limit `l` counts, in the words of the call `s`; null: not this one. */
const SUBJECT = `CASE l.scope WHEN 'organization' THEN '' WHEN 'user' THEN s.user_name
    WHEN 'cost-center' THEN s.cost_center ELSE s.number END`;
const PERIOD = `CASE l.kind WHEN 'budget' THEN s.month ELSE floor(extract(epoch FROM s.authorized_at) / 3600)::bigint::text END`;

/** The counters as they have to be; those in which nothing counts are left out. `which` is about `l` and `s`. */
export const recount = (which: string): string => `SELECT l.organization, l.kind, l.id, ${SUBJECT} AS subject,
    ${PERIOD} AS period, sum(s.spent)::bigint AS spent, sum(s.held)::bigint AS held, sum(s.calls)::int AS calls,
    sum(s.seconds)::bigint AS seconds
  FROM spending_limit l JOIN (${CALL_SPENDING}) s ON s.organization = l.organization
    AND ${SUBJECT} = coalesce(l.subject, ${SUBJECT})
    AND CASE l.kind WHEN 'budget' THEN s.month >= l.first_month::text ELSE s.authorized_at >= l.counts_from END
  WHERE ${which} GROUP BY 1, 2, 3, 4, 5`;
