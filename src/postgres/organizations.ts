/**
 * Organisations, their settings and what they have bought. Whoever changes anything of an organisation locks its
 * account first (architecture.md 9); the new version tells every process to read it again.
 */
import type pg from "pg";
import type { Agreement } from "../domain/account.ts";
import type { RechargeState } from "../domain/recharge.ts";
import { timestamp } from "./arrays.ts";

export interface OrganizationDetails {
  id: string;
  displayName: string;
  country: string;
  currency: string;
  timeZone: string;
  preferredLanguage: string;
  tenantId: string | null;
  rateDeck: string | null;
  agreement: Agreement;
  billingCountry: string;
  enterpriseAgreements: string[];
  /** Epoch ms. */
  createdAt: number;
}

export interface CallingSettings {
  currency: string;
  defaultDialOutPolicy: string | null;
  premiumCalls: "blocked" | "allowed";
  meetingsUseCallingPlan: boolean;
  strictEither: boolean;
  blockedDestinations: string[];
  blockedCallers: string[];
  maxPricePerMinutePicos: bigint | null;
  maxConcurrentCalls: number | null;
  maxCallSeconds: number | null;
}

export interface SubscriptionRecord {
  sku: string;
  purchased: number;
  assigned: number;
}

/**
 * Takes the organisation's mutex until the transaction ends, and makes what was read of it outdated. The organisation's
 * row comes first, as in `lockDirectory`, so that neither waits for the other in a circle.
 * @returns its country, or undefined if there is no such organisation
 */
export async function lockOrganization(client: pg.ClientBase, id: string): Promise<string | undefined> {
  const text = `WITH o AS MATERIALIZED (SELECT id, country FROM organization WHERE id = $1 FOR NO KEY UPDATE)
    UPDATE account a SET settings_version = settings_version + 1 FROM o WHERE a.organization = o.id RETURNING o.country`;
  const { rows } = await client.query<{ country: string }>({ name: "lock_organization", text, values: [id] });
  return rows[0]?.country;
}

/**
 * Keeps everybody else from changing the organisation until the transaction ends, while its calls go on: they need the
 * account alone, which is not locked. `outdateDirectory` is to follow.
 * @returns its country, or undefined if there is no such organisation
 */
export async function lockDirectory(client: pg.ClientBase, id: string): Promise<string | undefined> {
  const text = "SELECT country FROM organization WHERE id = $1 FOR NO KEY UPDATE";
  return (await client.query<{ country: string }>(text, [id])).rows[0]?.country;
}

/** Makes what was read of the organisation outdated: to be called last, since its calls wait from here on. */
export async function outdateDirectory(client: pg.ClientBase, id: string): Promise<void> {
  await client.query("UPDATE account SET settings_version = settings_version + 1 WHERE organization = $1", [id]);
}

/** Tells every process that names or numbers came or went: whoever was unknown may be known. */
export async function bumpDirectory(client: pg.ClientBase): Promise<void> {
  await client.query("UPDATE settings_version SET version = version + 1 WHERE name = 'directory'");
}

const COLUMNS = `id, display_name AS "displayName", country, currency, time_zone AS "timeZone",
  preferred_language AS "preferredLanguage", tenant_id AS "tenantId", rate_deck AS "rateDeck", agreement,
  billing_country AS "billingCountry", enterprise_agreements AS "enterpriseAgreements", created_at AS "createdAt"`;

export async function readOrganization(
  client: pg.ClientBase | pg.Pool,
  id: string,
): Promise<OrganizationDetails | undefined> {
  const text = `SELECT ${COLUMNS} FROM organization WHERE id = $1`;
  return (await client.query<OrganizationDetails>(text, [id])).rows[0];
}

/** The one organisation of a tenant of the identity provider; undefined where none or several have its id. */
export async function findOrganizationOfTenant(pool: pg.Pool, tenant: string): Promise<string | undefined> {
  const text = "SELECT id FROM organization WHERE lower(tenant_id::text) = $1 LIMIT 2";
  const { rows } = await pool.query<{ id: string }>(text, [tenant]);
  return rows.length === 1 ? rows[0]!.id : undefined;
}

