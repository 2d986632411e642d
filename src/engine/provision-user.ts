/** Users: their names, licences and roles. */
import { randomUUID } from "node:crypto";
import { capabilitiesOf, type Catalogue, isKnownSku, isUnlimited, servicePlan } from "../domain/catalogue.ts";
import { readSubscriptions } from "../postgres/organizations.ts";
import type { Pool, PoolClient } from "../postgres/transaction.ts";
import {
  announceNames,
  changeIdentities,
  changeLicenseCounts,
  findUser,
  type LicenseChange,
  listUsers,
  saveUser,
  type UserDetails,
} from "../postgres/users.ts";
import { getOrganization, policyName } from "./provision-organization.ts";
import { type Change, changeOrganization, kept, type Provisioning, requireCountry } from "./provision.ts";
import { type Fault, invalidField, Refused, requireFields } from "./refused.ts";
import { roleOf } from "./roles.ts";

export type { UserDetails } from "../postgres/users.ts";
export type UserChange = Change<Omit<UserDetails, "userPrincipalName" | "createdAt">>;

/** Makes the user or changes it. @throws Refused: see each rule below */
export async function putUser(
  deps: Provisioning,
  organization: string,
  principalName: string,
  wanted: UserChange,
): Promise<UserDetails> {
  requireCountry(deps, wanted.usageLocation, "/usageLocation");
  const change = { ...wanted, ...checked(deps, wanted) };
  const result = await changeOrganization(deps, organization, async (client, country) => {
    const before = await findByPrincipalName(client, organization, principalName);
    const after = before ? kept(before, change) : newUser(principalName, deps.now(), change);
    const licenses = licenseChanges(before, after);
    await refuseMoreThanBought(deps, client, organization, after, before?.licenses ?? []);
    await saveUser(client, organization, after);
    await changeLicenseCounts(client, organization, licenses);
    await changeNames(client, organization, before, after);
    const changed = [...licenses.added, ...licenses.removed];
    return { after, grows: changed.some((license) => movesMinutes(deps, country, license)) };
  });
  if (result.grows) await deps.growPools(organization);
  return result.after;
}

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_USER */
export async function getUser(deps: { pool: Pool }, organization: string, principalName: string): Promise<UserDetails> {
  await getOrganization(deps, organization);
  const found = await findByPrincipalName(deps.pool, organization, principalName);
  if (!found) throw unknownUser(principalName);
  return found;
}

export async function users(
  deps: { pool: Pool },
  organization: string,
  after: string | null,
  limit: number,
): Promise<UserDetails[]> {
  await getOrganization(deps, organization);
  return listUsers(deps.pool, organization, after, limit);
}

/** The principal name of whoever goes by this name in the organisation. @throws Refused UNKNOWN_USER */
export async function resolveUser(
  client: PoolClient,
  organization: string,
  name: string,
  pointer: string,
): Promise<string> {
  const found = await findUser(client, organization, name.toLowerCase());
  if (!found) throw unknownUser(name, [{ in: "body", pointer, message: `There is no user ${name}.` }]);
  return found.userPrincipalName;
}

const unknownUser = (name: string, errors: Fault[] = []): Refused =>
  new Refused("UNKNOWN_USER", `There is no user ${name}.`, { errors });

/** Principal names differ by more than case; an alias of somebody is no principal name. */
async function findByPrincipalName(
  client: PoolClient | Pool,
  organization: string,
  principalName: string,
): Promise<UserDetails | undefined> {
  const found = await findUser(client, organization, principalName.toLowerCase());
  return found?.userPrincipalName.toLowerCase() === principalName.toLowerCase() ? found : undefined;
}

/** The values that are names of something else, in the form that is kept. */
function checked({ catalogue }: Provisioning, change: UserChange): UserChange {
  for (const [index, sku] of (change.licenses ?? []).entries()) {
    const pointer = `/licenses/${index}`;
    if (!isKnownSku(catalogue, sku)) throw invalidField(pointer, `There is no licence ${sku}.`, "UNKNOWN_LICENSE");
  }
  return {
    roles: change.roles?.map((name, index) => {
      const role = roleOf(name);
      if (!role) throw invalidField(`/roles/${index}`, `There is no role ${name}.`);
      return role.templateId;
    }),
    licenses: change.licenses && [...new Set(change.licenses)],
    objectId: change.objectId?.toLowerCase(),
    dialOutPolicy:
      change.dialOutPolicy == null ? change.dialOutPolicy : policyName(change.dialOutPolicy, "/dialOutPolicy"),
  };
}

