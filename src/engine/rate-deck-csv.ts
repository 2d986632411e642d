/**
 * Rate decks as CSV (contract.md, "Rate deck CSV"): UTF-8 with or without BOM, RFC 4180, columns in any order. No field
 * of a deck may hold a line break, so that every line is a row and one bad line spoils none of those after it: the
 * reader goes on to the end and names them all.
 */
import { isUtf8 } from "node:buffer";
import { type Wrong, wrong } from "../domain/fault.ts";
import { type DeckRow, HIGHEST_PRICE_PICOS, MOST_ROWS, type Service, SERVICES } from "../domain/rate-deck.ts";
import { formatPicos, parsePicos, type Picos } from "../domain/money.ts";

const REQUIRED = [
  "service",
  "prefix",
  "destination",
  "country",
  "number_class",
  "price_per_minute",
  "connection_fee",
  "initial_increment_seconds",
  "increment_seconds",
  "effective_from",
  "effective_to",
] as const;
type Column = (typeof REQUIRED)[number] | "origin";
const COLUMNS: readonly Column[] = [...REQUIRED, "origin"];

export interface DeckError extends Wrong {
  /** Of the file, from 1. */
  line: number;
  /** Null where it is the line as a whole. */
  column: string | null;
}

/** So many errors are told; they are counted to the end. */
export const MOST_ERRORS = 1000;
const LONGEST_LINE = 16_384;
const LONGEST_TEXT = 200;

/** Reads a deck piece by piece, so that nobody has to hold it as a whole. */
export class RateDeckReader {
  readonly errors: DeckError[] = [];
  errorCount = 0;
  rows = 0;
  /** The earliest `effective_from`, milliseconds since 1970. */
  effectiveFrom = Infinity;
  #line = 0;
  #rest: Uint8Array = new Uint8Array();
  /** Where each column stands; undefined before the header, null when the header is of no use. */
  #places: Map<Column, number> | null | undefined;
  /** Of each (service, origin, effective_from) the prefixes with the line that they were on first. */
  readonly #seen = new Map<string, Map<number, number>>();

  /** The good rows of the lines that end in this piece of the file. */
  read(bytes: Uint8Array): DeckRow[] {
    const end = bytes.lastIndexOf(10) + 1;
    const whole = Buffer.concat([this.#rest, bytes.subarray(0, end)]);
    this.#rest = end > 0 ? bytes.slice(end) : Buffer.concat([this.#rest, bytes]);
    if (this.#rest.length > LONGEST_LINE) {
      this.#fail(this.#line + 1, null, wrong("LINE_TOO_LONG", { count: LONGEST_LINE }));
      this.#rest = new Uint8Array();
    }
    return end > 0 ? this.#readLines(whole.subarray(0, -1)) : [];
  }

  /** The last row where the file does not end with a line break; and what can be said only at the end. */
  end(): DeckRow[] {
    const rows = this.#rest.length > 0 ? this.#readLines(this.#rest) : [];
    if (this.#places === undefined) this.#fail(1, null, wrong("FILE_EMPTY"));
    else if (this.rows === 0 && this.errorCount === 0) this.#fail(this.#line, null, wrong("FILE_WITHOUT_ROWS"));
    return rows;
  }

  #readLines(bytes: Uint8Array): DeckRow[] {
    const valid = isUtf8(bytes);
    const rows: DeckRow[] = [];
    for (const text of Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8").split("\n")) {
      this.#line++;
      const line = text.endsWith("\r") ? text.slice(0, -1) : text;
      // Decoding puts U+FFFD where the bytes are no UTF-8; a line that held one to begin with is no loss.
      if (!valid && line.includes("\uFFFD")) {
        this.#fail(this.#line, null, wrong("NOT_UTF8"));
        this.#places ??= null;
      } else if (this.#places === undefined) this.#places = this.#readHeader(line.replace(/^\uFEFF/, ""));
      else if (line !== "" && this.#places) {
        const row = this.#readRow(line, this.#places);
        if (row) rows.push(row);
      }
    }
    return rows;
  }

  #readHeader(line: string): Map<Column, number> | null {
    const names = splitLine(line) ?? [];
    const known = (name: string): name is Column => COLUMNS.includes(name as Column);
    for (const name of new Set(names)) {
      if (!known(name)) this.#fail(1, name, wrong("NO_COLUMN", { list: COLUMNS.join(", ") }));
      else if (names.indexOf(name) !== names.lastIndexOf(name)) this.#fail(1, name, wrong("COLUMN_TWICE"));
    }
    for (const name of REQUIRED) if (!names.includes(name)) this.#fail(1, name, wrong("COLUMN_MISSING"));
    return this.errorCount > 0 ? null : new Map(names.filter(known).map((name, place) => [name, place]));
  }

  #readRow(line: string, places: Map<Column, number>): DeckRow | undefined {
    const before = this.errorCount;
    const fields = splitLine(line);
    if (!fields) return this.#fail(this.#line, null, wrong("QUOTES"));
    if (fields.length !== places.size)
      return this.#fail(this.#line, null, wrong("FIELD_COUNT", { count: fields.length, wanted: places.size }));
    const at = (column: Column): string => fields[places.get(column)!]!;
    const check = <T>(column: Column, read: (text: string) => T | Problem): T => {
      const value = read(at(column));
      if (value instanceof Problem) this.#fail(this.#line, column, value.what);
      return value as T; // what is wrong here makes the row go no further
    };
    const row: DeckRow = {
      service: check("service", readService),
      prefix: check("prefix", readPrefix),
      destination: check("destination", (text) => (text === "" ? new Problem(wrong("REQUIRED")) : readLabel(text))),
      country: check("country", readCountry),
      numberClass: check("number_class", readLabel),
      pricePerMinutePicos: check("price_per_minute", readPrice),
      connectionFeePicos: check("connection_fee", readPrice),
      initialIncrementSeconds: check("initial_increment_seconds", readIncrement),
      incrementSeconds: check("increment_seconds", readIncrement),
      effectiveFrom: check("effective_from", readInstant),
      effectiveTo: check("effective_to", (text) => (text === "" ? null : readInstant(text))),
      origin: places.has("origin") ? check("origin", readCountry) : null,
    };
    if (this.errorCount > before) return undefined;
    if (row.effectiveTo !== null && row.effectiveTo <= row.effectiveFrom)
      return this.#fail(this.#line, "effective_to", wrong("NOT_AFTER_START"));
    const first = this.#firstSeen(row);
    if (first !== this.#line) return this.#fail(this.#line, "prefix", wrong("ROW_TWICE", { line: first }));
    if (++this.rows === MOST_ROWS + 1) this.#fail(this.#line, null, wrong("FILE_TOO_LONG", { count: MOST_ROWS }));
    this.effectiveFrom = Math.min(this.effectiveFrom, row.effectiveFrom);
    return row;
  }

  #firstSeen(row: DeckRow): number {
    const group = `${row.service} ${row.origin} ${row.effectiveFrom}`;
    const lines = this.#seen.get(group) ?? new Map<number, number>();
    if (lines.size === 0) this.#seen.set(group, lines);
    const prefix = Number(row.prefix);
    const first = lines.get(prefix);
    if (first === undefined) lines.set(prefix, this.#line);
    return first ?? this.#line;
  }

  #fail(line: number, column: string | null, what: Wrong): undefined {
    this.errorCount++;
    if (this.errors.length < MOST_ERRORS) this.errors.push({ line, column, ...what });
  }
}

class Problem {
  readonly what: Wrong;
  constructor(what: Wrong) {
    this.what = what;
  }
}

/** The fields of a line by RFC 4180; undefined where its quotes are wrong. */
function splitLine(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(",");
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  const fields: string[] = [];
  for (;;) {
    const match = field.exec(line);
    if (!match) return undefined;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === "") return fields;
  }
}

