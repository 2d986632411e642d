/** Custom reports: rows, measures, filters and period of one's own; saved, shared, run, sent by mail. */
import { z } from "zod";
import {
  type Author,
  type CustomReport,
  customReport,
  customReports,
  dropCustomReport,
  fileOf,
  mailsOfReport,
  putCustomReport,
  type ReportDefinition,
  runCustomReport,
} from "../../engine/usage/custom-reports.ts";
import { CALL_TYPES } from "../../domain/call-type.ts";
import { DIMENSIONS } from "../../engine/usage/spend.ts";
import type { Caller } from "../auth.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { daysOf, inBody } from "../period.ts";
import { country, currency, identifier, isoTime, organizationParams, type Routes, text, timestamp } from "../schema.ts";
import { measures, shownMeasures } from "./usage-spend.ts";

const filters = z.strictObject({
  report: z.enum(["calling-plan", "direct-routing"]).optional(),
  callType: z.array(z.enum(CALL_TYPES)).min(1).max(CALL_TYPES.length).optional(),
  user: z.string().max(255).optional(),
  destinationCountry: country.optional(),
  capability: z.string().min(1).max(64).optional(),
  costCenter: z.string().max(100).optional(),
  number: z.string().min(1).max(255).optional(),
  charged: z.boolean().optional(),
});
const period = z
  .union([
    z.strictObject({ days: z.int().min(1).max(366) }),
    z.strictObject({ month: z.enum(["this", "last"]) }),
    z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
  ])
  .meta({ description: "Whole days, UTC: so many before today, a month, or from a day to another, exclusive" });
const measure = z.enum(["calls", "refused", "usedSeconds", "poolMinutes", "charge"]);
const schedule = z.strictObject({
  every: z
    .enum(["day", "week", "month"])
    .meta({ description: "At six in the morning of the organisation's time zone" }),
  recipients: z.array(z.email().max(254)).min(1).max(50),
  format: z.enum(["xlsx", "csv"]).default("xlsx"),
});

const fields = {
  displayName: text(100),
  rows: z.array(z.enum(DIMENSIONS)).max(3).meta({ description: "What the lines are grouped by, in that order" }),
  measures: z.array(measure).min(1).max(5),
  filters,
  period,
  shared: z.boolean().meta({ description: "With everybody of the organisation who may see reports" }),
};
const change = z
  .strictObject({ ...fields, schedule: schedule.nullable().meta({ description: "Null: not any more" }) })
  .partial();
const shown = z
  .object({
    id: z.string(),
    ...fields,
    schedule: schedule.nullable(),
    nextRunAt: timestamp.nullable(),
    own: z.boolean().meta({ description: "Whether the asker may change it" }),
    updatedAt: timestamp,
  })
  .meta({ id: "CustomReport" });

const ORG = "/v1/organizations/:org/custom-reports";
const params = organizationParams.extend({ id: identifier });
const tags = ["Usage"];

const run = z
  .object({
    displayName: z.string(),
    from: timestamp,
    to: timestamp,
    currency,
    rows: fields.rows,
    measures: fields.measures,
    items: z.array(z.object({ keys: z.array(z.string()), names: z.array(z.string()), ...partialMeasures() })),
    total: z.object(partialMeasures()),
  })
  .meta({ id: "CustomReportRun" });

function partialMeasures() {
  return z.object(measures).partial().shape;
}

const file = {
  200: {
    description: "The report",
    content: { "application/json": { schema: run }, "text/csv": { schema: { type: "string" } } },
  },
} as object;

