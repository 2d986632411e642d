/** Reads of calls outside the lane: in progress, ended, overdue. */
import type pg from "pg";
import type { Transfer } from "../domain/ledger.ts";
import type { Cdr, Key, Session } from "../domain/session/types.ts";
import { cdrOf, type CdrRow, sessionOf, type SessionRow } from "./rows.ts";

export async function readSession(pool: pg.Pool, key: Key): Promise<Session | null> {
  const { rows } = await pool.query<SessionRow>("SELECT * FROM session WHERE switch = $1 AND call_id = $2", [
    key.switch,
    key.callId,
  ]);
  return rows[0] ? sessionOf(rows[0]) : null;
}

export async function readCdr(pool: pg.Pool, key: Key): Promise<Cdr | null> {
  const { rows } = await pool.query<CdrRow>(
    "SELECT * FROM cdr WHERE switch = $1 AND call_id = $2 ORDER BY month DESC LIMIT 1",
    [key.switch, key.callId],
  );
  return rows[0] ? cdrOf(rows[0]) : null;
}

/** The call of that id on whatever switch, newest first: for operators, who have no switch of their own in mind. */
export async function readCallsById(pool: pg.Pool, callId: string): Promise<{ sessions: Session[]; cdrs: Cdr[] }> {
  const sessions = await pool.query<SessionRow>("SELECT * FROM session WHERE call_id = $1 LIMIT 50", [callId]);
  const cdrs = await pool.query<CdrRow>("SELECT * FROM cdr WHERE call_id = $1 ORDER BY authorized_at DESC LIMIT 50", [
    callId,
  ]);
  return { sessions: sessions.rows.map((row) => sessionOf(row)), cdrs: cdrs.rows.map(cdrOf) };
}

export interface ActiveFilter {
  organization: string | null;
  switch: string | null;
  /** Ids above this one. */
  after: number;
  limit: number;
}

export async function readActive(pool: pg.Pool, filter: ActiveFilter): Promise<Session[]> {
  const { rows } = await pool.query<SessionRow>(
    `SELECT * FROM session WHERE state <> 'lapsed' AND ($1::text IS NULL OR organization = $1)
      AND ($2::text IS NULL OR switch = $2) AND id > $3 ORDER BY id LIMIT $4`,
    [filter.organization, filter.switch, filter.after, filter.limit],
  );
  return rows.map((row) => sessionOf(row));
}

/** Who the calls in progress of an organisation are charged to, and their numbers. */
export async function readOpenCalls(
  client: pg.ClientBase,
  organization: string,
): Promise<Pick<Session["call"], "user" | "from" | "to">[]> {
  const text = "SELECT * FROM session WHERE organization = $1 AND state <> 'lapsed'";
  return (await client.query<SessionRow>(text, [organization])).rows.map((row) => sessionOf(row).call);
}

/** Sessions whose deadline has passed: the reaper's work. */
export async function readOverdue(pool: pg.Pool, now: number, limit: number): Promise<Key[]> {
  const { rows } = await pool.query<{ switch: string; call_id: string }>(
    "SELECT switch, call_id FROM session WHERE least(deadline, lost_at) <= $1 ORDER BY least(deadline, lost_at) LIMIT $2",
    [new Date(now), limit],
  );
  return rows.map((row) => ({ switch: row.switch, callId: row.call_id }));
}

const LAST_GRANTS = `SELECT s.switch, s.call_id AS "callId" FROM session s
  WHERE s.final_grant AND s.state <> 'lapsed'`;
const FIRST_TO_END = "ORDER BY s.answered_at + s.limit_seconds * interval '1 second'";

/** Calls in progress of an organisation that were told that this was their last grant. */
export async function readLastGrants(pool: pg.Pool, organization: string): Promise<Key[]> {
  const { rows } = await pool.query<Key>(`${LAST_GRANTS} AND s.organization = $1 ${FIRST_TO_END}`, [organization]);
  return rows;
}

/** The same of all whose deadline is within that time, where the account has money. */
export async function readRunningOut(pool: pg.Pool, now: number, withinMs: number): Promise<Key[]> {
  const { rows } = await pool.query<Key>(
    `${LAST_GRANTS} AND least(s.deadline, s.lost_at) <= $1
       AND EXISTS (SELECT FROM account a WHERE a.organization = s.organization AND a.available > 0) ${FIRST_TO_END}`,
    [new Date(now + withinMs)],
  );
  return rows;
}

/** Which of a switch's calls are open here. */
export async function readOpenOf(pool: pg.Pool, switchId: string): Promise<{ callId: string; marked: boolean }[]> {
  const { rows } = await pool.query<{ call_id: string; marked: boolean }>(
    "SELECT call_id, lost_at IS NOT NULL AS marked FROM session WHERE switch = $1 AND state <> 'lapsed'",
    [switchId],
  );
  return rows.map((row) => ({ callId: row.call_id, marked: row.marked }));
}

/**
 * Answered calls of a switch of which nothing was heard since: by what was used, and when that was. Not those that no
 * limit stands in the way of, emergency calls (86,400 s), which are never ended early.
 */
export async function readSilentOf(
  pool: pg.Pool,
  switchId: string,
  before: number,
): Promise<{ callId: string; heardAt: number }[]> {
  const { rows } = await pool.query<{ callId: string; heardAt: number }>(
    `SELECT call_id AS "callId", answered_at + used_seconds * interval '1 second' AS "heardAt" FROM session
     WHERE switch = $1 AND state = 'answered' AND lost_at IS NULL AND limit_seconds < 86400
       AND answered_at + used_seconds * interval '1 second' < $2`,
    [switchId, new Date(before)],
  );
  return rows;
}

export async function readAllSessions(pool: pg.Pool): Promise<Session[]> {
  const { rows } = await pool.query<SessionRow>("SELECT * FROM session");
  return rows.map((row) => sessionOf(row));
}

export interface CallTransfer extends Pick<Transfer, "sequence" | "from" | "to" | "amount" | "cause" | "balanceAfter"> {
  lot: string | null;
  at: number;
}

export async function readTransfersOfCall(pool: pg.Pool, organization: string, call: number): Promise<CallTransfer[]> {
  const { rows } = await pool.query<{
    sequence: bigint;
    from_account: Transfer["from"];
    to_account: Transfer["to"];
    amount: bigint;
    cause: Transfer["cause"];
    balance_after: bigint;
    lot: bigint | null;
    at: number;
  }>("SELECT * FROM transfer WHERE organization = $1 AND call = $2 ORDER BY sequence", [organization, call]);
  return rows.map((row) => ({
    sequence: Number(row.sequence),
    from: row.from_account,
    to: row.to_account,
    amount: row.amount,
    cause: row.cause,
    balanceAfter: row.balance_after,
    lot: row.lot === null ? null : String(row.lot),
    at: row.at,
  }));
}
