/** What an organisation chooses about its notices. */
import { wrong } from "../domain/fault.ts";
import { type Micros, parseMicros } from "../domain/money.ts";
import { NOTICE_EVENTS } from "../mail/templates/index.ts";
import {
  type AdditionalRecipient,
  type EventChoice,
  listRoleHolders,
  type NoticeSettings,
  readNoticeSettings,
  saveNoticeSettings,
} from "../postgres/notice-settings.ts";
import type { Pool } from "../postgres/transaction.ts";
import { getOrganization } from "./provision-organization.ts";
import { type Change, changeOrganization, kept, type Provisioning } from "./provision.ts";
import { leavesNobody } from "./recipients.ts";
import { invalidField, Refused } from "./refused.ts";
import { recipientRoles, roleOf } from "./roles.ts";
import { refuseOtherCurrency } from "./top-up.ts";

export type { NoticeSettings } from "../postgres/notice-settings.ts";
export { NOTICE_EVENTS } from "../mail/templates/index.ts";

interface WantedChoice {
  roles?: string[] | null | undefined;
  muted?: string[] | undefined;
}

/** As it is asked for: roles by any of their names, amounts as decimal strings. */
export interface WantedSettings {
  /** Event → choice; replaces all choices there were. */
  events?: Record<string, WantedChoice | undefined> | undefined;
  additionalRecipients?: AdditionalRecipient[] | undefined;
  lowBalance?: string[] | undefined;
  rateChangeDays?: number | undefined;
  currency?: string | undefined;
}

/** @throws Refused UNKNOWN_ORGANIZATION */
export async function getNoticeSettings(
  deps: { pool: Pool },
  organization: string,
): Promise<{ settings: NoticeSettings; currency: string }> {
  const { currency } = await getOrganization(deps, organization);
  return { settings: await readNoticeSettings(deps.pool, organization), currency };
}

/** @throws Refused for a role, user, event or amount that is none; NO_RECIPIENT_LEFT where nobody would be told */
export async function putNoticeSettings(
  deps: Provisioning,
  organization: string,
  wanted: WantedSettings,
): Promise<{ settings: NoticeSettings; currency: string }> {
  const { currency } = await getOrganization(deps, organization);
  refuseOtherCurrency(wanted.currency, currency);
  const change: Change<NoticeSettings> = {
    events: wanted.events && choicesOf(wanted.events),
    additionalRecipients: wanted.additionalRecipients && distinct(wanted.additionalRecipients),
    lowBalance: wanted.lowBalance && thresholdsOf(wanted.lowBalance),
    rateChangeDays: wanted.rateChangeDays,
  };
  const settings = await changeOrganization(deps, organization, async (client) => {
    const after = kept(await readNoticeSettings(client, organization), change);
    const holders = await listRoleHolders(client, organization, recipientRoles());
    const toNobody = NOTICE_EVENTS.filter((event) => leavesNobody(event, holders, after));
    if (toNobody.length > 0) {
      throw new Refused("NO_RECIPIENT_LEFT", `Nobody that can be reached would be told of ${toNobody.join(", ")}.`, {
        errors: toNobody.map((event) => ({
          in: "body",
          pointer: wanted.events?.[event] ? `/events/${event}` : "/additionalRecipients",
          ...wrong("NOBODY_TOLD"),
        })),
      });
    }
    await saveNoticeSettings(client, organization, after);
    return after;
  });
  return { settings, currency };
}

function choicesOf(events: NonNullable<WantedSettings["events"]>): Record<string, EventChoice> {
  const choices = Object.entries(events).flatMap(([event, choice]): [string, EventChoice][] => {
    if (!choice) return [];
    const roles = choice.roles?.map((name, i) => roleId(name, `/events/${event}/roles/${i}`)) ?? null;
    return [[event, { roles, muted: [...new Set(choice.muted?.map((name) => name.toLowerCase()))] }]];
  });
  return Object.fromEntries(choices);
}

function roleId(name: string, pointer: string): string {
  const role = roleOf(name);
  if (!role) throw invalidField(pointer, wrong("NO_ROLE", { name }));
  if (!role.recipient) throw invalidField(pointer, wrong("ROLE_WITHOUT_NOTICES", { name: role.name }));
  return role.templateId;
}

function distinct(recipients: AdditionalRecipient[]): AdditionalRecipient[] {
  const seen = new Set<string>();
  recipients.forEach(({ mail }, i) => {
    if (seen.has(mail.toLowerCase()))
      throw invalidField(`/additionalRecipients/${i}/mail`, wrong("NAMED_TWICE", { name: mail }));
    seen.add(mail.toLowerCase());
  });
  return recipients;
}

/** Highest first, each once. */
function thresholdsOf(amounts: readonly string[]): Micros[] {
  const micros = amounts.map((amount, i) => {
    const value = parseMicros(amount);
    if (value === undefined || value <= 0n) throw invalidField(`/lowBalance/${i}`, wrong("NOT_ABOVE_ZERO"));
    return value;
  });
  return [...new Set(micros)].sort((a, b) => (a < b ? 1 : -1));
}
