/** Calls that are billed after use: whether, and how much of them in a month. */
import { Button, Input, MessageBar, MessageBarBody, Switch } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { plainAmount } from "../ui/amount.ts";
import { Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { useFormat } from "../ui/format.tsx";
import { useToast } from "../ui/toast.tsx";

export function PayAsYouGoForm({ settings }: { settings: Schema<"PayAsYouGo"> }) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const may = useMay("fund");
  const { currency } = settings;
  const [draft, change, forget, changed] = useDraft(`pay-as-you-go.${org}`, {
    enabled: settings.enabled,
    monthlyLimit: settings.monthlyLimit ?? "",
  });
  const limit = plainAmount(draft.monthlyLimit);
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/pay-as-you-go", {
        path: { org },
        body: { enabled: draft.enabled, monthlyLimit: limit === "" ? null : limit },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      forget();
      toast.done(t("credits.postUsage.saved"));
    },
  });
  const blocked = !may ? t("credits.recharge.mayNot") : changed ? undefined : t("credits.recharge.unchanged");
  const cap = /^\d{1,12}(\.\d{1,6})?$/.test(limit) ? money(limit, currency) : "…";
  const willBe = !draft.enabled ? "willNot" : limit === "" ? "will" : "willTo";
  return (
    <Form
      error={save.error}
      onSubmit={() => blocked === undefined && !save.isPending && save.mutate()}
      buttons={
        <>
          <SubmitButton primary={changed} busy={save.isPending} blocked={blocked}>
            {t("credits.recharge.save")}
          </SubmitButton>
          {changed && (
            <Button
              onClick={() => {
                forget();
                save.reset();
              }}
            >
              {t("common.cancel")}
            </Button>
          )}
        </>
      }
    >
      <Switch
        label={t("credits.postUsage.enabled")}
        disabled={!may}
        checked={draft.enabled}
        onChange={(_event, { checked }) => change({ enabled: checked })}
      />
      {draft.enabled && (
        <FormField
          label={`${t("credits.postUsage.limit")} (${currency})`}
          pointer="/monthlyLimit"
          error={save.error}
          hint={t("credits.recharge.capHint")}
        >
          <Input
            inputMode="decimal"
            disabled={!may}
            value={draft.monthlyLimit}
            onChange={(_event, { value }) => change({ monthlyLimit: value })}
          />
        </FormField>
      )}
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{t(`credits.postUsage.${willBe}`, { cap })}</MessageBarBody>
      </MessageBar>
    </Form>
  );
}
