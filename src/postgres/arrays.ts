/**
 * Many rows handed to one statement: an array for each column, for `unnest($1::text[], …)`. Arrays of keys to look for
 * are written as text, columns of rows to write in PostgreSQL's binary form (wire-buffer.ts).
 */
import { type ElementType, type Scalar, WireBuffer } from "./wire-buffer.ts";

const quoted = (text: string): string =>
  text.includes('"') || text.includes("\\") ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`;

/** `{"a","b",NULL}` of any values, for a parameter that is cast to an array type. */
export function arrayLiteral<Row>(rows: readonly Row[], value: (row: Row) => Scalar): string {
  let literal = "{";
  for (let i = 0; i < rows.length; i++) {
    const item = value(rows[i]!);
    if (i > 0) literal += ",";
    if (item === null || item === undefined) literal += "NULL";
    else literal += typeof item === "string" ? quoted(item) : String(item);
  }
  return `${literal}}`;
}

/** An epoch-millisecond time as PostgreSQL reads it. */
export const timestamp = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** One column of a statement that takes many rows. */
export interface Column<Row> {
  type: ElementType;
  value: (row: Row) => Scalar;
}

/** A statement over many rows: `text` refers to the columns as $1, $2, …; named, so that it is planned once. */
export interface BulkStatement<Row> {
  name: string;
  text: string;
  columns: readonly Column<Row>[];
}

export function bulk<Row>(
  name: string,
  columns: readonly Column<Row>[],
  text: (unnested: string) => string,
): BulkStatement<Row> {
  const unnested = `unnest(${columns.map((column, i) => `$${i + 1}::${column.type}[]`).join(", ")})`;
  return { name, text: text(unnested), columns };
}

/** For the driver; the lane writes the rows of such a statement itself (round-trip.ts). */
export const bulkQuery = <Row>(
  { name, text, columns }: BulkStatement<Row>,
  rows: readonly Row[],
): { name: string; text: string; values: Buffer[] } => ({
  name,
  text,
  values: columns.map(({ type, value }) => {
    const buffer = new WireBuffer();
    buffer.array(type, rows, value);
    return buffer.written();
  }),
});

export const textColumn = <Row>(value: (row: Row) => string | null | undefined): Column<Row> => ({
  type: "text",
  value,
});
export const bigintColumn = <Row>(value: (row: Row) => number | bigint | null | undefined): Column<Row> => ({
  type: "bigint",
  value,
});
export const intColumn = <Row>(value: (row: Row) => number | null): Column<Row> => ({ type: "int", value });
export const boolColumn = <Row>(value: (row: Row) => boolean): Column<Row> => ({ type: "bool", value });
/** Epoch milliseconds. */
export const timeColumn = <Row>(value: (row: Row) => number | null): Column<Row> => ({ type: "timestamptz", value });
/** `2026-11-22`. */
export const dateColumn = <Row>(value: (row: Row) => string | null): Column<Row> => ({ type: "date", value });
/** A value as JSON text. */
export const jsonColumn = <Row>(value: (row: Row) => string | null): Column<Row> => ({ type: "jsonb", value });
