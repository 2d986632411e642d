/** "Explain this call": in figures and in words that a billing clerk can read, who paid for it and why. */
import type { CallType } from "../domain/call-type.ts";
import type { Tried } from "../domain/coverage.ts";
import { formatMicros, formatPicos } from "../domain/money.ts";
import type { Refusal } from "../domain/outcome.ts";
import { hideNumber } from "../domain/report/usage-row.ts";
import { rate, tariffToJson, type TariffJson } from "../domain/rating.ts";
import { chargeOf, withoutPrior } from "../domain/session/settle.ts";
import type { Call, Cdr, FundingLine, Session, Settlement } from "../domain/session/types.ts";
import { sentenceOf, told } from "../domain/why.ts";
import { type CallTransfer, readTransfersOfCall } from "../postgres/calls.ts";
import { type CallCorrection, readCorrectionsOfCall } from "../postgres/rate-corrections.ts";
import type { Engine } from "./engine.ts";
import type { Reader } from "./usage/report.ts";

type ToldTried = ReturnType<typeof told<Tried>>;

export interface CallView {
  id: string;
  callId: string;
  switch: string;
  node: string | null;
  organization: string | null;
  user: string | null;
  callType: CallType;
  from: string;
  to: string;
  destinationCountry: string | null;
  conferenceId: string | null;
  state: "ringing" | "answered" | "lapsed" | "completed" | "unanswered" | "refused";
  /** How the end is known, of a call that has ended. */
  end: "real" | "presumed" | null;
  authorizedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  usedSeconds: number;
  limitSeconds: number | null;
  finalGrant: boolean | null;
  held: string | null;
  billedSeconds: number | null;
  charge: string | null;
  currency: string | null;
  capability: string | null;
  overrunSeconds: number | null;
  refusal: Refusal | null;
  cause: string | null;
  sipCode: number | null;
  sipPhrase: string | null;
  flags: string[];
  funding: FundingLine[];
  /** Of its price, after it was charged. */
  corrections?: {
    id: string;
    rateDeck: string;
    prefix: string;
    charged: string;
    corrected: string;
    difference: string;
    reason: string;
    at: string;
  }[];
  explanation: {
    /** Every source that was tried, in order, and why it was or was not taken. */
    tried: ToldTried[];
    rate: { deck: string; row: string; service: string; prefix: string; destination: string } | null;
    tariff: TariffJson | null;
    poolMonth: string;
    transfers: {
      sequence: number;
      from: string;
      to: string;
      amount: string;
      cause: string;
      lot: string | null;
      at: string;
    }[];
    /** The same as sentences. */
    text: string[];
  };
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** What is the same of a call in progress and one that has ended. */
function common(of: Session | Cdr, transfers: CallTransfer[], text: string[]) {
  const { call } = of;
  return {
    id: String(of.id),
    callId: of.callId,
    switch: of.switch,
    node: call.node,
    organization: of.organization === "" ? null : of.organization,
    user: call.user,
    callType: call.callType,
    from: call.from,
    to: call.to,
    destinationCountry: call.toCountry,
    conferenceId: call.conferenceId,
    authorizedAt: iso(of.authorizedAt)!,
    answeredAt: iso(of.answeredAt),
    flags: call.flags,
    explanation: {
      tried: call.tried.map(told),
      rate: call.rate,
      tariff: call.tariff && tariffToJson(call.tariff),
      poolMonth: call.month,
      transfers: transfers.map((transfer) => ({
        sequence: transfer.sequence,
        from: ledgerName(transfer.from, of.organization),
        to: ledgerName(transfer.to, of.organization),
        amount: formatMicros(transfer.amount),
        cause: transfer.cause,
        lot: transfer.lot,
        at: iso(transfer.at)!,
      })),
      text,
    },
  };
}

/** The organisation's own accounts carry its id, those of the house do not. */
export const ledgerName = (account: string, organization: string): string =>
  account === "credits" || account === "debt" || account === "post-usage" ? `${account}/${organization}` : account;

export async function explainSession(engine: Engine, session: Session): Promise<CallView> {
  const currency = await currencyOf(engine, session.organization);
  const transfers = await readTransfersOfCall(engine.pool, session.organization, session.id);
  return {
    ...common(session, transfers, sentences(session.call, null, currency)),
    state: session.state,
    end: null,
    endedAt: null,
    usedSeconds: session.usedSeconds,
    limitSeconds: session.limitSeconds,
    finalGrant: session.finalGrant,
    held: formatMicros(session.held),
    billedSeconds: null,
    charge: null,
    currency,
    capability: null,
    overrunSeconds: null,
    refusal: null,
    cause: null,
    sipCode: null,
    sipPhrase: null,
    funding: session.call.first?.funding ?? [],
  };
}

export async function explainCdr(engine: Engine, cdr: Cdr): Promise<CallView> {
  const currency = await currencyOf(engine, cdr.organization);
  const transfers = await readTransfersOfCall(engine.pool, cdr.organization, cdr.id);
  const corrections = await readCorrectionsOfCall(engine.pool, cdr.organization, cdr.id);
  const text = cdr.refusal ? [cdr.refusal.message] : sentences(cdr.call, cdr.settlement, currency);
  return {
    ...common(cdr, transfers, [...text, ...corrections.map((correction) => correctionSentence(correction, currency))]),
    state: cdr.outcome,
    end: cdr.end,
    endedAt: iso(cdr.endedAt),
    usedSeconds: cdr.settlement.usedSeconds,
    limitSeconds: null,
    finalGrant: null,
    held: null,
    billedSeconds: cdr.settlement.billedSeconds,
    charge: formatMicros(cdr.charge),
    currency,
    capability: cdr.capability,
    overrunSeconds: cdr.settlement.overrunSeconds,
    refusal: cdr.refusal,
    cause: cdr.cause,
    sipCode: cdr.sipCode,
    sipPhrase: cdr.sipPhrase,
    funding: cdr.funding,
    ...(corrections.length > 0 && {
      corrections: corrections.map(({ correction, deckName, prefix, charged, corrected, reason, at }) => ({
        ...{ id: correction.toString(), rateDeck: deckName, prefix, reason, at: iso(at)! },
        ...{ charged: formatMicros(charged), corrected: formatMicros(corrected) },
        difference: formatMicros(corrected - charged),
      })),
    }),
  };
}

/** A call as the rows of the report show it to that reader (usage/report.ts): without people, without the last digits. */
export function asReported({ directory, countries }: Engine, { names }: Reader, call: CallView): CallView {
  const country = directory.organization(call.organization ?? "")?.country ?? "";
  const shown = names ? call : { ...call, user: null, from: "", to: "" };
  return hideNumber(shown, countries.hiddenDigits[country] ?? 0);
}

function correctionSentence(
  { deckName, prefix, charged, corrected, reason, at }: CallCorrection,
  currency: string | null,
) {
  const [back, amount] = corrected < charged ? [true, charged - corrected] : [false, corrected - charged];
  return (
    `On ${iso(at)!.slice(0, 10)} its price was corrected by rate deck "${deckName}", prefix ${prefix} (${reason}): ` +
    `${formatMicros(corrected)} ${currency} instead of ${formatMicros(charged)}, so that ` +
    `${formatMicros(amount)} ${back ? "were given back" : "were charged in addition"}.`
  );
}

async function currencyOf({ directory }: Engine, organization: string): Promise<string | null> {
  if (organization === "") return null;
  await directory.learn({ organizations: [organization], users: [], numbers: [] });
  return directory.organization(organization)?.currency ?? null;
}

function sentences(call: Call, settlement: Settlement | null, currency: string | null): string[] {
  const text = call.tried.map(
    ({ source, taken, ...why }) =>
      `${source}: ${taken ? "may pay" : "does not pay"}, because ${lower(sentenceOf(why))}.`,
  );
  if (call.rate && call.tariff) {
    const { connectionFee, steps } = tariffToJson(call.tariff);
    const first = steps[0]!;
    const rest = steps[1] ? `, then ${steps[1].incrementSeconds}` : "";
    const fee = connectionFee === "0" ? "no connection fee" : `a connection fee of ${connectionFee}`;
    text.push(
      `Rate deck "${call.rate.deck}", prefix ${call.rate.prefix} (${call.rate.destination}): ${first.price} ${currency} per ` +
        `${first.perSeconds} s, ${fee}, billed in steps of ${first.incrementSeconds}${rest} s.`,
    );
  }
  if (!settlement) return text;
  if (settlement.usedSeconds === 0) return [...text, "The call was never answered: it costs nothing."];
  text.push(`The call lasted ${settlement.usedSeconds} s.`);
  const { prior } = call;
  const last = withoutPrior(settlement, prior);
  if (prior)
    text.push(
      `Its first ${prior.usedSeconds} s were settled when ${call.user ?? "its user"} became known: ` +
        `${formatMicros(chargeOf(prior))} ${currency}. The other ${last.usedSeconds} s are priced by themselves.`,
    );
  for (const { pool, minutes } of settlement.poolUses)
    text.push(`Minute pool ${pool} paid ${minutes} whole ${minutes === 1 ? "minute" : "minutes"} of it.`);
  if (call.tariff && chargeOf(last) > 0n) {
    const poolSeconds = 60 * last.poolUses.reduce((total, use) => total + use.minutes, 0);
    const { raw, billedSeconds } = rate(call.tariff, last.usedSeconds - last.overrunSeconds);
    text.push(
      poolSeconds > 0
        ? `The price of all ${billedSeconds} billed seconds less that of the first ${poolSeconds} s, which the pool paid, is charged.`
        : `${billedSeconds} s are billed; the exact price is ${exact(raw.numerator, raw.denominator)} ${currency}.`,
      `It is rounded once, ${call.tariff.rounding.method}, at ${call.tariff.rounding.decimals} decimals.`,
    );
  }
  for (const { lot, amount } of settlement.draws) text.push(`Lot ${lot} paid ${formatMicros(amount)} ${currency}.`);
  if (settlement.postUsage > 0n) text.push(`${formatMicros(settlement.postUsage)} ${currency} are billed afterwards.`);
  if (settlement.debt > 0n)
    text.push(`${formatMicros(settlement.debt)} ${currency} were beyond the credits and are owed.`);
  if (settlement.overrunSeconds > 0) text.push(`${settlement.overrunSeconds} s beyond the paid time were forgiven.`);
  return text;
}

const exact = (numerator: bigint, denominator: bigint): string =>
  numerator % denominator === 0n ? formatPicos(numerator / denominator) : `${formatPicos(numerator / denominator)}…`;

const lower = (sentence: string): string =>
  sentence.replace(/\.$/, "").replace(/^([A-Z])(?=[a-z])/, (c) => c.toLowerCase());
