/** Whether an organisation may put money in, with every reason against it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type EligibilityReason, eligibilityReasons, type Region } from "../domain/eligibility.ts";
import { packageRoot } from "../package-root.ts";
import { type Buyer, readBuyer } from "../postgres/eligibility.ts";
import type { Engine } from "./engine.ts";
import { Refused } from "./refused.ts";

let regions: readonly Region[] | undefined;

function salesRegions(): readonly Region[] {
  const file = join(packageRoot(), "samples", "regions.json");
  regions ??= (JSON.parse(readFileSync(file, "utf8")) as { regions: Region[] }).regions;
  return regions;
}

export const reasonsAgainst = (engine: Engine, buyer: Buyer): EligibilityReason[] =>
  eligibilityReasons(buyer, {
    regions: salesRegions(),
    creditsExcluded: engine.countries.creditsExcluded,
    countryNames: engine.countries.names,
    catalogue: engine.catalogue,
  });

/** @throws Refused for an organisation that does not exist */
export async function knownBuyer(engine: Engine, organization: string): Promise<Buyer> {
  const buyer = await readBuyer(engine.pool, organization);
  if (!buyer) throw new Refused("UNKNOWN_ORGANIZATION", `There is no organisation ${organization}.`);
  return buyer;
}

export async function eligibilityOf(
  engine: Engine,
  organization: string,
): Promise<{ eligible: boolean; reasons: EligibilityReason[] }> {
  const reasons = reasonsAgainst(engine, await knownBuyer(engine, organization));
  return { eligible: reasons.length === 0, reasons };
}
