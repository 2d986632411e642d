/**
 * Pages of usage rows, whatever they are filtered and sorted by. The keys of a page are found in indexes: in that of
 * months that are over for what it is sorted or filtered by (finished-months.ts), else in `cdr_started`, which alone
 * holds all that is asked for. Only what is shown is read of the calls themselves.
 */
import type pg from "pg";
import type { Report, UsageRow } from "../../domain/report/usage-row.ts";
import { timestamp } from "../arrays.ts";
import { USAGE_ROW_COLUMNS, type UsageRowRow, usageRowOf } from "./row.ts";

export interface UsageFilter {
  /** Epoch ms, inclusive. */
  from: number;
  /** Epoch ms, exclusive. */
  to: number;
  report: Report | null;
  /** Empty: all. */
  callTypes: readonly string[];
  /** Principal name; empty text, here and below: none. */
  user: string | null;
  destination: string | null;
  capability: string | null;
  costCenter: string | null;
  /** The number outside, as it was written. */
  number: string | null;
  charged: boolean | null;
  refused: boolean | null;
}

/** Everything. */
export const NO_FILTER: UsageFilter = {
  ...{ from: 0, to: 0, report: null, callTypes: [], user: null, destination: null, capability: null, costCenter: null },
  ...{ number: null, charged: null, refused: null },
};

/** What a page may be sorted by, to the letter as it is indexed. */
export const SORTS = {
  startedAt: "c.authorized_at",
  user: "coalesce(c.user_name, '')",
  callType: "c.call_type",
  destination: "coalesce(c.destination, '')",
  capability: "c.capability",
  costCenter: "coalesce(c.cost_center, '')",
  duration: "c.used_seconds",
  charge: "c.charge",
} as const;
export type UsageSort = keyof typeof SORTS;
export const USAGE_SORTS = Object.keys(SORTS) as UsageSort[];

const TYPES: Readonly<Record<UsageSort, string>> = {
  startedAt: "timestamptz",
  user: "text",
  callType: "text",
  destination: "text",
  capability: "text",
  costCenter: "text",
  duration: "int",
  charge: "bigint",
};

export interface UsagePage {
  sort: UsageSort;
  descending: boolean;
  /** The value sorted by and the id of the row that the page begins after. */
  after: { value: string; id: string } | null;
  limit: number;
}

export interface KeyedUsageRow {
  key: { value: string; id: string };
  row: UsageRow;
}

export async function readUsagePage(
  pool: pg.Pool,
  organization: string,
  filter: UsageFilter,
  page: UsagePage,
): Promise<KeyedUsageRow[]> {
  const values: unknown[] = [organization];
  const parameter = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const direction = page.descending ? "DESC" : "ASC";
  const byTime = page.sort === "startedAt";
  const sorted = SORTS[page.sort];
  const after = page.after
    ? `AND (${sorted}, c.id) ${page.descending ? "<" : ">"} (${parameter(page.after.value, TYPES[page.sort])}, ${parameter(page.after.id, "bigint")})`
    : "";
  const wanted = `${conditions(filter, parameter)} ${after}`;
  const limit = parameter(page.limit, "int");
  const keysOf = ({ from, to, whole }: Piece): string => `(SELECT c.month, c.id, ${sorted} AS value FROM cdr c
      WHERE c.organization = $1 AND ${within(parameter(timestamp(from), "timestamptz"), parameter(timestamp(to), "timestamptz"))} ${wanted}
      ${whole ? `ORDER BY ${sorted} ${direction}, c.id ${direction} LIMIT ${limit}` : "OFFSET 0"})`;
  const pieces = byTime ? [{ ...filter, whole: true }] : piecesOf(filter);
  const text = `WITH k AS MATERIALIZED (SELECT * FROM (${pieces.map(keysOf).join(" UNION ALL ")}) AS all_of_them
      ORDER BY value ${direction}, id ${direction} LIMIT ${limit})
    SELECT ${byTime ? "(extract(epoch FROM k.value) * 1000)::bigint::text" : "k.value::text"} AS value, c.* FROM k
    CROSS JOIN LATERAL (SELECT ${USAGE_ROW_COLUMNS} FROM cdr c
      LEFT JOIN app_user u ON u.organization = c.organization AND u.principal_name = c.user_name
      WHERE c.month = k.month AND c.organization = $1 AND c.id = k.id OFFSET 0) AS c
    ORDER BY k.value ${direction}, k.id ${direction}`;
  const { rows } = await pool.query<UsageRowRow & { value: string }>(text, values);
  return rows.map((row) => ({
    key: { value: byTime ? timestamp(Number(row.value))! : row.value, id: String(row.id) },
    row: usageRowOf(row),
  }));
}

/** Of a period; `whole`: nothing but whole months. */
interface Piece {
  from: number;
  to: number;
  whole: boolean;
}

/**
 * The whole months of a period, in each of which an index in the order of the page is read as far as the page goes; and
 * what is left at both ends, which is read as a whole: in that order the calls of a few days may be the last of their month.
 */
function piecesOf({ from, to, refused }: UsageFilter): Piece[] {
  const begin = monthOf(from) === from ? from : monthOf(from, 1);
  const end = monthOf(to);
  // The few refused calls are found by themselves (cdr_refused).
  if (begin >= end || refused) return [{ from, to, whole: false }];
  const pieces = [
    { from, to: begin, whole: false },
    { from: begin, to: end, whole: true },
    { from: end, to, whole: false },
  ];
  return pieces.filter((piece) => piece.from < piece.to);
}

/** Where a UTC month begins that is `later` months after that of the moment. */
function monthOf(at: number, later = 0): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1);
}

/** `cdr c` in a period; the months, so that the others are not looked at. */
export const within = (from: string, to: string): string => `c.authorized_at >= ${from} AND c.authorized_at < ${to}
  AND c.month >= date_trunc('month', ${from} AT TIME ZONE 'UTC')::date AND c.month < ${to} AT TIME ZONE 'UTC'`;

type Parameter = (value: unknown, type: string) => string;

const ofReport = (report: Report, of = ""): string =>
  `${of}call_type ${report === "direct-routing" ? "" : "NOT "}LIKE 'dr\\_%'`;

/** The filter, apart from organisation and time, on `cdr c`, or on what else has the columns that it asks for. */
export function conditions(filter: UsageFilter, parameter: Parameter, alias = "c"): string {
  const is = (column: string, value: string | null): string =>
    value === null ? "" : `${column} = ${parameter(value, "text")}`;
  return [
    filter.report === null ? "" : ofReport(filter.report, `${alias}.`),
    filter.callTypes.length > 0 ? `${alias}.call_type = ANY(${parameter(filter.callTypes, "text[]")})` : "",
    is(SORTS.user, filter.user),
    is(SORTS.destination, filter.destination),
    is(SORTS.capability, filter.capability),
    is(SORTS.costCenter, filter.costCenter),
    is("c.other_number", filter.number),
    filter.charged === null ? "" : filter.charged ? "c.charge > 0" : "c.charge = 0",
    filter.refused === null ? "" : filter.refused ? "c.outcome = 'refused'" : "c.outcome <> 'refused'",
  ]
    .map((condition) => condition && `AND ${condition}`)
    .join(" ");
}
