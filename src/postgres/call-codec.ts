/**
 * Calls and settlements as text: JSON arrays by position, which are written with every call and so are kept short.
 * Amounts are micro-units and prices pico-units, as decimal strings of integers.
 */
import type { Cover, Tried } from "../domain/coverage.ts";
import type { Tariff } from "../domain/rating.ts";
import type { Call, FundingLine, GrantAnswer, PinnedRate, Settlement } from "../domain/session/types.ts";
import type { WhyParams } from "../domain/why.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const packTariff = ({ connectionFeePicos, steps, rounding }: Tariff): Json => [
  String(connectionFeePicos),
  steps.map((step) => [step.fromSeconds, String(step.pricePicos), step.perSeconds, step.incrementSeconds]),
  rounding.method,
  rounding.decimals,
];
function unpackTariff([fee, steps, method, decimals]: readonly Json[]): Tariff {
  return {
    connectionFeePicos: BigInt(fee as string),
    steps: (steps as [number, string, number, number][]).map(([fromSeconds, price, perSeconds, incrementSeconds]) => ({
      fromSeconds,
      pricePicos: BigInt(price),
      perSeconds,
      incrementSeconds,
    })),
    rounding: { method: method as Tariff["rounding"]["method"], decimals: decimals as number },
  };
}

const packCover = (cover: Cover): Json => [
  cover.free,
  cover.pools,
  cover.credits,
  cover.postUsage,
  cover.capability,
  cover.noMoney as Json,
];
function unpackCover([free, pools, credits, postUsage, capability, noMoney]: readonly Json[]): Cover {
  return {
    free: free as Cover["free"],
    pools: pools as string[],
    credits: credits as boolean,
    postUsage: postUsage as boolean,
    capability: capability as string,
    noMoney: noMoney as unknown as Cover["noMoney"],
  };
}

const packLines = (lines: readonly FundingLine[]): Json =>
  lines.map(({ source, seconds, amount = null, lot = null }) => [source, seconds, amount, lot]);
const unpackLines = (lines: Json): FundingLine[] =>
  (lines as [string, number, string | null, string | null][]).map(([source, seconds, amount, lot]) => ({
    source,
    seconds,
    ...(amount === null ? {} : { amount }),
    ...(lot === null ? {} : { lot }),
  }));

const packGrant = (grant: GrantAnswer): Json => [
  grant.grantedSeconds,
  grant.limitSeconds,
  grant.finalGrant,
  grant.nextUpdateSeconds ?? null,
  grant.warnAtSeconds ?? null,
  packLines(grant.funding),
];
function unpackGrant([granted, limit, final, next, warn, lines]: readonly Json[]): GrantAnswer {
  return {
    grantedSeconds: granted as number,
    limitSeconds: limit as number,
    finalGrant: final as boolean,
    ...(next === null ? {} : { nextUpdateSeconds: next as number }),
    ...(warn === null ? {} : { warnAtSeconds: warn as number }),
    funding: unpackLines(lines!),
  };
}

const packSettlement = (s: Settlement): Json => [
  s.usedSeconds,
  s.billedSeconds,
  s.overrunSeconds,
  s.poolUses.map((use) => [use.pool, use.minutes]),
  s.draws.map((draw) => [draw.lot, String(draw.amount)]),
  String(s.postUsage),
  String(s.debt),
];
function unpackSettlement([used, billed, overrun, uses, draws, postUsage, debt]: readonly Json[]): Settlement {
  return {
    usedSeconds: used as number,
    billedSeconds: billed as number,
    overrunSeconds: overrun as number,
    poolUses: (uses as [string, number][]).map(([pool, minutes]) => ({ pool, minutes })),
    draws: (draws as [number, string][]).map(([lot, amount]) => ({ lot, amount: BigInt(amount) })),
    postUsage: BigInt(postUsage as string),
    debt: BigInt(debt as string),
  };
}

const packRate = (rate: PinnedRate): Json => [rate.row, rate.deck, rate.service, rate.prefix, rate.destination];
function unpackRate([row, deck, service, prefix, destination]: readonly Json[]): PinnedRate {
  return { row, deck, service, prefix, destination } as PinnedRate;
}

const packTried = (tried: readonly Tried[]): Json =>
  tried.map(({ source, taken, code, params }) => (params ? [source, taken, code, params] : [source, taken, code]));
