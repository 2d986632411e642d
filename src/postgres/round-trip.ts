/**
 * Many statements in one round trip of the lane's connection. The driver would send each by itself, with a Sync of its
 * own: for every statement a system call and a wake-up on both sides, a description of its rows, an object and a promise.
 * Here they leave as one write and are answered as one; when one is refused, PostgreSQL skips those after it.
 */
import pg from "pg";
import type { BulkStatement } from "./arrays.ts";
import { WireBuffer } from "./wire-buffer.ts";

/** A row as PostgreSQL writes it: text, column by column. */
export type Fields = readonly (string | null)[];

interface Planned {
  /** Under which it is planned once for the connection. */
  name: string;
  text: string;
}

export interface Statement extends Planned {
  /** As text; arrays as `arrayLiteral` writes them. */
  values: readonly string[];
}

interface Step extends Planned {
  parameters: number;
  /** Whether they are written in PostgreSQL's binary form. */
  binary: boolean;
  /** The parameters, each after its length. */
  write: (to: WireBuffer) => void;
  take: ((row: Fields) => void) | null;
}

export class RoundTrip {
  readonly #steps: Step[] = [];

  /** A statement whose rows, if it has any, do not matter. */
  run({ name, text, values }: Statement): void {
    this.#steps.push({ name, text, parameters: values.length, binary: false, write: writeTexts(values), take: null });
  }

  /** A statement whose rows are in the list that is returned, once `send` is over. */
  read<Row>({ name, text, values }: Statement, rowOf: (fields: Fields) => Row): Row[] {
    const rows: Row[] = [];
    const take = (fields: Fields): void => void rows.push(rowOf(fields));
    this.#steps.push({ name, text, parameters: values.length, binary: false, write: writeTexts(values), take });
    return rows;
  }

  /** A statement over many rows, if there are any. */
  write<Row>({ name, text, columns }: BulkStatement<Row>, rows: readonly Row[]): void {
    if (rows.length === 0) return;
    const write = (to: WireBuffer): void => {
      for (const { type, value } of columns) {
        const length = to.begin();
        to.array(type, rows, value);
        to.end(length);
      }
    };
    this.#steps.push({ name, text, parameters: columns.length, binary: true, write, take: null });
  }

  /** @returns what PostgreSQL says of the last statement, such as `COMMIT` */
  send(client: pg.Client): Promise<string> {
    return new Promise((resolve, reject) => {
      client.query(new ManyStatements(this.#steps, (error, tag) => (error ? reject(error) : resolve(tag))));
    });
  }
}

const writeTexts =
  (values: readonly string[]) =>
  (to: WireBuffer): void => {
    for (const value of values) {
      const length = to.begin();
      to.text(value);
      to.end(length);
    }
  };

/** What the driver lets a query of its own do with its connection (pg 8, lib/connection.js). */
interface Wire {
  stream: { writable: boolean; write: (bytes: Buffer, done: () => void) => void };
  /** The texts of what is planned, and of what is to be, by name. */
  parsedStatements: Record<string, string>;
  submittedNamedStatements: Record<string, string>;
}

/** Used again and again: what has left is not needed any more. More than one only where connections write at once. */
const buffers: WireBuffer[] = [];

/** To the driver it is one query, whose methods it calls with what PostgreSQL answers (pg 8, lib/query.js). */
class ManyStatements extends pg.Query {
  readonly #steps: Step[];
  callback: (error: Error | null) => void;
  #wire: Wire | undefined;
  /** Those that are planned for the first time. */
  readonly #fresh: Planned[] = [];
  #answering = 0;
  #unreadable: Error | null = null;
  #tag = "";

  constructor(steps: Step[], done: (error: Error | null, tag: string) => void) {
    super("");
    this.#steps = steps;
    this.callback = (error) => {
      for (const { name } of this.#fresh) delete this.#wire!.submittedNamedStatements[name];
      done(error ?? this.#unreadable, this.#tag);
    };
  }

  requiresPreparation(): boolean {
    return true;
  }

  prepare(wire: Wire): void {
    this.#wire = wire;
    const buffer = buffers.pop() ?? new WireBuffer();
    buffer.clear();
    for (const step of this.#steps) {
      if (wire.parsedStatements[step.name] === undefined) {
        this.#fresh.push(step);
        wire.submittedNamedStatements[step.name] = step.text;
        parse(buffer, step);
      }
      bindAndExecute(buffer, step);
    }
    sync(buffer);
    // One that is closed already has told the driver so.
    if (wire.stream.writable) wire.stream.write(buffer.written(), () => buffers.push(buffer));
  }

  handleDataRow({ fields }: { fields: Fields }): void {
    try {
      this.#steps[this.#answering]?.take?.(fields);
    } catch (error) {
      this.#unreadable ??= error as Error;
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#answering += 1;
    this.#tag = text;
  }

  handleReadyForQuery(): void {
    for (const { name, text } of this.#fresh) this.#wire!.parsedStatements[name] = text;
    this.callback(null);
    // The driver keeps its last query, and its memory would keep the rows that were written (hints.ts).
    this.callback = () => {};
    this.#steps.length = 0;
  }
}

/** Messages of the protocol ("Message Formats" in PostgreSQL's manual): a letter, the length, and what it says. */
function parse(to: WireBuffer, { name, text }: Planned): void {
  // It may be there all the same, sent with others one of which was refused: then it is closed first.
  to.byte(CLOSE);
  const close = to.begin();
  to.byte(OF_STATEMENT);
  to.name(name);
  to.end(close, true);

  to.byte(PARSE);
  const start = to.begin();
  to.name(name);
  to.name(text);
  to.int16(0); // PostgreSQL knows the types of the parameters from the text
  to.end(start, true);
}

function bindAndExecute(to: WireBuffer, { name, parameters, binary, write }: Step): void {
  to.byte(BIND);
  const bind = to.begin();
  to.name(""); // the portal
  to.name(name);
  to.int16(1); // one form for all parameters
  to.int16(binary ? 1 : 0);
  to.int16(parameters);
  write(to);
  to.int16(0); // all results as text
  to.end(bind, true);

  to.byte(EXECUTE);
  const execute = to.begin();
  to.name("");
  to.int32(0); // all rows
  to.end(execute, true);
}

function sync(to: WireBuffer): void {
  to.byte(SYNC);
  to.end(to.begin(), true);
}

const [PARSE, BIND, EXECUTE, SYNC, CLOSE] = [0x50, 0x42, 0x45, 0x53, 0x43];
const OF_STATEMENT = 0x53;
