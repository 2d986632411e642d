/** Who would be told of each event now: every person once, in which language and why, and who can not be reached. */
import { NOTICE_EVENTS } from "../mail/templates/index.ts";
import { listRoleHolders, readNoticeSettings, type RoleHolder } from "../postgres/notice-settings.ts";
import { lastFailures } from "../postgres/notices.ts";
import type { Pool } from "../postgres/transaction.ts";
import { getOrganization } from "./provision-organization.ts";
import { type Recipient, recipientsOf } from "./recipients.ts";
import { recipientRoles, roleNames } from "./roles.ts";

export interface ToldPerson extends Recipient {
  /** Names of the roles for which they are told; none: an additional recipient. */
  roles: string[];
  /** The last mail to this address did not arrive. */
  failed: { reason: string; at: number } | null;
}

/** Somebody of the recipient roles that is not told. */
export interface UntoldPerson {
  userPrincipalName: string;
  name: string;
  roles: string[];
  why: "no-address" | "muted";
}

export interface WhoIsTold {
  event: string;
  recipients: ToldPerson[];
  untold: UntoldPerson[];
  /** The choices for this event would leave nobody that can be reached: all of the recipient roles are told instead. */
  choicesIgnored: boolean;
}

/** @throws Refused UNKNOWN_ORGANIZATION */
export async function whoIsTold(deps: { pool: Pool }, organization: string): Promise<WhoIsTold[]> {
  const { preferredLanguage } = await getOrganization(deps, organization);
  const holders = await listRoleHolders(deps.pool, organization, recipientRoles());
  const settings = await readNoticeSettings(deps.pool, organization);
  const failures = await lastFailures(deps.pool, organization);
  const byName = new Map(holders.map((holder) => [holder.userPrincipalName, holder]));
  return NOTICE_EVENTS.map((event) => {
    const { roles = null, muted = [] } = settings.events[event] ?? {};
    const { recipients, unreachable, choicesIgnored } = recipientsOf(event, holders, settings, preferredLanguage);
    const counted = new Set(choicesIgnored ? recipientRoles() : (roles ?? recipientRoles()));
    const rolesOf = (holder: RoleHolder | undefined): string[] =>
      roleNames(holder?.roles.filter((role) => counted.has(role)) ?? []);
    const untold = (why: UntoldPerson["why"], userPrincipalName: string): UntoldPerson[] => {
      const holder = byName.get(userPrincipalName);
      return holder ? [{ userPrincipalName, name: holder.displayName, roles: rolesOf(holder), why }] : [];
    };
    return {
      event,
      recipients: recipients.map((recipient) => ({
        ...recipient,
        roles: rolesOf(byName.get(recipient.userPrincipalName ?? "")),
        failed: failures.get(recipient.address.toLowerCase()) ?? null,
      })),
      untold: [
        ...unreachable.flatMap((name) => untold("no-address", name)),
        ...(choicesIgnored ? [] : muted.flatMap((name) => untold("muted", name))),
      ],
      choicesIgnored,
    };
  });
}
