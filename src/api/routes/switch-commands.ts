/** Pushes to switches: asking for the end of a call, and the commands that a switch polls for. */
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import { findCall } from "../../engine/find-calls.ts";
import { commandDone, commandsFor, hangUp, type ToldCommand } from "../../engine/push.ts";
import { callId, releaseAnswer } from "../call-bodies.ts";
import { replyOf } from "../charging.ts";
import { Problem } from "../errors.ts";
import { isoTime, type Routes, text, timestamp } from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const LONGEST_WAIT_SECONDS = 30;

const command = z
  .object({
    id: z.string(),
    type: z.enum(["hang-up", "new-limit"]),
    callId: z.string(),
    organization: z.string(),
    node: z.string().nullable(),
    limitSeconds: z.int().optional().meta({ description: "Of a new limit: total since answer that is paid for now" }),
    reason: z.string(),
    announcement: z.string().optional().meta({ description: "To be played before a hang-up" }),
    at: timestamp,
  })
  .meta({ id: "SwitchCommand" });

const tags = ["Calls"];

export const switchCommandRoutes: Routes = (app, { engine }) => {
  app.post(
    "/v1/calls/:callId/hang-up",
    {
      schema: {
        tags,
        summary: "Ask the switch to end a call",
        description:
          "The call goes on until its switch has done it. Asked for again, it is the same command; a call that has " +
          "ended is answered with its end, and an emergency call is never pushed off.",
        params: z.strictObject({ callId }),
        body: z.strictObject({ reason: text(200).optional() }),
        response: { 200: releaseAnswer, 202: z.object({ callId: z.string(), command }) },
      },
    },
    async (request, reply) => {
      const { rights, organization, switchId } = request.caller;
      const any = rights.has("operator") || rights.has("voice");
      const scope = { switch: any ? null : switchId, organization };
      const call = await findCall(engine, scope, switchId, request.params.callId);
      if (!call) throw new Problem("UNKNOWN_CALL", "No call has this callId.");
      const asked = await hangUp(engine, call, request.body.reason);
      if ("command" in asked) return reply.code(202).send({ callId: call.callId, command: shown(asked.command) });
      const { status, body } = replyOf(asked.ended, call.callId, 200);
      return reply.code(status as 200).send(body as z.input<typeof releaseAnswer>);
    },
  );

  app.get(
    "/v1/switch-commands",
    {
      schema: {
        tags,
        summary: "What the switch is to do with its calls",
        description:
          "Commands that are not done, of calls in progress, oldest first: all of them, or those after the one named. " +
          "With waitSeconds the answer waits until there is one. A switch that begins asks without `after`, so that " +
          "what it had read and not done comes again.",
        querystring: z.strictObject({
          after: z
            .string()
            .regex(/^\d{1,18}$/, FAULTS.NOT_A_GIVEN_ID)
            .optional(),
          waitSeconds: z.coerce.number().int().min(0).max(LONGEST_WAIT_SECONDS).default(0),
          node: z.string().min(1).max(255).optional().meta({ description: "Only of calls of this node, or of none" }),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
        response: { 200: z.object({ items: z.array(command), nextCursor: z.null() }) },
      },
    },
    async (request) => {
      const { after = "0", waitSeconds, node = null, limit } = request.query;
      const commands = await commandsFor(
        engine,
        { switchId: request.switchId, node, after: BigInt(after), limit },
        { waitMs: 1000 * waitSeconds, gone: () => request.raw.destroyed },
      );
      return { items: commands.map(shown), nextCursor: null };
    },
  );

  app.post(
    "/v1/switch-commands/:id/done",
    {
      schema: {
        tags,
        summary: "The switch has done it",
        description: "It is not listed any more. A command also ends with its call.",
        params: z.strictObject({ id: numericId }),
        body: z.strictObject({}),
        response: { 200: z.object({ id: z.string(), done: z.literal(true) }) },
      },
    },
    async ({ params, switchId }) => {
      await commandDone(engine, switchId, BigInt(params.id));
      return { id: params.id, done: true as const };
    },
  );
};

const shown = (row: ToldCommand): z.input<typeof command> => ({
  id: row.id.toString(),
  type: row.type,
  callId: row.callId,
  organization: row.organization,
  node: row.node,
  ...(row.limitSeconds === null ? {} : { limitSeconds: row.limitSeconds }),
  reason: row.reason,
  ...(row.type === "hang-up" ? { announcement: row.announcement } : {}),
  at: isoTime(row.at),
});
