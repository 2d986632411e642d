/** Buys credits: once, or now and from then on by itself. What will be charged is said, and asked, before it is. */
import {
  Button,
  Dropdown,
  Input,
  Link,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Option,
  Radio,
  RadioGroup,
  Text,
} from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { get, type Schema, send } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { AssignCredits } from "./assign-credits.tsx";
import { confirmationPage } from "./confirm-payment.tsx";
import { plainAmount } from "../ui/amount.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Form, FormField, SubmitButton, useDraft, useIdempotencyKey } from "../ui/form.tsx";
import { useFailureWords } from "../ui/failure-words.ts";
import { useFormat } from "../ui/format.tsx";
import { Problem } from "../ui/states.tsx";
import { useMethodName } from "../ui/payment-method-name.ts";

interface OrderFormProps {
  eligibility: Schema<"Eligibility">;
  /** Part of a longer way, on which other steps add the payment method and assign the licenses. */
  step?: boolean;
}

export function OrderForm({ eligibility: { eligible, order: terms }, step = false }: OrderFormProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const path = { org };
  const { money } = useFormat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const methodName = useMethodName();
  const may = useMay("fund");
  const [key, nextKey] = useIdempotencyKey();
  const [asked, setAsked] = useState(false);
  const methods = useQuery(get("/v1/organizations/{org}/payment-methods", { path, query: { limit: 500 } }));
  const advice = useQuery(get("/v1/organizations/{org}/funding-recommendation", { path }));
  const recharge = useQuery(get("/v1/organizations/{org}/auto-recharge", { path }));
  const ways = methods.data?.items ?? [];
  // The one that is charged anyway, rather than the one that was added last.
  const usual = ways.find(({ id }) => id === recharge.data?.paymentMethod) ?? ways[0];
  const { currency, least, taxLine } = terms;
  const advised = advice.data?.basis.calls ? advice.data : undefined;
  // Who adds funds to a recharge that is on does not want it changed unasked.
  const amounts = recharge.data?.enabled ? recharge.data : advised;
  const [draft, change, forget] = useDraft(`order.${org}`, {
    kind: "auto",
    amount: advised?.firstFunding ?? least,
    triggerAmount: amounts?.triggerAmount ?? "",
    rechargeAmount: amounts?.rechargeAmount ?? least,
    paymentMethod: usual?.id ?? "",
    purchaseOrder: undefined as string | undefined,
  });
  const choices = [...new Set([least, advised?.firstFunding, advised?.rechargeAmount])].filter(
    (one) => one !== undefined,
  );
  const method = ways.find(({ id }) => id === draft.paymentMethod);
  const automatic = draft.kind === "auto";
  const purchaseOrder = draft.purchaseOrder ?? method?.purchaseOrder ?? "";

  const order = useMutation({
    mutationFn: async (): Promise<Ordered> => {
      // The receipt shows the number that the agreement has when it is charged.
      if (method?.type === "enterprise-agreement" && purchaseOrder !== (method.purchaseOrder ?? "")) {
        await send("put", "/v1/organizations/{org}/payment-methods/{id}", {
          path: { org, id: method.id },
          body: { purchaseOrder: purchaseOrder === "" ? null : purchaseOrder },
        });
      }
      const topUp = await send("post", "/v1/organizations/{org}/top-ups", {
        path,
        body: { amount: plainAmount(draft.amount), paymentMethod: draft.paymentMethod },
        idempotencyKey: key,
      });
      if (!automatic || topUp.state === "failed") return { topUp };
      const [triggerAmount, rechargeAmount] = [plainAmount(draft.triggerAmount), plainAmount(draft.rechargeAmount)];
      const body = { enabled: true, triggerAmount, rechargeAmount, paymentMethod: draft.paymentMethod };
      try {
        await send("put", "/v1/organizations/{org}/auto-recharge", { path, body });
        return { topUp };
      } catch (rechargeError) {
        return { topUp, rechargeError }; // the money is there all the same
      }
    },
    onSuccess: async () => {
      nextKey();
      forget();
      await queries.invalidateQueries();
    },
    // What was refused stays refused under its key; a lost answer is asked for again with the same one.
    onError: (error) => {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) nextKey();
    },
    onSettled: () => setAsked(false),
  });

  const blocked = !may
    ? t("purchase.order.mayNot")
    : !eligible
      ? t("purchase.order.notEligible")
      : method === undefined
        ? t("purchase.order.noMethod")
        : !isAmount(draft.amount) || (automatic && !(isAmount(draft.triggerAmount) && isAmount(draft.rechargeAmount)))
          ? t("purchase.order.incomplete")
          : undefined;
  const said = (amount: string): string => (isAmount(amount) ? money(plainAmount(amount), currency) : "…");
  const words = {
    amount: said(draft.amount),
    method: method ? methodName(method) : "…",
    trigger: said(draft.triggerAmount),
    recharge: said(draft.rechargeAmount),
  };
  const sentence = t(automatic ? "purchase.order.willAuto" : "purchase.order.willOnce", words);

  if (order.data) return <Outcome {...order.data} step={step} onAgain={() => order.reset()} />;
  const amountField = (name: "amount" | "triggerAmount" | "rechargeAmount") => (
    <FormField
      label={`${t(`purchase.order.${name}`)} (${currency})`}
      pointer={`/${name}`}
      error={order.error}
      fault={draft[name] === "" || isAmount(draft[name]) ? undefined : t("faults.NOT_AN_AMOUNT")}
      {...(name === "amount" ? { hint: t("purchase.order.least", { amount: money(least, currency) }) } : {})}
    >
      <Input inputMode="decimal" value={draft[name]} onChange={(_event, { value }) => change({ [name]: value })} />
    </FormField>
  );
  return (
    <>
      <Form
        error={order.error}
        onSubmit={() => blocked === undefined && setAsked(true)}
        buttons={<SubmitButton blocked={blocked}>{t("purchase.order.place")}</SubmitButton>}
      >
        <FormField label={t("purchase.order.kind")}>
          <RadioGroup value={draft.kind} onChange={(_event, { value }) => change({ kind: value })}>
            <Radio value="auto" label={t("purchase.order.auto")} />
            <Radio value="once" label={t("purchase.order.once")} />
          </RadioGroup>
        </FormField>
        <FormField label={t("purchase.order.choice")}>
          <RadioGroup
            layout="horizontal"
            value={draft.amount}
            onChange={(_event, { value }) => change({ amount: value })}
          >
            {choices.map((amount) => (
              <Radio key={amount} value={amount} label={money(amount, currency)} />
            ))}
          </RadioGroup>
        </FormField>
        {amountField("amount")}
        {automatic && amountField("triggerAmount")}
        {automatic && amountField("rechargeAmount")}
        <FormField label={t("purchase.order.method")} pointer="/paymentMethod" error={order.error}>
          <Dropdown
            disabled={ways.length === 0}
            value={method ? methodName(method) : ""}
            selectedOptions={[draft.paymentMethod]}
            onOptionSelect={(_event, { optionValue }) => change({ paymentMethod: optionValue ?? "" })}
          >
            {ways.map((one) => (
              <Option key={one.id} value={one.id}>
                {methodName(one)}
              </Option>
            ))}
          </Dropdown>
        </FormField>
        {!step && (
          <Link as="button" type="button" onClick={() => void navigate("/billing/payment-methods?show=new")}>
            {t("payment.addMethod")}
          </Link>
        )}
        {method?.type === "enterprise-agreement" && (
          <FormField
            label={t("payment.purchaseOrder")}
            pointer="/purchaseOrder"
            error={order.error}
            hint={t("purchase.order.onReceipt")}
          >
            <Input value={purchaseOrder} onChange={(_event, { value }) => change({ purchaseOrder: value })} />
          </FormField>
        )}
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            {sentence}
            {taxLine !== null && ` ${t("purchase.order.tax", { tax: taxLine })}`}
          </MessageBarBody>
        </MessageBar>
      </Form>
      <ConfirmDialog
        open={asked}
        title={t("purchase.order.confirm")}
        action={t("purchase.order.add", words)}
        busy={order.isPending}
        onConfirm={() => !order.isPending && order.mutate()}
        onClose={() => setAsked(false)}
      >
        {sentence}
      </ConfirmDialog>
    </>
  );
}

