/**
 * Who pays for a call, or nobody, and why: the whole of domain.md 3.2 to 3.5 as one function of facts. It decides the
 * order of the sources; how far they reach is funding's question. Emergency calls never come here.
 *
 * Order (domain.md 3.4): policy → own carrier → add-on → included → pool → credits or post-usage → refused.
 */
import type { Mode } from "./account.ts";
import { type CallType, isInbound, isOwnCarrier, type NumberKind } from "./call-type.ts";
import type { DialOutPolicy } from "./dial-out-policy.ts";
import type { NumberClass } from "./number.ts";
import { type Refusal, type RefusalCode, REFUSALS } from "./outcome.ts";
import { ownPoolId, poolSource, siblingOf } from "./pool.ts";
import { sentenceOf, type Why, type WhyCode, type WhyParams } from "./why.ts";

/** The person or resource account whose licences pay: the caller, the organiser, the attendant behind a number. */
export interface Payer {
  principalName: string;
  usageLocation: string;
  /** Calling plans held, as capabilities in the order in which they pay for domestic calls (product.md). */
  domesticPlans: readonly string[];
  /** The same for international calls: MCOPSTN2, MCOPSTN9. */
  internationalPlans: readonly string[];
  /** The report capability of a pay-as-you-go plan, if one is held. */
  payAsYouGoPlan: string | null;
  conferencing: boolean;
  conferencingPerMinute: boolean;
  dialOutUsCa: boolean;
  creditsLicence: boolean;
  policy: DialOutPolicy;
}

export interface CallFacts {
  callType: CallType;
  /** Null where nobody is named: a conference before its organiser is known, a number that serves nobody. */
  payer: Payer | null;
  /** Kind of the own number that was dialled; null for outbound calls. */
  dialled: NumberKind | null;
  destination: {
    class: NumberClass;
    country: string | null;
    /** In the payer's own country: what policies ask. */
    sameCountry: boolean;
    /** In the domestic group of the payer's country (US, CA and PR count for each other): what plans ask. */
    domestic: boolean;
    zoneA: boolean;
    usOrCanada: boolean;
    includedInternational: boolean;
    /** By the organisation's own list of blocked prefixes or countries. */
    blocked: boolean;
  };
  premiumAllowed: boolean;
  /** Dial-out from meetings goes on to the calling plans of the organiser before it costs credits (domain.md GAP-28). */
  meetingsUseCallingPlan: boolean;
  /** Pools that are closed, as the other one of their plan is used up (domain.md GAP-21); absent: none is. */
  closedPools?: readonly string[];
  /** The caller's number or country is on the organisation's list of blocked callers. */
  callerBlocked: boolean;
  /** A rate was found, and whether it is above the organisation's price cap. */
  rate: "found" | "above-cap" | "none";
  /** The organisation has as many calls in progress as it allows itself. */
  atConcurrencyLimit: boolean;
  mode: Mode;
  payAsYouGo: boolean;
  /** The month's limit of what is billed afterwards is reached. */
  monthlyLimitReached: boolean;
}

/** One line of "explain this call". */
export interface Tried extends Why {
  source: string;
  taken: boolean;
}

export interface Cover {
  free: "free" | "included" | null;
  /** Pools by id, in the order in which they are drawn. */
  pools: string[];
  credits: boolean;
  postUsage: boolean;
  /** What the report shows: for a free call, and for one that money pays (a pool shows its own). */
  capability: string;
  /** Why money does not pay where pools are used up. */
  noMoney: Refusal | null;
}
export interface Covered {
  kind: "covered";
  cover: Cover;
  tried: Tried[];
}
export interface Refused {
  kind: "refused";
  refusal: Refusal;
  tried: Tried[];
}

const CREDITS_LICENCE = "MCOPSTNC";
const CREDITS_CAPABILITY = "MCOPSTNPP";
const NEVER_POOLED: readonly NumberClass[] = ["premium", "shared-cost", "special", "satellite"];
const neverPooled = (numberClass: NumberClass): Why => ({ code: "never-pooled", params: { numberClass } });

