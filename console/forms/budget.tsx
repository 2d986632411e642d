/** A monthly budget: whose, how much, and whether calls are refused when it is used up. */
import { Input, Switch } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { plainAmount } from "../ui/amount.ts";
import { ChoiceBox } from "../ui/choice.tsx";
import { FormField, useDraft } from "../ui/form.tsx";
import { KeptForm } from "../ui/kept-form.tsx";
import { RemoveButton } from "../ui/remove-button.tsx";
import { UserPicker } from "../ui/user-picker.tsx";

type Scope = Schema<"Budget">["scope"];
const SCOPES = ["organization", "cost-center", "user"] as const;

export function BudgetForm({ budget, onDone }: { budget: Schema<"Budget"> | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("fund");
  const credits = useQuery(get("/v1/organizations/{org}/credits", { path: { org } }));
  const centers = useQuery(get("/v1/organizations/{org}/cost-centers", { path: { org }, query: { limit: 500 } }));
  const currency = budget?.currency ?? credits.data?.currency ?? "";
  const scope: Scope = budget?.scope ?? "organization";
  const [newId] = useState(() => crypto.randomUUID());
  const [draft, change, forget, changed] = useDraft(`budget.${org}.${budget?.id ?? "new"}`, {
    scope,
    subject: budget?.subject ?? "",
    monthlyAmount: budget?.monthlyAmount ?? "",
    stop: budget?.stop ?? true,
    enabled: budget?.enabled ?? true,
  });
  const path = { org, id: budget?.id ?? newId };
  const save = () =>
    send("put", "/v1/organizations/{org}/budgets/{id}", {
      path,
      body: {
        scope: draft.scope,
        subject: draft.scope === "organization" ? null : draft.subject.trim(),
        monthlyAmount: plainAmount(draft.monthlyAmount),
        currency,
        stop: draft.stop,
        enabled: draft.enabled,
      },
    });
  const blocked = !may
    ? t("users.budget.mayNot")
    : draft.monthlyAmount.trim() === ""
      ? t("settings.budgets.needsAmount")
      : !changed
        ? t("users.unchanged")
        : undefined;
  return (
    <KeptForm
      save={save}
      said={t("users.budget.saved")}
      action={t("users.budget.save")}
      blocked={blocked}
      forget={forget}
      onDone={onDone}
      more={
        budget &&
        may && (
          <RemoveButton
            label={t("settings.budgets.delete")}
            title={t("settings.budgets.deleteTitle")}
            remove={() => send("delete", "/v1/organizations/{org}/budgets/{id}", { path })}
            said={t("settings.budgets.deleted")}
            onDone={onDone}
          >
            {t("settings.budgets.deleteBody")}
          </RemoveButton>
        )
      }
    >
      {(error) => (
        <>
          <FormField label={t("settings.budgets.whom")} pointer="/scope" error={error}>
            <ChoiceBox
              disabled={!may}
              value={draft.scope}
              options={SCOPES.map((one) => [one, t(`settings.budgets.scopes.${one}`)] as const)}
              onChange={(chosen) => change({ scope: chosen, subject: "" })}
            />
          </FormField>
          {draft.scope === "user" && (
            <FormField label={t("users.columns.principalName")} pointer="/subject" error={error} required>
              <UserPicker disabled={!may} value={draft.subject} onChange={(subject) => change({ subject })} />
            </FormField>
          )}
          {draft.scope === "cost-center" && (
            <FormField label={t("users.columns.costCenter")} pointer="/subject" error={error} required>
              <ChoiceBox
                disabled={!may}
                value={draft.subject}
                options={[
                  ["", t("numbers.choose")],
                  ...(centers.data?.items ?? []).map(({ id, displayName }) => [id, `${id} ${displayName}`] as const),
                ]}
                onChange={(subject) => change({ subject })}
              />
            </FormField>
          )}
          <FormField
            label={`${t("users.budget.amount")} (${currency})`}
            pointer="/monthlyAmount"
            error={error}
            required
          >
            <Input
              inputMode="decimal"
              disabled={!may}
              value={draft.monthlyAmount}
              onChange={(_event, { value }) => change({ monthlyAmount: value })}
            />
          </FormField>
          <Switch
            label={t("settings.budgets.stop")}
            disabled={!may}
            checked={draft.stop}
            onChange={(_event, { checked }) => change({ stop: checked })}
          />
          <Switch
            label={t("policies.brakes.enabled")}
            disabled={!may}
            checked={draft.enabled}
            onChange={(_event, { checked }) => change({ enabled: checked })}
          />
        </>
      )}
    </KeptForm>
  );
}
