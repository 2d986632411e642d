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
  /** Null: an additional recipient. */
  userPrincipalName: string | null;
  /** There is no mailbox: it is the person's other address. */
  alternate: boolean;
}

export interface Reach {
  recipients: Recipient[];
  /** Principal names of those that should be told, and have no address. */
  unreachable: string[];
  /** Nobody is left by the choices, so that they do not count. */
  choicesIgnored: boolean;
}

export function recipientsOf(
  event: string,
  holders: readonly RoleHolder[],
  settings: NoticeSettings,
  organizationLanguage: string,
): Reach {
  const chosen = reach(event, chosenHolders(event, holders, settings), settings, organizationLanguage);
  if (chosen.recipients.length > 0 || !settings.events[event]) return { ...chosen, choicesIgnored: false };
  return { ...reach(event, holders, settings, organizationLanguage), choicesIgnored: true };
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
): Omit<Reach, "choicesIgnored"> {
  const byAddress = new Map<string, Recipient>();
  const unreachable: string[] = [];
  const add = (wish: string | null, recipient: Omit<Recipient, "language">): void => {
    const key = recipient.address.toLowerCase();
    if (!byAddress.has(key)) byAddress.set(key, { ...recipient, language: spokenLanguage(wish, organizationLanguage) });
  };
  for (const { userPrincipalName, displayName: name, mail, alternateMail, preferredLanguage } of holders) {
    const address = mail ?? alternateMail;
    if (address === null) unreachable.push(userPrincipalName);
    else add(preferredLanguage, { address, name, userPrincipalName, alternate: mail === null });
  }
  for (const { mail: address, displayName, preferredLanguage, events } of additionalRecipients)
    if (events === null || events.includes(event))
      add(preferredLanguage, { address, name: displayName ?? "", userPrincipalName: null, alternate: false });
  return { recipients: [...byAddress.values()], unreachable };
}