export function cover(facts: CallFacts): Covered | Refused {
  const tried: Tried[] = [];
  const refused = (refusal: Refusal): Refused => ({ kind: "refused", refusal, tried });
  const free = (how: "free" | "included", capability: string, code: WhyCode): Covered => {
    tried.push({ source: how, taken: true, code });
    const cover = { free: how, pools: [], credits: false, postUsage: false, capability, noMoney: null };
    return { kind: "covered", cover, tried };
  };
  /** Pools first, then money; refused only where neither may pay at all. */
  const paid = (opened: string[], capability: string, licence: boolean): Covered | Refused => {
    const pools = facts.closedPools ? opened.filter((pool) => !facts.closedPools!.includes(pool)) : opened;
    for (const pool of opened)
      tried.push(
        pools.includes(pool)
          ? { source: poolSource(pool), taken: true, code: "license-opens-pool" }
          : {
              source: poolSource(pool),
              taken: false,
              code: "closed-by-other-pool",
              params: { pool: poolSource(siblingOf(pool)!) },
            },
      );
    const money = moneyGate(facts, licence);
    tried.push({ source: money.source, taken: money.refusal === null, ...money.why });
    if (money.refusal && pools.length === 0) return refused(money.refusal);
    const cover = {
      free: null,
      pools,
      credits: money.refusal === null && (facts.mode === "prepaid" || facts.mode === "draining"),
      postUsage:
        money.refusal === null &&
        facts.payAsYouGo &&
        !facts.monthlyLimitReached &&
        (facts.mode === "post-usage" || facts.mode === "draining"),
      capability,
      noMoney: money.refusal,
    };
    return { kind: "covered", cover, tried };
  };

  const forbidden = policyRefusal(facts);
  if (forbidden) return refused(forbidden);
  if (isOwnCarrier(facts.callType)) return free("free", "", "own-carrier");
  const barred = destinationRefusal(facts);
  if (barred) return refused(barred);

  const result = isInbound(facts.callType)
    ? coverInbound(facts, free, paid, refused)
    : facts.callType === "conf_out"
      ? coverDialOut(facts, free, paid, refused, tried)
      : coverUserOut(facts, paid, refused, tried);
  const found = result.kind === "refused" ? result.refusal : null;
  const first = firstOf(found, found && facts.rate === "above-cap" ? ABOVE_CAP : null, atLimit(facts));
  return first === null || first === found ? result : { kind: "refused", refusal: first, tried: [] };
}

const ABOVE_CAP: Refusal = {
  code: "DESTINATION_BLOCKED",
  message: sentenceOf({ code: "price-above-cap" }),
};

export const MONTHLY_LIMIT_REACHED: Refusal = {
  code: "BUDGET_EXCEEDED",
  message: sentenceOf({ code: "monthly-limit-reached" }),
};

const atLimit = ({ atConcurrencyLimit }: CallFacts): Refusal | null =>
  atConcurrencyLimit
    ? {
        code: "LIMIT_REACHED",
        message: "The organisation has as many calls in progress as its calling settings allow.",
      }
    : null;

/** Of several reasons to refuse, the one that is told: by the order of contract.md. */
export function firstOf(...refusals: (Refusal | null)[]): Refusal | null {
  const rank = (refusal: Refusal) => REFUSALS.indexOf(refusal.code);
  return refusals.reduce((first, other) => (other && (!first || rank(other) < rank(first)) ? other : first), null);
}

type Free = (how: "free" | "included", capability: string, code: WhyCode) => Covered;
type Paid = (pools: string[], capability: string, licence: boolean) => Covered | Refused;
type Refuse = (refusal: Refusal) => Refused;

const licenceMissing = (missing: string[], message: string): Refusal => ({ code: "LICENSE_MISSING", message, missing });

