/**
 * Users as CSV (RFC 4180, UTF-8): columns named as the fields of a user, in any order; lists are separated by
 * semicolons. A cell that a spreadsheet would take for a formula is written with an apostrophe before it, which is
 * taken off again when it is read: what was exported is imported as it was.
 */
import { isUtf8 } from "node:buffer";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { CsvError, parse } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import { type Wrong, wrong } from "../domain/fault.ts";
import type { UserDetails } from "../engine/provision-user.ts";
import { roleNames } from "../engine/roles.ts";
import { badLines, type ImportLine, type LineFault } from "../engine/user-import.ts";
import type { Fault } from "../engine/refused.ts";
import { faultsOf } from "./faults.ts";
import { principalName, userBody } from "./user-body.ts";

const KEY = "userPrincipalName";
const LISTS = ["aliases", "roles", "licenses"];
const COLUMNS = [
  KEY,
  "displayName",
  "kind",
  "usageLocation",
  "objectId",
  "aliases",
  "mail",
  "alternateMail",
  "preferredLanguage",
  "roles",
  "licenses",
  "costCenter",
  "dialOutPolicy",
] as const satisfies readonly (typeof KEY | keyof typeof userBody.shape)[];
type Column = (typeof COLUMNS)[number];

/** Empty means none; of the others an empty cell says nothing. */
const MAY_BE_EMPTY: readonly string[] = ["mail", "alternateMail", "preferredLanguage", "costCenter", "dialOutPolicy"];

const MOST_FAULTS = 1000;
const BYTES_A_PIECE = 65_536;

/** @throws Refused INVALID_CSV that names every line that is no user by itself */
export async function readUserFile(file: Uint8Array): Promise<ImportLine[]> {
  refuseUnreadable(file);
  const lines: ImportLine[] = [];
  const faults: LineFault[] = [];
  let header: readonly Column[] | undefined;
  for await (const { line, cells } of recordsOf(file)) {
    if (!header) header = readHeader(line, cells);
    else if (cells.length !== header.length)
      faults.push({ line, column: null, ...wrong("FIELD_COUNT", { count: cells.length, wanted: header.length }) });
    else {
      const read = readLine(header, cells);
      if ("faults" in read) faults.push(...read.faults.map((fault) => ({ line, ...fault })));
      else lines.push({ line, ...read });
    }
  }
  if (!header) throw badLines([{ line: 1, column: null, ...wrong("FILE_EMPTY") }], 1);
  if (faults.length > 0) throw badLines(faults.slice(0, MOST_FAULTS), faults.length);
  return lines;
}

/** @throws Refused INVALID_CSV for what is not UTF-8, with the first line that is not */
function refuseUnreadable(file: Uint8Array): void {
  if (isUtf8(file)) return;
  const utf16 = (file[0] === 0xff && file[1] === 0xfe) || (file[0] === 0xfe && file[1] === 0xff);
  let line = 1;
  for (let at = 0; !utf16; line++) {
    const end = file.indexOf(0x0a, at);
    if (!isUtf8(file.subarray(at, end < 0 ? undefined : end)) || end < 0) break;
    at = end + 1;
  }
  const what = utf16 ? "The file is UTF-16." : "Not UTF-8 from here on.";
  throw badLines([{ line, column: null, code: "NOT_UTF8", message: `${what} Save it as CSV in UTF-8.` }], 1);
}

/** The rows with their lines; between pieces the event loop turns, so that calls do not wait. */
async function* recordsOf(file: Uint8Array): AsyncGenerator<{ line: number; cells: string[] }> {
  const parser = Readable.from(piecesOf(file)).pipe(
    parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  try {
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: string[] }>)
      yield { line: info.lines, cells: record };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error["lines"] ?? 1);
    throw badLines([{ line, column: null, ...wrong("QUOTES") }], 1);
  }
}

