/** Corrections of prices: what is asked for, each organisation's part, and the second rows of the calls. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";
import { pricesOrganization } from "./rate-decks.ts";
import { inTransaction } from "./transaction.ts";

export interface CorrectionRow {
  id: bigint;
  rateDeck: string;
  deckName: string;
  currency: string;
  /** Epoch ms; half-open. */
  from: number;
  to: number;
  /** Null: whoever the deck prices. */
  organizations: string[] | null;
  reason: string;
  author: string;
  state: "reckoning" | "reckoned" | "applying" | "applied";
  toApply: boolean;
  createdAt: number;
  reckonedAt: number | null;
  appliedAt: number | null;
}

const COLUMNS = `c.id, c.rate_deck::text AS "rateDeck", d.name AS "deckName", c.currency, c.from_at AS "from",
  c.to_at AS "to", c.organizations, c.reason, c.author, c.state, c.to_apply AS "toApply", c.created_at AS "createdAt",
  c.reckoned_at AS "reckonedAt", c.applied_at AS "appliedAt"`;
const FROM = "FROM rate_correction c JOIN rate_deck d ON d.id = c.rate_deck";

/** With a part for each organisation that called in the period and that the deck prices, or that is named. */
export async function insertCorrection(
  pool: pg.Pool,
  row: Omit<CorrectionRow, "deckName" | "reckonedAt" | "appliedAt" | "state">,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      `INSERT INTO rate_correction (id, rate_deck, currency, from_at, to_at, organizations, reason, author, state,
         to_apply, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'reckoning', $9, $10)`,
      [
        row.id,
        row.rateDeck,
        row.currency,
        timestamp(row.from),
        timestamp(row.to),
        row.organizations,
        row.reason,
        row.author,
        row.toApply,
        timestamp(row.createdAt),
      ],
    );
    await client.query(
      `INSERT INTO organization_correction (organization, correction, state)
       SELECT o.id, $1, 'reckoning' FROM rate_deck d JOIN organization o ON o.currency = d.currency
         AND CASE WHEN $3::text[] IS NULL THEN ${pricesOrganization("d", "o")} ELSE o.id = ANY($3) END
       WHERE d.id = $2 AND EXISTS (SELECT FROM usage_day u WHERE u.organization = o.id AND u.calls > 0
         AND u.day >= ($4::timestamptz AT TIME ZONE 'UTC')::date AND u.day < $5::timestamptz AT TIME ZONE 'UTC')`,
      [row.id, row.rateDeck, row.organizations, timestamp(row.from), timestamp(row.to)],
    );
  });
}

export async function readCorrection(pool: pg.Pool | pg.ClientBase, id: bigint): Promise<CorrectionRow | undefined> {
  return (await pool.query<CorrectionRow>(`SELECT ${COLUMNS} ${FROM} WHERE c.id = $1`, [id])).rows[0];
}

/** Newest first, before the id `before`. */
export async function listCorrections(
  pool: pg.Pool,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<CorrectionRow[]> {
  const text = `SELECT ${COLUMNS} ${FROM} WHERE ($1::bigint IS NULL OR c.id < $1) ORDER BY c.id DESC LIMIT $2`;
  return (await pool.query<CorrectionRow>(text, [before, limit])).rows;
}

/** Sums of micro-units, and counts of calls. */
export interface CorrectionSums {
  lookedAt: number;
  unpriced: number;
  presumed: number;
  /** That change. */
  calls: number;
  charged: bigint;
  corrected: bigint;
}

export interface PartRow extends CorrectionSums {
  organization: string;
  displayName: string;
  state: "reckoning" | "reckoned" | "applied";
}

const SUMS = `coalesce(sum(p.looked_at), 0)::int AS "lookedAt", coalesce(sum(p.unpriced), 0)::int AS unpriced,
  coalesce(sum(p.presumed), 0)::int AS presumed, coalesce(sum(p.calls), 0)::int AS calls,
  coalesce(sum(p.charged), 0)::bigint AS charged, coalesce(sum(p.corrected), 0)::bigint AS corrected`;

export async function sumCorrections(
  pool: pg.Pool,
  ids: readonly bigint[],
): Promise<(CorrectionSums & { correction: bigint; organizations: number })[]> {
  const { rows } = await pool.query<CorrectionSums & { correction: bigint; organizations: number }>(
    `SELECT p.correction, count(*)::int AS organizations, ${SUMS} FROM organization_correction p
     WHERE p.correction = ANY($1::bigint[]) GROUP BY p.correction`,
    [ids],
  );
  return rows;
}

/** By organisation, after `after`; those without a call that changes too. `only`: of this one. */
export async function listParts(
  pool: pg.Pool,
  correction: bigint,
  { only, after, limit }: { only: string | null; after: string | null; limit: number },
): Promise<PartRow[]> {
  const { rows } = await pool.query<PartRow>(
    `SELECT p.organization, o.display_name AS "displayName", p.state, ${SUMS}
     FROM organization_correction p JOIN organization o ON o.id = p.organization
     WHERE p.correction = $1 AND ($2::text IS NULL OR p.organization > $2) AND ($3::text IS NULL OR p.organization = $3)
     GROUP BY p.organization, o.display_name, p.state ORDER BY p.organization LIMIT $4`,
    [correction, after, only, limit],
  );
  return rows;
}

export interface CorrectedCall {
  call: bigint;
  callId: string;
  callType: string;
  user: string | null;
  to: string;
  prefix: string;
  destination: string;
  usedSeconds: number;
  startedAt: number;
  charged: bigint;
  corrected: bigint;
  appliedAt: number | null;
}

/** In the order of their ids, after `after`. */
export async function listCorrectedCalls(
  pool: pg.Pool,
  organization: string,
  correction: bigint,
  { after, limit }: { after: bigint | null; limit: number },
): Promise<CorrectedCall[]> {
  const { rows } = await pool.query<CorrectedCall>(
    `SELECT x.call, c.call_id AS "callId", c.call_type AS "callType", c.user_name AS user, c.other_number AS "to",
       x.prefix, x.destination, c.used_seconds AS "usedSeconds", x.started_at AS "startedAt", x.charged, x.corrected,
       x.applied_at AS "appliedAt"
     FROM call_correction x JOIN cdr c ON c.month = x.month AND c.organization = x.organization AND c.id = x.call
     WHERE x.organization = $1 AND x.correction = $2 AND ($3::bigint IS NULL OR x.call > $3)
     ORDER BY x.call LIMIT $4`,
    [organization, correction, after, limit],
  );
  return rows;
}

export interface CallCorrection {
  correction: bigint;
  deckName: string;
  prefix: string;
  charged: bigint;
  corrected: bigint;
  reason: string;
  at: number;
}

/** Of one call, what was applied, oldest first. */
export async function readCorrectionsOfCall(
  pool: pg.Pool,
  organization: string,
  call: number,
): Promise<CallCorrection[]> {
  const { rows } = await pool.query<CallCorrection>(
    `SELECT x.correction, d.name AS "deckName", x.prefix, x.charged, x.corrected, c.reason, x.applied_at AS at
     FROM call_correction x JOIN rate_correction c ON c.id = x.correction JOIN rate_deck d ON d.id = c.rate_deck
     WHERE x.organization = $1 AND x.call = $2 AND x.applied_at IS NOT NULL ORDER BY x.applied_at, x.correction`,
    [organization, call],
  );
  return rows;
}
