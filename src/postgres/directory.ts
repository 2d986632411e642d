/** Reads of the directory for calls in progress: many names and numbers at once, organisations whole. */
import type pg from "pg";
import type { Agreement } from "../domain/account.ts";
import type { Limit } from "../domain/budget.ts";
import type { Carrier, NumberKind, UseType } from "../domain/call-type.ts";
import type { AutoRecharge } from "../domain/recharge.ts";
import { arrayLiteral } from "./arrays.ts";
import { AUTO_RECHARGE, type AutoRechargeRow, autoRechargeOf } from "./auto-recharge.ts";
import { type LimitJson, limitOf, LIMITS_OF_ORGANIZATION } from "./limits.ts";

export interface OrganizationRecord {
  id: string;
  country: string;
  currency: string;
  timeZone: string;
  preferredLanguage: string | null;
  rateDeck: string | null;
  agreement: Agreement;
  defaultDialOutPolicy: string | null;
  premiumAllowed: boolean;
  meetingsUseCallingPlan: boolean;
  /** One used-up pool of a plan closes the other. */
  strictEither: boolean;
  blockedDestinations: readonly string[];
  /** Prefixes and countries that may not call the toll-free numbers. */
  blockedCallers: readonly string[];
  maxPricePerMinutePicos: bigint | null;
  maxConcurrentCalls: number | null;
  maxCallSeconds: number | null;
  purchased: Readonly<Record<string, number>>;
  assigned: readonly { sku: string; usageLocation: string; count: number }[];
  /** Null: never set up. */
  autoRecharge: AutoRecharge | null;
  /** What each of its webhooks is subscribed to: names of events, or null for all. */
  webhooks: readonly (readonly string[] | null)[];
  limits: readonly Limit[];
  /** `account.settings_version` when this was read. */
  version: number;
}

export interface UserRecord {
  organization: string;
  principalName: string;
  isResourceAccount: boolean;
  usageLocation: string;
  licenses: readonly string[];
  costCenter: string | null;
  dialOutPolicy: string | null;
  /** `account.settings_version` of its organisation when this was read. */
  version: number;
}

export interface NumberRecord {
  e164: string;
  organization: string;
  kind: NumberKind;
  carrier: Carrier;
  useType: UseType;
  useId: string | null;
  /** Principal name of the user it belongs to, or of the resource account behind its attendant or queue. */
  user: string | null;
  version: number;
}

const ORGANIZATIONS = `SELECT o.*, a.settings_version, ${AUTO_RECHARGE},
    coalesce((SELECT jsonb_object_agg(s.sku, s.purchased) FROM subscription s WHERE s.organization = o.id), '{}') AS purchased,
    coalesce((SELECT jsonb_agg(jsonb_build_object('sku', l.sku, 'usageLocation', l.usage_location, 'count', l.assigned)
      ORDER BY l.sku, l.usage_location) FROM license_count l WHERE l.organization = o.id AND l.assigned > 0), '[]') AS assigned,
    coalesce((SELECT jsonb_agg(w.events) FROM webhook w WHERE w.organization = o.id AND NOT w.gone), '[]') AS webhooks,
    ${LIMITS_OF_ORGANIZATION} AS limits
  FROM organization o JOIN account a ON a.organization = o.id
  LEFT JOIN auto_recharge r ON r.organization = o.id WHERE o.id = ANY($1::text[])`;

export async function readOrganizations(pool: pg.Pool, ids: readonly string[]): Promise<OrganizationRecord[]> {
  const { rows } = await pool.query<
    AutoRechargeRow & {
      id: string;
      country: string;
      currency: string;
      time_zone: string;
      preferred_language: string | null;
      rate_deck: string | null;
      agreement: Agreement;
      default_dial_out_policy: string | null;
      premium_calls: string;
      meetings_use_calling_plan: boolean;
      strict_either: boolean;
      blocked_destinations: string[];
      blocked_callers: string[];
      max_price_per_minute_picos: bigint | null;
      max_concurrent_calls: number | null;
      max_call_seconds: number | null;
      purchased: Record<string, number>;
      assigned: OrganizationRecord["assigned"];
      webhooks: OrganizationRecord["webhooks"];
      limits: LimitJson[];
      settings_version: bigint;
    }
  >(ORGANIZATIONS, [arrayLiteral(ids, (id) => id)]);
  return rows.map((row) => ({
    id: row.id,
    country: row.country,
    currency: row.currency,
    timeZone: row.time_zone,
    preferredLanguage: row.preferred_language,
    rateDeck: row.rate_deck,
    agreement: row.agreement,
    defaultDialOutPolicy: row.default_dial_out_policy,
    premiumAllowed: row.premium_calls === "allowed",
    meetingsUseCallingPlan: row.meetings_use_calling_plan,
    strictEither: row.strict_either,
    blockedDestinations: row.blocked_destinations,
    blockedCallers: row.blocked_callers,
    maxPricePerMinutePicos: row.max_price_per_minute_picos,
    maxConcurrentCalls: row.max_concurrent_calls,
    maxCallSeconds: row.max_call_seconds,
    purchased: row.purchased,
    assigned: row.assigned,
    webhooks: row.webhooks,
    autoRecharge: autoRechargeOf(row),
    limits: row.limits.map(limitOf),
    version: Number(row.settings_version),
  }));
}

