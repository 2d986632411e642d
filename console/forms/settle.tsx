/** The operator's decision on an incident: allowed until a day, for good, or not; with a word to whoever asked. */
import { Input, MessageBar, MessageBarBody, Radio, RadioGroup, Textarea } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { send } from "../api/client.ts";
import type { Incident } from "../pages/incidents/conversation.tsx";
import { Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { useToast } from "../ui/toast.tsx";

export function SettleForm({ incident: { id, state } }: { incident: Incident }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const [draft, change, forget] = useDraft(`settle.${id}`, { decision: "", until: "", message: "" });
  const allow = draft.decision === "allow";
  const settle = useMutation({
    mutationFn: () =>
      send("post", "/v1/incidents/{id}/settle", {
        path: { id },
        body: {
          allow,
          ...(allow && draft.until !== "" ? { until: `${draft.until}T23:59:59Z` } : {}),
          ...(draft.message.trim() === "" ? {} : { message: draft.message }),
        },
      }),
    onSuccess: async () => {
      forget();
      toast.done(t("support.settle.done"));
      await queries.invalidateQueries();
    },
  });
  const blocked = draft.decision === "" ? t("support.settle.choose") : undefined;
  return (
    <Form
      error={settle.error}
      onSubmit={() => blocked === undefined && !settle.isPending && settle.mutate()}
      buttons={
        <SubmitButton busy={settle.isPending} blocked={blocked}>
          {t(allow ? "support.settle.allow" : "support.settle.settle")}
        </SubmitButton>
      }
    >
      {state === "settled" && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t("support.settle.again")}</MessageBarBody>
        </MessageBar>
      )}
      <FormField label={t("support.settle.decision")} required>
        <RadioGroup value={draft.decision} onChange={(_event, { value }) => change({ decision: value })}>
          <Radio value="allow" label={t("support.settle.allowed")} />
          <Radio value="refuse" label={t("support.settle.refused")} />
        </RadioGroup>
      </FormField>
      {allow && (
        <FormField
          label={t("support.settle.until")}
          pointer="/until"
          error={settle.error}
          hint={t("support.settle.untilHint")}
        >
          <Input type="date" value={draft.until} onChange={(_event, { value }) => change({ until: value })} />
        </FormField>
      )}
      <FormField label={t("support.settle.message")} pointer="/message" error={settle.error}>
        <Textarea
          resize="vertical"
          value={draft.message}
          onChange={(_event, { value }) => change({ message: value })}
        />
      </FormField>
    </Form>
  );
}
