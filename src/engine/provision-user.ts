/** Users: their names, licences and roles, one at a time. */
import { randomUUID } from "node:crypto";
import { wrong } from "../domain/fault.ts";
import { modeOf } from "../domain/account.ts";
import { readOpenCalls } from "../postgres/calls.ts";
import { readBalance } from "../postgres/lots.ts";
import { readSupports } from "../postgres/numbers.ts";
import { announceNames, changeLicenseCounts, deleteUser as removeUser } from "../postgres/user-writes.ts";
import type { Pool, PoolClient } from "../postgres/transaction.ts";
import { findUser, listUsers, type UserDetails, type UserFilter, type UserPage } from "../postgres/users.ts";
import { getOrganization, keepPools, policyName } from "./provision-organization.ts";
import {
  type Change,
  changeOrganization,
  kept,
  type Provisioning,
  requireCountry,
  requireLicense,
} from "./provision.ts";
import { type Fault, invalidField, Refused, requireFields } from "./refused.ts";
import { roleOf } from "./roles.ts";
import { changeUsers, planChanges, type Shortage, wantRulesIfFreed, writeChanges } from "./user-changes.ts";

export { USER_ORDERS, type UserDetails, type UserFilter, type UserOrder } from "../postgres/users.ts";
/** `licenses` are all that the user is to hold; what a rule gives stays the rule's, listed or not. */
export type UserChange = Change<Omit<UserDetails, "userPrincipalName" | "createdAt" | "ruleLicenses" | "numbers">>;

/** Makes the user or changes it. @throws Refused: see each rule below */
export async function putUser(
  deps: Provisioning,
  organization: string,
  principalName: string,
  wanted: UserChange,
): Promise<UserDetails> {
  const change = checkedUser(deps, wanted);
  const { after } = await changeUsers(deps, organization, async (client, country) => {
    const before = await findByPrincipalName(client, organization, principalName);
    const after = before ? kept<UserDetails>(before, change) : newUser(principalName, deps.now(), change);
    const plan = await planChanges(deps, client, organization, [{ before, after }]);
    if (plan.shortages.length > 0) throw noneLeft(plan.shortages, after.licenses);
    const written = await writeChanges(deps, client, { organization, country }, plan);
    return { ...written, after: plan.writes[0]?.after ?? after };
  });
  return after;
}

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_USER */
export async function getUser(deps: { pool: Pool }, organization: string, principalName: string): Promise<UserDetails> {
  await getOrganization(deps, organization);
  const found = await findByPrincipalName(deps.pool, organization, principalName);
  if (!found) throw unknownUser(principalName);
  return found;
}

/** A user by any name that users go by. @throws Refused UNKNOWN_USER */
export async function getUserNamed({ pool }: { pool: Pool }, organization: string, name: string): Promise<UserDetails> {
  const found = await findUser(pool, organization, name.toLowerCase());
  if (!found) throw unknownUser(name);
  return found;
}

export async function users(deps: { pool: Pool }, organization: string, filter: UserFilter, page: UserPage) {
  await getOrganization(deps, organization);
  return listUsers(deps.pool, organization, await inMode(deps.pool, organization, filter), page);
}

/** What is billed afterwards asks for no credits licence (product.md, Choices): nobody lacks it then. */
export async function inMode(pool: Pool, organization: string, filter: UserFilter): Promise<UserFilter> {
  if (!filter.lacks) return filter;
  const { balance } = (await readBalance(pool, organization))!;
  const asks = modeOf(balance.agreement, balance) !== "post-usage";
  return asks ? filter : { ...filter, lacks: { ...filter.lacks, holders: [] } };
}

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_USER; USER_IN_USE while anything leads to the user or calls on it */
export async function deleteUser(deps: Provisioning, organization: string, principalName: string): Promise<void> {
  await keepPools(deps, organization);
  // With the account, so that no call begins meanwhile.
  await changeOrganization(deps, organization, async (client) => {
    const found = await findByPrincipalName(client, organization, principalName);
    if (!found) throw unknownUser(principalName);
    const name = found.userPrincipalName;
    const reasons = await reasonsToKeep(client, organization, name);
    if (reasons.length > 0) throw new Refused("USER_IN_USE", `${name} can not be removed: ${reasons.join("; ")}.`);
    const { licenses, usageLocation } = found;
    const counts = licenses.map((sku) => ({ sku, usageLocation, count: -1 }));
    await changeLicenseCounts(client, organization, counts);
    await removeUser(client, organization, name);
    await wantRulesIfFreed(deps, client, organization, counts);
    await announceNames(client);
  });
  // Licences that nobody holds any more count in the organisation's country.
  await deps.growPools(organization);
}

