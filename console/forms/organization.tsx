/** Makes an organisation: who it is, what it is charged in, and how it may buy. */
import { Input } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { read, type Schema, send } from "../api/client.ts";
import { ApiError } from "../api/problem.ts";
import { LANGUAGES } from "../locales/index.ts";
import { ChoiceBox } from "../ui/choice.tsx";
import { useCountries } from "../ui/countries.ts";
import { CancelButton, Form, FormField, SubmitButton, useDraft } from "../ui/form.tsx";
import { useToast } from "../ui/toast.tsx";

type Organization = Schema<"Organization">;
export const AGREEMENTS = ["direct", "enterprise", "customer", "partner"] as const;
export const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

interface Draft extends Pick<
  Organization,
  "id" | "displayName" | "country" | "currency" | "preferredLanguage" | "timeZone"
> {
  agreement: Organization["billing"]["agreement"];
  /** Of an enterprise agreement. */
  number: string;
}

interface OrganizationFormProps {
  onMade: (organization: Organization) => void;
  onCancel: () => void;
}

export function OrganizationForm({ onMade, onCancel }: OrganizationFormProps) {
  const { t } = useTranslation();
  const countries = useCountries();
  const queries = useQueryClient();
  const toast = useToast();
  const [draft, change, forget] = useDraft<Draft>("organization.new", {
    ...{ id: "", displayName: "", country: "", currency: "USD", preferredLanguage: "en" },
    ...{ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, agreement: "direct", number: "" },
  });
  const make = useMutation({
    mutationFn: async () => {
      const { id, agreement, number, country, ...rest } = draft;
      const org = id.trim();
      if (await isThere(org)) throw new Taken();
      const enterpriseAgreements = agreement === "enterprise" && number.trim() !== "" ? [number.trim()] : [];
      return send("put", "/v1/organizations/{org}", {
        path: { org },
        body: { ...rest, country, billing: { agreement, country, enterpriseAgreements } },
      });
    },
    onSuccess: async (made) => {
      forget();
      toast.done(t("operator.make.done", { name: made.displayName }));
      await queries.invalidateQueries();
      onMade(made);
    },
  });
  const blocked =
    draft.id.trim() === ""
      ? t("operator.make.needsId")
      : draft.displayName.trim() === ""
        ? t("operator.make.needsName")
        : draft.country === ""
          ? t("operator.make.needsCountry")
          : undefined;
  const taken = make.error instanceof Taken ? t("operator.make.taken") : undefined;
  const error = taken === undefined ? make.error : undefined;
  return (
    <Form
      error={error}
      onSubmit={() => blocked === undefined && !make.isPending && make.mutate()}
      buttons={
        <>
          <SubmitButton busy={make.isPending} blocked={blocked}>
            {t("operator.make.save")}
          </SubmitButton>
          <CancelButton onClick={onCancel} />
        </>
      }
    >
      <FormField label={t("operator.make.name")} pointer="/displayName" error={error} required>
        <Input value={draft.displayName} onChange={(_event, { value }) => change({ displayName: value })} />
      </FormField>
      <FormField
        label={t("operator.make.id")}
        pointer="/org"
        error={error}
        fault={taken}
        hint={t("operator.make.idHint")}
        required
      >
        <Input value={draft.id} onChange={(_event, { value }) => change({ id: value })} />
      </FormField>
      <FormField label={t("operator.make.country")} pointer="/country" error={error} required>
        <ChoiceBox
          value={draft.country}
          options={[["", ""] as const, ...countries.map(({ code, name }) => [code, name] as const)]}
          onChange={(country) => change({ country })}
        />
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
          onChange={(currency) => change({ currency })}
        />
      </FormField>
      <FormField label={t("operator.make.language")} pointer="/preferredLanguage" error={error}>
        <ChoiceBox
          value={draft.preferredLanguage}
          options={Object.entries(LANGUAGES).map(([tag, { name }]) => [tag, name] as const)}
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
          options={ZONES.map((zone) => [zone, zone.replaceAll("_", " ")] as const)}
          onChange={(timeZone) => change({ timeZone })}
        />
      </FormField>
      <FormField
        label={t("operator.make.agreement")}
        pointer="/billing"
        error={error}
        hint={t("operator.make.agreementHint")}
      >
        <ChoiceBox
          value={draft.agreement}
          options={AGREEMENTS.map((one) => [one, t(`operator.make.agreements.${one}`)] as const)}
          onChange={(agreement) => change({ agreement })}
        />
      </FormField>
      {draft.agreement === "enterprise" && (
        <FormField label={t("operator.make.enterprise")}>
          <Input value={draft.number} onChange={(_event, { value }) => change({ number: value })} />
        </FormField>
      )}
    </Form>
  );
}

/** A PUT would change the one that is there. */
class Taken extends Error {}

const isThere = async (org: string): Promise<boolean> => {
  try {
    await read("/v1/organizations/{org}", { path: { org } });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
};
