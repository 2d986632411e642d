/**
 * AGI, the line protocol of Asterisk's dialplan: what Asterisk sends, read line by line, and commands to it. Nothing here
 * waits or asks anybody, so that the fuzzer may feed it whatever it likes.
 */

/** What Asterisk said can not be understood, or is too much: the connection is of no more use. */
export class AgiError extends Error {
  readonly what: "malformed" | "slow" | "broken-off";
  constructor(message: string, what: AgiError["what"] = "malformed") {
    super(message);
    this.what = what;
  }
}

/** Bytes of one line; Asterisk's own buffers are smaller. */
const LONGEST_LINE = 8_192;
/** Lines that nobody has read yet; a request begins with some 25 and ends with at most 130. */
const MOST_WAITING = 200;
/** Of a value that a command sets or reads. */
const LONGEST_VALUE = 255;

/** Cuts a stream of bytes into lines. */
export class Lines {
  #rest = Buffer.alloc(0);
  readonly #whole: string[] = [];

  /** @throws AgiError for a line that is too long, or for more lines than a request has */
  push(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
      const line = Buffer.concat([this.#rest, bytes.subarray(from, end)]);
      if (line.length > LONGEST_LINE || this.#whole.length >= MOST_WAITING) throw new AgiError("too much at once");
      this.#whole.push(line.toString().replace(/\r$/, ""));
      this.#rest = Buffer.alloc(0);
      from = end + 1;
    }
    this.#rest = Buffer.concat([this.#rest, bytes.subarray(from)]);
    if (this.#rest.length > LONGEST_LINE) throw new AgiError("a line is too long");
  }

  shift(): string | undefined {
    return this.#whole.shift();
  }
}

/** The head of a request: `agi_uniqueid: 1700000000.1`, without its `agi_`. */
export type AgiHead = ReadonlyMap<string, string>;

/** @throws AgiError for a line that is none of a head */
export function readHeadLine(line: string): [name: string, value: string] {
  const [, name, value] = /^agi_([a-z0-9_]{1,40}): ?(.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new AgiError("this is no AGI");
  return [name, value];
}

export interface AgiReply {
  /** 200: done; 510, 511, 520: not done. */
  code: number;
  /** What stands in brackets behind the result. */
  value: string | undefined;
}

/**
 * Undefined for a line that answers nothing: Asterisk tells of a hang-up, or how a command is used.
 * @throws AgiError for a value of several lines, which can not be told from what follows
 */
export function readReply(line: string): AgiReply | undefined {
  if (line === "HANGUP" || /^520-/.test(line) || !/^\d{3} /.test(line)) return undefined;
  const [, open, value] = /^\d{3} result=-?\d+ (\()(?:(.*)\))?/.exec(line) ?? [];
  if (open !== undefined && value === undefined) throw new AgiError("a value has several lines");
  return { code: Number(line.slice(0, 3)), value };
}

/** @throws AgiError for a name that is no name of a variable, or a value that is too long */
export function getVariable(name: string): string {
  return `GET VARIABLE ${nameOf(name)}\n`;
}

/** Control characters, which would end the line, are left out. */
export function setVariable(name: string, value: string): string {
  const clean = value.replace(/\p{Cc}/gu, "");
  if (clean.length > LONGEST_VALUE) throw new AgiError("a value is too long");
  return `SET VARIABLE ${nameOf(name)} "${clean.replace(/["\\]/g, "\\$&")}"\n`;
}

function nameOf(name: string): string {
  if (!/^\w{1,80}$/.test(name)) throw new AgiError("this is no name of a variable");
  return name;
}

/**
 * A value that says something: undefined where it is empty. @throws AgiError for one that can not be what it should:
 * to leave it out could make somebody else pay
 */
export function checkedValue(value: string | undefined): string | undefined {
  if (value === undefined || value === "") return undefined;
  if (value.length > LONGEST_VALUE || /\p{Cc}/u.test(value)) throw new AgiError("a value can not be used");
  return value;
}
