/** Custom reports, and the mails that bring them. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";
import { inTransaction } from "./transaction.ts";
import type { UsageFilter } from "./usage/read.ts";
import type { Dimension, SpendMeasures } from "./usage/spend.ts";

export interface ReportDefinition {
  rows: Dimension[];
  measures: (keyof SpendMeasures)[];
  filters: Partial<Omit<UsageFilter, "from" | "to" | "refused">>;
  period: { days: number } | { month: "this" | "last" } | { from: string; to: string };
}

export interface ReportSchedule {
  every: "day" | "week" | "month";
  recipients: string[];
  format: "xlsx" | "csv";
}

export interface CustomReport {
  organization: string;
  id: string;
  displayName: string;
  definition: ReportDefinition;
  shared: boolean;
  /** Id of the caller who made it. */
  owner: string;
  /** Whoever saved it may know whose calls they are. */
  names: boolean;
  schedule: ReportSchedule | null;
  /** Epoch ms; of a scheduled one. */
  nextRunAt: number | null;
  updatedAt: number;
}

const COLUMNS = `organization, id, display_name AS "displayName", definition, shared, owner, names, schedule,
  next_run_at AS "nextRunAt", updated_at AS "updatedAt"`;

export async function readCustomReport(
  pool: pg.Pool,
  organization: string,
  id: string,
): Promise<CustomReport | undefined> {
  const text = `SELECT ${COLUMNS} FROM custom_report WHERE organization = $1 AND id = $2`;
  return (await pool.query<CustomReport>(text, [organization, id])).rows[0];
}

/** Those that are shared, and the owner's own; `owner` null: all. By id, after `after`. */
export async function listCustomReports(
  pool: pg.Pool,
  organization: string,
  owner: string | null,
  { after, limit }: { after: string | null; limit: number },
): Promise<CustomReport[]> {
  const text = `SELECT ${COLUMNS} FROM custom_report WHERE organization = $1
    AND ($2::text IS NULL OR shared OR owner = $2) AND ($3::text IS NULL OR id > $3) ORDER BY id LIMIT $4`;
  return (await pool.query<CustomReport>(text, [organization, owner, after, limit])).rows;
}

export async function saveCustomReport(pool: pg.Pool, report: CustomReport): Promise<void> {
  await pool.query(
    `INSERT INTO custom_report (organization, id, display_name, definition, shared, owner, names, schedule, next_run_at,
       updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (organization, id) DO UPDATE SET display_name = EXCLUDED.display_name,
       definition = EXCLUDED.definition, shared = EXCLUDED.shared, names = EXCLUDED.names,
       schedule = EXCLUDED.schedule, next_run_at = EXCLUDED.next_run_at, updated_at = EXCLUDED.updated_at`,
    [
      report.organization,
      report.id,
      report.displayName,
      JSON.stringify(report.definition),
      report.shared,
      report.owner,
      report.names,
      report.schedule && JSON.stringify(report.schedule),
      timestamp(report.nextRunAt),
      timestamp(report.updatedAt),
    ],
  );
}

export async function deleteCustomReport(pool: pg.Pool, organization: string, id: string): Promise<void> {
  await pool.query("DELETE FROM custom_report WHERE organization = $1 AND id = $2", [organization, id]);
}

/** Makes the mails of every report that is due, and says when it is due again. */
export async function fallDue(
  pool: pg.Pool,
  now: number,
  nextRun: (report: CustomReport & { timeZone: string }) => number,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<CustomReport & { timeZone: string }>(
      `SELECT r.*, o.time_zone AS "timeZone" FROM (SELECT ${COLUMNS} FROM custom_report WHERE next_run_at <= $1
         ORDER BY next_run_at LIMIT 100 FOR UPDATE SKIP LOCKED) r JOIN organization o ON o.id = r.organization`,
      [timestamp(now)],
    );
    for (const report of rows) {
      await client.query(
        `INSERT INTO custom_report_mail (organization, report, due_at, address, state, next_try_at)
         SELECT $1, $2, $3, address, 'pending', $4 FROM unnest($5::text[]) AS address ON CONFLICT DO NOTHING`,
        [report.organization, report.id, timestamp(report.nextRunAt), timestamp(now), report.schedule!.recipients],
      );
      await client.query("UPDATE custom_report SET next_run_at = $3 WHERE organization = $1 AND id = $2", [
        report.organization,
        report.id,
        timestamp(nextRun(report)),
      ]);
    }
  });
}

export interface ReportMail {
  organization: string;
  report: string;
  /** Epoch ms. */
  dueAt: number;
  address: string;
  state: "pending" | "sent" | "captured" | "failed";
  tries: number;
  failure: string | null;
}

const MAIL = `organization, report, due_at AS "dueAt", address, state, tries, failure`;

/** A mail that is due, kept from other processes until then; its try is counted. */
export async function claimReportMail(
  pool: pg.Pool,
  now: number,
  claimedUntil: number,
): Promise<ReportMail | undefined> {
  const { rows } = await pool.query<ReportMail>(
    `UPDATE custom_report_mail SET next_try_at = $2, tries = tries + 1
     WHERE (organization, report, due_at, address) = (SELECT organization, report, due_at, address
       FROM custom_report_mail WHERE state = 'pending' AND next_try_at <= $1 ORDER BY next_try_at LIMIT 1
       FOR UPDATE SKIP LOCKED)
     RETURNING ${MAIL}`,
    [timestamp(now), timestamp(claimedUntil)],
  );
  return rows[0];
}

export async function settleReportMail(
  pool: pg.Pool,
  { organization, report, dueAt, address }: ReportMail,
  to: Pick<ReportMail, "state" | "failure"> & { nextTryAt: number | null },
): Promise<void> {
  await pool.query(
    `UPDATE custom_report_mail SET state = $5, failure = $6, next_try_at = $7
     WHERE organization = $1 AND report = $2 AND due_at = $3 AND address = $4`,
    [organization, report, timestamp(dueAt), address, to.state, to.failure, timestamp(to.nextTryAt)],
  );
}

/** The newest mails of a report. */
export async function listReportMails(pool: pg.Pool, organization: string, report: string): Promise<ReportMail[]> {
  const text = `SELECT ${MAIL} FROM custom_report_mail WHERE organization = $1 AND report = $2
    ORDER BY due_at DESC, address LIMIT 100`;
  return (await pool.query<ReportMail>(text, [organization, report])).rows;
}
