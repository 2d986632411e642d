/** Under a customer agreement nothing is bought: what is billed after use instead, and its statements. */
import { MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { list, type Schema } from "../../api/client.ts";
import { useOrg } from "../../api/session.tsx";
import { PayAsYouGoForm } from "../../forms/pay-as-you-go.tsx";
import { SwitchOver, undoneOf } from "../../forms/switch-over.tsx";
import { isZero } from "../../ui/amount.ts";
import { type Column, DataTable, pagesOf } from "../../ui/data-table.tsx";
import { Money, useFormat } from "../../ui/format.tsx";
import { Figures, Section } from "../../ui/section.tsx";
import { Empty, Loaded } from "../../ui/states.tsx";
import { troubleOf, usePayAsYouGo } from "./pay-as-you-go.ts";

type Statement = Schema<"Statement">;

/** The trap of a recharge that was left on, and calls that will be refused: said, with the one click that mends it. */
export function PostUsageTrouble({ mode }: { mode: Schema<"Credits">["mode"] }) {
  const { t } = useTranslation();
  const { data } = usePayAsYouGo(mode);
  const undone = data && undoneOf(data);
  if (undone === undefined) return null;
  return (
    <MessageBar intent={mode === "unfunded" ? "error" : "warning"} layout="multiline">
      <MessageBarBody>{t(undone === "billing" ? troubleOf(mode) : "credits.postUsage.leftOn")}</MessageBarBody>
      <MessageBarActions>
        <SwitchOver undone={undone} />
      </MessageBarActions>
    </MessageBar>
  );
}

export function PostUsage({ credits: { mode } }: { credits: Schema<"Credits"> }) {
  const { t } = useTranslation();
  return (
    <Section title={t("credits.postUsage.title")}>
      <Loaded query={usePayAsYouGo(mode)}>
        {(settings) => (
          <>
            <Month settings={settings} />
            <PayAsYouGoForm key={settings.currency} settings={settings} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Month({ settings }: { settings: Schema<"PayAsYouGo"> }) {
  const { t } = useTranslation();
  const { currency, usedThisMonth, promisedThisMonth, leftThisMonth } = settings;
  const amount = (name: string, value: string) =>
    [name, <Money key={name} amount={value} currency={currency} />] as const;
  return (
    <Figures
      items={[
        amount(t("credits.postUsage.used"), usedThisMonth),
        ...(isZero(promisedThisMonth) ? [] : [amount(t("credits.postUsage.promised"), promisedThisMonth)]),
        ...(leftThisMonth === null ? [] : [amount(t("credits.postUsage.left"), leftThisMonth)]),
      ]}
    />
  );
}

export function Statements() {
  const { t } = useTranslation();
  const { money, number, month } = useFormat();
  const query = useInfiniteQuery(list("/v1/organizations/{org}/statements", { path: { org: useOrg() } }));
  const stateOf = ({ state }: Statement): string => t(`credits.statements.states.${state}`);
  const columns: Column<Statement>[] = [
    {
      key: "month",
      header: t("credits.statements.month"),
      cell: (one) => month(one.month),
      text: (one) => month(one.month),
      order: (one) => Date.parse(one.month),
    },
    {
      key: "calls",
      header: t("credits.statements.calls"),
      align: "end",
      cell: ({ calls }) => number(calls),
      text: ({ calls }) => number(calls),
      order: ({ calls }) => calls,
    },
    {
      key: "amount",
      header: t("credits.statements.amount"),
      align: "end",
      cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      text: ({ amount, currency }) => money(amount, currency),
      order: ({ amount }) => Number(amount),
    },
    { key: "state", header: t("credits.statements.state"), cell: stateOf, text: stateOf },
  ];
  return (
    <DataTable
      name="statements"
      label={t("credits.tabs.statements")}
      columns={columns}
      rowKey={(one) => one.month}
      empty={<Empty title={t("credits.statements.empty")}>{t("credits.statements.emptyBody")}</Empty>}
      {...pagesOf(query)}
    />
  );
}
