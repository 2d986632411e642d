/** Opens a support incident; what stands against a purchase is already written. */
import { Input, Textarea } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { useReason } from "../pages/incidents/conversation.tsx";
import { CancelButton, Form, FormField, SubmitButton, useDraft, useIdempotencyKey } from "../ui/form.tsx";

interface IncidentFormProps {
  eligibility: Schema<"Eligibility">;
  onOpened: (id: string) => void;
  onCancel: () => void;
}

export function IncidentForm({ eligibility: { eligible, reasons }, onOpened, onCancel }: IncidentFormProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const reasonOf = useReason();
  const [key, nextKey] = useIdempotencyKey();
  const [draft, change, forget] = useDraft(`incident.${org}`, {
    subject: eligible ? "" : t("support.prefilledSubject"),
    message: eligible
      ? ""
      : `${t("support.prefilled")}\n${reasons.map(({ code }) => `- ${reasonOf(code)}`).join("\n")}\n`,
  });
  const open = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/incidents", {
        path: { org },
        body: { subject: draft.subject.trim(), message: draft.message },
        idempotencyKey: key,
      }),
    onSuccess: async ({ id }) => {
      nextKey();
      forget();
      onOpened(id);
      await queries.invalidateQueries();
    },
    onError: nextKey,
  });
  const blocked =
    draft.subject.trim() === ""
      ? t("support.needsSubject")
      : draft.message.trim() === ""
        ? t("support.nothingSaid")
        : undefined;
  return (
    <Form
      error={open.error}
      onSubmit={() => blocked === undefined && !open.isPending && open.mutate()}
      buttons={
        <>
          <SubmitButton busy={open.isPending} blocked={blocked}>
            {t("support.open")}
          </SubmitButton>
          <CancelButton onClick={onCancel} />
        </>
      }
    >
      <FormField label={t("support.subject")} pointer="/subject" error={open.error} required>
        <Input value={draft.subject} onChange={(_event, { value }) => change({ subject: value })} />
      </FormField>
      <FormField label={t("support.message")} pointer="/message" error={open.error} required>
        <Textarea
          resize="vertical"
          rows={8}
          value={draft.message}
          onChange={(_event, { value }) => change({ message: value })}
        />
      </FormField>
    </Form>
  );
}
