/** So many days before prices change, people are told what last month would have cost by them. */
import { Input } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { useToast } from "../ui/toast.tsx";

export function RateChangeDays({ settings }: { settings: Schema<"NoticeSettings"> }) {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("settings");
  const queries = useQueryClient();
  const toast = useToast();
  const [draft, change, forget, changed] = useDraft(`rate-change-days.${org}`, {
    days: String(settings.rateChangeDays),
  });
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/notice-settings", {
        path: { org },
        body: { rateChangeDays: Number(draft.days.normalize("NFKC")) },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      forget();
      toast.done(t("settings.notices.saved"));
    },
  });
  const blocked = !may ? t("settings.mayNot") : !changed ? t("users.unchanged") : undefined;
  return (
    <Form
      error={save.error}
      onSubmit={() => blocked === undefined && !save.isPending && save.mutate()}
      buttons={
        <SubmitButton primary={false} busy={save.isPending} blocked={blocked}>
          {t("operator.changes.save")}
        </SubmitButton>
      }
    >
      <FormField
        label={t("operator.changes.days")}
        pointer="/rateChangeDays"
        error={save.error}
        hint={t("operator.changes.daysHint")}
      >
        <Input
          inputMode="numeric"
          disabled={!may}
          value={draft.days}
          onChange={(_event, { value }) => change({ days: value })}
        />
      </FormField>
    </Form>
  );
}
