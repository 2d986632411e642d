/** The funding advice of an organisation: from its own calls, and until those tell of a month, from what it imported. */
import { DAY_MS, HistoryBuilder } from "../domain/advice/history.ts";
import { LEAST_DAYS } from "../domain/advice/recommend.ts";
import { readImportedSpending, readOwnSpending, type Spent } from "../postgres/spending.ts";
import type { Engine } from "./engine.ts";
import { adviseOn, type AdviceWish, type FundingAdvice } from "./recommend.ts";
import { organizationOf } from "./usage-organization.ts";

/** A year ago people called otherwise. */
const HISTORY_MS = 180 * DAY_MS;

/** @throws Refused for an organisation that does not exist */
export async function adviseOrganization(engine: Engine, id: string, wish: AdviceWish): Promise<FundingAdvice> {
  const { currency } = await organizationOf(engine, id);
  const since = engine.now() - HISTORY_MS;
  const own = await readOwnSpending(engine.pool, id, since);
  const enough = own.length > 0 && own.at(-1)!.at - own[0]!.at >= (LEAST_DAYS - 1) * DAY_MS;
  // Of a time that both tell of, the own calls count: the imported ones would be the same ones again.
  const before = own[0]?.at ?? null;
  const imported = enough ? [] : await readImportedSpending(engine.pool, id, { currency, since, before });
  return adviseOn(historyOf([...imported, ...own]), currency, wish, engine.countries.leastFunding);
}

function historyOf(spent: readonly Spent[]) {
  const builder = new HistoryBuilder();
  for (const { at, callType, calls, charge } of spent) builder.add(at, charge, callType, calls);
  return builder.history();
}
