/**
 * What a gateway says by RADIUS, as phases of a call: Access-Request = authorize, Accounting Start = answer, Interim =
 * update, Stop and Failed = release, Accounting-On and -Off = the gateway has lost its calls. RADIUS answers no update, so that
 * such a switch is granted at once what it may use (PUT /v1/switches/{switch}, `canUpdate: false`).
 */
import { createHash } from "node:crypto";
import { announcementOf } from "../../domain/sip-reason.ts";
import * as charge from "../../engine/charge.ts";
import { CallConflict } from "../../engine/commands.ts";
import type { CallInput } from "../../engine/describe.ts";
import type { Engine } from "../../engine/engine.ts";
import { reconcile } from "../../engine/reaper.ts";
import type { RadiusClient } from "../../switch-settings.ts";
import { cisco, CISCO_TYPES, ciscoOf, number, numberOf, text, textOf, textsOf, TYPES } from "./attributes.ts";
import { type Attribute, CODES, type Packet } from "./packet.ts";

/** Acct-Status-Type (RFC 2866 §5.1); `failed`, which it reserves, is what SIP proxies say of a call that was not answered. */
const STATUS = { start: 1, stop: 2, interim: 3, on: 7, off: 8, failed: 15 } as const;
/** Acct-Terminate-Cause (RFC 2866 §5.10), as far as it says more than that the call ended. */
const CAUSES: Readonly<Record<number, string>> = {
  1: "user-request",
  2: "lost-carrier",
  4: "idle-timeout",
  5: "session-timeout",
  6: "admin-reset",
  9: "nas-error",
  17: "user-error",
};

/** What no phone call lasts. Gateways say more than that after a fault of their own, such as 0xffffffff. */
const LONGEST_CALL_SECONDS = 7 * 86_400;
/** The same of a report that was under way. */
const LONGEST_DELAY_SECONDS = 86_400;

export interface Reply {
  code: number;
  attributes: readonly Attribute[];
}

/** Who sends the packet. */
export interface Sender extends Pick<RadiusClient, "switch" | "interimSeconds"> {
  /** What tells it from others of the same switch where it does not say so itself; null: there are no others. */
  node: string | null;
}

/**
 * Undefined: no answer, so that the gateway asks again or goes elsewhere. What it says wrongly is answered, since
 * asking again would not mend it.
 */
export async function authorize(engine: Engine, sender: Sender, packet: Packet): Promise<Reply | undefined> {
  const { switch: switchId, interimSeconds } = sender;
  const profile = await engine.switches.profile(switchId);
  const input = inputOf(sender, packet, profile.country);
  if (!input) return reject("Calling-Station-Id or User-Name, and Called-Station-Id, are needed.", "INVALID_REQUEST");
  const callId = callIdOf(packet) ?? madeUp(packet);
  try {
    const { answer, language } = await charge.authorize(
      engine,
      { key: { switch: switchId, callId }, profile },
      input,
      profile.maximumGrantSeconds, // it can not ask again
    );
    if (answer.kind === "granted") {
      const { grantedSeconds } = answer.grant;
      return {
        code: CODES.accessAccept,
        attributes: [
          number(TYPES.sessionTimeout, grantedSeconds),
          number(TYPES.terminationAction, 0),
          ...(interimSeconds === undefined ? [] : [number(TYPES.acctInterimInterval, interimSeconds)]),
          ...classOf(callId),
          cisco(CISCO_TYPES.creditTime, "h323-credit-time", String(grantedSeconds)),
          cisco(CISCO_TYPES.returnCode, "h323-return-code", "0"),
        ],
      };
    }
    if (answer.kind === "refused")
      return reject(answer.refusal.message, answer.refusal.code, announcementOf(answer.refusal.code, language));
    return answer.kind === "conflict" ? reject(answer.message, answer.code) : undefined;
  } catch (error) {
    if (error instanceof CallConflict) return reject(error.message, error.code);
    throw error;
  }
}

