/**
 * Records of CSV (RFC 4180) as the text comes, with any delimiter. Own code, since a million rows are to be read beside
 * calls in progress: a general parser takes several times as long (measured: half of the whole import).
 */

export interface Raw {
  /** On which the record begins, from 1. */
  line: number;
  fields: string[];
}

/** A longer one is no record: a quote was opened and never closed. */
export const LONGEST_RECORD = 65_536;

export class CsvRecords {
  readonly #delimiter: string;
  /** Of a record whose end has not come yet. */
  #rest = "";
  #line = 1;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** The records that end in this piece; empty lines are none. @throws Error that names the line */
  read(text: string): Raw[] {
    const all = this.#rest + text;
    const records: Raw[] = [];
    let begin = 0;
    let from = 0;
    let lines = 0;
    for (let end = all.indexOf("\n", from); end >= 0; end = all.indexOf("\n", from)) {
      lines++;
      from = end + 1;
      const record = all.slice(begin, all.charCodeAt(end - 1) === 13 ? end - 1 : end);
      const fields = record.includes('"') ? this.#quoted(record) : record.split(this.#delimiter);
      if (fields === undefined) {
        if (record.length > LONGEST_RECORD) throw this.#unclosed();
        continue; // a line break within quotes
      }
      if (record !== "") records.push({ line: this.#line, fields });
      this.#line += lines;
      lines = 0;
      begin = from;
    }
    this.#rest = all.slice(begin);
    if (this.#rest.length > LONGEST_RECORD)
      throw this.#rest.includes('"') ? this.#unclosed() : new Error(`line ${this.#line} is longer than 64 kB`);
    return records;
  }

  /** The last record, where the file does not end with a line break. */
  end(): Raw[] {
    if (this.#rest === "") return [];
    const records = this.read("\n");
    if (this.#rest !== "") throw this.#unclosed();
    return records;
  }

  #unclosed(): Error {
    return new Error(`the quote that begins on line ${this.#line} is never closed`);
  }

  /** Undefined: a quote is still open at the end. A quote within a field that does not begin with one is a letter. */
  #quoted(record: string): string[] | undefined {
    const fields: string[] = [];
    let at = 0;
    for (;;) {
      let field: string;
      if (record.charCodeAt(at) === 34) {
        let close = record.indexOf('"', at + 1);
        while (close >= 0 && record.charCodeAt(close + 1) === 34) close = record.indexOf('"', close + 2);
        if (close < 0) return undefined;
        field = record.slice(at + 1, close).replaceAll('""', '"');
        at = close + 1;
        const next = record.indexOf(this.#delimiter, at);
        field += record.slice(at, next < 0 ? record.length : next);
        at = next;
      } else {
        const next = record.indexOf(this.#delimiter, at);
        field = record.slice(at, next < 0 ? record.length : next);
        at = next;
      }
      fields.push(field);
      if (at < 0) return fields;
      at += this.#delimiter.length;
    }
  }
}
