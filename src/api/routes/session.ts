/** Signing in to the console and out of it, and one's own sessions. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { roleNames } from "../../engine/roles.ts";
import { csrfTokenOf, type Origin, type SignInSession } from "../../engine/sign-in/sessions.ts";
import { signIn } from "../../engine/sign-in/sign-in.ts";
import { type Caller, callerOf, sessionOf } from "../auth.ts";
import { sessionToken, setSessionToken } from "../cookies.ts";
import { OWN_REPEATS } from "../idempotency.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { isoTime, type Routes, timestamp } from "../schema.ts";

const current = z
  .object({
    email: z.string(),
    displayName: z.string(),
    organization: z.string().nullable().meta({ description: "The one organisation one may see; null for an operator" }),
    operator: z.boolean(),
    roles: z.array(z.string()).meta({ description: "Current names" }),
    rights: z.array(z.string()),
    preferredLanguage: z.string().nullable(),
    twoSteps: z.boolean().meta({ description: "Signing in takes a code besides the password" }),
    csrfToken: z.string().meta({ description: "To be sent in X-CSRF-Token with every change" }),
    expiresAt: timestamp.meta({ description: "When the session ends if nothing more is done" }),
  })
  .meta({ id: "Session" });

const own = z
  .object({
    id: z.string(),
    current: z.boolean(),
    address: z.string(),
    browser: z.string(),
    createdAt: timestamp,
    seenAt: timestamp,
    expiresAt: timestamp,
  })
  .meta({ id: "OwnSession" });

const credentials = z.strictObject({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(1024),
  code: z.string().min(1).max(64).optional().meta({ description: "Of the authenticator, or a recovery code" }),
});

const tags = ["Sign-in"];
const PATH = "/v1/session";

export const sessionRoutes: Routes = (app, { engine, config, sessions, seal }) => {
  const secure = config.publicUrl?.startsWith("https:") ?? false;
  const shown = (caller: Caller): z.input<typeof current> => {
    const session = sessionOf(caller);
    return {
      email: session.email,
      displayName: session.displayName,
      organization: session.organization,
      operator: session.organization === null,
      roles: roleNames([...new Set(session.roles)]),
      rights: [...caller.rights],
      preferredLanguage: session.preferredLanguage,
      twoSteps: session.totpOn,
      csrfToken: session.csrfToken,
      expiresAt: isoTime(sessions.expiresAt(session)),
    };
  };

  app.post(
    PATH,
    {
      config: OWN_REPEATS,
      schema: {
        summary: "Sign in with a password; the answer sets the cookie of the session",
        description:
          "401 SIGN_IN_FAILED, or CODE_NEEDED where a second step is on; 429 LOCKED_OUT after many failures.",
        tags,
        body: credentials,
        response: { 200: current },
      },
    },
    async (request, reply) => {
      const origin = originOf(request);
      const account = await signIn({ pool: engine.pool, now: engine.now, seal }, request.body, origin.address);
      const before = sessionToken(request);
      const replaces = before === undefined ? null : ((await sessions.find(before)) ?? null);
      const { token, session } = await sessions.begin(account, { ...origin, replaces });
      setSessionToken(reply, token, secure);
      request.caller = callerOf({ ...session, csrfToken: csrfTokenOf(token) });
      return shown(request.caller);
    },
  );

  app.get(
    PATH,
    { schema: { summary: "Who is signed in, and what they may do", tags, response: { 200: current } } },
    ({ caller }) => shown(caller),
  );

  app.delete(
    PATH,
    { schema: { summary: "Sign out", tags, response: { 204: { description: "Signed out" } } } },
    async ({ caller }, reply) => {
      const session = sessionOf(caller);
      await sessions.end(session, session.id);
      setSessionToken(reply, null, secure);
      return reply.code(204).send();
    },
  );

  app.get(
    "/v1/sessions",
    { schema: { summary: "One's own sessions", tags, querystring: pageQuery, response: { 200: pageOf(own) } } },
    async ({ query, caller }) => {
      const session = sessionOf(caller);
      const wanted = pageRequest(query);
      const rows = await sessions.list(session, wanted.after, wanted.limit);
      const item = (row: SignInSession): z.input<typeof own> => ({
        id: row.id,
        current: row.id === session.id,
        address: row.address,
        browser: row.browser,
        createdAt: isoTime(row.createdAt),
        seenAt: isoTime(row.seenAt),
        expiresAt: isoTime(sessions.expiresAt(row)),
      });
      return page(rows, wanted, { key: (row) => row.id, item });
    },
  );

  app.delete(
    "/v1/sessions/:id",
    {
      schema: {
        summary: "End one of one's own sessions, also on another device",
        tags,
        params: z.strictObject({ id: z.string().max(64) }),
        response: { 204: { description: "Ended" } },
      },
    },
    async ({ params, caller }, reply) => {
      await sessions.end(sessionOf(caller), params.id);
      return reply.code(204).send();
    },
  );

  app.get(
    "/v1/sign-in-options",
    {
      schema: {
        summary: "The ways to sign in",
        tags,
        response: {
          200: z.object({
            local: z.boolean().meta({ description: "With a password" }),
            oidc: z
              .object({ name: z.string(), startUrl: z.string() })
              .nullable()
              .meta({ description: "With an identity provider" }),
            publicRates: z.boolean().meta({ description: "/rates needs no sign-in" }),
          }),
        },
      },
    },
    () => ({
      local: true,
      oidc: config.oidc ? { name: config.oidc.name, startUrl: "/auth/oidc/start" } : null,
      publicRates: config.publicRates,
    }),
  );
};

/** Where a session is begun. */
export const originOf = (request: FastifyRequest): Origin => ({
  address: request.ip,
  browser: request.headers["user-agent"] ?? "",
});
