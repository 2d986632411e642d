/** Charging calls: authorize, answer, update, release, batch, reconcile; and reading them (contract.md, Calls). */
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Engine } from "../../engine/engine.ts";
import { asReported, type CallView, explainCdr, explainSession } from "../../engine/explain.ts";
import { reconcile } from "../../engine/reaper.ts";
import { findCall, findCalls, listActive } from "../../engine/find-calls.ts";
import {
  answerBody,
  answeredAnswer,
  callBody,
  callId,
  grantAnswer,
  operation,
  type Operation,
  reconcileBody,
  releaseAnswer,
  releaseBody,
  updateBody,
} from "../call-bodies.ts";
import { callView } from "../call-view.ts";
import { type Asker, operate, operateInBatch, type Reply } from "../charging.ts";
import { invalidRequest, Problem, problemBody, statusOf } from "../errors.ts";
import { faultsOf } from "../faults.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import type { Routes } from "../schema.ts";

const tags = ["Calls"];
const params = z.strictObject({ callId });
const known = z.object({ known: z.literal(false) });

export const callRoutes: Routes = (app, { engine }) => {
  const asker = async (request: FastifyRequest): Promise<Asker> => ({
    switchId: request.switchId,
    organization: request.caller.organization,
    profile: await engine.switches.profile(request.switchId),
  });
  const send = (reply: FastifyReply, { status, body }: Reply) =>
    reply
      .code(status)
      .type(`application/${status >= 400 ? "problem+json" : "json"}; charset=utf-8`)
      .send(body);
  const single = async (request: FastifyRequest, reply: FastifyReply, asked: Operation) =>
    send(reply, await operate(engine, await asker(request), asked));

  app.post(
    "/v1/calls",
    {
      schema: {
        tags,
        summary: "May this call go on, and for how long?",
        body: callBody,
        response: { 201: grantAnswer },
      },
    },
    (request, reply) => single(request, reply, { op: "authorize", ...request.body }),
  );

  app.post(
    "/v1/calls/:callId/answer",
    {
      schema: {
        tags,
        summary: "The other side picked up: the paid time starts",
        params,
        body: answerBody,
        response: { 200: answeredAnswer },
      },
    },
    (request, reply) => single(request, reply, { op: "answer", ...request.params, ...request.body }),
  );

  app.post(
    "/v1/calls/:callId/update",
    {
      schema: {
        tags,
        summary: "So long it has lasted; may it go on?",
        params,
        body: updateBody,
        response: { 200: grantAnswer },
      },
    },
    (request, reply) => single(request, reply, { op: "update", ...request.params, ...request.body }),
  );

  app.post(
    "/v1/calls/:callId/release",
    {
      schema: {
        tags,
        summary: "The call has ended, or was never answered",
        params,
        body: releaseBody,
        response: { 200: releaseAnswer, 202: known },
      },
    },
    (request, reply) => single(request, reply, { op: "release", ...request.params, ...request.body }),
  );

  app.post(
    "/v1/calls/batch",
    {
      schema: {
        tags,
        summary: "Up to 500 operations at once; in order for one call, each answered by itself",
        body: z.strictObject({ operations: z.array(z.unknown()).min(1).max(500) }),
        response: {
          200: z.object({ results: z.array(z.object({ status: z.int(), body: z.record(z.string(), z.unknown()) })) }),
        },
      },
    },
    async (request) => {
      const by = await asker(request);
      return { results: await Promise.all(request.body.operations.map((item, i) => oneOfBatch(by, item, i))) };
    },
  );

  /** A bad operation is answered by itself, too: a poisoned one must not cost its neighbours their call. */
  const oneOfBatch = (by: Asker, item: unknown, i: number): Promise<Reply> => {
    const parsed = operation.safeParse(item);
    if (parsed.success) return operateInBatch(engine, by, parsed.data);
    const problem = invalidRequest(
      faultsOf(parsed.error.issues, "body", item).map((fault) => ({
        ...fault,
        pointer: `/operations/${i}${fault.pointer}`,
      })),
    );
    return Promise.resolve({ status: statusOf(problem.code), body: problemBody(problem) });
  };

  app.post(
    "/v1/calls/reconcile",
    {
      bodyLimit: 32 * 1024 * 1024,
      schema: {
        tags,
        summary: "The calls that the switch has in progress; what it does not list is ended as lost after a grace time",
        body: reconcileBody,
        response: { 200: z.object({ unknown: z.array(z.string()), missing: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const { switchId, profile } = await asker(request);
      const { node = null, asOf, active } = request.body;
      const at = Math.min(Date.parse(asOf), engine.now());
      return reconcile(engine, switchId, profile, { node, asOf: at, active });
    },
  );

  app.get(
    "/v1/calls",
    {
      schema: {
        tags,
        summary: "Calls in progress, or the call of an id",
        querystring: pageQuery.extend({
          callId: callId.optional(),
          state: z.enum(["active"]).optional(),
          organization: z.string().max(64).optional(),
        }),
        response: { 200: pageOf(callView) },
      },
    },
    async (request) => {
      const { callId: id, organization } = request.query;
      const scope = scopeOf(request);
      if (organization !== undefined && scope.organization !== null && organization !== scope.organization)
        throw new Problem("UNKNOWN_ORGANIZATION", `There is no organisation ${organization}.`);
      const show = viewFor(engine, request);
      if (id !== undefined) return { items: (await findCalls(engine, scope, id)).map(show), nextCursor: null };
      const asked = pageRequest(request.query);
      const sessions = await listActive(engine, { ...scope, organization: organization ?? scope.organization }, asked);
      const shown = page(sessions, asked, { key: (session) => String(session.id), item: (session) => session });
      const items = await Promise.all(shown.items.map((session) => explainSession(engine, session)));
      return { ...shown, items: items.map(show) };
    },
  );

  app.get(
    "/v1/calls/:callId",
    { schema: { tags, summary: "The call and its explanation", params, response: { 200: callView } } },
    async (request) => {
      const found = await findCall(engine, scopeOf(request), request.switchId, request.params.callId);
      if (!found) throw new Problem("UNKNOWN_CALL", "No call has this callId.");
      return viewFor(
        engine,
        request,
      )(await ("state" in found ? explainSession(engine, found) : explainCdr(engine, found)));
    },
  );
};

/** Which calls a key may see: an operator all, an organisation's key its own, a switch's key those of the switch. */
function scopeOf(request: FastifyRequest): { switch: string | null; organization: string | null } {
  const { rights, organization, switchId } = request.caller;
  return { switch: rights.has("usage") ? null : switchId, organization };
}

/** A switch knows its calls; everybody else sees of them what the reports show. */
function viewFor(engine: Engine, { caller: { rights } }: FastifyRequest): (call: CallView) => CallView {
  if (!rights.has("usage")) return (call) => call;
  return (call) => asReported(engine, { names: rights.has("names") }, call);
}
