/** The bodies of the call API (contract.md, Calls), and what the engine makes of them. */
import { z } from "zod";
import { FAULTS, wrong } from "../domain/fault.ts";
import { CALL_TYPES, OLDER_CALL_TYPES } from "../domain/call-type.ts";
import type { EndReport } from "../domain/session/types.ts";
import type { CallInput } from "../engine/describe.ts";
import { checkOf } from "./faults.ts";
import { identifier, text } from "./schema.ts";

const LONGEST_CALL_SECONDS = 7 * 86_400;
const FIRST_YEAR = Date.UTC(2000, 0, 1);

export const callId = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/, FAULTS.NOT_PLAIN_ASCII)
  .meta({ description: "The switch's own id of the call", example: "a84b4c76e66710@pc33.example.com" });

/** Any offset and fraction; told in epoch milliseconds. */
const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/, FAULTS.NOT_A_TIME)
  .refine((value) => Date.parse(value) >= FIRST_YEAR, FAULTS.NOT_OF_THIS_CENTURY)
  .meta({ format: "date-time" });

const usedSeconds = z.int().min(0).max(LONGEST_CALL_SECONDS).meta({ description: "Total seconds since answer" });
const requestedSeconds = z.int().min(1).max(86_400);
const party = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}]*$/u, FAULTS.CONTROL_CHARACTER);

/** Why the call ended, in the switch's own words or as the number of Q.850 that most switches have for it. */
const hangUpCause = z.union([text(128), z.int().min(0).max(999).transform(String)]);

export const callBody = z.strictObject({
  callId,
  node: text(64).optional(),
  organization: identifier.optional(),
  callType: z.enum([...CALL_TYPES, ...(Object.keys(OLDER_CALL_TYPES) as [string, ...string[]])]).optional(),
  user: party.optional().meta({ description: "Principal name, object id, SIP address or own number" }),
  from: party,
  to: party,
  conferenceId: text(128).optional(),
  startedBy: text(256).optional(),
  parentCallId: callId.optional(),
  correlationId: text(128).optional(),
  startedAt: time.optional(),
  requestedSeconds: requestedSeconds.optional(),
  invitedAt: time.optional(),
  trunk: text(255).optional(),
  mediaBypass: z.boolean().optional(),
  mediaRegion: text(64).optional(),
  signalingRegion: text(64).optional(),
});
export type CallBody = z.output<typeof callBody>;

export const answerBody = z.strictObject({ answeredAt: time.optional() });
export const updateBody = z.strictObject({
  usedSeconds,
  requestedSeconds: requestedSeconds.optional(),
  user: party.optional(),
  conferenceId: text(128).optional(),
});
export const releaseBody = z
  .strictObject({
    usedSeconds: usedSeconds.optional(),
    answeredAt: time.optional(),
    endedAt: time.optional(),
    cause: hangUpCause.optional(),
    sipCode: z.int().min(100).max(999).optional(),
    sipPhrase: text(256).optional(),
    subCode: z.int().min(0).max(2_147_483_647).optional(),
    failedAt: time.optional(),
    call: callBody.omit({ callId: true }).extend({ callId: callId.optional() }).optional(),
  })
  .refine((body) => !body.answeredAt || !body.endedAt || Date.parse(body.answeredAt) <= Date.parse(body.endedAt), {
    path: ["endedAt"],
    ...checkOf(wrong("ENDS_BEFORE_START", { from: "answeredAt" })),
  })
  .refine(
    (body) =>
      !body.answeredAt ||
      !body.endedAt ||
      Date.parse(body.endedAt) - Date.parse(body.answeredAt) <= 1000 * LONGEST_CALL_SECONDS,
    { path: ["endedAt"], message: FAULTS.CALL_TOO_LONG },
  );
export type ReleaseBody = z.output<typeof releaseBody>;

const op = <Name extends string>(name: Name) => ({ op: z.literal(name), callId });
export const operation = z.discriminatedUnion("op", [
  callBody.extend({ op: z.literal("authorize") }),
  answerBody.extend(op("answer")),
  updateBody.extend(op("update")),
  releaseBody.safeExtend(op("release")),
]);
export type Operation = z.output<typeof operation>;

