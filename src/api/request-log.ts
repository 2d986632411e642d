/** One line for each request, but for those that would be too many: calls, and what is refused for want of room. */
import type { FastifyBaseLogger, FastifyRequest } from "fastify";

export type LogRequest = (request: FastifyRequest, route: string, status: number, ms: number) => void;

/** Refused for now: too much to do, or the database is away. */
const NOT_NOW = 503;
const TOLD_EVERY_MS = 1_000;

/** The route's pattern and not the address: callers' numbers and people's names are in addresses. */
export function requestLog(log: FastifyBaseLogger): LogRequest {
  const refused = countedRefusals(log);
  return (request, route, status, ms) => {
    if (status === NOT_NOW && !refused.isFirst()) return;
    const line = { method: request.method, route, status, ms: Math.round(ms * 10) / 10, caller: request.caller?.id };
    if (status >= 500) request.log.error(line, "request");
    else if (route.startsWith("/v1/calls")) request.log.debug(line, "request");
    else request.log.info(line, "request");
  };
}

/**
 * Whoever has too much to do must not write a line for each refusal besides, one after the other to a terminal that may
 * be slow: the first is told as it is, those of the next second by their number.
 */
function countedRefusals(log: FastifyBaseLogger): { isFirst: () => boolean } {
  let counting = false;
  let more = 0;
  const tell = (): void => {
    counting = false;
    if (more > 0) log.error({ status: NOT_NOW, requests: more }, "more requests were refused for now");
    more = 0;
  };
  return {
    isFirst: () => {
      if (counting) more += 1;
      else setTimeout(tell, TOLD_EVERY_MS).unref();
      const first = !counting;
      counting = true;
      return first;
    },
  };
}
