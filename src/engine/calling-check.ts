/**
 * What a person could call now, paid by what, and what is missing: the very decision that an authorisation would get,
 * made on what the database says now, and thrown away.
 */
import { wrong } from "../domain/fault.ts";
import { countedBy, counterText, newCounter } from "../domain/budget.ts";
import { type CallType, carrierPrefix } from "../domain/call-type.ts";
import type { Tried } from "../domain/coverage.ts";
import type { Refusal } from "../domain/outcome.ts";
import { ownPoolId, type Pool as MinutePool, poolUser } from "../domain/pool.ts";
import type { Tariff } from "../domain/rating.ts";
import { decide } from "../domain/session/decide.ts";
import type { Call, DescribedCall, PinnedRate, World } from "../domain/session/types.ts";
import { exampleNumber } from "../numbering/example.ts";
import { readCounters } from "../postgres/limits.ts";
import { listPools, readAccount, readBalance } from "../postgres/lots.ts";
import { readLines } from "../postgres/numbers.ts";
import type { UserDetails } from "../postgres/users.ts";
import { type CallInput, describe, referencesOf } from "./describe.ts";
import { Directory, type Organization } from "./directory.ts";
import type { Engine } from "./engine.ts";
import { getUser } from "./provision-user.ts";
import { invalidQuery } from "./refused.ts";
import { DEFAULT_PROFILE } from "./switches.ts";

/** What would become of one kind of call. */
export interface PossibleCall {
  callType: CallType;
  /** The own number it would come from; null: any. */
  from: string | null;
  /** Null: it would go through. */
  refusal: Refusal | null;
  /** What would pay its first minute; null where it is refused. */
  paidBy: string | null;
  price: { tariff: Tariff; rate: PinnedRate } | null;
  /** Why it would end once the minutes of its pools are used up; null: it would go on, or there are none. */
  afterMinutes: Refusal | null;
  tried: Tried[];
}

export interface CallingCheck {
  user: UserDetails;
  currency: string;
  /** The number that was asked about, or that stands for the country. */
  to: string;
  calls: PossibleCall[];
}

/** @param to a number as it is dialled, or a country (alpha-2). @throws Refused UNKNOWN_USER; INVALID_REQUEST for neither */
export async function callingCheck(
  engine: Engine,
  organization: string,
  principalName: string,
  to: string,
): Promise<CallingCheck> {
  const user = await getUser(engine, organization, principalName);
  const number = /^[A-Z]{2}$/.test(to) ? exampleOf(to) : to;
  const inputs = await callsOf(engine, organization, user, number);
  // A memory of its own: what the lane remembers may be of before the last change, until it looks under its lock.
  const directory = new Directory(engine.pool, engine.catalogue, engine.countries);
  for (let round = 0; round < 4; round++)
    for (const references of inputs.map((input) => referencesOf(input, directory)))
      if (!directory.knows(references)) await directory.learn(references);
  const settings = directory.organization(organization)!;
  const calls: PossibleCall[] = [];
  for (const input of inputs) {
    const described = describe(input, directory, engine.rates, engine.now());
    if ("conflict" in described) throw invalidQuery("/to", { code: "NOT_A_PHONE_NUMBER", message: described.message });
    const world = await worldOf(engine, directory, settings, described);
    calls.push(outcomeOf(input, described, world));
  }
  return { user, currency: settings.currency, to: number, calls };
}

function exampleOf(country: string): string {
  const number = exampleNumber(country);
  if (number === undefined) throw invalidQuery("/to", wrong("NO_NUMBERS_IN_COUNTRY", { name: country }));
  return number;
}

