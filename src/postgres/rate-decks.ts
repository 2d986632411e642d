/** Rate decks and their rows. A deck is written while `loading`, then published by one statement, and never edited. */
import type pg from "pg";
import { type DeckRow, type RateDeck, ROW_ID_STEP, type Service } from "../domain/rate-deck.ts";
import { arrayLiteral, timestamp } from "./arrays.ts";

export type RateDeckHeader = Omit<RateDeck, "index"> & { rows: number; createdAt: number };

export type { Pool, PoolClient } from "pg";

/** First key of the advisory locks that importers hold, one for each deck; "rate" in ASCII. */
const IMPORT_LOCK = 0x72617465;

/** A deck that nobody sees yet. The client keeps a lock that tells the deck from one whose importer has died. */
export async function createRateDeck(
  client: pg.ClientBase,
  deck: { name: string; currency: string; namedOnly: boolean },
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `WITH next AS (SELECT nextval('rate_deck_id') AS id),
          held AS (SELECT id FROM next, pg_advisory_lock($4::int, id::int))
     INSERT INTO rate_deck (id, name, currency, named_only, state, rows)
     SELECT id, $1, $2, $3, 'loading', 0 FROM held
     RETURNING id::text`,
    [deck.name, deck.currency, deck.namedOnly, IMPORT_LOCK],
  );
  return rows[0]!.id;
}

export async function releaseRateDeck(client: pg.ClientBase, id: string): Promise<void> {
  await client.query("SELECT pg_advisory_unlock($1::int, $2::int)", [IMPORT_LOCK, id]);
}

/**
 * `before`: how many rows of the deck were written already. Nobody sees them before the deck is published, whose commit
 * waits until all of them are on the disk: each piece by itself would keep calls waiting for the disk a thousand times.
 */
export async function insertRateRows(
  client: pg.ClientBase,
  deck: string,
  before: number,
  rows: readonly DeckRow[],
): Promise<void> {
  await client.query({
    name: "insert-rate-rows",
    text: `WITH quickly AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
           INSERT INTO rate_row (id, service, prefix, destination, country, number_class, price_per_minute_picos,
             connection_fee_picos, initial_increment_seconds, increment_seconds, effective_from, effective_to, origin)
           SELECT $1::bigint + place, service, prefix, destination, country, number_class, price, fee, initial, increment,
             to_timestamp(starts / 1000), to_timestamp(ends / 1000), origin
           FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[],
             $9::smallint[], $10::smallint[], $11::float8[], $12::float8[], $13::text[]) WITH ORDINALITY
             AS t (service, prefix, destination, country, number_class, price, fee, initial, increment, starts, ends,
               origin, place), quickly`,
    values: [
      Number(deck) * ROW_ID_STEP + before,
      arrayLiteral(rows, (row) => row.service),
      arrayLiteral(rows, (row) => row.prefix),
      arrayLiteral(rows, (row) => row.destination),
      arrayLiteral(rows, (row) => row.country),
      arrayLiteral(rows, (row) => row.numberClass),
      arrayLiteral(rows, (row) => row.pricePerMinutePicos),
      arrayLiteral(rows, (row) => row.connectionFeePicos),
      arrayLiteral(rows, (row) => row.initialIncrementSeconds),
      arrayLiteral(rows, (row) => row.incrementSeconds),
      arrayLiteral(rows, (row) => row.effectiveFrom),
      arrayLiteral(rows, (row) => row.effectiveTo),
      arrayLiteral(rows, (row) => row.origin),
    ],
  });
}

/**
 * Makes the deck visible and ends the one that it replaces, and tells every process by the version, in one statement.
 * @returns the new version; undefined, and nothing done, where the deck to replace has been replaced meanwhile
 */
export async function publishRateDeck(
  client: pg.ClientBase,
  deck: { id: string; rows: number; effectiveFrom: number; replaces: string | null },
): Promise<number | undefined> {
  const { rows } = await client.query<{ version: bigint }>(
    `WITH ended AS (
       UPDATE rate_deck SET ended_at = to_timestamp($3::float8 / 1000), replaced_by = $1
       WHERE id = $4::bigint AND state = 'published' AND replaced_by IS NULL RETURNING id
     ), published AS (
       UPDATE rate_deck SET state = 'published', rows = $2, effective_from = to_timestamp($3::float8 / 1000)
       WHERE id = $1 AND ($4::bigint IS NULL OR EXISTS (SELECT FROM ended)) RETURNING id
     )
     UPDATE settings_version SET version = version + 1 WHERE name = 'rate-decks' AND EXISTS (SELECT FROM published)
     RETURNING version`,
    [deck.id, deck.rows, deck.effectiveFrom, deck.replaces],
  );
  return rows[0] && Number(rows[0].version);
}

