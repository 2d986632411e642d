/** An hourly brake: for whom, and how much an hour may take. */
import { Input, Switch } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { plainAmount, plainNumber } from "../ui/amount.ts";
import { ChoiceBox } from "../ui/choice.tsx";
import { CancelButton, FormField, useDraft } from "../ui/form.tsx";
import { KeptForm } from "../ui/kept-form.tsx";
import { RemoveButton } from "../ui/remove-button.tsx";
import { UserPicker } from "../ui/user-picker.tsx";

type Brake = Schema<"Brake">;
const SCOPES = ["user", "number", "organization"] as const;
const LIMITS = ["hourlyAmount", "hourlyCalls", "hourlyMinutes"] as const;

export function BrakeForm({ brake, onDone }: { brake: Brake | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("voice");
  const [newId] = useState(() => crypto.randomUUID());
  const [draft, change, forget, changed] = useDraft(`brake.${org}.${brake?.id ?? "new"}`, {
    scope: brake?.scope ?? "user",
    subject: brake?.subject ?? "",
    hourlyAmount: brake?.hourlyAmount ?? "",
    hourlyCalls: String(brake?.hourlyCalls ?? ""),
    hourlyMinutes: String(brake?.hourlyMinutes ?? ""),
    enabled: brake?.enabled ?? true,
  });
  const path = { org, id: brake?.id ?? newId };
  const save = () =>
    send("put", "/v1/organizations/{org}/brakes/{id}", {
      path,
      body: {
        scope: draft.scope,
        subject: draft.scope === "organization" || draft.subject.trim() === "" ? null : draft.subject.trim(),
        hourlyAmount: draft.hourlyAmount === "" ? null : plainAmount(draft.hourlyAmount),
        hourlyCalls: plainNumber(draft.hourlyCalls),
        hourlyMinutes: plainNumber(draft.hourlyMinutes),
        enabled: draft.enabled,
      },
    });
  const blocked = !may ? t("policies.settings.mayNot") : !changed ? t("users.unchanged") : undefined;
  return (
    <KeptForm
      save={save}
      said={t("policies.brakes.saved")}
      action={t(brake ? "users.save" : "policies.brakes.add")}
      blocked={blocked}
      forget={forget}
      onDone={onDone}
      more={
        <>
          {brake && may && (
            <RemoveButton
              label={t("policies.brakes.delete")}
              title={t("policies.brakes.deleteTitle")}
              remove={() => send("delete", "/v1/organizations/{org}/brakes/{id}", { path })}
              said={t("policies.brakes.deleted")}
              onDone={onDone}
            >
              {t("policies.brakes.deleteBody")}
            </RemoveButton>
          )}
          <CancelButton onClick={onDone} />
        </>
      }
    >
      {(error) => (
        <>
          <FormField label={t("policies.brakes.whom")} pointer="/scope" error={error}>
            <ChoiceBox
              disabled={!may}
              value={draft.scope}
              options={SCOPES.map((scope) => [scope, t(`policies.brakes.scopes.${scope}`)] as const)}
              onChange={(scope) => change({ scope, subject: "" })}
            />
          </FormField>
          {draft.scope === "user" && (
            <FormField
              label={t("policies.brakes.oneUser")}
              pointer="/subject"
              error={error}
              hint={t("policies.brakes.subjectHint")}
            >
              <UserPicker disabled={!may} value={draft.subject} onChange={(subject) => change({ subject })} />
            </FormField>
          )}
          {draft.scope === "number" && (
            <FormField
              label={t("policies.brakes.oneNumber")}
              pointer="/subject"
              error={error}
              hint={t("policies.brakes.subjectHint")}
            >
              <Input
                disabled={!may}
                value={draft.subject}
                onChange={(_event, { value }) => change({ subject: value })}
              />
            </FormField>
          )}
          {LIMITS.map((field) => (
            <FormField
              key={field}
              label={t(`policies.brakes.${field}`)}
              pointer={`/${field}`}
              error={error}
              hint={t("credits.recharge.capHint")}
            >
              <Input
                inputMode="decimal"
                disabled={!may}
                value={draft[field]}
                onChange={(_event, { value }) => change({ [field]: value })}
              />
            </FormField>
          ))}
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
