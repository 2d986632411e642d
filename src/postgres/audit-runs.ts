/** Audits of the books that somebody asked for: one at a time, by whichever process takes it up. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface AuditRunReport {
  good: boolean;
  /** What was looked at. */
  organizations: number;
  calls: number;
  transfers: number;
  /** Of the audit log. */
  entries: number;
  /** The first that is wrong of each rule that does not hold. */
  wrong: { rule: string; organization: string; words: string }[];
}

export interface AuditRunRow {
  id: bigint;
  state: "waiting" | "running" | "done" | "failed";
  rules: number;
  rulesDone: number;
  report: AuditRunReport | null;
  failure: string | null;
  author: string;
  createdAt: number;
  endedAt: number | null;
}

const COLUMNS = `id, state, rules, rules_done AS "rulesDone", report, failure, author, created_at AS "createdAt",
  ended_at AS "endedAt"`;
/** Renewed far more often. */
const LEASE = "interval '1 minute'";
const UNDER_WAY = "state IN ('waiting', 'running')";

/** Where one is under way, nothing is added, and that one is the answer. */
export async function insertAuditRun(
  pool: pg.Pool,
  { id, author, now }: { id: number; author: string; now: number },
): Promise<AuditRunRow> {
  await pool.query(
    `INSERT INTO audit_run (id, state, author, created_at) VALUES ($1, 'waiting', $2, $3)
     ON CONFLICT ((true)) WHERE ${UNDER_WAY} DO NOTHING`,
    [id, author, timestamp(now)],
  );
  const { rows } = await pool.query<AuditRunRow>(
    `SELECT ${COLUMNS} FROM audit_run WHERE id = $1 OR ${UNDER_WAY} ORDER BY id = $1 DESC LIMIT 1`,
    [id],
  );
  return rows[0] ?? insertAuditRun(pool, { id, author, now });
}

/** Newest first, before the id `before`. */
export async function listAuditRuns(
  pool: pg.Pool,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<AuditRunRow[]> {
  const text = `SELECT ${COLUMNS} FROM audit_run WHERE ($1::bigint IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`;
  return (await pool.query<AuditRunRow>(text, [before, limit])).rows;
}

export async function readAuditRun(pool: pg.Pool, id: bigint): Promise<AuditRunRow | undefined> {
  return (await pool.query<AuditRunRow>(`SELECT ${COLUMNS} FROM audit_run WHERE id = $1`, [id])).rows[0];
}

/** The last that came to an end. */
export async function readLastAudit(pool: pg.Pool): Promise<AuditRunRow | undefined> {
  const text = `SELECT ${COLUMNS} FROM audit_run WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 1`;
  return (await pool.query<AuditRunRow>(text)).rows[0];
}

/** The one that waits, or whose worker has died. */
export async function claimAuditRun(pool: pg.Pool, worker: string): Promise<AuditRunRow | undefined> {
  const { rows } = await pool.query<AuditRunRow>(
    `UPDATE audit_run SET state = 'running', rules_done = 0, worker = $1, leased_until = now() + ${LEASE}
     WHERE ${UNDER_WAY} AND (leased_until IS NULL OR leased_until < now()) RETURNING ${COLUMNS}`,
    [worker],
  );
  return rows[0];
}

/** Says how far it is, and that its worker is alive. */
export async function renewAuditRun(
  pool: pg.Pool,
  { id, worker, rules, rulesDone }: { id: bigint; worker: string; rules: number; rulesDone: number },
): Promise<void> {
  await pool.query(
    `UPDATE audit_run SET rules = $3, rules_done = $4, leased_until = now() + ${LEASE}
     WHERE id = $1 AND worker = $2 AND state = 'running'`,
    [id, worker, rules, rulesDone],
  );
}

/** For the next who looks. */
export async function giveBackAuditRun(pool: pg.Pool, id: bigint, worker: string): Promise<void> {
  await pool.query("UPDATE audit_run SET leased_until = NULL WHERE id = $1 AND worker = $2", [id, worker]);
}

export async function endAuditRun(
  pool: pg.Pool,
  { id, worker }: { id: bigint; worker: string },
  end: { report: AuditRunReport | null; failure: string | null; now: number },
): Promise<void> {
  await pool.query(
    `UPDATE audit_run SET state = CASE WHEN $3::jsonb IS NULL THEN 'failed' ELSE 'done' END, report = $3, failure = $4,
       ended_at = $5, leased_until = NULL WHERE id = $1 AND worker = $2 AND state = 'running'`,
    [id, worker, end.report && JSON.stringify(end.report), end.failure, timestamp(end.now)],
  );
}
