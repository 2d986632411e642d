/** What the checks of the audit are written with. */

/** `$1` is the organisation, or null for all. Amounts are micro-units; `money` prints them. */
export interface Check {
  rule: string;
  /** Rows of (organization, words), the first one first. */
  sql: string;
}

export const money = (expression: string): string => `trim_scale((${expression})::numeric / 1000000)::text`;
export const only = (column: string): string => `($1::text IS NULL OR ${column} = $1)`;
