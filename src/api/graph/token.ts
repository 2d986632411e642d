/**
 * Client credentials (RFC 6749 §4.4) as Microsoft's endpoint takes them: the id of an API key and the key for an access
 * token of an hour. Errors are OAuth's.
 */
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { TOKEN_SECONDS } from "../../engine/sign-in/access-tokens.ts";
import { organizationOfTenant } from "../../engine/tenant.ts";
import { answerable, statusOf } from "../errors.ts";
import { OWN_REPEATS } from "../idempotency.ts";
import { type Routes, text } from "../schema.ts";

const form = z.object({
  grant_type: z.string().meta({ example: "client_credentials" }),
  client_id: z.string().optional().meta({ description: "Id of the API key; or as the name of Basic" }),
  client_secret: z.string().optional().meta({ description: "The API key" }),
  scope: z.string().optional().meta({ example: "https://graph.microsoft.com/.default" }),
});

const token = z
  .object({
    token_type: z.literal("Bearer"),
    expires_in: z.int(),
    ext_expires_in: z.int(),
    access_token: z.string(),
  })
  .meta({ id: "GraphToken" });

type Fault = "invalid_request" | "invalid_client" | "unauthorized_client" | "unsupported_grant_type" | "invalid_scope";

export const oauthError = z
  .object({
    error: z.string().meta({ example: "invalid_client" }),
    error_description: z.string(),
    trace_id: z.string(),
    timestamp: z.string(),
  })
  .meta({ id: "OAuthError" });

class OAuthError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, description: string) {
    super(description);
    this.fault = fault;
  }
}

export const graphTokenRoutes: Routes = (app, { engine, tokens, holderOf }) => {
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body as string)));
  });

  app.post(
    "/graph/:tenant/oauth2/v2.0/token",
    {
      config: OWN_REPEATS,
      errorHandler: sendOAuthError,
      schema: {
        summary: "An access token for an API key",
        description: "`tenant` is the id of the organisation or its tenant id. Errors are those of OAuth.",
        tags: ["Graph"],
        params: z.strictObject({ tenant: text(64) }),
        body: { content: { "application/x-www-form-urlencoded": { schema: form } } },
        response: { 200: token },
      },
    },
    async (request, reply) => {
      const { grant_type, scope, ...fields } = read(request.body);
      if (grant_type !== "client_credentials")
        throw new OAuthError("unsupported_grant_type", "Only client_credentials are taken here.");
      const { id, secret } = basicOf(request) ?? { id: fields.client_id ?? "", secret: fields.client_secret ?? "" };
      const keyHash = createHash("sha256").update(secret).digest();
      const holder = await holderOf(keyHash);
      if (!holder || (id !== holder.id && `key-${id}` !== holder.id))
        throw new OAuthError("invalid_client", "There is no API key with this id and secret, or it has ended.");
      if (!scope?.endsWith("/.default"))
        throw new OAuthError("invalid_scope", "The scope ends with /.default: the key's rights, all of them.");
      const organization = await organizationOfTenant(engine, request.params.tenant, holder.organization);
      if (organization === undefined)
        throw new OAuthError("unauthorized_client", `The API key is not of the tenant ${request.params.tenant}.`);
      reply.header("cache-control", "no-store").header("pragma", "no-cache");
      const access_token = await tokens.issue({ keyHash, organization });
      return { token_type: "Bearer" as const, expires_in: TOKEN_SECONDS, ext_expires_in: TOKEN_SECONDS, access_token };
    },
  );
};

function read(body: unknown): z.output<typeof form> {
  const parsed = form.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new OAuthError(
    "invalid_request",
    "Send the form grant_type=client_credentials, client_id, client_secret, scope.",
  );
}

/** RFC 6749 §2.3.1: both parts are encoded as in a form. */
function basicOf({ headers }: FastifyRequest): { id: string; secret: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(headers.authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  const plain = (part: string): string => [...new URLSearchParams(`p=${part}`).values()][0] ?? "";
  return { id: plain(text.slice(0, Math.max(0, colon))), secret: plain(text.slice(colon + 1)) };
}

function sendOAuthError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const known = error instanceof OAuthError;
  const problem = known ? undefined : answerable(error, request, reply);
  const status = problem ? statusOf(problem.code) : known && error.fault === "invalid_client" ? 401 : 400;
  if (status === 401 && request.headers.authorization !== undefined)
    reply.header("www-authenticate", 'Basic realm="talktime"');
  const body: z.input<typeof oauthError> = {
    error: known ? error.fault : status < 500 ? "invalid_request" : "temporarily_unavailable",
    error_description: problem?.message ?? error.message,
    trace_id: request.id,
    timestamp: new Date().toISOString(),
  };
  void reply.code(status).header("cache-control", "no-store").send(body);
}
