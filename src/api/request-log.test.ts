import type { FastifyBaseLogger, FastifyRequest } from "fastify";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { requestLog } from "./request-log.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("refusals for want of room are told once, and then by their number; other failures one by one", () => {
  const told: object[] = [];
  const error = (line: object): void => void told.push(line);
  const log = { error, info: () => {}, debug: () => {} } as unknown as FastifyBaseLogger;
  const request = { method: "POST", log, caller: { id: "key-1" } } as unknown as FastifyRequest;
  const logRequest = requestLog(log);

  for (let i = 0; i < 500; i++) logRequest(request, "/v1/calls", 503, 0.12);
  logRequest(request, "/v1/calls", 500, 3);
  const first = { method: "POST", route: "/v1/calls", status: 503, ms: 0.1, caller: "key-1" };
  expect(told).toEqual([first, { ...first, status: 500, ms: 3 }]);

  vi.advanceTimersByTime(1_000);
  expect(told.at(-1)).toEqual({ status: 503, requests: 499 });
  logRequest(request, "/v1/calls", 503, 0.12);
  expect(told.at(-1), "the next one is the first of its second again").toEqual(first);
  vi.advanceTimersByTime(1_000);
  expect(told, "nothing is told of nothing").toHaveLength(4);
});
