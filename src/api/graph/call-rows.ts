/** Usage rows as Graph has them (domain.md 8.1, 8.2). Charges are numbers here alone, since Graph has Doubles. */
import { z } from "zod";
import { graphCallType, isInbound } from "../../domain/call-type.ts";
import type { Micros } from "../../domain/money.ts";
import {
  destinationContext,
  durationSeconds,
  failedAt,
  invitedAt,
  isOfPerson,
  numberType,
  usageId,
  type UsageRow,
} from "../../domain/report/usage-row.ts";

const text = z.string().nullable();
const time = z.string().meta({ description: "UTC, seven decimals", example: "2026-11-22T14:00:00.0000000Z" });
const double = z.number().meta({ format: "double" });

const person = { userId: text, userPrincipalName: text, userDisplayName: text };

export const pstnCallLogRow = z
  .object({
    id: z.guid(),
    callId: z.string(),
    ...person,
    callType: z.string().meta({ example: "user_out" }),
    callerNumber: z.string().meta({ description: "Who called" }),
    calleeNumber: z.string().meta({ description: "Who was called" }),
    startDateTime: time,
    endDateTime: time,
    duration: z.int().meta({ description: "Seconds" }),
    charge: double.meta({ description: "The connection charge included" }),
    connectionCharge: double,
    currency: z.string(),
    usageCountryCode: text.meta({ description: "Of the user" }),
    tenantCountryCode: z.string(),
    destinationContext: z
      .enum(["Domestic", "International"])
      .nullable()
      .meta({ description: "Null: the call came in" }),
    destinationName: text,
    conferenceId: text,
    licenseCapability: z.string(),
    inventoryType: text,
    operator: z.string(),
    callDurationSource: z.enum(["microsoft", "operator"]),
  })
  .meta({ id: "GraphPstnCallLogRow" });

export const directRoutingLogRow = z
  .object({
    id: z.guid(),
    correlationId: z.string(),
    ...person,
    callType: z.string().meta({ example: "ByotIn" }),
    callerNumber: z.string(),
    calleeNumber: z.string(),
    inviteDateTime: time,
    startDateTime: time,
    failureDateTime: time.meta({ description: "0001-01-01T00:00:00Z: it did not fail" }),
    endDateTime: time,
    duration: z.int(),
    successfulCall: z.boolean(),
    mediaPathLocation: text,
    signalingLocation: text,
    mediaBypassEnabled: z.boolean(),
    finalSipCode: z.int(),
    callEndSubReason: z.int(),
    finalSipCodePhrase: text,
    trunkFullyQualifiedDomainName: text,
  })
  .meta({ id: "GraphDirectRoutingLogRow" });

export interface RowContext {
  currency: string;
  /** Of the organisation. */
  country: string;
  /** Of a country by its alpha-2 code. */
  countryName: (code: string) => string;
}

export function pstnRow(row: UsageRow, context: RowContext): z.input<typeof pstnCallLogRow> {
  const ownCarrier = row.callType.startsWith("oc_");
  return {
    id: usageId(row.id),
    callId: row.callId,
    ...personOf(row),
    callType: row.callType,
    callerNumber: row.from,
    calleeNumber: row.to,
    startDateTime: graphTime(row.startedAt),
    endDateTime: graphTime(row.endedAt),
    duration: durationSeconds(row),
    charge: asDouble(row.charge),
    connectionCharge: asDouble(row.connectionFee),
    currency: context.currency,
    usageCountryCode: row.usageLocation,
    tenantCountryCode: context.country,
    destinationContext: isInbound(row.callType) ? null : destinationContext(row),
    destinationName: row.toCountry === null ? row.destinationName : context.countryName(row.toCountry),
    conferenceId: row.conferenceId,
    licenseCapability: row.capability,
    inventoryType: numberType(row.numberKind) || null,
    // Tools tell the platform's own calls from an operator's by these words.
    operator: ownCarrier ? (row.line.trunk ?? "Operator Connect") : "Microsoft",
    callDurationSource: ownCarrier ? "operator" : "microsoft",
  };
}

/** Times of what never happened, and numbers that nobody told, have Graph's values for none. */
export function directRoutingRow(row: UsageRow): z.input<typeof directRoutingLogRow> {
  const failed = failedAt(row);
  const { line } = row;
  return {
    id: usageId(row.id),
    correlationId: line.correlationId ?? usageId(row.id),
    ...personOf(row),
    callType: graphCallType(row.callType),
    callerNumber: row.from,
    calleeNumber: row.to,
    inviteDateTime: graphTime(invitedAt(row)),
    startDateTime: graphTime(row.answeredAt ?? invitedAt(row)),
    failureDateTime: failed === null ? "0001-01-01T00:00:00Z" : graphTime(failed),
    endDateTime: graphTime(row.endedAt),
    duration: durationSeconds(row),
    successfulCall: row.outcome === "completed",
    mediaPathLocation: line.mediaRegion,
    signalingLocation: line.signalingRegion,
    mediaBypassEnabled: line.mediaBypass ?? false,
    finalSipCode: line.sipCode ?? 0,
    callEndSubReason: line.subCode ?? 0,
    finalSipCodePhrase: line.sipPhrase,
    trunkFullyQualifiedDomainName: line.trunk,
  };
}

function personOf(row: UsageRow): { [Field in keyof typeof person]: string | null } {
  if (!isOfPerson(row)) return { userId: null, userPrincipalName: null, userDisplayName: null };
  return { userId: row.objectId, userPrincipalName: row.user, userDisplayName: row.displayName };
}

const graphTime = (ms: number): string => new Date(ms).toISOString().replace("Z", "0000Z");

/** The nearest double: 65_000n → 0.065. */
const asDouble = (value: Micros): number => Number(value) / 1_000_000;
