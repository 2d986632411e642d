/** The minutes of a month, by pool. */
import { z } from "zod";
import { poolsOf } from "../../engine/balance.ts";
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
  })
  .meta({ id: "Pool" });

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
            .regex(/^20\d\d-(0[1-9]|1[0-2])$/, "must be a month, such as 2026-11")
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
};
