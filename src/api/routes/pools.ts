/** The minutes of a month, by pool. */
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import { poolArithmetic, poolsOf } from "../../engine/balance.ts";
import { organizationParams, type Routes } from "../schema.ts";

const minutes = z.int().min(0);

const pool = z
  .object({
    capability: z.string().meta({ example: "MCOPSTN1" }),
    country: z.string().meta({ description: "Usage location of its licences; `*` for the whole organisation" }),
    scope: z.enum(["domestic", "international", "user", "zone-a"]),
    user: z.string().optional().meta({ description: "Whose own minutes they are" }),
    totalMinutes: minutes,
    usedMinutes: minutes,
    heldMinutes: minutes.meta({ description: "Reserved by calls in progress" }),
    availableMinutes: minutes,
    closedBy: z
      .string()
      .optional()
      .meta({
        description:
          "The other pool of the same plan, which is used up and closes this one (`strictEither` of the calling settings): " +
          "nothing of it is available",
        example: "pool:MCOPSTN2:US:international",
      }),
  })
  .meta({ id: "Pool" });

const arithmetic = pool
  .extend({
    description: z.string().meta({ example: "Domestic calling plan (3000 domestic minutes)" }),
    licences: z.array(
      z.object({
        sku: z.string(),
        usageLocation: z.string().meta({ description: "Where these licences count" }),
        count: minutes,
        minutesPerLicence: minutes,
        minutes: minutes.meta({ description: "count x minutesPerLicence" }),
      }),
    ),
  })
  .meta({ id: "PoolArithmetic" });

export const poolRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/pools",
    {
      schema: {
        summary: "Minutes of a month, by pool",
        tags: ["Usage"],
        params: organizationParams,
        querystring: z.strictObject({
          month: z
            .string()
            .regex(/^20\d\d-(0[1-9]|1[0-2])$/, FAULTS.NOT_A_MONTH)
            .optional()
            .meta({ description: "Absent: the present one in the organisation's time zone" }),
        }),
        response: { 200: z.array(pool) },
      },
    },
    async ({ params, query }) => {
      const pools = await poolsOf(engine, params.org, query.month && `${query.month}-01`);
      return pools.map(({ user, ...rest }) => ({ ...rest, ...(user === null ? {} : { user }) }));
    },
  );

  app.get(
    "/v1/organizations/:org/pools/arithmetic",
    {
      schema: {
        summary: "Minutes of this month with the sum behind each total",
        description:
          "For each pool the licences that fill it: licences x minutes. A total may be larger than their sum until the " +
          "month ends, since licences that are given back shrink a pool with the next month only.",
        tags: ["Usage"],
        params: organizationParams,
        response: { 200: z.object({ items: z.array(arithmetic) }) },
      },
    },
    async ({ params }) => ({
      items: (await poolArithmetic(engine, params.org)).map(({ user, feeds, ...rest }) => ({
        ...rest,
        ...(user === null ? {} : { user }),
        licences: feeds.map(({ sku, usageLocation, licences, minutesPerLicence, minutes }) => ({
          ...{ sku, usageLocation, count: licences, minutesPerLicence, minutes },
        })),
      })),
    }),
  );
};
