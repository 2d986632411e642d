/** How a usage row is asked for and shown. */
import { z } from "zod";
import { CALL_TYPES } from "../domain/call-type.ts";
import { formatMicros } from "../domain/money.ts";
import {
  destinationContext,
  durationSeconds,
  failedAt,
  invitedAt,
  numberType,
  reportOf,
  sharedCorrelationId,
  usageId,
  type UsageRow,
} from "../domain/report/usage-row.ts";
import type { UsageFilter } from "../engine/usage/report.ts";
import { type Period, periodFields } from "./period.ts";
import { country, currency, decimal, isoTime, signedDecimal, timestamp } from "./schema.ts";

const yesOrNo = z.enum(["true", "false"]);
const callType = z.enum(CALL_TYPES);

/** The filter of the report, the same wherever it is used. */
export const usageFilterFields = {
  ...periodFields,
  report: z.enum(["calling-plan", "direct-routing"]).optional().meta({ description: "One tab of the report" }),
  callType: z
    .union([callType.transform((type) => [type]), z.array(callType).max(CALL_TYPES.length)])
    .optional()
    .meta({ description: "May be repeated" }),
  user: z.string().max(255).optional().meta({ description: "Any name the user goes by; empty: nobody" }),
  destinationCountry: country.optional(),
  capability: z.string().min(1).max(64).optional(),
  costCenter: z.string().max(100).optional().meta({ description: "Empty: of people without one" }),
  number: z.string().min(1).max(255).optional().meta({ description: "The number outside, E.164" }),
  charged: yesOrNo.optional(),
  refused: z
    .enum(["true", "false", "any"])
    .default("false")
    .meta({ description: "Calls that were refused are asked for, since they took no place" }),
};
type UsageQuery = z.output<z.ZodObject<typeof usageFilterFields>>;

const flag = (value: "true" | "false" | "any" | undefined): boolean | null =>
  value === undefined || value === "any" ? null : value === "true";

export const usageFilter = (query: UsageQuery, period: Period): UsageFilter => ({
  ...period,
  report: query.report ?? null,
  callTypes: query.callType ?? [],
  user: query.user ?? null,
  destination: query.destinationCountry ?? null,
  capability: query.capability ?? null,
  costCenter: query.costCenter ?? null,
  number: query.number ?? null,
  charged: flag(query.charged),
  refused: flag(query.refused),
});

const text = z.string().nullable();
const seconds = z.int().min(0);

export const usageRow = z
  .object({
    id: z.string().meta({ description: "Ours; the explanation of the call is at /v1/calls/{callId}" }),
    usageId: z.string().meta({ description: "The same as a GUID, as in files and in Graph" }),
    callId: z.string(),
    report: z.enum(["calling-plan", "direct-routing"]),
    callType,
    outcome: z.enum(["completed", "unanswered", "refused"]),
    refusal: z.object({ code: z.string(), message: z.string() }).nullable(),
    startedAt: timestamp,
    answeredAt: timestamp.nullable(),
    endedAt: timestamp,
    durationSeconds: seconds.meta({ description: "Connected time; of direct routing, from the invitation to the end" }),
    usedSeconds: seconds,
    billedSeconds: seconds,
    poolMinutes: z.int().min(0),
    user: text.meta({ description: "Principal name" }),
    userDisplayName: text,
    userId: text,
    costCenter: text.meta({ description: "At the time of the call" }),
    usageLocation: text,
    from: z.string(),
    to: z.string(),
    fromCountry: text,
    destinationCountry: text,
    destinationName: text.meta({ description: "As the rate deck names it" }),
    scope: z.enum(["Domestic", "International"]),
    numberType: z.string().meta({ description: "Subscriber, Service, TollFree, or empty" }),
    conferenceId: text,
    capability: z.string(),
    connectionFee: decimal.meta({ description: "Part of the charge" }),
    charge: signedDecimal.meta({
      description: "Of a correction the difference, below zero where money was given back",
    }),
    currency,
    correction: z
      .object({ id: z.string(), reason: z.string(), at: timestamp })
      .optional()
      .meta({ description: "A second row beside that of the call: its price was corrected" }),
    directRouting: z
      .object({
        invitedAt: timestamp,
        failedAt: timestamp.nullable(),
        success: z.boolean(),
        trunk: text,
        mediaBypass: z.boolean().nullable(),
        mediaRegion: text,
        signalingRegion: text,
        sipCode: z.int().nullable(),
        sipPhrase: text,
        subCode: z.int().nullable(),
        correlationId: text,
        sharedCorrelationId: text,
      })
      .nullable()
      .meta({ description: "Of calls over one's own carrier" }),
  })
  .meta({ id: "UsageRow" });

export function shownUsageRow(row: UsageRow, inCurrency: string): z.input<typeof usageRow> {
  const time = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));
  const report = reportOf(row.callType);
  return {
    id: String(row.id),
    usageId: usageId(row.id),
    callId: row.callId,
    report,
    callType: row.callType,
    outcome: row.outcome,
    refusal: row.refusal,
    startedAt: isoTime(row.startedAt),
    answeredAt: time(row.answeredAt),
    endedAt: isoTime(row.endedAt),
    durationSeconds: durationSeconds(row),
    usedSeconds: row.usedSeconds,
    billedSeconds: row.billedSeconds,
    poolMinutes: row.poolMinutes,
    user: row.user,
    userDisplayName: row.displayName,
    userId: row.objectId,
    costCenter: row.costCenter,
    usageLocation: row.usageLocation,
    from: row.from,
    to: row.to,
    fromCountry: row.fromCountry,
    destinationCountry: row.toCountry,
    destinationName: row.destinationName,
    scope: destinationContext(row),
    numberType: numberType(row.numberKind),
    conferenceId: row.conferenceId,
    capability: row.capability,
    connectionFee: formatMicros(row.connectionFee),
    charge: formatMicros(row.charge),
    currency: inCurrency,
    ...(row.correction && {
      correction: { id: row.correction.correction, reason: row.correction.reason, at: isoTime(row.correction.at) },
    }),
    directRouting:
      report === "calling-plan"
        ? null
        : {
            invitedAt: isoTime(invitedAt(row)),
            failedAt: time(failedAt(row)),
            success: row.outcome === "completed",
            trunk: row.line.trunk,
            mediaBypass: row.line.mediaBypass,
            mediaRegion: row.line.mediaRegion,
            signalingRegion: row.line.signalingRegion,
            sipCode: row.line.sipCode,
            sipPhrase: row.line.sipPhrase,
            subCode: row.line.subCode,
            correlationId: row.line.correlationId,
            sharedCorrelationId: sharedCorrelationId(row),
          },
  };
}
