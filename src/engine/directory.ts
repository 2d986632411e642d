/**
 * The directory in memory: organisations, users and numbers that calls have asked for, read when first needed. What is
 * known of an organisation is good as long as `account.settings_version` is the one it was read at, and that somebody
 * is unknown as long as the version of the directory stands; both are compared under the account's lock before
 * anything is decided, so that a change made by another process is seen by the next call (architecture.md 12).
 */
import type { Pool } from "../postgres/pool.ts";
import { indexLimits, type LimitIndex } from "../domain/budget.ts";
import {
  capabilitiesOf,
  type Catalogue,
  type Countries,
  minutesPerLicence,
  poolEntitlements,
  servicePlan,
  type ServicePlanKind,
} from "../domain/catalogue.ts";
import type { AnnouncementLanguage } from "../domain/sip-reason.ts";
import { spokenLanguage } from "../mail/speech.ts";
import { subscribes } from "../domain/consequence.ts";
import type { Payer } from "../domain/coverage.ts";
import {
  type NumberRecord,
  type OrganizationRecord,
  readNumbers,
  readOrganizations,
  readUsers,
  type UserRecord,
} from "../postgres/directory.ts";
import { CALL_EVENTS } from "./call-news.ts";

export interface Organization extends OrganizationRecord {
  /** Minutes a month by pool id. */
  entitlements: ReadonlyMap<string, number>;
  /** Events of calls that one of its webhooks is subscribed to. */
  callEvents: ReadonlySet<string>;
  /** Its budgets and brakes; null: it has none. */
  limitIndex: LimitIndex | null;
  /** Of the announcements to its callers. */
  language: AnnouncementLanguage;
}

/** What a call refers to; names in lower case, numbers in E.164. */
export interface References {
  organizations: Iterable<string>;
  users: Iterable<string>;
  numbers: Iterable<string>;
}

/** What a set of licences lets its holder call by. */
export type Licences = Omit<Payer, "principalName" | "usageLocation" | "policy">;

/** How many names and numbers are kept that are nobody's, and users in all, before the older ones are dropped. */
const MOST_REMEMBERED = 200_000;

export class Directory {
  readonly #pool: Pool;
  readonly catalogue: Catalogue;
  readonly countries: Countries;
  readonly #organizations = new Map<string, Organization | null>();
  readonly #users = new Map<string, UserRecord | null>();
  readonly #numbers = new Map<string, NumberRecord | null>();
  /** Which cached names and numbers belong to an organisation, to drop them with it. */
  readonly #names = new Map<string, Set<string>>();
  /** By the licences, which are the same few sets for many users. */
  readonly #licences = new Map<string, Licences>();
  #version = 0;

  constructor(pool: Pool, catalogue: Catalogue, countries: Countries) {
    this.#pool = pool;
    this.catalogue = catalogue;
    this.countries = countries;
  }

  /** Undefined: not asked for yet; null: does not exist. */
  organization = (id: string): Organization | null | undefined => this.#organizations.get(id);
  user = (identity: string): UserRecord | null | undefined => this.#users.get(identity);
  number = (e164: string): NumberRecord | null | undefined => this.#numbers.get(e164);

