/**
 * Rules that give licences ("everyone with a calling plan gets the credits licence"): which licences they give one
 * user. What a rule alone has given goes when the rule no longer holds; what somebody assigned stays.
 */
import { type Catalogue, capabilitiesOf, servicePlan } from "./catalogue.ts";

/** All that are given must hold; none: everybody. */
export interface RuleCondition {
  /** Whether a plan is held that calls are made on: domestic, international or pay-as-you-go. */
  hasCallingPlan?: boolean | undefined;
  /** Part number that is held. */
  license?: string | undefined;
  costCenter?: string | undefined;
  /** Alpha-2. */
  usageLocation?: string | undefined;
  kind?: "person" | "resource-account" | undefined;
}

export interface LicenseRule {
  id: string;
  displayName: string;
  when: RuleCondition;
  /** Part numbers. */
  assign: readonly string[];
  enabled: boolean;
}

/** Whom a rule looks at; `direct`: the licences that somebody assigned, as opposed to a rule. */
export interface RuleSubject {
  kind: "person" | "resource-account";
  usageLocation: string;
  costCenter: string | null;
  direct: readonly string[];
}

const CALLING_KINDS: readonly string[] = ["calling-plan", "international", "pay-as-you-go"];

export const hasCallingPlan = (catalogue: Catalogue, licenses: Iterable<string>): boolean =>
  [...capabilitiesOf(catalogue, licenses)].some((name) =>
    CALLING_KINDS.includes(servicePlan(catalogue, name)?.kind ?? ""),
  );

/**
 * The licences that the rules give beside the direct ones, and those that they would give if `take` had let them. A
 * licence that one rule gives may make another one hold; that a plan is missing is judged by the direct licences alone,
 * so that no rule takes away what it has given itself.
 * @param take asked once for each licence that is to be given; false: none is left
 */
export function licensesByRules(
  catalogue: Catalogue,
  rules: readonly LicenseRule[],
  subject: RuleSubject,
  take: (sku: string) => boolean,
): { given: string[]; short: string[] } {
  const held = new Set(subject.direct);
  const given: string[] = [];
  const short = new Set<string>();
  const open = new Set(rules.filter(({ enabled, when }) => enabled && fits(when, subject)));
  for (let before = -1; before < held.size && open.size > 0;) {
    before = held.size;
    for (const rule of open) {
      if (!holds(catalogue, rule.when, subject, held)) continue;
      open.delete(rule);
      for (const sku of rule.assign) {
        if (held.has(sku) || short.has(sku)) continue;
        if (!take(sku)) {
          short.add(sku);
          continue;
        }
        held.add(sku);
        given.push(sku);
      }
    }
  }
  return { given, short: [...short] };
}

const fits = (when: RuleCondition, { kind, usageLocation, costCenter }: RuleSubject): boolean =>
  (when.kind === undefined || when.kind === kind) &&
  (when.usageLocation === undefined || when.usageLocation === usageLocation) &&
  (when.costCenter === undefined || when.costCenter === costCenter);

const holds = (
  catalogue: Catalogue,
  when: RuleCondition,
  { direct }: RuleSubject,
  held: ReadonlySet<string>,
): boolean =>
  (when.license === undefined || held.has(when.license)) &&
  (when.hasCallingPlan === undefined ||
    (when.hasCallingPlan ? hasCallingPlan(catalogue, held) : !hasCallingPlan(catalogue, direct)));
