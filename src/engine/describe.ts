/**
 * From what a switch says to what the rules need: who is meant, which organisation, what kind of call, which rate. No
 * I/O: it reads the directory's memory and the rate book, so that it can be repeated under the account's lock.
 */
import { hash } from "node:crypto";
import {
  type CallType,
  contradicts,
  inferCallType,
  isConference,
  isInbound,
  isOwnCarrier,
  OLDER_CALL_TYPES,
  rateService,
} from "../domain/call-type.ts";
import { type Countries, inDialOutUsCa, inZoneA, isDomestic, isIncludedInternational } from "../domain/catalogue.ts";
import type { CallFacts, Payer } from "../domain/coverage.ts";
import { type DialOutPolicy, dialOutPolicy, NO_RESTRICTION } from "../domain/dial-out-policy.ts";
import type { PhoneNumber } from "../domain/number.ts";
import type { ConflictCode, Refusal } from "../domain/outcome.ts";
import type { RateQuery, RateRow } from "../domain/rate-deck.ts";
import { tariffOfRow } from "../domain/rating.ts";
import type { DescribedCall, PinnedRate } from "../domain/session/types.ts";
import { isEmergency } from "../numbering/emergency.ts";
import { parseDialled, parseNumber, ratingDigits } from "../numbering/parse.ts";
import type { NumberRecord, UserRecord } from "../postgres/directory.ts";
import { monthOf } from "./calendar.ts";
import type { Directory, Organization, References } from "./directory.ts";

/** A call as a switch describes it, validated but not yet understood. */
export interface CallInput {
  switch: string;
  /** Country of the switch, where it has one: how national numbers are read when nothing else says so. */
  switchCountry: string | null;
  node: string | null;
  organization: string | null;
  /** Of the API key, where it belongs to one organisation: no other is known then. */
  onlyOrganization: string | null;
  callType: string | null;
  user: string | null;
  from: string;
  to: string;
  conferenceId: string | null;
  extra: Record<string, string | number | boolean> | null;
  /** When the call began, for one that was let through; null: now. */
  startedAt: number | null;
  flags: string[];
}

export interface Rates {
  find(query: RateQuery & { currency: string; rateDeck: string | null }): RateRow | undefined;
}

export type Described = DescribedCall | { conflict: ConflictCode; message: string; pointer: string };

/** Sameness of authorisations: a 64-bit hash of what was sent. */
export function requestHash(input: CallInput): string {
  const parts = [input.organization, input.user, input.callType, input.from, input.to, input.conferenceId, input.node];
  return hash("sha1", JSON.stringify(parts), "base64url").slice(0, 16);
}

const identityOf = (user: string): string => user.toLowerCase().replace(/^sips?:/, "");

/** The SIP address (no number) that a call comes from, without name, port, parameters, where nobody is named besides. */
const senderOf = ({ user, from }: CallInput): string | null =>
  user === null ? (/\bsips?:((?!\+?\d+@)[^\s@<>;?]+@[^\s@<>:;?]+)/i.exec(from)?.[1]?.toLowerCase() ?? null) : null;

/** Who and what a call is between, as far as the directory knows. */
export interface Parties {
  user: UserRecord | null;
  from: PhoneNumber | { error: string };
  to: PhoneNumber | { error: string };
  calling: NumberRecord | null;
  dialled: NumberRecord | null;
  /** Who owns the calling number, else who goes by the SIP address that calls. */
  caller: UserRecord | null;
  organization: Organization | null;
}

/**
 * Everything a call refers to, as far as it can be told yet: reading a national number needs the user's country, so
 * that what is asked for may grow once more is known. Call `learn` until the directory knows it all.
 */
export function referencesOf(
  input: CallInput,
  directory: Directory,
  parties = partiesOf(input, directory),
): References {
  const { user, from, to, calling, dialled } = parties;
  const organizations: string[] = [];
  const users: string[] = [];
  const numbers: string[] = [];
  const number = (read: PhoneNumber | { error: string }): void => {
    if (!("error" in read) && read.e164 !== null) numbers.push(read.e164);
  };
  if (input.organization !== null) organizations.push(input.organization);
  if (input.onlyOrganization !== null) organizations.push(input.onlyOrganization);
  if (user) organizations.push(user.organization);
  if (input.user !== null) {
    users.push(identityOf(input.user));
    // Whoever is known by name needs no number.
    if (user === null) number(parseNumber(input.user, { country: input.switchCountry }));
  }
  if (calling?.user) users.push(calling.user.toLowerCase());
  const sender = senderOf(input);
  if (sender !== null) users.push(sender);
  if (dialled?.user) users.push(dialled.user.toLowerCase());
  number(from);
  number(to);
  return { organizations, users, numbers };
}

