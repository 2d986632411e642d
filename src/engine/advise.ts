/** The funding advice of an organisation: from its own calls, and until those tell of a month, from what it imported. */
import { DAY_MS, HistoryBuilder } from "../domain/advice/history.ts";
import { LEAST_DAYS } from "../domain/advice/recommend.ts";
import { totalBefore } from "../domain/report/running-totals.ts";
import { readImportedSpending, readOwnSpending, type Spent } from "../postgres/spending.ts";
import type { Engine } from "./engine.ts";
import { adviseOn, type AdviceWish, type FundingAdvice } from "./recommend.ts";
import { organizationOf } from "./usage-organization.ts";

/** The least, where there is as much. A year ago people called otherwise. */
const HISTORY_MS = 180 * DAY_MS;

/** @throws Refused for an organisation that does not exist */
export async function adviseOrganization(engine: Engine, id: string, wish: AdviceWish): Promise<FundingAdvice> {
  const { currency } = await organizationOf(engine, id);
  // Whole spans of what is summed up once its days are over (postgres/usage/sum-up.ts).
  const since = Date.parse(totalBefore(new Date(engine.now() - HISTORY_MS).toISOString().slice(0, 10)));
  const own = await readOwnSpending(engine.pool, id, since);
  const builder = new HistoryBuilder();
  addAll(builder, own);
  const known = builder.history();
  if (!known || known.to - known.from < (LEAST_DAYS - 1) * DAY_MS) {
    // Of a time that both tell of, the own calls count: the imported ones would be the same ones again.
    const before = known?.from ?? null;
    addAll(builder, await readImportedSpending(engine.pool, id, { currency, since, before }));
  }
  return adviseOn(builder.history(), currency, wish, engine.countries.leastFunding);
}

function addAll(builder: HistoryBuilder, spent: readonly Spent[]): void {
  for (const { at, callType, calls, charge } of spent) builder.add(at, charge, callType, calls);
}