const quote = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

const readService = (text: string): Service | Problem =>
  SERVICES.find((service) => service === text) ?? new Problem(wrong("NOT_ONE_OF", { list: SERVICES.join(", ") }));

const readPrefix = (text: string): string | Problem =>
  /^[1-9]\d{0,14}$/.test(text) ? text : new Problem(wrong("NOT_A_PREFIX", { text: quote(text) }));

function readLabel(text: string): string | Problem {
  if (text.length > LONGEST_TEXT) return new Problem(wrong("TOO_LONG", { count: LONGEST_TEXT }));
  return /\p{Cc}/u.test(text) ? new Problem(wrong("CONTROL_CHARACTER")) : text;
}

function readPrice(text: string): Picos | Problem {
  const picos = parsePicos(text);
  if (picos === undefined || picos < 0n) return new Problem(wrong("NOT_A_PRICE", { text: quote(text) }));
  return picos > HIGHEST_PRICE_PICOS
    ? new Problem(wrong("TOO_LARGE", { most: formatPicos(HIGHEST_PRICE_PICOS) }))
    : picos;
}

function readIncrement(text: string): number | Problem {
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return seconds >= 1 && seconds <= 3600 ? seconds : new Problem(wrong("NOT_SECONDS", { text: quote(text) }));
}

/** What the runtime's region names hold and are no countries: groups, pseudo-locales, the unknown. */
const NO_COUNTRIES = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);
const regionNames = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const countries = new Map<string, boolean>();

function readCountry(text: string): string | null | Problem {
  if (text === "") return null;
  let known = countries.get(text);
  if (known === undefined) {
    // Names that are only aliases (UK for GB) would never match a caller's country.
    known = /^[A-Z]{2}$/.test(text) && !NO_COUNTRIES.has(text) && regionNames.of(text) !== undefined;
    known &&= new Intl.Locale("und", { region: text }).toString() === `und-${text}`;
    if (countries.size < 1000) countries.set(text, known);
  }
  return known ? text : new Problem(wrong("NOT_A_COUNTRY", { text: quote(text) }));
}

const INSTANT =
  /^\d{4}-(\d\d)-(\d\d)(?:[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;

/** A date (00:00 UTC) or an RFC 3339 time, in milliseconds since 1970. */
function readInstant(text: string): number | Problem {
  const match = INSTANT.exec(text);
  // Date takes 31 June for 1 July; the day by itself tells.
  const day = match && new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const sound = day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
  return sound ? Date.parse(text.toUpperCase().replace(" ", "T")) : new Problem(wrong("NOT_A_DATE_OR_TIME"));
}

const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csvInstant = (at: number | null): string => (at === null ? "" : new Date(at).toISOString().replace(".000Z", "Z"));

export const CSV_HEADER = `${COLUMNS.join(",")}\r\n`;

/** A row as `RateDeckReader` reads it, in the order of CSV_HEADER. */
export const csvLine = (row: DeckRow): string =>
  [
    row.service,
    row.prefix,
    csvField(row.destination),
    row.country ?? "",
    csvField(row.numberClass),
    formatPicos(row.pricePerMinutePicos),
    formatPicos(row.connectionFeePicos),
    row.initialIncrementSeconds,
    row.incrementSeconds,
    csvInstant(row.effectiveFrom),
    csvInstant(row.effectiveTo),
    row.origin ?? "",
  ].join(",") + "\r\n";
