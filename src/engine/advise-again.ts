/** Advises anew when an organisation's own calls tell of one month and of two, and says what has changed. */
import { DAY_MS } from "../domain/advice/history.ts";
import { formatMicros } from "../domain/money.ts";
import { insertEventOnce } from "../postgres/expiring.ts";
import { listBegun } from "../postgres/spending.ts";
import { adviseOrganization } from "./advise.ts";
import { creditsOf } from "./balance.ts";
import { dayOf } from "./calendar.ts";
import type { Engine } from "./engine.ts";
import { USUAL_WISH } from "./recommend.ts";

/** Days of own calls after which it is told, and for how long it may come late: a server that was off. */
const TOLD_AFTER_DAYS = { 1: 30, 2: 60 } as const;
const LATE_DAYS = 25;

export async function adviseAgain(engine: Engine): Promise<void> {
  const now = engine.now();
  for (const [months, days] of Object.entries(TOLD_AFTER_DAYS)) {
    const from = dayOf(now - (days + LATE_DAYS) * DAY_MS, "UTC");
    const to = dayOf(now - days * DAY_MS, "UTC");
    for (const organization of await listBegun(engine.pool, { from, to })) await advise(engine, organization, months);
  }
}

async function advise(engine: Engine, organization: string, months: string): Promise<void> {
  const advice = await adviseOrganization(engine, organization, USUAL_WISH);
  const { recharge } = await creditsOf(engine, organization);
  const set = recharge.settings?.enabled ? recharge.settings : null;
  const about = {
    currency: advice.currency,
    months: Number(months),
    monthlySpend: formatMicros(advice.expectedMonthlySpend),
    triggerAmount: formatMicros(advice.triggerAmount),
    rechargeAmount: formatMicros(advice.rechargeAmount),
    presentTrigger: set && formatMicros(set.triggerAmount),
    presentRecharge: set && formatMicros(set.rechargeAmount),
  };
  const event = { name: "advice.changed", about, once: months } as const;
  await insertEventOnce(engine.pool, { organization, id: await engine.ids.one(), event, at: engine.now() });
}