/** The organisation a call is known to belong to, for taking turns; null as long as that is open. */
export const organizationOf = (input: CallInput, directory: Directory): string | null =>
  input.organization ??
  (input.user === null ? null : directory.user(identityOf(input.user))?.organization) ??
  partiesOf(input, directory).organization?.id ??
  null;

/** The countries whose emergency numbers count for this call, as far as they are known without asking anybody. */
export const countriesOf = (input: CallInput, directory: Directory): string[] =>
  countriesOfParties(partiesOf(input, directory), input);

function countriesOfParties({ user, from, caller, organization }: Parties, input: CallInput): string[] {
  // The calling number's own country counts beside its owner's: a London line of an American organisation dials 999.
  const line = "error" in from ? null : from.country;
  return [user?.usageLocation, caller?.usageLocation, line, organization?.country, input.switchCountry].filter(
    (c) => c != null,
  );
}

export function partiesOf(input: CallInput, directory: Directory): Parties {
  const user = namedUser(input, directory);
  const named = input.organization ?? input.onlyOrganization;
  const home = directory.organization(named ?? user?.organization ?? "") ?? null;
  const sender = directory.user(senderOf(input) ?? "") ?? null;
  const country = (user ?? sender)?.usageLocation ?? home?.country ?? input.switchCountry;
  const from = parseNumber(input.from, { country });
  const record = (number: PhoneNumber | { error: string }): NumberRecord | null =>
    "error" in number || number.e164 === null ? null : (directory.number(number.e164) ?? null);
  const calling = record(from);
  const inbound = input.callType !== null && isInbound(input.callType as CallType);
  const ours = calling && (named === null || calling.organization === named);
  const line = user || sender || inbound || !ours ? undefined : countryOfLine(calling, directory);
  const to = parseDialled(input.to, { country: line ?? country });
  const dialled = record(to);
  const first = inbound ? dialled : calling?.user ? calling : (sender ?? dialled);
  // An organisation that is named and unknown is nobody's: the numbers are not asked for another one.
  const follows = named === null ? directory.organization((first ?? dialled ?? calling)?.organization ?? "") : null;
  const owner = home ?? follows ?? null;
  const own = (number: NumberRecord | null) => (number && number.organization === owner?.id ? number : null);
  const owned = own(calling);
  const caller = owned?.user
    ? directory.user(owned.user.toLowerCase())
    : sender?.organization === owner?.id
      ? sender
      : null;
  return { user, from, to, calling: owned, dialled: own(dialled), caller: caller ?? null, organization: owner };
}

/** Where whoever has that number dials: where its user is, else its organisation. */
const countryOfLine = (line: NumberRecord, directory: Directory): string | undefined =>
  directory.user(line.user?.toLowerCase() ?? "")?.usageLocation ?? directory.organization(line.organization)?.country;

/** Who is named: by principal name, object id, SIP address or own number. */
function namedUser(input: CallInput, directory: Directory): UserRecord | null {
  if (input.user === null) return null;
  const known = directory.user(identityOf(input.user));
  if (known) return known;
  const number = parseNumber(input.user, { country: input.switchCountry });
  if ("error" in number || number.e164 === null) return null;
  const owner = directory.number(number.e164)?.user;
  return owner ? (directory.user(owner.toLowerCase()) ?? null) : null;
}

