/** Who may put money in (domain.md 1.1; contract.md, "eligibility"): every reason against it, in order of weight. */
import type { Agreement } from "./account.ts";
import type { Catalogue, ServicePlanKind } from "./catalogue.ts";

export type EligibilityCode =
  "POST_USAGE_ONLY" | "PARTNER_FUNDED" | "REGION_CLASH" | "COUNTRY_EXCLUDED" | "PREREQUISITE_LICENSE_MISSING";

export interface EligibilityReason {
  code: EligibilityCode;
  /** A sentence for the organisation's admin: what is in the way, and what would help. */
  message: string;
  /** The countries (alpha-2) that the message names, for whoever says it in another language. */
  params?: { country: string; billingCountry?: string };
}

/** `samples/regions.json`; countries are alpha-2 codes. */
export interface Region {
  code: string;
  name: string;
  countries: readonly string[];
}

export interface EligibilityFacts {
  agreement: Agreement;
  country: string;
  billingCountry: string;
  hasUsers: boolean;
  /** Part numbers that are bought or assigned. */
  skus: readonly string[];
}

export interface EligibilityData {
  regions: readonly Region[];
  /** Countries where credits cannot be set up. */
  creditsExcluded: readonly string[];
  countryNames: Readonly<Record<string, string>>;
  catalogue: Catalogue;
}

/** Plans that people call or confer with: without any, credits would have nothing to pay for. */
const PREREQUISITES: readonly ServicePlanKind[] = [
  "calling-plan",
  "international",
  "pay-as-you-go",
  "conferencing",
  "conferencing-per-minute",
];

/** Empty where the organisation may buy. */
export function eligibilityReasons(facts: EligibilityFacts, data: EligibilityData): EligibilityReason[] {
  const reasons: EligibilityReason[] = [];
  const name = (country: string): string => data.countryNames[country] ?? country;
  if (facts.agreement === "customer")
    reasons.push({
      code: "POST_USAGE_ONLY",
      message: "Under a customer agreement calls are billed afterwards; credits cannot be bought.",
    });
  if (facts.agreement === "partner")
    reasons.push({
      code: "PARTNER_FUNDED",
      message: "This organisation was bought through a partner: the partner has to put the money in.",
    });
  if (facts.agreement === "enterprise") {
    const region = regionOf(data.regions, facts.country);
    const billing = regionOf(data.regions, facts.billingCountry);
    if (region?.code !== billing?.code)
      reasons.push({
        code: "REGION_CLASH",
        message:
          `The enterprise agreement is billed in ${name(facts.billingCountry)} (${billing?.name ?? "no sales region"}), ` +
          `the organisation is in ${name(facts.country)} (${region?.name ?? "no sales region"}).`,
        params: { country: facts.country, billingCountry: facts.billingCountry },
      });
  }
  if (data.creditsExcluded.includes(facts.country))
    reasons.push({
      code: "COUNTRY_EXCLUDED",
      message: `Communications credits cannot be set up in ${name(facts.country)}.`,
      params: { country: facts.country },
    });
  if (facts.hasUsers && !hasPrerequisite(facts.skus, data.catalogue))
    reasons.push({
      code: "PREREQUISITE_LICENSE_MISSING",
      message: "Nobody has a calling plan or audio conferencing. Buy or assign a licence of either first.",
    });
  return reasons;
}

const regionOf = (regions: readonly Region[], country: string): Region | undefined =>
  regions.find((region) => region.countries.includes(country));

function hasPrerequisite(skus: readonly string[], catalogue: Catalogue): boolean {
  const plans = catalogue.skus.filter((sku) => skus.includes(sku.skuPartNumber)).flatMap((sku) => sku.servicePlans);
  return catalogue.servicePlans.some(
    (plan) => PREREQUISITES.includes(plan.kind) && plans.some(({ name }) => name === plan.name),
  );
}
