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

/** What an incident's settlement allows does not count, as long as it is allowed. */
export function reasonsAgainst(engine: Engine, buyer: Buyer): EligibilityReason[] {
  const reasons = eligibilityReasons(buyer, {
    regions: salesRegions(),
    creditsExcluded: engine.countries.creditsExcluded,
    countryNames: engine.countries.names,
    catalogue: engine.catalogue,
  });
  const now = engine.now();
  const allowed = buyer.allowances.filter(({ until }) => until === null || until > now).map(({ reason }) => reason);
  return reasons.filter(({ code }) => !allowed.includes(code));
}

/** The reasons, and the way on: the operator can settle an incident so that the same purchase goes through. */
export function notEligible(organization: string, reasons: readonly EligibilityReason[]): Refused {
  const way = "The operator can allow the purchase: open a support incident.";
  return new Refused("NOT_ELIGIBLE", [...reasons.map(({ message }) => message), way].join(" "), {
    reasons,
    openIncident: incidentsOf(organization),
  });
}

const incidentsOf = (organization: string): string => `/v1/organizations/${organization}/incidents`;

/** @throws Refused for an organisation that does not exist */
export async function knownBuyer(engine: Engine, organization: string): Promise<Buyer> {
  const buyer = await readBuyer(engine.pool, organization);
  if (!buyer) throw new Refused("UNKNOWN_ORGANIZATION", `There is no organisation ${organization}.`);
  return buyer;
}

export async function eligibilityOf(
  engine: Engine,
  organization: string,
): Promise<{ eligible: boolean; reasons: EligibilityReason[]; openIncident?: string }> {
  const reasons = reasonsAgainst(engine, await knownBuyer(engine, organization));
  if (reasons.length === 0) return { eligible: true, reasons };
  return { eligible: false, reasons, openIncident: incidentsOf(organization) };
}