/** `now` pins the tariff and the pool month, or the start of a call that was let through. */
export function describe(
  input: CallInput,
  directory: Directory,
  rates: Rates,
  now: number,
  parties = partiesOf(input, directory),
): Described {
  const { from, to, organization } = parties;
  const emergency = isEmergency(input.to, () => countriesOfParties(parties, input));
  if (!emergency) {
    if ("error" in to) return { conflict: "INVALID_CALL", message: to.error, pointer: "/to" };
    if ("error" in from) return { conflict: "INVALID_CALL", message: from.error, pointer: "/from" };
  }
  const who = parties.user ?? parties.caller;
  const isColleague = who !== null && who.principalName !== parties.dialled?.user;
  const named = input.callType === null ? null : (OLDER_CALL_TYPES[input.callType] ?? (input.callType as CallType));
  const lines = {
    dialled: parties.dialled && { use: parties.dialled.useType, carrier: parties.dialled.carrier },
    calling: parties.calling && { use: parties.calling.useType, carrier: parties.calling.carrier },
  };
  const inferred = inferCallType({
    ...lines,
    hasUser: who !== null,
    isResourceAccount: who?.isResourceAccount ?? false,
    isColleague,
    hasConference: input.conferenceId !== null,
  });
  const callType = named ?? inferred ?? "user_out";
  if (!emergency && named && contradicts(named, lines))
    return {
      conflict: "CALL_TYPE_MISMATCH",
      message: `The call type ${named} contradicts the kind, use or carrier of the organisation's number in this call.`,
      pointer: "/callType",
    };
  const inbound = isInbound(callType);
  const payerRecord = payerOf(callType, parties, directory);
  const refusal = emergency ? null : unknownParty(input, parties, payerRecord, callType, inferred);
  const payer = payerRecord && organization ? payerFacts(payerRecord, organization, directory) : null;
  const number = inbound ? parties.dialled : parties.calling;
  const place = "error" in to ? null : destinationOf(to, payer, organization, directory.countries);
  const at = input.startedAt ?? now;
  const rate =
    emergency || !organization || "error" in to
      ? undefined
      : rateOf(callType, parties, to, payer, organization, rates, at);

  return {
    organization: organization?.id ?? "",
    maxConcurrentCalls: organization?.maxConcurrentCalls ?? null,
    refusal,
    facts:
      emergency || !organization || !place || refusal
        ? null
        : {
            callType,
            payer,
            dialled: inbound ? (parties.dialled?.kind ?? null) : null,
            destination: place,
            premiumAllowed: organization.premiumAllowed,
            meetingsUseCallingPlan: organization.meetingsUseCallingPlan,
            callerBlocked: "error" in from ? false : isListed(organization.blockedCallers, from.e164, from.country),
            rate: standingOf(rate, organization),
            mode: "prepaid",
            payAsYouGo: false,
            monthlyLimitReached: false,
            atConcurrencyLimit: false,
          },
    call: {
      node: input.node,
      user: payerRecord?.principalName ?? null,
      costCenter: payerRecord?.costCenter ?? null,
      callType,
      from: written(from, input.from),
      to: written(to, input.to),
      fromCountry: "error" in from ? null : from.country,
      toCountry: "error" in to ? null : to.country,
      numberKind: number?.kind ?? null,
      usageLocation: payerRecord?.usageLocation ?? null,
      domestic: place?.sameCountry ?? true,
      conferenceId: input.conferenceId,
      extra: input.extra,
      requestHash: requestHash(input),
      month: monthOf(at, organization?.timeZone ?? "UTC"),
      tariff: rate ? tariffOfRow(rate) : null,
      rate: rate ? pinnedRate(rate) : null,
      emergency,
      maxCallSeconds: organization?.maxCallSeconds ?? null,
      flags: input.flags,
      cover: null,
      tried: [],
      first: null,
      prior: null,
      promised: null,
      letThrough: false,
    },
  };
}

const written = (number: PhoneNumber | { error: string }, raw: string): string =>
  "error" in number ? raw : (number.e164 ?? (number.digits || raw));

/** Whose licences pay: the caller or callee, the organiser, the resource account behind a service number. */
function payerOf(
  callType: CallType,
  { user, calling, dialled, caller }: Parties,
  directory: Directory,
): UserRecord | null {
  if (isConference(callType)) return user;
  const line = isInbound(callType) ? dialled : calling;
  const behind = line?.user ? (directory.user(line.user.toLowerCase()) ?? null) : null;
  return user ?? behind ?? (isInbound(callType) ? null : caller);
}

