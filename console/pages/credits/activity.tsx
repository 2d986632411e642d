/** The ledger in plain words, each line opening the call, payment or lot that it is about. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { list } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Money, Time, useFormat } from "../../ui/format.tsx";
import { LinkTo } from "../../ui/link-to.tsx";
import { Empty } from "../../ui/states.tsx";
import type { Transfer } from "./history.ts";

export function Activity() {
  const { t } = useTranslation();
  const org = useOrg();
  const { money, time } = useFormat();
  const query = useInfiniteQuery(list("/v1/organizations/{org}/ledger", { path: { org } }));
  const columns: Column<Transfer>[] = [
    {
      key: "at",
      header: t("credits.activity.time"),
      cell: ({ at }) => <Time at={at} />,
      text: ({ at }) => time(at),
      order: ({ sequence }) => sequence,
    },
    {
      key: "what",
      header: t("credits.activity.what"),
      cell: (row) => <What transfer={row} />,
      text: (row) => sentenceOf(row, t),
    },
    {
      key: "amount",
      header: t("credits.activity.amount"),
      align: "end",
      cell: (row) => <Money exact sign amount={signed(row)} currency={row.currency} />,
      text: (row) => money(signed(row), row.currency, { exact: true, sign: true }),
      order: (row) => Number(signed(row)),
    },
    {
      key: "balance",
      header: t("credits.activity.balance"),
      align: "end",
      cell: ({ balanceAfter, currency }) => <Money exact amount={balanceAfter} currency={currency} />,
      text: ({ balanceAfter, currency }) => money(balanceAfter, currency, { exact: true }),
      order: ({ balanceAfter }) => Number(balanceAfter),
    },
    {
      key: "sequence",
      header: t("credits.activity.sequence"),
      align: "end",
      hidden: true,
      cell: ({ sequence }) => sequence,
      text: ({ sequence }) => String(sequence),
      order: ({ sequence }) => sequence,
    },
  ];
  return (
    <DataTable
      name="activity"
      label={t("credits.tabs.activity")}
      columns={columns}
      rowKey={({ sequence }) => String(sequence)}
      empty={<Empty title={t("credits.activity.empty")}>{t("credits.activity.emptyBody")}</Empty>}
      {...pagesOf(query)}
    />
  );
}

function What({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation();
  const sentence = sentenceOf(transfer, t);
  const { callId, topUp, lot } = transfer;
  if (callId !== undefined) return <LinkTo to={`/calls?show=${encodeURIComponent(callId)}`}>{sentence}</LinkTo>;
  if (topUp !== undefined) return <LinkTo to="?tab=funding">{sentence}</LinkTo>;
  return lot === undefined ? sentence : <LinkTo to="?tab=lots">{sentence}</LinkTo>;
}

function sentenceOf({ cause, callId, from, to, note }: Transfer, t: TFunction): string {
  const said = ((): string => {
    switch (cause) {
      case "call":
        return to.startsWith("debt/") || from.startsWith("debt/")
          ? t("credits.what.callDebt", { call: callId })
          : t("credits.what.call", { call: callId });
      case "correction":
        return t("credits.what.correction", { call: callId });
      case "top-up":
        return t("credits.what.top-up");
      case "promotion":
        return t("credits.what.promotion");
      case "debt-settled":
        return t("credits.what.debt-settled");
      case "lot-ended":
        return t("credits.what.lot-ended");
      case "adjustment":
        return t("credits.what.adjustment");
      case "refund":
        if (from === "forfeited") return t("credits.what.refundOfExpired");
        return t(from.startsWith("debt/") ? "credits.what.refundOwed" : "credits.what.refund");
      case "dispute":
        return t("credits.what.dispute");
      default:
        return cause;
    }
  })();
  return note === undefined ? said : `${said}: ${note}`;
}

/** From the side of the credits; what does not touch them is shown as it is. */
const signed = ({ from, amount }: Transfer): string => (from.startsWith("credits/") ? `-${amount}` : amount);
