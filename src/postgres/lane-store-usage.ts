/** The statements of a batch that write the roll-ups: one for what is added, one for what corrections take away. */
import { bigintColumn, bulk, type BulkStatement, type Column, dateColumn, intColumn, textColumn } from "./arrays.ts";

export interface Measures {
  /** Calls that were let through, answered or not. */
  calls: number;
  refused: number;
  seconds: number;
  poolMinutes: number;
  /** Micro-units. */
  charge: bigint;
}

/** What CDRs add to a day (or take from it, when they are corrected). */
export interface UsageDelta extends Measures {
  organization: string;
  /** UTC, `2026-11-22`, of the authorisation. */
  day: string;
  callType: string;
  /** Country of the number that was dialled; empty: none. */
  destination: string;
  /** Of the last source that paid. */
  capability: string;
}

/** What CDRs add to a user's day; empty text: none. */
export interface UserUsageDelta extends Measures {
  organization: string;
  day: string;
  user: string;
  costCenter: string;
  callType: string;
  numberKind: string;
  /** Where the user's licence was used. */
  country: string;
}

const MEASURES = ["calls", "refused", "seconds", "pool_minutes", "charge"];
const measureColumns = [
  intColumn<Measures>((u) => u.calls),
  intColumn<Measures>((u) => u.refused),
  bigintColumn<Measures>((u) => u.seconds),
  bigintColumn<Measures>((u) => u.poolMinutes),
  bigintColumn<Measures>((u) => u.charge),
];

function rollUp<Delta extends Measures>(
  table: string,
  keys: readonly string[],
  keyColumns: readonly Column<Delta>[],
): { add: BulkStatement<Delta>; correct: BulkStatement<Delta> } {
  const columns = [...keyColumns, ...(measureColumns as Column<Delta>[])];
  const names = [...keys, ...MEASURES].join(", ");
  return {
    add: bulk<Delta>(
      `add_${table}`,
      columns,
      (rows) => `INSERT INTO ${table} AS d (${names}) SELECT * FROM ${rows} ON CONFLICT (${keys.join(", ")})
        DO UPDATE SET ${MEASURES.map((name) => `${name} = d.${name} + excluded.${name}`).join(", ")}`,
    ),
    // Its row is there already, and an insert would be refused for its negative numbers.
    correct: bulk<Delta>(
      `correct_${table}`,
      columns,
      (rows) => `UPDATE ${table} d SET ${MEASURES.map((name) => `${name} = d.${name} + n.${name}`).join(", ")}
        FROM ${rows} AS n (${names}) WHERE ${keys.map((key) => `d.${key} = n.${key}`).join(" AND ")}`,
    ),
  };
}

export const USAGE_DAYS = rollUp<UsageDelta>(
  "usage_day",
  ["organization", "day", "call_type", "destination", "capability"],
  [
    textColumn((u) => u.organization),
    dateColumn((u) => u.day),
    textColumn((u) => u.callType),
    textColumn((u) => u.destination),
    textColumn((u) => u.capability),
  ],
);

export const USAGE_USER_DAYS = rollUp<UserUsageDelta>(
  "usage_user_day",
  ["organization", "day", "user_name", "cost_center", "call_type", "number_kind", "country"],
  [
    textColumn((u) => u.organization),
    dateColumn((u) => u.day),
    textColumn((u) => u.user),
    textColumn((u) => u.costCenter),
    textColumn((u) => u.callType),
    textColumn((u) => u.numberKind),
    textColumn((u) => u.country),
  ],
);

export const takesAway = (u: Measures): boolean =>
  u.calls < 0 || u.refused < 0 || u.seconds < 0 || u.poolMinutes < 0 || u.charge < 0n;