/** domain.md 3.2 with contract.md's order: organisation, user, number. Null: everybody who is needed is known. */
function unknownParty(
  input: CallInput,
  { user, organization, dialled }: Parties,
  payer: UserRecord | null,
  callType: CallType,
  inferred: CallType | null,
): Refusal | null {
  const asked = input.organization ?? input.onlyOrganization;
  const foreign =
    input.onlyOrganization !== null && (input.organization ?? input.onlyOrganization) !== input.onlyOrganization;
  if (asked !== null && (!organization || foreign))
    return { code: "UNKNOWN_ORGANIZATION", message: `There is no organisation ${JSON.stringify(asked.slice(0, 64))}.` };
  if (input.user !== null && (!user || (organization && user.organization !== organization.id)))
    return { code: "UNKNOWN_USER", message: `There is no user ${JSON.stringify(input.user.slice(0, 64))}.` };
  if (isInbound(callType) && !isOwnCarrier(callType) && !dialled)
    return { code: "UNKNOWN_NUMBER", message: "The number that was dialled belongs to no organisation here." };
  if (!organization) return { code: "UNKNOWN_NUMBER", message: "Neither number belongs to an organisation here." };
  if (!payer && !isInbound(callType) && !isOwnCarrier(callType) && inferred !== "ucap_out")
    return { code: "UNKNOWN_USER", message: "No user is named, and the calling number belongs to none." };
  return null;
}

function payerFacts(user: UserRecord, organization: Organization, directory: Directory): Payer {
  return {
    principalName: user.principalName,
    usageLocation: user.usageLocation,
    ...directory.licencesOf(user.licenses),
    policy: policyOf(user.dialOutPolicy ?? organization.defaultDialOutPolicy),
  };
}

/** By its name, without which there is no restriction. */
export const policyOf = (name: string | null): DialOutPolicy =>
  (name === null ? undefined : dialOutPolicy(name)) ?? NO_RESTRICTION;

/** What policies, plans and lists ask of a number that is called. */
export function destinationOf(
  to: PhoneNumber,
  payer: Pick<Payer, "usageLocation"> | null,
  organization: Organization | null,
  countries: Countries,
) {
  const home = payer?.usageLocation ?? organization?.country ?? "";
  const { country } = to;
  return {
    class: to.class,
    country,
    sameCountry: country === home,
    domestic: country !== null && isDomestic(countries, home, country),
    zoneA: country !== null && inZoneA(countries, country),
    usOrCanada: country !== null && inDialOutUsCa(countries, country),
    includedInternational: country !== null && isIncludedInternational(countries, country),
    blocked: isListed(organization?.blockedDestinations ?? [], to.e164, country),
  };
}

/** Whether a number is on a list of prefixes, such as +4479, and countries. */
const isListed = (list: readonly string[], e164: string | null, country: string | null): boolean =>
  list.some((entry) => (entry.startsWith("+") ? (e164?.startsWith(entry) ?? false) : entry === country));

function rateOf(
  callType: CallType,
  parties: Parties,
  to: PhoneNumber,
  payer: Payer | null,
  organization: Organization,
  rates: Rates,
  at: number,
): RateRow | undefined {
  const service = rateService(callType, isInbound(callType) ? (parties.dialled?.kind ?? null) : null);
  const digits = ratingDigits(to);
  if (service === null || digits === "") return undefined;
  const { from } = parties;
  const callerCountry = "error" in from ? null : from.country;
  const origin = isInbound(callType) ? callerCountry : (payer?.usageLocation ?? callerCountry);
  return rates.find({ service, digits, origin, at, currency: organization.currency, rateDeck: organization.rateDeck });
}

/** Whether there is a price, and whether it is more than the organisation's calling settings allow. */
export function standingOf(
  rate: RateRow | null | undefined,
  { maxPricePerMinutePicos: most }: Pick<Organization, "maxPricePerMinutePicos">,
): CallFacts["rate"] {
  if (!rate) return "none";
  return most !== null && rate.pricePerMinutePicos > most ? "above-cap" : "found";
}

const pinnedRate = (rate: RateRow): PinnedRate => ({
  row: rate.id,
  deck: rate.deckName,
  service: rate.service,
  prefix: rate.prefix,
  destination: rate.destination,
});
