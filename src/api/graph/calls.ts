/** Call records as Graph's communications API gives them: `getPstnCalls` and `getDirectRoutingCalls`. */
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type Report, type UsageRow, withCorrections } from "../../domain/report/usage-row.ts";
import type { Engine } from "../../engine/engine.ts";
import { NO_FILTER, usageOf } from "../../engine/usage/report.ts";
import type { Period } from "../period.ts";
import type { Routes } from "../schema.ts";
import { directRoutingLogRow, directRoutingRow, pstnCallLogRow, pstnRow, type RowContext } from "./call-rows.ts";
import { collectionOf, contextOf, GRAPH, nextLink, queryOptions, skipToken } from "./collection.ts";
import { periodOfFunction } from "./period.ts";
import { organizationOf } from "./scope.ts";

const ROWS_A_PAGE = 1000;

const params = z.strictObject({
  period: z
    .string()
    .meta({ description: "The function's parameters: (fromDateTime=2026-11-01,toDateTime=2026-11-30)" }),
});
const querystring = queryOptions({
  $top: z.coerce.number().int().min(1).max(ROWS_A_PAGE).default(ROWS_A_PAGE),
  $skiptoken: z.string().min(1).max(2000).optional(),
});

const tags = ["Graph"];
const PATH = `${GRAPH}/communications/callRecords`;
/** The generated clients of Graph name a function with its namespace, people write it without. */
const NAMESPACES = ["", "microsoft.graph.callRecords."];

export const graphCallRoutes: Routes = (app, { engine }) => {
  for (const namespace of NAMESPACES) {
    app.get(
      `${PATH}/${namespace}getPstnCalls:period`,
      {
        schema: {
          summary: "Calls of calling plans, as Graph's getPstnCalls gives them",
          description: "Both ends are inclusive, and a date as the end is the whole day; at most 90 days.",
          tags,
          params,
          querystring,
          response: { 200: collectionOf(pstnCallLogRow) },
        },
      },
      (request) => {
        const period = periodOfFunction(request.params.period, "inclusive");
        return callRecords(engine, request, period, {
          report: "calling-plan",
          type: "pstnCallLogRow",
          rowOf: pstnRow,
        });
      },
    );

    app.get(
      `${PATH}/${namespace}getDirectRoutingCalls:period`,
      {
        schema: {
          summary: "Calls over one's own carrier, as Graph's getDirectRoutingCalls gives them",
          description: "The end is exclusive; at most 90 days.",
          tags,
          params,
          querystring,
          response: { 200: collectionOf(directRoutingLogRow) },
        },
      },
      (request) => {
        const period = periodOfFunction(request.params.period, "exclusive");
        return callRecords(engine, request, period, {
          report: "direct-routing",
          type: "directRoutingLogRow",
          rowOf: directRoutingRow,
        });
      },
    );
  }
};

interface Wanted<Row> {
  report: Report;
  /** Of a row, in Graph's namespace of call records. */
  type: string;
  rowOf: (row: UsageRow, context: RowContext) => Row;
}

/** Oldest first; a page goes on after the call at which the one before ended, whatever was added meanwhile. */
async function callRecords<Row>(
  engine: Engine,
  request: FastifyRequest,
  period: Period,
  { report, type, rowOf }: Wanted<Row>,
) {
  const { id, country } = await organizationOf(engine, request);
  const { $top, $skiptoken } = request.query as z.output<typeof querystring>;
  const after = $skiptoken === undefined ? null : skipToken.read($skiptoken, keyOfRow);
  const { currency, rows } = await usageOf(
    engine,
    id,
    { ...NO_FILTER, ...period, report, refused: false },
    {
      sort: "startedAt",
      descending: false,
      after: after && { value: after[0], id: after[1] },
      limit: $top + 1,
    },
    { names: request.caller.rights.has("names") },
  );
  const shown = rows.slice(0, $top);
  const last = shown.at(-1)?.key;
  const context = { currency, country, countryName: (code: string) => engine.countries.names[code] ?? code };
  return {
    "@odata.context": contextOf(engine, `Collection(microsoft.graph.callRecords.${type})`),
    "@odata.count": shown.length,
    ...(rows.length > $top &&
      last && {
        "@odata.nextLink": nextLink(engine, request, {
          ...($top === ROWS_A_PAGE ? {} : { $top: String($top) }),
          $skiptoken: skipToken.write([last.value, last.id]),
        }),
      }),
    value: shown.flatMap(({ row }) => withCorrections(row)).map((row) => rowOf(row, context)),
  };
}

/** Start and id of the last call of a page. */
const keyOfRow = z.tuple([z.iso.datetime(), z.string().regex(/^\d{1,18}$/)]);
