/** API keys: for switches, and for programs that read or administer. An organisation's own are in its own hands. */
import { z } from "zod";
import { SCOPES } from "../../domain/rights.ts";
import type { ApiKey } from "../../engine/api-keys.ts";
import { Problem } from "../errors.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { isOperator, missingRight } from "../rights.ts";
import { identifier, isoTime, type Routes, text, timestamp } from "../schema.ts";

const scopes = z.array(z.enum(SCOPES)).min(1).max(SCOPES.length);
const body = z.strictObject({
  name: text(128),
  scopes: scopes.meta({
    description: "switch: charge calls. read. admin: change things; without an organization, all",
  }),
  switch: identifier.optional().meta({ description: "Whose call ids it uses; absent: the key is a switch of its own" }),
  organization: identifier.optional().meta({
    description: "The one organisation that it may see; absent: all, or the one of whoever makes it",
  }),
  expiresAt: z.iso.datetime({ offset: true }).optional().meta({ description: "Absent: it works until it is revoked" }),
});

const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes,
    switch: identifier.nullable(),
    organization: identifier.nullable(),
    createdAt: timestamp,
    expiresAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable().meta({ description: "To within some minutes" }),
    oldKeyUntil: timestamp.nullable().meta({ description: "Rotated: the key before this one works until then" }),
    revokedAt: timestamp.nullable(),
  })
  .meta({ id: "ApiKey" });
const made = apiKey.extend({
  key: z.string().optional().meta({ description: "Shown this once; a repeat has it not" }),
});

const rotation = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(30 * 86_400)
    .default(0)
    .meta({ description: "So long the former key works beside the new one" }),
});

const tags = ["API keys"];
const params = z.strictObject({ id: z.string().max(64) });
const PATH = "/v1/api-keys";

export const apiKeyRoutes: Routes = (app, { engine, apiKeys }) => {
  app.post(
    PATH,
    {
      config: { shownOnce: ["key"] },
      schema: { summary: "Make an API key; it is shown once", tags, body, response: { 201: made } },
    },
    async ({ body, caller }, reply) => {
      const organization = body.organization ?? caller.organization;
      if (caller.organization !== null && organization !== caller.organization)
        throw new Problem("UNKNOWN_ORGANIZATION", `There is no organisation ${organization}.`);
      // Calls of a switch are found by its id alone, whosever they are.
      if (body.switch !== undefined && !isOperator(caller)) throw missingRight(["operator"]);
      const { secret, key } = await apiKeys.create(engine, {
        name: body.name,
        scopes: [...new Set(body.scopes)],
        switch: body.switch ?? null,
        organization,
        expiresAt: body.expiresAt === undefined ? null : Date.parse(body.expiresAt),
      });
      return reply.code(201).send({ ...shown(key), key: secret });
    },
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "API keys, without the keys",
        tags,
        querystring: pageQuery,
        response: { 200: pageOf(apiKey) },
      },
    },
    async ({ query, caller }) => {
      const wanted = pageRequest(query);
      const rows = await apiKeys.list(caller.organization, wanted.after, wanted.limit);
      return page(rows, wanted, { key: (row) => row.id, item: shown });
    },
  );

  app.post(
    `${PATH}/:id/rotate`,
    {
      config: { shownOnce: ["key"] },
      schema: {
        summary: "Exchange an API key for a new one; it is shown once",
        description: "It stays who it is: calls that it has authorised go on.",
        tags,
        params,
        body: rotation,
        response: { 200: made },
      },
    },
    async ({ params, body, caller }) => {
      const { secret, key } = await apiKeys.rotate(params.id, caller.organization, body.overlapSeconds);
      return { ...shown(key), key: secret };
    },
  );

  app.delete(
    `${PATH}/:id`,
    {
      schema: {
        summary: "Revoke an API key",
        tags,
        params,
        response: { 204: { description: "Revoked; other processes know within five seconds" } },
      },
    },
    async ({ params, caller }, reply) => {
      await apiKeys.revoke(params.id, caller.organization);
      return reply.code(204).send();
    },
  );
};

const timeOrNull = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));

const shown = ({ scopes, createdAt, expiresAt, lastUsedAt, oldKeyUntil, revokedAt, ...rest }: ApiKey) => ({
  ...rest,
  scopes: [...scopes],
  createdAt: isoTime(createdAt),
  expiresAt: timeOrNull(expiresAt),
  lastUsedAt: timeOrNull(lastUsedAt),
  oldKeyUntil: timeOrNull(oldKeyUntil),
  revokedAt: timeOrNull(revokedAt),
});
