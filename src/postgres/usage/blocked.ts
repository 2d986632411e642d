/** Calls that were refused: counted by their reason, and whose newest call it was. */
import type pg from "pg";
import type { RefusalCode } from "../../domain/outcome.ts";
import { timestamp } from "../arrays.ts";
import { within } from "./read.ts";

export interface BlockedReason {
  code: RefusalCode;
  calls: number;
  /** How many people. */
  users: number;
  /** Epoch ms. */
  lastAt: number;
}

/** From the index that has nothing but them (cdr_refused). */
const REFUSED = `SELECT c.user_name, c.authorized_at, c.month, c.id, c.refusal FROM cdr c
  WHERE c.organization = $1 AND c.outcome = 'refused' AND ${within("$2::timestamptz", "$3::timestamptz")}`;

interface Period {
  from: number;
  to: number;
}

export async function readBlockedReasons(
  pool: pg.Pool,
  organization: string,
  { from, to }: Period,
): Promise<BlockedReason[]> {
  const { rows } = await pool.query<BlockedReason>(
    `SELECT r.refusal AS code, count(*)::int AS calls, count(DISTINCT r.user_name)::int AS users,
       max(r.authorized_at) AS "lastAt"
     FROM (${REFUSED}) r GROUP BY r.refusal ORDER BY calls DESC, code`,
    [organization, timestamp(from), timestamp(to)],
  );
  return rows;
}

export interface BlockedCall {
  user: string;
  displayName: string | null;
  licenses: string[];
  callId: string;
  callType: string;
  to: string;
  code: RefusalCode;
  /** Of the CDR's end. */
  settlement: string;
  /** Epoch ms. */
  at: number;
}

/** The newest call of each user that has had none since: refused. By name, after `after`. */
export async function readBlockedUsers(
  pool: pg.Pool,
  organization: string,
  { from, to }: Period,
  { after, limit }: { after: string | null; limit: number },
): Promise<BlockedCall[]> {
  const { rows } = await pool.query<BlockedCall>(
    `SELECT u.principal_name AS user, u.display_name AS "displayName", u.licenses, c.call_id AS "callId",
       c.call_type AS "callType", c.other_number AS "to", c.refusal AS code, c.settlement, c.authorized_at AS at
     FROM (SELECT DISTINCT ON (user_name) * FROM (${REFUSED}) r WHERE user_name IS NOT NULL
       AND ($4::text IS NULL OR user_name > $4) ORDER BY user_name, authorized_at DESC) r
     JOIN cdr c ON c.month = r.month AND c.organization = $1 AND c.id = r.id
     JOIN app_user u ON u.organization = $1 AND u.principal_name = r.user_name
     -- Who has called in the last week is most people, and is found out for all of them at once.
     WHERE (r.authorized_at >= $3::timestamptz - interval '7 days' OR r.user_name NOT IN (
         SELECT d.user_name FROM usage_user_day d WHERE d.organization = $1 AND d.calls > 0
           AND d.day >= ($3::timestamptz AT TIME ZONE 'UTC')::date - 6 AND d.day < $3::timestamptz AT TIME ZONE 'UTC'))
       AND NOT EXISTS (SELECT FROM usage_user_day d WHERE d.organization = $1 AND d.user_name = r.user_name
         AND d.calls > 0 AND d.day > (r.authorized_at AT TIME ZONE 'UTC')::date
         AND d.day < $3::timestamptz AT TIME ZONE 'UTC')
       AND NOT EXISTS (SELECT FROM cdr n WHERE n.organization = $1 AND n.user_name = r.user_name
         AND n.month = r.month AND n.outcome <> 'refused' AND n.authorized_at > r.authorized_at
         AND n.authorized_at < ((r.authorized_at AT TIME ZONE 'UTC')::date + 1)::timestamp AT TIME ZONE 'UTC')
     ORDER BY r.user_name LIMIT $5`,
    [organization, timestamp(from), timestamp(to), after, limit],
  );
  return rows;
}
