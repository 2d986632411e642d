/**
 * Before prices change: what the organisation's last month would have cost at the prices to come, reckoned as soon as a
 * deck is there that begins later, and told of some days before it begins, once. Nothing is charged.
 */
import { setImmediate } from "node:timers/promises";
import type { Event } from "../domain/consequence.ts";
import { formatMicros, type Micros } from "../domain/money.ts";
import { tariffOfRow } from "../domain/rating.ts";
import { chargeBy } from "../domain/session/rerate.ts";
import {
  type DueChange,
  listDueChanges,
  listRateChanges,
  listRateChangesOf,
  type RateChangeRow,
  saveRateChange,
} from "../postgres/rate-changes.ts";
import { readCharges } from "../postgres/rate-correction-work.ts";
import { monthBegin } from "./calendar.ts";
import { isPriced, rateQueryOf } from "./call-rate.ts";
import { lastBegin } from "./compare-rate-decks.ts";
import type { Engine } from "./engine.ts";
import { idOf } from "./payment-methods.ts";
import { deckOf } from "./rates.ts";
import { organizationOf } from "./usage-organization.ts";

export type { RateChangeRow } from "../postgres/rate-changes.ts";

const CALLS_AT_ONCE = 250;
const CHANGES_AT_ONCE = 50;
/** Of an organisation that did not call last month, the last days are looked at. */
const RECENT_MS = 30 * 86_400_000;
const DESTINATIONS_TOLD = 3;

export async function tellOfRateChanges(engine: Engine): Promise<void> {
  for (let more = true; more;) {
    const due = await listDueChanges(engine.pool, engine.now(), CHANGES_AT_ONCE);
    for (const change of due) await reckon(engine, change);
    more = due.length === CHANGES_AT_ONCE;
  }
}

async function reckon(engine: Engine, { organization, rateDeck, due }: DueChange): Promise<void> {
  const now = engine.now();
  const owner = await organizationOf(engine, organization);
  const header = await deckOf(engine.pool, rateDeck);
  const at = lastBegin(await engine.rates.deck(header));
  const thisMonth = monthBegin(now, owner.timeZone);
  const month = { from: monthBegin(thisMonth - 1, owner.timeZone), to: thisMonth };
  let bill = await billOf(engine, owner, month, at);
  const period = bill.calls > 0 ? month : { from: now - RECENT_MS, to: now };
  if (period !== month) bill = await billOf(engine, owner, period, at);
  const destinations = bill.destinations.slice(0, DESTINATIONS_TOLD);
  const row: RateChangeRow = {
    ...{ organization, rateDeck, beginsAt: header.effectiveFrom, ...period, ...bill },
    destinations: destinations.map(({ destination, before, after }) => ({
      ...{ destination, before: formatMicros(before), after: formatMicros(after) },
    })),
    reckonedAt: now,
    toldAt: due ? now : null,
  };
  const changes = bill.destinations.length > 0 || bill.unpriced > 0;
  const event = due && changes ? eventOf(row, header.name, owner.currency) : null;
  await saveRateChange(engine.pool, row, event && { id: await engine.ids.one(), event, at: now });
}

interface Bill extends Pick<RateChangeRow, "calls" | "unpriced" | "before" | "after"> {
  /** Whose price changes, the greatest difference first. */
  destinations: { destination: string; before: Micros; after: Micros }[];
}

/** The calls of a time, as they were charged and by the prices of `at`. */
async function billOf(
  engine: Engine,
  { id, currency, rateDeck }: Awaited<ReturnType<typeof organizationOf>>,
  period: { from: number; to: number },
  at: number,
): Promise<Bill> {
  const bill = { calls: 0, unpriced: 0, before: 0n, after: 0n };
  const byDestination = new Map<string, { before: Micros; after: Micros }>();
  let last: { authorizedAt: number; id: number } | null = null;
  for (;;) {
    const calls = await readCharges(engine.pool, id, period, { after: last, limit: CALLS_AT_ONCE });
    for (const { cdr, charged } of calls.filter((each) => isPriced(each.cdr))) {
      const query = rateQueryOf(cdr, at);
      const found = query && engine.rates.find({ ...query, currency, rateDeck });
      const after = found ? chargeBy(cdr.call, cdr.settlement, tariffOfRow(found)) : charged;
      bill.calls += 1;
      bill.before += charged;
      bill.after += after;
      if (!found) bill.unpriced += 1;
      if (after === charged) continue;
      const destination = found?.destination ?? "";
      const sums = byDestination.get(destination) ?? { before: 0n, after: 0n };
      byDestination.set(destination, { before: sums.before + charged, after: sums.after + after });
    }
    if (calls.length < CALLS_AT_ONCE) break;
    last = calls.at(-1)!.cdr;
    await setImmediate();
  }
  const size = ({ before, after }: { before: Micros; after: Micros }): Micros =>
    after < before ? before - after : after - before;
  const destinations = [...byDestination]
    .map(([destination, sums]) => ({ destination, ...sums }))
    .sort((a, b) => (size(a) === size(b) ? (a.destination < b.destination ? -1 : 1) : size(a) < size(b) ? 1 : -1));
  return { ...bill, destinations };
}

function eventOf(row: RateChangeRow, deckName: string, currency: string): Event {
  const difference = row.after - row.before;
  const destinations = row.destinations.flatMap(({ destination, before, after }, i) => [
    [`destination${i + 1}`, destination],
    [`destination${i + 1}Before`, before],
    [`destination${i + 1}After`, after],
  ]);
  const about = {
    ...{ currency, rateDeck: row.rateDeck, deckName, from: new Date(row.beginsAt).toISOString() },
    ...{ calls: row.calls, unpriced: row.unpriced, before: formatMicros(row.before), after: formatMicros(row.after) },
    ...{ difference: formatMicros(difference), amount: formatMicros(difference < 0n ? -difference : difference) },
    ...{ periodFrom: new Date(row.from).toISOString(), periodTo: new Date(row.to).toISOString() },
    ...(Object.fromEntries(destinations) as Record<string, string>),
  };
  return { name: "rates.changing", about, once: row.rateDeck };
}

/** What is coming. @throws Refused UNKNOWN_ORGANIZATION */
export async function rateChanges(
  engine: Engine,
  organization: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ currency: string; rows: Awaited<ReturnType<typeof listRateChanges>> }> {
  const { currency } = await organizationOf(engine, organization);
  const page = { now: engine.now(), after: idOf(after), limit };
  return { currency, rows: await listRateChanges(engine.pool, organization, page) };
}

/** What a deck makes of each organisation's last month, as far as it is reckoned. @throws Refused UNKNOWN_RATE_DECK */
export async function rateChangesOfDeck(
  engine: Engine,
  deck: string,
  page: { after: string | null; limit: number },
): Promise<{ deckName: string; rows: Awaited<ReturnType<typeof listRateChangesOf>> }> {
  const { id, name: deckName } = await deckOf(engine.pool, deck);
  return { deckName, rows: await listRateChangesOf(engine.pool, id, page) };
}