export const reconcileBody = z.strictObject({
  node: text(64).optional(),
  asOf: time,
  active: z.array(callId).max(100_000),
});

const fundingLine = z.object({
  source: z.string().meta({ example: "pool:MCOPSTN5:GB:domestic" }),
  seconds: z.int(),
  amount: z.string().optional(),
  lot: z.string().optional(),
});
export const grantAnswer = z.object({
  id: z.string(),
  callId: z.string(),
  granted: z.literal(true),
  grantedSeconds: z.int(),
  limitSeconds: z.int().meta({ description: "Total since answer that is paid for; never shrinks" }),
  finalGrant: z.boolean(),
  nextUpdateSeconds: z.int().optional(),
  warnAtSeconds: z.int().optional(),
  announcement: z.string().optional().meta({ description: "To be played at warnAtSeconds, of a last grant" }),
  funding: z.array(fundingLine),
});
export const answeredAnswer = z.object({ id: z.string(), callId: z.string(), limitSeconds: z.int() });
export const releaseAnswer = z.object({
  callId: z.string(),
  usedSeconds: z.int(),
  billedSeconds: z.int(),
  charge: z.string(),
  currency: z.string().nullable().meta({ description: "Null for an emergency call that belongs to nobody" }),
  overrunSeconds: z.int().optional(),
  funding: z.array(fundingLine),
});

const IN_FUTURE = "TIME_IN_FUTURE";

/** A time that is not after now; a future one is clamped and flagged. */
export function pastTime(value: string | undefined, now: number, flags: string[]): number | null {
  if (value === undefined) return null;
  const ms = Date.parse(value);
  if (ms <= now) return ms;
  if (!flags.includes(IN_FUTURE)) flags.push(IN_FUTURE);
  return now;
}

const EXTRA = [
  "startedBy",
  "parentCallId",
  "correlationId",
  "invitedAt",
  "trunk",
  "mediaBypass",
  "mediaRegion",
  "signalingRegion",
] as const;

export interface From {
  switchId: string;
  switchCountry: string | null;
  organization: string | null;
  now: number;
}

export function callInput(body: Omit<CallBody, "callId">, from: From): CallInput {
  const extra: Record<string, string | boolean> = {};
  for (const name of EXTRA) if (body[name] !== undefined) extra[name] = body[name];
  const flags: string[] = [];
  return {
    switch: from.switchId,
    switchCountry: from.switchCountry,
    node: body.node ?? null,
    organization: body.organization ?? null,
    onlyOrganization: from.organization,
    callType: body.callType ?? null,
    user: body.user ?? null,
    from: body.from,
    to: body.to,
    conferenceId: body.conferenceId ?? null,
    extra: Object.keys(extra).length > 0 ? extra : null,
    startedAt: pastTime(body.startedAt, from.now, flags),
    flags,
  };
}

export function endReport(body: ReleaseBody, now: number): EndReport {
  const flags: string[] = [];
  const answeredAt = pastTime(body.answeredAt, now, flags);
  const endedAt = pastTime(body.endedAt, now, flags);
  // Of a switch whose clock is ahead, the time between the two is still true; of an end that alone is in the future,
  // as far as the call can have lasted.
  const between =
    flags.length > 0 && body.answeredAt !== undefined && body.endedAt !== undefined && body.usedSeconds === undefined
      ? Math.floor((Date.parse(body.endedAt) - Date.parse(body.answeredAt) + 500) / 1000)
      : null;
  const bothAhead = between !== null && Date.parse(body.answeredAt!) > now;
  const extra = {
    ...(body.subCode === undefined ? {} : { subCode: body.subCode }),
    ...(body.failedAt === undefined ? {} : { failedAt: body.failedAt }),
  };
  return {
    usedSeconds: body.usedSeconds ?? (bothAhead ? between : null),
    ...(between !== null && !bothAhead && { betweenSeconds: between }),
    answeredAt,
    endedAt,
    cause: body.cause ?? null,
    sipCode: body.sipCode ?? null,
    sipPhrase: body.sipPhrase ?? null,
    extra: Object.keys(extra).length > 0 ? extra : null,
    flags,
  };
}
