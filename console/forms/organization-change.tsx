/**
 * Changes an organisation: its names and mails at once; what its calls cost, how it pays and what it may buy after it was
 * said what follows.
 */
import { Input } from "@fluentui/react-components";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { list, type Schema, send } from "../api/client.ts";
import { LANGUAGES } from "../locales/index.ts";
import { ChoiceBox } from "../ui/choice.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { useCountries } from "../ui/countries.ts";
import { pagesOf } from "../ui/data-table.tsx";
import { CancelButton, Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { useFormat } from "../ui/format.tsx";
import { useToast } from "../ui/toast.tsx";
import { changeOf, type Draft, draftOf, useConsequences } from "./organization-draft.ts";
import { AGREEMENTS, ZONES } from "./organization.tsx";

type Organization = Schema<"Organization">;
type Deck = Schema<"RateDeck">;
const MORE_DECKS = 200;

interface OrganizationChangeFormProps {
  organization: Organization;
  /** Saved or not. */
  onDone: () => void;
}

export function OrganizationChangeForm({ organization, onDone }: OrganizationChangeFormProps) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const countries = useCountries();
  const queries = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const before = draftOf(organization);
  const [draft, change, forget] = useDraft<Draft>(`organization.change.${organization.id}`, before);
  const decks = pagesOf(useInfiniteQuery(list("/v1/rate-decks", {}, MORE_DECKS))).rows ?? [];
  const body = changeOf(before, draft);
  const save = useMutation({
    mutationFn: () => send("put", "/v1/organizations/{org}", { path: { org: organization.id }, body }),
    onSuccess: async ({ displayName }) => {
      forget();
      setAsking(false);
      toast.done(t("operator.change.done", { name: displayName }));
      await queries.invalidateQueries();
      onDone();
    },
    onError: () => setAsking(false), // the reasons stand beside the fields
  });
  const { error } = save;
  const deckName = (value: string): string =>
    value === ""
      ? t("operator.change.allDecks", { currency: draft.currency })
      : (decks.find(({ id }) => id === value)?.name ?? value);
  const blocked =
    draft.displayName.trim() === ""
      ? t("operator.make.needsName")
      : Object.keys(body).length === 0
        ? t("users.unchanged")
        : undefined;
  const consequences = useConsequences(before, draft, deckName(draft.rateDeck));
  const submit = (): void => {
    if (blocked !== undefined || save.isPending) return;
    if (consequences.length > 0) setAsking(true);
    else save.mutate();
  };
  const countryBox = (name: "country" | "billingCountry") => (
    <ChoiceBox
      value={draft[name]}
      options={countries.map(({ code, name: words }) => [code, words] as const)}
      onChange={(chosen) => change({ [name]: chosen })}
    />
  );
  return (
    <>
      <Form
        error={error}
        onSubmit={submit}
        buttons={
          <>
            <SubmitButton busy={save.isPending} blocked={blocked}>
              {t(consequences.length > 0 ? "operator.change.review" : "users.save")}
            </SubmitButton>
            <CancelButton
              onClick={() => {
                forget();
                onDone();
              }}
            />
          </>
        }
      >
        <FormField label={t("operator.make.name")} pointer="/displayName" error={error} required>
          <Input value={draft.displayName} onChange={(_event, { value }) => change({ displayName: value })} />
        </FormField>
        <FormField label={t("operator.make.language")} pointer="/preferredLanguage" error={error}>
          <ChoiceBox
            value={draft.preferredLanguage}
            options={withOwn(
              before.preferredLanguage,
              Object.entries(LANGUAGES).map(([tag, { name }]) => [tag, name] as const),
            )}
            onChange={(preferredLanguage) => change({ preferredLanguage })}
          />
        </FormField>
        <FormField
          label={t("operator.make.timeZone")}
          pointer="/timeZone"
          error={error}
          hint={t("operator.make.timeZoneHint")}
        >
          <ChoiceBox
            value={draft.timeZone}
            options={withOwn(
              before.timeZone,
              ZONES.map((zone) => [zone, zone.replaceAll("_", " ")] as const),
            )}
            onChange={(timeZone) => change({ timeZone })}
          />
        </FormField>
        <FormField label={t("operator.make.country")} pointer="/country" error={error}>
          {countryBox("country")}
        </FormField>
        <FormField
          label={t("operator.make.currency")}
          pointer="/currency"
          error={error}
          hint={t("operator.make.currencyHint")}
        >
          <ChoiceBox
            value={draft.currency}
            options={Intl.supportedValuesOf("currency").map((code) => [code, code] as const)}
            // A deck prices calls of its own currency alone.
            onChange={(currency) => change({ currency, rateDeck: currency === before.currency ? before.rateDeck : "" })}
          />
        </FormField>
        <FormField
          label={t("operator.change.rateDeck")}
          pointer="/rateDeck"
          error={error}
          hint={t("operator.change.rateDeckHint")}
        >
          <ChoiceBox
            value={draft.rateDeck}
            options={withOwn(draft.rateDeck, [
              ["", deckName("")] as const,
              ...decks
                .filter((deck) => isChoice(deck, draft))
                .map(({ id, name, effectiveFrom }) => [id, `${name} (${day(effectiveFrom)})`] as const),
            ])}
            onChange={(rateDeck) => change({ rateDeck })}
          />
        </FormField>
        <FormField
          label={t("operator.make.agreement")}
          pointer="/billing/agreement"
          error={error}
          hint={t("operator.make.agreementHint")}
        >
          <ChoiceBox
            value={draft.agreement}
            options={AGREEMENTS.map((one) => [one, t(`operator.make.agreements.${one}`)] as const)}
            onChange={(agreement) => change({ agreement })}
          />
        </FormField>
        <FormField
          label={t("operator.change.billingCountry")}
          pointer="/billing/country"
          error={error}
          hint={t("operator.change.billingCountryHint")}
        >
          {countryBox("billingCountry")}
        </FormField>
        {(draft.agreement === "enterprise" || before.numbers !== "") && (
          <FormField
            label={t("operator.change.enterprise")}
            pointer="/billing/enterpriseAgreements"
            error={error}
            hint={t("operator.change.enterpriseHint")}
          >
            <Input value={draft.numbers} onChange={(_event, { value }) => change({ numbers: value })} />
          </FormField>
        )}
        <FormField
          label={t("operator.change.tenant")}
          pointer="/tenantId"
          error={error}
          hint={t("operator.change.tenantHint")}
        >
          <Input value={draft.tenantId} onChange={(_event, { value }) => change({ tenantId: value })} />
        </FormField>
      </Form>
      <ConfirmDialog
        open={asking}
        title={t("operator.change.confirm", { name: organization.displayName })}
        action={t("operator.change.action", { name: organization.displayName })}
        busy={save.isPending}
        onConfirm={() => save.mutate()}
        onClose={() => setAsking(false)}
      >
        {consequences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </ConfirmDialog>
    </>
  );
}

/** What is set stays a choice, whether or not it would be offered. */
const withOwn = (own: string, options: readonly (readonly [string, string])[]): (readonly [string, string])[] =>
  options.some(([value]) => value === own) ? [...options] : [[own, own], ...options];

const isChoice = ({ id, currency, endedAt }: Deck, draft: Draft): boolean =>
  id === draft.rateDeck || (currency === draft.currency && (endedAt === null || Date.parse(endedAt) > Date.now()));