function policyRefusal({ callType, payer, destination }: CallFacts): Refusal | null {
  if (isInbound(callType) || !payer) return null;
  const blocked = (message: string): Refusal => ({ code: "POLICY_BLOCKED", message });
  if (callType === "conf_out") {
    const { conferencing } = payer.policy;
    if (conferencing === "none") return blocked("The organiser's policy allows no dial-out from meetings.");
    if (conferencing === "domestic" && !destination.sameCountry)
      return blocked("The organiser's policy allows dial-out from meetings to the organiser's own country only.");
    if (conferencing === "zone-a" && !destination.zoneA)
      return blocked("The organiser's policy allows dial-out from meetings to Zone A countries only.");
    return null;
  }
  if (payer.policy.pstn === "none") return blocked("The user's policy allows no outbound calls.");
  if (payer.policy.pstn === "domestic" && !destination.sameCountry)
    return blocked("The user's policy allows outbound calls within the user's own country only.");
  return null;
}

/** A list, like that of destinations, stands until it is changed: hence its code, and not that of a limit that passes. */
const CALLER_BLOCKED: Refusal = {
  code: "DESTINATION_BLOCKED",
  message: "The organisation's calling settings block this caller from its toll-free numbers.",
};

function destinationRefusal(facts: CallFacts): Refusal | null {
  const { callType, destination, premiumAllowed, dialled, callerBlocked } = facts;
  if (isInbound(callType)) return dialled === "service-toll-free" && callerBlocked ? CALLER_BLOCKED : null;
  if (destination.class === "premium" && !premiumAllowed)
    return {
      code: "PREMIUM_BLOCKED",
      message: "Premium-rate numbers are blocked; the calling settings can allow them.",
    };
  if (destination.blocked)
    return { code: "DESTINATION_BLOCKED", message: "The organisation's calling settings block this destination." };
  return null;
}

/** Whether money may pay at all: licence, price, mode; in that order of precedence. */
function moneyGate(facts: CallFacts, licence: boolean): { source: string; why: Why; refusal: Refusal | null } {
  const source = facts.mode === "post-usage" ? "post-usage" : "credits";
  const no = (refusal: RefusalCode, code: WhyCode, params?: WhyParams) => {
    const why: Why = params ? { code, params } : { code };
    return { source, why, refusal: { code: refusal, message: sentenceOf(why) } };
  };
  if (facts.rate === "above-cap") return no("DESTINATION_BLOCKED", "price-above-cap");
  if (licence && facts.mode !== "post-usage" && !facts.payer?.creditsLicence) {
    const lacking = no("LICENSE_MISSING", "no-credits-license", facts.payer ? { user: facts.payer.principalName } : {});
    return { ...lacking, refusal: { ...lacking.refusal, missing: [CREDITS_LICENCE] } };
  }
  if (facts.rate === "none") return no("NO_RATE", "no-rate");
  if (facts.mode === "post-usage" && facts.monthlyLimitReached) return no("BUDGET_EXCEEDED", "monthly-limit-reached");
  if (facts.mode === "unfunded") return no("PAY_AS_YOU_GO_OFF", "pay-as-you-go-off");
  return { source, why: { code: licence ? "has-credits-license" : "no-license-asked" }, refusal: null };
}

/** domain.md 3.2 rows 1, 12-14b, 20, 21, 24. */
function coverInbound(facts: CallFacts, free: Free, paid: Paid, refused: Refuse): Covered | Refused {
  const { callType, payer, dialled } = facts;
  if (dialled === "service-toll-free") return paid([], CREDITS_CAPABILITY, false);
  if (dialled === "service-premium") return free("included", CREDITS_CAPABILITY, "own-premium-number");
  if (callType === "conf_in") {
    if (!payer || payer.conferencing) return free("included", "MCOMEETADD", "dial-in-included");
    if (payer.conferencingPerMinute) return paid([], "MCOMEETACPEA", true);
    return refused(
      licenceMissing(["MCOMEETADV"], `The organiser ${payer.principalName} has no Audio Conferencing licence.`),
    );
  }
  if (callType === "ucap_in") return free("included", "MCOEV_VIRTUALUSER", "service-number-included");
  if (callType === "unassigned_in") return free("included", "", "unassigned-number");
  const plan = payer?.domesticPlans[0] ?? payer?.payAsYouGoPlan ?? "MCOPSTNU";
  return free("included", plan, "incoming-included");
}

