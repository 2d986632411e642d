/** Addresses that events are posted to, and what became of each. */
import type pg from "pg";
import { timestamp } from "./arrays.ts";

export interface WebhookRow {
  organization: string;
  id: string;
  url: string;
  /** Names, or `pool.*`; null: all. */
  events: string[] | null;
  /** Encrypted, as the old one. */
  secret: string;
  oldSecret: string | null;
  /** Epoch ms. */
  oldSecretUntil: number | null;
  /** It answered 410. */
  gone: boolean;
  createdAt: number;
}

const COLUMNS = `w.organization, w.id, w.url, w.events, w.secret, w.old_secret AS "oldSecret",
  w.old_secret_until AS "oldSecretUntil", w.gone, w.created_at AS "createdAt"`;

export async function readWebhook(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  id: string,
): Promise<WebhookRow | undefined> {
  const { rows } = await client.query<WebhookRow>(
    `SELECT ${COLUMNS} FROM webhook w WHERE w.organization = $1 AND w.id = $2`,
    [organization, id],
  );
  return rows[0];
}

export async function listWebhooks(
  client: pg.Pool | pg.ClientBase,
  organization: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<WebhookRow[]> {
  const { rows } = await client.query<WebhookRow>(
    `SELECT ${COLUMNS} FROM webhook w WHERE w.organization = $1 AND ($2::text IS NULL OR w.id > $2)
     ORDER BY w.id LIMIT $3`,
    [organization, after, limit],
  );
  return rows;
}

/** With a secret that is not encrypted, of all organisations; nobody else changes them until the transaction ends. */
export async function listPlainSecrets(client: pg.ClientBase): Promise<WebhookRow[]> {
  const plain = "'^whsec_[A-Za-z0-9+/]+=*$'";
  const text = `SELECT ${COLUMNS} FROM webhook w WHERE w.secret ~ ${plain} OR w.old_secret ~ ${plain} FOR UPDATE`;
  return (await client.query<WebhookRow>(text)).rows;
}

export async function saveWebhook(client: pg.ClientBase, webhook: WebhookRow): Promise<void> {
  await client.query(
    `INSERT INTO webhook (organization, id, url, events, secret, old_secret, old_secret_until, gone, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (organization, id) DO UPDATE SET url = EXCLUDED.url, events = EXCLUDED.events,
       secret = EXCLUDED.secret, old_secret = EXCLUDED.old_secret, old_secret_until = EXCLUDED.old_secret_until,
       gone = EXCLUDED.gone`,
    [
      webhook.organization,
      webhook.id,
      webhook.url,
      webhook.events,
      webhook.secret,
      webhook.oldSecret,
      timestamp(webhook.oldSecretUntil),
      webhook.gone,
      timestamp(webhook.createdAt),
    ],
  );
}

/** With its deliveries. False: there is none. */
export async function deleteWebhook(client: pg.ClientBase, organization: string, id: string): Promise<boolean> {
  const { rowCount } = await client.query("DELETE FROM webhook WHERE organization = $1 AND id = $2", [
    organization,
    id,
  ]);
  return rowCount === 1;
}

export async function markGone(pool: pg.Pool, organization: string, id: string): Promise<void> {
  await pool.query("UPDATE webhook SET gone = true WHERE organization = $1 AND id = $2", [organization, id]);
}

export interface DeliveryRow {
  id: bigint;
  event: bigint;
  name: string;
  state: "pending" | "delivered" | "failed";
  tries: number;
  lastStatus: number | null;
  failure: string | null;
  nextTryAt: number | null;
  createdAt: number;
}

export async function insertDelivery(
  client: pg.ClientBase,
  delivery: { organization: string; webhook: string; id: number; event: bigint; now: number },
): Promise<void> {
  await client.query(
    `INSERT INTO webhook_delivery (organization, webhook, id, event, state, next_try_at, created_at)
     VALUES ($1, $2, $3, $4, 'pending', $5, $5)`,
    [delivery.organization, delivery.webhook, delivery.id, delivery.event, timestamp(delivery.now)],
  );
}

/** Newest first, before the id `before`. */
export async function listDeliveries(
  pool: pg.Pool,
  organization: string,
  webhook: string,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<DeliveryRow[]> {
  const { rows } = await pool.query<DeliveryRow>(
    `SELECT d.id, d.event, e.name, d.state, d.tries, d.last_status AS "lastStatus", d.failure,
       d.next_try_at AS "nextTryAt", d.created_at AS "createdAt"
     FROM webhook_delivery d JOIN event e ON e.organization = d.organization AND e.id = d.event
     WHERE d.organization = $1 AND d.webhook = $2 AND ($3::bigint IS NULL OR d.id < $3) ORDER BY d.id DESC LIMIT $4`,
    [organization, webhook, before, limit],
  );
  return rows;
}

export interface DueDelivery {
  webhook: WebhookRow;
  id: bigint;
  /** This one included. */
  tries: number;
  event: { name: string; about: Record<string, string | number | null>; at: number };
}

/** Deliveries whose time has come, for this process alone until `claimedUntil` (epoch ms), then for whoever asks. */
export async function claimDeliveries(
  pool: pg.Pool,
  { now, claimedUntil, limit }: { now: number; claimedUntil: number; limit: number },
): Promise<DueDelivery[]> {
  const { rows } = await pool.query<WebhookRow & { delivery: bigint; tries: number } & DueDelivery["event"]>(
    `UPDATE webhook_delivery m SET tries = m.tries + 1, next_try_at = $2
     FROM (SELECT organization, webhook, id FROM webhook_delivery WHERE state = 'pending' AND next_try_at <= $1
         ORDER BY next_try_at LIMIT $3 FOR UPDATE SKIP LOCKED) d
       JOIN webhook w ON w.organization = d.organization AND w.id = d.webhook, event e
     WHERE m.organization = d.organization AND m.webhook = d.webhook AND m.id = d.id
       AND e.organization = m.organization AND e.id = m.event
     RETURNING ${COLUMNS}, m.id AS delivery, m.tries, e.name, e.about, e.at`,
    [timestamp(now), timestamp(claimedUntil), limit],
  );
  return rows.map(({ delivery, tries, name, about, at, ...webhook }) => ({
    webhook,
    id: delivery,
    tries,
    event: { name, about, at },
  }));
}

/** What became of a try. `nextTryAt` (epoch ms) is there for what is pending, and for nothing else. */
export async function settleDelivery(
  pool: pg.Pool,
  { organization, webhook, id }: { organization: string; webhook: string; id: bigint },
  end: Pick<DeliveryRow, "state" | "lastStatus" | "failure" | "nextTryAt"> & { now: number },
): Promise<void> {
  await pool.query(
    `UPDATE webhook_delivery SET state = $4, last_status = $5, failure = $6, next_try_at = $7, settled_at = $8
     WHERE organization = $1 AND webhook = $2 AND id = $3 AND state = 'pending'`,
    [
      organization,
      webhook,
      id,
      end.state,
      end.lastStatus,
      end.failure,
      timestamp(end.nextTryAt),
      end.state === "pending" ? null : timestamp(end.now),
    ],
  );
}

/** Sends settled deliveries once more, under their ids. `ids` null: the failed ones. @returns how many */
export async function replayDeliveries(
  client: pg.ClientBase,
  organization: string,
  webhook: string,
  { ids, since, now }: { ids: readonly bigint[] | null; since: number | null; now: number },
): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE webhook_delivery SET state = 'pending', tries = 0, failure = NULL, next_try_at = $5, settled_at = NULL
     WHERE organization = $1 AND webhook = $2 AND state <> 'pending' AND (id = ANY($3::bigint[])
       OR $3 IS NULL AND ($4::timestamptz IS NULL AND state = 'failed' OR created_at >= $4))`,
    [organization, webhook, ids, timestamp(since), timestamp(now)],
  );
  return rowCount ?? 0;
}
