/**
 * Takes a rate deck from a CSV file, all or nothing: its rows are written in pieces to a deck that nobody sees, and the
 * deck is published when the last line was good. Between pieces it pauses, so that calls do not wait.
 */
import { wrong } from "../domain/fault.ts";
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
import { invalidQuery, Refused } from "./refused.ts";
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

export interface RateDeckImported {
  id: string;
  rows: number;
  /** Milliseconds since 1970. */
  effectiveFrom: number;
}

/**
 * Nothing of the deck is left when this throws.
 * @throws Refused INVALID_RATE_DECK with `{line, column, message}` of every bad line (the first 1,000; `errorCount` is
 *   of all); UNKNOWN_RATE_DECK, CURRENCY_MISMATCH or INVALID_REQUEST for a deck that cannot be replaced
 */
export async function importRateDeck(pool: Pool, book: RateBook, deck: RateDeckImport): Promise<RateDeckImported> {
  const replaced = deck.replaces === null ? null : await deckToReplace(pool, deck.replaces, deck.currency);
  const client = await pool.connect();
  let broken = true;
  try {
    const id = await createRateDeck(client, deck);
    let version: number | undefined;
    try {
      const reader = await writeRows(client, id, deck.csv, book.rest);
      const { errors, errorCount, rows, effectiveFrom } = reader;
      if (errorCount > 0) throw badRows(errors, errorCount);
      await book.prepare(id, rows);
      version = await publishRateDeck(client, { id, rows, effectiveFrom, replaces: replaced?.id ?? null });
      if (version === undefined) throw replacedAlready(deck.replaces, "meanwhile");
      await book.refresh(version);
      return { id, rows, effectiveFrom };
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
async function writeRows(
  client: PoolClient,
  id: string,
  csv: AsyncIterable<Uint8Array>,
  rest: () => Promise<void>,
): Promise<RateDeckReader> {
  const reader = new RateDeckReader();
  const write = async (read: () => DeckRow[]): Promise<void> => {
    const before = reader.rows;
    const rows = read();
    if (reader.errorCount === 0 && rows.length > 0) await insertRateRows(client, id, before, rows);
  };
  for await (const piece of piecesOf(csv)) {
    await write(() => reader.read(piece));
    await rest();
  }
  await write(() => reader.end());
  return reader;
}

export async function deckToReplace(pool: Pool, replaces: string, currency: string): Promise<{ id: string }> {
  const replaced = await readRateDeck(pool, replaces);
  if (!replaced) throw new Refused("UNKNOWN_RATE_DECK", `There is no rate deck ${replaces} to replace.`);
  if (replaced.currency !== currency)
    throw new Refused("CURRENCY_MISMATCH", `Rate deck ${replaces} is in ${replaced.currency}, not in ${currency}.`);
  if (replaced.replacedBy !== null) throw replacedAlready(replaces, `by rate deck ${replaced.replacedBy}`);
  return replaced;
}

function replacedAlready(replaces: string | null, how: string): Refused {
  const message = `Rate deck ${replaces} was replaced ${how}.`;
  return invalidQuery("/replaces", wrong("DECK_REPLACED", { name: String(replaces) }, message));
}

export function badRows(errors: readonly DeckError[], errorCount: number): Refused {
  const { line, column, message } = errors[0]!;
  const first = `line ${line}${column === null ? "" : `, ${column}`}: ${message}`;
  const faults = errors.map((error) => ({
    in: "body" as const,
    pointer: error.column === null ? `/${error.line}` : `/${error.line}/${error.column}`,
    ...error,
  }));
  return new Refused("INVALID_RATE_DECK", `Nothing was imported. Mistakes: ${errorCount}. The first: ${first}`, {
    errors: faults,
    errorCount,
  });
}

/** What came in one piece, such as a whole file in memory, in pieces that are soon read. */
export async function* piecesOf(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
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
