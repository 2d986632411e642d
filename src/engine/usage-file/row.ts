/** A call as somebody else's file tells of it: what every format is read into. */
import { hash } from "node:crypto";
import type { NumberKind } from "../../domain/call-type.ts";
import type { Micros } from "../../domain/money.ts";
import type { FullMapping, Mapping } from "./columns.ts";

export interface ImportedRow {
  /** Of its file (of the member, in a zip), from 1; of a JSON file the row's place, from 1. */
  line: number;
  /** The same row has the same one in every file. */
  identity: string;
  callId: string | null;
  /** Epoch ms. */
  startedAt: number;
  /** Whole seconds, 0 or more. */
  seconds: number;
  /** As domain.md 3.2 names them, or as the provider does. */
  callType: string;
  from: string;
  to: string;
  user: string | null;
  /** Of the own number; null: not told. */
  numberKind: NumberKind | null;
  conferenceId: string | null;
  /** What the provider took, its connection fee included; null: not told. */
  charge: Micros | null;
  /** ISO 4217; null: not told. */
  currency: string | null;
}

/** Why a row was not taken, in words. */
export interface RefusedRow {
  line: number;
  why: string;
}

export interface ReadOptions {
  mapping?: Mapping;
  /** Of the organisation: of times that tell none. Absent: UTC. */
  timeZone?: string;
  /** Epoch ms: calls that begin later are refused. */
  latest: number;
  /** What to call the file in messages, where its path says nothing. */
  name?: string;
}

export interface RowBatch {
  rows: ImportedRow[];
  refused: RefusedRow[];
}

export const LONGEST_CALL_SECONDS = 31 * 86_400;
/** Nobody's present records are older; a two-digit year that went wrong is. */
export const EARLIEST = Date.UTC(2000, 0, 1);

/** A provider's own id where it has one, else what the row says. */
export function identityOf(row: Omit<ImportedRow, "identity" | "line">, id: string | null): string {
  const { callId, startedAt, seconds, callType, from, to, user, charge } = row;
  const parts =
    id === null ? [callId, startedAt, seconds, callType, from, to, user, String(charge)] : [id.toLowerCase()];
  return hash("sha1", JSON.stringify(parts), "base64url").slice(0, 20);
}

/** What is wrong with a row whatever format it came in; undefined: nothing. `latest`: epoch ms. */
export function faultOf(row: Omit<ImportedRow, "identity" | "line">, latest: number): string | undefined {
  if (row.startedAt > latest) return `begins in the future: ${new Date(row.startedAt).toISOString()}`;
  if (row.startedAt < EARLIEST) return `begins before the year 2000: ${new Date(row.startedAt).toISOString()}`;
  if (row.seconds < 0) return `lasts a negative time: ${row.seconds} s`;
  if (row.seconds > LONGEST_CALL_SECONDS) return `lasts more than 31 days: ${row.seconds} s`;
  if (row.charge !== null && row.charge < 0n) return "has a negative charge";
  for (const [name, value] of [
    ["from", row.from],
    ["to", row.to],
    ["call id", row.callId],
    ["user", row.user],
  ] as const)
    if (value !== null && (value.length > LONGEST_TEXT || CONTROL.test(value)))
      return `has a ${name} that is longer than ${LONGEST_TEXT} characters or holds control characters`;
  return undefined;
}

const LONGEST_TEXT = 255;
const CONTROL = /[\p{Cc}\uFFFD]/u;

/** The columns of a CSV, and what each was taken for. */
export interface Columns {
  header: string[];
  mapping: FullMapping;
}

/** A whole file that can not be read: nothing of it is taken. */
export class UnreadableFile extends Error {
  /** Of a CSV that was understood as far as its header: another mapping may read it. */
  readonly columns: Columns | null;

  constructor(message: string, columns: Columns | null = null) {
    super(message);
    this.name = "UnreadableFile";
    this.columns = columns;
  }
}
