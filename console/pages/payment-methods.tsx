/** Billing > Payment methods: the cards and agreements that are charged. */
import { Badge, Button } from "@fluentui/react-components";
import { AddRegular } from "@fluentui/react-icons/svg/add";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, list, type Schema } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { ConfirmPayment } from "../forms/confirm-payment.tsx";
import { PaymentMethodForm } from "../forms/payment-method.tsx";
import { useFilters, usePanel } from "../ui/address.ts";
import { type Column, DataTable, pagesOf } from "../ui/data-table.tsx";
import { Time, useFormat } from "../ui/format.tsx";
import { Page } from "../ui/page.tsx";
import { Panel } from "../ui/panel.tsx";
import { useMethodName } from "../ui/payment-method-name.ts";
import { Section } from "../ui/section.tsx";
import { Empty } from "../ui/states.tsx";

type Method = Schema<"PaymentMethod">;
const SOON_MS = 30 * 86_400_000;

export function Component() {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("fund");
  const { day } = useFormat();
  const name = useMethodName();
  const { shown, open, close } = usePanel();
  const [{ confirm }, setFilters] = useFilters({ confirm: "" });
  const query = useInfiniteQuery(list("/v1/organizations/{org}/payment-methods", { path: { org } }));
  const { data: recharge } = useQuery(get("/v1/organizations/{org}/auto-recharge", { path: { org } }));
  const endOf = ({ expires, validTo }: Method): string | undefined => expires ?? validTo;
  const useOf = ({ id }: Method): string => {
    if (!recharge?.enabled) return "";
    if (recharge.paymentMethod === id) return t("payment.recharges");
    return recharge.fallbackMethods.includes(id) ? t("payment.fallback") : "";
  };
  const columns: Column<Method>[] = [
    { key: "name", header: t("payment.method"), cell: name, text: name },
    { key: "use", header: t("payment.use"), cell: useOf, text: useOf },
    {
      key: "order",
      header: t("payment.purchaseOrder"),
      cell: ({ purchaseOrder }) => purchaseOrder,
      text: ({ purchaseOrder }) => purchaseOrder ?? "",
    },
    {
      key: "until",
      header: t("payment.until"),
      cell: (method) => <Until end={endOf(method)} />,
      text: (method) => (endOf(method) === undefined ? "" : day(endOf(method) ?? "")),
      order: (method) => Date.parse(endOf(method) ?? "9999-12-31"),
    },
    {
      key: "added",
      header: t("payment.addedAt"),
      cell: ({ createdAt }) => <Time at={createdAt} as="day" />,
      text: ({ createdAt }) => day(createdAt),
      order: ({ createdAt }) => Date.parse(createdAt),
    },
  ];
  const add = (
    <Button
      appearance="primary"
      icon={<AddRegular />}
      disabledFocusable={!may}
      title={may ? "" : t("payment.mayNot")}
      onClick={() => may && open("new")}
    >
      {t("payment.addMethod")}
    </Button>
  );
  return (
    <Page
      id="paymentMethods"
      commands={add}
      notice={confirm !== "" && may && <ConfirmPayment topUp={confirm} onClose={() => setFilters({ confirm: "" })} />}
    >
      <Section title={t("pages.paymentMethods.title")}>
        <DataTable
          name="payment-methods"
          label={t("pages.paymentMethods.title")}
          columns={columns}
          rowKey={({ id }) => id}
          empty={<Empty title={t("payment.empty")}>{t("payment.emptyBody")}</Empty>}
          {...pagesOf(query)}
        />
      </Section>
      <Panel open={shown === "new"} title={t("payment.addMethod")} onClose={close}>
        <PaymentMethodForm onDone={close} />
      </Panel>
    </Page>
  );
}

function Until({ end }: { end: string | undefined }) {
  const { t } = useTranslation();
  if (end === undefined) return null;
  const left = Date.parse(end) - Date.now();
  return (
    <>
      <Time at={end} as="day" />{" "}
      {left < SOON_MS && (
        <Badge appearance="tint" color={left < 0 ? "danger" : "warning"}>
          {t(left < 0 ? "payment.ended" : "payment.endsSoon")}
        </Badge>
      )}
    </>
  );
}
