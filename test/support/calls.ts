/** Charging requests for tests of the rules: a call that is described shortly, and the phases that are told of it. */
import type { CallFacts } from "../../src/domain/coverage.ts";
import { NO_RESTRICTION } from "../../src/domain/dial-out-policy.ts";
import { parsePicos } from "../../src/domain/money.ts";
import { type Tariff, tariffOfRow } from "../../src/domain/rating.ts";
import type { ChargeRequest, DescribedCall, EndReport, SwitchProfile } from "../../src/domain/session/types.ts";
import { MONTH } from "./memory-world.ts";

export const PROFILE: SwitchProfile = {
  reportsAnswer: true,
  canUpdate: true,
  defaultGrantSeconds: 300,
  maximumGrantSeconds: 600,
  warnSeconds: 60,
  toleranceSeconds: 2,
};

/** `fee`, then `pricePerMinute` at `initial`/`following` seconds. */
export const tariff = (pricePerMinute: string, initial = 60, following = initial, fee = "0"): Tariff =>
  tariffOfRow({
    pricePerMinutePicos: parsePicos(pricePerMinute)!,
    connectionFeePicos: parsePicos(fee)!,
    initialIncrementSeconds: initial,
    incrementSeconds: following,
  });

export interface CallAbout {
  callId?: string;
  /** Null: nobody is named yet, in a call into a conference. */
  user?: string | null;
  callType?: CallFacts["callType"];
  tariff?: Tariff | null;
  /** Calling plans that open a pool for this call, which is domestic. */
  plans?: string[];
  creditsLicence?: boolean;
  perMinute?: boolean;
  dialled?: CallFacts["dialled"];
  maxCallSeconds?: number;
  maxConcurrentCalls?: number;
  to?: string;
  node?: string;
  emergency?: boolean;
  destinationClass?: CallFacts["destination"]["class"];
}

/** A domestic call in the United States by ann, who holds the credits licence; 0.10 a minute, charged by minutes. */
export function describeCall(about: CallAbout = {}): DescribedCall {
  const user = about.user === undefined ? "ann" : about.user;
  const callType = about.callType ?? "user_out";
  const price = about.tariff === undefined ? tariff("0.1") : about.tariff;
  const plans = about.plans ?? ["MCOPSTN1"];
  const to = about.to ?? "+12065550199";
  return {
    organization: "contoso",
    refusal: null,
    maxConcurrentCalls: about.maxConcurrentCalls ?? null,
    facts: about.emergency
      ? null
      : {
          callType,
          payer:
            user === null
              ? null
              : {
                  principalName: user,
                  usageLocation: "US",
                  domesticPlans: plans,
                  internationalPlans: [],
                  payAsYouGoPlan: null,
                  conferencing: !about.perMinute,
                  conferencingPerMinute: about.perMinute ?? false,
                  dialOutUsCa: false,
                  creditsLicence: about.creditsLicence ?? true,
                  policy: NO_RESTRICTION,
                },
          dialled: about.dialled ?? null,
          destination: {
            class: about.destinationClass ?? "geographic",
            country: "US",
            sameCountry: true,
            domestic: true,
            zoneA: true,
            usOrCanada: true,
            includedInternational: false,
            blocked: false,
          },
          premiumAllowed: false,
          meetingsUseCallingPlan: false,
          rate: price ? "found" : "none",
          mode: "prepaid",
          payAsYouGo: false,
          monthlyLimitReached: false,
          callerBlocked: false,
          atConcurrencyLimit: false,
        },
    call: {
      node: about.node ?? null,
      user,
      costCenter: null,
      callType,
      from: "+12065550103",
      to,
      fromCountry: "US",
      toCountry: "US",
      numberKind: about.dialled ?? null,
      usageLocation: "US",
      domestic: true,
      conferenceId: null,
      extra: null,
      requestHash: JSON.stringify([user, callType, to]),
      month: MONTH,
      tariff: price,
      rate: null,
      emergency: about.emergency ?? false,
      maxCallSeconds: about.maxCallSeconds ?? null,
      flags: [],
      cover: null,
      tried: [],
      first: null,
      prior: null,
      letThrough: false,
      promised: null,
    },
  };
}

/** The phases of one call, as its switch tells them. */
export function phasesOf(about: CallAbout = {}, profile: Partial<SwitchProfile> = {}) {
  const common = { key: { switch: "sbc", callId: about.callId ?? "a" }, profile: { ...PROFILE, ...profile } };
  const described = describeCall(about);
  return {
    authorize: (requestedSeconds: number | null = null): ChargeRequest => ({
      ...common,
      phase: "authorize",
      described,
      requestedSeconds,
    }),
    answer: (answeredAt: number | null = null): ChargeRequest => ({
      ...common,
      phase: "answer",
      answeredAt,
      flags: [],
    }),
    update: (
      usedSeconds: number,
      requestedSeconds: number | null = null,
      anew: DescribedCall | null = null,
    ): ChargeRequest => ({ ...common, phase: "update", usedSeconds, requestedSeconds, described: anew }),
    release: (end: number | Partial<EndReport>, unasked = false): ChargeRequest => ({
      ...common,
      phase: "release",
      end: {
        usedSeconds: typeof end === "number" ? end : null,
        answeredAt: null,
        endedAt: null,
        cause: null,
        sipCode: null,
        sipPhrase: null,
        extra: null,
        flags: [],
        ...(typeof end === "number" ? {} : end),
      },
      described: unasked ? described : null,
    }),
    reap: (): ChargeRequest => ({ ...common, phase: "reap" }),
    missing: (asOf: number, endsAt: number, node: string | null = null): ChargeRequest => ({
      ...common,
      phase: "missing",
      node,
      asOf,
      endsAt,
    }),
    seen: (): ChargeRequest => ({ ...common, phase: "seen" }),
  };
}
