/**
 * Webhooks in the Standard Webhooks format: their upkeep. What is sent to them is in deliver.ts. Their secrets are kept
 * encrypted: whoever reads the database, or a backup of it, can sign nothing with them.
 */
import { randomBytes } from "node:crypto";
import { wrong } from "../domain/fault.ts";
import { subscribes } from "../domain/consequence.ts";
import { inTransaction, type Pool } from "../postgres/transaction.ts";
import {
  deleteWebhook,
  type DeliveryRow,
  listDeliveries,
  listPlainSecrets,
  listWebhooks,
  readWebhook,
  replayDeliveries,
  saveWebhook,
  type WebhookRow,
} from "../postgres/webhooks.ts";
import { idOf } from "./payment-methods.ts";
import { getOrganization } from "./provision-organization.ts";
import { changeOrganization, type Provisioning } from "./provision.ts";
import type { Seal } from "./seal.ts";
import { invalidField, Refused, requireFields } from "./refused.ts";

export type { DeliveryRow, WebhookRow } from "../postgres/webhooks.ts";

/** Of one organisation. */
export const MOST_WEBHOOKS = 50;
/** So long the old secret signs as well, for programs that do not know the new one yet. */
export const OVERLAP_MS = 24 * 3_600_000;

export interface WebhookChange {
  url?: string | undefined;
  /** Names, or `pool.*` for a family; null: all. */
  events?: string[] | null | undefined;
}

type Deps = Provisioning & { webhookSeal: Seal };

const PLAIN = "whsec_";
const newSecret = (): string => `${PLAIN}${randomBytes(32).toString("base64")}`;

/** `secret` is there for a new one alone. @throws Refused UNKNOWN_ORGANIZATION, INVALID_REQUEST */
export async function putWebhook(
  deps: Deps,
  organization: string,
  id: string,
  change: WebhookChange,
): Promise<{ webhook: WebhookRow; secret: string | undefined }> {
  return changeOrganization(deps, organization, async (client) => {
    const before = await readWebhook(client, organization, id);
    const { url = before?.url, events = before?.events ?? null } = change;
    if (!before) {
      requireFields(change, "webhook", ["url"]);
      const others = await listWebhooks(client, organization, { after: null, limit: MOST_WEBHOOKS });
      if (others.length === MOST_WEBHOOKS) throw invalidField("", wrong("TOO_MANY_WEBHOOKS", { count: MOST_WEBHOOKS }));
    }
    const secret = newSecret();
    const sealed = deps.webhookSeal.seal(secret);
    const fresh = { secret: sealed, oldSecret: null, oldSecretUntil: null, createdAt: deps.now() };
    // Put again, it is worth trying again.
    const webhook: WebhookRow = { ...fresh, ...before, organization, id, url: url!, events, gone: false };
    await saveWebhook(client, webhook);
    return { webhook, secret: before ? undefined : secret };
  });
}

/** Makes a new secret; the old one signs beside it for a day. @throws Refused UNKNOWN_WEBHOOK */
export async function rotateSecret(
  deps: Deps,
  organization: string,
  id: string,
): Promise<{ webhook: WebhookRow; secret: string }> {
  return changeOrganization(deps, organization, async (client) => {
    const before = await readWebhook(client, organization, id);
    if (!before) throw unknownWebhook(id);
    const oldSecretUntil = deps.now() + OVERLAP_MS;
    const secret = newSecret();
    const sealed = deps.webhookSeal.seal(secret);
    const webhook = { ...before, secret: sealed, oldSecret: before.secret, oldSecretUntil };
    await saveWebhook(client, webhook);
    return { webhook, secret };
  });
}

/** Encrypts the secrets that an earlier version kept as they are: once, at the first start of this one. */
export async function sealPlainSecrets({ pool, webhookSeal }: { pool: Pool; webhookSeal: Seal }): Promise<void> {
  await inTransaction(pool, async (client) => {
    for (const webhook of await listPlainSecrets(client)) {
      const sealed = (secret: string): string => (secret.startsWith(PLAIN) ? webhookSeal.seal(secret) : secret);
      const oldSecret = webhook.oldSecret === null ? null : sealed(webhook.oldSecret);
      await saveWebhook(client, { ...webhook, secret: sealed(webhook.secret), oldSecret });
    }
  });
}

/** @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_WEBHOOK */
export async function getWebhook(deps: { pool: Pool }, organization: string, id: string): Promise<WebhookRow> {
  await getOrganization(deps, organization);
  const webhook = await readWebhook(deps.pool, organization, id);
  if (!webhook) throw unknownWebhook(id);
  return webhook;
}

/** @throws Refused UNKNOWN_ORGANIZATION */
export async function webhooks(
  deps: { pool: Pool },
  organization: string,
  page: { after: string | null; limit: number },
): Promise<WebhookRow[]> {
  await getOrganization(deps, organization);
  return listWebhooks(deps.pool, organization, page);
}

/** With what was, or was to be, sent to it. @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_WEBHOOK */
export async function removeWebhook(deps: Provisioning, organization: string, id: string): Promise<void> {
  await changeOrganization(deps, organization, async (client) => {
    if (!(await deleteWebhook(client, organization, id))) throw unknownWebhook(id);
  });
}

/** Newest first. @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_WEBHOOK */
export async function deliveries(
  deps: { pool: Pool },
  organization: string,
  id: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<DeliveryRow[]> {
  await getWebhook(deps, organization, id);
  return listDeliveries(deps.pool, organization, id, { before: idOf(before), limit });
}

/**
 * Sends what was settled once more, under the ids it had: the deliveries named, else all made since then, else those
 * that failed. @throws Refused UNKNOWN_ORGANIZATION, UNKNOWN_WEBHOOK
 */
export async function replay(
  deps: { pool: Pool; now: () => number },
  organization: string,
  id: string,
  { ids, since }: { ids: readonly bigint[] | null; since: number | null },
): Promise<number> {
  await getWebhook(deps, organization, id);
  return inTransaction(deps.pool, (client) =>
    replayDeliveries(client, organization, id, { ids, since, now: deps.now() }),
  );
}

/** Whether an event is one that goes there. */
export const wants = ({ events, gone }: Pick<WebhookRow, "events" | "gone">, name: string): boolean =>
  !gone && subscribes(events, name);

const unknownWebhook = (id: string): Refused => new Refused("UNKNOWN_WEBHOOK", `There is no webhook ${id}.`);
