/**
 * Takes a rate deck from a CSV file, all or nothing: its rows are written in pieces to a deck that nobody sees, and the
 * deck is published when the last line was good. Between pieces the event loop turns, so that calls do not wait.
 */
import { setImmediate } from "node:timers/promises";
import type { DeckRow } from "../domain/rate-deck.ts";
import {
  createRateDeck,
  insertRateRows,
  lockAbandonedRateDecks,
  type Pool,
  type PoolClient,
  publishRateDeck,
  readRateDeck,
  releaseRateDeck,
  removeRateDeck,
} from "../postgres/rate-decks.ts";
import type { RateBook } from "./rate-book.ts";
import { type DeckError, RateDeckReader } from "./rate-deck-csv.ts";

/** Some 200 rows, a millisecond or two of work. */
const BYTES_A_PIECE = 16_384;

export interface RateDeckImport {
  name: string;
  /** ISO 4217. */
  currency: string;
  /** Id or name of the deck that ends where this one begins. */
  replaces: string | null;
  /** Only for organisations that name it. */
  namedOnly: boolean;
  csv: AsyncIterable<Uint8Array>;
}

export type RateDeckImported =
  | { state: "published"; id: string; rows: number; effectiveFrom: number }
  | { state: "bad-rows"; errors: DeckError[]; errorCount: number }
  | { state: "nothing-to-replace"; reason: string };

/** @throws whatever the file's source or the database throws; nothing of the deck is left then */
export async function importRateDeck(pool: Pool, book: RateBook, deck: RateDeckImport): Promise<RateDeckImported> {
  const replaced = deck.replaces === null ? undefined : await readRateDeck(pool, deck.replaces);
  if (deck.replaces !== null) {
    const reason = whyNotReplaceable(replaced, deck);
    if (reason !== undefined) return { state: "nothing-to-replace", reason };
  }
  const client = await pool.connect();
  let broken = true;
  try {
    const id = await createRateDeck(client, deck);
    let version: number | undefined;
    try {
      const reader = await writeRows(client, id, deck.csv);
      const { errors, errorCount, rows, effectiveFrom } = reader;
      if (errorCount > 0) return { state: "bad-rows", errors, errorCount };
      await book.prepare(id, rows);
      version = await publishRateDeck(client, { id, rows, effectiveFrom, replaces: replaced?.id ?? null });
      if (version === undefined)
        return { state: "nothing-to-replace", reason: `${deck.replaces} was replaced meanwhile` };
      await book.refresh(version);
      return { state: "published", id, rows, effectiveFrom };
    } finally {
      if (version === undefined) {
        book.forget(id);
        await removeRateDeck(client, id);
      }
      await releaseRateDeck(client, id);
      broken = false;
    }
  } finally {
    client.release(broken);
  }
}

/** Writes the rows up to the first bad line, and reads on to find all others that are bad. */
async function writeRows(client: PoolClient, id: string, csv: AsyncIterable<Uint8Array>): Promise<RateDeckReader> {
  const reader = new RateDeckReader();
  const write = async (read: () => DeckRow[]): Promise<void> => {
    const before = reader.rows;
    const rows = read();
    if (reader.errorCount === 0 && rows.length > 0) await insertRateRows(client, id, before, rows);
  };
  for await (const piece of piecesOf(csv)) {
    await write(() => reader.read(piece));
    await setImmediate();
  }
  await write(() => reader.end());
  return reader;
}

function whyNotReplaceable(
  replaced: { currency: string; replacedBy: string | null } | undefined,
  { currency, replaces }: RateDeckImport,
): string | undefined {
  if (!replaced) return `There is no rate deck ${replaces}`;
  if (replaced.currency !== currency) return `Rate deck ${replaces} is in ${replaced.currency}, not ${currency}`;
  if (replaced.replacedBy !== null) return `Rate deck ${replaces} was replaced by rate deck ${replaced.replacedBy}`;
  return undefined;
}

/** What came in one piece, such as a whole file in memory, in pieces that are soon read. */
async function* piecesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const bytes of source)
    for (let at = 0; at < bytes.length; at += BYTES_A_PIECE) yield bytes.subarray(at, at + BYTES_A_PIECE);
}

/** Removes what importers left that were killed. Decks that are being imported right now, also elsewhere, stay. */
export async function removeAbandonedRateDecks(pool: Pool): Promise<number> {
  const client = await pool.connect();
  let broken = true;
  try {
    const abandoned = await lockAbandonedRateDecks(client);
    for (const id of abandoned) {
      await removeRateDeck(client, id);
      await releaseRateDeck(client, id);
    }
    broken = false;
    return abandoned.length;
  } finally {
    client.release(broken);
  }
}
