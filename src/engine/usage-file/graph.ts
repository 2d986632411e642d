/** Call records as Graph answers them (domain.md 8.1, 8.2): pages of getPstnCalls and getDirectRoutingCalls. */
import { callTypeOf } from "../../domain/call-type.ts";
import { parseMicros } from "../../domain/money.ts";
import { CURRENCIES } from "./columns.ts";
import { numberKindOf } from "./csv.ts";
import { faultOf, identityOf, type ImportedRow, type RowBatch, UnreadableFile } from "./row.ts";
import { encodingOf, type Source, textOf } from "./text.ts";
import { readMoment } from "./values.ts";

type Json = Readonly<Record<string, unknown>>;

const LONGEST_ROW = 65_536;

/**
 * A file of one page, several pages, or rows alone: whatever objects hold no other object and are calls. They are found
 * by their braces, so that a file of any size passes through in pieces.
 * @throws UnreadableFile for what is no JSON, ends in the middle, or holds no calls
 */
export async function* readGraph(source: Source, latest: number): AsyncGenerator<RowBatch> {
  const finder = new RowFinder(source.name);
  let place = 0;
  for await (const piece of textOf(source, await encodingOf(source))) {
    const batch: RowBatch = { rows: [], refused: [] };
    for (const row of finder.find(piece)) {
      const read = rowOfGraph(row, ++place, latest);
      if ("why" in read) batch.refused.push({ line: place, why: read.why });
      else batch.rows.push(read);
    }
    yield batch;
  }
  finder.end();
}

/** One row of Graph. `line`: its place, from 1. */
export function rowOfGraph(json: Json, line: number, latest: number): ImportedRow | { why: string } {
  const text = (name: string): string | null => {
    const value = json[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const began = text("startDateTime") ?? text("inviteDateTime");
  const startedAt = began === null ? undefined : readMoment(began, "mdy", "UTC");
  if (startedAt === undefined) return { why: "does not tell when it began" };
  const seconds = json["duration"];
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return { why: "does not tell how long it was" };
  const charge = amountOf(json["charge"]);
  if (charge === undefined) return { why: `${JSON.stringify(json["charge"])} is not an amount` };
  const currency = charge === null ? null : (text("currency")?.toUpperCase() ?? null);
  if (currency !== null && !CURRENCIES.has(currency)) return { why: `${JSON.stringify(currency)} is not a currency` };
  const row = {
    callId: text("callId") ?? text("correlationId"),
    startedAt,
    seconds: Math.round(seconds),
    callType: typeNamed(text("callType") ?? "user_out"),
    from: text("callerNumber") ?? "",
    to: text("calleeNumber") ?? "",
    user: text("userPrincipalName"),
    numberKind: numberKindOf(text("inventoryType")),
    conferenceId: text("conferenceId"),
    charge,
    currency,
  };
  const why = faultOf(row, latest);
  return why === undefined ? { line, ...row, identity: identityOf(row, text("id")) } : { why };
}

/** What is none of ours stays as it is written, so that nothing is lost. */
const typeNamed = (written: string): string => callTypeOf(written) ?? written.toLowerCase();

/** Null: not told; undefined: no amount. Graph's doubles are written out first: 1e-7 is nothing that anybody charged. */
function amountOf(value: unknown): bigint | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? parseMicros(value.toFixed(6)) : undefined;
  return typeof value === "string" ? parseMicros(value) : undefined;
}

/** Finds the innermost objects that are calls. */
class RowFinder {
  readonly #name: string;
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** The text since the last `{`, while that object has had none inside; null: outside of such. */
  #open: string | null = null;
  #found = 0;

  constructor(name: string) {
    this.#name = name;
  }

  find(piece: string): Json[] {
    const rows: Json[] = [];
    let begin = 0;
    for (let i = 0; i < piece.length; i++) {
      const mark = piece.charCodeAt(i);
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (mark === 92) this.#escaped = true;
        else if (mark === 34) this.#inText = false;
      } else if (mark === 34) this.#inText = true;
      else if (mark === 123) {
        this.#depth++;
        this.#open = "";
        begin = i;
      } else if (mark === 125) {
        this.#depth--;
        if (this.#open !== null) {
          const row = this.#parsed(this.#open + piece.slice(begin, i + 1));
          if ("startDateTime" in row || "inviteDateTime" in row) rows.push(row);
          else if (Array.isArray(row["value"])) this.#found++; // a page without calls
        }
        this.#open = null;
      }
    }
    if (this.#open !== null) {
      this.#open += piece.slice(begin);
      if (this.#open.length > LONGEST_ROW) throw this.#broken("a row is longer than 64 kB");
    }
    this.#found += rows.length;
    return rows;
  }

  end(): void {
    if (this.#depth !== 0 || this.#inText) throw this.#broken("it ends in the middle");
    if (this.#found === 0)
      throw new UnreadableFile(`${this.#name} holds no calls as Graph's getPstnCalls answers them.`);
  }

  #parsed(text: string): Json {
    try {
      return JSON.parse(text) as Json;
    } catch (error) {
      throw this.#broken(error instanceof Error ? error.message : String(error));
    }
  }

  #broken(why: string): UnreadableFile {
    return new UnreadableFile(`${this.#name} is not whole JSON: ${why}.`);
  }
}
