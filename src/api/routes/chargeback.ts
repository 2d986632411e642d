/** What each cost centre is to pay for a month. */
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import { neutralized } from "../../domain/report/cells.ts";
import { formatMicros } from "../../domain/money.ts";
import { type Chargeback, chargebackOf } from "../../engine/usage/spend.ts";
import { csvOf } from "../../engine/usage/csv.ts";
import { currency, organizationParams, type Routes } from "../schema.ts";
import { measures, shownMeasures } from "./usage-spend.ts";

const chargeback = z
  .object({
    month: z.string(),
    currency,
    total: z.object(measures).meta({ description: "Of all lines: the charges of the month's calls in the ledger" }),
    items: z.array(
      z.object({
        costCenter: z.string().nullable().meta({ description: "Null: of people and services without one" }),
        displayName: z.string().nullable(),
        people: z.int().min(0),
        ...measures,
      }),
    ),
  })
  .meta({ id: "Chargeback" });

const answers = {
  200: {
    description: "One line for each cost centre",
    content: { "application/json": { schema: chargeback }, "text/csv": { schema: { type: "string" } } },
  },
} as object;

export const chargebackRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/chargeback",
    {
      schema: {
        summary: "What each cost centre is to pay for a month's calls",
        description:
          "By the cost centre that the user had when the call was authorised; months in UTC. A later correction changes " +
          "the month of its call. `format=csv` gives a file.",
        tags: ["Usage"],
        params: organizationParams,
        querystring: z.strictObject({
          month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, FAULTS.NOT_A_MONTH),
          format: z.enum(["json", "csv"]).default("json"),
        }),
        response: answers,
      },
    },
    async ({ params, query }, reply) => {
      const found = await chargebackOf(engine, params.org, query.month);
      if (query.format === "json")
        return reply.send({
          month: query.month,
          currency: found.currency,
          total: shownMeasures(found.total),
          items: found.lines.map(({ costCenter, displayName, people, ...line }) => ({
            costCenter: costCenter || null,
            displayName: displayName || null,
            people,
            ...shownMeasures(line),
          })),
        } satisfies z.input<typeof chargeback>);
      reply.type("text/csv; charset=utf-8");
      reply.header("content-disposition", `attachment; filename="chargeback-${params.org}-${query.month}.csv"`);
      return reply.send(csvLines(query.month, found));
    },
  );
};

const HEADER = ["Month", "Cost center", "Name", "People", "Calls", "Seconds", "Pool minutes", "Charge", "Currency"];

/** The charge to the micro-unit, as it adds up to the ledger. */
const csvLines = (month: string, { lines, currency }: Chargeback): string =>
  csvOf([
    HEADER,
    ...lines.map((line) => [
      ...[month, neutralized(line.costCenter), neutralized(line.displayName)],
      ...[line.people, line.calls, line.usedSeconds, line.poolMinutes].map(String),
      ...[formatMicros(line.charge), currency],
    ]),
  ]);
