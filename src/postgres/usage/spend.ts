/**
 * What calls cost, by whatever they are grouped: from the roll-up that has the dimensions asked for (of a long time from
 * its running totals, totals.ts), else counted from the calls' index alone. Whole days, UTC.
 */
import type pg from "pg";
import { timestamp } from "../arrays.ts";
import { conditions, NO_FILTER, type UsageFilter, within } from "./read.ts";
import { reading, userDays } from "./totals.ts";

/** What may be grouped by; `country` is where the user's licence was used at the time of the call. */
export const DIMENSIONS = [
  "day",
  "month",
  "user",
  "destination",
  "country",
  "numberType",
  "costCenter",
  "callType",
  "capability",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface SpendMeasures {
  /** Calls that were let through, answered or not. */
  calls: number;
  refused: number;
  usedSeconds: number;
  poolMinutes: number;
  /** Micro-units. */
  charge: bigint;
}

export interface SpendRow extends SpendMeasures {
  /** One for each dimension asked for, in that order; empty text: none. */
  keys: string[];
}

interface Source {
  from: "usage_day s" | "usage_user_day s" | "user days s" | "cdr c";
  columns: Partial<Record<Dimension, string>>;
  /** Filters that it knows, beside the time, report and call types. */
  filters: readonly (keyof UsageFilter)[];
  measures: string;
  /** The organisation, `$1`, in the period from `$2` to `$3`; the days of users are it already, by what they are made of. */
  within: string;
}

const SUMS = `sum(s.calls)::int AS calls, sum(s.refused)::int AS refused, sum(s.seconds)::bigint AS seconds,
  sum(s.pool_minutes)::bigint AS pool_minutes, sum(s.charge)::bigint AS charge`;
/** What a difference of totals or a correction has left nothing of did not take place. */
const CALLED = "sum(s.calls) <> 0 OR sum(s.refused) <> 0 OR sum(s.charge) <> 0";
const COUNTS = `(count(*) FILTER (WHERE c.outcome <> 'refused'))::int AS calls,
  (count(*) FILTER (WHERE c.outcome = 'refused'))::int AS refused, sum(c.used_seconds)::bigint AS seconds,
  sum(c.pool_minutes)::bigint AS pool_minutes, sum(c.charge + coalesce(x.difference, 0))::bigint AS charge`;
/** What corrections of prices have changed about the charges. */
const CORRECTIONS = `LEFT JOIN (SELECT call, sum(corrected - charged) AS difference FROM call_correction
  WHERE organization = $1 AND applied_at IS NOT NULL GROUP BY call) x ON x.call = c.id`;
const DAYS = `s.organization = $1 AND s.day >= ($2::timestamptz AT TIME ZONE 'UTC')::date AND s.day < ($3::timestamptz AT TIME ZONE 'UTC')::date`;

const OF_USERS = {
  ...{ callType: "s.call_type", user: "s.user_name", costCenter: "s.cost_center" },
  ...{ numberType: "s.number_kind", country: "s.country" },
};

const SOURCES: readonly Source[] = [
  {
    from: "usage_day s",
    columns: {
      ...{ day: "s.day::text", month: "to_char(s.day, 'YYYY-MM')" },
      ...{ callType: "s.call_type", destination: "s.destination", capability: "s.capability" },
    },
    filters: ["destination", "capability"],
    measures: SUMS,
    within: DAYS,
  },
  {
    from: "user days s",
    columns: { ...OF_USERS, month: "s.month" },
    filters: ["user", "costCenter"],
    measures: SUMS,
    within: "true",
  },
  {
    from: "usage_user_day s",
    columns: { ...OF_USERS, day: "s.day::text", month: "to_char(s.day, 'YYYY-MM')" },
    filters: ["user", "costCenter"],
    measures: SUMS,
    within: DAYS,
  },
  {
    from: "cdr c",
    columns: {
      day: "(c.authorized_at AT TIME ZONE 'UTC')::date::text",
      month: "to_char(c.authorized_at AT TIME ZONE 'UTC', 'YYYY-MM')",
      callType: "c.call_type",
      destination: "coalesce(c.destination, '')",
      user: "coalesce(c.user_name, '')",
      costCenter: "coalesce(c.cost_center, '')",
      numberType: "coalesce(c.number_kind, '')",
      country: "coalesce(c.usage_location, '')",
      capability: "c.capability",
    },
    filters: ["destination", "user", "costCenter", "capability", "number", "charged", "refused"],
    measures: COUNTS,
    within: `c.organization = $1 AND ${within("$2::timestamptz", "$3::timestamptz")}`,
  },
];

const OPTIONAL = ["destination", "user", "costCenter", "capability", "number", "charged", "refused"] as const;

/** Groups from the `offset`th on, dearest first, at most `limit` of them; the total is of all. */
export async function readSpend(
  pool: pg.Pool,
  organization: string,
  filter: UsageFilter,
  by: readonly Dimension[],
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: SpendRow[]; total: SpendMeasures }> {
  const asked = OPTIONAL.filter((name) => filter[name] !== null);
  const source = SOURCES.find(
    ({ columns, filters }) =>
      by.every((dimension) => columns[dimension]) && asked.every((name) => filters.includes(name)),
  )!;
  const ofUsers = source.from === "user days s";
  const values: unknown[] = ofUsers ? [organization] : [organization, timestamp(filter.from), timestamp(filter.to)];
  const parameter = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const counted = source.from === "cdr c";
  const wanted = counted ? conditions(filter, parameter) : rollUpConditions(filter, parameter);
  const keys = by.map((_, i) => `k${i}`);
  const listed = (names: readonly string[]): string => names.map((name) => `${name}, `).join("");
  const groups = `GROUP BY ${keys.join(", ")} ${counted ? "" : `HAVING ${CALLED}`}`;
  const textOn = (from: string): string => `WITH g AS MATERIALIZED (
      SELECT ${listed(by.map((dimension, i) => `${source.columns[dimension]} AS k${i}`))} ${source.measures}
      FROM ${from} ${counted ? CORRECTIONS : ""} WHERE ${source.within} ${wanted} ${by.length > 0 ? groups : ""})
    SELECT ${listed(keys.map((key) => `NULL AS ${key}`))} true AS whole, sum(calls)::int AS calls, sum(refused)::int AS refused,
      sum(seconds)::bigint AS seconds, sum(pool_minutes)::bigint AS pool_minutes, sum(charge)::bigint AS charge FROM g
    UNION ALL (SELECT ${listed(keys)} false, calls, refused, seconds, pool_minutes, charge FROM g
      ORDER BY charge DESC, calls DESC ${keys.map((key) => `, ${key}`).join("")}
      LIMIT ${parameter(limit, "int")} OFFSET ${parameter(offset, "int")})`;
  const rows = await reading(pool, async (client) => {
    const byMonth = by.includes("month");
    const from = ofUsers ? `${await userDays(client, organization, filter, { byMonth, parameter })} s` : source.from;
    return (await client.query<Record<string, string> & Sums & { whole: boolean }>(textOn(from), values)).rows;
  });
  return {
    rows: rows.filter(({ whole }) => !whole).map((row) => ({ keys: keys.map((key) => row[key]!), ...measuresOf(row) })),
    total: measuresOf(rows.find(({ whole }) => whole)!),
  };
}

export interface ChargebackRow extends SpendMeasures {
  /** Empty text: none. */
  costCenter: string;
  /** Who called. */
  people: number;
}

/** What each cost centre called in the period. */
export const readChargeback = (
  pool: pg.Pool,
  organization: string,
  period: { from: number; to: number },
): Promise<ChargebackRow[]> =>
  reading(pool, async (client) => {
    const values: unknown[] = [organization];
    const parameter = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
    const days = await userDays(client, organization, period, { byMonth: false, parameter });
    const { rows } = await client.query<Sums & { costCenter: string; people: number }>(
      `SELECT s.cost_center AS "costCenter", (count(*) FILTER (WHERE s.user_name <> '' AND s.calls > 0))::int AS people, ${SUMS}
       FROM (SELECT s.cost_center, s.user_name, ${SUMS} FROM ${days} s GROUP BY 1, 2 HAVING ${CALLED}) s
       GROUP BY 1 ORDER BY 1`,
      values,
    );
    return rows.map((row) => ({ costCenter: row.costCenter, people: row.people, ...measuresOf(row) }));
  });

interface Sums {
  calls: number | null;
  refused: number | null;
  seconds: bigint | null;
  pool_minutes: bigint | null;
  charge: bigint | null;
}

const measuresOf = (row: Sums): SpendMeasures => ({
  calls: row.calls ?? 0,
  refused: row.refused ?? 0,
  usedSeconds: Number(row.seconds ?? 0n),
  poolMinutes: Number(row.pool_minutes ?? 0n),
  charge: row.charge ?? 0n,
});

/** The same conditions on a roll-up, where empty text stands for none. */
function rollUpConditions(filter: UsageFilter, parameter: (value: unknown, type: string) => string): string {
  const is = (column: string, value: string | null): string =>
    value === null ? "" : `AND s.${column} = ${parameter(value, "text")}`;
  return [
    conditions({ ...NO_FILTER, report: filter.report, callTypes: filter.callTypes }, parameter, "s"),
    is("destination", filter.destination),
    is("capability", filter.capability),
    is("user_name", filter.user),
    is("cost_center", filter.costCenter),
  ].join(" ");
}
