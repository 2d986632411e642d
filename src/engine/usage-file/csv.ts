/** Call records as CSV: Teams' own exports and any carrier's, row by row. */
import { CALL_TYPES, type NumberKind, OLDER_CALL_TYPES } from "../../domain/call-type.ts";
import { completeMapping, CURRENCIES, type FullMapping, guessDelimiter, lacking, type Meaning } from "./columns.ts";
import { CsvRecords, LONGEST_RECORD, type Raw } from "./records.ts";
import {
  type Columns,
  faultOf,
  identityOf,
  type ImportedRow,
  type ReadOptions,
  type RefusedRow,
  type RowBatch,
  UnreadableFile,
} from "./row.ts";
import { encodingOf, type Source, textOf } from "./text.ts";
import { readAmount, readDuration, readMoment } from "./values.ts";

/** Rows that a mapping is guessed from. */
const SAMPLE = 1000;

export type CsvBatch = RowBatch & Columns;

/**
 * In batches as the text comes.
 * @throws UnreadableFile for a file that is no CSV, that no encoding fits, or whose columns tell too little
 */
export async function* readCsv(
  source: Source,
  { mapping: given = {}, timeZone = "UTC", latest }: Omit<ReadOptions, "name">,
): AsyncGenerator<CsvBatch> {
  const encoding = given.encoding ?? (await encodingOf(source));
  const text = textOf(source, encoding);
  const [head, rest] = await firstLine(text);
  if (/^[^\n]*\r[^\n]+$/.test(head))
    throw new UnreadableFile(
      `${source.name} ends its lines with CR alone, as old Macintoshes did. Save it with line ends of Windows or Unix.`,
    );
  const delimiter = given.delimiter ?? guessDelimiter(head);
  let header: string[] | undefined;
  let columns: Columns | undefined;
  let reader: RowReader | undefined;
  let sample: Raw[] = [];
  const settle = (): RowReader => {
    const mapping = completeMapping(
      { ...given, encoding, delimiter },
      header!,
      sample.map(({ fields }) => fields),
      timeZone,
    );
    columns = { header: header!, mapping };
    const why = lacking(mapping, header!);
    if (why !== undefined)
      throw new UnreadableFile(
        `${source.name}: ${why}. Its columns are: ${header!.join(", ").slice(0, 500)}.`,
        columns,
      );
    return new RowReader(header!, mapping, latest);
  };
  for await (const raws of recordsOf(rest, delimiter, source.name)) {
    if (!header) {
      header = raws.shift()!.fields.map((name) => name.trim());
      if (new Set(header).size !== header.length)
        header = header.map((name, i) => (header!.indexOf(name) === i ? name : `${name} (${i + 1})`));
    }
    if (!reader) {
      sample = sample.length === 0 ? raws : [...sample, ...raws];
      if (sample.length < SAMPLE) continue;
      reader = settle();
      yield { ...reader.read(sample), ...columns! };
    } else yield { ...reader.read(raws), ...columns! };
  }
  if (!header) throw new UnreadableFile(`${source.name} is empty.`);
  if (!reader) yield { ...(reader = settle()).read(sample), ...columns! };
}

/** The first line, and the whole text from its beginning. */
async function firstLine(text: AsyncGenerator<string, void>): Promise<[string, AsyncGenerator<string, void>]> {
  let head = "";
  for (;;) {
    const { value, done } = await text.next();
    if (done) break;
    head += value;
    if (head.includes("\n") || head.length > LONGEST_RECORD) break;
  }
  const again = async function* (): AsyncGenerator<string, void> {
    yield head;
    yield* text;
  };
  return [head.split(/\r?\n/, 1)[0]!, again()];
}

async function* recordsOf(text: AsyncIterable<string>, delimiter: string, name: string): AsyncGenerator<Raw[]> {
  const records = new CsvRecords(delimiter);
  const read = (raws: () => Raw[]): Raw[] => {
    try {
      return raws();
    } catch (error) {
      throw new UnreadableFile(`${name} can not be read as CSV: ${(error as Error).message}.`);
    }
  };
  for await (const piece of text) {
    const raws = read(() => records.read(piece));
    if (raws.length > 0) yield raws;
  }
  const last = read(() => records.end());
  if (last.length > 0) yield last;
}

/** From the fields of a row to a call, by the mapping. */
class RowReader {
  readonly #places: Partial<Record<Meaning, number>> = {};
  readonly #width: number;
  readonly #mapping: FullMapping;
  readonly #latest: number;

  constructor(header: readonly string[], mapping: FullMapping, latest: number) {
    for (const [meaning, column] of Object.entries(mapping.columns))
      this.#places[meaning as Meaning] = header.indexOf(column);
    this.#width = header.length;
    this.#mapping = mapping;
    this.#latest = latest;
  }

