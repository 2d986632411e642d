/** How a dispute ended, where the provider does not say so by itself; asked once more, since it is for good. */
import { Input, Radio, RadioGroup } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { CancelButton, Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { useFormat } from "../ui/format.tsx";
import { useToast } from "../ui/toast.tsx";

const OUTCOMES = ["won", "lost"] as const;

interface SettleDisputeFormProps {
  organization: string;
  dispute: Schema<"Dispute">;
  onDone: () => void;
}

export function SettleDisputeForm({ organization, dispute, onDone }: SettleDisputeFormProps) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const [draft, change, forget] = useDraft(`dispute.${dispute.id}`, { outcome: "", message: "" });
  const outcome = OUTCOMES.find((one) => one === draft.outcome);
  const settle = useMutation({
    mutationFn: (ended: (typeof OUTCOMES)[number]) =>
      send("post", "/v1/organizations/{org}/disputes/{id}/settle", {
        path: { org: organization, id: dispute.id },
        body: { outcome: ended, ...(draft.message.trim() === "" ? {} : { message: draft.message.trim() }) },
      }),
    onSuccess: async ({ state }) => {
      forget();
      setAsking(false);
      toast.done(t(`credits.disputes.states.${state}`));
      await queries.invalidateQueries();
      onDone();
    },
    onError: () => setAsking(false),
  });
  const blocked = outcome === undefined ? t("operator.dispute.needsOutcome") : undefined;
  const amounts = { frozen: money(dispute.frozen, dispute.currency), debt: money(dispute.debt, dispute.currency) };
  return (
    <>
      <Form
        error={settle.error}
        onSubmit={() => blocked === undefined && setAsking(true)}
        buttons={
          <>
            <SubmitButton busy={settle.isPending} blocked={blocked}>
              {t("operator.dispute.button")}
            </SubmitButton>
            <CancelButton onClick={onDone} />
          </>
        }
      >
        <FormField label={t("operator.dispute.outcome")} pointer="/outcome" error={settle.error} required>
          <RadioGroup value={draft.outcome} onChange={(_event, { value }) => change({ outcome: value })}>
            {OUTCOMES.map((one) => (
              <Radio key={one} value={one} label={t(`operator.dispute.${one}`)} />
            ))}
          </RadioGroup>
        </FormField>
        <FormField
          label={t("operator.dispute.message")}
          pointer="/message"
          error={settle.error}
          hint={t("operator.dispute.messageHint")}
        >
          <Input value={draft.message} onChange={(_event, { value }) => change({ message: value })} />
        </FormField>
      </Form>
      {outcome && (
        <ConfirmDialog
          open={asking}
          title={t(`operator.dispute.${outcome}`)}
          action={t(`operator.dispute.action.${outcome}`)}
          busy={settle.isPending}
          onConfirm={() => settle.mutate(outcome)}
          onClose={() => setAsking(false)}
        >
          <p>{t(`operator.dispute.follows.${outcome}`, amounts)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
