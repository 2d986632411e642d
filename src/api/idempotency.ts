/**
 * The header Idempotency-Key on POSTs: the same request again gets the same answer, marked Idempotency-Replayed. Calls
 * go by their own ids, and what moves money keeps the key on its own row; both say so in their route's config.
 */
import { createHash } from "node:crypto";
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onSendAsyncHookHandler,
  preHandlerAsyncHookHandler,
} from "fastify";
import type { Engine } from "../engine/engine.ts";
import { claim, type Claimed, dropAnswer, keepAnswer, keepRefusal, refusalOf, type Repeat } from "../engine/repeats.ts";
import { invalidRequest, Problem } from "./errors.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The route looks after repeats itself. */
    ownRepeats?: boolean;
    /** It looks for the key on its own rows before it refuses anything; what it refuses is kept here. */
    keepsRefusals?: boolean;
    /** Members of the answer that are shown once and never kept. */
    shownOnce?: readonly string[];
  }
  interface FastifyRequest {
    /** This request is the first of its key and owes it an answer. */
    repeat: Repeat | null;
  }
}

/** Config of a route that keeps the key on its own row. */
export const OWN_REPEATS = { ownRepeats: true } as const;

/** Config of a route that keeps the key on the row it makes, and whose refusals, which make none, are repeated too. */
export const ROWS_AND_REFUSALS = { ownRepeats: true, keepsRefusals: true } as const;

/** The key of a request. @throws Problem for a header that is no key */
export function idempotencyKey(request: FastifyRequest): string | null {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key === "string" && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalidRequest([
    {
      in: "header",
      pointer: "/Idempotency-Key",
      code: "NOT_PLAIN_ASCII",
      message: "It must be 1 to 255 printable ASCII characters without spaces.",
    },
  ]);
}

/** Over what makes two requests the same: method, address and body, as the schema understood it. */
function hashOf(request: FastifyRequest): string {
  const hash = createHash("sha256").update(`${request.method} ${request.url}\n`);
  const body: unknown = request.body;
  return hash.update(Buffer.isBuffer(body) ? body : (JSON.stringify(body) ?? "")).digest("hex");
}

export function keepRepeats(app: FastifyInstance, { pool, now }: Pick<Engine, "pool" | "now">): void {
  app.decorateRequest("repeat", null);

  const giveAgain: preHandlerAsyncHookHandler = async (request, reply) => {
    const key = idempotencyKey(request);
    if (key === null) return;
    const repeat = { caller: request.caller.id, key, requestHash: hashOf(request) };
    return answerAgain(request, reply, repeat, await claim({ pool, now }, repeat));
  };

  const refuseAgain: preHandlerAsyncHookHandler = async (request, reply) => {
    const key = idempotencyKey(request);
    if (key === null) return;
    // Of this address alone, as the keys on the rows are.
    const repeat = { caller: `${request.caller.id} ${request.url}`, key, requestHash: hashOf(request) };
    return answerAgain(request, reply, repeat, await refusalOf({ pool }, repeat));
  };

  const keepRefused: onSendAsyncHookHandler<unknown> = async (request, reply, payload) => {
    const { repeat } = request;
    if (!repeat) return;
    request.repeat = null;
    // A conflict is about a key or a moment: nothing was said of the request itself.
    if (reply.statusCode < 400 || reply.statusCode === 409 || reply.statusCode >= 429) return;
    if (typeof payload === "string")
      await keepRefusal({ pool, now }, repeat, { status: reply.statusCode, body: payload });
  };

  // Before the answer goes out, so that an answer that was seen is also one that is kept.
  const keep: onSendAsyncHookHandler<unknown> = async (request, reply, payload) => {
    const { repeat } = request;
    if (!repeat) return;
    request.repeat = null;
    if (reply.statusCode >= 500 || typeof payload !== "string") return dropAnswer(pool, repeat);
    const body = withoutSecrets(payload, request.routeOptions.config.shownOnce ?? []);
    await keepAnswer(pool, repeat, { status: reply.statusCode, body });
  };

  app.addHook("onRoute", (route) => {
    if (route.method !== "POST" || route.url.startsWith("/v1/calls")) return;
    const { ownRepeats = false, keepsRefusals = false } = route.config ?? {};
    if (ownRepeats && !keepsRefusals) return;
    route.preHandler = [keepsRefusals ? refuseAgain : giveAgain, ...[route.preHandler ?? []].flat()];
    route.onSend = [...[route.onSend ?? []].flat(), keepsRefusals ? keepRefused : keep];
  });
}

function answerAgain(request: FastifyRequest, reply: FastifyReply, repeat: Repeat, claimed: Claimed) {
  switch (claimed.state) {
    case "first":
      request.repeat = repeat;
      return;
    case "reused":
      throw new Problem(
        "IDEMPOTENCY_KEY_REUSED",
        `The Idempotency-Key ${repeat.key} came with another request before.`,
      );
    case "busy":
      throw new Problem("REQUEST_IN_PROGRESS", "The first request with this key is not done yet. Ask again shortly.");
    case "known": {
      const { status, body } = claimed.answer;
      reply.header("idempotency-replayed", "true").code(status);
      return reply.type(status < 400 ? "application/json" : "application/problem+json").send(body);
    }
  }
}

function withoutSecrets(body: string, secrets: readonly string[]): string {
  if (secrets.length === 0) return body;
  const members = Object.entries(JSON.parse(body) as Record<string, unknown>);
  return JSON.stringify(Object.fromEntries(members.filter(([name]) => !secrets.includes(name))));
}