const unpackTried = (tried: Json): Tried[] =>
  (tried as [string, boolean, Tried["code"], WhyParams?][]).map(([source, taken, code, params]) =>
    params ? { source, taken, code, params } : { source, taken, code },
  );

const pack = <T>(value: T | null, packer: (value: T) => Json): Json => (value === null ? null : packer(value));
const unpack = <T>(json: Json | undefined, unpacker: (json: readonly Json[]) => T): T | null =>
  json == null ? null : unpacker(json as readonly Json[]);

/**
 * Calls never change, so their text is made once, for the session and again for the CDR. It is kept on the call itself,
 * hidden from copies of it, which are other calls. (A WeakMap of many calls costs the garbage collector a third more.)
 */
const TEXT = Symbol("text");
type WithText = Call & { [TEXT]?: string };

export function encodeCall(call: WithText): string {
  return call[TEXT] ?? keepText(call, packCall(call));
}

function keepText(call: Call, text: string): string {
  Object.defineProperty(call, TEXT, { value: text });
  return text;
}

const packCall = (call: Call): string =>
  JSON.stringify([
    call.node,
    call.user,
    call.callType,
    call.from,
    call.to,
    call.fromCountry,
    call.toCountry,
    call.numberKind,
    call.usageLocation,
    call.domestic,
    call.conferenceId,
    call.extra,
    call.requestHash,
    call.month,
    pack(call.cover, packCover),
    packTried(call.tried),
    pack(call.tariff, packTariff),
    pack(call.rate, packRate),
    call.emergency,
    call.maxCallSeconds,
    call.letThrough,
    pack(call.first, packGrant),
    pack(call.prior, packSettlement),
    call.flags,
    call.costCenter,
    // What nearly no call has is not written for all of them.
    ...(call.promised === null ? [] : [String(call.promised)]),
  ] satisfies Json[]);

/** The call of a text; `known` is one that may well be it, and spares reading it again. */
export function decodeCall(text: string, known?: WithText): Call {
  if (known?.[TEXT] === text) return known;
  const call = unpackCall(text);
  keepText(call, text);
  return call;
}

/** Field by field, since a literal that spreads objects is several times slower. */
function unpackCall(text: string): Call {
  const json = JSON.parse(text) as Json[];
  return {
    node: json[0] as string | null,
    user: json[1] as string | null,
    callType: json[2] as Call["callType"],
    from: json[3] as string,
    to: json[4] as string,
    fromCountry: json[5] as string | null,
    toCountry: json[6] as string | null,
    numberKind: json[7] as Call["numberKind"],
    usageLocation: json[8] as string | null,
    domestic: json[9] as boolean,
    conferenceId: json[10] as string | null,
    extra: json[11] as Call["extra"],
    requestHash: json[12] as string,
    month: json[13] as string,
    cover: unpack(json[14], unpackCover),
    tried: unpackTried(json[15]!),
    tariff: unpack(json[16], unpackTariff),
    rate: unpack(json[17], unpackRate),
    emergency: json[18] as boolean,
    maxCallSeconds: json[19] as number | null,
    letThrough: json[20] as boolean,
    first: unpack(json[21], unpackGrant),
    prior: unpack(json[22], unpackSettlement),
    flags: json[23] as string[],
    costCenter: (json[24] ?? null) as string | null,
    promised: json[25] == null ? null : BigInt(json[25] as string),
  };
}

/** What a CDR keeps beside its columns: the settlement, the lines that the switch was told, and how the call ended. */
export interface CdrEnd {
  settlement: Settlement;
  funding: FundingLine[];
  refusalMessage: string | null;
  missing: string[] | null;
  cause: string | null;
  sipCode: number | null;
  sipPhrase: string | null;
}

export const encodeEnd = (end: CdrEnd): string =>
  JSON.stringify([
    packSettlement(end.settlement),
    packLines(end.funding),
    end.refusalMessage,
    end.missing,
    end.cause,
    end.sipCode,
    end.sipPhrase,
  ]);

export function decodeEnd(text: string): CdrEnd {
  const [settlement, lines, refusalMessage, missing, cause, sipCode, sipPhrase] = JSON.parse(text) as Json[];
  const plain = { refusalMessage, missing, cause, sipCode, sipPhrase } as Omit<CdrEnd, "settlement" | "funding">;
  return { settlement: unpackSettlement(settlement as readonly Json[]), funding: unpackLines(lines!), ...plain };
}
