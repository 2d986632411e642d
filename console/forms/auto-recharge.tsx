/** Auto-recharge, edited in place: what will happen is said before it is saved. */
import {
  Button,
  Dropdown,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Option,
  Switch,
} from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { Advice } from "./advice.tsx";
import { CapAdvice } from "./cap-advice.tsx";
import { plainAmount } from "../ui/amount.ts";
import { Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { useFormat } from "../ui/format.tsx";
import { useMethodName } from "../ui/payment-method-name.ts";
import { useToast } from "../ui/toast.tsx";

const useStyles = makeStyles({
  amounts: {
    display: "grid",
    gap: "16px",
    alignItems: "end",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(200px, 100%), 1fr))",
  },
});

interface AutoRechargeFormProps {
  settings: Schema<"AutoRecharge">;
  methods: readonly Schema<"PaymentMethod">[];
}

export function AutoRechargeForm({ settings, methods }: AutoRechargeFormProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const methodName = useMethodName();
  const may = useMay("fund");
  const { currency } = settings;
  const [draft, change, forget, changed] = useDraft(`auto-recharge.${org}`, {
    enabled: settings.enabled,
    triggerAmount: settings.triggerAmount ?? "",
    rechargeAmount: settings.rechargeAmount ?? "",
    paymentMethod: settings.paymentMethod ?? methods[0]?.id ?? "",
    monthlyCap: settings.monthlyCap ?? "",
    dailyCap: settings.dailyCap ?? "",
  });
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/auto-recharge", {
        path: { org },
        body: {
          enabled: draft.enabled,
          ...(draft.triggerAmount === "" ? {} : { triggerAmount: plainAmount(draft.triggerAmount) }),
          ...(draft.rechargeAmount === "" ? {} : { rechargeAmount: plainAmount(draft.rechargeAmount) }),
          ...(draft.paymentMethod === "" ? {} : { paymentMethod: draft.paymentMethod }),
          monthlyCap: draft.monthlyCap === "" ? null : plainAmount(draft.monthlyCap),
          dailyCap: draft.dailyCap === "" ? null : plainAmount(draft.dailyCap),
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      forget();
      toast.done(t("credits.recharge.saved"));
    },
  });
  const method = methods.find(({ id }) => id === draft.paymentMethod);
  const blocked = !may
    ? t("credits.recharge.mayNot")
    : draft.enabled && methods.length === 0
      ? t("credits.recharge.noMethod")
      : !changed
        ? t("credits.recharge.unchanged")
        : undefined;
  const amount = (field: "triggerAmount" | "rechargeAmount" | "monthlyCap" | "dailyCap", hint?: string): ReactNode => (
    <FormField
      label={`${t(`credits.recharge.${field}`)} (${currency})`}
      pointer={`/${field}`}
      error={save.error}
      hint={hint}
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
        label={t("credits.recharge.enabled")}
        disabled={!may}
        checked={draft.enabled}
        onChange={(_event, { checked }) => change({ enabled: checked })}
      />
      {draft.enabled && (
        <>
          <div className={styles.amounts}>
            {amount("triggerAmount")}
            {amount("rechargeAmount")}
          </div>
          {may && <Advice currency={currency} onTake={change} />}
          <FormField label={t("credits.recharge.method")} pointer="/paymentMethod" error={save.error}>
            <Dropdown
              disabled={!may || methods.length === 0}
              value={method ? methodName(method) : ""}
              selectedOptions={[draft.paymentMethod]}
              onOptionSelect={(_event, { optionValue }) => change({ paymentMethod: optionValue ?? "" })}
            >
              {methods.map((one) => (
                <Option key={one.id} value={one.id}>
                  {methodName(one)}
                </Option>
              ))}
            </Dropdown>
          </FormField>
          <div className={styles.amounts}>
            {amount("monthlyCap", t("credits.recharge.capHint"))}
            {amount("dailyCap", t("credits.recharge.capHint"))}
          </div>
          {isAmount(draft.triggerAmount) &&
            isAmount(draft.rechargeAmount) &&
            (draft.monthlyCap === "" || isAmount(draft.monthlyCap)) && (
              <CapAdvice
                triggerAmount={plainAmount(draft.triggerAmount)}
                rechargeAmount={plainAmount(draft.rechargeAmount)}
                monthlyCap={plainAmount(draft.monthlyCap)}
                currency={currency}
                onTake={(monthlyCap) => change({ monthlyCap })}
              />
            )}
        </>
      )}
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          <WhatWillHappen draft={draft} currency={currency} method={method ? methodName(method) : undefined} />
        </MessageBarBody>
      </MessageBar>
    </Form>
  );
}

interface Draft {
  enabled: boolean;
  triggerAmount: string;
  rechargeAmount: string;
  monthlyCap: string;
  dailyCap: string;
}

/** "When the balance falls below 40, 120 will be charged to Visa ··4242, at most 600 a month." */
function WhatWillHappen({ draft, currency, method }: { draft: Draft; currency: string; method: string | undefined }) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const said = (value: string): string => (isAmount(value) ? money(plainAmount(value), currency) : "…");
  if (!draft.enabled) return t("credits.recharge.willNot");
  const sentence = t("credits.recharge.will", {
    trigger: said(draft.triggerAmount),
    amount: said(draft.rechargeAmount),
    method: method ?? "…",
  });
  const caps = [
    ...(draft.monthlyCap === "" ? [] : [t("credits.recharge.willMonthly", { cap: said(draft.monthlyCap) })]),
    ...(draft.dailyCap === "" ? [] : [t("credits.recharge.willDaily", { cap: said(draft.dailyCap) })]),
  ];
  return [sentence, ...caps].join(t("credits.recharge.joint")) + t("credits.recharge.stop");
}

const isAmount = (text: string): boolean => /^\d{1,12}(\.\d{1,6})?$/.test(plainAmount(text));
