/** A period priced anew with a corrected deck: reckoned first, then applied, never an edit of what was charged. */
import { z } from "zod";
import { CALL_TYPES, type CallType } from "../../domain/call-type.ts";
import { formatMicros } from "../../domain/money.ts";
import {
  applyCorrection,
  type Correction,
  correctedCalls,
  correctionOf,
  corrections,
  orderCorrection,
  partsOf,
} from "../../engine/rate-corrections/corrections.ts";
import { page, pageOf, pageQuery, pageRequest } from "../pages.ts";
import { inBody, moment, periodOf } from "../period.ts";
import { currency, decimal, identifier, isoTime, type Routes, signedDecimal, text, timestamp } from "../schema.ts";
import { numericId } from "./payment-methods.ts";

const count = z.int().min(0);
const sums = {
  lookedAt: count.meta({ description: "Calls of the period so far, refused ones too" }),
  unpriced: count.meta({ description: "The corrected deck has no price for them: they stay as they are" }),
  presumed: count.meta({ description: "Their end is only presumed, and so is their price: they stay as they are" }),
  calls: count.meta({ description: "Whose charge changes" }),
  charged: decimal.meta({ description: "For those calls, with earlier corrections" }),
  corrected: decimal.meta({ description: "What the corrected deck charges for them" }),
  difference: signedDecimal.meta({ description: "Below zero: given back" }),
  currency,
};

const correction = z
  .object({
    id: z.string(),
    state: z.enum(["reckoning", "reckoned", "applying", "applied"]),
    dryRun: z.boolean().meta({ description: "It is not applied until that is asked for" }),
    rateDeck: z.string(),
    rateDeckName: z.string(),
    from: timestamp,
    to: timestamp,
    organizations: z.array(z.string()).nullable().meta({ description: "null: whoever the deck prices" }),
    reason: z.string(),
    author: z.string(),
    createdAt: timestamp,
    reckonedAt: timestamp.nullable(),
    appliedAt: timestamp.nullable(),
    totals: z.object({ organizations: count.meta({ description: "That called in the period" }), ...sums }),
  })
  .meta({ id: "RateCorrection" });

const part = z
  .object({
    organization: z.string(),
    displayName: z.string(),
    state: z.enum(["reckoning", "reckoned", "applied"]),
    ...sums,
  })
  .meta({ id: "OrganizationCorrection" });

const call = z
  .object({
    id: z.string().meta({ description: "Ours; the explanation of the call is at /v1/calls/{callId}" }),
    callId: z.string(),
    callType: z.enum(CALL_TYPES),
    user: z.string().nullable(),
    number: z.string().meta({ description: "The number outside" }),
    prefix: z.string().meta({ description: "Of the corrected deck's row" }),
    destination: z.string(),
    usedSeconds: count,
    startedAt: timestamp,
    charged: decimal,
    corrected: decimal,
    difference: signedDecimal,
    currency,
    appliedAt: timestamp.nullable(),
  })
  .meta({ id: "CorrectedCall" });

const tags = ["Prices"];
const PATH = "/v1/rate-corrections";
const params = z.strictObject({ id: numericId });

