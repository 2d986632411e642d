/** Notices, and the mails that carry them. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface NoticeRow {
  organization: string;
  id: bigint;
  event: bigint;
  name: string;
  language: string;
  subject: string;
  text: string;
  html: string;
  /** Principal names. */
  unreachable: string[];
  /** Epoch ms. */
  at: number;
}

export type MailState = "pending" | "sent" | "captured" | "failed";

export interface MailStanding {
  address: string;
  state: MailState;
  failure: string | null;
}

/** Due at once. */
export async function insertNotice(
  client: pg.ClientBase,
  notice: NoticeRow,
  recipients: readonly { address: string; name: string }[],
  now: number,
): Promise<void> {
  const { organization, id, event, name, language, subject, text, html, unreachable, at } = notice;
  await client.query(
    `INSERT INTO notice (organization, id, event, name, language, subject, text, html, unreachable, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [organization, id, event, name, language, subject, text, html, unreachable, timestamp(at)],
  );
  await client.query(
    `INSERT INTO mail (organization, notice, seq, address, display_name, state, next_try_at)
     SELECT $1, $2, r.seq, r.address, r.name, 'pending', $5
     FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS r (address, name, seq)`,
    [organization, id, recipients.map(({ address }) => address), recipients.map((to) => to.name), timestamp(now)],
  );
}

/** Newest first, before the id `before`. */
export async function listNotices(
  pool: pg.Pool,
  organization: string,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<(NoticeRow & { mails: MailStanding[] })[]> {
  const { rows } = await pool.query<NoticeRow & { mails: MailStanding[] }>(
    `SELECT n.organization, n.id, n.event, n.name, n.language, n.subject, n.text, n.html, n.unreachable, n.at, m.mails
     FROM notice n CROSS JOIN LATERAL (
       SELECT coalesce(json_agg(json_build_object('address', address, 'state', state, 'failure', failure) ORDER BY seq),
         '[]') AS mails
       FROM mail WHERE organization = n.organization AND notice = n.id) m
     WHERE n.organization = $1 AND ($2::bigint IS NULL OR n.id < $2) ORDER BY n.id DESC LIMIT $3`,
    [organization, before, limit],
  );
  return rows;
}

export interface DueMail {
  organization: string;
  notice: bigint;
  seq: number;
  address: string;
  displayName: string;
  /** This one included. */
  tries: number;
  language: string;
  subject: string;
  text: string;
  html: string;
  at: number;
}

/** Mails whose time has come, for this process alone until `claimedUntil` (epoch ms), and then for whoever asks. */
export async function claimMails(
  pool: pg.Pool,
  { now, claimedUntil, limit }: { now: number; claimedUntil: number; limit: number },
): Promise<DueMail[]> {
  const { rows } = await pool.query<DueMail>(
    `UPDATE mail m SET tries = m.tries + 1, next_try_at = $2
     FROM (SELECT organization, notice, seq FROM mail WHERE state = 'pending' AND next_try_at <= $1
         ORDER BY next_try_at LIMIT $3 FOR UPDATE SKIP LOCKED) d
       JOIN notice n ON n.organization = d.organization AND n.id = d.notice
     WHERE m.organization = d.organization AND m.notice = d.notice AND m.seq = d.seq
     RETURNING m.organization, m.notice, m.seq, m.address, m.display_name AS "displayName", m.tries, n.language,
       n.subject, n.text, n.html, n.at`,
    [timestamp(now), timestamp(claimedUntil), limit],
  );
  return rows;
}

/** What became of a try. `nextTryAt` (epoch ms) is there for what is pending, and for nothing else. */
export async function settleMail(
  pool: pg.Pool,
  { organization, notice, seq }: Pick<DueMail, "organization" | "notice" | "seq">,
  end: { state: MailState; failure: string | null; nextTryAt: number | null; now: number },
): Promise<void> {
  await pool.query(
    `UPDATE mail SET state = $4, failure = $5, next_try_at = $6, settled_at = $7
     WHERE organization = $1 AND notice = $2 AND seq = $3 AND state = 'pending'`,
    [
      organization,
      notice,
      seq,
      end.state,
      end.failure,
      timestamp(end.nextTryAt),
      end.state === "pending" ? null : timestamp(end.now),
    ],
  );
}

/** A mail that was sent and came back: the one of a notice, or the last ones to an address. Answers how many. */
export async function returnMails(
  pool: pg.Pool,
  bounce: { notice: bigint | null; seq: number | null; address: string; sentSince: number; failure: string },
): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE mail SET state = 'failed', failure = $5
     WHERE state = 'sent' AND lower(address) = lower($3)
       AND CASE WHEN $1::bigint IS NULL THEN settled_at >= $4 ELSE notice = $1 AND seq = $2 END`,
    [bounce.notice, bounce.seq, bounce.address, timestamp(bounce.sentSince), bounce.failure],
  );
  return rowCount ?? 0;
}

/** Addresses (in lower case) to which the last mail did not arrive, and why. `at`: epoch ms. */
export async function lastFailures(
  pool: pg.Pool,
  organization: string,
): Promise<Map<string, { reason: string; at: number }>> {
  const { rows } = await pool.query<{ address: string; reason: string; at: number }>(
    `SELECT address, failure AS reason, at FROM (
       SELECT DISTINCT ON (lower(address)) lower(address) AS address, state, coalesce(failure, '') AS failure,
         settled_at AS at
       FROM mail WHERE organization = $1 AND settled_at IS NOT NULL
       ORDER BY lower(address), settled_at DESC, notice DESC) last
     WHERE state = 'failed'`,
    [organization],
  );
  return new Map(rows.map(({ address, ...failed }) => [address, failed]));
}
