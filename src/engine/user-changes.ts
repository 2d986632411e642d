/**
 * Changes of users, one or a hundred thousand at once: what the licence rules make of them, whether enough licences are
 * bought, and the writing of all of it with a few statements. Whoever calls this has locked the organisation.
 */
import { setImmediate } from "node:timers/promises";
import { capabilitiesOf, type Catalogue, isUnlimited, minutesAway, servicePlan } from "../domain/catalogue.ts";
import { wrong } from "../domain/fault.ts";
import { type LicenseRule, licensesByRules, type RuleSubject } from "../domain/license-rules.ts";
import { ownPoolId, type OwnMove } from "../domain/pool.ts";
import { addCostCenters } from "../postgres/cost-centers.ts";
import { readLicenseRules, wantRulePass } from "../postgres/license-rules.ts";
import { lockDirectory, outdateDirectory, readSubscriptions } from "../postgres/organizations.ts";
import { inTransaction, type Pool, type PoolClient } from "../postgres/transaction.ts";
import {
  announceNames,
  changeIdentities,
  changeLicenseCounts,
  type Identity,
  type LicenseChange,
  saveUsers,
} from "../postgres/user-writes.ts";
import type { UserDetails } from "../postgres/users.ts";
import { type Provisioning, unknownOrganization } from "./provision.ts";
import { invalid, type Refused } from "./refused.ts";

/** What becomes of one user; `before` absent: new. */
export interface UserWrite {
  before: UserDetails | undefined;
  /** With the licences that are wanted; those that rules gave until now stay the rules', listed or not. */
  after: UserDetails;
  /** Wanted whatever rules give. */
  assigned?: readonly string[];
}

/** A product of which more are wanted than are bought. */
export interface Shortage {
  sku: string;
  purchased: number;
  /** Before the change. */
  assigned: number;
  /** How many are missing. */
  missing: number;
}

export interface PlannedChanges {
  /** With the licences that the rules give; only users who differ from before. */
  writes: UserWrite[];
  counts: LicenseChange[];
  /** Empty: all that was asked for is bought. */
  shortages: Shortage[];
  /** How many users go without a licence that a rule would give, by part number. */
  short: ReadonlyMap<string, number>;
}

/** What the changes come to with the rules; nothing is written. Between pieces the event loop turns: calls go on. */
export async function planChanges(
  { catalogue }: Pick<Provisioning, "catalogue">,
  client: PoolClient | Pool,
  organization: string,
  wanted: readonly UserWrite[],
): Promise<PlannedChanges> {
  const rules = await readLicenseRules(client, organization);
  const everything = catalogue.skus.map(({ skuPartNumber }) => skuPartNumber);
  const planner = new Planner(catalogue, rules, await readSubscriptions(client, organization, everything));
  const asked: Asked[] = [];
  for (const some of piecesOf(wanted)) {
    asked.push(...planner.ask(some));
    if (wanted.length > PIECE) await setImmediate();
  }
  const shortages = planner.shortages();
  const writes: UserWrite[] = [];
  for (const some of piecesOf(asked)) {
    writes.push(...planner.give(some));
    if (wanted.length > PIECE) await setImmediate();
  }
  return { writes, counts: planner.counts(), shortages, short: planner.short };
}

const PIECE = 500;

function* piecesOf<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += PIECE) yield list.slice(at, at + PIECE);
}

interface Asked extends UserWrite {
  /** What rules gave before. */
  ruled: ReadonlySet<string>;
  subject: RuleSubject;
  kept: ReturnType<typeof licensesByRules>;
}

/**
 * Plans changes in two steps. First what is asked for, with what rules gave before and still give: of that, all must be
 * bought. Then what rules give newly, as far as it reaches.
 */
export class Planner {
  readonly #catalogue: Catalogue;
  readonly #rules: readonly LicenseRule[];
  readonly #left: Left;
  readonly #counts = new Map<string, LicenseChange>();
  readonly short = new Map<string, number>();

  constructor(
    catalogue: Catalogue,
    rules: readonly LicenseRule[],
    supply: ReadonlyMap<string, { purchased: number; assigned: number }>,
  ) {
    this.#catalogue = catalogue;
    this.#rules = rules;
    this.#left = new Left(catalogue, supply);
  }

