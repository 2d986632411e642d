/** What is billed afterwards, month by month: the transfers from post-usage, added up. */
import { z } from "zod";
import { formatMicros } from "../../domain/money.ts";
import { statementsOf } from "../../engine/post-usage.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { currency, organizationParams, type Routes } from "../schema.ts";

const statement = z
  .object({
    month: z.string().meta({ example: "2026-11", description: "In the organisation's time zone" }),
    amount: z.string().meta({ example: "12.5", description: "Below zero where corrections were more than charges" }),
    currency,
    calls: z.int().meta({ description: "Calls charged or corrected in it" }),
    state: z.enum(["open", "closed"]).meta({ description: "Open: the present month, which still grows" }),
  })
  .meta({ id: "Statement" });

export const statementRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/statements",
    {
      schema: {
        summary: "Monthly statements of calls billed afterwards, newest first",
        tags: ["Money"],
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(statement) },
      },
    },
    async ({ params, query }) => {
      const wanted = pageRequest(query);
      const { statements, currency, presentMonth } = await statementsOf(engine, params.org, {
        before: wanted.after,
        limit: wanted.limit,
      });
      return page(statements, wanted, {
        key: ({ month }) => month,
        item: ({ month, amount, calls }) => ({
          month: month.slice(0, 7),
          amount: formatMicros(amount),
          currency,
          calls,
          state: month < presentMonth ? ("closed" as const) : ("open" as const),
        }),
      });
    },
  );
};
