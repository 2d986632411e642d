/** What a corrected deck would have charged: looked at call by call, kept beside what was charged. Moves no money. */
import { chargeBy } from "../../domain/session/rerate.ts";
import type { Cdr } from "../../domain/session/types.ts";
import { isInbound } from "../../domain/call-type.ts";
import { lookup, type RateDeck, type RateRow, type Service } from "../../domain/rate-deck.ts";
import { tariffOfRow } from "../../domain/rating.ts";
import { parseDialled, ratingDigits } from "../../numbering/parse.ts";
import { type NewCallCorrection, nextCalls, saveReckoned } from "../../postgres/rate-correction-work.ts";
import { type CorrectionRow } from "../../postgres/rate-corrections.ts";
import { inTransaction } from "../../postgres/transaction.ts";
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
      const row = cdr.end === "presumed" ? undefined : correctedRow(cdr, deck);
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

/** Money may pay for it, by a price. */
const isPriced = ({ call, outcome }: Cdr): boolean =>
  outcome === "completed" && call.tariff !== null && call.rate !== null && call.cover !== null && !call.emergency;

/** When it is priced: of a call that its switch let through, when it was answered. */
const startOf = ({ authorizedAt, answeredAt }: Cdr): number => Math.min(authorizedAt, answeredAt ?? authorizedAt);

/** The row of the corrected deck, asked as the authorisation asked (describe.ts). */
function correctedRow(cdr: Cdr, deck: RateDeck): RateRow | undefined {
  const { callType, to, rate, usageLocation, fromCountry } = cdr.call;
  const dialled = parseDialled(to, { country: usageLocation });
  if ("error" in dialled) return undefined;
  return lookup([deck], {
    service: rate!.service as Service,
    digits: ratingDigits(dialled),
    origin: isInbound(callType) ? fromCountry : (usageLocation ?? fromCountry),
    at: startOf(cdr),
  });
}