/** People call and dial out of their meetings; attendants and queues transfer out. Each from whatever line there is. */
async function callsOf(
  { pool }: Pick<Engine, "pool">,
  organization: string,
  user: UserDetails,
  to: string,
): Promise<CallInput[]> {
  const lines = await readLines(pool, organization, user.userPrincipalName);
  const byCarrier = new Map(lines.map((line) => [line.carrier, line.e164]));
  const carriers = byCarrier.size > 0 ? [...byCarrier] : [["calling-plan", null] as const];
  const outward = user.kind === "person" ? { plan: "user_out", own: "out" } : { plan: "ucap_out", own: "out_bot" };
  const types = carriers.map(([carrier, from]) => {
    const prefix = carrierPrefix(carrier);
    return { callType: prefix === "" ? outward.plan : `${prefix}${outward.own}`, from };
  });
  if (user.kind === "person") types.push({ callType: "conf_out", from: null });
  return types.map(({ callType, from }) => ({
    switch: "",
    switchCountry: null,
    node: null,
    organization,
    onlyOrganization: null,
    callType,
    user: user.userPrincipalName,
    from: from ?? "anonymous",
    to,
    conferenceId: callType === "conf_out" ? "check" : null,
    extra: null,
    startedAt: null,
    flags: [],
  }));
}

/** What the lane would have in hand for this call. */
async function worldOf(
  { pool, now }: Engine,
  directory: Directory,
  settings: Organization,
  described: DescribedCall,
): Promise<World> {
  const at = now();
  const { month } = described.call;
  const account = (await readAccount(pool, settings.id)) ?? null;
  const lots = (await readBalance(pool, settings.id))?.lots ?? [];
  const pools = new Map((await listPools(pool, settings.id, month)).map((one) => [`${month}|${one.id}`, one]));
  const { payer } = described.facts ?? {};
  const own = payer ? [ownPoolId(payer)] : [];
  for (const id of [...settings.entitlements.keys(), ...own]) {
    const key = `${month}|${id}`;
    const known: MinutePool = pools.get(key) ?? { id, month, totalMinutes: 0, usedMinutes: 0, heldMinutes: 0 };
    const entitled = directory.entitledMinutes(settings, id);
    // A user's own minutes are given once a month, and go along.
    const isGiven = poolUser(id) !== null && pools.has(key);
    if (!isGiven) pools.set(key, { ...known, totalMinutes: Math.max(known.totalMinutes, entitled) });
  }
  let id = 0;
  const strict = settings.strictEither && { strictEither: true };
  const world = { session: null, cdr: null, tombstone: false, newId: () => ++id };
  const spending = settings.limitIndex && (await spendingOf(pool, settings, described.call, at));
  return {
    ...world,
    now: at,
    account,
    agreement: settings.agreement,
    lots,
    pools,
    ...strict,
    ...(spending && { spending }),
  };
}

async function spendingOf(pool: Engine["pool"], { id, limitIndex }: Organization, call: Call, at: number) {
  const limits = limitIndex!;
  const keys = countedBy(limits, call, at, at).map(({ key }) => key);
  const counters = new Map(keys.map((key) => [counterText(key), newCounter(key)]));
  const owned = keys.map((key) => ({ organization: id, ...key }));
  for (const { counter } of await readCounters(pool, owned)) counters.set(counterText(counter), counter);
  return { limits, counters };
}

function outcomeOf(input: CallInput, described: DescribedCall, world: World): PossibleCall {
  const { answer, session, cdr } = decide(world, {
    phase: "authorize",
    key: { switch: "", callId: "check" },
    profile: DEFAULT_PROFILE,
    described,
    requestedSeconds: 60,
  });
  const call = session?.call ?? cdr?.call ?? described.call;
  const { tariff, rate, cover, callType } = call;
  const granted = answer.kind === "granted" ? answer.grant : null;
  return {
    callType,
    from: input.from === "anonymous" ? null : input.from,
    refusal: answer.kind === "refused" ? answer.refusal : null,
    paidBy: granted?.funding[0]?.source ?? null,
    price: tariff && rate ? { tariff, rate } : null,
    afterMinutes: granted && cover && cover.pools.length > 0 ? cover.noMoney : null,
    tried: call.tried,
  };
}
