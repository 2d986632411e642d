/** Exports of the usage report: asked for, watched, downloaded. */
import { Readable } from "node:stream";
import { z } from "zod";
import { download, exportOf, type ExportRow, exportsOf, hasExpired, orderExport } from "../../engine/usage/exports.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { inBody, moment, periodOf } from "../period.ts";
import { isoTime, organizationParams, type Routes, timestamp } from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const usageExport = z
  .object({
    id: z.string(),
    state: z.enum(["running", "ready", "failed"]),
    format: z.enum(["zip", "xlsx"]),
    from: timestamp,
    to: timestamp,
    progress: z.int().min(0).max(100).meta({ description: "Per cent" }),
    rows: z.int().min(0).meta({ description: "Written so far" }),
    createdAt: timestamp,
    finishedAt: timestamp.optional(),
    bytes: z.int().min(0).optional(),
    expiresAt: timestamp.optional().meta({ description: "No download any more from then on" }),
    downloadUrl: z.string().optional().meta({ description: "Needs no key: whoever has it may read the file" }),
    failure: z.string().optional(),
  })
  .meta({ id: "UsageExport" });

const ORG = "/v1/organizations/:org/usage-exports";
const params = organizationParams.extend({ id: numericId });
const tags = ["Usage"];

const TYPES = { zip: "application/zip", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };
const file = {
  200: {
    description: "The file",
    content: Object.fromEntries(
      Object.values(TYPES).map((type) => [type, { schema: { type: "string", format: "binary" } }]),
    ),
  },
} as object;

export const usageExportRoutes: Routes = (app, { engine, config }) => {
  const shown = (row: ExportRow, base: string): z.input<typeof usageExport> => ({
    id: row.id.toString(),
    state: row.state,
    format: row.format,
    from: isoTime(row.from),
    to: isoTime(row.to),
    progress: progressOf(row),
    rows: row.rows,
    createdAt: isoTime(row.createdAt),
    ...(row.finishedAt === null ? {} : { finishedAt: isoTime(row.finishedAt) }),
    ...(row.expiresAt === null ? {} : { bytes: Number(row.bytes), expiresAt: isoTime(row.expiresAt) }),
    ...(row.state === "ready" && !hasExpired(engine, row)
      ? { downloadUrl: `${base}/v1/organizations/${row.organization}/usage-exports/${row.id}/file?token=${row.token}` }
      : {}),
    ...(row.failure === null ? {} : { failure: row.failure }),
  });
  const baseOf = ({ protocol, host }: { protocol: string; host: string }): string =>
    config.publicUrl ?? `${protocol}://${host}`;

  app.post(
    ORG,
    {
      schema: {
        summary: "Export the usage report",
        description:
          "zip: the documented files `PSTN.calls.<date>.csv`, `DirectRouting.calls.<date>.csv` and `parameters.json`. " +
          "xlsx: a workbook with a summary. `from` is inclusive, `to` exclusive, both UTC.",
        tags,
        params: organizationParams,
        body: z.strictObject({ from: moment, to: moment, format: z.enum(["zip", "xlsx"]).default("zip") }),
        response: { 202: usageExport },
      },
    },
    async (request, reply) => {
      const { params, body, caller } = request;
      const period = inBody(() => periodOf(body, engine.now()));
      const reader = { names: caller.rights.has("names") };
      const row = await orderExport(engine, params.org, { ...period, format: body.format }, caller.id, reader);
      return reply.code(202).send(shown(row, baseOf(request)));
    },
  );

  app.get(
    ORG,
    {
      schema: {
        summary: "Exports, newest first",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(usageExport) },
      },
    },
    async (request) => {
      const wanted = pageRequest(request.query);
      const rows = await exportsOf(engine, request.params.org, { before: wanted.after, limit: wanted.limit });
      return page(rows, wanted, {
        key: (row) => row.id.toString(),
        item: (row) => visible(shown(row, baseOf(request)), row, request.caller.rights.has("names")),
      });
    },
  );

  app.get(
    `${ORG}/:id`,
    { schema: { summary: "One export and how far it is", tags, params, response: { 200: usageExport } } },
    async (request) => {
      const row = await exportOf(engine, request.params.org, request.params.id);
      return visible(shown(row, baseOf(request)), row, request.caller.rights.has("names"));
    },
  );

  app.get(
    `${ORG}/:id/file`,
    {
      schema: {
        summary: "Download an export",
        description: "At `downloadUrl`. 410 `EXPORT_EXPIRED` a day after it was made.",
        tags,
        params,
        querystring: z.strictObject({ token: z.string().min(1).max(100) }),
        response: file,
      },
    },
    async ({ params, query }, reply) => {
      const { row, bytes } = await download(engine, params.org, params.id, query.token);
      reply.type(TYPES[row.format]).header("content-length", String(row.bytes));
      reply.header("content-disposition", `attachment; filename="Calls.Export.${params.id}.${row.format}"`);
      reply.header("cache-control", "private, no-store");
      return reply.send(Readable.from(bytes, { objectMode: false }));
    },
  );
};

/** A file with names is not handed to who may not know them. */
function visible<Shown extends { downloadUrl?: string | undefined }>(
  shown: Shown,
  row: ExportRow,
  names: boolean,
): Shown {
  if (names || !row.names) return shown;
  const { downloadUrl: _, ...rest } = shown;
  return rest as Shown;
}

/** What the roll-up foretold may be a few rows off: calls go on, and the period may begin in the middle of a day. */
const progressOf = ({ state, rows, expectedRows }: ExportRow): number =>
  state === "ready" ? 100 : Math.min(99, Math.floor((100 * rows) / Math.max(1, expectedRows)));
