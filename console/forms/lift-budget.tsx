/** Raises a budget for the rest of the month, or takes its limit away; why is kept with who did it. */
import { Input } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { plainAmount } from "../ui/amount.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { FormField } from "../ui/form.tsx";
import { useToast } from "../ui/toast.tsx";

export function LiftBudget({ budget, onClose }: { budget: Schema<"Budget">; onClose: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const [amount, setAmount] = useState("");
  const [reason, setReason] = useState("");
  const { currency } = budget;
  const lift = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/budgets/{id}/lift", {
        path: { org, id: budget.id },
        body: {
          reason: reason.trim(),
          ...(amount.trim() === "" ? {} : { monthlyAmount: plainAmount(amount), currency }),
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast.done(t("policies.lifts.done"));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      title={t("settings.budgets.raiseTitle")}
      action={
        amount.trim() === ""
          ? t("settings.budgets.liftAction")
          : t("settings.budgets.raiseAction", { amount: `${amount} ${currency}` })
      }
      blocked={reason.trim() === "" ? t("policies.lifts.needsReason") : undefined}
      busy={lift.isPending}
      error={lift.error}
      onConfirm={() => lift.mutate()}
      onClose={onClose}
    >
      <p>{t("settings.budgets.raiseBody")}</p>
      <FormField
        label={`${t("settings.budgets.newAmount")} (${currency})`}
        pointer="/monthlyAmount"
        error={lift.error}
        hint={t("settings.budgets.newAmountHint")}
      >
        <Input inputMode="decimal" value={amount} onChange={(_event, { value }) => setAmount(value)} />
      </FormField>
      <FormField label={t("policies.lifts.reason")} pointer="/reason" error={lift.error} required>
        <Input value={reason} maxLength={500} onChange={(_event, { value }) => setReason(value)} />
      </FormField>
    </ConfirmDialog>
  );
}