export const customReportRoutes: Routes = (app, { engine }) => {
  app.get(
    ORG,
    {
      schema: {
        summary: "Custom reports: one's own and those that are shared",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(shown) },
      },
    },
    async ({ params, query, caller }) => {
      const wanted = pageRequest(query);
      const rows = await customReports(engine, params.org, authorOf(caller), wanted);
      return page(rows, wanted, { key: (row) => row.id, item: (row) => show(row, caller) });
    },
  );

  app.put(
    `${ORG}/:id`,
    {
      schema: {
        summary: "Make or change a custom report",
        description: "403 `NOT_YOUR_REPORT` for one that somebody else has made.",
        tags,
        params,
        body: change,
        response: { 200: shown },
      },
    },
    async ({ params, body, caller }) => {
      const { period } = body;
      if (period && "from" in period) inBody(() => daysOf(period, engine.now()), "/period");
      const { filters, ...rest } = withoutUndefined(body);
      const definition = { ...rest, ...(filters && { filters: filtersOf(filters) }) };
      return show(await putCustomReport(engine, params.org, params.id, definition, authorOf(caller)), caller);
    },
  );

  app.get(
    `${ORG}/:id`,
    { schema: { summary: "A custom report", tags, params, response: { 200: shown } } },
    async ({ params, caller }) => show(await customReport(engine, params.org, params.id, authorOf(caller)), caller),
  );

  app.delete(
    `${ORG}/:id`,
    { schema: { summary: "Remove a custom report", tags, params, response: { 204: { description: "Removed" } } } },
    async ({ params, caller }, reply) => {
      await dropCustomReport(engine, params.org, params.id, authorOf(caller));
      return reply.code(204).send();
    },
  );

  app.get(
    `${ORG}/:id/run`,
    {
      schema: {
        summary: "Run a custom report now",
        description: "Dearest first. `format` xlsx or csv gives a file.",
        tags,
        params,
        querystring: z.strictObject({ format: z.enum(["json", "xlsx", "csv"]).default("json") }),
        response: file,
      },
    },
    async ({ params, query, caller }, reply) => {
      const asker = authorOf(caller);
      const report = await customReport(engine, params.org, params.id, asker);
      const found = await runCustomReport(engine, report, asker.reader, engine.now());
      if (query.format !== "json") {
        reply.header("content-disposition", `attachment; filename="${params.id}.${query.format}"`);
        reply.type(query.format === "csv" ? "text/csv; charset=utf-8" : XLSX);
        return reply.send(await fileOf(report, found, query.format));
      }
      const { rows, measures } = report.definition;
      const only = (row: Parameters<typeof shownMeasures>[0]) => {
        const all = shownMeasures(row);
        return Object.fromEntries(measures.map((name) => [name, all[name]]));
      };
      return reply.send({
        displayName: report.displayName,
        from: isoTime(found.from),
        to: isoTime(found.to),
        currency: found.currency,
        rows,
        measures,
        items: found.rows.map((row) => ({
          keys: row.keys,
          names: row.keys.map((key, i) => found.nameOf(rows[i]!, key)),
          ...only(row),
        })),
        total: only(found.total),
      } satisfies z.input<typeof run>);
    },
  );

  app.get(
    `${ORG}/:id/mails`,
    {
      schema: {
        summary: "Mails that a scheduled report was sent with, newest first",
        tags,
        params,
        response: {
          200: z.object({
            items: z.array(
              z.object({
                dueAt: timestamp,
                address: z.string(),
                state: z.enum(["pending", "sent", "captured", "failed"]),
                tries: z.int(),
                failure: z.string().nullable(),
              }),
            ),
          }),
        },
      },
    },
    async ({ params, caller }) => ({
      items: (await mailsOfReport(engine, params.org, params.id, authorOf(caller))).map(
        ({ dueAt, address, state, tries, failure }) => ({ dueAt: isoTime(dueAt), address, state, tries, failure }),
      ),
    }),
  );
};

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const authorOf = ({ id, rights }: Caller): Author => ({
  id,
  administers: rights.has("settings"),
  reader: { names: rights.has("names") },
});

const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

function filtersOf({ callType, destinationCountry, ...rest }: z.output<typeof filters>): ReportDefinition["filters"] {
  return {
    ...withoutUndefined(rest),
    ...(callType && { callTypes: callType }),
    ...(destinationCountry && { destination: destinationCountry }),
  };
}

function show(report: CustomReport, caller: Caller): z.input<typeof shown> {
  const { rows, measures, period, filters } = report.definition;
  const { callTypes, destination, ...rest } = filters;
  const shownFilters = Object.fromEntries(
    Object.entries({ ...rest, callType: callTypes, destinationCountry: destination }).filter(
      ([, value]) => value !== undefined && value !== null,
    ),
  );
  return {
    id: report.id,
    displayName: report.displayName,
    ...{ rows, measures, period },
    filters: shownFilters,
    shared: report.shared,
    schedule: report.schedule,
    nextRunAt: report.nextRunAt === null ? null : isoTime(report.nextRunAt),
    own: report.owner === caller.id || caller.rights.has("settings"),
    updatedAt: isoTime(report.updatedAt),
  };
}
