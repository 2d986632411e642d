/** What a coming deck makes of each organisation's last month, and whether they were told. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list, type Schema } from "../../api/client.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Money, Time, useFormat } from "../../ui/format.tsx";
import { Empty } from "../../ui/states.tsx";

type Change = Schema<"ComingRateChangeOf">;
const ASK_AGAIN_MS = 10_000;

export function DeckChanges({ deck: { id } }: { deck: Schema<"RateDeck"> }) {
  const { t } = useTranslation();
  const { money, time, list: inWords } = useFormat();
  const pages = pagesOf(
    useInfiniteQuery({
      ...list("/v1/rate-decks/{id}/rate-changes", { path: { id } }),
      refetchInterval: ASK_AGAIN_MS,
    }),
  );
  const amount = (key: "before" | "after" | "difference"): Column<Change> => ({
    key,
    header: t(`operator.changes.${key}`),
    cell: (row) => <Money sign={key === "difference"} amount={row[key]} currency={row.currency} />,
    text: (row) => money(row[key], row.currency, { sign: key === "difference" }),
    order: (row) => Number(row[key]),
    align: "end",
  });
  const most = ({ destinations }: Change): string => inWords(destinations.map(({ destination }) => destination));
  const columns: Column<Change>[] = [
    {
      key: "organization",
      header: t("operator.changes.organization"),
      cell: ({ displayName }) => displayName,
      text: ({ displayName }) => displayName,
    },
    amount("before"),
    amount("after"),
    amount("difference"),
    { key: "destinations", header: t("operator.changes.destinations"), cell: most, text: most },
    {
      key: "told",
      header: t("operator.changes.told"),
      cell: ({ toldAt }) => (toldAt === null ? t("operator.changes.notTold") : <Time at={toldAt} />),
      text: ({ toldAt }) => (toldAt === null ? "" : time(toldAt)),
    },
  ];
  return (
    <>
      <h3 style={{ margin: 0 }}>{t("operator.changes.title")}</h3>
      <DataTable
        name="deck-changes"
        label={t("operator.changes.title")}
        columns={columns}
        rowKey={({ organization }) => organization}
        empty={<Empty title={t("operator.changes.empty")}>{t("operator.changes.emptyBody")}</Empty>}
        {...pages}
      />
    </>
  );
}
