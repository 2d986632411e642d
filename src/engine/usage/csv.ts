/** Usage rows as CSV: RFC 4180, UTF-8, times in UTC as ISO 8601, money with two decimals. */
import { stringify } from "csv-stringify/sync";
import { neutralized, twoDecimals } from "../../domain/report/cells.ts";
import type { Column, Names } from "../../domain/report/columns.ts";
import type { UsageRow } from "../../domain/report/usage-row.ts";

const ROWS_AT_A_TIME = 500;

export async function* usageCsv(
  rows: AsyncIterable<UsageRow>,
  columns: readonly Column[],
  names: Names,
): AsyncGenerator<string> {
  let lines: string[][] = [columns.map(({ name }) => name)];
  for await (const row of rows) {
    lines.push(columns.map((column) => cellOf(column, row, names)));
    if (lines.length >= ROWS_AT_A_TIME) {
      yield csvOf(lines);
      lines = [];
    }
  }
  if (lines.length > 0) yield csvOf(lines);
}

export const csvOf = (lines: readonly (readonly string[])[]): string =>
  stringify([...lines], { record_delimiter: "windows" });

function cellOf(column: Column, row: UsageRow, names: Names): string {
  switch (column.kind) {
    case "text":
      return neutralized(column.value(row, names) ?? "");
    case "number":
      return String(column.value(row) ?? "");
    case "time": {
      const at = column.value(row);
      return at === null ? "" : new Date(at).toISOString();
    }
    case "money":
      return twoDecimals(column.value(row));
  }
}
