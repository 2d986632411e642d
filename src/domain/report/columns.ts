/** The columns of the exported files, to the letter and in order (contract.md, Usage; domain.md 6.2). */
import { type Micros } from "../money.ts";
import {
  destinationContext,
  durationSeconds,
  failedAt,
  invitedAt,
  isOfPerson,
  numberType,
  type Report,
  sharedCorrelationId,
  usageId,
  type UsageRow,
} from "./usage-row.ts";

/** What a cell holds; null: empty. Times are epoch milliseconds, money is micro-units. */
export type Column = { name: string } & (
  | { kind: "text"; value: (row: UsageRow, names: Names) => string | null }
  | { kind: "number"; value: (row: UsageRow) => number | null }
  | { kind: "time"; value: (row: UsageRow) => number | null }
  | { kind: "money"; value: (row: UsageRow) => Micros }
);

/** What rows do not say themselves. */
export interface Names {
  currency: string;
  /** Of a country by its alpha-2 code. */
  country: (code: string) => string;
}

const ofPerson = (row: UsageRow, value: string | null): string | null => (isOfPerson(row) ? value : null);
const yesNo = (value: boolean): string => (value ? "Yes" : "No");

const CALLING_PLAN: readonly Column[] = [
  { name: "UsageId", kind: "text", value: (row) => usageId(row.id) },
  { name: "Call ID", kind: "text", value: (row) => row.callId },
  { name: "Conference ID", kind: "text", value: (row) => row.conferenceId },
  { name: "User Location", kind: "text", value: (row) => row.usageLocation },
  { name: "AAD ObjectId", kind: "text", value: (row) => ofPerson(row, row.objectId) },
  { name: "UPN", kind: "text", value: (row) => ofPerson(row, row.user) },
  { name: "User Display Name", kind: "text", value: (row) => ofPerson(row, row.displayName) },
  { name: "Caller ID", kind: "text", value: (row) => row.from },
  { name: "Call Type", kind: "text", value: (row) => row.callType },
  { name: "Number Type", kind: "text", value: (row) => numberType(row.numberKind) },
  { name: "Domestic/International", kind: "text", value: (row) => destinationContext(row) },
  {
    name: "Destination Dialed",
    kind: "text",
    value: (row, names) => {
      const destination = row.toCountry === null ? row.destinationName : names.country(row.toCountry);
      return row.correction
        ? `${destination ?? ""} (price corrected, ${row.correction.correction})`.trim()
        : destination;
    },
  },
  { name: "Destination Number", kind: "text", value: (row) => row.to },
  { name: "Start Time", kind: "time", value: (row) => row.startedAt },
  { name: "End Time", kind: "time", value: (row) => row.endedAt },
  { name: "Duration Seconds", kind: "number", value: (row) => row.usedSeconds },
  { name: "Connection Fee", kind: "money", value: (row) => row.connectionFee },
  { name: "Charge", kind: "money", value: (row) => row.charge },
  { name: "Currency", kind: "text", value: (_row, names) => names.currency },
  { name: "Capability", kind: "text", value: (row) => row.capability },
];

const DIRECT_ROUTING: readonly Column[] = [
  { name: "CorrelationId", kind: "text", value: (row) => row.line.correlationId ?? usageId(row.id) },
  { name: "AAD ObjectId", kind: "text", value: (row) => row.objectId },
  { name: "UPN", kind: "text", value: (row) => row.user },
  { name: "Display Name", kind: "text", value: (row) => row.displayName },
  { name: "User country", kind: "text", value: (row) => row.usageLocation },
  { name: "Invite time", kind: "time", value: invitedAt },
  { name: "Start time", kind: "time", value: (row) => row.answeredAt },
  { name: "Failure time", kind: "time", value: failedAt },
  { name: "End time", kind: "time", value: (row) => row.endedAt },
  { name: "Duration", kind: "number", value: durationSeconds },
  { name: "Success", kind: "text", value: (row) => yesNo(row.outcome === "completed") },
  { name: "Caller Number", kind: "text", value: (row) => row.from },
  { name: "Callee Number", kind: "text", value: (row) => row.to },
  { name: "Call type", kind: "text", value: (row) => row.callType },
  { name: "Azure region for Media", kind: "text", value: (row) => row.line.mediaRegion },
  { name: "Azure region for Signaling", kind: "text", value: (row) => row.line.signalingRegion },
  { name: "Final SIP code", kind: "number", value: (row) => row.line.sipCode },
  { name: "Final Microsoft subcode", kind: "number", value: (row) => row.line.subCode },
  { name: "Final SIP Phrase", kind: "text", value: (row) => row.line.sipPhrase },
  { name: "SBC FQDN", kind: "text", value: (row) => row.line.trunk },
  {
    name: "Media bypass",
    kind: "text",
    value: ({ line }) => (line.mediaBypass === null ? null : yesNo(line.mediaBypass)),
  },
  { name: "Shared correlation ID", kind: "text", value: sharedCorrelationId },
];

export const COLUMNS: Readonly<Record<Report, readonly Column[]>> = {
  "calling-plan": CALLING_PLAN,
  "direct-routing": DIRECT_ROUTING,
};
