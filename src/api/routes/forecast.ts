/** Where the balance and the pools are heading. */
import { z } from "zod";
import { formatMicros, parseMicros } from "../../domain/money.ts";
import { forecastOf, type RechargeWish } from "../../engine/forecast.ts";
import { coinOf } from "../../engine/amounts.ts";
import { currency, decimal, isoTime, organizationParams, type Routes, timestamp } from "../schema.ts";

const date = z.string().meta({ format: "date", example: "2026-11-30" }).nullable();
const days = z.int().min(0).nullable();
const minutes = z.int().min(0);
const range = z.object({ expected: date, earliest: date, latest: date });

const forecast = z
  .object({
    currency,
    at: timestamp,
    available: decimal,
    basisDays: z
      .int()
      .meta({ description: "Whole days of calls that it rests on; with less than seven there is no forecast" }),
    daysLeft: z.object({ expected: days, least: days, most: days }).nullable().meta({
      description:
        "Whole days until the balance is zero, spent or expired, without any more funding; null: not within a year",
    }),
    zeroOn: range.nullable(),
    rechargeOn: range.nullable().meta({ description: "When it falls below the trigger; null without auto-recharge" }),
    spentPerDay: decimal.nullable().meta({ description: "On average, over the next four weeks" }),
    line: z.array(z.object({ day: z.string(), balance: decimal, low: decimal, high: decimal })).meta({
      description: "At the end of each day (UTC), without any more funding; eight of ten within",
    }),
    recharges: z
      .object({
        spentThisMonth: decimal,
        expectedThisMonth: decimal.meta({
          description: "By the month's end at the present pace, what was spent included",
        }),
        capStopsOn: date.meta({ description: "The day on which a recharge would pass the monthly cap; null: none" }),
        advisedMonthlyCap: decimal.meta({ description: "The least that stops nothing in nine of ten futures" }),
      })
      .nullable()
      .meta({ description: "What is bought by itself in this month; null without auto-recharge" }),
    pools: z.array(
      z.object({
        capability: z.string(),
        country: z.string(),
        scope: z.string(),
        user: z.string().optional(),
        totalMinutes: minutes,
        usedMinutes: minutes,
        expectedMinutes: minutes.meta({ description: "Used at the month's end" }),
        low: minutes,
        high: minutes,
        usedUpOn: date.meta({ description: "The day on which nothing is left; null: not this month" }),
      }),
    ),
  })
  .meta({ id: "Forecast" });

export const forecastRoutes: Routes = (app, { engine }) => {
  app.get(
    "/v1/organizations/:org/credits/forecast",
    {
      schema: {
        summary: "Days left, when the balance reaches zero or is recharged, and the pools at the month's end",
        description: "From the last eight weeks, by weekdays and month ends; the range holds eight of ten futures.",
        tags: ["Money"],
        params: organizationParams,
        querystring: z.strictObject({
          days: z.coerce
            .number()
            .int()
            .min(1)
            .max(366)
            .optional()
            .meta({ description: "How many days `line` has, from today; absent: those of this month" }),
          triggerAmount: decimal
            .optional()
            .meta({ description: "As if auto-recharge were set so; absent: as it is set" }),
          rechargeAmount: decimal.optional(),
          monthlyCap: decimal.or(z.literal("")).optional().meta({ description: "Empty: as if there were none" }),
        }),
        response: { 200: forecast },
      },
    },
    async ({ params, query: { days: lineDays, ...asIf } }) => {
      const { currency, at, available, days, balance, recharges, pools } = await forecastOf(engine, params.org, {
        lineDays,
        wish: wishOf(asIf),
      });
      const coin = coinOf(currency);
      const money = (micros: bigint): string => formatMicros((micros / coin) * coin);
      return {
        ...{ currency, at: isoTime(at), available: formatMicros(available), basisDays: days },
        daysLeft: balance?.daysLeft ?? null,
        zeroOn: balance?.zeroOn ?? null,
        rechargeOn: balance?.rechargeOn ?? null,
        spentPerDay: balance && money(balance.spentPerDay),
        line: (balance?.line ?? []).map((point) => ({
          day: point.day,
          balance: money(point.balance),
          low: money(point.low),
          high: money(point.high),
        })),
        recharges: recharges && {
          spentThisMonth: formatMicros(recharges.bought),
          expectedThisMonth: formatMicros(recharges.expected),
          capStopsOn: recharges.capStopsOn,
          advisedMonthlyCap: formatMicros(recharges.advisedCap),
        },
        pools: pools.map(({ user, heldMinutes: _held, availableMinutes: _available, ...pool }) => ({
          ...pool,
          ...(user === null ? {} : { user }),
        })),
      };
    },
  );
};

function wishOf({ triggerAmount, rechargeAmount, monthlyCap }: Record<string, string | undefined>): RechargeWish {
  // The schema has seen to it that they are amounts.
  const micros = (written: string): bigint => parseMicros(written)!;
  return {
    ...(triggerAmount !== undefined && { triggerAmount: micros(triggerAmount) }),
    ...(rechargeAmount !== undefined && { rechargeAmount: micros(rechargeAmount) }),
    ...(monthlyCap !== undefined && { monthlyCap: monthlyCap === "" ? null : micros(monthlyCap) }),
  };
}