  ask(wanted: readonly UserWrite[]): Asked[] {
    return wanted.map(({ before, after, assigned = [] }) => {
      const ruled = new Set(before?.ruleLicenses.filter((sku) => !assigned.includes(sku)));
      const subject = { ...after, direct: after.licenses.filter((sku) => !ruled.has(sku)) };
      const kept = licensesByRules(this.#catalogue, this.#rules, subject, (sku) => ruled.has(sku));
      this.#left.move(before?.licenses ?? [], [...subject.direct, ...kept.given]);
      return { before, after, ruled, subject, kept };
    });
  }

  /** Of what was asked for so far. */
  shortages = (): Shortage[] => this.#left.shortages();

  /** The users who differ from before. */
  give(asked: readonly Asked[]): UserWrite[] {
    return asked.flatMap(({ before, after, ruled, subject, kept }) => {
      const take = (sku: string): boolean => ruled.has(sku) || this.#left.take(sku);
      const all = kept.short.length === 0 ? kept : licensesByRules(this.#catalogue, this.#rules, subject, take);
      for (const sku of all.short) this.short.set(sku, (this.short.get(sku) ?? 0) + 1);
      const licenses = [...subject.direct, ...all.given];
      const write = { before, after: { ...after, licenses, ruleLicenses: all.given } };
      if (!differs(write)) return [];
      if (before) this.#count(before, -1);
      this.#count(write.after, 1);
      return [write];
    });
  }

  /** Licences count where their holder is: somebody who moves takes them along. */
  #count({ licenses, usageLocation }: UserDetails, n: number): void {
    for (const sku of licenses) {
      const key = `${usageLocation} ${sku}`;
      const known = this.#counts.get(key);
      if (known) known.count += n;
      else this.#counts.set(key, { sku, usageLocation, count: n });
    }
  }

  counts = (): LicenseChange[] => [...this.#counts.values()].filter(({ count }) => count !== 0);
}

/** How many of each product are left, as changes are planned. */
class Left {
  readonly #catalogue: Catalogue;
  readonly #supply: ReadonlyMap<string, { purchased: number; assigned: number }>;
  readonly #moved = new Map<string, number>();

  constructor(catalogue: Catalogue, supply: ReadonlyMap<string, { purchased: number; assigned: number }>) {
    this.#catalogue = catalogue;
    this.#supply = supply;
  }

  move(from: readonly string[], to: readonly string[]): void {
    for (const sku of from) this.#moved.set(sku, (this.#moved.get(sku) ?? 0) - 1);
    for (const sku of to) this.#moved.set(sku, (this.#moved.get(sku) ?? 0) + 1);
  }

  take(sku: string): boolean {
    const { purchased, assigned } = this.#of(sku);
    const moved = this.#moved.get(sku) ?? 0;
    if (!isUnlimited(this.#catalogue, sku) && assigned + moved >= purchased) return false;
    this.#moved.set(sku, moved + 1);
    return true;
  }

  /** Licences already held stay, also when fewer are bought now: only more of them are refused. */
  shortages(): Shortage[] {
    return [...this.#moved].flatMap(([sku, moved]) => {
      const { purchased, assigned } = this.#of(sku);
      const missing = Math.min(moved, assigned + moved - purchased);
      return missing <= 0 || isUnlimited(this.#catalogue, sku) ? [] : [{ sku, purchased, assigned, missing }];
    });
  }

  readonly #of = (sku: string) => this.#supply.get(sku) ?? { purchased: 0, assigned: 0 };
}

/** Compared as they are written, without what is only read. */
const differs = ({ before, after }: UserWrite): boolean =>
  before === undefined || JSON.stringify(before) !== JSON.stringify({ ...before, ...after });

/** What has to follow once the transaction is committed. */
export interface Written {
  /** Names came: whoever was unknown may be known. */
  named: boolean;
  /** Null where no pool of minutes changes; else the minutes that leave a pool with their licences, by its id. */
  away: ReadonlyMap<string, number> | null;
  /** Users who are elsewhere now. Absent: none. */
  moved?: readonly OwnMove[];
}

/** @throws Refused IDENTITY_TAKEN for a name that became somebody else's meanwhile */
export async function writeChanges(
  deps: Pick<Provisioning, "catalogue" | "now">,
  client: PoolClient,
  { organization, country }: { organization: string; country: string },
  { writes, counts }: PlannedChanges,
): Promise<Written> {
  if (writes.length === 0) return { named: false, away: null };
  const centers = new Set(writes.map(({ after }) => after.costCenter).filter((id) => id !== null));
  await addCostCenters(client, organization, [...centers]);
  await saveUsers(
    client,
    organization,
    writes.map(({ after }) => after),
  );
  await changeLicenseCounts(client, organization, counts);
  const names = namesChanged(writes);
  const [taken] = await changeIdentities(client, organization, names);
  if (taken !== undefined) throw identityTaken(taken, writes);
  await wantRulesIfFreed(deps, client, organization, counts);
  const moves = counts.some((change) => movesMinutes(deps.catalogue, country, change));
  const away = moves ? minutesAway(deps.catalogue, country, counts) : null;
  return { named: names.added.length + names.removed.length > 0, away, moved: movesOf(writes) };
}

const movesOf = (writes: readonly UserWrite[]): OwnMove[] =>
  writes.flatMap(({ before, after }) => {
    if (!before || before.usageLocation === after.usageLocation) return [];
    const principalName = before.userPrincipalName;
    const ownIn = (usageLocation: string): string => ownPoolId({ principalName, usageLocation });
    return [{ from: ownIn(before.usageLocation), to: ownIn(after.usageLocation) }];
  });

/** Of what these changes give back, rules may be waiting for some. */
export const wantRulesIfFreed = (
  deps: Pick<Provisioning, "catalogue" | "now">,
  client: PoolClient,
  organization: string,
  counts: readonly LicenseChange[],
): Promise<void> =>
  wantRulesIfLeft(
    deps,
    client,
    organization,
    counts.filter(({ count }) => count < 0).map(({ sku }) => sku),
  );

/** Licences of these products may be left now that a rule could not give before. */
export async function wantRulesIfLeft(
  { catalogue, now }: Pick<Provisioning, "catalogue" | "now">,
  client: PoolClient,
  organization: string,
  skus: readonly string[],
): Promise<void> {
  const limited = skus.filter((sku) => !isUnlimited(catalogue, sku));
  if (limited.length === 0) return;
  const rules = await readLicenseRules(client, organization);
  const wanted = rules.some(({ enabled, assign }) => enabled && assign.some((sku) => limited.includes(sku)));
  if (wanted) await wantRulePass(client, organization, now());
}

/** Every name that a switch may call the user by, in lower case, with the field that it comes from. */
export function namesOf({ userPrincipalName, objectId, aliases }: UserDetails): Map<string, string> {
  const principal = userPrincipalName.toLowerCase();
  return new Map([
    ...aliases.map((alias, index) => [alias.toLowerCase(), `/aliases/${index}`] as const),
    [objectId.toLowerCase(), "/objectId"],
    [principal, "/userPrincipalName"],
    [`sip:${principal}`, "/userPrincipalName"],
  ]);
}

function namesChanged(writes: readonly UserWrite[]): { added: Identity[]; removed: Identity[] } {
  const added: Identity[] = [];
  const removed: Identity[] = [];
  for (const { before, after } of writes) {
    const principalName = after.userPrincipalName;
    const old = before ? namesOf(before) : new Map<string, string>();
    const names = namesOf(after);
    for (const identity of names.keys()) if (!old.has(identity)) added.push({ identity, principalName });
    for (const identity of old.keys()) if (!names.has(identity)) removed.push({ identity, principalName });
  }
  return { added, removed };
}

/** Does not say whose it is: it may be another organisation's. */
function identityTaken(taken: string, writes: readonly UserWrite[]): Refused {
  const pointer = writes.map(({ after }) => namesOf(after).get(taken)).find((found) => found !== undefined) ?? "";
  const part = pointer === "/userPrincipalName" ? "path" : "body";
  return invalid(part, pointer, wrong("NAME_TAKEN", { name: taken }), "IDENTITY_TAKEN");
}

/**
 * Whether a pool changes by it. Licences that nobody holds count in the organisation's country, so that giving one
 * to somebody there changes nothing.
 */
const movesMinutes = (catalogue: Catalogue, country: string, { sku, usageLocation }: LicenseChange): boolean =>
  usageLocation !== country &&
  [...capabilitiesOf(catalogue, [sku])].some((name) => {
    const plan = servicePlan(catalogue, name);
    return plan !== undefined && plan.pooled && plan.allowances.length > 0;
  });

/**
 * Runs `work` while nobody else changes the organisation. Its calls go on until `work` is done and what it wrote is
 * about to be committed.
 * @throws Refused UNKNOWN_ORGANIZATION
 */
export async function changeUsers<T extends Written>(
  deps: Provisioning,
  organization: string,
  work: (client: PoolClient, country: string) => Promise<T>,
): Promise<T> {
  const result = await inTransaction(deps.pool, async (client) => {
    const country = await lockDirectory(client, organization);
    if (country === undefined) throw unknownOrganization(organization);
    const result = await work(client, country);
    // This month's pools as they have been until now, if nobody has called yet: fewer licences count from next month on.
    if (result.away) await deps.growPools(organization);
    await outdateDirectory(client, organization);
    if (result.named) await announceNames(client);
    return result;
  });
  const { away, moved = [] } = result;
  if (away || moved.length > 0) await deps.growPools(organization, away ?? undefined, moved);
  return result;
}
