/** The OpenAPI 3.1 document, from the schemas that validate. Committed as openapi.json by `npm run gen`. */
import type { FastifySchema } from "fastify";
import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { problemSchema } from "./errors.ts";
import { GRAPH } from "./graph/collection.ts";
import { graphError } from "./graph/errors.ts";
import { oauthError } from "./graph/token.ts";
import { type Needed, rightsOf } from "./rights.ts";

export interface DescribedRoute {
  method: string;
  /** With `:name` for parameters. */
  url: string;
  schema: FastifySchema;
}

/** Of the outside, not of the program: changes when what is promised changes. */
const API_VERSION = "1.0.0";

export function openApiDocument(routes: readonly DescribedRoute[]): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of [...routes].sort((a, b) => (a.url < b.url ? -1 : 1))) {
    const path = route.url.replace(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[route.method.toLowerCase() as "get"] = operationOf(route);
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Talktime",
      version: API_VERSION,
      description:
        "Prepaid communications credits for phone systems. Money is a decimal string with its currency beside it, times " +
        "are RFC 3339 in UTC, durations are whole seconds. Errors are problem+json (RFC 9457) with a stable code.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "The operator's key, or one of POST /v1/api-keys" },
      },
    },
    paths,
  });
}

function operationOf({ method, url, schema }: DescribedRoute): ZodOpenApiOperationObject {
  const rights = rightsOf(method, url);
  const open = rights.includes("public");
  const path = asObject(schema.params);
  const query = asObject(schema.querystring);
  const takesKey = method === "POST" && !url.startsWith("/v1/calls");
  const requestParams = { ...(path && { path }), ...(query && { query }), ...(takesKey && { header: KEY_HEADER }) };
  const description = [schema.description, open ? undefined : needs(rights)].filter((part) => part !== undefined);
  return {
    operationId: operationIdOf(method, url),
    ...(schema.summary !== undefined && { summary: schema.summary }),
    ...(description.length > 0 && { description: description.join(" ") }),
    ...(schema.tags && { tags: [...schema.tags] }),
    ...(open && { security: [] }),
    ...(Object.keys(requestParams).length > 0 && { requestParams }),
    ...bodyOf(schema),
    responses: { ...responsesOf(schema.response), default: errorsOf(url) },
  };
}

/** A zod schema stands for JSON; other types of content are named, as Fastify and OpenAPI both have it. */
function bodyOf({ body }: FastifySchema): Pick<ZodOpenApiOperationObject, "requestBody"> {
  if (body === undefined) return {};
  const content = body instanceof z.ZodType ? { "application/json": { schema: body } } : (body as Content).content;
  return { requestBody: { content } };
}
interface Content {
  content: Record<string, { schema: z.ZodType }>;
}

const KEY_HEADER = z.object({
  "Idempotency-Key": z
    .string()
    .max(255)
    .optional()
    .meta({ description: "The same request again gets the same answer" }),
});

const PROBLEM = {
  description: "What is wrong, by a stable code",
  content: { "application/problem+json": { schema: problemSchema } },
};

const GRAPH_ERROR = {
  description: "What is wrong, as Graph says it",
  content: { "application/json": { schema: graphError } },
};
const OAUTH_ERROR = {
  description: "What is wrong, as OAuth says it",
  content: { "application/json": { schema: oauthError } },
};

/** Clients of Graph and of OAuth know their own errors, and no others. */
function errorsOf(url: string): typeof PROBLEM | typeof GRAPH_ERROR | typeof OAUTH_ERROR {
  if (url.startsWith(GRAPH)) return GRAPH_ERROR;
  return url.startsWith("/graph/") ? OAUTH_ERROR : PROBLEM;
}

/** A response is a zod schema, or, for what is no JSON, the OpenAPI object itself. */
function responsesOf(response: unknown): ZodOpenApiOperationObject["responses"] {
  return Object.fromEntries(
    Object.entries((response ?? {}) as Record<string, unknown>).map(([status, body]) => [
      status,
      body instanceof z.ZodType
        ? { description: body.description ?? "Done", content: { "application/json": { schema: body } } }
        : (body as { description: string }),
    ]),
  );
}

const asObject = (schema: unknown): z.ZodObject | undefined => (schema instanceof z.ZodObject ? schema : undefined);

/** `putOrganizationsUsers`: stable as long as the path is. */
function operationIdOf(method: string, url: string): string {
  const steps = url.split(/[^A-Za-z0-9:]+/).filter((step) => step !== "" && step !== "v1");
  const one = steps.at(-1)?.startsWith(":") ?? false;
  const words = steps.filter((step) => !step.startsWith(":")).map((step) => step[0]!.toUpperCase() + step.slice(1));
  return method.toLowerCase() + words.join("") + (one && method === "GET" ? "One" : "");
}

const needs = (rights: readonly Needed[]): string =>
  rights.includes("any") ? "Any key may ask." : `Needs the right: ${rights.join(" or ")}.`;