  /** True when everything is in memory already. */
  knows(references: References): boolean {
    for (const id of references.organizations) if (this.#organizations.get(id) === undefined) return false;
    for (const name of references.users) if (this.#users.get(name) === undefined) return false;
    for (const number of references.numbers) if (this.#numbers.get(number) === undefined) return false;
    return true;
  }

  /** Reads what is missing, in at most one statement for users, numbers and organisations each. */
  async learn(references: References): Promise<void> {
    const users = [...new Set(references.users)].filter((name) => this.#users.get(name) === undefined);
    const numbers = [...new Set(references.numbers)].filter((number) => this.#numbers.get(number) === undefined);
    const organizations = new Set(references.organizations);
    if (users.length > 0) {
      const found = await readUsers(this.#pool, users);
      for (const name of users) {
        const user = found.get(name) ?? null;
        // The same text twice is kept once: the record's own.
        this.#remember(this.#users, user?.principalName === name ? user.principalName : name, user);
      }
      for (const user of found.values()) organizations.add(user.organization);
    }
    if (numbers.length > 0) {
      const found = await readNumbers(this.#pool, numbers);
      for (const number of numbers) {
        const record = found.get(number) ?? null;
        this.#remember(this.#numbers, record?.e164 ?? number, record);
      }
      for (const number of found.values()) organizations.add(number.organization);
    }
    const missing = [...organizations].filter((id) => this.#organizations.get(id) === undefined);
    if (missing.length > 0) {
      // After the names: an organisation that changed in between is newer than they are, and they are read again.
      const found = new Map((await readOrganizations(this.#pool, missing)).map((record) => [record.id, record]));
      for (const id of missing) {
        const record = found.get(id);
        this.#organizations.set(id, record ? this.#organizationOf(record) : null);
      }
      if (this.#forgetOlder(this.#users, users) || this.#forgetOlder(this.#numbers, numbers))
        await this.learn(references);
    }
  }

  #forgetOlder(map: Map<string, { organization: string; version: number } | null>, keys: readonly string[]): boolean {
    let forgot = false;
    for (const key of keys) {
      const record = map.get(key);
      const current = record ? this.#organizations.get(record.organization)?.version : undefined;
      if (record && current !== undefined && record.version < current) forgot = map.delete(key) || forgot;
    }
    return forgot;
  }

  /** What is known of the organisation is older than this: forgotten. True if it was. */
  outdated(organization: string, settingsVersion: number): boolean {
    const known = this.#organizations.get(organization);
    if (known?.version === settingsVersion) return false;
    this.#organizations.delete(organization);
    for (const key of this.#names.get(organization) ?? []) {
      this.#users.delete(key);
      this.#numbers.delete(key);
    }
    this.#names.delete(organization);
    return true;
  }

  /** Names came or went since: whoever was unknown may be known now. True if so. */
  outdatedNames(version: number): boolean {
    if (version === this.#version) return false;
    this.#version = version;
    for (const map of [this.#users, this.#numbers, this.#organizations])
      for (const [key, value] of map) if (value === null) map.delete(key);
    return true;
  }

  licencesOf(licenses: readonly string[]): Licences {
    const key = licenses.join(" ");
    let known = this.#licences.get(key);
    if (!known) {
      const plans = capabilitiesOf(this.catalogue, licenses);
      const held = [...plans].map((name) => servicePlan(this.catalogue, name)!);
      const holds = (kind: ServicePlanKind) => held.some((plan) => plan.kind === kind);
      const { domestic, international } = this.catalogue.planOrder;
      known = {
        domesticPlans: domestic.filter((name) => plans.has(name)),
        internationalPlans: international.filter((name) => plans.has(name)),
        payAsYouGoPlan: held.find((plan) => plan.kind === "pay-as-you-go")?.capability ?? null,
        conferencing: holds("conferencing"),
        conferencingPerMinute: holds("conferencing-per-minute"),
        dialOutUsCa: holds("dial-out-add-on"),
        creditsLicence: holds("credits"),
      };
      this.#licences.set(key, known);
    }
    return known;
  }

  /** Minutes a month of a pool for this organisation; a user's own pool by what one licence gives. */
  entitledMinutes(organization: Organization, poolId: string): number {
    const [capability = "", country = "", scope] = poolId.split(":");
    if (scope === "user") return minutesPerLicence(this.catalogue, capability, "user", country);
    return organization.entitlements.get(poolId) ?? 0;
  }

  #organizationOf(record: OrganizationRecord): Organization {
    const callEvents = CALL_EVENTS.filter((name) => record.webhooks.some((events) => subscribes(events, name)));
    return {
      ...record,
      entitlements: this.#entitlements(record),
      limitIndex: indexLimits(record.limits),
      callEvents: new Set(callEvents),
      language: spokenLanguage(record.preferredLanguage),
    };
  }

  #entitlements(record: OrganizationRecord): Map<string, number> {
    const pools = poolEntitlements(this.catalogue, {
      organisationCountry: record.country,
      purchased: record.purchased,
      assigned: record.assigned,
    });
    return new Map(pools.map((pool) => [pool.id, pool.totalMinutes]));
  }

  #remember<T extends { organization: string }>(map: Map<string, T | null>, key: string, value: T | null): void {
    if (map.size >= MOST_REMEMBERED) map.delete(map.keys().next().value!);
    map.set(key, value);
    if (!value) return;
    let names = this.#names.get(value.organization);
    if (!names) this.#names.set(value.organization, (names = new Set()));
    names.add(key);
  }
}
