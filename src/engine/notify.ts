/** From events to notices (each language one) and webhook deliveries, in the transaction that marks the event handled. */
import type { Agreement } from "../domain/account.ts";
import { formatMicros } from "../domain/money.ts";
import type { Balance } from "../mail/facts.ts";
import { write } from "../mail/layout.ts";
import { spokenLanguage } from "../mail/speech.ts";
import { NOTICES } from "../mail/templates/index.ts";
import { claimEvents, type EventRow, markHandled } from "../postgres/events.ts";
import {
  type AccountStanding,
  listRoleHolders,
  readNoticeSettings,
  readStanding,
} from "../postgres/notice-settings.ts";
import { insertNotice, listNotices, type MailStanding, type NoticeRow } from "../postgres/notices.ts";
import { readOrganization } from "../postgres/organizations.ts";
import { inTransaction, type Pool, type PoolClient } from "../postgres/transaction.ts";
import { insertDelivery, listWebhooks } from "../postgres/webhooks.ts";
import type { Engine } from "./engine.ts";
import { idOf } from "./payment-methods.ts";
import { getOrganization } from "./provision-organization.ts";
import { recipientsOf } from "./recipients.ts";
import { recipientRoles } from "./roles.ts";
import { MOST_WEBHOOKS, wants } from "./webhooks.ts";

export type Notifying = Pick<Engine, "pool" | "ids" | "now" | "live">;

const AT_ONCE = 50;

/** Makes notices and deliveries of all events that have none yet. `publicUrl`: base of the links in the mails. */
export async function notify(deps: Notifying, publicUrl: string): Promise<void> {
  for (let handled = AT_ONCE; handled === AT_ONCE;) {
    const told = await inTransaction(deps.pool, async (client) => {
      const events = await claimEvents(client, AT_ONCE);
      for (const event of events) {
        await tellPeople(deps, client, event, publicUrl);
        await tellWebhooks(deps, client, event);
      }
      if (events.length > 0) await markHandled(client, events, deps.now());
      return events;
    });
    for (const { organization, name, at } of told)
      if (NOTICES[name])
        deps.live.publish({ type: "notice", organization, event: name, at: new Date(at).toISOString() });
    handled = told.length;
  }
}

async function tellPeople(deps: Notifying, client: PoolClient, event: EventRow, publicUrl: string): Promise<void> {
  if (!NOTICES[event.name]) return;
  const organization = await readOrganization(client, event.organization);
  const standing = await readStanding(client, event.organization);
  if (!organization || !standing) return;
  const holders = await listRoleHolders(client, organization.id, recipientRoles());
  const settings = await readNoticeSettings(client, organization.id);
  const { recipients, unreachable } = recipientsOf(event.name, holders, settings, organization.preferredLanguage);
  const ownLanguage = spokenLanguage(organization.preferredLanguage);
  // With nobody to send it to, the notice is there all the same: it says that nobody could be reached.
  const languages = new Set(recipients.length > 0 ? recipients.map(({ language }) => language) : [ownLanguage]);
  let unnamed = unreachable;
  for (const language of languages) {
    const letter = write(
      {
        event: event.name,
        about: event.about,
        organization: organization.displayName,
        timeZone: organization.timeZone,
        balance: balanceThen(event, standing, organization.agreement),
        publicUrl,
      },
      language,
    );
    const notice = {
      ...letter,
      organization: organization.id,
      id: BigInt(await deps.ids.one()),
      event: event.id,
      name: event.name,
      language,
      unreachable: unnamed,
      at: event.at,
    };
    const speakers = recipients.filter((recipient) => recipient.language === language);
    await insertNotice(client, notice, speakers, deps.now());
    unnamed = [];
  }
}

/** As the event tells it; an event that does not is told with the balance of now. */
function balanceThen({ about }: EventRow, now: AccountStanding, agreement: Agreement): Balance {
  const amount = (name: string, value: bigint): string => String(about[name] ?? formatMicros(value));
  if (about["balance"] === undefined) about = {};
  return {
    currency: now.currency,
    balance: amount("balance", now.available + now.held + now.frozen),
    available: amount("available", now.available),
    held: amount("held", now.held),
    frozen: amount("frozen", now.frozen),
    debt: amount("debt", now.debt),
    openCalls: Number(about["openCalls"] ?? now.openCalls),
    afterwards: agreement !== "customer" ? "credits" : now.payAsYouGo ? "bill" : "nobody",
  };
}

async function tellWebhooks(deps: Notifying, client: PoolClient, event: EventRow): Promise<void> {
  const { organization, id, name } = event;
  const webhooks = await listWebhooks(client, organization, { after: null, limit: MOST_WEBHOOKS });
  for (const webhook of webhooks.filter((one) => wants(one, name))) {
    const delivery = { organization, webhook: webhook.id, id: await deps.ids.one(), event: id, now: deps.now() };
    await insertDelivery(client, delivery);
  }
}

export interface Notice extends NoticeRow {
  mails: MailStanding[];
  /** Of its mails: one that failed is what matters, then one that is still to be sent. */
  state: "unreachable" | "failed" | "pending" | "captured" | "sent";
}

/** Newest first. @throws Refused UNKNOWN_ORGANIZATION */
export async function notices(
  deps: { pool: Pool },
  organization: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<Notice[]> {
  await getOrganization(deps, organization);
  const rows = await listNotices(deps.pool, organization, { before: idOf(before), limit });
  return rows.map((row) => ({ ...row, state: stateOf(row.mails) }));
}

function stateOf(mails: readonly MailStanding[]): Notice["state"] {
  if (mails.length === 0) return "unreachable";
  return (["failed", "pending", "captured"] as const).find((state) => mails.some((m) => m.state === state)) ?? "sent";
}
