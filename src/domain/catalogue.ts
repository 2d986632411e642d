/**
 * The catalogue: which licence gives what, and how many minutes. Plans, minutes, included countries and zones are data
 * (`samples/plans.json`, `samples/countries.json`); these are the questions that the rules ask of them.
 */

export type ServicePlanKind =
  | "calling-plan"
  | "international"
  | "conferencing"
  | "conferencing-per-minute"
  | "dial-out-add-on"
  | "pay-as-you-go"
  | "credits"
  | "phone-system"
  | "virtual-user"
  | "own-carrier";

export type PoolScope = "domestic" | "international" | "user" | "zone-a";

/** Minutes a calendar month that one licence gives, by the country it counts in (alpha-2). */
export interface Allowance {
  scope: PoolScope;
  minutesPerLicence: { default: number; [country: string]: number };
}

/** One service plan: the part of a product that a call may be paid by. */
export interface ServicePlan {
  name: string;
  /** The plan that this one is the same as, under another name; licences are asked for by that one's name. */
  countsAs?: string;
  /** What the usage report and the pool call it: MCOPSTNPP for the credits, MCOMEETADD for conferencing. */
  capability: string;
  kind: ServicePlanKind;
  /** Whether its minutes are shared by all who hold it; MCOPSTN8's are the user's own. */
  pooled: boolean;
  allowances: readonly Allowance[];
  invented?: boolean;
}

/** A product as it is bought and assigned. */
export interface Sku {
  skuPartNumber: string;
  /** Null where no GUID is published. */
  skuId: string | null;
  productName: string;
  servicePlans: readonly { name: string; id: string | null }[];
  /** Needs no purchase and is never used up (the credits licence). */
  unlimited?: boolean;
  notSoldIn?: readonly string[];
  price: { amount: string; currency: string; per: string; invented: boolean };
  /** The part number or its ids are ours, since none are published. */
  invented?: boolean;
}

/** "To do this you need that": every inner list of `kinds` needs one plan of these kinds, held by `who`. */
export interface Need {
  id: string;
  task: string;
  who: "organisation" | "organiser" | "user" | "resource account";
  kinds: readonly (readonly ServicePlanKind[])[];
  credits: "none" | "beyond-minutes" | "every-minute" | "set-up-first";
  needs: string;
}

/** `samples/plans.json`. */
export interface Catalogue {
  about: string;
  skus: readonly Sku[];
  servicePlans: readonly ServicePlan[];
  /** Where a user holds several plans: the order in which they pay (product.md, "Choices"). */
  planOrder: { domestic: readonly string[]; international: readonly string[] };
  needs: readonly Need[];
}

/** `samples/countries.json`; countries are alpha-2 codes. */
export interface Countries {
  about: string;
  /** Where the conferencing pool may call (domain.md 3.1). */
  zoneA: readonly string[];
  /** The destinations of the international minutes (GAP-14). */
  includedInternational: readonly string[];
  /** What a domestic plan of the country calls as domestic, itself among them; absent: itself alone. */
  domesticGroups: Readonly<Record<string, readonly string[]>>;
  /** Where the extended dial-out add-on calls. */
  dialOutUsCa: readonly string[];
  /** Where credits cannot be set up. */
  creditsExcluded: readonly string[];
  /** Least funding by currency, as a decimal string. */
  leastFunding: Readonly<Record<string, string>>;
  /** How many last digits of the other party's number are hidden, by the organisation's country (domain.md 6.1). */
  hiddenDigits: Readonly<Record<string, number>>;
  names: Readonly<Record<string, string>>;
}

/** The minutes of one pool for one month; the id is the pool's without the month. */
export interface PoolEntitlement {
  id: string;
  capability: string;
  /** Usage location of the licences that fill it, or `*` for the whole organisation. */
  country: string;
  scope: PoolScope;
  totalMinutes: number;
}

/** How many licences of a product are assigned to users of one usage location. */
export interface Assigned {
  sku: string;
  usageLocation: string;
  count: number;
}

/** What decides how large an organisation's pools are. */
export interface LicencesOf {
  organisationCountry: string;
  /** By part number. */
  purchased: Readonly<Record<string, number>>;
  assigned: readonly Assigned[];
}

const skuOf = (catalogue: Catalogue, skuPartNumber: string): Sku | undefined =>
  catalogue.skus.find((sku) => sku.skuPartNumber === skuPartNumber);

export const isKnownSku = (catalogue: Catalogue, skuPartNumber: string): boolean =>
  skuOf(catalogue, skuPartNumber) !== undefined;