/** Answered when it is written, and not before: a gateway that hears nothing sends it again. */
export async function account(engine: Engine, sender: Sender, packet: Packet): Promise<Reply | undefined> {
  const { switch: switchId } = sender;
  const done: Reply = { code: CODES.accountingResponse, attributes: [] };
  const status = numberOf(packet, TYPES.acctStatusType);
  const profile = await engine.switches.profile(switchId);
  if (status === STATUS.on || status === STATUS.off) {
    const node = nodeOf(sender, packet);
    await reconcile(engine, switchId, profile, { node, asOf: engine.now(), active: [] });
    return done;
  }
  const callId = callIdOf(packet);
  if (callId === undefined) return done; // nothing here could ever be charged for it
  const caller = { key: { switch: switchId, callId }, profile };
  const time = numberOf(packet, TYPES.acctSessionTime);
  const isTime = time === undefined || time <= LONGEST_CALL_SECONDS;
  const said = isTime ? time : undefined;
  const delay = numberOf(packet, TYPES.acctDelayTime) ?? 0;
  const delayMs = delay <= LONGEST_DELAY_SECONDS ? 1_000 * delay : 0;
  if (status === STATUS.start) await charge.answer(engine, caller, engine.now() - delayMs, []);
  else if (status === STATUS.interim)
    await charge.update(engine, caller, {
      ...{ usedSeconds: said ?? 0, requestedSeconds: null, user: null, conferenceId: null },
    });
  else if (status === STATUS.stop || status === STATUS.failed) {
    const failed = status === STATUS.failed;
    const usedSeconds = failed ? 0 : (said ?? null);
    const end = {
      usedSeconds,
      answeredAt: null,
      // Who says no duration, as SIP proxies do, is charged from its Start to its Stop.
      endedAt: usedSeconds === null ? engine.now() - delayMs : null,
      cause: failed ? "failed" : (CAUSES[numberOf(packet, TYPES.acctTerminateCause) ?? 1] ?? "ended"),
      sipCode: null,
      sipPhrase: null,
      extra: null,
      flags: isTime ? [] : ["IMPLAUSIBLE_DURATION"],
    };
    const input = inputOf(sender, packet, profile.country);
    // For a call that nobody asked about: it is as old as it was long, and as its report was under way.
    if (input) input.startedAt = engine.now() - 1_000 * (usedSeconds ?? 0) - delayMs;
    await charge.release(engine, caller, end, input);
  }
  return done;
}

function inputOf(sender: Sender, packet: Packet, switchCountry: string | null): CallInput | null {
  const user = textOf(packet, TYPES.userName);
  const from = textOf(packet, TYPES.callingStationId) ?? user;
  const to = textOf(packet, TYPES.calledStationId);
  if (from === undefined || to === undefined) return null;
  return {
    ...{ switch: sender.switch, switchCountry, node: nodeOf(sender, packet) },
    ...{ organization: null, onlyOrganization: null },
    ...{ callType: null, user: user === from ? null : (user ?? null), from, to, conferenceId: null },
    ...{ extra: null, startedAt: null, flags: [] },
  };
}

/**
 * What the gateway calls the call in everything that it says of it: what the Access-Accept told it to say (Class), its
 * own Acct-Session-Id, or Cisco's conference id. A Class that is not ours is that of a proxy on the way, and may be the
 * same for all calls.
 */
const callIdOf = (packet: Packet): string | undefined => {
  const classes = textsOf(packet, TYPES.class);
  return [
    classes.find((one) => one.startsWith(OUR_CLASS))?.slice(OUR_CLASS.length),
    textOf(packet, TYPES.acctSessionId),
    ciscoOf(packet, CISCO_TYPES.conferenceId),
    ...classes,
  ].find((id) => id !== undefined && /^[\x20-\x7e]{1,255}$/.test(id));
};

const OUR_CLASS = "talktime:";

/** None where the id does not fit: cut off it would be another call's. */
export const classOf = (callId: string): Attribute[] =>
  callId.length + OUR_CLASS.length > 253 ? [] : [text(TYPES.class, OUR_CLASS + callId)];

/** For a gateway that names the call only in its accounting: the same for a repeat of the same packet. */
const madeUp = ({ identifier, authenticator }: Packet): string =>
  `radius-${createHash("sha256")
    .update(Buffer.from([identifier]))
    .update(authenticator)
    .digest("hex")
    .slice(0, 24)}`;

const nodeOf = ({ node }: Sender, packet: Packet): string | null =>
  textOf(packet, TYPES.nasIdentifier)?.slice(0, 64) ?? node;

const reject = (message: string, code: string, announcement?: string): Reply => ({
  code: CODES.accessReject,
  attributes: [
    text(TYPES.replyMessage, `${code}: ${message}`),
    ...(announcement === undefined ? [] : [text(TYPES.replyMessage, `announcement=${announcement}`)]),
    cisco(CISCO_TYPES.returnCode, "h323-return-code", code === "OUT_OF_CREDIT" ? "2" : "7"),
  ],
});
