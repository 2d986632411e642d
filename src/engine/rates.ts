/** Reading prices: the rate decks there are, a deck as CSV, and the rate that a call would have. */
import type { RateRow, Service } from "../domain/rate-deck.ts";
import { type Tariff, tariffOfRow } from "../domain/rating.ts";
import { parseDialled, parseNumber, ratingDigits, type Unreadable } from "../numbering/parse.ts";
import { readOrganizations } from "../postgres/directory.ts";
import { listRateDecks, type Pool, type RateDeckHeader, readRateDeck, readRateRows } from "../postgres/rate-decks.ts";
import type { Engine } from "./engine.ts";
import { CSV_HEADER, csvLine } from "./rate-deck-csv.ts";
import { invalidQuery, Refused } from "./refused.ts";

export type { RateDeckHeader } from "../postgres/rate-decks.ts";
export const listDecks = listRateDecks;

const ROWS_A_PIECE = 1000;

/**
 * For an organisation, those alone that price its calls: what others are charged is not for it to know.
 * @throws Refused UNKNOWN_RATE_DECK
 */
export async function deckOf(
  pool: Pool,
  idOrName: string,
  organization: string | null = null,
): Promise<RateDeckHeader> {
  const deck = await readRateDeck(pool, idOrName, organization);
  if (!deck) throw new Refused("UNKNOWN_RATE_DECK", `There is no rate deck ${idOrName}.`);
  return deck;
}

/** The deck as a file that can be imported again, piece by piece. */
export async function* deckCsv(pool: Pool, { id, rows }: RateDeckHeader): AsyncGenerator<string> {
  yield CSV_HEADER;
  for (let before = 0; before < rows; before += ROWS_A_PIECE)
    yield (await readRateRows(pool, id, before, ROWS_A_PIECE)).map(csvLine).join("");
}

export interface RateAsked {
  organization: string;
  service: Service;
  /** As a switch would send them. */
  to: string;
  from: string | null;
  /** Milliseconds since 1970. */
  at: number;
}

export interface RateFound {
  currency: string;
  row: RateRow;
  tariff: Tariff;
}

/**
 * Undefined: there is no rate.
 * @throws Refused UNKNOWN_ORGANIZATION, or INVALID_REQUEST for what is no number
 */
export async function findRate({ pool, rates }: Engine, asked: RateAsked): Promise<RateFound | undefined> {
  const [organization] = await readOrganizations(pool, [asked.organization]);
  if (!organization) throw new Refused("UNKNOWN_ORGANIZATION", `There is no organisation ${asked.organization}.`);
  const { country, currency, rateDeck } = organization;
  const to = readable(parseDialled(asked.to, { country }), "/to");
  const from = asked.from === null ? null : readable(parseNumber(asked.from, { country }), "/from");
  const { service, at } = asked;
  const row = rates.find({ currency, rateDeck, service, digits: ratingDigits(to), origin: from?.country ?? null, at });
  return row && { currency, row, tariff: tariffOfRow(row) };
}

function readable<T extends object>(number: T | Unreadable, pointer: string): T {
  if (!("error" in number)) return number;
  throw invalidQuery(pointer, { code: "NOT_A_PHONE_NUMBER", message: number.error });
}
