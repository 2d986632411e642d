/** Licences: what is bought, held and left of each product, which minutes it gives, and giving it to many at once. */
import { setImmediate } from "node:timers/promises";
import { wrong } from "../domain/fault.ts";
import { poolEntitlements, type PoolFeed, poolFeeds, type Sku } from "../domain/catalogue.ts";
import { readOrganizations } from "../postgres/directory.ts";
import type { Pool, PoolClient } from "../postgres/transaction.ts";
import { findUsers, listUsers, type UserDetails, type UserFilter } from "../postgres/users.ts";
import { type LicensesMoved, movedOf } from "./license-rules.ts";
import { getOrganization } from "./provision-organization.ts";
import { inMode, noneLeft } from "./provision-user.ts";
import { type Provisioning, requireLicense, unknownOrganization } from "./provision.ts";
import { type Fault, Refused } from "./refused.ts";
import { changeUsers, planChanges, type PlannedChanges, writeChanges } from "./user-changes.ts";

export interface License {
  sku: Sku;
  purchased: number;
  assigned: number;
  /** Null: without limit. */
  free: number | null;
  feeds: (PoolFeed & { /** Of all products together. */ poolMinutes: number })[];
}

/** Products that are bought, held or need no purchase, in the order of their part numbers. */
export async function licenses(
  { pool, catalogue }: Pick<Provisioning, "pool" | "catalogue">,
  organization: string,
): Promise<License[]> {
  const [settings] = await readOrganizations(pool, [organization]);
  if (!settings) throw unknownOrganization(organization);
  const given = { ...settings, organisationCountry: settings.country };
  const pools = new Map(poolEntitlements(catalogue, given).map(({ id, totalMinutes }) => [id, totalMinutes]));
  const held = new Map<string, number>();
  for (const { sku, count } of settings.assigned) held.set(sku, (held.get(sku) ?? 0) + count);
  const ofInterest = catalogue.skus.filter(
    ({ skuPartNumber: sku, unlimited }) => unlimited || held.has(sku) || (settings.purchased[sku] ?? 0) > 0,
  );
  return ofInterest
    .map((sku) => {
      const purchased = settings.purchased[sku.skuPartNumber] ?? 0;
      const assigned = held.get(sku.skuPartNumber) ?? 0;
      const feeds = poolFeeds(catalogue, given, sku.skuPartNumber);
      return {
        sku,
        purchased,
        assigned,
        free: sku.unlimited ? null : Math.max(0, purchased - assigned),
        feeds: feeds.map((feed) => ({ ...feed, poolMinutes: pools.get(feed.pool) ?? 0 })),
      };
    })
    .sort((a, b) => (a.sku.skuPartNumber < b.sku.skuPartNumber ? -1 : 1));
}

export interface Assignment {
  /** By any of their names; or whoever is found by the filter. */
  users?: readonly string[] | undefined;
  filter?: UserFilter | undefined;
  add: readonly string[];
  remove: readonly string[];
}

export interface Assigned {
  /** How many users were meant. */
  matched: number;
  changed: LicensesMoved[];
}

/**
 * Gives these licences to all of the users and takes those, or does nothing. What a rule gives is not taken.
 * @throws Refused LICENSE_NOT_AVAILABLE with how many are missing of each; UNKNOWN_USER, UNKNOWN_LICENSE
 */
export async function assignLicenses(
  deps: Provisioning,
  organization: string,
  wanted: Assignment,
  { dryRun }: { dryRun: boolean },
): Promise<Assigned> {
  for (const field of ["add", "remove"] as const)
    for (const [index, sku] of wanted[field].entries()) requireLicense(deps, sku, `/${field}/${index}`);
  await getOrganization(deps, organization);
  const filter = wanted.filter && (await inMode(deps.pool, organization, wanted.filter));
  const planWith = async (client: PoolClient | Pool): Promise<{ plan: PlannedChanges; matched: number }> => {
    const users = await meant(client, organization, { ...wanted, filter });
    const writes = users.map((before) => {
      const left = before.licenses.filter((sku) => !wanted.remove.includes(sku));
      const licenses = [...new Set([...left, ...wanted.add])];
      return { before, after: { ...before, licenses }, assigned: wanted.add };
    });
    const plan = await planChanges(deps, client, organization, writes);
    if (plan.shortages.length > 0) throw noneLeft(plan.shortages);
    return { plan, matched: users.length };
  };
  if (dryRun) return assignedOf(await planWith(deps.pool));
  const { assigned } = await changeUsers(deps, organization, async (client, country) => {
    const planned = await planWith(client);
    const written = await writeChanges(deps, client, { organization, country }, planned.plan);
    return { ...written, assigned: assignedOf(planned) };
  });
  return assigned;
}

const assignedOf = ({ plan, matched }: { plan: PlannedChanges; matched: number }): Assigned => ({
  matched,
  changed: plan.writes.map(movedOf).filter(({ added, removed }) => added.length + removed.length > 0),
});

async function meant(
  client: PoolClient | Pool,
  organization: string,
  { users, filter }: Assignment,
): Promise<UserDetails[]> {
  if (users === undefined) return filtered(client, organization, filter ?? {});
  const found = await findUsers(
    client,
    organization,
    users.map((name) => name.toLowerCase()),
  );
  const errors = users.flatMap((name, index): Fault[] =>
    found.has(name.toLowerCase()) ? [] : [{ in: "body", pointer: `/users/${index}`, ...wrong("NO_USER", { name }) }],
  );
  if (errors.length > 0) throw new Refused("UNKNOWN_USER", errors.map(({ message }) => message).join(" "), { errors });
  return [...new Map([...found.values()].map((user) => [user.userPrincipalName, user])).values()];
}

const USERS_A_PIECE = 5000;

async function filtered(client: PoolClient | Pool, organization: string, filter: UserFilter): Promise<UserDetails[]> {
  const order = { by: "userPrincipalName", descending: false } as const;
  const all: UserDetails[] = [];
  for (let after: [string, string] | null = null; ;) {
    const some = await listUsers(client, organization, filter, { order, after, limit: USERS_A_PIECE });
    for (const { sortKey: _, ...user } of some) all.push(user);
    if (some.length < USERS_A_PIECE) return all;
    const last = all.at(-1)!.userPrincipalName;
    after = [last, last];
    await setImmediate();
  }
}
