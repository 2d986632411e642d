/** API keys: for switches, and for programs that read or administer. */
import { z } from "zod";
import { SCOPES } from "../../domain/rights.ts";
import type { ApiKey } from "../../engine/api-keys.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { identifier, isoTime, type Routes, text, timestamp } from "../schema.ts";

const scopes = z.array(z.enum(SCOPES)).min(1).max(SCOPES.length);
const body = z.strictObject({
  name: text(128),
  scopes: scopes.meta({
    description: "switch: charge calls. read. admin: change things; without an organization, all",
  }),
  switch: identifier.optional().meta({ description: "Whose call ids it uses; absent: the key is a switch of its own" }),
  organization: identifier.optional().meta({ description: "The one organisation that it may see; absent: all" }),
});

const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes,
    switch: identifier.nullable(),
    organization: identifier.nullable(),
    createdAt: timestamp,
    revokedAt: timestamp.nullable(),
  })
  .meta({ id: "ApiKey" });
const made = apiKey.extend({
  key: z.string().optional().meta({ description: "Shown this once; a repeat has it not" }),
});

const tags = ["Switches"];
const PATH = "/v1/api-keys";

export const apiKeyRoutes: Routes = (app, { engine, apiKeys }) => {
  app.post(
    PATH,
    {
      config: { shownOnce: ["key"] },
      schema: { summary: "Make an API key; it is shown once", tags, body, response: { 201: made } },
    },
    async ({ body }, reply) => {
      const { secret, key } = await apiKeys.create(engine, {
        name: body.name,
        scopes: [...new Set(body.scopes)],
        switch: body.switch ?? null,
        organization: body.organization ?? null,
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
    async ({ query }) => {
      const wanted = pageRequest(query);
      const rows = await apiKeys.list(wanted.after, wanted.limit);
      return page(rows, wanted, { key: (row) => row.id, item: shown });
    },
  );

  app.delete(
    `${PATH}/:id`,
    {
      schema: {
        summary: "Revoke an API key",
        tags,
        params: z.strictObject({ id: z.string().max(64) }),
        response: { 204: { description: "Revoked; other processes know within five seconds" } },
      },
    },
    async ({ params }, reply) => {
      await apiKeys.revoke(params.id);
      return reply.code(204).send();
    },
  );
};

const shown = ({ scopes, createdAt, revokedAt, ...rest }: ApiKey): z.input<typeof apiKey> => ({
  ...rest,
  scopes: [...scopes],
  createdAt: isoTime(createdAt),
  revokedAt: revokedAt === null ? null : isoTime(revokedAt),
});
