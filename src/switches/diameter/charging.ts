/**
 * Credit control (RFC 8506; 3GPP Ro) as phases of a call: CCR INITIAL = authorize, UPDATE = update, TERMINATION =
 * release, EVENT = a call that is over already.
 */
import type { RefusalCode } from "../../domain/outcome.ts";
import type { Answer } from "../../domain/session/types.ts";
import * as charge from "../../engine/charge.ts";
import { CallConflict } from "../../engine/commands.ts";
import type { CallInput } from "../../engine/describe.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Switch } from "../../engine/switches.ts";
import { AVPS, avpsOf, group, groupOf, RESULTS, text, textOf, u32, u32Of } from "./avps.ts";
import { type Avp, decodeAvps } from "./message.ts";
import { inServices, longest, type Services, servicesOf } from "./units.ts";
import { type Asked as Numbered, UsedSeconds } from "./used.ts";

const REQUEST_TYPES = { initial: 1, update: 2, termination: 3, event: 4 } as const;
/** Requested-Action of an EVENT (RFC 8506 §8.41): the only one that there is here. */
const DIRECT_DEBITING = 0;
/** Subscription-Id-Type (RFC 8506 §8.47). */
const SUBSCRIPTIONS = { e164: 0, sipUri: 2, private: 4 } as const;
const TERMINATE = 0;
/** Termination-Cause (RFC 6733 §8.15). */
const CAUSES: Readonly<Record<number, string>> = {
  1: "logout",
  3: "bad-answer",
  4: "administrative",
  5: "link-broken",
  8: "session-timeout",
};

/** What goes back beside the AVPs that every answer has. */
export interface CreditAnswer {
  result: number;
  avps: readonly Avp[];
}

/** Who asks. */
interface From extends Pick<Numbered, "switchId" | "connection"> {
  node: string;
}

interface Asked extends From, Numbered {
  type: number;
  avps: readonly Avp[];
}

