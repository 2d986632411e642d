/** What holds for all calls of the organisation: policy, premium numbers, price and number of calls, block lists. */
import { Input, Textarea } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../api/client.ts";
import { useMay, useOrg } from "../api/session.tsx";
import { plainAmount, plainNumber } from "../ui/amount.ts";
import { ChoiceBox } from "../ui/choice.tsx";
import { Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { useFormat } from "../ui/format.tsx";
import { usePolicyName } from "../ui/policy-names.ts";
import { useToast } from "../ui/toast.tsx";

export function CallingSettingsForm({ settings }: { settings: Schema<"CallingSettings"> }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const policyName = usePolicyName();
  const may = useMay("voice");
  const policies = useQuery(get("/v1/dial-out-policies", { query: { limit: 500 } }));
  const { currency } = settings;
  const [draft, change, forget, changed] = useDraft(`calling-settings.${org}`, {
    defaultDialOutPolicy: settings.defaultDialOutPolicy ?? "",
    premiumCalls: settings.premiumCalls,
    meetingsUseCallingPlan: settings.meetingsUseCallingPlan,
    strictEither: settings.strictEither,
    maxPricePerMinute: settings.maxPricePerMinute ?? "",
    maxConcurrentCalls: String(settings.maxConcurrentCalls ?? ""),
    maxCallMinutes: settings.maxCallSeconds === null ? "" : String(settings.maxCallSeconds / 60),
    blockedDestinations: settings.blockedDestinations.join(", "),
    blockedCallers: settings.blockedCallers.join(", "),
  });
  const save = useMutation({
    mutationFn: () =>
      send("put", "/v1/organizations/{org}/calling-settings", {
        path: { org },
        body: {
          defaultDialOutPolicy: draft.defaultDialOutPolicy || null,
          premiumCalls: draft.premiumCalls,
          meetingsUseCallingPlan: draft.meetingsUseCallingPlan,
          strictEither: draft.strictEither,
          maxPricePerMinute: draft.maxPricePerMinute === "" ? null : plainAmount(draft.maxPricePerMinute),
          maxConcurrentCalls: plainNumber(draft.maxConcurrentCalls),
          maxCallSeconds: plainNumber(draft.maxCallMinutes, 60),
          blockedDestinations: entries(draft.blockedDestinations),
          blockedCallers: entries(draft.blockedCallers),
          currency,
        },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      forget();
      toast.done(t("policies.settings.saved"));
    },
  });
  const blocked = !may ? t("policies.settings.mayNot") : !changed ? t("users.unchanged") : undefined;
  const limit = (
    field: "maxPricePerMinute" | "maxConcurrentCalls" | "maxCallMinutes",
    pointer: string,
    label: string,
  ) => (
    <FormField label={label} pointer={pointer} error={save.error} hint={t("credits.recharge.capHint")}>
      <Input
        inputMode="decimal"
        disabled={!may}
        value={draft[field]}
        onChange={(_event, { value }) => change({ [field]: value })}
      />
    </FormField>
  );
  const blockList = (field: "blockedDestinations" | "blockedCallers", label: string) => (
    <FormField label={label} pointer={`/${field}`} error={save.error} hint={<BlockListHint text={draft[field]} />}>
      <Textarea
        disabled={!may}
        resize="vertical"
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
        <SubmitButton primary={changed} busy={save.isPending} blocked={blocked}>
          {t("users.save")}
        </SubmitButton>
      }
    >
      <FormField label={t("policies.settings.policy")} pointer="/defaultDialOutPolicy" error={save.error}>
        <ChoiceBox
          disabled={!may}
          value={draft.defaultDialOutPolicy}
          options={[
            ["", t("policies.settings.noPolicy")],
            ...(policies.data?.items ?? []).map((policy) => [policy.name, policyName(policy)] as const),
          ]}
          onChange={(defaultDialOutPolicy) => change({ defaultDialOutPolicy })}
        />
      </FormField>
      <FormField label={t("policies.settings.premium")} pointer="/premiumCalls" error={save.error}>
        <ChoiceBox
          disabled={!may}
          value={draft.premiumCalls}
          options={[
            ["blocked", t("policies.settings.premiumBlocked")],
            ["allowed", t("policies.settings.premiumAllowed")],
          ]}
          onChange={(premiumCalls) => change({ premiumCalls })}
        />
      </FormField>
      <FormField
        label={t("policies.settings.meetings")}
        pointer="/meetingsUseCallingPlan"
        error={save.error}
        hint={t("policies.settings.meetingsHint")}
      >
        <ChoiceBox
          disabled={!may}
          value={String(draft.meetingsUseCallingPlan)}
          options={[
            ["false", t("policies.settings.meetingsByCredits")],
            ["true", t("policies.settings.meetingsByPlan")],
          ]}
          onChange={(chosen) => change({ meetingsUseCallingPlan: chosen === "true" })}
        />
      </FormField>
      <FormField
        label={t("policies.settings.either")}
        pointer="/strictEither"
        error={save.error}
        hint={t("policies.settings.eitherHint")}
      >
        <ChoiceBox
          disabled={!may}
          value={String(draft.strictEither)}
          options={[
            ["false", t("policies.settings.eitherApart")],
            ["true", t("policies.settings.eitherCloses")],
          ]}
          onChange={(chosen) => change({ strictEither: chosen === "true" })}
        />
      </FormField>
      {limit("maxPricePerMinute", "/maxPricePerMinute", `${t("policies.settings.maxPrice")} (${currency})`)}
      {limit("maxConcurrentCalls", "/maxConcurrentCalls", t("policies.settings.maxCalls"))}
      {limit("maxCallMinutes", "/maxCallSeconds", t("policies.settings.maxMinutes"))}
      {blockList("blockedDestinations", t("policies.settings.blockedDestinations"))}
      {blockList("blockedCallers", t("policies.settings.blockedCallers"))}
    </Form>
  );
}

/** Says the countries of the list by name, so that nobody has to know codes by heart. */
function BlockListHint({ text }: { text: string }) {
  const { t } = useTranslation();
  const { country, list } = useFormat();
  const named = entries(text)
    .filter((entry) => /^[A-Z]{2}$/.test(entry))
    .map(country);
  return `${t("policies.settings.blockHint")} ${named.length === 0 ? "" : t("policies.settings.blockNamed", { countries: list(named) })}`;
}

const entries = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .split(/[\s,、;]+/)
    .filter((entry) => entry !== "");