/** An organisation as an operator's list shows it. */
export interface OrganizationStanding extends OrganizationDetails {
  available: bigint;
  held: bigint;
  frozen: bigint;
  debt: bigint;
  payAsYouGo: boolean;
  openCalls: number;
  rechargeEnabled: boolean;
  rechargeState: RechargeState["state"];
  rechargeReason: RechargeState["reason"];
  rechargeRetryAt: number | null;
  /** Those with anything left, in the order in which they are drawn; micro-units, epoch ms. */
  lots: { remaining: number; frozen: number; endsAt: number }[];
}

/** By their ids, after `after`; `limit` null: all. `search` is part of a name or id, whatever its case. */
export async function listOrganizations(
  pool: pg.Pool,
  { after, limit, search }: { after: string | null; limit: number | null; search: string },
): Promise<OrganizationStanding[]> {
  const text = `SELECT o.*, a.available, a.held, a.frozen, a.debt, a.pay_as_you_go AS "payAsYouGo",
      a.open_calls AS "openCalls", coalesce(r.enabled, false) AS "rechargeEnabled", a.recharge_state AS "rechargeState",
      a.recharge_reason AS "rechargeReason", a.recharge_retry_at AS "rechargeRetryAt", l.lots
    FROM (SELECT ${COLUMNS} FROM organization WHERE ($1::text IS NULL OR id > $1)
        AND ($3 = '' OR strpos(lower(display_name), lower($3)) > 0 OR strpos(lower(id), lower($3)) > 0)
      ORDER BY id LIMIT $2) o
    JOIN account a ON a.organization = o.id LEFT JOIN auto_recharge r ON r.organization = o.id
    CROSS JOIN LATERAL (SELECT coalesce(json_agg(json_build_object('remaining', remaining, 'frozen', frozen,
        'endsAt', 1000 * extract(epoch FROM ends_at)) ORDER BY priority, ends_at, id), '[]') AS lots
      FROM lot WHERE organization = o.id AND open) l ORDER BY o.id`;
  return (await pool.query<OrganizationStanding>(text, [after, limit, search])).rows;
}

/** With its account, whose currency follows. */
export async function saveOrganization(client: pg.ClientBase, organization: OrganizationDetails): Promise<void> {
  await client.query(
    `INSERT INTO organization (id, display_name, country, currency, time_zone, preferred_language, tenant_id, rate_deck,
       agreement, billing_country, enterprise_agreements, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (id) DO UPDATE SET display_name = EXCLUDED.display_name, country = EXCLUDED.country,
       currency = EXCLUDED.currency, time_zone = EXCLUDED.time_zone, preferred_language = EXCLUDED.preferred_language,
       tenant_id = EXCLUDED.tenant_id, rate_deck = EXCLUDED.rate_deck, agreement = EXCLUDED.agreement,
       billing_country = EXCLUDED.billing_country, enterprise_agreements = EXCLUDED.enterprise_agreements`,
    [
      organization.id,
      organization.displayName,
      organization.country,
      organization.currency,
      organization.timeZone,
      organization.preferredLanguage,
      organization.tenantId,
      organization.rateDeck,
      organization.agreement,
      organization.billingCountry,
      JSON.stringify(organization.enterpriseAgreements),
      timestamp(organization.createdAt),
    ],
  );
  await client.query(
    `INSERT INTO account (organization, currency) VALUES ($1, $2)
     ON CONFLICT (organization) DO UPDATE SET currency = EXCLUDED.currency WHERE account.currency <> EXCLUDED.currency`,
    [organization.id, organization.currency],
  );
}

/**
 * Whether any money has come in, any call has been charged or is in progress, or any amount is set: the currency stays
 * then. What was set in yen must not be bought in dollars.
 */
export async function isCurrencyFixed(client: pg.ClientBase, organization: string): Promise<boolean> {
  const { rows } = await client.query<{ used: boolean }>(
    `SELECT a.transfer_seq > 0 OR a.open_calls > 0 OR EXISTS (SELECT FROM top_up WHERE organization = $1)
       OR EXISTS (SELECT FROM auto_recharge WHERE organization = $1)
       OR EXISTS (SELECT FROM spending_limit WHERE organization = $1 AND amount IS NOT NULL)
       OR a.post_usage_limit IS NOT NULL OR o.max_price_per_minute_picos IS NOT NULL AS used
     FROM account a JOIN organization o ON o.id = a.organization WHERE a.organization = $1`,
    [organization],
  );
  return rows[0]?.used ?? false;
}

