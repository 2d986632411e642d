/**
 * The usage row: one ended or refused call as every report shows it (API, console, exports, Graph), with the columns of
 * the calling-plan and of the direct-routing report (domain.md 6.1 and 6.2).
 */
import { type CallType, isInbound, type NumberKind } from "../call-type.ts";
import type { Micros } from "../money.ts";
import type { Refusal } from "../outcome.ts";

/** Times are epoch milliseconds. */
export interface UsageRow {
  id: number;
  /** The switch's own id of the call. */
  callId: string;
  callType: CallType;
  /** When it was authorised, or answered if its switch let it through and told of it later. */
  startedAt: number;
  answeredAt: number | null;
  endedAt: number;
  outcome: "completed" | "unanswered" | "refused";
  refusal: Pick<Refusal, "code" | "message"> | null;
  /** Principal name. */
  user: string | null;
  displayName: string | null;
  objectId: string | null;
  /** At the time of the call. */
  costCenter: string | null;
  usageLocation: string | null;
  from: string;
  to: string;
  fromCountry: string | null;
  toCountry: string | null;
  /** As the rate deck names it, where a rate was found. */
  destinationName: string | null;
  conferenceId: string | null;
  numberKind: NumberKind | null;
  domestic: boolean;
  /** Connected time. */
  usedSeconds: number;
  billedSeconds: number;
  poolMinutes: number;
  /** Part of the charge. */
  connectionFee: Micros;
  charge: Micros;
  /** Of the last source that paid. */
  capability: string;
  /** What corrections of its price have changed, oldest first. */
  corrections: readonly Correction[];
  /** Of a second row of the call, that stands beside the first: the correction that it is. */
  correction: Correction | null;
  /** What the switch said of its own side of the call; all of it may be missing. */
  line: Line;
}

/** A price that was corrected after the call (rate corrections). */
export interface Correction {
  /** Of the row. */
  id: number;
  correction: string;
  /** Below zero: given back. */
  difference: Micros;
  reason: string;
  at: number;
}

/** The row of a call and, after it, a second one for each correction: the first stays as it was charged. */
export const withCorrections = (row: UsageRow): UsageRow[] => [
  row,
  ...row.corrections.map((correction) => ({
    ...row,
    id: correction.id,
    usedSeconds: 0,
    billedSeconds: 0,
    poolMinutes: 0,
    connectionFee: 0n,
    charge: correction.difference,
    corrections: [],
    correction,
  })),
];

export interface Line {
  correlationId: string | null;
  parentCallId: string | null;
  invitedAt: number | null;
  failedAt: number | null;
  trunk: string | null;
  mediaBypass: boolean | null;
  mediaRegion: string | null;
  signalingRegion: string | null;
  sipCode: number | null;
  sipPhrase: string | null;
  subCode: number | null;
}

export type Report = "calling-plan" | "direct-routing";

/** Operator Connect stands with the calling plans, as its rows do in Graph (domain.md 3.2 row 26). */
export const reportOf = (type: CallType): Report => (type.startsWith("dr_") ? "direct-routing" : "calling-plan");

/**
 * The id as the GUID that the file's columns and Graph ask for: of the custom version 8 (RFC 9562), the id in its last
 * 48 bits.
 */
export const usageId = (id: number): string => `74616c6b-7469-8d65-8000-${id.toString(16).padStart(12, "0")}`;

/** Attendants and queues are no persons: reports of their calls name none (domain.md 6.2, 8.1). */
export const isOfPerson = ({ callType }: UsageRow): boolean => !callType.startsWith("ucap_");

const NUMBER_TYPES: Readonly<Record<NumberKind, string>> = {
  subscriber: "Subscriber",
  "service-toll": "Service",
  "service-toll-free": "TollFree",
  "service-premium": "Service",
};

/** What the report calls the kind of the organisation's own number (domain.md GAP-32); empty: it has none in the call. */
export const numberType = (kind: NumberKind | null): string => (kind === null ? "" : NUMBER_TYPES[kind]);

export const destinationContext = ({ domestic }: UsageRow): "Domestic" | "International" =>
  domestic ? "Domestic" : "International";

/**
 * Hides the last digits of the number outside, where the organisation's country has it so (domain.md 6.1). What is no
 * number, such as a name, stays.
 */
export function hideNumber<T extends Pick<UsageRow, "callType" | "from" | "to">>(row: T, digits: number): T {
  if (digits === 0) return row;
  return isInbound(row.callType) ? { ...row, from: hidden(row.from, digits) } : { ...row, to: hidden(row.to, digits) };
}

const hidden = (number: string, digits: number): string =>
  /^\+?\d+$/.test(number) ? number.replace(new RegExp(`\\d{1,${digits}}$`), (last) => "*".repeat(last.length)) : number;

/** A report that is read by who may not know whose calls they are: without names, ids and the numbers of people. */
export const withoutNames = (row: UsageRow): UsageRow => ({
  ...row,
  user: null,
  displayName: null,
  objectId: null,
  from: "",
  to: "",
});

/** A direct-routing call lasts from its invitation to its end or failure (domain.md 6.2). */
export function durationSeconds(row: UsageRow): number {
  if (row.correction) return 0;
  if (reportOf(row.callType) === "calling-plan") return row.usedSeconds;
  const until = failedAt(row) ?? row.endedAt;
  return Math.max(0, Math.round((until - invitedAt(row)) / 1000));
}

export const invitedAt = (row: UsageRow): number => row.line.invitedAt ?? row.startedAt;

/** Null: it did not fail. */
export const failedAt = (row: UsageRow): number | null =>
  row.outcome === "completed" ? null : (row.line.failedAt ?? row.endedAt);

/** What ties the legs of a transfer together; a lone call has none (domain.md 6.1). */
export const sharedCorrelationId = ({ line }: UsageRow): string | null =>
  line.parentCallId === null ? null : line.correlationId;
