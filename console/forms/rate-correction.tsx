/** Has a period reckoned with a corrected deck: a dry run, of which nothing is charged. */
import { Input, Textarea } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Schema, send } from "../api/client.ts";
import { ChoiceBox } from "../ui/choice.tsx";
import { CancelButton, Form, FormField, SubmitButton, useDraft, useIdempotencyKey } from "../ui/form.tsx";
import { useToast } from "../ui/toast.tsx";

interface RateCorrectionFormProps {
  decks: readonly Schema<"RateDeck">[];
  onOrdered: (id: string) => void;
  onCancel: () => void;
}

export function RateCorrectionForm({ decks, onOrdered, onCancel }: RateCorrectionFormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const [key, nextKey] = useIdempotencyKey();
  const [draft, change, forget] = useDraft("rate-correction", {
    ...{ rateDeck: "", from: "", to: "", organizations: "", reason: "" },
  });
  const organizations = draft.organizations.split(/[\s,、]+/).filter((id) => id !== "");
  const order = useMutation({
    mutationFn: () =>
      send("post", "/v1/rate-corrections", {
        body: {
          ...{ rateDeck: draft.rateDeck, reason: draft.reason, dryRun: true },
          ...{ from: midnight(draft.from), to: midnight(draft.to) },
          ...(organizations.length === 0 ? {} : { organizations }),
        },
        idempotencyKey: key,
      }),
    onSuccess: async ({ id }) => {
      nextKey();
      forget();
      toast.done(t("operator.corrections.ordered"));
      await queries.invalidateQueries();
      onOrdered(id);
    },
    onError: nextKey,
  });
  const blocked =
    draft.rateDeck === ""
      ? t("operator.corrections.needsDeck")
      : draft.from === "" || draft.to === ""
        ? t("operator.corrections.needsPeriod")
        : draft.reason.trim() === ""
          ? t("operator.corrections.needsReason")
          : undefined;
  const day = (name: "from" | "to", hint?: string) => (
    <FormField
      label={t(`operator.corrections.${name}`)}
      pointer={`/${name}`}
      error={order.error}
      {...(hint === undefined ? {} : { hint })}
      required
    >
      <Input type="date" value={draft[name]} onChange={(_event, { value }) => change({ [name]: value })} />
    </FormField>
  );
  return (
    <Form
      error={order.error}
      onSubmit={() => blocked === undefined && !order.isPending && order.mutate()}
      buttons={
        <>
          <SubmitButton busy={order.isPending} blocked={blocked}>
            {t("operator.corrections.dryRun")}
          </SubmitButton>
          <CancelButton onClick={onCancel} />
        </>
      }
    >
      <FormField
        label={t("operator.corrections.deck")}
        pointer="/rateDeck"
        error={order.error}
        hint={t("operator.corrections.deckHint")}
        required
      >
        <ChoiceBox
          value={draft.rateDeck}
          options={[
            ["", ""] as const,
            ...decks.map(({ id, name, currency }) => [id, `${name} (${currency})`] as const),
          ]}
          onChange={(rateDeck) => change({ rateDeck })}
        />
      </FormField>
      {day("from")}
      {day("to", t("operator.corrections.toHint"))}
      <FormField
        label={t("operator.corrections.organizations")}
        pointer={organizations.length > 0 ? "/organizations/0" : "/organizations"}
        error={order.error}
        hint={t("operator.corrections.organizationsHint")}
      >
        <Input value={draft.organizations} onChange={(_event, { value }) => change({ organizations: value })} />
      </FormField>
      <FormField
        label={t("operator.corrections.reason")}
        pointer="/reason"
        error={order.error}
        hint={t("operator.corrections.reasonHint")}
        required
      >
        <Textarea resize="vertical" value={draft.reason} onChange={(_event, { value }) => change({ reason: value })} />
      </FormField>
    </Form>
  );
}

/** Days of the period are UTC, as those of the usage report are. */
const midnight = (day: string): string => `${day}T00:00:00Z`;
