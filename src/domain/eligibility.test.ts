import { expect, test } from "vitest";
import countries from "../../samples/countries.json" with { type: "json" };
import plans from "../../samples/plans.json" with { type: "json" };
import regions from "../../samples/regions.json" with { type: "json" };
import type { Catalogue, Countries } from "./catalogue.ts";
import { type EligibilityFacts, eligibilityReasons } from "./eligibility.ts";

const data = {
  regions: regions.regions,
  creditsExcluded: (countries as Countries).creditsExcluded,
  countryNames: (countries as Countries).names,
  catalogue: plans as unknown as Catalogue,
};
const contoso: EligibilityFacts = {
  agreement: "direct",
  country: "US",
  billingCountry: "US",
  hasUsers: true,
  skus: ["MCOEV", "MCOPSTN1"],
};

test.each<[string, Partial<EligibilityFacts>, string[]]>([
  ["direct, with a calling plan", {}, []],
  ["direct, billed in another country and region: only an enterprise agreement minds", { billingCountry: "DE" }, []],
  ["enterprise, billed at home", { agreement: "enterprise" }, []],
  ["enterprise, another country of the same region", { agreement: "enterprise", billingCountry: "CA" }, []],
  ["enterprise, another region", { agreement: "enterprise", billingCountry: "DE" }, ["REGION_CLASH"]],
  ["customer agreement", { agreement: "customer" }, ["POST_USAGE_ONLY"]],
  ["through a partner", { agreement: "partner" }, ["PARTNER_FUNDED"]],
  ["in South Korea", { country: "KR", billingCountry: "KR" }, ["COUNTRY_EXCLUDED"]],
  ["users with a phone system alone", { skus: ["MCOEV"] }, ["PREREQUISITE_LICENSE_MISSING"]],
  ["users with the credits licence alone", { skus: ["MCOPSTNC"] }, ["PREREQUISITE_LICENSE_MISSING"]],
  ["users with nothing", { skus: [] }, ["PREREQUISITE_LICENSE_MISSING"]],
  ["audio conferencing alone", { skus: ["MCOMEETADV"] }, []],
  ["a plan within a bundle", { skus: ["ENTERPRISEPREMIUM"] }, []],
  ["no user yet and nothing bought", { hasUsers: false, skus: [] }, []],
  [
    "everything at once",
    { agreement: "enterprise", country: "TW", billingCountry: "US", skus: [] },
    ["REGION_CLASH", "COUNTRY_EXCLUDED", "PREREQUISITE_LICENSE_MISSING"],
  ],
])("%s", (_who, facts, codes) => {
  expect(eligibilityReasons({ ...contoso, ...facts }, data).map((reason) => reason.code)).toEqual(codes);
});

test("a region clash names both countries and their regions", () => {
  const [reason] = eligibilityReasons({ ...contoso, agreement: "enterprise", country: "DE" }, data);
  expect(reason?.message).toMatch(/United States \(North America\).*Germany \(Europe/);
});
