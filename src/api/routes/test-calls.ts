/**
 * A call that nobody makes: authorised, answered, prolonged and ended as a switch would, in a moment, and booked as if it
 * had just ended. It is charged like any other, since that is what it is to show.
 */
import { z } from "zod";
import { CALL_TYPES, isConference } from "../../domain/call-type.ts";
import { findCall } from "../../engine/find-calls.ts";
import { explainCdr, explainSession } from "../../engine/explain.ts";
import { getUser } from "../../engine/provision-user.ts";
import { callingNumber, idsByKey } from "../../engine/test-call.ts";
import { callView } from "../call-view.ts";
import { operate } from "../charging.ts";
import { Problem } from "../errors.ts";
import { idempotencyKey } from "../idempotency.ts";
import { organizationParams, type Routes, text } from "../schema.ts";

/** The switch that these calls run over. */
const SIMULATOR = "simulator";
const LONGEST_SECONDS = 14_400;

const body = z.strictObject({
  user: text(255).meta({ description: "Who calls, or organises the meeting: a principal name" }),
  to: text(255),
  from: text(255).optional().meta({ description: "Absent: a number of the user's, or of a conference bridge" }),
  callType: z.enum(CALL_TYPES).optional(),
  seconds: z.int().min(0).max(LONGEST_SECONDS).meta({ description: "How long it lasts if it is let; 0: not answered" }),
});

export const testCallRoutes: Routes = (app, { engine }) => {
  app.post(
    "/v1/organizations/:org/test-calls",
    {
      schema: {
        tags: ["Calls"],
        summary: "Make a test call, which is charged",
        description:
          "Authorised, answered, prolonged and ended at once, on the switch `simulator`; its callId begins with `test-`. " +
          "It draws on real minutes and real credits, once for an Idempotency-Key, for good. A call that is refused, or " +
          "cut before its time, says why.",
        params: organizationParams,
        body,
        response: { 201: callView },
      },
    },
    async (request, reply) => {
      const { org } = request.params;
      const { user, to, from, callType, seconds } = request.body;
      const { userPrincipalName } = await getUser(engine, org, user);
      const key = idempotencyKey(request);
      const { callId, correlationId } =
        key === null
          ? { callId: `test-${await engine.ids.one()}` }
          : idsByKey({ caller: request.caller.id, organization: org, key }, request.body);
      const find = () => findCall(engine, { switch: SIMULATOR, organization: org }, SIMULATOR, callId);
      const known = key === null ? null : await find();
      if (known && known.call.extra?.["correlationId"] !== correlationId)
        throw new Problem("IDEMPOTENCY_KEY_REUSED", `The Idempotency-Key ${key} came with another request before.`);
      if (known && !("state" in known)) {
        reply.header("idempotency-replayed", "true");
        return reply.code(201).send(await explainCdr(engine, known));
      }
      const asker = { switchId: SIMULATOR, organization: org, profile: await engine.switches.profile(SIMULATOR) };
      const meeting = callType !== undefined && isConference(callType);
      const asked = await operate(engine, asker, {
        op: "authorize",
        callId,
        organization: org,
        user: userPrincipalName,
        from: from ?? (await callingNumber(engine, org, meeting ? null : userPrincipalName)),
        to,
        callType,
        ...(correlationId === undefined ? {} : { correlationId }),
        ...(meeting ? { conferenceId: callId } : {}),
      });
      if (asked.status === 201) {
        const used = await talk(Number(asked.body["limitSeconds"]));
        const endedAt = engine.now();
        const times = { answeredAt: isoOf(endedAt - 1000 * used), endedAt: isoOf(endedAt) };
        const end = { op: "release", callId, usedSeconds: used, cause: used < seconds ? "limit" : "normal" } as const;
        await operate(engine, asker, used > 0 ? { ...end, ...times } : end);
      }
      const found = (await find())!;
      return reply
        .code(201)
        .send("state" in found ? await explainSession(engine, found) : await explainCdr(engine, found));

      /** Asks for more at each limit until the call has lasted as long as it was to, or no more is given. */
      async function talk(firstLimit: number): Promise<number> {
        let limit = firstLimit;
        while (limit < seconds) {
          const more = await operate(engine, asker, { op: "update", callId, usedSeconds: limit - 1 });
          const next = Number(more.body["limitSeconds"] ?? limit);
          if (more.status !== 200 || next <= limit) break;
          limit = next;
        }
        return Math.min(seconds, limit);
      }
    },
  );
};

const isoOf = (at: number): string => new Date(at).toISOString();
