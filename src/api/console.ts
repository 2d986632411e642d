/**
 * The console: files that scripts/build.mjs made. Whatever address a browser goes to that is no file and no part of the
 * API gets the one page, and the router in it takes over.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyReply, FastifyRequest } from "fastify";
import { packageRoot } from "../package-root.ts";
import { Problem } from "./errors.ts";
import type { App } from "./schema.ts";

const PAGE = "index.html";
/** Names of files in there carry a hash of their content. */
const HASHED = "/assets/";
const API = /^\/(v1|graph|webhooks|healthz|readyz|metrics|openapi\.json)(\/|\?|$)/;

/**
 * No script or style but our own files. The hash is that of an empty <style>, which Fluent's style engine makes and
 * fills through the object model. Where cards are added here, Stripe's form is the one thing from elsewhere: its script
 * (the origin of `stripeScript`), and frames of its own that hold the card's number and ask the bank.
 */
function contentSecurityPolicy(stripeScript: string | undefined): string {
  const stripe = stripeScript === undefined ? [] : [new URL(stripeScript).origin];
  const sources = (name: string, ...from: string[]): string => [name, ...from].join(" ");
  return [
    "default-src 'self'",
    sources("script-src 'self'", ...stripe),
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "img-src 'self' data:",
    stripe.length === 0 ? "frame-src 'none'" : sources("frame-src", ...stripe, "https://hooks.stripe.com"),
    sources("connect-src 'self'", ...(stripe.length === 0 ? [] : ["https://api.stripe.com"])),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const headersWith = (policy: string) => ({
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(self)",
});
type Headers = ReturnType<typeof headersWith>;

export type SendConsole = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;

/**
 * Makes `app` able to send the console. The function given back answers a request that no route has taken, or gives
 * back undefined where it is none of the console's. `stripeScript`: what the card form loads; undefined: there is none.
 */
export function serveConsole(app: App, stripeScript: string | undefined): SendConsole {
  const folder = join(packageRoot(), "dist", "console");
  const headers = headersWith(contentSecurityPolicy(stripeScript));
  void app.register(fastifyStatic, { root: folder, serve: false, preCompressed: true, cacheControl: false });
  return (request, reply) => {
    const path = request.url.split("?", 1)[0]!;
    if (request.method !== "GET" || API.test(request.url)) return undefined;
    if (path.startsWith(HASHED) || path === "/talktime.svg") return sendFile(reply, { folder, path, headers });
    if (!request.headers.accept?.includes("text/html")) return undefined;
    if (!existsSync(join(folder, PAGE)))
      throw new Problem("UNAVAILABLE", "The console is not built. `npm run build` makes it; the API works without it.");
    return reply.headers({ ...headers, "cache-control": "no-cache" }).sendFile(PAGE);
  };
}

function sendFile(
  reply: FastifyReply,
  { folder, path, headers }: { folder: string; path: string; headers: Headers },
): FastifyReply | undefined {
  if (!/^\/[\w./-]+$/.test(path) || path.includes("..") || !existsSync(join(folder, path))) return undefined;
  const cacheControl = path.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "public, max-age=3600";
  return reply.headers({ ...headers, "cache-control": cacheControl }).sendFile(path.slice(1));
}
