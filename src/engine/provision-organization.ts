/** Organisations, their calling settings, and what they have bought. */
import { type Wrong, wrong } from "../domain/fault.ts";
import { isKnownSku, isUnlimited, poolEntitlements } from "../domain/catalogue.ts";
import { DIAL_OUT_POLICIES } from "../domain/dial-out-policy.ts";
import { readOrganizations } from "../postgres/directory.ts";
import {
  type CallingSettings,
  isCurrencyFixed,
  listSubscriptions,
  lockOrganization,
  type OrganizationDetails,
  readCallingSettings,
  readOrganization,
  readSubscriptions,
  saveCallingSettings,
  saveOrganization,
  saveSubscription,
  type SubscriptionRecord,
} from "../postgres/organizations.ts";
import { inTransaction, type Pool, type PoolClient } from "../postgres/transaction.ts";
import {
  type Change,
  changeOrganization,
  kept,
  type Provisioning,
  requireCountry,
  unknownOrganization,
} from "./provision.ts";
import { invalid, invalidField, Refused, requireFields } from "./refused.ts";
import { wantRulesIfLeft } from "./user-changes.ts";

export type { CallingSettings, OrganizationDetails } from "../postgres/organizations.ts";

/** `billing` comes and is kept as a whole: half of an agreement means nothing. */
export type OrganizationChange = Change<
  Pick<
    OrganizationDetails,
    "displayName" | "country" | "currency" | "timeZone" | "preferredLanguage" | "tenantId" | "rateDeck"
  >
> & {
  billing?:
    | { agreement: OrganizationDetails["agreement"]; country: string; enterpriseAgreements?: string[] | undefined }
    | undefined;
};

/** Makes the organisation with its account, or changes it. */
export async function putOrganization(
  deps: Provisioning,
  id: string,
  { billing, ...change }: OrganizationChange,
): Promise<OrganizationDetails> {
  requireCountry(deps, change.country, "/country");
  requireCountry(deps, billing?.country, "/billing/country");
  const agreement = billing && {
    agreement: billing.agreement,
    billingCountry: billing.country,
    enterpriseAgreements: billing.enterpriseAgreements ?? [],
  };
  const { before, after } = await inTransaction(deps.pool, async (client) => {
    const before = (await lockOrganization(client, id)) ? await readOrganization(client, id) : undefined;
    const after = before
      ? kept(before, { ...change, ...agreement })
      : newOrganization(id, deps.now(), { ...change, billing }, agreement);
    if (before && before.currency !== after.currency) await refuseIfFixed(client, before, after.currency);
    await saveOrganization(client, after);
    return { before, after };
  });
  if (before && before.country !== after.country) await deps.growPools(id, await minutesMoved(deps, before));
  return after;
}

/** Licences that nobody holds count in the organisation's country, wherever that is now. */
async function minutesMoved(
  { pool, catalogue }: Provisioning,
  { id, country: from }: OrganizationDetails,
): Promise<Map<string, number>> {
  const [{ purchased = {}, assigned = [], country = from } = {}] = await readOrganizations(pool, [id]);
  const minutesIn = (organisationCountry: string): Map<string, number> =>
    new Map(
      poolEntitlements(catalogue, { organisationCountry, purchased, assigned }).map((p) => [p.id, p.totalMinutes]),
    );
  const after = minutesIn(country);
  return new Map([...minutesIn(from)].map(([pool, minutes]) => [pool, Math.max(0, minutes - (after.get(pool) ?? 0))]));
}

function newOrganization(
  id: string,
  now: number,
  change: OrganizationChange,
  agreement: Pick<OrganizationDetails, "agreement" | "billingCountry" | "enterpriseAgreements"> | undefined,
): OrganizationDetails {
  requireFields(change, "organisation", ["displayName", "country", "currency", "billing"]);
  return {
    id,
    displayName: change.displayName,
    country: change.country,
    currency: change.currency,
    timeZone: change.timeZone ?? "UTC",
    preferredLanguage: change.preferredLanguage ?? "en",
    tenantId: change.tenantId ?? null,
    rateDeck: change.rateDeck ?? null,
    ...agreement!,
    createdAt: now,
  };
}

/** One currency an account, fixed once money has moved or amounts are set: nothing is converted (domain.md GAP-03). */
async function refuseIfFixed(client: PoolClient, { id, currency }: OrganizationDetails, wanted: string): Promise<void> {
  if (!(await isCurrencyFixed(client, id))) return;
  throw invalidField("/currency", wrong("CURRENCY_IN_USE", { organization: id, currency, wanted }), "CURRENCY_FIXED");
}

