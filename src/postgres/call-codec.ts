/** Calls and settlements as JSON text: amounts as decimal strings, everything else as it is. */
import { formatMicros, parseMicros } from "../domain/money.ts";
import { parseTariff, tariffToJson, type TariffJson } from "../domain/rating.ts";
import type { Call, FundingLine, Settlement } from "../domain/session/types.ts";

interface SettlementJson extends Omit<Settlement, "draws" | "postUsage" | "debt"> {
  draws: { lot: number; amount: string }[];
  postUsage: string;
  debt: string;
}

const settlementToJson = (settlement: Settlement): SettlementJson => ({
  ...settlement,
  draws: settlement.draws.map((draw) => ({ lot: draw.lot, amount: formatMicros(draw.amount) })),
  postUsage: formatMicros(settlement.postUsage),
  debt: formatMicros(settlement.debt),
});

const micros = (text: string): bigint => {
  const value = parseMicros(text);
  if (value === undefined) throw new Error(`stored amount is damaged: ${text}`);
  return value;
};

const settlementOfJson = (json: SettlementJson): Settlement => ({
  ...json,
  draws: json.draws.map((draw) => ({ lot: draw.lot, amount: micros(draw.amount) })),
  postUsage: micros(json.postUsage),
  debt: micros(json.debt),
});

export const encodeCall = (call: Call): string =>
  JSON.stringify({
    ...call,
    tariff: call.tariff && tariffToJson(call.tariff),
    prior: call.prior && settlementToJson(call.prior),
  });

export function decodeCall(text: string): Call {
  const json = JSON.parse(text) as Omit<Call, "tariff" | "prior"> & {
    tariff: TariffJson | null;
    prior: SettlementJson | null;
  };
  const tariff = json.tariff && parseTariff(json.tariff);
  if (tariff && "errors" in tariff) throw new Error(`stored tariff is damaged: ${tariff.errors[0]?.message}`);
  return { ...json, tariff: tariff && tariff.tariff, prior: json.prior && settlementOfJson(json.prior) };
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
  JSON.stringify({ ...end, settlement: settlementToJson(end.settlement) });

export function decodeEnd(text: string): CdrEnd {
  const json = JSON.parse(text) as Omit<CdrEnd, "settlement"> & { settlement: SettlementJson };
  return { ...json, settlement: settlementOfJson(json.settlement) };
}