const USERS = `SELECT i.identity, u.organization, u.principal_name, u.kind, u.usage_location, u.licenses, u.cost_center, u.dial_out_policy,
    a.settings_version
  FROM user_identity i JOIN app_user u ON u.organization = i.organization AND u.principal_name = i.principal_name
  JOIN account a ON a.organization = u.organization
  WHERE i.identity = ANY($1::text[])`;

/**
 * The driver makes every text anew. What thousands of users and numbers have in common is kept once: of a user of
 * 100,000 that is two thirds of the memory.
 */
class Shared {
  #texts = new Map<string, string>();
  #lists = new Map<string, readonly string[]>();

  text = <T extends string>(text: T): T => {
    const known = this.#texts.get(text);
    if (known !== undefined) return known as T;
    if (this.#texts.size >= MOST_SHARED) this.#texts.clear();
    this.#texts.set(text, text);
    return text;
  };

  list(texts: readonly string[]): readonly string[] {
    const key = texts.join(" ");
    let list = this.#lists.get(key);
    if (!list) {
      if (this.#lists.size >= MOST_SHARED) this.#lists.clear();
      this.#lists.set(key, (list = texts.map(this.text)));
    }
    return list;
  }
}
const MOST_SHARED = 20_000;
const shared = new Shared();

/** Users by any of their names, lower case. */
export async function readUsers(pool: pg.Pool, identities: readonly string[]): Promise<Map<string, UserRecord>> {
  const { rows } = await pool.query<{
    identity: string;
    organization: string;
    principal_name: string;
    kind: string;
    usage_location: string;
    licenses: string[];
    cost_center: string | null;
    dial_out_policy: string | null;
    settings_version: bigint;
  }>({ name: "users_by_identity", text: USERS, values: [arrayLiteral(identities, (identity) => identity)] });
  return new Map(
    rows.map((row) => [
      row.identity,
      {
        organization: shared.text(row.organization),
        principalName: row.principal_name === row.identity ? row.identity : row.principal_name,
        isResourceAccount: row.kind === "resource-account",
        usageLocation: shared.text(row.usage_location),
        licenses: shared.list(row.licenses),
        costCenter: row.cost_center === null ? null : shared.text(row.cost_center),
        dialOutPolicy: row.dial_out_policy === null ? null : shared.text(row.dial_out_policy),
        version: Number(row.settings_version),
      },
    ]),
  );
}

const NUMBERS = `SELECT n.e164, n.organization, n.kind, n.carrier, n.use_type, n.use_id,
    CASE WHEN n.use_type = 'user' THEN n.use_id ELSE v.resource_account END AS user_name,
    a.settings_version
  FROM phone_number n JOIN account a ON a.organization = n.organization
  LEFT JOIN voice_app v ON v.organization = n.organization AND v.id = n.use_id
    AND n.use_type IN ('auto-attendant', 'call-queue')
  WHERE n.e164 = ANY($1::text[])`;

export async function readNumbers(pool: pg.Pool, e164s: readonly string[]): Promise<Map<string, NumberRecord>> {
  const { rows } = await pool.query<{
    e164: string;
    organization: string;
    kind: NumberKind;
    carrier: Carrier;
    use_type: UseType;
    use_id: string | null;
    user_name: string | null;
    settings_version: bigint;
  }>({ name: "numbers_by_e164", text: NUMBERS, values: [arrayLiteral(e164s, (e164) => e164)] });
  return new Map(
    rows.map((row) => [
      row.e164,
      {
        e164: row.e164,
        organization: shared.text(row.organization),
        kind: shared.text(row.kind),
        carrier: shared.text(row.carrier),
        useType: shared.text(row.use_type),
        useId: row.use_id === row.user_name ? row.user_name : row.use_id,
        user: row.user_name,
        version: Number(row.settings_version),
      },
    ]),
  );
}
