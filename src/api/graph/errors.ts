/** Errors as Graph has them (domain.md 8.4): `{"error":{"code","message","innerError":{"date","request-id"}}}`. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { answerable, type ProblemCode, sendProblem, statusOf } from "../errors.ts";

/** Graph's basic codes; tools may go by them, and by nothing else of the answer. */
const BY_STATUS: Readonly<Record<number, string>> = {
  401: "unauthenticated",
  402: "quotaLimitReached",
  403: "accessDenied",
  404: "itemNotFound",
  405: "notAllowed",
  410: "itemNotFound",
  429: "activityLimitReached",
  503: "serviceNotAvailable",
};

/** Refusals that Graph answers with another status than we do. */
const STATUS: Partial<Record<ProblemCode, number>> = { LICENSE_NOT_AVAILABLE: 400 };

export const graphError = z
  .object({
    error: z.object({
      code: z.string().meta({ example: "invalidRequest" }),
      message: z.string().meta({ description: "For developers; not to be branched on" }),
      innerError: z.object({
        code: z.string().meta({ description: "Our own stable code" }),
        date: z.string(),
        "request-id": z.string(),
      }),
    }),
  })
  .meta({ id: "GraphError" });

/** Whatever is under /graph answers in Graph's shape, also what is not there; all else in ours. */
export const sendError = (error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
  /^\/graph(\/|\?|$)/.test(request.url) ? sendGraphError(error, request, reply) : sendProblem(error, request, reply);

async function sendGraphError(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const problem = answerable(error, request, reply);
  const status = STATUS[problem.code] ?? statusOf(problem.code);
  const body: z.input<typeof graphError> = {
    error: {
      code: BY_STATUS[status] ?? (status < 500 ? "invalidRequest" : "generalException"),
      message: problem.message,
      innerError: { code: problem.code, date: new Date().toISOString().slice(0, 19), "request-id": request.id },
    },
  };
  return reply.code(status).header("request-id", request.id).type("application/json").send(body);
}
