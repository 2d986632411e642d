/** Webhooks: where an organisation's own programs hear of events. */
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import {
  deliveries,
  type DeliveryRow,
  getWebhook,
  putWebhook,
  removeWebhook,
  replay,
  rotateSecret,
  type WebhookRow,
  webhooks,
} from "../../engine/webhooks.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { identifier, isoTime, organizationParams, type Routes, timestamp } from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const url = z
  .url({ protocol: /^https?$/, error: FAULTS.NOT_A_URL })
  .max(2000)
  .refine((address) => URL.canParse(address) && isPlain(new URL(address)), FAULTS.SECRET_IN_URL);
const isPlain = ({ username, password, hash }: URL): boolean => username === "" && password === "" && hash === "";

const eventName = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z-]*\.([a-z0-9][a-z0-9-]*|\*)$/, FAULTS.NOT_AN_EVENT)
  .meta({ example: "recharge.failed" });
const events = z.array(eventName).min(1).max(100);

const webhook = z
  .object({
    id: identifier,
    url: z.string(),
    events: events.nullable().meta({ description: "null: all" }),
    state: z.enum(["active", "gone"]).meta({ description: "gone: it answered 410; put it again to go on" }),
    oldSecretUntil: timestamp.nullable().meta({ description: "So long the secret before signs, too" }),
    createdAt: timestamp,
  })
  .meta({ id: "Webhook" });
const secret = z.string().meta({ description: "Of Standard Webhooks, `whsec_…`; shown this once" });

const delivery = z
  .object({
    id: z.string().meta({ description: "After `msg_`, the header webhook-id" }),
    event: z.string(),
    state: z.enum(["pending", "delivered", "failed"]),
    tries: z.int(),
    lastStatus: z.int().nullable(),
    failure: z.string().nullable(),
    nextTryAt: timestamp.nullable(),
    createdAt: timestamp,
  })
  .meta({ id: "WebhookDelivery" });

const tags = ["Webhooks"];
const ORG = "/v1/organizations/:org/webhooks";
const params = organizationParams.extend({ id: identifier });

export const webhookRoutes: Routes = (app, { engine }) => {
  app.put(
    `${ORG}/:id`,
    {
      schema: {
        summary: "Make or change a webhook",
        description: "A new one is answered with its secret, which is shown this once.",
        tags,
        params,
        body: z.strictObject({ url: url.optional(), events: events.nullable().optional() }),
        response: { 200: webhook.extend({ secret: secret.optional() }) },
      },
    },
    async ({ params, body }) => {
      const { webhook, secret } = await putWebhook(engine, params.org, params.id, body);
      return { ...shown(webhook), ...(secret === undefined ? {} : { secret }) };
    },
  );

  app.get(
    `${ORG}/:id`,
    { schema: { summary: "One webhook", tags, params, response: { 200: webhook } } },
    async ({ params }) => shown(await getWebhook(engine, params.org, params.id)),
  );

  app.get(
    ORG,
    {
      schema: {
        summary: "Webhooks",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(webhook) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await webhooks(engine, params.org, { after: wanted.after, limit: wanted.limit });
      return page(rows, wanted, { key: (row) => row.id, item: shown });
    },
  );

  app.delete(
    `${ORG}/:id`,
    {
      schema: {
        summary: "Remove a webhook, with its deliveries",
        tags,
        params,
        response: { 204: { description: "Removed; nothing more is sent there" } },
      },
    },
    async ({ params }, reply) => {
      await removeWebhook(engine, params.org, params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    `${ORG}/:id/rotate-secret`,
    {
      config: { shownOnce: ["secret"] },
      schema: {
        summary: "Give it a new secret",
        description: "For a day, deliveries are signed with the old one as well.",
        tags,
        params,
        body: z.strictObject({}),
        response: { 200: webhook.extend({ secret: secret.optional() }) },
      },
    },
    async ({ params }) => {
      const { webhook, secret } = await rotateSecret(engine, params.org, params.id);
      return { ...shown(webhook), secret };
    },
  );

  app.get(
    `${ORG}/:id/deliveries`,
    {
      schema: {
        summary: "What was sent there, newest first",
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(delivery) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await deliveries(engine, params.org, params.id, { before: wanted.after, limit: wanted.limit });
      return page(rows, wanted, { key: (row) => row.id.toString(), item: shownDelivery });
    },
  );

  app.post(
    `${ORG}/:id/replay`,
    {
      schema: {
        summary: "Send deliveries once more",
        description: "Those named, or all made since a time, or else those that failed. They keep their webhook-id.",
        tags,
        params,
        body: z.strictObject({
          deliveries: z.array(numericId).min(1).max(500).optional(),
          since: z.iso.datetime({ offset: true }).optional(),
        }),
        response: { 200: z.object({ replayed: z.int() }) },
      },
    },
    async ({ params, body: { deliveries, since } }) => ({
      replayed: await replay(engine, params.org, params.id, {
        ids: deliveries?.map(BigInt) ?? null,
        since: since === undefined ? null : Date.parse(since),
      }),
    }),
  );
};

const shown = (row: WebhookRow): z.input<typeof webhook> => ({
  id: row.id,
  url: row.url,
  events: row.events,
  state: row.gone ? "gone" : "active",
  oldSecretUntil: row.oldSecretUntil === null ? null : isoTime(row.oldSecretUntil),
  createdAt: isoTime(row.createdAt),
});

const shownDelivery = ({ id, name, state, tries, lastStatus, failure, nextTryAt, createdAt }: DeliveryRow) => ({
  id: id.toString(),
  event: name,
  state,
  tries,
  lastStatus,
  failure,
  nextTryAt: nextTryAt === null ? null : isoTime(nextTryAt),
  createdAt: isoTime(createdAt),
});
