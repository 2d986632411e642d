/**
 * The ledger: one row a transfer, only ever added to. The chart, per currency (architecture.md 2): `credits` and `debt`
 * and `post-usage` of the organisation; `cash/<provider>`, `revenue`, `forfeited`, `adjustment` of the house.
 */
import type { Micros } from "./money.ts";

export type LedgerAccount =
  "credits" | "debt" | "post-usage" | "revenue" | "forfeited" | "adjustment" | `cash/${string}`;

export type Cause =
  "call" | "correction" | "top-up" | "promotion" | "debt-settled" | "lot-ended" | "adjustment" | "refund" | "dispute";

export interface Transfer {
  /** Counts up by one in each organisation. */
  sequence: number;
  from: LedgerAccount;
  to: LedgerAccount;
  /** Above zero. */
  amount: Micros;
  cause: Cause;
  /** The credits (available + held + frozen) after this transfer. */
  balanceAfter: Micros;
  lot: number | null;
  call: number | null;
  topUp: number | null;
}
