import { expect, test } from "vitest";
import plans from "../../samples/plans.json" with { type: "json" };
import type { Catalogue } from "./catalogue.ts";
import { type LicenseRule, licensesByRules, type RuleCondition } from "./license-rules.ts";

const catalogue = plans as unknown as Catalogue;
const ann = { kind: "person", usageLocation: "US", costCenter: "1100", direct: ["MCOPSTN1"] } as const;
const rule = (id: string, when: RuleCondition, ...assign: string[]): LicenseRule => ({
  id,
  displayName: id,
  when,
  assign,
  enabled: true,
});
const given = (rules: LicenseRule[], left = (_sku: string) => true) => licensesByRules(catalogue, rules, ann, left);

test.each([
  ["everybody", {}, true],
  ["a calling plan", { hasCallingPlan: true }, true],
  ["no calling plan", { hasCallingPlan: false }, false],
  ["a licence that is held", { license: "MCOPSTN1" }, true],
  ["a licence that is not", { license: "MCOPSTN2" }, false],
  ["the cost centre", { costCenter: "1100" }, true],
  ["another cost centre", { costCenter: "1200" }, false],
  ["the country", { usageLocation: "US" }, true],
  ["the kind", { kind: "resource-account" as const }, false],
  ["all of several", { costCenter: "1100", usageLocation: "GB" }, false],
])("a rule for %s", (_what, when, holds) => {
  expect(given([rule("r", when, "MCOPSTNC")]).given).toEqual(holds ? ["MCOPSTNC"] : []);
});

test("what is held already is not given again, and what is switched off gives nothing", () => {
  expect(given([rule("r", {}, "MCOPSTN1")])).toEqual({ given: [], short: [] });
  expect(given([{ ...rule("r", {}, "MCOPSTNC"), enabled: false }]).given).toEqual([]);
});

test("a rule may hold by what a later one gives, and two that want the same take it once", () => {
  const chain = [
    rule("a", { license: "MCOEV" }, "MCOPSTNC"),
    rule("b", { costCenter: "1100" }, "MCOEV"),
    rule("c", {}, "MCOEV"),
  ];
  const asked: string[] = [];
  const take = (sku: string) => asked.push(sku) > 0;
  expect(given(chain, take).given).toEqual(["MCOEV", "MCOPSTNC"]);
  expect(asked).toEqual(["MCOEV", "MCOPSTNC"]);
});

test("what is not left is told as short, and what hangs on it is not given", () => {
  const chain = [rule("a", { costCenter: "1100" }, "MCOEV"), rule("b", { license: "MCOEV" }, "MCOPSTNC")];
  expect(given(chain, (sku) => sku !== "MCOEV")).toEqual({ given: [], short: ["MCOEV"] });
});
