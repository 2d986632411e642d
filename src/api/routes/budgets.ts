/** Budgets: how much a user, a cost centre or the organisation may spend on calls in a month. */
import { z } from "zod";
import { FAULTS } from "../../domain/fault.ts";
import { amountOf, leftOf } from "../../domain/budget.ts";
import { formatMicros, type Micros, parseMicros } from "../../domain/money.ts";
import { liftBudget, lifts, limitOf, limits, type LimitStanding, putLimit, removeLimit } from "../../engine/limits.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { currency, decimal, identifier, organizationParams, type Routes, text } from "../schema.ts";
import { knows, lift, reason, shownLift, shownSubject } from "./lifts.ts";

const scope = z.enum(["user", "cost-center", "organization"]);
const subject = text(256);
const amount = decimal.refine((value) => parseMicros(value)! > 0n, FAULTS.NOT_ABOVE_ZERO);

const budget = z
  .object({
    id: identifier,
    scope,
    subject: subject.nullable().meta({
      description: "Principal name or cost centre; null: the organisation, or somebody whose name you may not see",
    }),
    monthlyAmount: decimal,
    currency,
    enabled: z.boolean(),
    stop: z.boolean().meta({ description: "false: it only tells, at 80 % and at the limit" }),
    month: z.iso.date().meta({ description: "First day, in the organisation's time zone" }),
    spent: decimal.meta({ description: "What this month's calls have cost that have ended" }),
    held: decimal.meta({ description: "What calls in progress may still cost of what they were granted" }),
    left: decimal.nullable().meta({ description: "null: it is lifted" }),
    percent: z.int().meta({ description: "Spent, of monthlyAmount or of what it was raised to" }),
    lifted: z
      .object({ month: z.iso.date(), monthlyAmount: decimal.nullable().meta({ description: "null: no limit" }) })
      .nullable()
      .meta({ description: "For this month" }),
  })
  .meta({ id: "Budget" });

const ORG = "/v1/organizations/:org/budgets";
const params = organizationParams.extend({ id: identifier });
const tags = ["Budgets and brakes"];

export const budgetRoutes: Routes = (app, { engine }) => {
  app.put(
    `${ORG}/:id`,
    {
      schema: {
        summary: "Make or change a budget",
        description:
          "Calls count in the month in which they were authorised, and only with the money that they cost: a new call " +
          "that the budget does not cover is refused with BUDGET_EXCEEDED, one in progress is granted as far as it " +
          "covers. Emergency calls always connect. A new budget counts this month's calls so far.",
        tags,
        params,
        body: z.strictObject({
          scope: scope.optional(),
          subject: subject.nullable().optional().meta({ description: "A user by any name, or a cost centre" }),
          monthlyAmount: amount.optional(),
          currency: currency.optional(),
          enabled: z.boolean().optional(),
          stop: z.boolean().optional(),
        }),
        response: { 200: budget },
      },
    },
    async ({ params: { org, id }, body: { monthlyAmount, ...rest }, caller }) =>
      shown(await putLimit(engine, org, "budget", id, { ...rest, amount: micros(monthlyAmount) }), knows(caller)),
  );

  app.get(
    `${ORG}/:id`,
    { schema: { summary: "One budget", tags, params, response: { 200: budget } } },
    async ({ params, caller }) => shown(await limitOf(engine, params.org, "budget", params.id), knows(caller)),
  );

  app.get(
    ORG,
    {
      schema: {
        summary: "Budgets, and how they stand",
        tags,
        params: organizationParams,
        querystring: pageQuery,
        response: { 200: pageOf(budget) },
      },
    },
    async ({ params, query, caller }) => {
      const wanted = pageRequest(query);
      return page(await limits(engine, params.org, "budget", wanted), wanted, {
        key: ({ limit }) => limit.id,
        item: (standing) => shown(standing, knows(caller)),
      });
    },
  );

  app.delete(
    `${ORG}/:id`,
    { schema: { summary: "Remove a budget", tags, params, response: { 204: { description: "Removed" } } } },
    async ({ params }, reply) => {
      await removeLimit(engine, params.org, "budget", params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    `${ORG}/:id/lift`,
    {
      schema: {
        summary: "Let calls through for the rest of this month",
        description: "Without an amount there is no limit until the month ends; with one, the budget is raised to it.",
        tags,
        params,
        body: z.strictObject({ monthlyAmount: amount.optional(), currency: currency.optional(), reason }),
        response: { 200: budget },
      },
    },
    async ({ params, body: { monthlyAmount, ...rest }, caller }) => {
      const wanted = { amount: micros(monthlyAmount) ?? null, currency: rest.currency, reason: rest.reason };
      return shown(await liftBudget(engine, params.org, params.id, { ...wanted, by: caller.id }), knows(caller));
    },
  );

  app.get(
    `${ORG}/:id/lifts`,
    {
      schema: {
        summary: "Who lifted the budget, when and why; newest first",
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(lift) },
      },
    },
    async ({ params: { org, id }, query }) => {
      const wanted = pageRequest(query);
      const rows = await lifts(engine, org, { kind: "budget", id }, { before: wanted.after, limit: wanted.limit });
      return page(rows, wanted, { key: (row) => row.id.toString(), item: shownLift });
    },
  );
};

const micros = (value: string | undefined): Micros | undefined =>
  value === undefined ? undefined : parseMicros(value);

function shown({ limit, currency, counters }: LimitStanding, names: boolean): z.input<typeof budget> {
  const counter = counters[0]!;
  const most = amountOf(limit, counter.period);
  const lifted = limit.lift?.month === counter.period ? limit.lift : null;
  return {
    id: limit.id,
    scope: limit.scope as z.input<typeof scope>,
    subject: shownSubject(limit, limit.subject, names),
    monthlyAmount: formatMicros(limit.amount!),
    currency,
    enabled: limit.enabled,
    stop: limit.stop,
    month: counter.period,
    spent: formatMicros(counter.spent),
    held: formatMicros(counter.held),
    left: most === null ? null : formatMicros(leftOf(most, counter)),
    percent: Number((100n * counter.spent) / (most ?? limit.amount!)),
    lifted: lifted && {
      month: counter.period,
      monthlyAmount: lifted.amount === null ? null : formatMicros(lifted.amount),
    },
  };
}
