/** Server-sent events (WHATWG HTML, "Server-sent events"): what happens, while it happens, to whoever may see it. */
import type { ServerResponse } from "node:http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { LiveEvent, Told } from "../../engine/live.ts";
import { getOrganization } from "../../engine/provision-organization.ts";
import { Problem } from "../errors.ts";
import { identifier, type Routes } from "../schema.ts";

const HEARTBEAT_MS = 15_000;
/** Whoever does not take what was sent is dropped with so much waiting: it may come back with Last-Event-ID. */
const MOST_WAITING_BYTES = 256 * 1024;
const MOST_LISTENERS = 500;

export const eventRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/events",
    {
      schema: {
        tags: ["Calls"],
        summary: "What happens, as server-sent events",
        description:
          "Types: call.authorized, call.answered, call.extended, call.ended, call.refused, credits.changed, " +
          "switch.command, notice. Of all processes on the same database. Last-Event-ID brings what was missed in the " +
          "last minute, where the same process is asked again; a client that does not read is dropped.",
        querystring: z.strictObject({ organization: identifier.optional() }),
        response: { 200: { description: "text/event-stream" } },
      },
    },
    async (request, reply) => {
      const wanted = request.query.organization;
      const sees = visibleTo(request, wanted);
      if (wanted !== undefined) await getOrganization(engine, wanted);
      if (engine.live.listening >= MOST_LISTENERS)
        throw new Problem("OVERLOADED", "Too many listen already. Ask again shortly.");
      reply.hijack();
      stream(request, reply.raw, sees);
      return reply;
    },
  );

  const stream = (request: FastifyRequest, response: ServerResponse, sees: (event: LiveEvent) => boolean): void => {
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    const write = (text: string): void => {
      response.write(text);
      if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
    };
    write("retry: 2000\n\n");
    const tell = ({ id, event }: Told): void => {
      if (!response.destroyed && sees(event))
        write(`id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    };
    const lastId = request.headers["last-event-id"];
    const stop = engine.live.listen(tell, typeof lastId === "string" ? lastId : null);
    const unhook = engine.live.onClose(() => response.end());
    const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
    response.on("close", () => {
      clearInterval(heartbeat);
      stop();
      unhook();
    });
  };
};

/** Of its organisation alone, for who is bound to one; calls of its switch alone, for a key that only charges. */
function visibleTo(request: FastifyRequest, wanted: string | undefined): (event: LiveEvent) => boolean {
  const { organization: own, rights, switchId } = request.caller;
  if (wanted !== undefined && own !== null && own !== wanted)
    throw new Problem("UNKNOWN_ORGANIZATION", `There is no organisation ${wanted}.`);
  const organization = wanted ?? own;
  return (event) => {
    if (organization !== null && event.organization !== organization) return false;
    if (event.switch === undefined) return rights.has("read");
    return (rights.has("usage") && rights.has("names")) || (rights.has("switch") && event.switch === switchId);
  };
}
