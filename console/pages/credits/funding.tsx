/** Orders, receipts, and what failed: with the reason and the way out. */
import { Badge, Link } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { list, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { confirmationPage } from "../../forms/confirm-payment.tsx";
import { usePreferences } from "../../preferences.tsx";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Money, Time, useFormat } from "../../ui/format.tsx";
import { LinkTo } from "../../ui/link-to.tsx";
import { Empty } from "../../ui/states.tsx";
import { useMethodName } from "../../ui/payment-method-name.ts";

type TopUp = Schema<"TopUp">;
const COLORS = {
  succeeded: "success",
  pending: "informative",
  "requires-action": "warning",
  failed: "danger",
} as const;

export function Funding({ methods }: { methods: readonly Schema<"PaymentMethod">[] }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const org = useOrg();
  const navigate = useNavigate();
  const { money, time } = useFormat();
  const methodName = useMethodName();
  const named = (id: string): string => {
    const method = methods.find((one) => one.id === id);
    return method ? methodName(method) : id;
  };
  const query = useInfiniteQuery(list("/v1/organizations/{org}/top-ups", { path: { org } }));
  const columns: Column<TopUp>[] = [
    {
      key: "at",
      header: t("credits.funding.time"),
      cell: ({ createdAt }) => <Time at={createdAt} />,
      text: ({ createdAt }) => time(createdAt),
      order: ({ createdAt }) => Date.parse(createdAt),
    },
    {
      key: "kind",
      header: t("credits.funding.kind"),
      cell: (row) => kindOf(row),
      text: (row) => kindOf(row),
    },
    {
      key: "amount",
      header: t("credits.funding.amount"),
      align: "end",
      cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      text: ({ amount, currency }) => money(amount, currency),
      order: ({ amount }) => Number(amount),
    },
    {
      key: "method",
      header: t("credits.funding.method"),
      cell: ({ paymentMethod }) => named(paymentMethod),
      text: ({ paymentMethod }) => named(paymentMethod),
    },
    {
      key: "state",
      header: t("credits.funding.state"),
      cell: ({ state, failure }) => (
        <>
          <Badge appearance="tint" color={COLORS[state]}>
            {t(`credits.funding.states.${state}`)}
          </Badge>{" "}
          {failure}
        </>
      ),
      text: ({ state, failure }) => [t(`credits.funding.states.${state}`), failure].filter(Boolean).join(": "),
    },
    {
      key: "next",
      header: t("credits.funding.next"),
      cell: ({ id, state }) =>
        state === "succeeded" ? (
          <Link href={`/v1/organizations/${org}/top-ups/${id}/receipt?lang=${language}`} target="_blank">
            {t("credits.funding.receipt")}
          </Link>
        ) : state === "pending" ? (
          t("credits.funding.wait")
        ) : state === "requires-action" ? (
          <LinkTo to={confirmationPage(id)}>{t("purchase.outcome.confirm")}</LinkTo>
        ) : (
          <Link as="button" onClick={() => void navigate("/billing/payment-methods")}>
            {t("credits.funding.otherMethod")}
          </Link>
        ),
    },
  ];
  const kindOf = ({ recharge }: TopUp): string => t(recharge ? "credits.funding.automatic" : "credits.funding.manual");
  return (
    <DataTable
      name="funding"
      label={t("credits.tabs.funding")}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<Empty title={t("credits.funding.empty")}>{t("credits.funding.emptyBody")}</Empty>}
      {...pagesOf(query)}
    />
  );
}
