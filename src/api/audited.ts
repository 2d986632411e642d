/**
 * Every change that is made over the API becomes an entry of the audit log: here, so that no route can forget it. It is
 * noted before the change, and told of before the answer goes out; a change that can not be told of is answered as
 * failed. What was noted and never told of is told of later, as a change whose end is not known.
 */
import { randomUUID } from "node:crypto";
import type { FastifyRequest, onSendAsyncHookHandler, preHandlerAsyncHookHandler } from "fastify";
import { difference, withoutSecrets } from "../domain/audit-trail.ts";
import { beginAuditEntry, dropAuditEntry, INSTALLATION, writeAuditEntry } from "../engine/audit-log.ts";
import type { Engine } from "../engine/engine.ts";
import { rightsOf } from "./rights.ts";
import type { App } from "./schema.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What is to be changed, as it was. */
    before: Record<string, unknown> | null;
    /** The change that is being made, until it is told of. */
    begun: number | null;
  }
}

/** So long a part of an entry may be, in characters; of a longer one only that is kept. */
const LONGEST = 20_000;
const OURS = "x-talktime-before";

/** @returns whether a request is one of ours, for what was there before a change: nobody is to count it */
export function auditChanges(app: App, engine: Engine): (request: FastifyRequest) => boolean {
  const ours = randomUUID();
  const readable = new Set<string>();
  app.decorateRequest("before", null);
  app.decorateRequest("begun", null);
  // On the routes themselves: calls, which are not told of, pay nothing for it.
  app.addHook("onRoute", (route) => {
    if (route.method === "GET") readable.add(route.url);
    if (!isAudited(String(route.method), route.url)) return;
    route.preHandler = [remember, ...[route.preHandler ?? []].flat()];
    route.onSend = [tell, ...[route.onSend ?? []].flat()];
  });

  const remember: preHandlerAsyncHookHandler = async (request) => {
    const { method, url = "" } = request.routeOptions;
    if (!isKnown(request)) return;
    if (method !== "POST" && readable.has(url)) {
      const { authorization, cookie } = request.headers;
      const headers = { [OURS]: ours, ...(authorization && { authorization }), ...(cookie && { cookie }) };
      const answer = await app.inject({ method: "GET", url: request.url.split("?", 1)[0]!, headers });
      request.before = answer.statusCode === 200 ? membersOf(answer.body) : null;
    }
    request.begun = await beginAuditEntry(engine, { ...asked(request), before: null });
  };

  const tell: onSendAsyncHookHandler<unknown> = async (request, reply, payload) => {
    const { begun } = request;
    if (reply.statusCode < 400 && isKnown(request) && reply.getHeader("idempotency-replayed") === undefined)
      await writeAuditEntry(engine, told(request, payload), begun);
    // What failed on our side may have changed something: it stays begun, and is told of as that.
    else if (begun !== null && reply.statusCode < 500) await dropAuditEntry(engine, begun);
    request.begun = null;
  };

  return ({ headers }) => headers[OURS] === ours;

  function told(request: FastifyRequest, payload: unknown) {
    const after = typeof payload === "string" ? membersOf(payload) : null;
    const changed = request.before && after ? difference(request.before, after) : { before: request.before, after };
    return { ...asked(request), before: shortened(changed.before), after: shortened(changed.after) };
  }

  function asked(request: FastifyRequest) {
    const { url = "", schema } = request.routeOptions;
    const { caller } = request;
    return {
      organization: organizationOf(request) ?? INSTALLATION,
      at: engine.now(),
      actor: caller.id,
      name: caller.name,
      address: request.ip,
      action: `${request.method} ${url}`,
      words: schema?.summary ?? url,
      subject: request.url.split("?", 1)[0]!,
      asked: isPlain(request.body) ? shortened(request.body) : null,
    };
  }
}

/** Of the address, of the key, or, in the Graph-shaped API, of the header that names it. */
function organizationOf({ params, caller, headers, url }: FastifyRequest): string | null {
  const named = url.startsWith("/graph/") ? headers["x-organization"] : undefined;
  return (params as { org?: string }).org ?? caller.organization ?? (typeof named === "string" ? named : null);
}

/** Not what switches do, which calls tell of. */
function isAudited(method: string, route: string): boolean {
  return method !== "GET" && method !== "HEAD" && !rightsOf(method, route).every((right) => right === "switch");
}

/** What needs no right is nobody's, unless it makes somebody known: a sign-in. */
const isKnown = ({ caller }: FastifyRequest): boolean => (caller as unknown) !== undefined;

function membersOf(json: string): Record<string, unknown> | null {
  if (!json.startsWith("{")) return null;
  return JSON.parse(json) as Record<string, unknown>;
}

const isPlain = (body: unknown): body is object =>
  typeof body === "object" && body !== null && Object.getPrototypeOf(body) === Object.prototype;

function shortened(value: object | null): string | null {
  if (value === null) return null;
  const text = JSON.stringify(withoutSecrets(value), (_name, inner: unknown) =>
    typeof inner === "bigint" ? String(inner) : inner,
  );
  return text.length <= LONGEST ? text : JSON.stringify({ characters: text.length, beginsWith: text.slice(0, 1000) });
}
