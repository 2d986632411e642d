/**
 * Whom an event is told to: holders of the recipient roles, each person once, narrowed, muted and added to by the
 * organisation's choices. A choice never leaves nobody: should it, because somebody lost a role since, it does not count.
 */
import { type Language, spokenLanguage } from "../mail/speech.ts";
import type { NoticeSettings, RoleHolder } from "../postgres/notice-settings.ts";

export interface Recipient {
  address: string;
  name: string;
  language: Language;
}

export interface Reach {
  recipients: Recipient[];
  /** Principal names of those that should be told, and have no address. */
  unreachable: string[];
}

export function recipientsOf(
  event: string,
  holders: readonly RoleHolder[],
  settings: NoticeSettings,
  organizationLanguage: string,
): Reach {
  const chosen = reach(event, chosenHolders(event, holders, settings), settings, organizationLanguage);
  return chosen.recipients.length > 0 ? chosen : reach(event, holders, settings, organizationLanguage);
}

/** Whether the choices for this event would leave nobody that can be reached. */
export function leavesNobody(event: string, holders: readonly RoleHolder[], settings: NoticeSettings): boolean {
  if (!settings.events[event]) return false;
  return reach(event, chosenHolders(event, holders, settings), settings, "en").recipients.length === 0;
}

function chosenHolders(event: string, holders: readonly RoleHolder[], { events }: NoticeSettings): RoleHolder[] {
  const { roles = null, muted = [] } = events[event] ?? {};
  return holders.filter(
    (holder) =>
      (roles === null || holder.roles.some((role) => roles.includes(role))) &&
      !muted.includes(holder.userPrincipalName),
  );
}

function reach(
  event: string,
  holders: readonly RoleHolder[],
  { additionalRecipients }: NoticeSettings,
  organizationLanguage: string,
): Reach {
  const byAddress = new Map<string, Recipient>();
  const unreachable: string[] = [];
  const add = (address: string, name: string, wish: string | null): void => {
    const key = address.toLowerCase();
    if (!byAddress.has(key))
      byAddress.set(key, { address, name, language: spokenLanguage(wish, organizationLanguage) });
  };
  for (const { userPrincipalName, displayName, mail, alternateMail, preferredLanguage } of holders) {
    const address = mail ?? alternateMail;
    if (address === null) unreachable.push(userPrincipalName);
    else add(address, displayName, preferredLanguage);
  }
  for (const { mail, displayName, preferredLanguage, events } of additionalRecipients)
    if (events === null || events.includes(event)) add(mail, displayName ?? "", preferredLanguage);
  return { recipients: [...byAddress.values()], unreachable };
}
