/** What constraints.test.ts reads: tables by name. */
export type Row = Record<string, string | number | boolean | null>;

/** The rule that refuses it; what would be wrong, as a clerk would say it; what of the good row is another; what else is so. */
export type Breach = [constraint: string, sentence: string, change: Row, given?: string];

export interface Rules {
  /** A row of each table that nothing is wrong with, in an order in which they may refer to each other. */
  good: Record<string, Row>;
  checks: Record<string, Breach[]>;
  unique: Record<string, Breach[]>;
}