/** Takes back a deck that was not published, with its rows. */
export async function removeRateDeck(client: pg.ClientBase, id: string): Promise<void> {
  await client.query(
    `WITH deck AS (DELETE FROM rate_deck WHERE id = $1 AND state = 'loading' RETURNING id)
     DELETE FROM rate_row USING deck
     WHERE rate_row.id BETWEEN deck.id * ${ROW_ID_STEP} AND deck.id * ${ROW_ID_STEP} + ${ROW_ID_STEP} - 1`,
    [id],
  );
}

/** Takes the locks of the loading decks whose importers are gone; they are this client's to remove. */
export async function lockAbandonedRateDecks(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ id: string; locked: boolean }>(
    `SELECT id::text, pg_try_advisory_lock($1::int, id::int) AS locked FROM rate_deck WHERE state = 'loading'`,
    [IMPORT_LOCK],
  );
  return rows.filter(({ locked }) => locked).map(({ id }) => id);
}

const HEADER = `id::text, name, currency, named_only AS "namedOnly", rows, effective_from AS "effectiveFrom",
  ended_at AS "endedAt", replaced_by::text AS "replacedBy", created_at AS "createdAt"`;

/** The version, and with it, in one snapshot, the published decks that did not end before `endedAfter` (ms). */
export async function readDecksInForce(
  pool: pg.Pool,
  endedAfter: number,
): Promise<{ version: number; decks: RateDeckHeader[] }> {
  const { rows } = await pool.query<{ version: bigint } & (RateDeckHeader | { id: null })>(
    `SELECT version, ${HEADER} FROM (SELECT version FROM settings_version WHERE name = 'rate-decks') AS current
     LEFT JOIN rate_deck ON state = 'published' AND (ended_at IS NULL OR ended_at > to_timestamp($1::float8 / 1000))
     ORDER BY rate_deck.id`,
    [endedAfter],
  );
  return { version: Number(rows[0]!.version), decks: rows.filter((row) => row.id !== null) };
}

/** Newest first, from before the deck `before`; of one currency or of all, for one organisation only those that price it. */
export async function listRateDecks(
  pool: pg.Pool,
  wanted: { currency: string | null; before: string | null; limit: number; organization?: string | null },
): Promise<RateDeckHeader[]> {
  const { rows } = await pool.query<RateDeckHeader>(
    `SELECT ${HEADER} FROM rate_deck d
     WHERE state = 'published' AND ($1::text IS NULL OR currency = $1) AND ($2::bigint IS NULL OR id < $2)
       AND ${isFor("$4")}
     ORDER BY d.id DESC LIMIT $3`,
    [wanted.currency, wanted.before, wanted.limit, wanted.organization ?? null],
  );
  return rows;
}

/** The published deck with this id, else the newest of this name; for one organisation only one that prices it. */
export async function readRateDeck(
  pool: pg.Pool | pg.ClientBase,
  idOrName: string,
  organization: string | null = null,
): Promise<RateDeckHeader | undefined> {
  const { rows } = await pool.query<RateDeckHeader>(
    `SELECT ${HEADER} FROM rate_deck d WHERE state = 'published' AND (id::text = $1 OR name = $1) AND ${isFor("$2")}
     ORDER BY (id::text = $1) DESC, d.id DESC LIMIT 1`,
    [idOrName, organization],
  );
  return rows[0];
}

/** Of deck `d`. */
const isFor = (organization: "$2" | "$4"): string =>
  `(${organization}::text IS NULL OR EXISTS (SELECT FROM organization o
     WHERE o.id = ${organization} AND ${pricesOrganization("d", "o")}))`;

/**
 * The condition that deck `d` prices the calls of organisation `o`: as decksFor in src/domain/rate-deck.ts, by currency,
 * and by the deck that the organisation names or whatever has replaced it.
 */
