/** Calls a day as bars; a day that is picked becomes the period, so that the table under it shows its calls. */
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import { Chart } from "../../ui/chart.tsx";
import { useFormat } from "../../ui/format.tsx";
import { dayOf } from "../../ui/day.ts";

export function DayChart({ days, onPick }: { days: Schema<"UsageDays">; onPick: (day: string) => void }) {
  const { t } = useTranslation();
  const { number, money } = useFormat();
  // Days of UTC, whatever zone the reader is in.
  const { day, tick } = useDayNames();
  return (
    <Chart
      name="calls-a-day"
      label={t("reports.days.label")}
      xHeader={t("reports.days.day")}
      formatX={day}
      formatTick={tick}
      formatY={(y) => number(y)}
      onPick={(ms) => onPick(dayOf(ms))}
      series={[
        {
          name: t("reports.days.calls"),
          kind: "bar",
          points: days.items.map(({ day: at, calls, charge }) => ({
            x: Date.parse(at),
            y: calls,
            text: t("reports.days.said", { count: calls, calls: number(calls), charge: money(charge, days.currency) }),
          })),
        },
      ]}
    />
  );
}

function useDayNames(): { day: (ms: number) => string; tick: (ms: number) => string } {
  const { i18n } = useTranslation();
  const days = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeZone: "UTC" });
  const ticks = new Intl.DateTimeFormat(i18n.language, { month: "short", day: "numeric", timeZone: "UTC" });
  return { day: (ms) => days.format(ms), tick: (ms) => ticks.format(ms) };
}
