/**
 * Warns before money or a card expires: lots 60, 30, 7 and 1 days before, with what is expected to be lost at the
 * present pace, cards 45, 15 and 3 days before. Each warning is an event of its own that is told once, however often
 * this runs.
 */
import type { Event } from "../domain/consequence.ts";
import { CARD_WARNINGS, expectedLosses, LOT_WARNINGS, lotWarningDue, warningDue } from "../domain/expiry.ts";
import { formatMicros } from "../domain/money.ts";
import { insertEventOnce, listCardsExpiring, listLotsEnding } from "../postgres/expiring.ts";
import { readBalance } from "../postgres/lots.ts";
import { dayOf, endOfDay } from "./calendar.ts";
import type { Engine } from "./engine.ts";
import { paceOf } from "./pace.ts";

const DAY_MS = 86_400_000;

export async function warnOfExpiry(engine: Engine): Promise<void> {
  await warnOfLots(engine);
  await warnOfCards(engine);
}

async function warnOfLots(engine: Engine): Promise<void> {
  const now = engine.now();
  const before = now + Math.max(...LOT_WARNINGS) * DAY_MS;
  for (const organization of await listLotsEnding(engine.pool, { now, before })) {
    const read = await readBalance(engine.pool, organization);
    if (!read) continue;
    const { charged, days: ofDays } = await paceOf(engine.pool, organization, now);
    const perDay = charged / ofDays;
    const open = read.lots.filter(({ endsAt }) => endsAt > now);
    const losses = expectedLosses(open, perDay, now);
    for (const lot of open) {
      const days = lotWarningDue(lot, now);
      if (days === undefined) continue;
      const about = {
        currency: read.balance.currency,
        lot: lot.id.toString(),
        amount: formatMicros(lot.remaining),
        expectedLoss: formatMicros(losses.get(lot.id) ?? 0n),
        spentPerDay: formatMicros(perDay),
        days,
        endsAt: new Date(lot.endsAt).toISOString(),
      };
      await tell(engine, organization, { name: "lot.expiring", about, once: `${lot.id}|${days}` });
    }
  }
}

async function warnOfCards(engine: Engine): Promise<void> {
  const now = engine.now();
  // A day more on both sides: today is another day elsewhere.
  const from = dayOf(now - DAY_MS, "UTC");
  const to = dayOf(now + (Math.max(...CARD_WARNINGS) + 1) * DAY_MS, "UTC");
  for (const { organization, timeZone, id, brand, last4, expires } of await listCardsExpiring(engine.pool, {
    from,
    to,
  })) {
    const daysLeft = (Date.parse(expires) - Date.parse(dayOf(now, timeZone))) / DAY_MS;
    const days = warningDue(CARD_WARNINGS, daysLeft);
    if (days === undefined) continue;
    const expiresAt = new Date(endOfDay(expires, timeZone) - 1).toISOString();
    const about = { paymentMethod: id.toString(), brand, last4, expiresAt, days };
    await tell(engine, organization, { name: "card.expiring", about, once: `${id}|${days}` });
  }
}

const tell = async (engine: Engine, organization: string, event: Event): Promise<void> =>
  insertEventOnce(engine.pool, { organization, id: await engine.ids.one(), event, at: engine.now() });
