/**
 * The rate decks in memory, for look-ups without a round trip. A published deck never changes, so that a refresh loads
 * only decks that are new, piece by piece beside the calls, and changes to the new set at once.
 */
import { setImmediate } from "node:timers/promises";
import { DeckIndex } from "../domain/deck-index.ts";
import { decksFor, lookup, type RateDeck, type RateQuery, type RateRow } from "../domain/rate-deck.ts";
import { type Pool, type RateDeckHeader, readDecksInForce, readRateRows } from "../postgres/rate-decks.ts";

/** So long decks that were replaced are kept, for calls that are told of late. */
const KEPT_MS = 45 * 86_400_000;
/** A piece is a millisecond or two of work between two turns of the event loop. */
const ROWS_A_PIECE = 300;

export class RateBook {
  readonly rest: () => Promise<void>;
  readonly #pool: Pool;
  readonly #now: () => number;
  #version: number | undefined;
  #decks = new Map<string, RateDeck>();
  /** The decks of an organisation, by currency and the deck that it names. */
  readonly #chosen = new Map<string, RateDeck[]>();
  readonly #prepared = new Map<string, DeckIndex>();
  #loading: Promise<void> | undefined;

  /** `rest`: what long work waits for between its pieces, for calls to have their turn. */
  constructor(pool: Pool, now: () => number, rest: () => Promise<void> = setImmediate) {
    this.#pool = pool;
    this.#now = now;
    this.rest = rest;
  }

  /** Of `settings_version`; undefined before the first refresh. */
  get version(): number | undefined {
    return this.#version;
  }

  /** The row that prices the call; undefined: there is no rate. `rateDeck`: id or name of the one deck to use. */
  find(query: RateQuery & { currency: string; rateDeck: string | null }): RateRow | undefined {
    const key = query.rateDeck === null ? query.currency : `${query.currency} ${query.rateDeck}`;
    let decks = this.#chosen.get(key);
    if (!decks) {
      const all = [...this.#decks.values()].filter((deck) => deck.currency === query.currency);
      this.#chosen.set(key, (decks = decksFor(all, query.rateDeck)));
    }
    return lookup(decks, query);
  }

  /** Ends when the decks of this version or newer are in use. Until then `find` goes on with those before. */
  async refresh(version = 0): Promise<void> {
    while (this.#version === undefined || this.#version < version)
      await (this.#loading ??= this.#load().finally(() => (this.#loading = undefined)));
  }

  /** Loads a deck that is about to be published, so that the refresh after it finds it in memory. */
  async prepare(id: string, rows: number): Promise<void> {
    this.#prepared.set(id, await this.#loadIndex(id, rows));
  }

  /** Drops what was prepared for a deck that is not published after all. */
  forget(id: string): void {
    this.#prepared.delete(id);
  }

  /** A published deck, also one that is not used any more: from memory where it is there. */
  async deck(header: RateDeckHeader): Promise<RateDeck> {
    const index = this.#decks.get(header.id)?.index ?? (await this.#loadIndex(header.id, header.rows));
    return { ...header, index };
  }

  async #load(): Promise<void> {
    const { version, decks } = await readDecksInForce(this.#pool, this.#now() - KEPT_MS);
    const loaded = new Map<string, RateDeck>();
    for (const { id, rows, ...header } of decks) {
      const index = this.#decks.get(id)?.index ?? this.#prepared.get(id) ?? (await this.#loadIndex(id, rows));
      this.#prepared.delete(id);
      loaded.set(id, { id, ...header, index });
    }
    this.#decks = loaded;
    this.#chosen.clear();
    this.#version = version;
  }

  async #loadIndex(id: string, rows: number): Promise<DeckIndex> {
    const index = new DeckIndex(rows);
    while (index.length < rows) {
      const piece = await readRateRows(this.#pool, id, index.length, ROWS_A_PIECE);
      if (piece.length === 0) throw new Error(`Rate deck ${id} has ${index.length} rows of ${rows}`);
      for (const row of piece) index.add(row);
      // At the start there are no calls yet: they wait for the decks.
      if (this.#version !== undefined) await this.rest();
    }
    return index;
  }
}
