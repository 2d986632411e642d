/** What was bought and is left of it: held, ending when, and how much of it will probably be lost. */
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Money, Time, useFormat } from "../../ui/format.tsx";
import { Empty } from "../../ui/states.tsx";
import { useForecast } from "./forecast.ts";

type Lot = Schema<"Credits">["lots"][number];
const DAY = 86_400_000;

export function Lots({ credits }: { credits: Schema<"Credits"> }) {
  const { t } = useTranslation();
  const { money, day } = useFormat();
  const { currency, lots } = credits;
  const lost = expectedLosses(lots, Number(useForecast()?.spentPerDay ?? 0), Date.now());
  const lostOf = (lot: Lot): string => (lost.get(lot.id) ?? 0).toFixed(2);
  const amount = (key: string, header: string, value: (lot: Lot) => string): Column<Lot> => ({
    key,
    header,
    align: "end",
    cell: (lot) => <Money amount={value(lot)} currency={currency} />,
    text: (lot) => money(value(lot), currency),
    order: (lot) => Number(value(lot)),
  });
  const columns: Column<Lot>[] = [
    {
      key: "bought",
      header: t("credits.lots.bought"),
      cell: ({ purchasedAt }) => <Time at={purchasedAt} as="day" />,
      text: ({ purchasedAt }) => day(purchasedAt),
      order: ({ purchasedAt }) => Date.parse(purchasedAt),
    },
    {
      key: "source",
      header: t("credits.lots.source"),
      cell: ({ source }) => t(`credits.lots.sources.${source}`),
      text: ({ source }) => t(`credits.lots.sources.${source}`),
    },
    amount("granted", t("credits.lots.granted"), ({ granted }) => granted),
    amount("remaining", t("credits.lots.remaining"), ({ remaining }) => remaining),
    amount("held", t("credits.lots.held"), ({ held }) => held),
    {
      key: "expires",
      header: t("credits.lots.expires"),
      cell: ({ expiresAt }) => (
        <>
          <Time at={expiresAt} as="day" /> (<Time at={expiresAt} as="ago" />)
        </>
      ),
      text: ({ expiresAt }) => day(expiresAt),
      order: ({ expiresAt }) => Date.parse(expiresAt),
    },
    amount("lost", t("credits.lots.lost"), lostOf),
  ];
  return (
    <DataTable
      name="lots"
      label={t("credits.tabs.lots")}
      columns={columns}
      rows={lots}
      rowKey={({ id }) => id}
      empty={<Empty title={t("credits.lots.empty")}>{t("credits.lots.emptyBody")}</Empty>}
    />
  );
}

/** With so much spent a day, lot after lot in the order in which they are drawn: what an end still finds there. */
function expectedLosses(lots: readonly Lot[], pace: number, now: number): Map<string, number> {
  let spent = 0;
  return new Map(
    lots.map(({ id, remaining, expiresAt }) => {
      const room = Math.max(0, ((Date.parse(expiresAt) - now) / DAY) * pace - spent);
      const used = Math.min(Number(remaining), room);
      spent += used;
      return [id, Number(remaining) - used];
    }),
  );
}
