/** Whom an organisation wants told of what, and the balances below which it wants to hear. */
import type pg from "pg";
import type { UserDetails } from "./users.ts";

/** Of one event: null leaves it to all holders of the recipient roles. */
export interface EventChoice {
  /** Template ids: holders of these alone; none at all: no role holder, but the additional recipients. */
  roles: string[] | null;
  /** Principal names that do not want it. */
  muted: string[];
}

export interface AdditionalRecipient {
  mail: string;
  displayName: string | null;
  preferredLanguage: string | null;
  /** Null: all. */
  events: string[] | null;
}

export interface NoticeSettings {
  events: Record<string, EventChoice>;
  additionalRecipients: AdditionalRecipient[];
  /** Micro-units of the account's currency, each above zero. */
  lowBalance: bigint[];
  /** So many days before prices change, `rates.changing` tells of it; 1 to 90. */
  rateChangeDays: number;
}

export const NO_CHOICES: NoticeSettings = { events: {}, additionalRecipients: [], lowBalance: [], rateChangeDays: 7 };

export async function readNoticeSettings(
  client: pg.Pool | pg.ClientBase,
  organization: string,
): Promise<NoticeSettings> {
  const { rows } = await client.query<NoticeSettings>(
    `SELECT events, additional_recipients AS "additionalRecipients", low_balance AS "lowBalance",
       rate_change_days AS "rateChangeDays" FROM notice_settings WHERE organization = $1`,
    [organization],
  );
  return rows[0] ?? NO_CHOICES;
}

/** Other thresholds are a new descent: what the balance is below of them is told. */
export async function saveNoticeSettings(
  client: pg.ClientBase,
  organization: string,
  { events, additionalRecipients, lowBalance, rateChangeDays }: NoticeSettings,
): Promise<void> {
  await client.query(
    `INSERT INTO notice_settings AS s (organization, events, additional_recipients, low_balance, rate_change_days)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (organization) DO UPDATE SET events = EXCLUDED.events,
       additional_recipients = EXCLUDED.additional_recipients, low_balance = EXCLUDED.low_balance,
       rate_change_days = EXCLUDED.rate_change_days,
       low_told = CASE WHEN s.low_balance = EXCLUDED.low_balance THEN s.low_told END`,
    [organization, JSON.stringify(events), JSON.stringify(additionalRecipients), lowBalance, rateChangeDays],
  );
}

export type RoleHolder = Pick<
  UserDetails,
  "userPrincipalName" | "displayName" | "mail" | "alternateMail" | "preferredLanguage" | "roles"
>;

/** Users that hold one of these roles, by principal name. `roles`: template ids. */
export async function listRoleHolders(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  roles: readonly string[],
): Promise<RoleHolder[]> {
  const { rows } = await client.query<RoleHolder>(
    `SELECT principal_name AS "userPrincipalName", display_name AS "displayName", mail, alternate_mail AS "alternateMail",
       preferred_language AS "preferredLanguage", roles
     FROM app_user WHERE organization = $1 AND roles && $2::text[] ORDER BY principal_name`,
    [organization, roles],
  );
  return rows;
}

export interface AccountStanding {
  currency: string;
  available: bigint;
  held: bigint;
  frozen: bigint;
  debt: bigint;
  openCalls: number;
  payAsYouGo: boolean;
}

const STANDING = `a.currency, a.available, a.held, a.frozen, a.debt, a.open_calls AS "openCalls",
  a.pay_as_you_go AS "payAsYouGo"`;

export async function readStanding(
  client: pg.Pool | pg.ClientBase,
  organization: string,
): Promise<AccountStanding | undefined> {
  const { rows } = await client.query<AccountStanding>(`SELECT ${STANDING} FROM account a WHERE a.organization = $1`, [
    organization,
  ]);
  return rows[0];
}

export interface Descent extends AccountStanding {
  organization: string;
  /** The lowest threshold that the available credits are below; null: none. */
  reached: bigint | null;
  /** That of it that was told before. */
  told: bigint | null;
}

/** Locks the settings of whoever has gone below, or back over, a threshold since the last look. */
export async function claimDescents(client: pg.ClientBase, limit: number): Promise<Descent[]> {
  const { rows } = await client.query<Descent>(
    `SELECT s.organization, ${STANDING}, r.reached, s.low_told AS told
     FROM notice_settings s JOIN account a ON a.organization = s.organization
     CROSS JOIN LATERAL (SELECT min(t) AS reached FROM unnest(s.low_balance) AS t WHERE a.available < t) r
     WHERE s.low_balance <> '{}' AND r.reached IS DISTINCT FROM s.low_told LIMIT $1 FOR UPDATE OF s SKIP LOCKED`,
    [limit],
  );
  return rows;
}

export async function saveTold(client: pg.ClientBase, organization: string, told: bigint | null): Promise<void> {
  await client.query("UPDATE notice_settings SET low_told = $2 WHERE organization = $1", [organization, told]);
}

/** What was charged in the UTC days from `since` on, and the first of them with a call. */
export async function readPace(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  since: string,
): Promise<{ charged: bigint; firstDay: string | null }> {
  const { rows } = await client.query<{ charged: bigint; firstDay: string | null }>(
    `SELECT coalesce(sum(charge), 0)::bigint AS charged, min(day) AS "firstDay"
     FROM usage_day WHERE organization = $1 AND day >= $2::date`,
    [organization, since],
  );
  return rows[0]!;
}