export const rateCorrectionRoutes: Routes = (app, { engine }) => {
  app.post(
    PATH,
    {
      schema: {
        summary: "Price a period anew with a corrected rate deck",
        description:
          "The corrected deck alone says the prices, by the dates of its rows; minutes that pools paid stay. A job: first " +
          "it is reckoned what changes. With `dryRun` it waits there until `POST …/apply`.",
        tags,
        body: z.strictObject({
          rateDeck: text(100).meta({ description: "Id or name of the corrected deck" }),
          from: moment.meta({ description: "Inclusive, by when calls were authorised; UTC" }),
          to: moment.meta({ description: "Exclusive; not in the future" }),
          organizations: z
            .array(identifier)
            .min(1)
            .max(1000)
            .optional()
            .meta({ description: "Absent: all that the deck prices" }),
          reason: text(300).meta({ description: "The organisations read it" }),
          dryRun: z.boolean().default(false),
        }),
        response: { 202: correction },
      },
    },
    async ({ body, caller }, reply) => {
      const { from, to, ...rest } = body;
      const period = inBody(() => periodOf({ from, to }, engine.now()));
      return reply.code(202).send(shown(await orderCorrection(engine, { ...rest, ...period }, caller.name)));
    },
  );

  app.get(
    PATH,
    {
      schema: {
        summary: "Corrections, newest first",
        tags,
        querystring: pageQuery,
        response: { 200: pageOf(correction) },
      },
    },
    async ({ query }) => {
      const wanted = pageRequest(query);
      const rows = await corrections(engine, { before: wanted.after, limit: wanted.limit });
      return page(rows, wanted, { key: (row) => row.id.toString(), item: shown });
    },
  );

  app.get(
    `${PATH}/:id`,
    {
      schema: { summary: "One correction: how far it is, and its totals", tags, params, response: { 200: correction } },
    },
    async ({ params: { id } }) => shown(await correctionOf(engine, id)),
  );

  app.post(
    `${PATH}/:id/apply`,
    {
      schema: {
        summary: "Carry out a dry run",
        description:
          "Refused where another correction of this time was applied since; ordered again, it is reckoned anew.",
        tags,
        params,
        body: z.strictObject({}).optional(),
        response: { 202: correction },
      },
    },
    async ({ params: { id } }, reply) => reply.code(202).send(shown(await applyCorrection(engine, id))),
  );

  app.get(
    `${PATH}/:id/organizations`,
    {
      schema: {
        summary: "What a correction changes for each organisation",
        tags,
        params,
        querystring: pageQuery,
        response: { 200: pageOf(part) },
      },
    },
    async ({ params: { id }, query }) => {
      const wanted = pageRequest(query);
      const { currency: code, parts } = await partsOf(engine, id, wanted);
      return page(parts, wanted, {
        key: (row) => row.organization,
        item: ({ organization, displayName, state, ...rest }) => ({
          ...{ organization, displayName, state },
          ...shownSums({ ...rest, currency: code }),
        }),
      });
    },
  );

  app.get(
    `${PATH}/:id/organizations/:org/calls`,
    {
      schema: {
        summary: "The calls of an organisation that a correction changes",
        tags,
        params: params.extend({ org: identifier }),
        querystring: pageQuery,
        response: { 200: pageOf(call) },
      },
    },
    async ({ params: { id, org }, query }) => {
      const wanted = pageRequest(query);
      const { currency: code, calls } = await correctedCalls(engine, id, org, wanted);
      return page(calls, wanted, {
        key: (row) => row.call.toString(),
        item: ({ call: callRow, to, charged, corrected, startedAt, appliedAt, ...row }) => ({
          ...row,
          id: callRow.toString(),
          callType: row.callType as CallType,
          number: to,
          startedAt: isoTime(startedAt),
          appliedAt: appliedAt === null ? null : isoTime(appliedAt),
          ...shownCharges(charged, corrected),
          currency: code,
        }),
      });
    },
  );
};

const shownCharges = (charged: bigint, corrected: bigint) => ({
  charged: formatMicros(charged),
  corrected: formatMicros(corrected),
  difference: formatMicros(corrected - charged),
});

type Sums = Pick<Correction, "lookedAt" | "unpriced" | "presumed" | "calls" | "charged" | "corrected" | "currency">;
const shownSums = ({ lookedAt, unpriced, presumed, calls, charged, corrected, currency: code }: Sums) => ({
  ...{ lookedAt, unpriced, presumed, calls, currency: code },
  ...shownCharges(charged, corrected),
});

const time = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));

const shown = (row: Correction): z.input<typeof correction> => ({
  id: row.id.toString(),
  state: row.state,
  dryRun: !row.toApply,
  rateDeck: row.rateDeck,
  rateDeckName: row.deckName,
  from: isoTime(row.from),
  to: isoTime(row.to),
  organizations: row.organizations,
  reason: row.reason,
  author: row.author,
  createdAt: isoTime(row.createdAt),
  reckonedAt: time(row.reckonedAt),
  appliedAt: time(row.appliedAt),
  totals: { organizations: row.parts, ...shownSums(row) },
});
