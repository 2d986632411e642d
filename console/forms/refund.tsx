/** Gives a payment back, whole or in part: says what is taken from the credits, had expired and becomes debt before it is done. */
import { Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../api/client.ts";
import { faultsOf } from "../api/problem.ts";
import { plainAmount } from "../ui/amount.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { CancelButton, Form, FormField, SubmitButton, useDraft, useIdempotencyKey } from "../ui/form.tsx";
import { useFormat } from "../ui/format.tsx";
import { Figures } from "../ui/section.tsx";
import { Problem, SkeletonLines } from "../ui/states.tsx";
import { useToast } from "../ui/toast.tsx";

interface RefundFormProps {
  organization: string;
  topUp: Pick<Schema<"TopUp">, "id" | "currency">;
  onDone: () => void;
}

export function RefundForm({ organization, topUp: { id, currency }, onDone }: RefundFormProps) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const [key, nextKey] = useIdempotencyKey();
  const [asking, setAsking] = useState(false);
  const [draft, change, forget] = useDraft(`refund.${id}`, { amount: "", reason: "" });
  const amount = plainAmount(draft.amount);
  const path = { org: organization, id };
  const preview = useQuery({
    ...get("/v1/organizations/{org}/top-ups/{id}/refund-preview", {
      path,
      query: amount === "" ? {} : { amount },
    }),
    placeholderData: keepPreviousData,
  });
  const refund = useMutation({
    mutationFn: () =>
      send("post", "/v1/organizations/{org}/top-ups/{id}/refunds", {
        path,
        body: { reason: draft.reason, ...(amount === "" ? {} : { amount }) },
        idempotencyKey: key,
      }),
    onSuccess: async (made) => {
      nextKey();
      forget();
      setAsking(false);
      toast.done(t(`operator.refund.ended.${made.state}`, { amount: money(made.amount, currency) }));
      await queries.invalidateQueries();
      onDone();
    },
    onError: () => {
      nextKey();
      setAsking(false);
    },
  });
  const found = preview.error === null ? preview.data : undefined;
  const words = found ? money(found.amount, currency) : "";
  const current = found !== undefined && !preview.isPlaceholderData;
  const blocked =
    draft.reason.trim() === ""
      ? t("operator.refund.needsReason")
      : current
        ? undefined
        : t("operator.refund.needsPreview");
  const consequence = ({ voided, forfeited, debt, availableAfter }: Schema<"RefundPreview">): string => {
    const values = { voided: money(voided, currency), debt: money(debt, currency) };
    return [
      t(Number(debt) > 0 ? "operator.refund.withDebt" : "operator.refund.withoutDebt", values),
      ...(Number(forfeited) > 0 ? [t("operator.refund.withForfeited", { forfeited: money(forfeited, currency) })] : []),
      t("operator.refund.after", { available: money(availableAfter, currency) }),
    ].join(" ");
  };
  return (
    <>
      <Form
        error={refund.error}
        onSubmit={() => blocked === undefined && setAsking(true)}
        buttons={
          <>
            <SubmitButton busy={refund.isPending} blocked={blocked}>
              {t("operator.refund.button", { amount: words })}
            </SubmitButton>
            <CancelButton onClick={onDone} />
          </>
        }
      >
        <FormField
          label={`${t("operator.refund.amount")} (${currency})`}
          pointer="/amount"
          error={refund.error ?? preview.error}
          hint={found && t("operator.refund.amountHint", { most: money(found.refundable, currency) })}
        >
          <Input inputMode="decimal" value={draft.amount} onChange={(_event, { value }) => change({ amount: value })} />
        </FormField>
        <FormField label={t("operator.refund.reason")} pointer="/reason" error={refund.error} required>
          <Input value={draft.reason} onChange={(_event, { value }) => change({ reason: value })} />
        </FormField>
        {preview.isPending && <SkeletonLines lines={2} />}
        {preview.error !== null && faultsOf(preview.error, "/amount").length === 0 && <Problem error={preview.error} />}
        {found && (
          <Figures
            items={[
              [t("operator.refund.voided"), money(found.voided, currency)],
              ...(Number(found.forfeited) > 0
                ? [[t("operator.refund.forfeited"), money(found.forfeited, currency)] as const]
                : []),
              [t("operator.refund.debt"), money(found.debt, currency)],
              [t("operator.refund.available"), money(found.availableAfter, currency)],
            ]}
          />
        )}
        {found && Number(found.forfeited) > 0 && (
          <MessageBar layout="multiline">
            <MessageBarBody>{t("operator.refund.forfeitedHint")}</MessageBarBody>
          </MessageBar>
        )}
        {found && Number(found.debt) > 0 && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{t("operator.refund.debtHint")}</MessageBarBody>
          </MessageBar>
        )}
      </Form>
      <ConfirmDialog
        open={asking}
        title={t("operator.refund.title")}
        action={t("operator.refund.button", { amount: words })}
        busy={refund.isPending}
        onConfirm={() => refund.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{t("operator.refund.confirm", { amount: words, organization })}</p>
        {found && <p>{consequence(found)}</p>}
      </ConfirmDialog>
    </>
  );
}
