/** Audits of the books that an operator asks for, as `npx talktime audit` makes them. */
import { z } from "zod";
import { type AuditRunRow, auditRun, auditRuns, orderAudit } from "../../engine/audit-runs.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { isoTime, type Routes, timestamp } from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const count = z.int().min(0);
const run = z
  .object({
    id: z.string(),
    state: z.enum(["waiting", "running", "done", "failed"]),
    progress: z.number().min(0).max(1),
    report: z
      .object({
        good: z.boolean().meta({ description: "Every rule holds, and nobody has changed the audit log" }),
        organizations: count,
        calls: count,
        transfers: count,
        entries: count.meta({ description: "Of the audit log" }),
        wrong: z.array(z.object({ rule: z.string(), organization: z.string(), words: z.string() })),
      })
      .nullable(),
    failure: z.string().nullable().meta({ description: "Why it could not be finished" }),
    author: z.string(),
    createdAt: timestamp,
    endedAt: timestamp.nullable(),
  })
  .meta({ id: "Audit" });

const tags = ["Service"];
const PATH = "/v1/audits";

export const auditRoutes: Routes = (app, { engine }) => {
  app.post(
    PATH,
    {
      schema: {
        summary: "Have the books audited",
        description: "While one is under way, that one is the answer.",
        tags,
        body: z.strictObject({}).optional(),
        response: { 202: run },
      },
    },
    async ({ caller }, reply) => reply.code(202).send(shown(await orderAudit(engine, caller.name))),
  );

  app.get(
    PATH,
    { schema: { summary: "Audits, newest first", tags, querystring: pageQuery, response: { 200: pageOf(run) } } },
    async ({ query }) => {
      const { after: before, limit } = pageRequest(query);
      const rows = await auditRuns(engine, { before, limit });
      return page(rows, { after: before, limit }, { key: (row) => row.id.toString(), item: shown });
    },
  );

  app.get(
    `${PATH}/:id`,
    {
      schema: {
        summary: "One audit: how far it is, and what it found",
        tags,
        params: z.strictObject({ id: numericId }),
        response: { 200: run },
      },
    },
    async ({ params: { id } }) => shown(await auditRun(engine, id)),
  );
};

const shown = ({ id, rules, rulesDone, createdAt, endedAt, ...row }: AuditRunRow): z.input<typeof run> => ({
  ...row,
  id: id.toString(),
  progress: row.state === "done" ? 1 : rules === 0 ? 0 : rulesDone / rules,
  createdAt: isoTime(createdAt),
  endedAt: endedAt === null ? null : isoTime(endedAt),
});