async function* piecesOf(file: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += BYTES_A_PIECE) {
    yield file.subarray(at, at + BYTES_A_PIECE);
    await setImmediate();
  }
}

function readHeader(line: number, cells: readonly string[]): Column[] {
  const faults: LineFault[] = [];
  const names = cells.map((cell) => cell.trim());
  for (const [index, name] of names.entries()) {
    const known = COLUMNS.some((column) => column === name);
    const hint = name.includes(";") ? "Separate the columns by commas." : `They are ${COLUMNS.join(", ")}.`;
    if (!known)
      faults.push({
        line,
        column: name,
        ...wrong("NO_COLUMN", { list: COLUMNS.join(", ") }, `There is no column ${JSON.stringify(name)}. ${hint}`),
      });
    else if (names.indexOf(name) < index) faults.push({ line, column: name, ...wrong("COLUMN_TWICE") });
  }
  if (!names.includes(KEY)) faults.push({ line, column: KEY, ...wrong("COLUMN_MISSING") });
  if (faults.length > 0) throw badLines(faults, faults.length);
  return names as Column[];
}

type Read = Pick<ImportLine, "userPrincipalName" | "change"> | { faults: Omit<LineFault, "line">[] };

function readLine(header: readonly Column[], cells: readonly string[]): Read {
  const values: Record<string, unknown> = {};
  let name = "";
  for (const [index, column] of header.entries()) {
    const cell = withoutApostrophe(cells[index]!.trim());
    if (column === KEY) name = cell;
    else values[column] = valueOf(column, cell);
  }
  const user = principalName.safeParse(name);
  const change = userBody.safeParse(values);
  if (user.success && change.success) return { userPrincipalName: user.data, change: change.data };
  return {
    faults: [
      ...faultsOf(user.error?.issues ?? [], "body", name).map((fault) => ({ ...whatOf(fault), column: KEY })),
      ...faultsOf(change.error?.issues ?? [], "body", values).map((fault) => ({
        ...whatOf(fault),
        column: fault.pointer.split("/")[1] ?? null,
      })),
    ],
  };
}

const whatOf = ({ in: _part, pointer: _pointer, ...what }: Fault): Wrong => what;

function valueOf(column: Column, cell: string): string | string[] | null | undefined {
  if (LISTS.includes(column)) return listOf(cell);
  if (cell !== "") return cell;
  return MAY_BE_EMPTY.includes(column) ? null : undefined;
}

/** A semicolon inside of an item has a backslash before it, and so has a backslash. */
const listOf = (cell: string): string[] =>
  [...cell.matchAll(/(?:\\.|[^;\\]|\\$)+/g)]
    .map(([item]) => item.trim().replace(/\\(.)/g, "$1"))
    .filter((item) => item !== "");
const listCell = (items: readonly string[]): string => items.map((item) => item.replace(/[\\;]/g, "\\$&")).join(";");

/** What a spreadsheet calculates when it opens the file (OWASP, CSV injection). */
const withoutApostrophe = (cell: string): string => cell.replace(/^'(?='*[=+\-@])/, "");
const withApostrophe = (cell: string): string => (/^'*[=+\-@]/.test(cell) ? `'${cell}` : cell);

const CRLF = { record_delimiter: "windows" } as const;

/** The users as a file that `readUserFile` reads. A byte order mark makes Excel read it as UTF-8. */
export async function* userFile(users: AsyncIterable<UserDetails[]>, mark: boolean): AsyncGenerator<string> {
  yield (mark ? "\u{feff}" : "") + stringify([[...COLUMNS]], CRLF);
  for await (const some of users) yield stringify(some.map(cellsOf), CRLF);
}

function cellsOf(user: UserDetails): string[] {
  const shown: UserDetails = { ...user, roles: roleNames(user.roles) };
  return COLUMNS.map((column) => {
    const value = shown[column];
    return withApostrophe(Array.isArray(value) ? listCell(value) : (value ?? ""));
  });
}
