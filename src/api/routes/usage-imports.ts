/** Call records of other providers: read in, looked at, priced by our decks. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import { priceUsage } from "../../engine/price-usage.ts";
import { type Mapping, mappingSchema, readMapping } from "../../engine/usage-file/columns.ts";
import { importOf, type ImportJob, importsOf, mappingOf, refusedOf, UsageImports } from "../../engine/usage-imports.ts";
import { invalidRequest } from "../errors.ts";
import { idempotencyKey, OWN_REPEATS } from "../idempotency.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { receiveFile, takeFiles } from "../receive-file.ts";
import {
  currency,
  decimal,
  isoTime,
  organizationParams,
  type RouteContext,
  type Routes,
  timestamp,
} from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const count = z.int().min(0);
const refusedRow = z.object({
  line: z.int(),
  why: z.string(),
  file: z.string().optional().meta({ description: "The member of a zip" }),
});
const usageImport = z
  .object({
    id: z.string(),
    fileName: z.string(),
    dryRun: z.boolean(),
    state: z.enum(["running", "ready", "failed"]),
    progress: z.number().meta({ description: "0 to 1" }),
    rowsRead: count,
    added: count.meta({ description: "Of a dry run: what would be added" }),
    alreadyThere: count,
    refusedCount: count,
    refused: z
      .array(refusedRow)
      .meta({ description: "The first thousand rows that were not taken; `…/refused` lists all of them" }),
    header: z
      .array(z.string())
      .nullable()
      .meta({ description: "Of a CSV that is in no zip: the names of its columns, from which a mapping chooses" }),
    mapping: mappingSchema.nullable().meta({ description: "How a CSV was read; what was not given was guessed" }),
    preview: z
      .array(
        z.object({
          line: z.int(),
          startedAt: timestamp,
          durationSeconds: count,
          callType: z.string(),
          from: z.string(),
          to: z.string(),
          user: z.string().nullable(),
          charge: decimal.optional().meta({ description: "Absent where the file tells none" }),
          currency: z.string().nullable().optional(),
        }),
      )
      .meta({ description: "The first ten rows as they were understood" }),
    failure: z.string().optional().meta({ description: "Why nothing of the file was kept" }),
    createdAt: timestamp,
    endedAt: timestamp.optional(),
  })
  .meta({ id: "UsageImport" });

const pricing = z
  .object({
    currency,
    calls: count,
    charge: decimal.meta({ description: "What all of it would cost from the credits here" }),
    strangers: count.meta({
      description:
        "Calls of people and numbers that are not known here: priced by the number alone, as paid by the credits",
    }),
    lines: z.array(
      z.object({
        callType: z.string(),
        payer: z.string().meta({ description: "A source of funding, or the code of the refusal", example: "credits" }),
        calls: count,
        seconds: count,
        poolMinutes: count,
        charge: decimal,
      }),
    ),
    told: z.array(z.object({ currency, amount: decimal })).meta({ description: "What the file says that it cost" }),
  })
  .meta({ id: "UsagePricing" });

const ORG = "/v1/organizations/:org";
const params = organizationParams.extend({ id: numericId });
const tags = ["Usage"];
const form = { override: { type: "object", properties: { file: { type: "string", format: "binary" } } } } as const;

export const usageImportRoutes: Routes = (app, context) => {
  const { engine } = context;
  const imports = new UsageImports(engine, app.log);
  app.addHook("onClose", () => imports.stop());
  takeFiles(app);

  app.post(
    `${ORG}/usage-imports`,
    {
      config: OWN_REPEATS,
      schema: {
        summary: "Read in call records of another provider",
        description:
          "A form with one file of at most 2 GB: Teams' own export (zip or its CSV), Graph's getPstnCalls JSON, or any " +
          "carrier's CSV, whose columns are guessed unless a mapping says. It is read in the background, all or nothing; " +
          "rows that are no calls are told with their line. The same row twice adds nothing. A dry run keeps nothing.",
        tags,
        params: organizationParams,
        querystring: z.strictObject({
          dryRun: z.enum(["true", "false"]).default("false"),
          mapping: z.string().max(10_000).optional().meta({ description: "The id of a saved mapping, or one as JSON" }),
        }),
        body: { content: { "multipart/form-data": { schema: z.any().meta(form) } } },
        response: { 202: usageImport },
      },
    },
    async (request, reply) => {
      const { params, query, caller } = request;
      const key = idempotencyKey(request);
      const mapping = await mappingWanted(context, params.org, query.mapping);
      const file = await receiveFile(request);
      const { job, repeated } = await imports.start(params.org, {
        ...file,
        hash: createHash("sha256")
          .update(`${file.sha256} ${query.dryRun} ${JSON.stringify(mapping)}`)
          .digest("hex"),
        mapping,
        dryRun: query.dryRun === "true",
        idempotencyKey: key,
        author: caller.id,
      });
      if (repeated) reply.header("idempotency-replayed", "true");
      return reply.code(202).send(shown(job));
    },
  );

  app.get(
    `${ORG}/usage-imports`,
    {
      schema: {
        summary: "Usage imports, newest first",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(usageImport) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const jobs = await importsOf(engine, params.org, { before: wanted.after, limit: wanted.limit });
      return page(jobs, wanted, { key: ({ id }) => id.toString(), item: shown });
    },
  );

  app.get(
    `${ORG}/usage-imports/:id`,
    {
      schema: { summary: "How far an import is, and what became of it", tags, params, response: { 200: usageImport } },
    },
    async ({ params }) => shown(await importOf(engine, params.org, params.id)),
  );

  app.get(
    `${ORG}/usage-imports/:id/refused`,
    {
      schema: {
        summary: "The rows that were not taken, each with its line and why, in the order of the file",
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(refusedRow) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const rows = await refusedOf(engine, params.org, params.id, { after: wanted.after, limit: wanted.limit });
      return page(rows, wanted, {
        key: ({ number }) => number.toString(),
        item: ({ number: _, ...row }) => row,
      });
    },
  );

  app.get(
    `${ORG}/usage-imports/:id/pricing`,
    {
      schema: {
        summary: "What these calls would cost here, and who would pay",
        description:
          "By the decks and the rules of real calls, with the minutes of the organisation's licences in each month. " +
          "Rows that were in an earlier import belong to that one.",
        tags,
        params,
        response: { 200: pricing },
      },
    },
    async ({ params }) => {
      const { lines, toldCharges, charge, ...rest } = await priceUsage(engine, params.org, params.id);
      return {
        ...rest,
        charge: formatMicros(charge),
        lines: lines.map((line) => ({ ...line, charge: formatMicros(line.charge) })),
        told: toldCharges.map((told) => ({ currency: told.currency, amount: formatMicros(told.amount) })),
      };
    },
  );
};

async function mappingWanted({ engine }: RouteContext, org: string, wanted: string | undefined): Promise<Mapping> {
  if (wanted === undefined || wanted === "") return {};
  if (!/^\s*\{/.test(wanted)) return mappingOf(engine, org, wanted);
  try {
    return readMapping(JSON.parse(wanted));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw invalidRequest([{ in: "query", pointer: "/mapping", code: "NOT_UNDERSTOOD", message }]);
  }
}

const shown = (job: ImportJob): z.input<typeof usageImport> => ({
  id: job.id.toString(),
  fileName: job.fileName,
  dryRun: job.dryRun,
  state: job.state,
  progress: Math.round(job.progress * 1000) / 1000,
  rowsRead: Number(job.rowsRead),
  added: Number(job.added),
  alreadyThere: Number(job.alreadyThere),
  refusedCount: Number(job.refused),
  refused: job.refusedRows,
  header: job.header,
  mapping: job.mapping,
  preview: job.preview,
  ...(job.failure === null ? {} : { failure: job.failure }),
  createdAt: isoTime(job.createdAt),
  ...(job.endedAt === null ? {} : { endedAt: isoTime(job.endedAt) }),
});
