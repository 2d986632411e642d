/** What a corrected deck would have charged: looked at call by call, kept beside what was charged. Moves no money. */
import { chargeBy } from "../../domain/session/rerate.ts";
import { lookup, type RateDeck } from "../../domain/rate-deck.ts";
import { tariffOfRow } from "../../domain/rating.ts";
import { type NewCallCorrection, nextCalls, saveReckoned } from "../../postgres/rate-correction-work.ts";
import { type CorrectionRow } from "../../postgres/rate-corrections.ts";
import { inTransaction } from "../../postgres/transaction.ts";
import { isPriced, rateQueryOf, startOf } from "../call-rate.ts";
import type { Engine } from "../engine.ts";

const CALLS_AT_ONCE = 250;

/** Looks at the next calls of an organisation; true: there are no more. */
export async function reckonSome(
  engine: Engine,
  correction: CorrectionRow,
  deck: RateDeck,
  organization: string,
): Promise<boolean> {
  return inTransaction(engine.pool, async (client) => {
    const calls = await nextCalls(client, organization, correction, CALLS_AT_ONCE);
    if (!calls) return true;
    const found: NewCallCorrection[] = [];
    const counts = { lookedAt: calls.length, unpriced: 0, presumed: 0 };
    for (const { cdr, charged } of calls) {
      if (!isPriced(cdr)) continue;
      const query = cdr.end === "presumed" ? undefined : rateQueryOf(cdr, startOf(cdr));
      const row = query && lookup([deck], query);
      if (!row) {
        counts[cdr.end === "presumed" ? "presumed" : "unpriced"] += 1;
        continue;
      }
      const corrected = chargeBy(cdr.call, cdr.settlement, tariffOfRow(row));
      if (corrected === charged) continue;
      found.push({
        id: await engine.ids.one(),
        call: cdr.id,
        month: `${new Date(cdr.authorizedAt).toISOString().slice(0, 7)}-01`,
        startedAt: startOf(cdr),
        charged,
        corrected,
        rateRow: row.id,
        prefix: row.prefix,
        destination: row.destination,
      });
    }
    const last = calls.length < CALLS_AT_ONCE ? null : calls.at(-1)!.cdr;
    await saveReckoned(client, { organization, correction: correction.id }, found, counts, last);
    return last === null;
  });
}
