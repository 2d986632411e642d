/** Puts a balance right, with the reason that stays in the ledger; asked once more before it is done. */
import { Input } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../api/client.ts";
import { plainAmount } from "../ui/amount.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Form, FormField, SubmitButton, useDraft, useIdempotencyKey } from "../ui/form.tsx";
import { useFormat } from "../ui/format.tsx";
import { useToast } from "../ui/toast.tsx";

const AMOUNT = /^-?\d{1,12}(\.\d{1,6})?$/;

export function AdjustmentForm({ organization, currency }: { organization: string; currency: string }) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const [key, nextKey] = useIdempotencyKey();
  const [asking, setAsking] = useState(false);
  const [draft, change, forget] = useDraft(`adjustment.${organization}`, { amount: "", reason: "" });
  const amount = plainAmount(draft.amount);
  const adjust = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/adjustments", {
        path: { org: organization },
        body: { amount, reason: draft.reason },
        idempotencyKey: key,
      }),
    onSuccess: async ({ applied }) => {
      nextKey();
      forget();
      setAsking(false);
      toast.done(t("operator.adjustment.done", { amount: money(applied, currency, { exact: true, sign: true }) }));
      await queries.invalidateQueries();
    },
    onError: () => {
      nextKey();
      setAsking(false);
    },
  });
  const blocked = !AMOUNT.test(amount)
    ? t("operator.adjustment.needsAmount")
    : draft.reason.trim() === ""
      ? t("operator.adjustment.needsReason")
      : undefined;
  const words = AMOUNT.test(amount) ? money(amount, currency, { exact: true, sign: true }) : "";
  return (
    <>
      <Form
        error={adjust.error}
        onSubmit={() => blocked === undefined && setAsking(true)}
        buttons={
          <SubmitButton primary={false} busy={adjust.isPending} blocked={blocked}>
            {t("operator.adjustment.button", { amount: words })}
          </SubmitButton>
        }
      >
        <FormField
          label={`${t("operator.adjustment.amount")} (${currency})`}
          pointer="/amount"
          error={adjust.error}
          fault={amount === "" || AMOUNT.test(amount) ? undefined : t("operator.adjustment.needsAmount")}
          hint={t("operator.adjustment.amountHint")}
        >
          <Input inputMode="decimal" value={draft.amount} onChange={(_event, { value }) => change({ amount: value })} />
        </FormField>
        <FormField label={t("operator.adjustment.reason")} pointer="/reason" error={adjust.error}>
          <Input value={draft.reason} onChange={(_event, { value }) => change({ reason: value })} />
        </FormField>
      </Form>
      <ConfirmDialog
        open={asking}
        title={t("operator.adjustment.title")}
        action={t("operator.adjustment.button", { amount: words })}
        busy={adjust.isPending}
        onConfirm={() => adjust.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{t("operator.adjustment.confirm", { amount: words, organization })}</p>
      </ConfirmDialog>
    </>
  );
}
