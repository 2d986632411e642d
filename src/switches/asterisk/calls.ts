/**
 * What Asterisk's dialplan asks over FastAGI, as phases of a call: `authorize` before Dial, `answer` when the other side
 * has picked up, `release` from the hangup handler. The answers are variables of the channel (switches/asterisk). A
 * dialplan can not ask again during a call, so that such a switch is granted at once what it may use
 * (PUT /v1/switches/{switch}, `canUpdate: false`).
 */
import { CALL_TYPES, type CallType } from "../../domain/call-type.ts";
import type { EndReport } from "../../domain/session/types.ts";
import { type AnnouncementLanguage, announcementOf, SIP_REASONS } from "../../domain/sip-reason.ts";
import type { AsteriskServer } from "../../switch-settings.ts";
import * as charge from "../../engine/charge.ts";
import { CallConflict, type ChargeResult } from "../../engine/commands.ts";
import type { CallInput } from "../../engine/describe.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Switch } from "../../engine/switches.ts";
import { within } from "../../engine/within.ts";
import { AgiError } from "./agi.ts";
import type { Conversation } from "./conversation.ts";

/** A caller hears nothing meanwhile; then the dialplan decides as if nobody was there. */
const PATIENCE_MS = 2_000;
/** Its limit counts from when the callee picked up, what it reports from when both were connected: after our answer to that. */
const CUT_MS = 500;
/** Q.850 of a hang-up that we asked for (ari.ts): nothing else ends an answered call with "call rejected". */
export const HUNG_UP_CAUSE = SIP_REASONS.HANG_UP.cause;

/** The status that a call's end had in SIP, where it was not answered, by DIALSTATUS. */
const SIP_CODES: Readonly<Record<string, number>> = {
  BUSY: 486,
  CANCEL: 487,
  NOANSWER: 480,
  CONGESTION: 503,
  CHANUNAVAIL: 503,
};

type Variables = Readonly<Record<string, string>>;

/** Answers how it went, in a word. @throws AgiError where Asterisk makes no sense */
export async function carryOut(engine: Engine, server: AsteriskServer, talk: Conversation): Promise<string> {
  const { script } = talk;
  if (script !== "authorize" && script !== "answer" && script !== "release")
    throw new AgiError("nobody knows this path");
  const callId = (await talk.get("TALKTIME_CALL_ID")) ?? talk.said("uniqueid");
  if (callId === undefined || !/^[\x20-\x7e]+$/.test(callId)) throw new AgiError("the call has no id");
  const profile = await engine.switches.profile(server.switch);
  const caller = { key: { switch: server.switch, callId }, profile };
  if (script === "release") return release(engine, server, caller, talk);
  const asked =
    script === "authorize"
      ? charge.authorize(engine, caller, await inputOf(server, profile, talk), profile.maximumGrantSeconds)
      : charge.answer(engine, caller, null, []);
  const variables = await within(PATIENCE_MS, asked).then(
    script === "authorize" ? variablesOf : variablesOfAnswer,
    variablesOfFailure,
  );
  // The status comes last: who is interrupted before has none.
  for (const [name, value] of Object.entries(variables)) await talk.set(name, value);
  return `${script}-${variables["TALKTIME_STATUS"]}`;
}

/** What the dialplan is told of an answer. */
function variablesOf({ answer, language }: ChargeResult): Variables {
  switch (answer.kind) {
    case "granted": {
      const { limitSeconds, warnAtSeconds } = answer.grant;
      const warning =
        warnAtSeconds === undefined
          ? {}
          : {
              TALKTIME_WARNING_MS: String(1000 * (limitSeconds - warnAtSeconds)),
              TALKTIME_WARNING_SOUND: announcementOf("FINAL_GRANT", language),
            };
      return { TALKTIME_LIMIT_MS: String(1000 * limitSeconds), ...warning, TALKTIME_STATUS: "OK" };
    }
    case "answered":
      return { TALKTIME_LIMIT_MS: String(1000 * answer.limitSeconds), TALKTIME_STATUS: "OK" };
    case "refused":
      return refusal(
        answer.refusal.code,
        SIP_REASONS[answer.refusal.code],
        announcementOf(answer.refusal.code, language),
      );
    case "conflict":
      return contradiction(answer.code);
    case "released":
    case "unknown":
    case "marked":
    case "done":
      return unavailable("en");
  }
}

/** A call that nobody asked about was let through: it goes on, and is booked by its end. */
const variablesOfAnswer = (result: ChargeResult): Variables =>
  result.answer.kind === "conflict" ? unavailable("en") : variablesOf(result);