export class CreditControl {
  readonly #engine: Engine;
  readonly #used: UsedSeconds;
  /** Of each session that is asked about just now, its last request. */
  readonly #turns = new Map<string, Promise<CreditAnswer>>();

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#used = new UsedSeconds(engine);
  }

  async charge(from: From, avps: readonly Avp[]): Promise<CreditAnswer> {
    const callId = textOf(avps, AVPS.sessionId);
    const type = u32Of(avps, AVPS.ccRequestType);
    const number = u32Of(avps, AVPS.ccRequestNumber);
    if (callId === undefined || !/^[\x20-\x7e]{1,255}$/.test(callId)) return missing(AVPS.sessionId);
    if (type === undefined) return missing(AVPS.ccRequestType);
    if (number === undefined) return missing(AVPS.ccRequestNumber);
    const echo = [u32(AVPS.ccRequestType, type), u32(AVPS.ccRequestNumber, number)];
    const asked = { ...from, callId, type, number, avps };
    const { result, avps: told } = await this.#inTurn(asked, () => this.#phase(asked).catch(resultOfError));
    return { result, avps: [...echo, ...told] };
  }

  /** A session's requests one after the other, as they came: an end that overtakes a report would lose its seconds. */
  async #inTurn(asked: Asked, work: () => Promise<CreditAnswer>): Promise<CreditAnswer> {
    const key = `${asked.switchId} ${asked.callId}`;
    const turn = this.#turns.get(key)?.then(work, work) ?? work();
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }

  async #phase(asked: Asked): Promise<CreditAnswer> {
    const { switchId, callId, type, avps } = asked;
    // Nothing tells of the answer but the seconds that are used.
    const profile = { ...(await this.#engine.switches.profile(switchId)), reportsAnswer: false };
    const caller = { key: { switch: switchId, callId }, profile };
    const services = servicesOf(avps);
    if (services.impossible) return invalid(services.impossible);
    const input = inputOf(asked, profile);
    switch (type) {
      case REQUEST_TYPES.initial: {
        if (!input) return missing(AVPS.serviceInformation);
        const { answer } = await charge.authorize(this.#engine, caller, input, services.requested);
        return answered(answer, services);
      }
      case REQUEST_TYPES.update: {
        const usedSeconds = await this.#used.total(asked, services.used);
        const report = { requestedSeconds: services.requested, user: null, conferenceId: null };
        const { answer } = await charge.update(this.#engine, caller, { ...report, usedSeconds: usedSeconds ?? 0 });
        return answered(answer, services);
      }
      case REQUEST_TYPES.termination: {
        const usedSeconds = await this.#used.total(asked, services.used);
        const cause = CAUSES[u32Of(avps, AVPS.terminationCause) ?? 1] ?? "ended";
        await charge.release(this.#engine, caller, ended(usedSeconds, cause), input);
        this.#used.ended(asked);
        return { result: RESULTS.success, avps: [] };
      }
      case REQUEST_TYPES.event:
        return this.#event(caller, input, services, u32Of(avps, AVPS.requestedAction));
      default:
        return invalid(u32(AVPS.ccRequestType, type));
    }
  }

  async #event(
    caller: charge.Caller,
    input: CallInput | null,
    services: Services,
    action: number | undefined,
  ): Promise<CreditAnswer> {
    if (action === undefined) return missing(AVPS.requestedAction);
    if (action !== DIRECT_DEBITING) return invalid(u32(AVPS.requestedAction, action));
    if (!input) return missing(AVPS.serviceInformation);
    const end = ended(services.requested ?? longest(services.used.values()), "event");
    const { answer } = await charge.release(this.#engine, caller, end, input);
    return answered(answer, services);
  }
}

function inputOf({ switchId, node, avps }: Asked, { country }: Switch): CallInput | null {
  const ims = groupOf(groupOf(avps, AVPS.serviceInformation), AVPS.imsInformation);
  const subscriptions = avpsOf(avps, AVPS.subscriptionId).map(({ value }) => decodeAvps(value).avps);
  const subscribed = (type: number): string | undefined =>
    subscriptions
      .filter((inner) => u32Of(inner, AVPS.subscriptionIdType) === type)
      .map((inner) => textOf(inner, AVPS.subscriptionIdData))
      .find((data) => data !== undefined);
  const user = subscribed(SUBSCRIPTIONS.sipUri) ?? subscribed(SUBSCRIPTIONS.private) ?? subscribed(SUBSCRIPTIONS.e164);
  const from = textOf(ims, AVPS.callingPartyAddress) ?? subscribed(SUBSCRIPTIONS.e164) ?? user;
  const to = textOf(ims, AVPS.calledPartyAddress);
  if (from === undefined || to === undefined) return null;
  return {
    ...{ switch: switchId, switchCountry: country, node, organization: null, onlyOrganization: null },
    ...{ callType: null, user: user === from ? null : (user ?? null), from, to, conferenceId: null },
    ...{ extra: null, startedAt: null, flags: [] },
  };
}

const ended = (usedSeconds: number | null, cause: string): Parameters<typeof charge.release>[2] => ({
  ...{ usedSeconds, answeredAt: null, endedAt: null, cause, sipCode: null, sipPhrase: null, extra: null, flags: [] },
});

function answered(answer: Answer, { named }: Services): CreditAnswer {
  switch (answer.kind) {
    case "granted": {
      const { grantedSeconds, finalGrant } = answer.grant;
      const units = [
        group(AVPS.grantedServiceUnit, [u32(AVPS.ccTime, grantedSeconds)]),
        u32(AVPS.validityTime, grantedSeconds),
        ...(finalGrant ? [group(AVPS.finalUnitIndication, [u32(AVPS.finalUnitAction, TERMINATE)])] : []),
      ];
      return { result: RESULTS.success, avps: inServices(units, RESULTS.success, named) };
    }
    case "refused": {
      const result = RESULT_OF[answer.refusal.code];
      const words = text(AVPS.errorMessage, `${answer.refusal.code}: ${answer.refusal.message}`);
      return { result, avps: [{ ...words, mandatory: false }, ...(named ? inServices([], result, named) : [])] };
    }
    case "conflict":
      return { result: answer.code === "UNKNOWN_CALL" ? RESULTS.unknownSession : RESULTS.unableToComply, avps: [] };
    case "answered":
    case "released":
    case "unknown":
    case "marked":
    case "done":
      return { result: RESULTS.success, avps: [] };
  }
}

/** Every refusal as Diameter has it (RFC 8506 §9). */
const RESULT_OF: Readonly<Record<RefusalCode, number>> = {
  UNKNOWN_ORGANIZATION: RESULTS.userUnknown,
  UNKNOWN_USER: RESULTS.userUnknown,
  UNKNOWN_NUMBER: RESULTS.userUnknown,
  POLICY_BLOCKED: RESULTS.endUserServiceDenied,
  PREMIUM_BLOCKED: RESULTS.endUserServiceDenied,
  DESTINATION_BLOCKED: RESULTS.endUserServiceDenied,
  LIMIT_REACHED: RESULTS.endUserServiceDenied,
  LICENSE_MISSING: RESULTS.endUserServiceDenied,
  NO_RATE: RESULTS.ratingFailed,
  BUDGET_EXCEEDED: RESULTS.creditLimitReached,
  OUT_OF_CREDIT: RESULTS.creditLimitReached,
  PAY_AS_YOU_GO_OFF: RESULTS.creditLimitReached,
  CALL_ENDED: RESULTS.unknownSession,
};

function resultOfError(error: unknown): CreditAnswer {
  if (error instanceof CallConflict) return { result: RESULTS.unableToComply, avps: [] };
  throw error;
}

/** An example of the AVP that is missing, as RFC 6733 §7.5 wants it. */
const missing = (name: readonly [code: number, vendor?: number]): CreditAnswer => ({
  result: RESULTS.missingAvp,
  avps: [group(AVPS.failedAvp, [{ code: name[0], vendor: name[1], mandatory: true, value: Buffer.alloc(0) }])],
});
const invalid = (avp: Avp): CreditAnswer => ({ result: RESULTS.invalidValue, avps: [group(AVPS.failedAvp, [avp])] });
