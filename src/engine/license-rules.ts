/** Licence rules: kept, foretold, and carried out over everybody, some users at a time beside the calls. */
import { setImmediate } from "node:timers/promises";
import type { LicenseRule } from "../domain/license-rules.ts";
import {
  deleteLicenseRule,
  endRulePass,
  listRulePasses,
  readLicenseRules,
  readRulePass,
  saveLicenseRule,
  saveRulePass,
  wantRulePass,
} from "../postgres/license-rules.ts";
import type { Pool } from "../postgres/transaction.ts";
import { readSubscriptions } from "../postgres/organizations.ts";
import { usersAfter } from "../postgres/users.ts";
import { getOrganization } from "./provision-organization.ts";
import {
  type Change,
  changeOrganization,
  kept,
  type Provisioning,
  requireCountry,
  requireLicense,
} from "./provision.ts";
import { Refused, requireFields } from "./refused.ts";
import { changeUsers, planChanges, Planner, type UserWrite, writeChanges } from "./user-changes.ts";

export type { LicenseRule } from "../domain/license-rules.ts";
export type RuleChange = Change<Omit<LicenseRule, "id">>;

/** As it stands: `applying` until everybody has been looked at. */
export interface RuleState extends LicenseRule {
  state: "applying" | "applied";
}

/** So many users are one transaction: some 50 ms of work. */
const USERS_A_STEP = 1000;

/** Makes the rule or changes it, and gives what it gives: to the first thousand users at once, then by a job. */
export async function putRule(
  deps: Provisioning,
  organization: string,
  id: string,
  change: RuleChange,
): Promise<RuleState> {
  requireNames(deps, change);
  await changeOrganization(deps, organization, async (client) => {
    const rule = changed(await readLicenseRules(client, organization), id, change);
    await saveLicenseRule(client, organization, rule);
    await wantRulePass(client, organization, deps.now());
  });
  await applySome(deps, organization);
  return getRule(deps, organization, id);
}

function requireNames(deps: Provisioning, { assign = [], when }: RuleChange): void {
  for (const [index, sku] of assign.entries()) requireLicense(deps, sku, `/assign/${index}`);
  if (when?.license !== undefined) requireLicense(deps, when.license, "/when/license");
  requireCountry(deps, when?.usageLocation, "/when/usageLocation");
}

/** The rule as it is after the change, which is a whole one where there is none yet. */
function changed(rules: readonly LicenseRule[], id: string, change: RuleChange): LicenseRule {
  const before = rules.find((rule) => rule.id === id);
  if (!before) requireFields(change, "licence rule", ["displayName", "assign"]);
  const rule = kept<LicenseRule>(before ?? { id, displayName: "", when: {}, assign: [], enabled: true }, change);
  return { ...rule, assign: [...new Set(rule.assign)] };
}

/** What it alone has given is taken away. @throws Refused UNKNOWN_LICENSE_RULE */
export async function removeRule(deps: Provisioning, organization: string, id: string): Promise<void> {
  await changeOrganization(deps, organization, async (client) => {
    if (!(await deleteLicenseRule(client, organization, id))) throw unknownRule(organization, id);
    await wantRulePass(client, organization, deps.now());
  });
  await applySome(deps, organization);
}

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_LICENSE_RULE */
export async function getRule(deps: { pool: Pool }, organization: string, id: string): Promise<RuleState> {
  const found = (await rules(deps, organization)).find((rule) => rule.id === id);
  if (!found) throw unknownRule(organization, id);
  return found;
}

export async function rules(deps: { pool: Pool }, organization: string): Promise<RuleState[]> {
  await getOrganization(deps, organization);
  const pass = await readRulePass(deps.pool, organization);
  const state = pass === undefined ? "applied" : "applying";
  return (await readLicenseRules(deps.pool, organization)).map((rule) => ({ ...rule, state }));
}

const unknownRule = (organization: string, id: string): Refused =>
  new Refused("UNKNOWN_LICENSE_RULE", `${organization} has no licence rule ${id}.`);

/** The next users of a walk. True if that was the last of them. */
async function applySome(deps: Provisioning, organization: string): Promise<boolean> {
  const { done } = await changeUsers(deps, organization, async (client, country) => {
    const reached = await readRulePass(client, organization);
    if (reached === undefined) return { named: false, away: null, done: true };
    const users = await usersAfter(client, organization, reached, USERS_A_STEP);
    const wanted = users.map((user) => ({ before: user, after: user }));
    const plan = await planChanges(deps, client, organization, wanted);
    // Before anything is written: what this gives back may be wanted by somebody whom the walk has passed.
    await saveRulePass(client, organization, users.at(-1)?.userPrincipalName ?? reached);
    const written = await writeChanges(deps, client, { organization, country }, plan);
    const done = users.length < USERS_A_STEP && (await endRulePass(client, organization));
    return { ...written, done };
  });
  return done;
}

/** Goes on with every walk that has not ended; organisations take turns. */
export async function applyRules(deps: Provisioning): Promise<void> {
  let open = await listRulePasses(deps.pool);
  while (open.length > 0) {
    const next: string[] = [];
    for (const organization of open) {
      if (!(await applySome(deps, organization))) next.push(organization);
      await setImmediate();
    }
    open = next;
  }
}

/** What becomes of a user's licences. */
export interface LicensesMoved {
  userPrincipalName: string;
  added: string[];
  removed: string[];
}

export interface RulePreview {
  /** How many users there are. */
  users: number;
  /** How many of them would be given a licence or lose one. */
  changed: number;
  /** The first of them. */
  changes: LicensesMoved[];
  /** How many users would go without, since none is left, by part number. */
  short: ReadonlyMap<string, number>;
}

/** So many changes a preview shows; all are counted. */
const MOST_SHOWN = 200;

/** What would change if the rule, as it is or with these changes, were put now. Nothing is kept. */
export async function previewRule(
  deps: Provisioning,
  organization: string,
  id: string,
  change: RuleChange,
): Promise<RulePreview> {
  requireNames(deps, change);
  await getOrganization(deps, organization);
  const known = await readLicenseRules(deps.pool, organization);
  const rule = changed(known, id, change);
  const others = known.filter((other) => other.id !== id);
  const rules = [...others, rule].sort((a, b) => (a.id < b.id ? -1 : 1));
  const supply = await readSubscriptions(
    deps.pool,
    organization,
    deps.catalogue.skus.map((sku) => sku.skuPartNumber),
  );
  const planner = new Planner(deps.catalogue, rules, supply);
  const preview: RulePreview = { users: 0, changed: 0, changes: [], short: planner.short };
  for (let after = ""; ;) {
    const users = await usersAfter(deps.pool, organization, after, USERS_A_STEP);
    const writes = planner.give(planner.ask(users.map((user) => ({ before: user, after: user }))));
    preview.users += users.length;
    preview.changed += writes.length;
    for (const write of writes.slice(0, MOST_SHOWN - preview.changes.length)) preview.changes.push(movedOf(write));
    if (users.length < USERS_A_STEP) return preview;
    after = users.at(-1)!.userPrincipalName;
    await setImmediate();
  }
}

export function movedOf({ before, after }: UserWrite): LicensesMoved {
  const held = before?.licenses ?? [];
  return {
    userPrincipalName: after.userPrincipalName,
    added: after.licenses.filter((sku) => !held.includes(sku)),
    removed: held.filter((sku) => !after.licenses.includes(sku)),
  };
}
