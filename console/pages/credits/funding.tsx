/** Orders, receipts, and what failed: with the reason and the way out. */
import { Badge, Button, Link } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { list, type Schema } from "../../api/client.ts";
import { useOrg, useSession } from "../../api/session.tsx";
import { confirmationPage } from "../../forms/confirm-payment.tsx";
import { RefundForm } from "../../forms/refund.tsx";
import { usePreferences } from "../../preferences.tsx";
import { useFilters } from "../../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { useFailureWords } from "../../ui/failure-words.ts";
import { Money, Time, useFormat } from "../../ui/format.tsx";
import { LinkTo } from "../../ui/link-to.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Empty } from "../../ui/states.tsx";
import { useMethodName } from "../../ui/payment-method-name.ts";
import { Disputes } from "./disputes.tsx";

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
  const { operator } = useSession();
  const [{ refund }, setFilters] = useFilters({ refund: "" });
  const navigate = useNavigate();
  const { money, time } = useFormat();
  const methodName = useMethodName();
  const failureOf = useFailureWords();
  const named = (id: string): string => {
    const method = methods.find((one) => one.id === id);
    return method ? methodName(method) : id;
  };
  const query = useInfiniteQuery(list("/v1/organizations/{org}/top-ups", { path: { org } }));
  const pages = pagesOf(query);
  const refunds: Column<TopUp> = {
    key: "refund",
    header: t("operator.refund.column"),
    cell: ({ id, state, amount, currency, createdAt }) =>
      state === "succeeded" && (
        <Button
          size="small"
          aria-label={t("operator.refund.open", { amount: money(amount, currency), time: time(createdAt) })}
          onClick={() => setFilters({ refund: id })}
        >
          {t("operator.refund.column")}
        </Button>
      ),
  };
  const refunded = operator ? pages.rows?.find(({ id }) => id === refund) : undefined;
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
      cell: ({ state, ...row }) => (
        <>
          <Badge appearance="tint" color={COLORS[state]}>
            {t(`credits.funding.states.${state}`)}
          </Badge>{" "}
          {failureOf(row)}
        </>
      ),
      text: ({ state, ...row }) => [t(`credits.funding.states.${state}`), failureOf(row)].filter(Boolean).join(": "),
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
    ...(operator ? [refunds] : []),
  ];
  const kindOf = ({ recharge }: TopUp): string => t(recharge ? "credits.funding.automatic" : "credits.funding.manual");
  const close = (): void => setFilters({ refund: "" });
  return (
    <>
      <DataTable
        name="funding"
        label={t("credits.tabs.funding")}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<Empty title={t("credits.funding.empty")}>{t("credits.funding.emptyBody")}</Empty>}
        {...pages}
      />
      <Disputes />
      <Panel open={refunded !== undefined} title={t("operator.refund.title")} onClose={close}>
        {refunded && <RefundForm key={refunded.id} organization={org} topUp={refunded} onDone={close} />}
      </Panel>
    </>
  );
}