/** Whether it may be assigned without having been bought; false for a licence that is unknown. */
export const isUnlimited = (catalogue: Catalogue, skuPartNumber: string): boolean =>
  skuOf(catalogue, skuPartNumber)?.unlimited === true;

export const servicePlan = (catalogue: Catalogue, name: string): ServicePlan | undefined =>
  catalogue.servicePlans.find((plan) => plan.name === name);

export function plansOf(catalogue: Catalogue, skuPartNumber: string): ServicePlan[] {
  const named = skuOf(catalogue, skuPartNumber)?.servicePlans ?? [];
  return catalogue.servicePlans.filter((plan) => named.some(({ name }) => name === plan.name));
}

/**
 * The service plans that these licences give, each by the one name it is asked for: E5 gives MCOEV and MCOMEETADV,
 * MCOPSTN_5 gives MCOPSTN5, MCOPSTNPP gives MCOPSTNC. Unknown licences give nothing.
 */
export function capabilitiesOf(catalogue: Catalogue, skuPartNumbers: Iterable<string>): Set<string> {
  const names = new Set<string>();
  for (const sku of skuPartNumbers) for (const plan of plansOf(catalogue, sku)) names.add(plan.countsAs ?? plan.name);
  return names;
}

/** Plans whose calls may have to be paid by the credits (domain.md 2.2). */
const CREDITS_KINDS: readonly ServicePlanKind[] = [
  "calling-plan",
  "international",
  "pay-as-you-go",
  "conferencing",
  "conferencing-per-minute",
];

/** Part numbers: of products whose holders may need the credits licence, and of those that give it. */
export function creditsHolders(catalogue: Catalogue): { holders: string[]; remedies: string[] } {
  return { holders: productsWith(catalogue, CREDITS_KINDS), remedies: productsWith(catalogue, ["credits"]) };
}

/** Part numbers of the products that hold a service plan of one of these kinds. */
export const productsWith = (catalogue: Catalogue, kinds: readonly ServicePlanKind[]): string[] =>
  catalogue.skus
    .map(({ skuPartNumber }) => skuPartNumber)
    .filter((sku) => plansOf(catalogue, sku).some(({ kind }) => kinds.includes(kind)));

/** Minutes a month of one licence of the service plan in the country; 0 where the plan gives none of that scope. */
export function minutesPerLicence(catalogue: Catalogue, plan: string, scope: PoolScope, country: string): number {
  const allowance = servicePlan(catalogue, plan)?.allowances.find((candidate) => candidate.scope === scope);
  return allowance ? minutesIn(allowance, country) : 0;
}

const minutesIn = (allowance: Allowance, country: string): number =>
  allowance.minutesPerLicence[country] ?? allowance.minutesPerLicence.default;

/** `MCOPSTN1:GB:domestic`; conferencing has one pool for the whole organisation, `MCOMEETADD:*:zone-a`. */
export const poolIdOf = (capability: string, country: string, scope: PoolScope): string =>
  `${capability}:${country}:${scope}`;

/** What the books can count; nobody talks for 4,000 years in a month. */
const MOST_POOL_MINUTES = 2 ** 31 - 1;

/**
 * The organisation's shared pools, by id. Every purchased licence counts, of every product that holds the plan
 * (domain.md 3.3; GAP-20): in the usage location of the user that it is assigned to, the unassigned ones in the
 * organisation's country. The conferencing pool is one, wherever its organisers are.
 */
