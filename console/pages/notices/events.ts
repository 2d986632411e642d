/** The events that people are told of, in the order of their weight, and what they are called. */
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import type { en } from "../../locales/en/index.ts";

export type Event = Schema<"Notice">["event"];
type Words = keyof typeof en.settings.notices.events;

const EVENTS: readonly Event[] = [
  ...(["balance.low", "balance.zero", "debt.booked", "spending.unusual", "advice.changed"] as const),
  ...(["top-up.succeeded", "recharge.succeeded", "recharge.failed", "recharge.paused", "card.expiring"] as const),
  ...(["lot.expiring", "refund.succeeded", "dispute.opened", "dispute.settled", "pool.80", "pool.100"] as const),
  ...(["budget.80", "budget.100", "brake.reached", "charges.corrected", "rates.changing"] as const),
];

/** One that is newer than this list comes last. */
export const inOrder = <T extends { event: Event }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => ((EVENTS.indexOf(a.event) + 99) % 99) - ((EVENTS.indexOf(b.event) + 99) % 99));

export function useEventName(): (event: Event) => string {
  const { t, i18n } = useTranslation();
  return (event) => {
    const key = event.replace(".", "-"); // keys of words may have no dots
    return i18n.exists(`settings.notices.events.${key}`) ? t(`settings.notices.events.${key as Words}`) : event;
  };
}