  read(raws: readonly Raw[]): RowBatch {
    const rows: ImportedRow[] = [];
    const refused: RefusedRow[] = [];
    for (const { line, fields } of raws) {
      const read = this.#readRow(fields);
      if (typeof read === "string") refused.push({ line, why: read });
      else rows.push({ line, ...read });
    }
    return { rows, refused };
  }

  #readRow(fields: readonly string[]): Omit<ImportedRow, "line"> | string {
    if (fields.length < this.#width && fields.length < 1 + Math.max(...Object.values(this.#places)))
      return `has ${fields.length} of ${this.#width} columns`;
    const { dateOrder, timeZone, decimal, durationUnit } = this.#mapping;
    const text = (meaning: Meaning): string | null => {
      const place = this.#places[meaning];
      const value = place === undefined ? "" : fields[place]!.trim();
      return value === "" ? null : value;
    };
    const moment = (written: string | null): number | undefined | null =>
      written === null ? null : readMoment(written, dateOrder, timeZone);

    const began = text("start") ?? ([text("date"), text("time")].filter((part) => part !== null).join(" ") || null);
    const startedAt =
      (began === null ? startFromEnd(moment(text("end")), text("duration"), durationUnit) : moment(began)) ?? undefined;
    if (startedAt === undefined)
      return began === null ? "does not tell when it began" : `${quote(began)} is not a time`;
    const seconds = this.#seconds(text("duration"), () => moment(text("end")), startedAt, durationUnit);
    if (typeof seconds === "string") return seconds;
    const charge = this.#amount(text("charge"), decimal);
    if (typeof charge === "string") return charge;
    const currency = charge === null ? null : (text("currency")?.toUpperCase() ?? this.#mapping.currency);
    if (currency !== null && !CURRENCIES.has(currency)) return `${quote(currency)} is not a currency`;
    const [to, from] = [text("to") ?? "", text("from") ?? ""];
    const numberKind = numberKindOf(text("numberType"));
    const row = {
      callId: text("callId"),
      startedAt,
      seconds,
      callType: callTypeOf(text("callType"), text("direction"), this.#places.callType !== undefined),
      from,
      to,
      user: text("user"),
      numberKind,
      conferenceId: text("conferenceId"),
      charge,
      currency,
    };
    return faultOf(row, this.#latest) ?? { ...row, identity: identityOf(row, text("id")) };
  }

  #seconds(
    written: string | null,
    ended: () => number | undefined | null,
    startedAt: number,
    unit: FullMapping["durationUnit"],
  ): number | string {
    if (written !== null) return readDuration(written, unit) ?? `${quote(written)} is not a duration`;
    const end = ended();
    if (end === undefined) return "its end is not a time";
    if (end !== null) return Math.round((end - startedAt) / 1000);
    return this.#places.duration === undefined && this.#places.end === undefined ? 0 : "does not tell how long it was";
  }

  #amount(written: string | null, decimal: "." | ","): bigint | null | string {
    return written === null ? null : (readAmount(written, decimal) ?? `${quote(written)} is not an amount`);
  }
}

/** An attempt that failed has no start in Teams' file; it lasted its duration until its end. */
function startFromEnd(
  end: number | undefined | null,
  duration: string | null,
  unit: FullMapping["durationUnit"],
): number | undefined {
  const seconds = duration === null ? undefined : readDuration(duration, unit);
  return end == null || seconds === undefined ? undefined : end - 1000 * seconds;
}

const quote = (text: string): string => JSON.stringify(text.slice(0, 40));

const KNOWN: ReadonlySet<string> = new Set(CALL_TYPES);
const INBOUND = /^(?:in|inbound|incoming|着信?|受信|eingehend|entrant|entrante)$/i;
const TOLL_FREE = /toll.?free|free.?phone|0800|フリーダイヤル|freecall/i;
const CONFERENCE = /conf|会議|konferenz/i;

/** Teams' own types stand; other words are read for direction, toll-free and conference; without any, a user calls out. */
function callTypeOf(written: string | null, direction: string | null, isColumn: boolean): string {
  const type = written?.toLowerCase() ?? "";
  if (KNOWN.has(type)) return type;
  const older = OLDER_CALL_TYPES[type];
  if (older) return older;
  if (isColumn && /^[a-z]+(?:_[a-z]+)+$/.test(type)) return type; // newer than we are
  if (TOLL_FREE.test(type)) return "ucap_in";
  const inbound = INBOUND.test(direction ?? type) || /inbound|incoming|着信/i.test(type);
  if (CONFERENCE.test(type)) return inbound ? "conf_in" : "conf_out";
  return inbound ? "user_in" : "user_out";
}

export function numberKindOf(written: string | null): NumberKind | null {
  const type = written?.toLowerCase().replace(/[^a-z]/g, "") ?? "";
  if (type === "subscriber") return "subscriber";
  if (type === "tollfree" || type === "servicetollfree") return "service-toll-free";
  if (type === "premium" || type === "servicepremium") return "service-premium";
  return type.startsWith("service") ? "service-toll" : null;
}
