/** Signing in with an identity provider: there and back. The browser follows both addresses, so that both redirect. */
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import { Refused } from "../../engine/refused.ts";
import { type Errand, ERRAND_SECONDS, OpenIdConnect } from "../../engine/sign-in/oidc.ts";
import { sealOf } from "../../engine/seal.ts";
import { tellOfSignIn } from "../../engine/sign-in/tell.ts";
import { setSessionToken } from "../cookies.ts";
import { Problem } from "../errors.ts";
import type { Routes } from "../schema.ts";
import { originOf } from "./session.ts";

const COOKIE = "talktime_oidc";
const PATH = "/auth/oidc";
const ACTION = `GET ${PATH}/callback`;

/** A page of our own, and nothing that a browser takes for another site's. */
const ownPage = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u, FAULTS.WRONG_FORM);

const redirect = { 303: { description: "On to the next page" } };
const tags = ["Sign-in"];

export const oidcRoutes: Routes = (app, { engine, config, sessions }) => {
  const secure = config.publicUrl?.startsWith("https:") ?? false;
  const oidc = config.oidc && new OpenIdConnect(config.oidc);
  const seal = sealOf(config.secretKey, "openid connect");
  const callback = (): string => `${engine.post.publicUrl}${PATH}/callback`;
  /** Encrypted: with what is in it, somebody else's sign-in could be finished. */
  const remember = (reply: FastifyReply, errand: Errand | null): void => {
    const options = { path: PATH, httpOnly: true, sameSite: "lax", secure } as const;
    const value = errand === null ? "" : seal.seal(JSON.stringify(errand));
    void reply.setCookie(COOKIE, value, { ...options, maxAge: errand === null ? 0 : ERRAND_SECONDS });
  };
  const remembered = (header: string | undefined): Errand | undefined => {
    const sealed = header === undefined ? undefined : app.parseCookie(header)[COOKIE];
    const text = sealed === undefined ? undefined : seal.open(sealed);
    const errand = text === undefined ? undefined : (JSON.parse(text) as Errand);
    return errand && engine.now() - errand.at < 1000 * ERRAND_SECONDS ? errand : undefined;
  };

  app.get(
    `${PATH}/start`,
    {
      schema: {
        summary: "Sign in with the identity provider",
        tags,
        querystring: z.strictObject({ returnTo: ownPage.default("/") }),
        response: redirect,
      },
    },
    async ({ query }, reply) => {
      if (!oidc) throw new Problem("NOT_FOUND", "No identity provider is set: OIDC_ISSUER.");
      const { url, errand } = await oidc.start(callback(), query.returnTo, engine.now());
      remember(reply, errand);
      return reply.redirect(url, 303);
    },
  );

  app.get(
    `${PATH}/callback`,
    {
      schema: {
        summary: "Where the identity provider sends the browser back to",
        tags,
        querystring: z.record(z.string(), z.unknown()),
        response: redirect,
      },
    },
    async (request, reply) => {
      if (!oidc) throw new Problem("NOT_FOUND", "No identity provider is set: OIDC_ISSUER.");
      const errand = remembered(request.headers.cookie);
      remember(reply, null);
      try {
        if (!errand) throw new Refused("OIDC_FAILED", "This browser has not begun to sign in, or long ago.");
        const address = new URL(callback());
        address.search = new URL(request.url, address).search;
        const { account, roles } = await oidc.finish(engine, address, errand);
        const { token } = await sessions.begin(account, { ...originOf(request), roles });
        const words = `Signed in with ${oidc.name}`;
        await tellOfSignIn(engine, { account, address: request.ip, action: ACTION, words, shown: true });
        setSessionToken(reply, token, secure);
        return await reply.redirect(errand.returnTo, 303);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        // The provider vouches for somebody who is nobody here. What never came from it is nobody's.
        if (error.code === "OIDC_UNKNOWN_PERSON") {
          const words = `Signing in with ${oidc.name} failed: ${error.message}`;
          await tellOfSignIn(engine, { account: null, address: request.ip, action: ACTION, words, shown: false });
        }
        request.log.warn({ code: error.code, why: error.message }, "nobody was signed in by the identity provider");
        return reply.redirect(`/sign-in?error=${error.code}`, 303);
      }
    },
  );
};
