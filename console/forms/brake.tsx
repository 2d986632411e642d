/** An hourly brake: for whom, and how much an hour may take. */
import { Input, Switch } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { plainAmount } from "../ui/amount.ts";
import { ChoiceBox } from "../ui/choice.tsx";
import { CancelButton, Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { RemoveButton } from "../ui/remove-button.tsx";
import { useToast } from "../ui/toast.tsx";
import { UserPicker } from "../ui/user-picker.tsx";

type Brake = Schema<"Brake">;
const SCOPES = ["user", "number", "organization"] as const;

export function BrakeForm({ brake, onDone }: { brake: Brake | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
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
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/brakes/{id}", {
        path,
        body: {
          scope: draft.scope,
          subject: draft.scope === "organization" || draft.subject.trim() === "" ? null : draft.subject.trim(),
          hourlyAmount: draft.hourlyAmount === "" ? null : plainAmount(draft.hourlyAmount),
          hourlyCalls: draft.hourlyCalls === "" ? null : Number(plainAmount(draft.hourlyCalls)),
          hourlyMinutes: draft.hourlyMinutes === "" ? null : Number(plainAmount(draft.hourlyMinutes)),
          enabled: draft.enabled,
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      forget();
      toast.done(t("policies.brakes.saved"));
      onDone();
    },
  });
  const blocked = !may ? t("policies.settings.mayNot") : !changed ? t("users.unchanged") : undefined;
  const limit = (field: "hourlyAmount" | "hourlyCalls" | "hourlyMinutes") => (
    <FormField
      label={t(`policies.brakes.${field}`)}
      pointer={`/${field}`}
      error={save.error}
      hint={t("credits.recharge.capHint")}
    >
      <Input
        inputMode="decimal"
        disabled={!may}
        value={draft[field]}
        onChange={(_event, { value }) => change({ [field]: value })}
      />
    </FormField>
  );
  return (
    <Form
      error={save.error}
      onSubmit={() => blocked === undefined && !save.isPending && save.mutate()}
      buttons={
        <>
          <SubmitButton busy={save.isPending} blocked={blocked}>
            {t(brake ? "users.save" : "policies.brakes.add")}
          </SubmitButton>
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
      <FormField label={t("policies.brakes.whom")} pointer="/scope" error={save.error}>
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
          error={save.error}
          hint={t("policies.brakes.subjectHint")}
        >
          <UserPicker disabled={!may} value={draft.subject} onChange={(subject) => change({ subject })} />
        </FormField>
      )}
      {draft.scope === "number" && (
        <FormField
          label={t("policies.brakes.oneNumber")}
          pointer="/subject"
          error={save.error}
          hint={t("policies.brakes.subjectHint")}
        >
          <Input disabled={!may} value={draft.subject} onChange={(_event, { value }) => change({ subject: value })} />
        </FormField>
      )}
      {limit("hourlyAmount")}
      {limit("hourlyCalls")}
      {limit("hourlyMinutes")}
      <Switch
        label={t("policies.brakes.enabled")}
        disabled={!may}
        checked={draft.enabled}
        onChange={(_event, { checked }) => change({ enabled: checked })}
      />
    </Form>
  );
}