function variablesOfFailure(error: unknown): Variables {
  return error instanceof CallConflict ? contradiction(error.code) : unavailable("en");
}

/** Whatever the switch does without Talktime, it is not to let such a call through. */
const contradiction = (code: string): Variables => refusal(code, { status: 403 }, announcementOf("NO_RATE", "en"));

const refusal = (code: string, { status }: { status: number | null }, announcement: string): Variables => ({
  TALKTIME_CODE: code,
  TALKTIME_SIP_CODE: String(status ?? 403),
  TALKTIME_HANGUP_CAUSE: String(status === 404 ? 1 : 21),
  TALKTIME_ANNOUNCEMENT: announcement,
  TALKTIME_STATUS: "REFUSED",
});

/** Q.850 42, since chan_pjsip makes 503 of that. */
const unavailable = (language: AnnouncementLanguage): Variables => ({
  TALKTIME_CODE: "CHARGING_UNAVAILABLE",
  TALKTIME_SIP_CODE: "503",
  TALKTIME_HANGUP_CAUSE: "42",
  TALKTIME_ANNOUNCEMENT: announcementOf("CHARGING_UNAVAILABLE", language),
  TALKTIME_STATUS: "UNAVAILABLE",
});

/** Of a call that was let through, or that we have lost, the end says all that the authorisation would have. */
async function release(
  engine: Engine,
  server: AsteriskServer,
  caller: charge.Caller & { profile: Switch },
  talk: Conversation,
): Promise<string> {
  const end = await endOf(talk, engine.now());
  const took = (await talk.get("TALKTIME_STATUS")) ?? "UNAVAILABLE";
  const input = took === "OK" || took === "LET_THROUGH" ? await inputOf(server, caller.profile, talk) : null;
  if (input) input.startedAt = end.answeredAt;
  const { answer } = await charge.release(engine, caller, end, input);
  return answer.kind === "unknown" ? "release-unknown" : "release";
}

async function endOf(talk: Conversation, now: number): Promise<EndReport> {
  const usedMs =
    millisecondsOf(await talk.get("ANSWEREDTIME_MS")) ?? 1000 * (millisecondsOf(await talk.get("ANSWEREDTIME")) ?? 0);
  const dialStatus = (await talk.get("DIALSTATUS")) ?? "";
  const cause = await talk.get("HANGUPCAUSE");
  const limitMs = millisecondsOf(await talk.get("TALKTIME_LIMIT_MS"));
  const answered = usedMs > 0;
  const why =
    limitMs !== undefined && usedMs + CUT_MS >= limitMs
      ? "limit"
      : cause === String(HUNG_UP_CAUSE)
        ? "hang-up"
        : "normal";
  return {
    usedSeconds: answered ? null : 0,
    answeredAt: answered ? now - usedMs : null,
    endedAt: now,
    cause: answered ? why : dialStatus.toLowerCase() || "not-connected",
    sipCode: answered ? null : (SIP_CODES[dialStatus] ?? null),
    sipPhrase: null,
    extra: null,
    flags: [],
  };
}

/** @throws AgiError where it is no number, since the call would cost nothing */
function millisecondsOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,12}$/.test(value)) throw new AgiError("this is no duration");
  return Number(value);
}

/** The dialplan's own variables go before what Asterisk says, which is whatever the caller wrote. */
async function inputOf(server: AsteriskServer, { country }: Switch, talk: Conversation): Promise<CallInput> {
  const from = (await talk.get("TALKTIME_FROM")) ?? talk.said("callerid");
  const to = (await talk.get("TALKTIME_TO")) ?? talk.said("extension");
  if (from === undefined || to === undefined) throw new AgiError("there is no caller, or no number that is called");
  const correlationId = (await talk.get("TALKTIME_CORRELATION_ID"))?.slice(0, 128);
  return {
    ...{ switch: server.switch, switchCountry: country, node: server.node ?? null },
    organization: (await talk.get("TALKTIME_ORGANIZATION")) ?? null,
    onlyOrganization: null,
    callType: await callTypeOf(talk),
    user: (await talk.get("TALKTIME_USER")) ?? null,
    ...{ from, to },
    conferenceId: (await talk.get("TALKTIME_CONFERENCE"))?.slice(0, 128) ?? null,
    extra: correlationId === undefined ? null : { correlationId },
    ...{ startedAt: null, flags: [] },
  };
}

/** @throws AgiError for a type that there is not */
async function callTypeOf(talk: Conversation): Promise<string | null> {
  const type = await talk.get("TALKTIME_CALL_TYPE");
  if (type === undefined || CALL_TYPES.includes(type as CallType)) return type ?? null;
  throw new AgiError("there is no such call type");
}
