/** The funding advice of an organisation: from its own calls, and until those tell of a month, from what it imported. */
import { DAY_MS, type History, HistoryBuilder } from "../domain/advice/history.ts";
import { LEAST_DAYS } from "../domain/advice/recommend.ts";
import { totalBefore } from "../domain/report/running-totals.ts";
import { readImportedSpending, readOwnSpending, type Spent } from "../postgres/spending.ts";
import type { Engine } from "./engine.ts";
import { adviseOn, type AdviceWish, type FundingAdvice } from "./recommend.ts";
import { organizationOf } from "./usage-organization.ts";

/** The least, where there is as much. A year ago people called otherwise. */
const HISTORY_MS = 180 * DAY_MS;
/** Between the last imported call and the first own one: longer, and the time that nobody tells of would pass for one without calls. */
const LONGEST_GAP_MS = 7 * DAY_MS;

/** @throws Refused for an organisation that does not exist */
export async function adviseOrganization(engine: Engine, id: string, wish: AdviceWish): Promise<FundingAdvice> {
  const { currency } = await organizationOf(engine, id);
  // Whole spans of what is summed up once its days are over (postgres/usage/sum-up.ts).
  const since = Date.parse(totalBefore(new Date(engine.now() - HISTORY_MS).toISOString().slice(0, 10)));
  const advise = (history: History | undefined): FundingAdvice =>
    adviseOn(history, currency, wish, engine.countries.leastFunding);
  const own = await readOwnSpending(engine.pool, id, since);
  const known = historyOf(own);
  if (known && known.to - known.from >= (LEAST_DAYS - 1) * DAY_MS) return advise(known);
  // Of a time that both tell of, the own calls count: the imported ones would be the same ones again.
  const imported = await readImportedSpending(engine.pool, id, { currency, before: known?.from ?? null });
  const before = historyOf(imported);
  if (!known || !before || known.from - before.to <= LONGEST_GAP_MS) return advise(historyOf([...imported, ...own]));
  return advise(before.to - before.from > known.to - known.from ? before : known);
}

function historyOf(spent: readonly Spent[]): History | undefined {
  const builder = new HistoryBuilder();
  for (const { at, callType, calls, charge, ...rest } of spent) builder.add(at, charge, callType, { calls, ...rest });
  return builder.history();
}
