/** The funding advice: from a usage file alone, or from an organisation's own calls and what it has imported. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type History, HistoryBuilder } from "../domain/advice/history.ts";
import { type Advice, recommend } from "../domain/advice/recommend.ts";
import { type CallType, isOwnCarrier } from "../domain/call-type.ts";
import type { Countries } from "../domain/catalogue.ts";
import { type Micros, parseMicros } from "../domain/money.ts";
import { packageRoot } from "../package-root.ts";
import { coinOf } from "./amounts.ts";
import { readUsageFile } from "./usage-file/read.ts";
import { type ImportedRow, type ReadOptions, type RefusedRow, UnreadableFile } from "./usage-file/row.ts";
import { type PriceList, priceOf } from "./usage-file/price.ts";
import { SAMPLE_CURRENCIES, samplePriceList } from "./usage-file/sample-price.ts";

export interface AdviceWish {
  /** Between 0 and 1. */
  risk: number;
  /** Whole hours, 1 or more. */
  leadHours: number;
}

export interface FundingAdvice extends Advice {
  currency: string;
  basis: { from: number | null; to: number | null; calls: number };
}

/** What a user who says nothing gets (contract.md). */
export const USUAL_WISH: AdviceWish = { risk: 0.01, leadHours: 24 };
/** Longer than any bank takes; and a chance that is still a risk. */
export const LONGEST_LEAD_HOURS = 2160;
export const LEAST_RISK = 0.000_001;

/** `leastFunding`: by currency, of samples/countries.json. */
export function adviseOn(
  history: History | undefined,
  currency: string,
  wish: AdviceWish,
  leastFunding: Countries["leastFunding"],
): FundingAdvice {
  const minimum: Micros = parseMicros(leastFunding[currency] ?? "50")!;
  return {
    ...recommend(history, { ...wish, minimum, coin: coinOf(currency) }),
    currency,
    basis: { from: history?.from ?? null, to: history?.to ?? null, calls: history?.calls ?? 0 },
  };
}

export interface FileAdvice extends FundingAdvice {
  /** Of the calls, those that the file tells no charge of: priced by the sample deck. */
  priced: number;
  /** The first hundred rows that were not taken, and how many there were. */
  refused: RefusedRow[];
  refusedCount: number;
}

export interface FileOptions extends ReadOptions {
  /** ISO 4217; absent: that of the file's charges, else USD. */
  currency?: string | undefined;
  /** Where national numbers are read (alpha-2). */
  country: string | null;
}

const MOST_TOLD = 100;

/** @throws UnreadableFile for a file of which no row is usable, too */
export async function recommendFromFile(path: string, wish: AdviceWish, options: FileOptions): Promise<FileAdvice> {
  const builder = new HistoryBuilder();
  const refused: RefusedRow[] = [];
  let [refusedCount, taken, priced] = [0, 0, 0];
  const refuse = (row: RefusedRow): void => {
    if (refusedCount++ < MOST_TOLD) refused.push(row);
  };
  let { currency } = options;
  let prices: PriceList | undefined;
  const unpriced: ImportedRow[] = [];
  const take = (row: ImportedRow): void => {
    let charge = isOwnCarrier(row.callType as CallType) ? 0n : row.charge;
    if (charge === null) {
      prices ??= samplePrices((currency ??= "USD"), options.country);
      const price = priceOf(row, prices);
      if (price === undefined) return refuse({ line: row.line, why: `no rate is known for ${row.to || "no number"}` });
      priced++;
      charge = price;
    }
    taken++;
    builder.add(row.startedAt, charge, row.callType);
  };
  for await (const batch of readUsageFile(path, options)) {
    batch.refused.forEach(refuse);
    for (const row of batch.rows) {
      if (row.currency !== null && row.charge !== 0n) {
        currency ??= row.currency;
        if (row.currency !== currency) {
          refuse({ line: row.line, why: `is charged in ${row.currency}, the others in ${currency}` });
          continue;
        }
      }
      // Whose charge is not told is priced when the currency is known, or at the end.
      if (row.charge === null && currency === undefined && unpriced.length < MOST_WAITING) unpriced.push(row);
      else take(row);
    }
  }
  unpriced.forEach(take);
  // A file without calls is a history of none; one whose every row was refused is misread.
  if (taken === 0 && refused[0]) {
    const { line, why } = refused[0];
    throw new UnreadableFile(`${options.name ?? path} holds no call that can be used. Line ${line}: ${why}.`);
  }
  const { leastFunding } = JSON.parse(
    readFileSync(join(packageRoot(), "samples", "countries.json"), "utf8"),
  ) as Countries;
  const advice = adviseOn(builder.history(), currency ?? "USD", wish, leastFunding);
  return { ...advice, priced, refused, refusedCount };
}

const MOST_WAITING = 10_000;

function samplePrices(currency: string, country: string | null): PriceList {
  const known = SAMPLE_CURRENCIES.find((each) => each === currency);
  if (known) return samplePriceList(known, country);
  throw new UnreadableFile(
    `The file has calls without a charge, and there is no sample deck in ${currency} to price them by ` +
      `(there is one in ${SAMPLE_CURRENCIES.join(", ")}).`,
  );
}
