/** Budgets: of the organisation, a cost centre or a person; what they stand at; raised for the month with a reason. */
import { Button } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { list, type Schema } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { BudgetForm } from "../../forms/budget.tsx";
import { LiftBudget } from "../../forms/lift-budget.tsx";
import { type Column, pagesOf } from "../../ui/data-table.tsx";
import { Money, useFormat } from "../../ui/format.tsx";
import { KeptList } from "../../ui/kept-list.tsx";
import { Mark } from "../../ui/mark.tsx";
import { Section } from "../../ui/section.tsx";
import { Empty } from "../../ui/states.tsx";
import { LiftHistory } from "../policies/lift-history.tsx";
import { Used } from "../users/person-budget.tsx";

type Budget = Schema<"Budget">;

export function Budgets() {
  const { t } = useTranslation();
  const org = useOrg();
  const { money } = useFormat();
  const may = useMay("fund");
  const [lifting, setLifting] = useState<Budget>();
  const pages = pagesOf(useInfiniteQuery(list("/v1/organizations/{org}/budgets", { path: { org } })));
  const whom = ({ scope, subject }: Budget): string =>
    subject === null ? t(`settings.budgets.scopes.${scope}`) : `${t(`settings.budgets.scopes.${scope}`)} ${subject}`;
  const columns: Column<Budget>[] = [
    { key: "whom", header: t("settings.budgets.whom"), cell: whom, text: whom },
    {
      key: "amount",
      header: t("users.budget.amount"),
      align: "end",
      cell: ({ monthlyAmount, currency }) => <Money amount={monthlyAmount} currency={currency} />,
      text: ({ monthlyAmount, currency }) => money(monthlyAmount, currency),
      order: ({ monthlyAmount }) => Number(monthlyAmount),
    },
    {
      key: "spent",
      header: t("settings.budgets.spent"),
      align: "end",
      cell: ({ spent, currency }) => <Money amount={spent} currency={currency} />,
      text: ({ spent, currency }) => money(spent, currency),
      order: ({ spent }) => Number(spent),
    },
    {
      key: "state",
      header: t("settings.budgets.state"),
      cell: (one) => <State budget={one} />,
      order: ({ percent }) => percent,
    },
    {
      key: "lift",
      header: "",
      cell: (one) =>
        may && (
          <Button
            size="small"
            aria-label={`${t("settings.budgets.raise")}: ${whom(one)}`}
            onClick={() => setLifting(one)}
          >
            {t("settings.budgets.raise")}
          </Button>
        ),
    },
  ];
  return (
    <Section title={t("settings.tabs.budgets")}>
      <KeptList
        name="budgets"
        label={t("settings.tabs.budgets")}
        columns={columns}
        add={t("settings.budgets.add")}
        blocked={may ? undefined : t("users.budget.mayNot")}
        titleOf={whom}
        empty={<Empty title={t("settings.budgets.empty")}>{t("settings.budgets.emptyBody")}</Empty>}
        {...pages}
      >
        {(budget, close) => (
          <>
            {budget && <Used budget={budget} />}
            <BudgetForm budget={budget} onDone={close} />
            {budget && <LiftHistory kind="budgets" id={budget.id} />}
          </>
        )}
      </KeptList>
      {lifting && <LiftBudget budget={lifting} onClose={() => setLifting(undefined)} />}
    </Section>
  );
}

function State({ budget: { enabled, percent, lifted, stop } }: { budget: Budget }) {
  const { t } = useTranslation();
  if (!enabled) return <Mark tone="neutral">{t("policies.brakes.off")}</Mark>;
  if (lifted !== null) return <Mark tone="warning">{t("settings.budgets.raised")}</Mark>;
  if (percent < 100)
    return <Mark tone={percent >= 80 ? "warning" : "good"}>{t("settings.budgets.percent", { percent })}</Mark>;
  return <Mark tone="bad">{t(stop ? "settings.budgets.stopped" : "settings.budgets.exceeded", { percent })}</Mark>;
}
