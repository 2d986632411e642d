/** The two files of an export: the documented zip of CSVs (domain.md 6.2), and a workbook for people. */
import { COLUMNS, type Column, type Names } from "../../domain/report/columns.ts";
import { formatMicros, type Micros } from "../../domain/money.ts";
import { type Report, type UsageRow, withCorrections } from "../../domain/report/usage-row.ts";
import { NO_FILTER, readUsagePage, type UsageFilter } from "../../postgres/usage/read.ts";
import { streamUsage } from "../../postgres/usage/stream.ts";
import type { Engine } from "../engine.ts";
import { usageCsv } from "./csv.ts";
import { type Reader, viewOf } from "./report.ts";
import { type Cell, type Sheet, workbook } from "./xlsx.ts";
import { type ZipEntry, zipStream } from "./zip.ts";

export interface ExportOrder {
  id: string;
  organization: string;
  format: "zip" | "xlsx";
  /** Epoch ms; half-open. */
  from: number;
  to: number;
  reader: Reader;
}

/** Told how many rows more were read. */
type Progress = (rows: number) => void;

export async function exportFile(
  engine: Engine,
  order: ExportOrder,
  progress: Progress,
): Promise<AsyncIterable<Buffer>> {
  const { currency, show } = await viewOf(engine, order.organization, order.reader);
  const names: Names = { currency, country: (code) => engine.countries.names[code] ?? code };
  const rowsOf = async function* (report: Report): AsyncGenerator<UsageRow[]> {
    for await (const rows of streamUsage(engine.pool, order.organization, filterOf(order, report))) {
      progress(rows.length);
      yield rows.flatMap((row) => withCorrections(show(row)));
    }
  };
  const reports = await reportsWithData(engine, order);
  return order.format === "zip"
    ? zipStream(csvEntries(engine.now(), order, reports, rowsOf, names))
    : workbook(sheets(engine.now(), order, reports, rowsOf, names), { lastFirst: true });
}

/** In batches. */
type RowsOf = (report: Report) => AsyncIterable<UsageRow[]>;

/** Refused calls took no place: they are in the report of blocked calls. */
const filterOf = ({ from, to }: ExportOrder, report: Report): UsageFilter => ({
  ...NO_FILTER,
  from,
  to,
  report,
  refused: false,
});

async function reportsWithData(engine: Engine, order: ExportOrder): Promise<Report[]> {
  const found: Report[] = [];
  const first = { sort: "startedAt", descending: false, after: null, limit: 1 } as const;
  for (const report of ["calling-plan", "direct-routing"] as const)
    if ((await readUsagePage(engine.pool, order.organization, filterOf(order, report), first)).length > 0)
      found.push(report);
  return found;
}

const FILE_NAMES: Readonly<Record<Report, string>> = { "calling-plan": "PSTN", "direct-routing": "DirectRouting" };

function* csvEntries(
  now: number,
  order: ExportOrder,
  reports: readonly Report[],
  rowsOf: RowsOf,
  names: Names,
): Generator<ZipEntry> {
  const date = new Date(now).toISOString().slice(0, 10);
  const capabilities = new Set<string>();
  const noting = async function* (batches: AsyncIterable<UsageRow[]>): AsyncGenerator<UsageRow[]> {
    for await (const rows of batches) {
      for (const row of rows) capabilities.add(row.capability);
      yield rows;
    }
  };
  for (const report of reports)
    yield {
      name: `${FILE_NAMES[report]}.calls.${date}.csv`,
      content: usageCsv(report === "calling-plan" ? noting(rowsOf(report)) : rowsOf(report), COLUMNS[report], names),
    };
  const parameters = {
    exportId: order.id,
    fromDateTime: new Date(order.from).toISOString(),
    toDateTime: new Date(order.to).toISOString(),
    capabilities: [...capabilities].filter((capability) => capability !== "").sort(),
  };
  yield { name: "parameters.json", content: [`${JSON.stringify(parameters, null, 2)}\n`] };
}

const SHEET_NAMES: Readonly<Record<Report, string>> = {
  "calling-plan": "PSTN calls",
  "direct-routing": "Direct routing",
};
const WIDTHS: Readonly<Record<Column["kind"], number>> = { text: 22, number: 12, time: 20, money: 14 };

/** The calls, and then what they add up to, which is shown first. */
async function* sheets(
  now: number,
  order: ExportOrder,
  reports: readonly Report[],
  rowsOf: RowsOf,
  names: Names,
): AsyncGenerator<Sheet> {
  const totals = new Map<string, Total>();
  for (const report of reports) {
    const columns = COLUMNS[report];
    const cells = async function* (): AsyncGenerator<Cell[]> {
      for await (const rows of rowsOf(report))
        for (const row of rows) {
          count(totals, row);
          yield columns.map((column) => cellOf(column, row, names));
        }
    };
    const header = columns.map(({ name, kind }) => ({ name, width: WIDTHS[kind] }));
    yield { name: SHEET_NAMES[report], header, rows: cells() };
  }
  yield summary(now, order, totals, names.currency);
}

interface Total {
  calls: number;
  seconds: number;
  charge: Micros;
}

function count(totals: Map<string, Total>, row: UsageRow): void {
  const total = totals.get(row.callType) ?? { calls: 0, seconds: 0, charge: 0n };
  if (!row.correction) total.calls += 1;
  total.seconds += row.usedSeconds;
  total.charge += row.charge;
  totals.set(row.callType, total);
}

function cellOf(column: Column, row: UsageRow, names: Names): Cell {
  switch (column.kind) {
    case "text":
      return { kind: "text", value: column.value(row, names) ?? "" };
    case "number": {
      const value = column.value(row);
      return value === null ? null : { kind: "number", value: String(value) };
    }
    case "time": {
      const value = column.value(row);
      return value === null ? null : { kind: "time", value };
    }
    case "money":
      return { kind: "money", value: formatMicros(column.value(row)) };
  }
}

function summary(now: number, order: ExportOrder, totals: ReadonlyMap<string, Total>, currency: string): Sheet {
  const text = (value: string): Cell => ({ kind: "text", value });
  const line = (label: string, total: Total): Cell[] => [
    text(label),
    { kind: "number", value: String(total.calls) },
    { kind: "number", value: (total.seconds / 60).toFixed(1) },
    { kind: "money", value: formatMicros(total.charge) },
    text(currency),
  ];
  const all: Total = { calls: 0, seconds: 0, charge: 0n };
  for (const { calls, seconds, charge } of totals.values()) {
    all.calls += calls;
    all.seconds += seconds;
    all.charge += charge;
  }
  return {
    name: "Summary",
    header: ["Call type", "Calls", "Minutes", "Charge", "Currency"].map((name) => ({ name, width: 20 })),
    rows: [
      ...[...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, total]) => line(type, total)),
      line("Total", all),
      [],
      [text("From (UTC)"), { kind: "time", value: order.from }],
      [text("To (UTC), exclusive"), { kind: "time", value: order.to }],
      [text("Made (UTC)"), { kind: "time", value: now }],
      [text("Export"), text(order.id)],
    ],
  };
}