export const pricesOrganization = (d: string, o: string): string => `(${o}.currency = ${d}.currency AND
  CASE WHEN ${o}.rate_deck IS NULL THEN NOT ${d}.named_only ELSE EXISTS (
    WITH RECURSIVE before AS (SELECT id, name FROM rate_deck WHERE id = ${d}.id
      UNION SELECT r.id, r.name FROM rate_deck r JOIN before b ON r.replaced_by = b.id)
    SELECT FROM before WHERE ${o}.rate_deck IN (before.id::text, before.name)) END)`;

/** Of a currency, those that had not ended at that moment (ms), or have begun since. */
export async function readPriceListDecks(pool: pg.Pool, currency: string, at: number): Promise<RateDeckHeader[]> {
  const { rows } = await pool.query<RateDeckHeader>(
    `SELECT ${HEADER} FROM rate_deck WHERE state = 'published' AND currency = $1
       AND (ended_at IS NULL OR ended_at > to_timestamp($2::float8 / 1000)) ORDER BY rate_deck.id`,
    [currency, at],
  );
  return rows;
}

export interface CallsThere {
  organization: string;
  displayName: string;
  calls: number;
  /** Micro-units. */
  charge: bigint;
}

/** Who is priced by the deck, and what its calls to these countries were since then (ms, whole UTC days). */
export async function readCallsTo(
  pool: pg.Pool,
  asked: {
    deck: Pick<RateDeckHeader, "id">;
    countries: readonly string[];
    since: number;
    after: string | null;
    limit: number;
  },
): Promise<CallsThere[]> {
  const { deck, countries, since, after, limit } = asked;
  const { rows } = await pool.query<CallsThere>(
    `SELECT o.id AS organization, o.display_name AS "displayName", sum(u.calls)::int AS calls,
       sum(u.charge)::bigint AS charge
     FROM rate_deck d JOIN organization o ON ${pricesOrganization("d", "o")}
     JOIN usage_day u ON u.organization = o.id AND u.calls > 0 AND u.destination = ANY($2::text[])
       AND u.day >= (to_timestamp($3::float8 / 1000) AT TIME ZONE 'UTC')::date
     WHERE d.id = $1 AND ($4::text IS NULL OR o.id > $4) GROUP BY o.id, o.display_name ORDER BY o.id LIMIT $5`,
    [deck.id, countries, since, after, limit],
  );
  return rows;
}

/** Columns by place, since naming them in every row would double the time. */
type RateRowColumns = [
  string,
  string,
  string,
  string | null,
  string,
  bigint,
  bigint,
  number,
  number,
  number,
  number | null,
  string | null,
];

/** The next rows of a deck, in its order; `before`: how many were read already. A deck's rows are without gaps. */
export async function readRateRows(pool: pg.Pool, deck: string, before: number, limit: number): Promise<DeckRow[]> {
  const first = Number(deck) * ROW_ID_STEP + before + 1;
  const { rows } = await pool.query<RateRowColumns>({
    name: "read-rate-rows",
    text: `SELECT service, prefix, destination, country, number_class, price_per_minute_picos, connection_fee_picos,
             initial_increment_seconds, increment_seconds, (extract(epoch FROM effective_from) * 1000)::float8,
             (extract(epoch FROM effective_to) * 1000)::float8, origin
           FROM rate_row WHERE id BETWEEN $1 AND $2 ORDER BY id`,
    values: [first, Math.min(first + limit - 1, (Number(deck) + 1) * ROW_ID_STEP - 1)],
    rowMode: "array",
  });
  return rows.map((row) => ({
    service: row[0] as Service,
    prefix: row[1],
    destination: row[2],
    country: row[3],
    numberClass: row[4],
    pricePerMinutePicos: row[5],
    connectionFeePicos: row[6],
    initialIncrementSeconds: row[7],
    incrementSeconds: row[8],
    effectiveFrom: row[9],
    effectiveTo: row[10],
    origin: row[11],
  }));
}

/** In which some deck that is for everybody is in force at that moment (epoch ms); sorted. */
export async function listPublicCurrencies(pool: pg.Pool, now: number): Promise<string[]> {
  const { rows } = await pool.query<{ currency: string }>(
    `SELECT DISTINCT currency FROM rate_deck WHERE state = 'published' AND NOT named_only AND effective_from <= $1
       AND (ended_at IS NULL OR ended_at > $1) ORDER BY currency`,
    [timestamp(now)],
  );
  return rows.map(({ currency }) => currency);
}