export function poolEntitlements(catalogue: Catalogue, organisation: LicencesOf): PoolEntitlement[] {
  const pools = new Map<string, PoolEntitlement>();
  for (const sku of Object.keys(organisation.purchased)) {
    for (const { pool: id, capability, country, scope, minutes } of poolFeeds(catalogue, organisation, sku)) {
      const totalMinutes = Math.min((pools.get(id)?.totalMinutes ?? 0) + minutes, MOST_POOL_MINUTES);
      pools.set(id, { id, capability, country, scope, totalMinutes });
    }
  }
  return [...pools.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** `Domestic and international calling plan (600 international minutes)`, as the report of pools words it. */
export function describePool(
  catalogue: Catalogue,
  { capability, country, scope }: Pick<PoolEntitlement, "capability" | "country" | "scope">,
): string {
  if (scope === "zone-a") return "Outbound Calls to Zone A Countries";
  const plan = catalogue.servicePlans.find((candidate) => candidate.capability === capability && candidate.pooled);
  const international = plan?.allowances.some((allowance) => allowance.scope === "international") ?? false;
  const minutes = minutesPerLicence(catalogue, plan?.name ?? capability, scope, country);
  const name = international ? "Domestic and international calling plan" : "Domestic calling plan";
  return `${name} (${minutes} ${scope === "user" ? "minutes of the user's own" : `${scope} minutes`})`;
}

/** What the licences of one product that count in one country give to a pool. */
export interface PoolFeed {
  /** Id of the pool. */
  pool: string;
  capability: string;
  /** Of the pool: `*` for the whole organisation. */
  country: string;
  scope: PoolScope;
  /** Where the licences count. */
  usageLocation: string;
  licences: number;
  minutesPerLicence: number;
  minutes: number;
}

/** Which shared pools the purchased licences of a product feed, by the country that they count in. */
export function poolFeeds(catalogue: Catalogue, organisation: LicencesOf, sku: string): PoolFeed[] {
  const shared = plansOf(catalogue, sku).filter((plan) => plan.pooled);
  if (shared.length === 0) return [];
  const counted = [...licencesByCountry(sku, organisation.purchased[sku] ?? 0, organisation)];
  return counted.flatMap(([usageLocation, licences]) =>
    shared.flatMap(({ capability, allowances }) =>
      allowances.map((allowance) => {
        const country = allowance.scope === "zone-a" ? "*" : usageLocation;
        const each = minutesIn(allowance, usageLocation);
        return {
          pool: poolIdOf(capability, country, allowance.scope),
          capability,
          country,
          scope: allowance.scope,
          usageLocation,
          licences,
          minutesPerLicence: each,
          minutes: licences * each,
        };
      }),
    ),
  );
}

/**
 * What leaves the pools when licences go to users elsewhere than in the organisation's country: minutes by pool id. They
 * come from where holders have become fewer; the rest from the organisation's country, where those count that nobody
 * holds. A licence that only comes back there leaves the minutes that it gave until the month ends.
 */
export function minutesAway(catalogue: Catalogue, country: string, changes: readonly Assigned[]): Map<string, number> {
  const away = new Map<string, number>();
  for (const sku of new Set(changes.map((change) => change.sku))) {
    const elsewhere = changes.filter((change) => change.sku === sku && change.usageLocation !== country);
    let arriving = elsewhere.reduce((sum, { count }) => sum + Math.max(0, count), 0);
    const leaving = elsewhere.filter(({ count }) => count < 0);
    for (const { usageLocation, count } of [...leaving, { usageLocation: country, count: -arriving }]) {
      const licences = Math.min(-count, arriving);
      arriving -= licences;
      for (const allowance of licences > 0 ? sharedAllowances(catalogue, sku) : []) {
        const id = poolIdOf(allowance.capability, usageLocation, allowance.scope);
        away.set(id, (away.get(id) ?? 0) + licences * minutesIn(allowance, usageLocation));
      }
    }
  }
  return away;
}

/** Of the pools that each country has its own of. */
const sharedAllowances = (catalogue: Catalogue, sku: string) =>
  plansOf(catalogue, sku)
    .filter(({ pooled }) => pooled)
    .flatMap(({ capability, allowances }) => allowances.map((allowance) => ({ ...allowance, capability })))
    .filter(({ scope }) => scope !== "zone-a");

/** Where the purchased licences count. Assignments beyond what is (still) bought give nothing. */
function licencesByCountry(
  sku: string,
  purchased: number,
  { organisationCountry, assigned }: { organisationCountry: string; assigned: readonly Assigned[] },
): Map<string, number> {
  const countries = new Map<string, number>();
  let left = Math.max(0, purchased);
  const count = (country: string, licences: number): void => {
    const counted = Math.min(licences, left);
    if (counted > 0) countries.set(country, (countries.get(country) ?? 0) + counted);
    left -= counted;
  };
  for (const group of assigned) if (group.sku === sku) count(group.usageLocation, group.count);
  count(organisationCountry, left);
  return countries;
}

/**
 * Whether a plan of country `from` covers `to` as domestic: itself, and among the US, Canada and Puerto Rico the
 * neighbours of the data. Dial-out policies do not ask this: to them another country is another country (domain.md 3.1).
 */
export const isDomestic = (countries: Countries, from: string, to: string): boolean =>
  from === to || (countries.domesticGroups[from]?.includes(to) ?? false);

export const inZoneA = (countries: Countries, country: string): boolean => countries.zoneA.includes(country);

export const isIncludedInternational = (countries: Countries, country: string): boolean =>
  countries.includedInternational.includes(country);

export const inDialOutUsCa = (countries: Countries, country: string): boolean =>
  countries.dialOutUsCa.includes(country);
