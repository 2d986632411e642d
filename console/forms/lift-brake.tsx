/** Lifts a brake for some hours; why is kept with who did it. */
import { Input } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useOrg } from "../api/session.tsx";
import { ChoiceBox } from "../ui/choice.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { FormField } from "../ui/form.tsx";
import { useToast } from "../ui/toast.tsx";

const HOURS = ["1", "4", "24"] as const;

export function LiftBrake({ brake, onClose }: { brake: Schema<"Brake">; onClose: () => void }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const [hours, setHours] = useState<(typeof HOURS)[number]>("1");
  const [reason, setReason] = useState("");
  const lift = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/brakes/{id}/lift", {
        path: { org, id: brake.id },
        body: { until: new Date(Date.now() + Number(hours) * 3_600_000).toISOString(), reason: reason.trim() },
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
      title={t("policies.lifts.brakeTitle")}
      action={t("policies.lifts.brakeAction", { count: Number(hours) })}
      blocked={reason.trim() === "" ? t("policies.lifts.needsReason") : undefined}
      busy={lift.isPending}
      error={lift.error}
      onConfirm={() => lift.mutate()}
      onClose={onClose}
    >
      <p>{t("policies.lifts.brakeBody")}</p>
      <FormField label={t("policies.lifts.howLong")} pointer="/until" error={lift.error}>
        <ChoiceBox
          value={hours}
          options={HOURS.map((one) => [one, t("policies.lifts.hours", { count: Number(one) })] as const)}
          onChange={setHours}
        />
      </FormField>
      <FormField label={t("policies.lifts.reason")} pointer="/reason" error={lift.error} required>
        <Input value={reason} maxLength={500} onChange={(_event, { value }) => setReason(value)} />
      </FormField>
    </ConfirmDialog>
  );
}
