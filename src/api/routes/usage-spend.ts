/** What the roll-up tells: calls a day, spend by whatever, calls that were refused and who is blocked. */
import { z } from "zod";
import { wrong } from "../../domain/fault.ts";
import { formatMicros } from "../../domain/money.ts";
import { blockedCalls, blockedUsers } from "../../engine/usage/blocked.ts";
import { DIMENSIONS, type SpendMeasures, spendOf, totalOf } from "../../engine/usage/spend.ts";
import { invalidRequest } from "../errors.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { daysOf, periodFields, periodOf } from "../period.ts";
import { currency, decimal, isoTime, organizationParams, type Routes, timestamp } from "../schema.ts";
import { usageFilter, usageFilterFields } from "../usage-bodies.ts";

const ORG = "/v1/organizations/:org/usage";
const tags = ["Usage"];

export const measures = {
  calls: z.int().min(0).meta({ description: "That were let through, answered or not" }),
  refused: z.int().min(0),
  usedSeconds: z.int().min(0),
  poolMinutes: z.int().min(0),
  charge: decimal,
};
export const shownMeasures = ({ charge, calls, refused, usedSeconds, poolMinutes }: SpendMeasures) => ({
  ...{ calls, refused, usedSeconds, poolMinutes },
  charge: formatMicros(charge),
});

const days = z
  .object({
    currency,
    items: z.array(
      z.object({
        day: z.iso.date().meta({ description: "UTC" }),
        ...measures,
        callTypes: z.array(z.object({ callType: z.string(), ...measures })),
      }),
    ),
  })
  .meta({ id: "UsageDays" });

const spendItem = z.object({ key: z.string(), name: z.string(), ...measures }).meta({ id: "SpendItem" });
const spendTotals = { currency, total: z.object(measures) };

const { refused: _, ...filterFields } = usageFilterFields;
const ALL = { refused: "any" } as const;
const DAY_MS = 86_400_000;

export const usageSpendRoutes: Routes = (app, { engine }) => {
  app.get(
    `${ORG}/days`,
    {
      schema: {
        summary: "Calls a day, by call type",
        description: "Every day of the period, UTC, also those without calls: for a chart.",
        tags,
        params: organizationParams,
        querystring: z.strictObject(filterFields),
        response: { 200: days },
      },
    },
    async ({ params, query, caller }) => {
      const period = daysOf(query, engine.now());
      const filter = usageFilter({ ...query, ...ALL }, period);
      const reader = { names: caller.rights.has("names") };
      const { currency, rows } = await spendOf(engine, params.org, filter, ["day", "callType"], reader);
      const byDay = new Map<string, typeof rows>();
      for (const row of rows) byDay.set(row.keys[0]!, [...(byDay.get(row.keys[0]!) ?? []), row]);
      const items = [];
      for (let at = period.from; at < period.to; at += DAY_MS) {
        const day = isoTime(at).slice(0, 10);
        const types = byDay.get(day) ?? [];
        const callTypes = types.map((row) => ({ callType: row.keys[1]!, ...shownMeasures(row) }));
        items.push({ day, ...shownMeasures(totalOf(types)), callTypes });
      }
      return { currency, items };
    },
  );

  app.get(
    `${ORG}/spend`,
    {
      schema: {
        summary: "Spend, calls and minutes by user, destination, cost centre …",
        description:
          "Dearest first, with the total of all. `destination` is the country that was dialled, `country` the usage " +
          "location of the user at the time of the call.",
        tags,
        params: organizationParams,
        querystring: pageQuery.extend({ ...filterFields, by: z.enum(DIMENSIONS) }),
        response: { 200: pageOf(spendItem).extend(spendTotals) },
      },
    },
    async ({ params, query, caller }) => {
      const wanted = pageRequest(query);
      const filter = usageFilter({ ...query, ...ALL }, daysOf(query, engine.now()));
      const reader = { names: caller.rights.has("names") };
      const offset = wanted.after === null ? 0 : placeOf(wanted.after);
      const { currency, rows, total, nameOf } = await spendOf(engine, params.org, filter, [query.by], reader, {
        offset,
        limit: wanted.limit,
      });
      const places = rows.map((row, i) => ({ row, place: offset + i }));
      const shown = page(places, wanted, {
        key: ({ place }) => String(place + 1),
        item: ({ row }) => ({ key: row.keys[0]!, name: nameOf(query.by, row.keys[0]!), ...shownMeasures(row) }),
      });
      return { ...shown, currency, total: shownMeasures(total) };
    },
  );

  app.get(
    `${ORG}/blocked`,
    {
      schema: {
        summary: "Calls that were refused, by their reason",
        tags,
        params: organizationParams,
        querystring: z.strictObject(periodFields),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                code: z.string(),
                reason: z.string(),
                remedy: z.string(),
                calls: z.int(),
                users: z.int().meta({ description: "How many people" }),
                lastAt: timestamp,
              }),
            ),
          }),
        },
      },
    },
    async ({ params, query }) => {
      const groups = await blockedCalls(engine, params.org, periodOf(query, engine.now()));
      return { items: groups.map((group) => ({ ...group, lastAt: isoTime(group.lastAt) })) };
    },
  );

  app.get(
    `${ORG}/blocked-users`,
    {
      schema: {
        summary: "People who can not call at present, and why",
        description: "Whose newest call in the period was refused, for a reason that still stands.",
        tags,
        params: organizationParams,
        querystring: pageQuery.extend(periodFields),
        response: {
          200: pageOf(
            z.object({
              user: z.string(),
              displayName: z.string().nullable(),
              number: z.string().meta({ description: "That was called, or that called" }),
              code: z.string(),
              reason: z.string(),
              missing: z.array(z.string()).meta({ description: "Licences" }),
              remedy: z.string(),
              callId: z.string(),
              callType: z.string(),
              at: timestamp,
            }),
          ),
        },
      },
    },
    async ({ params, query }) => {
      const { after, limit } = pageRequest(query);
      const { users, last } = await blockedUsers(engine, params.org, periodOf(query, engine.now()), { after, limit });
      const items = users
        .filter(({ user }) => last === null || user <= last)
        .map(({ to, message, ...rest }) => ({ ...rest, number: to, reason: message, at: isoTime(rest.at) }));
      return { items, nextCursor: last === null ? null : Buffer.from(last).toString("base64url") };
    },
  );
};

function placeOf(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw invalidRequest([{ in: "query", pointer: "/cursor", ...wrong("NOT_A_CURSOR") }]);
}
