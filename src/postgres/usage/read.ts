/**
 * Pages of usage rows, whatever they are filtered and sorted by. The roll-up knows on which days there is anything to
 * find; of those days the index alone (cdr_started) tells which calls it is, and only what is shown is read of the calls
 * themselves. So a page of ten million calls costs a few days of the index.
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

/** Columns that a page may be sorted by, all of them in the index. */
const SORTS = {
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

const DAY_MS = 86_400_000;

/** How many days are looked at first; what is not found there is looked for in four times as many, and so on. */
const FIRST_DAYS = 4;

export async function readUsagePage(
  pool: pg.Pool,
  organization: string,
  filter: UsageFilter,
  page: UsagePage,
): Promise<KeyedUsageRow[]> {
  if (page.sort !== "startedAt") return readWindow(pool, organization, filter, page);
  const found: KeyedUsageRow[] = [];
  // From where the page before ended.
  const seen = page.after && Date.parse(page.after.value);
  let from = page.descending ? filter.from : Math.max(filter.from, seen ?? 0);
  let to = page.descending ? Math.min(filter.to, (seen ?? Infinity) + 1) : filter.to;
  for (let days = FIRST_DAYS; from < to && found.length < page.limit; days *= 4) {
    const edge = page.descending
      ? Math.max(from, startOfDay(to - 1) - days * DAY_MS)
      : startOfDay(from) + days * DAY_MS;
    const window = page.descending ? { from: edge, to } : { from, to: Math.min(to, edge) };
    const wanted = { ...page, limit: page.limit - found.length };
    found.push(...(await readWindow(pool, organization, { ...filter, ...window }, wanted)));
    if (page.descending) to = window.from;
    else from = window.to;
  }
  return found;
}

const startOfDay = (at: number): number => DAY_MS * Math.floor(at / DAY_MS);

async function readWindow(
  pool: pg.Pool,
  organization: string,
  filter: UsageFilter,
  page: UsagePage,
): Promise<KeyedUsageRow[]> {
  const values: unknown[] = [];
  const parameter = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const org = parameter(organization, "text");
  const [from, to] = [parameter(timestamp(filter.from), "timestamptz"), parameter(timestamp(filter.to), "timestamptz")];
  const direction = page.descending ? "DESC" : "ASC";
  const byTime = page.sort === "startedAt";
  const days = Math.floor((filter.to - 1) / DAY_MS) - Math.floor(filter.from / DAY_MS);
  const day = page.descending
    ? `(((${to} - interval '1 microsecond') AT TIME ZONE 'UTC')::date - n)`
    : `((${from} AT TIME ZONE 'UTC')::date + n)`;
  const sorted = SORTS[page.sort];
  const after = page.after
    ? `AND (${sorted}, c.id) ${page.descending ? "<" : ">"} (${parameter(page.after.value, TYPES[page.sort])}, ${parameter(page.after.id, "bigint")})`
    : "";
  const limit = parameter(page.limit, "int");
  const text = `WITH k AS MATERIALIZED (
      SELECT k.* FROM (SELECT n, ${day} AS day FROM generate_series(0, ${days}) AS n) AS d
      CROSS JOIN LATERAL (${dayWithCalls(filter, org, parameter)}) AS found
      CROSS JOIN LATERAL (SELECT d.n, c.month, c.id, ${sorted} AS value FROM cdr c WHERE c.organization = ${org}
        AND c.month = date_trunc('month', d.day)::date
        AND c.authorized_at >= greatest(${from}, d.day::timestamp AT TIME ZONE 'UTC')
        AND c.authorized_at < least(${to}, (d.day + 1)::timestamp AT TIME ZONE 'UTC')
        ${conditions(filter, parameter)} ${after}
        ORDER BY ${sorted} ${direction}, c.id ${direction} LIMIT ${limit}) AS k
      ORDER BY ${byTime ? "d.n, " : ""}k.value ${direction}, k.id ${direction} LIMIT ${limit})
    SELECT ${byTime ? "(extract(epoch FROM k.value) * 1000)::bigint::text" : "k.value::text"} AS value, c.* FROM k
    CROSS JOIN LATERAL (SELECT ${USAGE_ROW_COLUMNS} FROM cdr c
      LEFT JOIN app_user u ON u.organization = c.organization AND u.principal_name = c.user_name
      WHERE c.month = k.month AND c.organization = ${org} AND c.id = k.id OFFSET 0) AS c
    ORDER BY ${byTime ? "k.n, " : ""}k.value ${direction}, k.id ${direction}`;
  const { rows } = await pool.query<UsageRowRow & { value: string }>(text, values);
  return rows.map((row) => ({
    key: { value: byTime ? timestamp(Number(row.value))! : row.value, id: String(row.id) },
    row: usageRowOf(row),
  }));
}

type Parameter = (value: unknown, type: string) => string;

const ofReport = (report: Report, of = ""): string =>
  `${of}call_type ${report === "direct-routing" ? "" : "NOT "}LIKE 'dr\\_%'`;

/** A row for a day `d.day` on which the roll-up has such calls; none for a day on which it has not. */
function dayWithCalls(filter: UsageFilter, org: string, parameter: Parameter): string {
  const byUser = filter.user !== null || filter.costCenter !== null;
  const wanted = [
    filter.callTypes.length > 0 ? `call_type = ANY(${parameter(filter.callTypes, "text[]")})` : "",
    filter.report === null ? "" : ofReport(filter.report),
    filter.refused === true ? "refused > 0" : filter.refused === false ? "calls > 0" : "",
    filter.charged === true ? "charge > 0" : "",
    filter.user === null ? "" : `user_name = ${parameter(filter.user, "text")}`,
    filter.costCenter === null ? "" : `cost_center = ${parameter(filter.costCenter, "text")}`,
    filter.destination === null || byUser ? "" : `destination = ${parameter(filter.destination, "text")}`,
  ];
  return `SELECT FROM ${byUser ? "usage_user_day" : "usage_day"} WHERE organization = ${org} AND day = d.day
    ${wanted.map((condition) => condition && `AND ${condition}`).join(" ")} LIMIT 1`;
}

/** The filter, apart from organisation and time, on `cdr c`, or on what else has the columns that it asks for. */
export function conditions(filter: UsageFilter, parameter: Parameter, alias = "c"): string {
  const none = (column: string, value: string | null): string =>
    value === null ? "" : value === "" ? `${column} IS NULL` : `${column} = ${parameter(value, "text")}`;
  return [
    filter.report === null ? "" : ofReport(filter.report, `${alias}.`),
    filter.callTypes.length > 0 ? `${alias}.call_type = ANY(${parameter(filter.callTypes, "text[]")})` : "",
    none("c.user_name", filter.user),
    none("c.destination", filter.destination),
    none("c.capability", filter.capability),
    none("c.cost_center", filter.costCenter),
    none("c.other_number", filter.number),
    filter.charged === null ? "" : filter.charged ? "c.charge > 0" : "c.charge = 0",
    filter.refused === null ? "" : filter.refused ? "c.outcome = 'refused'" : "c.outcome <> 'refused'",
  ]
    .map((condition) => condition && `AND ${condition}`)
    .join(" ");
}
