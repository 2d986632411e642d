/**
 * "See rates for where you want to call": for a number or a country, what each way of calling it costs, and which of an
 * organisation's plans would pay before its credits do. Whoever pays is decided as for a call (domain.md 3.2), for
 * somebody who holds every licence that the organisation has bought, in each country that they serve, under the
 * organisation's own calling settings and dial-out policy. What one person may do is in calling-check.ts.
 */
import { wrong } from "../domain/fault.ts";
import type { CallType, NumberKind } from "../domain/call-type.ts";
import { cover, type Payer } from "../domain/coverage.ts";
import type { PhoneNumber } from "../domain/number.ts";
import type { Refusal } from "../domain/outcome.ts";
import { poolSource } from "../domain/pool.ts";
import type { RateRow, Service } from "../domain/rate-deck.ts";
import { type ExampleKind, exampleNumber } from "../numbering/example.ts";
import { parseDialled, ratingDigits } from "../numbering/parse.ts";
import { creditsOf, poolsOf } from "./balance.ts";
import { destinationOf, policyOf, standingOf } from "./describe.ts";
import { Directory, type Organization } from "./directory.ts";
import type { Engine } from "./engine.ts";
import { invalidQuery, Refused } from "./refused.ts";

export interface CallPrice {
  /** Of a country: what the number stands for; null: the number itself was asked about. */
  kind: ExampleKind | null;
  number: string;
  rate: RateRow | null;
  /** Why nobody may pay for such a call. */
  refusal: Refusal | null;
}

export interface Scenario {
  service: Service;
  prices: CallPrice[];
  /**
   * Of the first number that is not refused, in the order in which they pay. `minutesLeft`: of this month; null where
   * minutes are not counted.
   */
  payers: { source: string; minutesLeft: number | null }[];
  /** Why nobody may pay, whichever number is called. */
  refusal: Refusal | null;
}

export interface CallPrices {
  currency: string;
  country: string | null;
  scenarios: Scenario[];
}

const SCENARIOS: readonly { service: Service; callType: CallType; kinds: readonly ExampleKind[] }[] = [
  { service: "user_out", callType: "user_out", kinds: ["fixed", "mobile"] },
  { service: "conf_out", callType: "conf_out", kinds: ["fixed", "mobile"] },
  { service: "ucap_out", callType: "ucap_out", kinds: ["fixed", "mobile"] },
  { service: "tollfree_in", callType: "ucap_in", kinds: ["toll-free"] },
];

/** @param to a number as it is dialled, or a country (alpha-2). @throws Refused UNKNOWN_ORGANIZATION; INVALID_REQUEST for neither */
export async function callPrices(engine: Engine, id: string, to: string): Promise<CallPrices> {
  const directory = new Directory(engine.pool, engine.catalogue, engine.countries);
  await directory.learn({ organizations: [id], users: [], numbers: [] });
  const organization = directory.organization(id);
  if (!organization) throw new Refused("UNKNOWN_ORGANIZATION", `There is no organisation ${id}.`);
  const { mode } = await creditsOf(engine, id);
  const left = new Map<string, number>();
  for (const { capability, country, scope, user, availableMinutes } of await poolsOf(engine, id))
    if (user === null) left.set(poolSource(`${capability}:${country}:${scope}`), availableMinutes);

  const scenarios = SCENARIOS.map(({ service, callType, kinds }): Scenario => {
    const prices = numbersOf(to, kinds, organization).map(({ kind, number }): CallPrice & { sources: string[] } => {
      const called = parseDialled(number, organization);
      if ("error" in called) throw invalidQuery("/to", { code: "NOT_A_PHONE_NUMBER", message: called.error });
      const rate = priceOf(engine, organization, service, called);
      return { kind, number, rate, ...whoPays(directory, organization, { callType, mode, called, rate }) };
    });
    const possible = prices.find(({ refusal }) => refusal === null);
    return {
      service,
      prices: prices.map(({ sources: _, ...price }) => price),
      payers: (possible?.sources ?? []).map((source) => ({ source, minutesLeft: left.get(source) ?? null })),
      refusal: possible ? null : (prices[0]?.refusal ?? null),
    };
  });
  const called = /^[A-Z]{2}$/.test(to) ? null : parseDialled(to, organization);
  const country = called === null ? to : "error" in called ? null : called.country;
  return { currency: organization.currency, country, scenarios };
}

function numbersOf(to: string, kinds: readonly ExampleKind[], { country }: Organization) {
  if (!/^[A-Z]{2}$/.test(to)) {
    const called = parseDialled(to, { country });
    return "error" in called ? [{ kind: null, number: to }] : [{ kind: null, number: called.e164 ?? to }];
  }
  if (exampleNumber(to, "fixed") === undefined && exampleNumber(to, "mobile") === undefined)
    throw invalidQuery("/to", wrong("NO_NUMBERS_IN_COUNTRY", { name: to }));
  return kinds.flatMap((kind) => {
    const number = exampleNumber(to, kind);
    return number === undefined ? [] : [{ kind, number }];
  });
}

function priceOf(engine: Engine, organization: Organization, service: Service, to: PhoneNumber): RateRow | null {
  const { currency, rateDeck, country: origin } = organization;
  const asked = { service, digits: ratingDigits(to), origin, at: engine.now(), currency, rateDeck };
  return engine.rates.find(asked) ?? null;
}

interface Asked {
  callType: CallType;
  mode: Parameters<typeof cover>[0]["mode"];
  called: PhoneNumber;
  rate: RateRow | null;
}

function whoPays(directory: Directory, organization: Organization, { callType, mode, called, rate }: Asked) {
  const bought = Object.keys(organization.purchased).filter((sku) => organization.purchased[sku]! > 0);
  const places = new Set([...organization.entitlements.keys()].map((pool) => pool.split(":")[1]!));
  places.delete("*");
  const dialled: NumberKind | null = callType === "ucap_in" ? "service-toll-free" : null;
  const sources = new Set<string>();
  let refusal: Refusal | null = null;
  for (const usageLocation of places.size > 0 ? places : [organization.country]) {
    const licences = directory.licencesOf(bought);
    const payer: Payer = {
      ...licences,
      ...{
        principalName: "",
        usageLocation,
        policy: policyOf(organization.defaultDialOutPolicy),
        creditsLicence: true,
      },
      // Attendants and queues call out on a pay-as-you-go plan, which is credits as well.
      ...(callType === "ucap_out" && { payAsYouGoPlan: licences.payAsYouGoPlan ?? "" }),
    };
    const decided = cover({
      ...{ callType, payer, dialled, mode, payAsYouGo: true, monthlyLimitReached: false, callerBlocked: false },
      destination: destinationOf(called, payer, organization, directory.countries),
      premiumAllowed: organization.premiumAllowed,
      meetingsUseCallingPlan: organization.meetingsUseCallingPlan,
      rate: standingOf(rate, organization),
      atConcurrencyLimit: false,
    });
    if (decided.kind === "refused") {
      refusal ??= decided.refusal;
      continue;
    }
    const { free, pools, credits, postUsage } = decided.cover;
    // A pool that the organisation has no minutes of is none that pays.
    for (const pool of pools) if (organization.entitlements.has(pool)) sources.add(poolSource(pool));
    for (const other of [free, credits && "credits", postUsage && "post-usage"]) if (other) sources.add(other);
  }
  const inOrder = [...sources].sort((a, b) => Number(b.startsWith("pool:")) - Number(a.startsWith("pool:")));
  return { sources: inOrder, refusal: inOrder.length > 0 ? null : refusal };
}