const INTENTS = { succeeded: "success", pending: "info", "requires-action": "warning", failed: "error" } as const;

interface Ordered {
  topUp: Schema<"TopUp">;
  /** Why auto-recharge was not switched on, though the order went through. */
  rechargeError?: unknown;
}

/** What became of the order, and what to do next. */
function Outcome({ topUp, rechargeError, step, onAgain }: Ordered & { step: boolean; onAgain: () => void }) {
  const { t } = useTranslation();
  const { money, sentences } = useFormat();
  const navigate = useNavigate();
  const failureOf = useFailureWords();
  const { id, state, amount, currency } = topUp;
  const done = state === "succeeded" || state === "pending";
  return (
    <>
      <MessageBar intent={INTENTS[state]} layout="multiline" role="status">
        <MessageBarBody>
          {sentences(t(`purchase.outcome.${state}`, { amount: money(amount, currency) }), failureOf(topUp))}
        </MessageBarBody>
        <MessageBarActions>
          {state === "requires-action" && (
            <Button appearance="primary" onClick={() => void navigate(confirmationPage(id))}>
              {t("purchase.outcome.confirm")}
            </Button>
          )}
          <Button onClick={onAgain}>{t(done ? "purchase.outcome.again" : "purchase.outcome.retry")}</Button>
        </MessageBarActions>
      </MessageBar>
      {rechargeError !== undefined && (
        <>
          <Text>{t("purchase.outcome.noRecharge")}</Text>
          <Problem error={rechargeError} />
          <Button onClick={() => void navigate("/billing/your-products/communications-credits")}>
            {t("purchase.outcome.setRecharge")}
          </Button>
        </>
      )}
      {done && !step && (
        <>
          <h3>{t("purchase.assign.title")}</h3>
          <AssignCredits />
        </>
      )}
    </>
  );
}

const isAmount = (text: string): boolean => /^\d{1,12}(\.\d{1,6})?$/.test(plainAmount(text));
