/** The account with its lots and pools as people read them, and whose lots have ended. */
import type pg from "pg";
import type { Account, Agreement, Lot } from "../domain/account.ts";
import type { Pool } from "../domain/pool.ts";
import { timestamp } from "./arrays.ts";
import { accountOf, type AccountRow, lotOf, poolOf } from "./rows.ts";

type LotRow = Parameters<typeof lotOf>[0];
type PoolRow = Parameters<typeof poolOf>[0];

export interface BalanceRow {
  currency: string;
  agreement: Agreement;
  available: bigint;
  held: bigint;
  frozen: bigint;
  debt: bigint;
  payAsYouGo: boolean;
}

/** Account and open lots of one snapshot, so that they add up. */
export async function readBalance(
  pool: pg.Pool | pg.ClientBase,
  organization: string,
): Promise<{ balance: BalanceRow; lots: Lot[] } | undefined> {
  const { rows } = await pool.query<BalanceRow & LotRow & { id: bigint | null; lot_frozen: bigint }>(
    `SELECT a.currency, o.agreement, a.available, a.held, a.frozen, a.debt, a.pay_as_you_go AS "payAsYouGo",
            a.organization, l.id, l.granted, l.remaining, l.frozen AS lot_frozen, l.priority, l.source, l.purchased_at, l.ends_at
     FROM account a JOIN organization o ON o.id = a.organization
     LEFT JOIN lot l ON l.organization = a.organization AND l.open
     WHERE a.organization = $1`,
    [organization],
  );
  const [balance] = rows;
  const lots = rows.filter((row) => row.id !== null).map((row) => lotOf({ ...row, frozen: row.lot_frozen }));
  return balance && { balance, lots };
}

/** The whole account, as the lane would see it. */
export async function readAccount(pool: pg.Pool, organization: string): Promise<Account | undefined> {
  const { rows } = await pool.query<AccountRow>("SELECT * FROM account WHERE organization = $1", [organization]);
  return rows[0] && accountOf(rows[0]);
}

/** Organisations with a lot that has ended and a remainder that may have to be forfeited. */
export async function listEndedLots(pool: pg.Pool, now: number): Promise<string[]> {
  const { rows } = await pool.query<{ organization: string }>(
    "SELECT organization FROM account WHERE next_lot_end <= $1 ORDER BY next_lot_end",
    [timestamp(now)],
  );
  return rows.map((row) => row.organization);
}

export async function listPools(pool: pg.Pool, organization: string, month: string): Promise<Pool[]> {
  const { rows } = await pool.query<PoolRow>(
    `SELECT organization, month, id, total_minutes, used_minutes, held_minutes FROM pool
     WHERE organization = $1 AND month = $2 ORDER BY id`,
    [organization, month],
  );
  return rows.map(poolOf);
}

/** Who holds one of these licences, and which of them. */
export async function listHolders(
  pool: pg.Pool,
  organization: string,
  skus: readonly string[],
): Promise<{ principalName: string; usageLocation: string; licenses: string[] }[]> {
  const { rows } = await pool.query<{ principalName: string; usageLocation: string; licenses: string[] }>(
    `SELECT principal_name AS "principalName", usage_location AS "usageLocation", licenses FROM app_user
     WHERE organization = $1 AND licenses && $2::text[] ORDER BY principal_name`,
    [organization, skus],
  );
  return rows;
}
