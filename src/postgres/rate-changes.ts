/** What decks that begin soon make of each organisation's last month. */
import type pg from "pg";
import type { Event } from "../domain/consequence.ts";
import { timestamp } from "./arrays.ts";
import { insertEventOnce } from "./expiring.ts";
import { pricesOrganization } from "./rate-decks.ts";
import { inTransaction } from "./transaction.ts";

export interface RateChangeRow {
  organization: string;
  rateDeck: string;
  /** Epoch ms. */
  beginsAt: number;
  /** The time whose calls are priced anew, epoch ms; half-open. */
  from: number;
  to: number;
  calls: number;
  unpriced: number;
  /** Micro-units: what the calls have cost, and what they would. */
  before: bigint;
  after: bigint;
  /** Those that change most, most first; decimal strings. */
  destinations: { destination: string; before: string; after: string }[];
  reckonedAt: number;
  toldAt: number | null;
}

export interface DueChange {
  organization: string;
  rateDeck: string;
  /** It is time to tell of it. */
  due: boolean;
}

const DAYS = "coalesce(s.rate_change_days, 7)";

/** What is to be reckoned, or told of, at that moment (ms); what begins first comes first. */
export async function listDueChanges(pool: pg.Pool, now: number, limit: number): Promise<DueChange[]> {
  const due = `d.effective_from <= $1::timestamptz + ${DAYS} * interval '1 day'`;
  const { rows } = await pool.query<DueChange>(
    `SELECT o.id AS organization, d.id::text AS "rateDeck", ${due} AS due
     FROM rate_deck d JOIN organization o ON ${pricesOrganization("d", "o")}
     LEFT JOIN notice_settings s ON s.organization = o.id
     LEFT JOIN rate_change c ON c.organization = o.id AND c.rate_deck = d.id
     WHERE d.state = 'published' AND d.effective_from > $1 AND (d.ended_at IS NULL OR d.ended_at > d.effective_from)
       AND (c.organization IS NULL OR (c.told_at IS NULL AND ${due}))
     ORDER BY d.effective_from, d.id, o.id LIMIT $2`,
    [timestamp(now), limit],
  );
  return rows;
}

/** With the event that tells of it, where it is time for that and anything changes. */
export async function saveRateChange(
  pool: pg.Pool,
  row: RateChangeRow,
  told: { id: number; event: Event; at: number } | null,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      `INSERT INTO rate_change AS c (organization, rate_deck, begins_at, from_at, to_at, calls, unpriced, before, after,
         destinations, reckoned_at, told_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (organization, rate_deck) DO UPDATE SET from_at = EXCLUDED.from_at, to_at = EXCLUDED.to_at,
         calls = EXCLUDED.calls, unpriced = EXCLUDED.unpriced, before = EXCLUDED.before, after = EXCLUDED.after,
         destinations = EXCLUDED.destinations, reckoned_at = EXCLUDED.reckoned_at, told_at = EXCLUDED.told_at
       WHERE c.told_at IS NULL`,
      [
        ...[row.organization, row.rateDeck, timestamp(row.beginsAt), timestamp(row.from), timestamp(row.to)],
        ...[row.calls, row.unpriced, row.before, row.after, JSON.stringify(row.destinations)],
        ...[timestamp(row.reckonedAt), timestamp(row.toldAt)],
      ],
    );
    if (told) await insertEventOnce(client, { organization: row.organization, ...told });
  });
}

/** What a deck changes for each organisation, by their ids, after `after`. */
export async function listRateChangesOf(
  pool: pg.Pool,
  rateDeck: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<(RateChangeRow & { displayName: string; currency: string })[]> {
  const { rows } = await pool.query<RateChangeRow & { displayName: string; currency: string }>(
    `SELECT ${COLUMNS}, o.display_name AS "displayName", o.currency
     FROM rate_change c JOIN organization o ON o.id = c.organization
     WHERE c.rate_deck = $1::bigint AND ($2::text IS NULL OR c.organization > $2) ORDER BY c.organization LIMIT $3`,
    [rateDeck, after, limit],
  );
  return rows;
}

const COLUMNS = `c.organization, c.rate_deck::text AS "rateDeck", c.begins_at AS "beginsAt", c.from_at AS "from",
  c.to_at AS "to", c.calls, c.unpriced, c.before, c.after, c.destinations, c.reckoned_at AS "reckonedAt",
  c.told_at AS "toldAt"`;

/** What is coming, by the id of the deck, after `after`. */
export async function listRateChanges(
  pool: pg.Pool,
  organization: string,
  { now, after, limit }: { now: number; after: bigint | null; limit: number },
): Promise<(RateChangeRow & { deckName: string })[]> {
  const { rows } = await pool.query<RateChangeRow & { deckName: string }>(
    `SELECT ${COLUMNS}, d.name AS "deckName" FROM rate_change c JOIN rate_deck d ON d.id = c.rate_deck
     WHERE c.organization = $1 AND c.begins_at > $2 AND (d.ended_at IS NULL OR d.ended_at > d.effective_from)
       AND ($3::bigint IS NULL OR c.rate_deck > $3) ORDER BY c.rate_deck LIMIT $4`,
    [organization, timestamp(now), after, limit],
  );
  return rows;
}
