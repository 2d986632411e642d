/** Payments that a payer's bank wants back; for the operator with how each ended. Nothing where there was never any. */
import { Button } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list, type Schema } from "../../api/client.ts";
import { useOrg, useSession } from "../../api/session.tsx";
import { SettleDisputeForm } from "../../forms/settle-dispute.tsx";
import { useFilters } from "../../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Money, Time, useFormat } from "../../ui/format.tsx";
import { Panel } from "../../ui/panel.tsx";

type Dispute = Schema<"Dispute">;

export function Disputes() {
  const { t } = useTranslation();
  const org = useOrg();
  const { operator } = useSession();
  const { money, time } = useFormat();
  const [{ dispute: chosen }, setFilters] = useFilters({ dispute: "" });
  const pages = pagesOf(useInfiniteQuery(list("/v1/organizations/{org}/disputes", { path: { org } })));
  const dispute = operator ? pages.rows?.find(({ id, state }) => id === chosen && state === "open") : undefined;
  const close = (): void => setFilters({ dispute: "" });
  const amount = (key: "amount" | "frozen" | "debt"): Column<Dispute> => ({
    key,
    header: t(`credits.disputes.${key}`),
    align: "end",
    cell: (row) => <Money amount={row[key]} currency={row.currency} />,
    text: (row) => money(row[key], row.currency),
    order: (row) => Number(row[key]),
  });
  const columns: Column<Dispute>[] = [
    {
      key: "opened",
      header: t("credits.disputes.opened"),
      cell: ({ openedAt }) => <Time at={openedAt} />,
      text: ({ openedAt }) => time(openedAt),
      order: ({ openedAt }) => Date.parse(openedAt),
    },
    amount("amount"),
    amount("frozen"),
    amount("debt"),
    {
      key: "state",
      header: t("credits.disputes.state"),
      cell: (row) => stateOf(row),
      text: (row) => stateOf(row),
    },
    ...(operator
      ? [
          {
            key: "settle",
            header: t("operator.dispute.column"),
            cell: ({ id, state, amount: disputed, currency, openedAt }: Dispute) =>
              state === "open" && (
                <Button
                  size="small"
                  aria-label={t("operator.dispute.open", { amount: money(disputed, currency), time: time(openedAt) })}
                  onClick={() => setFilters({ dispute: id })}
                >
                  {t("operator.dispute.button")}
                </Button>
              ),
          },
        ]
      : []),
  ];
  const stateOf = ({ state, note }: Dispute): string =>
    t(`credits.disputes.states.${state}`) + (note === undefined ? "" : `: ${note}`);
  if (pages.more.error === null && !pages.rows?.length) return null;
  return (
    <>
      <h3 style={{ margin: 0 }}>{t("credits.disputes.title")}</h3>
      <DataTable
        name="disputes"
        label={t("credits.disputes.title")}
        columns={columns}
        rowKey={({ id }) => id}
        empty={null}
        {...pages}
      />
      <Panel open={dispute !== undefined} title={t("operator.dispute.title")} onClose={close}>
        {dispute && <SettleDisputeForm key={dispute.id} organization={org} dispute={dispute} onDone={close} />}
      </Panel>
    </>
  );
}