/** Whether credits were ever set up: a lot was bought, or usage is billed afterwards. */
export async function hasCreditsSetUp(client: pg.ClientBase | pg.Pool, organization: string): Promise<boolean> {
  const { rows } = await client.query<{ setUp: boolean }>(
    `SELECT pay_as_you_go OR EXISTS (SELECT FROM lot WHERE organization = $1) AS "setUp"
     FROM account WHERE organization = $1`,
    [organization],
  );
  return rows[0]?.setUp ?? false;
}

export async function readCallingSettings(
  client: pg.ClientBase | pg.Pool,
  organization: string,
): Promise<CallingSettings | undefined> {
  const { rows } = await client.query<CallingSettings>(
    `SELECT currency, default_dial_out_policy AS "defaultDialOutPolicy", premium_calls AS "premiumCalls",
       meetings_use_calling_plan AS "meetingsUseCallingPlan", strict_either AS "strictEither",
       blocked_destinations AS "blockedDestinations", blocked_callers AS "blockedCallers", max_price_per_minute_picos AS "maxPricePerMinutePicos",
       max_concurrent_calls AS "maxConcurrentCalls", max_call_seconds AS "maxCallSeconds"
     FROM organization WHERE id = $1`,
    [organization],
  );
  return rows[0];
}

export async function saveCallingSettings(
  client: pg.ClientBase,
  organization: string,
  settings: CallingSettings,
): Promise<void> {
  await client.query(
    `UPDATE organization SET default_dial_out_policy = $2, premium_calls = $3, blocked_destinations = $4,
       max_price_per_minute_picos = $5, max_concurrent_calls = $6, max_call_seconds = $7, blocked_callers = $8,
       meetings_use_calling_plan = $9, strict_either = $10 WHERE id = $1`,
    [
      organization,
      settings.defaultDialOutPolicy,
      settings.premiumCalls,
      settings.blockedDestinations,
      settings.maxPricePerMinutePicos,
      settings.maxConcurrentCalls,
      settings.maxCallSeconds,
      settings.blockedCallers,
      settings.meetingsUseCallingPlan,
      settings.strictEither,
    ],
  );
}

const SUBSCRIPTIONS = `SELECT sku, coalesce(max(purchased), 0)::int AS purchased, coalesce(sum(assigned), 0)::int AS assigned
  FROM (SELECT sku, purchased, NULL::int AS assigned FROM subscription WHERE organization = $1
    UNION ALL SELECT sku, NULL, assigned FROM license_count WHERE organization = $1 AND assigned > 0) AS both_of_them`;

/** What was bought or is assigned of these products; those of which nothing is are left out. */
export async function readSubscriptions(
  client: pg.ClientBase | pg.Pool,
  organization: string,
  skus: readonly string[],
): Promise<Map<string, SubscriptionRecord>> {
  const text = `${SUBSCRIPTIONS} WHERE sku = ANY($2) GROUP BY sku`;
  const { rows } = await client.query<SubscriptionRecord>({
    name: "subscriptions_by_sku",
    text,
    values: [organization, skus],
  });
  return new Map(rows.map((row) => [row.sku, row]));
}

export async function listSubscriptions(
  pool: pg.Pool,
  organization: string,
  after: string | null,
  limit: number,
): Promise<SubscriptionRecord[]> {
  const text = `${SUBSCRIPTIONS} WHERE $2::text IS NULL OR sku > $2 GROUP BY sku ORDER BY sku LIMIT $3`;
  return (await pool.query<SubscriptionRecord>(text, [organization, after, limit])).rows;
}

export async function saveSubscription(
  client: pg.ClientBase,
  organization: string,
  sku: string,
  purchased: number,
): Promise<void> {
  await client.query(
    `INSERT INTO subscription (organization, sku, purchased) VALUES ($1, $2, $3)
     ON CONFLICT (organization, sku) DO UPDATE SET purchased = EXCLUDED.purchased`,
    [organization, sku, purchased],
  );
}
