/** Auto-recharge as an organisation has set it up, and as its account stands. */
import type pg from "pg";
import type { AutoRecharge, RechargeState } from "../domain/recharge.ts";
import { timestamp } from "./arrays.ts";

/** Columns of `auto_recharge r`, for a query that joins it from the left. */
export const AUTO_RECHARGE = `r.enabled AS recharge_enabled, r.trigger_amount, r.recharge_amount, r.target_amount,
  r.payment_method || r.fallback_methods AS recharge_methods, r.monthly_cap, r.daily_cap, r.cool_down_seconds`;

export interface AutoRechargeRow {
  /** Null: never set up; so are the others then. */
  recharge_enabled: boolean | null;
  trigger_amount: bigint;
  recharge_amount: bigint;
  target_amount: bigint | null;
  recharge_methods: bigint[];
  monthly_cap: bigint | null;
  daily_cap: bigint | null;
  cool_down_seconds: number;
}

export const autoRechargeOf = (row: AutoRechargeRow): AutoRecharge | null =>
  row.recharge_enabled === null
    ? null
    : {
        enabled: row.recharge_enabled,
        triggerAmount: row.trigger_amount,
        rechargeAmount: row.recharge_amount,
        targetAmount: row.target_amount,
        methods: row.recharge_methods,
        monthlyCap: row.monthly_cap,
        dailyCap: row.daily_cap,
        coolDownSeconds: row.cool_down_seconds,
      };

export interface RechargeStanding {
  currency: string;
  settings: AutoRecharge | null;
  state: RechargeState;
}

/** Undefined for an organisation that does not exist. */
export async function readRechargeStanding(
  client: pg.Pool | pg.ClientBase,
  organization: string,
): Promise<RechargeStanding | undefined> {
  const { rows } = await client.query<AutoRechargeRow & RechargeState & { currency: string }>(
    `SELECT a.currency, a.recharge_state AS state, a.recharge_reason AS reason, a.recharge_retry_at AS "retryAt",
       a.recharge_failures AS failures, ${AUTO_RECHARGE}
     FROM account a LEFT JOIN auto_recharge r ON r.organization = a.organization WHERE a.organization = $1`,
    [organization],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { currency, state, reason, retryAt, failures } = row;
  return { currency, settings: autoRechargeOf(row), state: { state, reason, retryAt, failures } };
}

/** Needs the organisation's lock; so does the next. */
export async function saveAutoRecharge(
  client: pg.ClientBase,
  organization: string,
  settings: AutoRecharge,
): Promise<void> {
  const [paymentMethod, ...fallbackMethods] = settings.methods;
  await client.query(
    `INSERT INTO auto_recharge (organization, enabled, trigger_amount, recharge_amount, target_amount, payment_method,
       fallback_methods, monthly_cap, daily_cap, cool_down_seconds)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (organization) DO UPDATE SET enabled = EXCLUDED.enabled, trigger_amount = EXCLUDED.trigger_amount,
       recharge_amount = EXCLUDED.recharge_amount, target_amount = EXCLUDED.target_amount,
       payment_method = EXCLUDED.payment_method, fallback_methods = EXCLUDED.fallback_methods,
       monthly_cap = EXCLUDED.monthly_cap, daily_cap = EXCLUDED.daily_cap,
       cool_down_seconds = EXCLUDED.cool_down_seconds`,
    [
      organization,
      settings.enabled,
      settings.triggerAmount,
      settings.rechargeAmount,
      settings.targetAmount,
      paymentMethod,
      fallbackMethods,
      settings.monthlyCap,
      settings.dailyCap,
      settings.coolDownSeconds,
    ],
  );
}

export async function saveRechargeState(
  client: pg.ClientBase,
  organization: string,
  { state, reason, retryAt, failures }: RechargeState,
): Promise<void> {
  await client.query(
    `UPDATE account SET recharge_state = $2, recharge_reason = $3, recharge_retry_at = $4, recharge_failures = $5
     WHERE organization = $1`,
    [organization, state, reason, timestamp(retryAt), failures],
  );
}

/** Whose time to wait has passed. */
export async function listRechargesToRetry(pool: pg.Pool, now: number): Promise<string[]> {
  const { rows } = await pool.query<{ organization: string }>(
    "SELECT organization FROM account WHERE recharge_retry_at <= $1 ORDER BY recharge_retry_at LIMIT 500",
    [timestamp(now)],
  );
  return rows.map((row) => row.organization);
}
