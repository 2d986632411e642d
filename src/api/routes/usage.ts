/** The usage report: rows, filtered, sorted and paged. */
import { z } from "zod";
import { wrong } from "../../domain/fault.ts";
import { withCorrections } from "../../domain/report/usage-row.ts";
import { USAGE_SORTS, usageOf } from "../../engine/usage/report.ts";
import { invalidRequest } from "../errors.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { periodOf } from "../period.ts";
import { organizationParams, type Routes } from "../schema.ts";
import { shownUsageRow, usageFilter, usageFilterFields, usageRow } from "../usage-bodies.ts";

const cursorKey = z.tuple([z.string(), z.string().regex(/^\d{1,18}$/)]);

export const usageRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/usage",
    {
      schema: {
        summary: "Usage report: the calls of a period",
        description:
          "Calling plans and direct routing in one list, newest first; `report` keeps one of them. The last digits of " +
          "numbers outside are hidden where the organisation's country has it so. Corrections of a call's price follow its " +
          "row as rows of their own, which `limit` does not count.",
        tags: ["Usage"],
        params: organizationParams,
        querystring: pageQuery.extend({
          ...usageFilterFields,
          sort: z.enum(USAGE_SORTS).default("startedAt"),
          order: z.enum(["asc", "desc"]).default("desc"),
        }),
        response: { 200: pageOf(usageRow) },
      },
    },
    async ({ params, query, caller }) => {
      const wanted = pageRequest(query);
      const report = await usageOf(
        engine,
        params.org,
        usageFilter(query, periodOf(query, engine.now())),
        {
          sort: query.sort,
          descending: query.order === "desc",
          after: wanted.after === null ? null : keyOf(wanted.after, query.sort),
          limit: wanted.limit,
        },
        { names: caller.rights.has("names") },
      );
      const { items, nextCursor } = page(report.rows, wanted, {
        key: ({ key }) => JSON.stringify([key.value, key.id]),
        item: ({ row }) => withCorrections(row).map((each) => shownUsageRow(each, report.currency)),
      });
      return { items: items.flat(), nextCursor };
    },
  );
};

/** @throws Problem for what is no cursor of a list that is sorted like this one */
function keyOf(text: string, sort: (typeof USAGE_SORTS)[number]): { value: string; id: string } {
  const parsed = cursorKey.safeParse(jsonOf(text));
  const [value, id] = parsed.success ? parsed.data : ["", ""];
  const numeric = sort === "charge" || sort === "duration";
  const good = sort === "startedAt" ? !Number.isNaN(Date.parse(value)) : !numeric || /^\d{1,18}$/.test(value);
  if (!parsed.success || !good) throw invalidRequest([{ in: "query", pointer: "/cursor", ...wrong("NOT_A_CURSOR") }]);
  return { value, id };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
