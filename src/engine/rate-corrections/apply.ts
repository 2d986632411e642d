/**
 * Carries out what was reckoned: correcting transfers through the lane, some calls at a time, each call once. A process
 * that dies leaves whole pieces, and another goes on with the calls that are left.
 */
import type { Lot } from "../../domain/account.ts";
import type { Books } from "../../domain/books.ts";
import type { Event } from "../../domain/consequence.ts";
import { formatMicros, type Micros } from "../../domain/money.ts";
import { chargeOf } from "../../domain/session/settle.ts";
import { correctCharge } from "../../domain/session/rerate.ts";
import { bulkQuery } from "../../postgres/arrays.ts";
import { USAGE_DAYS, USAGE_USER_DAYS } from "../../postgres/lane-store-usage.ts";
import {
  markApplied,
  markPartApplied,
  type OpenCorrection,
  readOpenCorrections,
} from "../../postgres/rate-correction-work.ts";
import { type CorrectionRow, listParts, type PartRow } from "../../postgres/rate-corrections.ts";
import { lotEnd } from "../calendar.ts";
import type { BooksCommand, Query } from "../commands.ts";
import type { Engine } from "../engine.ts";
import { RollUp } from "../roll-up.ts";
import { BOUGHT_PRIORITY } from "../top-up.ts";
import { organizationOf } from "../usage-organization.ts";

/** A tenth of a batch, so that calls in progress hardly wait (architecture.md 13). */
const CALLS_AT_ONCE = 50;

/** Corrects the next calls of an organisation; true: that was the last of them. */
export async function applySome(engine: Engine, correction: CorrectionRow, organization: string): Promise<boolean> {
  const { timeZone } = await organizationOf(engine, organization);
  const [part] = await listParts(engine.pool, correction.id, { only: organization, after: null, limit: 1 });
  return engine.lane.run(organization, correcting(correction, part!, timeZone));
}

function correcting(correction: CorrectionRow, part: PartRow, timeZone: string): BooksCommand<boolean> {
  const { organization } = part;
  const key = { organization, correction: correction.id };
  let open: OpenCorrection[] = [];
  return {
    load: async (client) => {
      open = await readOpenCorrections(client, organization, correction.id, CALLS_AT_ONCE);
    },
    drawn: () => open.flatMap(({ paid }) => paid.draws),
    decide: (books, { now, newId }) => {
      const usage = new RollUp();
      for (const call of open) correctOne(books, call, usage);
      renewEnded(books, open, { id: newId(), ...lotSince(now, timeZone) });
      const calls = open.map(({ cdr }) => cdr.id);
      const last = open.length < CALLS_AT_ONCE;
      return {
        result: last,
        note: `Prices corrected (${correction.id}): ${correction.reason}`.slice(0, 500),
        events: last && part.calls > 0 && part.state !== "applied" ? [correctedEvent(correction, part)] : [],
        alsoWrite: [
          ...(calls.length > 0 ? [markApplied(key, calls, now), ...chargesOf(usage)] : []),
          ...(last ? [markPartApplied(organization, correction.id)] : []),
        ],
      };
    },
  };
}

function correctOne(books: Books, { cdr, paid, charged, corrected }: OpenCorrection, usage: RollUp): void {
  const difference = corrected - charged;
  correctCharge(books, cdr.call, cdr.id, paid, chargeOf(paid) + difference);
  usage.addCharge(cdr, difference);
}

const lotSince = (now: number, timeZone: string): Omit<Lot, "id" | "granted" | "remaining"> => ({
  priority: BOUGHT_PRIORITY,
  source: "adjustment",
  purchasedAt: now,
  endsAt: lotEnd(now, timeZone),
});

/** Money that went back to lots that have ended would be forfeited at once, through no doing of the organisation's. */
function renewEnded(books: Books, open: readonly OpenCorrection[], lot: Omit<Lot, "granted" | "remaining">): void {
  const given = new Map<number, Micros>();
  const corrected = new Set(open.map(({ cdr }) => cdr.id));
  for (const { from, to, amount, lot: id, call, cause } of books.result().transfers)
    if (from === "revenue" && to === "credits" && cause === "correction" && id !== null && corrected.has(call ?? -1))
      given.set(id, (given.get(id) ?? 0n) + amount);
  books.renewEnded(given, lot);
}

function chargesOf(usage: RollUp): Query[] {
  const { days, users } = usage.changes();
  return [bulkQuery(USAGE_DAYS.correct, days), bulkQuery(USAGE_USER_DAYS.correct, users)];
}

function correctedEvent(correction: CorrectionRow, { calls, charged, corrected }: PartRow): Event {
  const { id, currency, reason, from, to } = correction;
  const difference = corrected - charged;
  const about = {
    ...{ currency, correction: id.toString(), calls, reason, charged: formatMicros(charged) },
    ...{ corrected: formatMicros(corrected), difference: formatMicros(difference) },
    amount: formatMicros(difference < 0n ? -difference : difference),
    ...{ from: new Date(from).toISOString(), until: new Date(to).toISOString() },
  };
  return { name: "charges.corrected", about, once: id.toString() };
}