function newUser(principalName: string, now: number, change: UserChange): UserDetails {
  requireFields(change, "user", ["displayName", "kind", "usageLocation", "licenses"]);
  return {
    userPrincipalName: principalName,
    displayName: change.displayName,
    kind: change.kind,
    usageLocation: change.usageLocation,
    licenses: change.licenses,
    objectId: change.objectId ?? randomUUID(),
    aliases: change.aliases ?? [],
    mail: change.mail ?? null,
    alternateMail: change.alternateMail ?? null,
    preferredLanguage: change.preferredLanguage ?? null,
    roles: [...new Set(change.roles)],
    costCenter: change.costCenter ?? null,
    dialOutPolicy: change.dialOutPolicy ?? null,
    createdAt: now,
  };
}

type Holder = Pick<UserDetails, "licenses" | "usageLocation">;

/** Licences count where their holder is: somebody who moves takes them along. */
function licenseChanges(before: Holder | undefined, after: Holder) {
  const moved = before?.usageLocation !== after.usageLocation;
  const countOf = (holder: Holder, other: Holder | undefined) =>
    holder.licenses
      .filter((sku) => moved || !other?.licenses.includes(sku))
      .map((sku) => ({ sku, usageLocation: holder.usageLocation }));
  return { added: countOf(after, before), removed: before ? countOf(before, after) : [] };
}

/**
 * Whether a pool is larger for it. Licences that nobody holds count in the organisation's country, so that giving one
 * to somebody there changes nothing.
 */
const movesMinutes = ({ catalogue }: Provisioning, country: string, { sku, usageLocation }: LicenseChange): boolean =>
  usageLocation !== country && hasSharedMinutes(catalogue, sku);

const hasSharedMinutes = (catalogue: Catalogue, sku: string): boolean =>
  [...capabilitiesOf(catalogue, [sku])].some((name) => {
    const plan = servicePlan(catalogue, name);
    return plan !== undefined && plan.pooled && plan.allowances.length > 0;
  });

/** Licences already held stay, also when fewer are bought now. @throws Refused LICENSE_NOT_AVAILABLE */
async function refuseMoreThanBought(
  { catalogue }: Provisioning,
  client: PoolClient,
  organization: string,
  { licenses }: Holder,
  held: readonly string[],
): Promise<void> {
  const wanted = licenses.filter((sku) => !held.includes(sku) && !isUnlimited(catalogue, sku));
  if (wanted.length === 0) return;
  const bought = await readSubscriptions(client, organization, wanted);
  const errors = wanted.flatMap((sku): Fault[] => {
    const { purchased, assigned } = bought.get(sku) ?? { purchased: 0, assigned: 0 };
    if (assigned < purchased) return [];
    const message = `No ${sku} is left: ${purchased} bought, ${assigned} assigned.`;
    return [{ in: "body", pointer: `/licenses/${licenses.indexOf(sku)}`, message }];
  });
  if (errors.length === 0) return;
  throw new Refused("LICENSE_NOT_AVAILABLE", errors.map(({ message }) => message).join(" "), { errors });
}

/** Every name that a switch may call the user by, in lower case, with the field that it comes from. */
function namesOf({ userPrincipalName, objectId, aliases }: UserDetails): Map<string, string> {
  const principal = userPrincipalName.toLowerCase();
  return new Map([
    ...aliases.map((alias, index) => [alias.toLowerCase(), `/aliases/${index}`] as const),
    [objectId.toLowerCase(), "/objectId"],
    [principal, "/userPrincipalName"],
    [`sip:${principal}`, "/userPrincipalName"],
  ]);
}

/** @throws Refused IDENTITY_TAKEN, which does not say whose it is: it may be another organisation's */
async function changeNames(
  client: PoolClient,
  organization: string,
  before: UserDetails | undefined,
  after: UserDetails,
): Promise<void> {
  const old = before ? namesOf(before) : new Map<string, string>();
  const names = namesOf(after);
  const added = [...names.keys()].filter((name) => !old.has(name));
  const removed = [...old.keys()].filter((name) => !names.has(name));
  if (added.length + removed.length === 0) return;
  const owner = { organization, principalName: after.userPrincipalName };
  const [taken] = await changeIdentities(client, owner, { added, removed });
  if (taken !== undefined) {
    const message = `${taken} is the name of another user.`;
    const pointer = names.get(taken)!;
    const part = pointer === "/userPrincipalName" ? "path" : "body";
    throw new Refused("IDENTITY_TAKEN", message, { errors: [{ in: part, pointer, message }] });
  }
  await announceNames(client);
}
