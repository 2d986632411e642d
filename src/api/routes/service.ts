/** What runs the service asks: does it serve, does its database answer, how is it doing, what can it do. */
import { z } from "zod";
import { Problem } from "../errors.ts";
import type { Routes } from "../schema.ts";

const tags = ["Service"];
const ok = z.object({ status: z.literal("ok") });
const text = { 200: { description: "Prometheus text", content: { "text/plain": { schema: z.string() } } } };
/** A database that has not answered by then does not answer calls either. */
const READY_MS = 2_000;

export const serviceRoutes: Routes = (app, { engine, metrics, openApi }) => {
  app.get(
    "/healthz",
    { exposeHeadRoute: true, schema: { tags, summary: "200 when the process serves", response: { 200: ok } } },
    () => ({ status: "ok" }) as const,
  );

  app.get(
    "/readyz",
    { exposeHeadRoute: true, schema: { tags, summary: "200 when the database answers", response: { 200: ok } } },
    async () => {
      const answer = engine.pool.query("SELECT 1").then(
        () => true,
        () => false,
      );
      const late = new Promise<false>((resolve) => setTimeout(resolve, READY_MS, false).unref());
      if (!(await Promise.race([answer, late]))) throw new Problem("UNAVAILABLE", "The database does not answer.");
      return { status: "ok" } as const;
    },
  );

  app.get(
    "/metrics",
    { schema: { tags, summary: "Figures for Prometheus", response: text } },
    async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );

  app.get(
    "/openapi.json",
    { schema: { tags, summary: "This document", response: { 200: z.record(z.string(), z.unknown()) } } },
    async (_request, reply) => reply.send(openApi() as Record<string, unknown>),
  );
};
