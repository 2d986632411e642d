/** The configuration check of an organisation: its set-up read, and the rules of the check asked about all of it. */
import { setImmediate } from "node:timers/promises";
import { modeOf } from "../domain/account.ts";
import { type CheckedOrganization, checkOrganization, checkUser, type Finding } from "../domain/configuration-check.ts";
import { readSetUp } from "../postgres/configuration.ts";
import { readLicenseRules } from "../postgres/license-rules.ts";
import { readBalance } from "../postgres/lots.ts";
import { hasCreditsSetUp } from "../postgres/organizations.ts";
import type { Provisioning } from "./provision.ts";
import { unknownOrganization } from "./provision.ts";
import { allUsers } from "./user-import.ts";

/** @throws Refused UNKNOWN_ORGANIZATION */
export async function configurationCheck(
  { pool, catalogue }: Pick<Provisioning, "pool" | "catalogue">,
  organization: string,
): Promise<Finding[]> {
  const read = await readBalance(pool, organization);
  if (!read) throw unknownOrganization(organization);
  const { balance } = read;
  const facts: CheckedOrganization = {
    ...(await readSetUp(pool, organization)),
    mode: modeOf(balance.agreement, balance),
    creditsSetUp: await hasCreditsSetUp(pool, organization),
    hasBalance: balance.available + balance.held > 0n,
    rules: await readLicenseRules(pool, organization),
  };
  const findings = checkOrganization(facts, catalogue);
  for await (const users of allUsers({ pool }, organization)) {
    for (const { userPrincipalName, ...user } of users)
      findings.push(...checkUser({ ...user, principalName: userPrincipalName }, facts, catalogue));
    await setImmediate();
  }
  return findings;
}
