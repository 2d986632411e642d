/** Adds a way to pay: a card, typed into the provider's own form, or an enterprise agreement. */
import { Dropdown, Input, Option, Radio, RadioGroup } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import { useOrg } from "../api/session.tsx";
import { CancelButton, Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { Problem, SkeletonLines } from "../ui/states.tsx";
import { useToast } from "../ui/toast.tsx";
import { CardFields, type ConfirmCard } from "./card-fields.tsx";

/** The test provider's cards: what each does is in its name (contract: Test payment provider). */
const TEST_CARDS = [
  "tok_visa",
  "tok_declined",
  "tok_expired",
  "tok_insufficient_funds",
  "tok_authentication_required",
  "tok_timeout",
  "tok_charge_then_dispute",
] as const;

interface PaymentMethodFormProps {
  onDone: (added?: string) => void;
  cancellable?: boolean;
}

export function PaymentMethodForm({ onDone, cancellable = true }: PaymentMethodFormProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const [draft, change, forget] = useDraft(`payment-method.${org}`, {
    type: "card",
    token: "tok_visa",
    agreementNumber: "",
    purchaseOrder: "",
    validFrom: "",
    validTo: "",
  });
  // A provider with a form of its own takes the card's number there; the test provider says that it has none.
  const form = useQuery({
    queryKey: ["card-form", org],
    queryFn: async () => {
      try {
        return await send("post", "/v1/organizations/{org}/card-forms", { path: { org }, body: {} });
      } catch (error) {
        if (error instanceof ApiError && error.code === "CARD_FORM_NOT_NEEDED") return null;
        throw error;
      }
    },
    staleTime: Infinity,
    enabled: draft.type === "card",
  });
  const confirmCard = useRef<ConfirmCard>(null);
  const [cardReady, setCardReady] = useState(false);
  const add = useMutation({
    mutationFn: async () => {
      const { agreementNumber, purchaseOrder, validFrom, validTo } = draft;
      const token = (draft.type === "card" && (await confirmCard.current?.())) || draft.token;
      return send("post", "/v1/organizations/{org}/payment-methods", {
        path: { org },
        body:
          draft.type === "card"
            ? { type: "card", token }
            : {
                type: "enterprise-agreement",
                agreementNumber,
                ...(purchaseOrder === "" ? {} : { purchaseOrder }),
                ...(validFrom === "" ? {} : { validFrom }),
                ...(validTo === "" ? {} : { validTo }),
              },
      });
    },
    onSuccess: async ({ id }) => {
      queries.removeQueries({ queryKey: ["card-form"] }); // a form is good for one card
      await queries.invalidateQueries();
      forget();
      toast.done(t("payment.added"));
      onDone(id);
    },
  });
  const blocked =
    draft.type !== "card" || form.data === null
      ? undefined
      : form.data === undefined || form.data.script
        ? cardReady
          ? undefined
          : t("payment.formLoading")
        : t("payment.byProvider");
  const field = (name: "agreementNumber" | "purchaseOrder", required = false) => (
    <FormField label={t(`payment.${name}`)} pointer={`/${name}`} error={add.error} required={required}>
      <Input value={draft[name]} onChange={(_event, { value }) => change({ [name]: value })} />
    </FormField>
  );
  const day = (name: "validFrom" | "validTo") => (
    <FormField label={t(`payment.${name}`)} pointer={`/${name}`} error={add.error}>
      <Input type="date" value={draft[name]} onChange={(_event, { value }) => change({ [name]: value })} />
    </FormField>
  );
  return (
    <Form
      error={add.error}
      onSubmit={() => blocked === undefined && !add.isPending && add.mutate()}
      buttons={
        <>
          <SubmitButton busy={add.isPending} blocked={blocked}>
            {t("payment.add")}
          </SubmitButton>
          {cancellable && <CancelButton onClick={() => onDone()} />}
        </>
      }
    >
      <FormField label={t("payment.type")}>
        <RadioGroup value={draft.type} onChange={(_event, { value }) => change({ type: value })}>
          <Radio value="card" label={t("payment.card")} />
          <Radio value="enterprise-agreement" label={t("payment.agreement")} />
        </RadioGroup>
      </FormField>
      {draft.type === "card" ? (
        form.error ? (
          <Problem error={form.error} retry={() => void form.refetch()} />
        ) : form.data === undefined ? (
          <SkeletonLines lines={1} />
        ) : form.data?.script ? (
          <CardFields
            script={form.data.script}
            clientSecret={form.data.clientSecret}
            confirm={confirmCard}
            onReady={setCardReady}
          />
        ) : form.data ? (
          <p>{t("payment.byProvider")}</p>
        ) : (
          <FormField label={t("payment.testCard")} pointer="/token" error={add.error} hint={t("payment.testHint")}>
            <Dropdown
              value={t(`payment.tokens.${draft.token as (typeof TEST_CARDS)[number]}`)}
              selectedOptions={[draft.token]}
              onOptionSelect={(_event, { optionValue }) => change({ token: optionValue ?? "tok_visa" })}
            >
              {TEST_CARDS.map((token) => (
                <Option key={token} value={token}>
                  {t(`payment.tokens.${token}`)}
                </Option>
              ))}
            </Dropdown>
          </FormField>
        )
      ) : (
        <>
          {field("agreementNumber", true)}
          {field("purchaseOrder")}
          {day("validFrom")}
          {day("validTo")}
        </>
      )}
    </Form>
  );
}
