/** How much of the month's budget one person has used; or a budget for one who has none. */
import { Input, ProgressBar, Text } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { plainAmount } from "../../ui/amount.ts";
import { Form, FormField, SubmitButton } from "../../ui/form.tsx";
import { useFormat } from "../../ui/format.tsx";
import { Section } from "../../ui/section.tsx";
import { Loaded } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

export function PersonBudget({ user }: { user: Schema<"User"> }) {
  const { t } = useTranslation();
  const org = useOrg();
  const maySee = useMay("usage");
  const budgets = useQuery({
    ...get("/v1/organizations/{org}/budgets", { path: { org }, query: { limit: 500 } }),
    enabled: maySee,
  });
  if (!maySee) return null;
  const own = budgets.data?.items.find(
    ({ scope, subject }) => scope === "user" && subject?.toLowerCase() === user.userPrincipalName.toLowerCase(),
  );
  return (
    <Section title={t("users.budget.title")}>
      <Loaded query={budgets}>
        {() => (
          <>
            {own && <Used budget={own} />}
            <BudgetAmount key={own?.monthlyAmount} user={user} budget={own} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

export function Used({ budget }: { budget: Schema<"Budget"> }) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const { spent, held, percent, currency, monthlyAmount, lifted } = budget;
  const most = lifted === null ? monthlyAmount : lifted.monthlyAmount;
  const said = { spent: money(spent, currency), held: money(held, currency) };
  return (
    <div>
      <Text block>
        {most === null
          ? t("users.budget.unlimited", said)
          : t("users.budget.used", { ...said, amount: money(most, currency), percent })}
      </Text>
      {most !== null && (
        <ProgressBar
          aria-label={t("users.budget.title")}
          value={Math.min(1, percent / 100)}
          color={percent >= 100 ? "error" : percent >= 80 ? "warning" : "brand"}
          thickness="large"
        />
      )}
    </div>
  );
}

function BudgetAmount({ user, budget }: { user: Schema<"User">; budget: Schema<"Budget"> | undefined }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("fund");
  const credits = useQuery(get("/v1/organizations/{org}/credits", { path: { org } }));
  const currency = credits.data?.currency ?? budget?.currency ?? "";
  const [amount, setAmount] = useState(budget?.monthlyAmount ?? "");
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/budgets/{id}", {
        path: { org, id: budget?.id ?? budgetId(user.userPrincipalName) },
        body: { scope: "user", subject: user.userPrincipalName, monthlyAmount: plainAmount(amount), currency },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("users.budget.saved"));
    },
  });
  const changed = amount !== (budget?.monthlyAmount ?? "");
  const blocked = !may ? t("users.budget.mayNot") : !changed ? t("users.unchanged") : undefined;
  return (
    <Form
      error={save.error}
      onSubmit={() => blocked === undefined && !save.isPending && save.mutate()}
      buttons={
        <SubmitButton primary={changed} busy={save.isPending} blocked={blocked}>
          {t("users.budget.save")}
        </SubmitButton>
      }
    >
      <FormField
        label={`${t("users.budget.amount")} (${currency})`}
        pointer="/monthlyAmount"
        error={save.error}
        hint={t("users.budget.hint")}
      >
        <Input inputMode="decimal" disabled={!may} value={amount} onChange={(_event, { value }) => setAmount(value)} />
      </FormField>
    </Form>
  );
}

/** Of a person's budget, where nobody has made one by another name. */
const budgetId = (principalName: string): string =>
  `user-${principalName.replace(/[^A-Za-z0-9._-]/g, "-")}`.slice(0, 64);
