import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type Assigned,
  capabilitiesOf,
  type Catalogue,
  type Countries,
  inDialOutUsCa,
  inZoneA,
  isDomestic,
  isIncludedInternational,
  isKnownSku,
  isUnlimited,
  minutesPerLicence,
  poolEntitlements,
  servicePlan,
} from "./catalogue.ts";

const sample = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../samples/${name}`, import.meta.url), "utf8"));
const catalogue = sample("plans.json") as Catalogue;
const countries = sample("countries.json") as Countries;

const holders = (count: number, usageLocation: string, ...licenses: string[]): Assigned[] =>
  licenses.map((sku) => ({ sku, usageLocation, count }));

describe("what licences give", () => {
  test.each([
    { licences: "ENTERPRISEPREMIUM", gives: "MCOEV MCOMEETADV" },
    { licences: "ENTERPRISEPREMIUM_NOPSTNCONF", gives: "MCOEV" },
    { licences: "MCOTEAMS_ESSENTIALS", gives: "MCOEV MCOPSTN1" },
    { licences: "MCOPSTN_5", gives: "MCOPSTN5" },
    { licences: "MCOPSTN5", gives: "MCOPSTN5" },
    { licences: "MCOPSTN_6", gives: "MCOPSTN6" },
    { licences: "MCOPSTN_1_GOV", gives: "MCOPSTN1" },
    { licences: "MCOMEETADV_FACULTY", gives: "MCOMEETADV" },
    { licences: "Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1)", gives: "MCOPSTN_PAYG_1" },
    { licences: "MCOPSTNC", gives: "MCOPSTNC" },
    { licences: "MCOPSTNPP", gives: "MCOPSTNC" },
    { licences: "MCOPSTN1 MCOPSTNC MCOEV", gives: "MCOEV MCOPSTN1 MCOPSTNC" },
    { licences: "VISIO", gives: "" },
  ])("$licences gives $gives", ({ licences, gives }) => {
    expect([...capabilitiesOf(catalogue, licences.split(" "))].sort().join(" ")).toBe(gives);
  });

  test("every product's service plans are described, and described once", () => {
    const described = catalogue.servicePlans.map((plan) => plan.name);
    expect(new Set(described).size).toBe(described.length);
    const used = catalogue.skus.flatMap((sku) => sku.servicePlans.map((plan) => plan.name));
    expect(used.filter((name) => !described.includes(name))).toEqual([]);
    const ordered = [...catalogue.planOrder.domestic, ...catalogue.planOrder.international];
    expect(ordered.filter((name) => !described.includes(name))).toEqual([]);
  });

  test("credits are reported as MCOPSTNPP, conferencing as MCOMEETADD", () => {
    expect(servicePlan(catalogue, "MCOPSTNC")?.capability).toBe("MCOPSTNPP");
    expect(servicePlan(catalogue, "MCOMEETADV")?.capability).toBe("MCOMEETADD");
  });

  test("the credits licence is never used up, a calling plan is; an unknown licence is known as such", () => {
    expect(isUnlimited(catalogue, "MCOPSTNC")).toBe(true);
    expect(isUnlimited(catalogue, "MCOPSTN1")).toBe(false);
    expect(isKnownSku(catalogue, "MCOPSTN1")).toBe(true);
    expect(isKnownSku(catalogue, "MCOPSTN99")).toBe(false);
  });
});

describe("minutes a month of one licence", () => {
  test.each([
    { plan: "MCOPSTN1", scope: "domestic", country: "US", minutes: 3000 },
    { plan: "MCOPSTN1", scope: "domestic", country: "CA", minutes: 3000 },
    { plan: "MCOPSTN1", scope: "domestic", country: "PR", minutes: 3000 },
    { plan: "MCOPSTN1", scope: "domestic", country: "DE", minutes: 1200 },
    { plan: "MCOPSTN2", scope: "domestic", country: "GB", minutes: 1200 },
    { plan: "MCOPSTN2", scope: "international", country: "US", minutes: 600 },
    { plan: "MCOPSTN5", scope: "domestic", country: "GB", minutes: 120 },
    { plan: "MCOPSTN6", scope: "domestic", country: "GB", minutes: 240 },
    { plan: "MCOPSTN8", scope: "user", country: "US", minutes: 120 },
    { plan: "MCOPSTN9", scope: "international", country: "US", minutes: 600 },
    { plan: "MCOPSTN1", scope: "international", country: "US", minutes: 0 },
    { plan: "MCOPSTN_PAYG_1", scope: "domestic", country: "GB", minutes: 0 },
  ] as const)("$plan in $country, $scope: $minutes", ({ plan, scope, country, minutes }) => {
    expect(minutesPerLicence(catalogue, plan, scope, country)).toBe(minutes);
  });
});

describe("pools of an organisation in the US", () => {
  const cases: {
    what: string;
    purchased: Record<string, number>;
    assigned: Assigned[];
    pools: Record<string, number>;
  }[] = [
    {
      what: "115 conferencing licences in three countries are one pool of 6,900 minutes",
      purchased: { MCOMEETADV: 115 },
      assigned: [
        ...holders(10, "US", "MCOMEETADV"),
        ...holders(100, "GB", "MCOMEETADV"),
        ...holders(5, "ZW", "MCOMEETADV"),
      ],
      pools: { "MCOMEETADD:*:zone-a": 6900 },
    },
    {
      what: "E5 counts for conferencing: 10 and 105 make the same 6,900",
      purchased: { ENTERPRISEPREMIUM: 10, MCOMEETADV: 105 },
      assigned: [],
      pools: { "MCOMEETADD:*:zone-a": 6900 },
    },
    {
      what: "calling plan licences are split by usage location, the unassigned ones are in the organisation's country",
      purchased: { MCOPSTN1: 12 },
      assigned: [...holders(3, "US", "MCOPSTN1"), ...holders(2, "DE", "MCOPSTN1")],
      pools: { "MCOPSTN1:DE:domestic": 2400, "MCOPSTN1:US:domestic": 30_000 },
    },
    {
      what: "the domestic and international plan has two pools",
      purchased: { MCOPSTN2: 5 },
      assigned: holders(1, "GB", "MCOPSTN2"),
      pools: {
        "MCOPSTN2:GB:domestic": 1200,
        "MCOPSTN2:GB:international": 600,
        "MCOPSTN2:US:domestic": 12_000,
        "MCOPSTN2:US:international": 2400,
      },
    },
    {
      what: "both part numbers of the 120 minutes fill one pool, the 240 minutes another",
      purchased: { MCOPSTN5: 1, MCOPSTN_5: 3, MCOPSTN_6: 2 },
      assigned: [
        ...holders(1, "GB", "MCOPSTN5"),
        ...holders(3, "GB", "MCOPSTN_5"),
        ...holders(2, "GB", "MCOEV", "MCOPSTN_6"),
      ],
      pools: { "MCOPSTN5:GB:domestic": 480, "MCOPSTN6:GB:domestic": 480 },
    },
    {
      what: "a bundle counts for its calling plan",
      purchased: { MCOTEAMS_ESSENTIALS: 2, MCOPSTN1: 1 },
      assigned: [],
      pools: { "MCOPSTN1:US:domestic": 9000 },
    },
    {
      what: "where fewer licences are bought than assigned, only what is bought counts",
      purchased: { MCOPSTN1: 1 },
      assigned: holders(3, "DE", "MCOPSTN1"),
      pools: { "MCOPSTN1:DE:domestic": 1200 },
    },
    {
      what: "as many licences as may be bought give no more minutes than the books can count",
      purchased: { MCOPSTN1: 10_000_000, MCOTEAMS_ESSENTIALS: 10_000_000 },
      assigned: [],
      pools: { "MCOPSTN1:US:domestic": 2_147_483_647 },
    },
    {
      what: "per-user minutes, pay-as-you-go, credits and Phone System make no pool, nor does a purchase of none",
      purchased: {
        MCOPSTN8: 4,
        "Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1)": 2,
        MCOPSTNC: 9,
        MCOEV: 20,
        MCOPSTN1: 0,
        UNKNOWN: 5,
      },
      assigned: holders(1, "CA", "MCOPSTN8", "MCOPSTNC"),
      pools: {},
    },
  ];
  test.each(cases)("$what", ({ purchased, assigned, pools }) => {
    const list = poolEntitlements(catalogue, { organisationCountry: "US", purchased, assigned });
    expect(Object.fromEntries(list.map((pool) => [pool.id, pool.totalMinutes]))).toEqual(pools);
    expect(list.every((pool) => pool.id === `${pool.capability}:${pool.country}:${pool.scope}`)).toBe(true);
  });
});

describe("the sample organisation", () => {
  interface Step {
    path?: string;
    body: { purchased?: number; usageLocation?: string; licenses?: string[] };
  }
  const { steps } = sample("contoso.json") as { steps: Step[] };
  const put = (kind: string): [name: string, body: Step["body"]][] =>
    steps.flatMap(({ path = "", body }) => {
      const [, , , , collection, name = ""] = path.split("/").map(decodeURIComponent);
      return collection === kind ? [[name, body] as [string, Step["body"]]] : [];
    });
  const purchased = Object.fromEntries(put("subscriptions").map(([sku, body]) => [sku, body.purchased ?? 0]));
  const users = put("users").map(([, body]) => {
    return { usageLocation: body.usageLocation ?? "", licenses: body.licenses ?? [] };
  });

  test("assigns only licences that exist, and none more often than it is bought", () => {
    const assigned = users.flatMap((user) => user.licenses);
    expect([...assigned, ...Object.keys(purchased)].filter((sku) => !isKnownSku(catalogue, sku))).toEqual([]);
    const times = (sku: string): number => assigned.filter((other) => other === sku).length;
    const short = assigned.filter((sku) => !isUnlimited(catalogue, sku) && times(sku) > (purchased[sku] ?? 0));
    expect(short).toEqual([]);
  });

  test("has 6,900 conferencing minutes, and pools in every country with a plan", () => {
    const assigned = users.flatMap((user) => holders(1, user.usageLocation, ...user.licenses));
    const pools = poolEntitlements(catalogue, { organisationCountry: "US", purchased, assigned });
    expect(Object.fromEntries(pools.map((pool) => [pool.id, pool.totalMinutes]))).toEqual({
      "MCOMEETADD:*:zone-a": 6900,
      "MCOPSTN1:CA:domestic": 3000,
      "MCOPSTN1:DE:domestic": 1200,
      "MCOPSTN1:FR:domestic": 1200,
      "MCOPSTN1:US:domestic": 27_000,
      "MCOPSTN2:GB:domestic": 1200,
      "MCOPSTN2:GB:international": 600,
      "MCOPSTN2:US:domestic": 12_000,
      "MCOPSTN2:US:international": 2400,
      "MCOPSTN5:GB:domestic": 240,
      "MCOPSTN5:US:domestic": 240,
      "MCOPSTN6:GB:domestic": 240,
      "MCOPSTN6:US:domestic": 240,
    });
  });
});

describe("countries", () => {
  test.each([
    { from: "US", to: "US", domestic: true },
    { from: "US", to: "CA", domestic: true },
    { from: "US", to: "PR", domestic: true },
    { from: "CA", to: "US", domestic: true },
    { from: "GB", to: "GB", domestic: true },
    { from: "GB", to: "IE", domestic: false },
    { from: "US", to: "MX", domestic: false },
    { from: "DE", to: "AT", domestic: false },
  ])("a plan of $from calls $to as domestic: $domestic", ({ from, to, domestic }) => {
    expect(isDomestic(countries, from, to)).toBe(domestic);
  });

  test.each([
    { to: "GB", zoneA: true, included: true, addOn: false },
    { to: "CA", zoneA: true, included: true, addOn: true },
    { to: "US", zoneA: true, included: true, addOn: true },
    { to: "ZW", zoneA: false, included: true, addOn: false },
    { to: "CU", zoneA: false, included: false, addOn: false },
    { to: "CK", zoneA: false, included: false, addOn: false },
  ])("$to: Zone A $zoneA, included international $included, US/CA add-on $addOn", ({ to, zoneA, included, addOn }) => {
    expect(inZoneA(countries, to)).toBe(zoneA);
    expect(isIncludedInternational(countries, to)).toBe(included);
    expect(inDialOutUsCa(countries, to)).toBe(addOn);
  });

  test("Zone A has its 44 members, and every country of a list has a name", () => {
    expect(new Set(countries.zoneA).size).toBe(44);
    const listed = [...countries.zoneA, ...countries.includedInternational, ...countries.creditsExcluded];
    expect(listed.filter((country) => !countries.names[country])).toEqual([]);
  });
});
