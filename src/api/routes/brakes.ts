/** Brakes against toll fraud and toll-free pumping: how much of calls one hour may see. */
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import { isReached } from "../../domain/budget.ts";
import { formatMicros, parseMicros } from "../../domain/money.ts";
import { liftBrake, lifts, limitOf, limits, type LimitStanding, putLimit, removeLimit } from "../../engine/limits.ts";
import type { Caller } from "../auth.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { currency, decimal, identifier, isoTime, organizationParams, type Routes, text, timestamp } from "../schema.ts";
import { knows, lift, reason, shownLift, shownSubject } from "./lifts.ts";

const scope = z.enum(["user", "number", "organization"]);
const subject = text(256);
const most = z.int().min(1).max(10_000_000);
const amount = decimal.refine((value) => parseMicros(value)! > 0n, FAULTS.NOT_ABOVE_ZERO);
const limitsOfAnHour = {
  hourlyAmount: amount.nullable(),
  hourlyCalls: most.nullable(),
  hourlyMinutes: most.nullable(),
};

const brake = z
  .object({
    id: identifier,
    scope,
    subject: subject.nullable().meta({
      description:
        "Principal name or toll-free number; null: the organisation, each of them on its own, or a name that you may not see",
    }),
    ...limitsOfAnHour,
    hourlyAmount: decimal.nullable(),
    currency,
    enabled: z.boolean(),
    liftedUntil: timestamp.nullable(),
    thisHour: z
      .array(
        z.object({
          subject: z.string().nullable(),
          amount: decimal.meta({ description: "Spent, and held by calls in progress" }),
          calls: z.int(),
          minutes: z.int().meta({ description: "Used, and granted to calls in progress" }),
          reached: z.boolean(),
        }),
      )
      .meta({ description: "Of calls authorised in this clock hour; those that use most, at most 20" }),
  })
  .meta({ id: "Brake" });

const ORG = "/v1/organizations/:org/brakes";
const params = organizationParams.extend({ id: identifier });
const tags = ["Budgets and brakes"];

export const brakeRoutes: Routes = (app, { engine }) => {
  const view = (standing: LimitStanding, caller: Caller) => shown(standing, knows(caller), engine.now());

  app.put(
    `${ORG}/:id`,
    {
      schema: {
        summary: "Make or change a brake",
        description:
          "Calls that pools or money pay count in the clock hour (UTC) in which they were authorised. At the limit new ones " +
          "are refused with LIMIT_REACHED, those in progress are granted as far as it goes. Without a subject, a brake of " +
          "users or numbers holds for each of them on its own; numbers are toll-free ones, and their inbound calls.",
        tags,
        params,
        body: z.strictObject({
          scope: scope.optional(),
          subject: subject.nullable().optional(),
          hourlyAmount: limitsOfAnHour.hourlyAmount.optional(),
          hourlyCalls: limitsOfAnHour.hourlyCalls.optional(),
          hourlyMinutes: limitsOfAnHour.hourlyMinutes.optional(),
          currency: currency.optional(),
          enabled: z.boolean().optional(),
        }),
        response: { 200: brake },
      },
    },
    async ({ params, body: { hourlyAmount, hourlyCalls, hourlyMinutes, ...rest }, caller }) => {
      const amount = hourlyAmount == null ? hourlyAmount : parseMicros(hourlyAmount)!;
      const change = { ...rest, amount, calls: hourlyCalls, minutes: hourlyMinutes };
      return view(await putLimit(engine, params.org, "brake", params.id, change), caller);
    },
  );

  app.get(
    `${ORG}/:id`,
    { schema: { summary: "One brake", tags, params, response: { 200: brake } } },
    async ({ params, caller }) => view(await limitOf(engine, params.org, "brake", params.id), caller),
  );

  app.get(
    ORG,
    {
      schema: {
        summary: "Brakes, and how they stand in this hour",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(brake) },
      },
    },
    async ({ params, query, caller }) => {
      const wanted = pageRequest(query);
      return page(await limits(engine, params.org, "brake", wanted), wanted, {
        key: ({ limit }) => limit.id,
        item: (standing) => view(standing, caller),
      });
    },
  );

  app.delete(
    `${ORG}/:id`,
    { schema: { summary: "Remove a brake", tags, params, response: { 204: { description: "Removed" } } } },
    async ({ params }, reply) => {
      await removeLimit(engine, params.org, "brake", params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    `${ORG}/:id/lift`,
    {
      schema: {
        summary: "Let calls through until then",
        description: "Without a time, for one hour. Calls are counted all the same.",
        tags,
        params,
        body: z.strictObject({ until: z.iso.datetime({ offset: true }).optional(), reason }),
        response: { 200: brake },
      },
    },
    async ({ params, body, caller }) => {
      const until = body.until === undefined ? null : Date.parse(body.until);
      return view(
        await liftBrake(engine, params.org, params.id, { until, reason: body.reason, by: caller.id }),
        caller,
      );
    },
  );

  app.get(
    `${ORG}/:id/lifts`,
    {
      schema: {
        summary: "Who lifted the brake, when and why; newest first",
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(lift) },
      },
    },
    async ({ params: { org, id }, query }) => {
      const wanted = pageRequest(query);
      const rows = await lifts(engine, org, { kind: "brake", id }, { before: wanted.after, limit: wanted.limit });
      return page(rows, wanted, { key: (row) => row.id.toString(), item: shownLift });
    },
  );
};

function shown({ limit, currency, counters }: LimitStanding, names: boolean, now: number): z.input<typeof brake> {
  const until = limit.lift?.until ?? null;
  return {
    id: limit.id,
    scope: limit.scope as z.input<typeof scope>,
    subject: shownSubject(limit, limit.subject, names),
    hourlyAmount: limit.amount === null ? null : formatMicros(limit.amount),
    hourlyCalls: limit.calls,
    hourlyMinutes: limit.minutes,
    currency,
    enabled: limit.enabled,
    liftedUntil: until === null || until <= now ? null : isoTime(until),
    thisHour: counters.map((counter) => ({
      subject: shownSubject(limit, counter.subject, names),
      amount: formatMicros(counter.spent + counter.held),
      calls: counter.calls,
      minutes: Math.ceil(counter.seconds / 60),
      reached: isReached(limit, counter),
    })),
  };
}