async function reasonsToKeep(client: PoolClient, organization: string, name: string): Promise<string[]> {
  const { numbers, voiceApps } = await readSupports(client, organization, name);
  const calls = (await readOpenCalls(client, organization)).filter(({ user }) => user === name);
  return [
    ...numbers.map((number) => `the number ${number} leads to this user`),
    ...voiceApps.map((id) => `it is the resource account of ${id}`),
    ...(calls.length > 0 ? [`calls of this user in progress: ${calls.length}`] : []),
  ];
}

/** The principal name of whoever goes by this name in the organisation. @throws Refused UNKNOWN_USER */
export async function resolveUser(
  client: PoolClient,
  organization: string,
  name: string,
  pointer: string,
): Promise<string> {
  const found = await findUser(client, organization, name.toLowerCase());
  if (!found) throw invalidField(pointer, wrong("NO_USER", { name }), "UNKNOWN_USER");
  return found.userPrincipalName;
}

export const unknownUser = (name: string): Refused => new Refused("UNKNOWN_USER", `There is no user ${name}.`);

/** Principal names differ by more than case; an alias of somebody is no principal name. */
async function findByPrincipalName(
  client: PoolClient | Pool,
  organization: string,
  principalName: string,
): Promise<UserDetails | undefined> {
  const found = await findUser(client, organization, principalName.toLowerCase());
  return found?.userPrincipalName.toLowerCase() === principalName.toLowerCase() ? found : undefined;
}

/** With the values that are names of something else in the form that is kept. @throws Refused for those that are none */
export function checkedUser(deps: Pick<Provisioning, "catalogue" | "countries">, wanted: UserChange): UserChange {
  requireCountry(deps, wanted.usageLocation, "/usageLocation");
  for (const [index, sku] of (wanted.licenses ?? []).entries()) requireLicense(deps, sku, `/licenses/${index}`);
  return {
    ...wanted,
    roles: wanted.roles && [
      ...new Set(
        wanted.roles.map((name, index) => {
          const role = roleOf(name);
          if (!role) throw invalidField(`/roles/${index}`, wrong("NO_ROLE", { name }));
          return role.templateId;
        }),
      ),
    ],
    licenses: wanted.licenses && [...new Set(wanted.licenses)],
    objectId: wanted.objectId?.toLowerCase(),
    dialOutPolicy:
      wanted.dialOutPolicy == null ? wanted.dialOutPolicy : policyName(wanted.dialOutPolicy, "/dialOutPolicy"),
  };
}

/** @throws Refused that names every field it lacks */
export function newUser(principalName: string, now: number, change: UserChange): UserDetails {
  requireFields(change, "user", ["displayName", "kind", "usageLocation", "licenses"]);
  return {
    userPrincipalName: principalName,
    displayName: change.displayName,
    kind: change.kind,
    usageLocation: change.usageLocation,
    licenses: change.licenses,
    ruleLicenses: [],
    objectId: change.objectId ?? randomUUID(),
    aliases: change.aliases ?? [],
    mail: change.mail ?? null,
    alternateMail: change.alternateMail ?? null,
    preferredLanguage: change.preferredLanguage ?? null,
    roles: change.roles ?? [],
    costCenter: change.costCenter ?? null,
    dialOutPolicy: change.dialOutPolicy ?? null,
    numbers: [],
    createdAt: now,
  };
}

/** LICENSE_NOT_AVAILABLE, with the product, and how many are missing, of each that is short. */
export function noneLeft(shortages: readonly Shortage[], licenses?: readonly string[]): Refused {
  const errors = shortages.map(({ sku, purchased, assigned, missing }): Fault => {
    const more = missing === 1 ? "" : ` ${missing} more are needed.`;
    const what = wrong("LICENSES_USED_UP", { name: sku, purchased, assigned });
    const pointer = licenses ? `/licenses/${licenses.indexOf(sku)}` : "";
    return { in: "body", pointer, ...what, message: what.message + more };
  });
  return new Refused("LICENSE_NOT_AVAILABLE", errors.map(({ message }) => message).join(" "), {
    errors,
    shortages: shortages.map(({ sku, ...rest }) => ({ skuPartNumber: sku, ...rest })),
  });
}
