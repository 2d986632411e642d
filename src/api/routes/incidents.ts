/** Support incidents: what an organisation that may not buy asks, and what the operator makes of it. */
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import {
  addMessage,
  type Author,
  type Incident,
  incidentOf,
  incidents,
  openIncident,
  settle,
} from "../../engine/incidents.ts";
import { type Caller } from "../auth.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { isOperator } from "../rights.ts";
import { isoTime, organizationParams, type Routes, text, timestamp } from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const message = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .regex(/^(?:[^\p{Cc}\p{Zl}\p{Zp}]|[\r\n\t])*$/u, FAULTS.CONTROL_CHARACTER);

const incident = z
  .object({
    id: z.string(),
    organization: z.string(),
    subject: z.string(),
    state: z.enum(["open", "settled"]),
    reasons: z.array(z.string()).meta({ description: "What stood against the purchase, as in NOT_ELIGIBLE" }),
    allow: z.boolean().optional().meta({ description: "Of a settled one: the same purchase goes through" }),
    until: timestamp.optional().meta({ description: "Allowed until then; absent: for good" }),
    openedAt: timestamp,
    settledAt: timestamp.optional(),
    messages: z.array(
      z.object({
        from: z.enum(["organization", "operator"]),
        author: z.string(),
        message: z.string(),
        at: timestamp,
      }),
    ),
  })
  .meta({ id: "Incident" });

const ORG = "/v1/organizations/:org/incidents";
const params = organizationParams.extend({ id: numericId });
const stateQuery = pageQuery.extend({ state: z.enum(["open", "settled"]).optional() });
const tags = ["Support"];

export const incidentRoutes: Routes = (app, { engine }) => {
  const list = async (organization: string | null, query: z.output<typeof stateQuery>) => {
    const wanted = pageRequest(query);
    const settled = query.state === undefined ? null : query.state === "settled";
    const rows = await incidents(engine, organization, { before: wanted.after, limit: wanted.limit, settled });
    return page(rows, wanted, { key: (row) => row.id.toString(), item: shown });
  };

  app.post(
    ORG,
    {
      schema: {
        summary: "Open a support incident",
        description: "It keeps what stands against a purchase now, so that the operator can allow just that.",
        tags,
        params: organizationParams,
        body: z.strictObject({ subject: text(200).optional(), message: message.optional() }),
        response: { 201: incident },
      },
    },
    async ({ params, body, caller }, reply) =>
      reply.code(201).send(shown(await openIncident(engine, params.org, body, authorOf(caller)))),
  );

  app.get(
    ORG,
    {
      schema: {
        summary: "Support incidents, newest first",
        tags,
        params: organizationParams,
        querystring: stateQuery,
        response: { 200: pageOf(incident) },
      },
    },
    async ({ params, query }) => list(params.org, query),
  );

  app.get(
    `${ORG}/:id`,
    { schema: { summary: "One support incident", tags, params, response: { 200: incident } } },
    async ({ params }) => shown(await incidentOf(engine, params.org, params.id)),
  );

  app.post(
    `${ORG}/:id/messages`,
    {
      schema: {
        summary: "Say something about an incident",
        tags,
        params,
        body: z.strictObject({ message }),
        response: { 201: incident },
      },
    },
    async ({ params, body, caller }, reply) =>
      reply.code(201).send(shown(await addMessage(engine, params.org, params.id, body.message, authorOf(caller)))),
  );

  app.get(
    "/v1/incidents",
    {
      schema: {
        summary: "Support incidents of all organisations, newest first",
        tags,
        querystring: stateQuery,
        response: { 200: pageOf(incident) },
      },
    },
    async ({ query }) => list(null, query),
  );

  app.post(
    "/v1/incidents/:id/settle",
    {
      schema: {
        summary: "Settle a support incident",
        description: "Allowed: the same purchase goes through, until then or for good. The last settlement counts.",
        tags,
        params: z.strictObject({ id: numericId }),
        body: z.strictObject({
          allow: z.boolean(),
          until: z.iso.datetime({ offset: true }).optional(),
          message: message.optional(),
        }),
        response: { 200: incident },
      },
    },
    async ({ params, body, caller }) => {
      const until = body.until === undefined ? null : Date.parse(body.until);
      return shown(await settle(engine, params.id, { ...body, until }, authorOf(caller)));
    },
  );
};

const authorOf = (caller: Caller): Author => ({
  side: isOperator(caller) ? "operator" : "organization",
  author: caller.name,
});

const shown = (row: Incident): z.input<typeof incident> => ({
  id: row.id.toString(),
  organization: row.organization,
  subject: row.subject,
  state: row.settledAt === null ? "open" : "settled",
  reasons: row.reasons,
  ...(row.allow === null ? {} : { allow: row.allow }),
  ...(row.allowedUntil === null ? {} : { until: isoTime(row.allowedUntil) }),
  openedAt: isoTime(row.openedAt),
  ...(row.settledAt === null ? {} : { settledAt: isoTime(row.settledAt) }),
  messages: row.messages.map(({ side, author, message, at }) => ({ from: side, author, message, at: isoTime(at) })),
});