/** @throws Refused UNKNOWN_ORGANIZATION */
export async function getOrganization({ pool }: { pool: Pool }, id: string): Promise<OrganizationDetails> {
  const found = await readOrganization(pool, id);
  if (!found) throw unknownOrganization(id);
  return found;
}

/** `currency` is only compared: it names what the price is in. */
export async function putCallingSettings(
  deps: Provisioning,
  organization: string,
  { currency, ...change }: Change<CallingSettings>,
): Promise<CallingSettings> {
  if (change.defaultDialOutPolicy != null) {
    change.defaultDialOutPolicy = policyName(change.defaultDialOutPolicy, "/defaultDialOutPolicy");
  }
  for (const list of ["blockedDestinations", "blockedCallers"] as const) {
    for (const [index, place] of (change[list] ?? []).entries()) {
      if (!place.startsWith("+")) requireCountry(deps, place, `/${list}/${index}`);
    }
  }
  return changeOrganization(deps, organization, async (client) => {
    const before = await readCallingSettings(client, organization);
    if (!before) throw unknownOrganization(organization);
    if (currency !== undefined && currency !== before.currency) {
      throw invalidField("/currency", wrong("OTHER_CURRENCY", { currency: before.currency }), "CURRENCY_MISMATCH");
    }
    const after = kept(before, change);
    await saveCallingSettings(client, organization, after);
    return after;
  });
}

/** @throws Refused UNKNOWN_ORGANIZATION */
export async function getCallingSettings({ pool }: { pool: Pool }, organization: string): Promise<CallingSettings> {
  const found = await readCallingSettings(pool, organization);
  if (!found) throw unknownOrganization(organization);
  return found;
}

/** The name without `tag:`. @throws Refused for a name that is none (domain.md 3.5) */
export function policyName(name: string, pointer: string): string {
  const bare = name.replace(/^tag:/, "");
  // By own name only: every object answers to "constructor".
  if (!Object.hasOwn(DIAL_OUT_POLICIES, bare)) throw invalidField(pointer, wrong("NO_POLICY", { name }));
  return bare;
}

export interface Subscription extends SubscriptionRecord {
  unlimited: boolean;
}

/**
 * Before licences change: this month's pools are made as they have been until now, if nobody has called yet. Fewer
 * licences count from next month on (domain.md GAP-23). @throws Refused UNKNOWN_ORGANIZATION
 */
export async function keepPools(deps: Provisioning, organization: string): Promise<void> {
  await getOrganization(deps, organization);
  await deps.growPools(organization);
}

/** How many licences are bought. Fewer than are assigned is fine: a subscription may run out under its users. */
export async function putSubscription(
  deps: Provisioning,
  organization: string,
  sku: string,
  purchased: number,
): Promise<Subscription> {
  requireSku(deps, sku);
  await keepPools(deps, organization);
  await changeOrganization(deps, organization, async (client) => {
    await saveSubscription(client, organization, sku, purchased);
    await wantRulesIfLeft(deps, client, organization, [sku]);
  });
  await deps.growPools(organization);
  return getSubscription(deps, organization, sku);
}

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_SUBSCRIPTION */
export async function getSubscription(deps: Provisioning, organization: string, sku: string): Promise<Subscription> {
  requireSku(deps, sku);
  await getOrganization(deps, organization);
  const found = (await readSubscriptions(deps.pool, organization, [sku])).get(sku);
  const unlimited = isUnlimited(deps.catalogue, sku);
  if (!found && !unlimited)
    throw unknownSubscription({
      ...wrong("NO_PRODUCT", { name: sku }),
      message: `${organization} has bought no ${sku}.`,
    });
  return { sku, purchased: 0, assigned: 0, ...found, unlimited };
}

export async function subscriptions(
  deps: Provisioning,
  organization: string,
  after: string | null,
  limit: number,
): Promise<Subscription[]> {
  await getOrganization(deps, organization);
  const found = await listSubscriptions(deps.pool, organization, after, limit);
  return found.map((record) => ({ ...record, unlimited: isUnlimited(deps.catalogue, record.sku) }));
}

function requireSku({ catalogue }: Provisioning, sku: string): void {
  if (!isKnownSku(catalogue, sku)) throw unknownSubscription(wrong("NO_PRODUCT", { name: sku }));
}

const unknownSubscription = (what: Wrong): Refused => invalid("path", "/sku", what, "UNKNOWN_SUBSCRIPTION");