/** domain.md 3.2 rows 15-19. The organiser pays, whoever starts the call. */
function coverDialOut(facts: CallFacts, free: Free, paid: Paid, refused: Refuse, tried: Tried[]): Covered | Refused {
  const { payer, destination } = facts;
  if (!payer)
    return refused({ code: "UNKNOWN_USER", message: "A dial-out from a conference needs its organiser as user." });
  const poolable = !NEVER_POOLED.includes(destination.class);
  if (payer.dialOutUsCa && destination.usOrCanada && poolable)
    return free("included", "MCOMEETADD_DIALOUT_US", "extended-dial-out");
  if (payer.conferencing) {
    const pools: string[] = [];
    if (destination.zoneA && poolable) pools.push("MCOMEETADD:*:zone-a");
    else {
      const why: Why = poolable ? { code: "not-zone-a" } : neverPooled(destination.class);
      tried.push({ source: "pool:MCOMEETADD:*:zone-a", taken: false, ...why });
    }
    if (facts.meetingsUseCallingPlan && poolable) pools.push(...planPools(payer, destination));
    return paid(pools, CREDITS_CAPABILITY, true);
  }
  if (payer.conferencingPerMinute) return paid([], "MCOMEETACPEA", true);
  return refused(
    licenceMissing(["MCOMEETADV"], `The organiser ${payer.principalName} has no Audio Conferencing licence.`),
  );
}

/** domain.md 3.2 rows 2-11 and 22: calls of users, and of attendants and queues from a calling-plan number. */
function coverUserOut(facts: CallFacts, paid: Paid, refused: Refuse, tried: Tried[]): Covered | Refused {
  const { callType, payer, destination } = facts;
  if (!payer) return refused({ code: "UNKNOWN_USER", message: "No user is named who could pay for this call." });
  const plans = [...payer.domesticPlans, ...payer.internationalPlans];
  if (callType === "ucap_out" ? !payer.payAsYouGoPlan : plans.length === 0 && !payer.payAsYouGoPlan) {
    const needed = callType === "ucap_out" ? "Microsoft_Teams_Calling_Plan_pay_as_you_go_(country_zone_1)" : "MCOPSTN1";
    return refused(licenceMissing([needed], `${payer.principalName} has no plan for outbound calls.`));
  }
  const pools: string[] = [];
  if (callType !== "ucap_out") {
    const open = planPools(payer, destination);
    if (NEVER_POOLED.includes(destination.class))
      tried.push({ source: "pool", taken: false, ...neverPooled(destination.class) });
    else if (open.length === 0 && plans.length > 0)
      tried.push({
        source: "pool",
        taken: false,
        code: destination.domestic ? "not-in-domestic-plan" : "not-in-international-plan",
        params: { user: payer.principalName },
      });
    else pools.push(...open);
  }
  const onlyPayAsYouGo = callType === "ucap_out" || plans.length === 0;
  return paid(pools, onlyPayAsYouGo ? (payer.payAsYouGoPlan ?? CREDITS_CAPABILITY) : CREDITS_CAPABILITY, true);
}

/** The pools of the payer's calling plans that include this destination, in the order in which they pay. */
function planPools(payer: Payer, { domestic, includedInternational }: CallFacts["destination"]): string[] {
  if (domestic)
    return payer.domesticPlans.map((plan) =>
      plan === "MCOPSTN8" ? ownPoolId(payer) : `${plan}:${payer.usageLocation}:domestic`,
    );
  return includedInternational
    ? payer.internationalPlans.map((plan) => `${plan}:${payer.usageLocation}:international`)
    : [];
}
