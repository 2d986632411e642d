/** Language and time zone of the organisation: those of its mails, months and reports. */
import { Input } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, type Schema, send } from "../../api/client.ts";
import { useOrg, useSession } from "../../api/session.tsx";
import { LANGUAGES } from "../../locales/index.ts";
import { ChoiceBox } from "../../ui/choice.tsx";
import { Form, FormField, SubmitButton, useDraft } from "../../ui/form.tsx";
import { useFormat } from "../../ui/format.tsx";
import { Figures, Section } from "../../ui/section.tsx";
import { Loaded } from "../../ui/states.tsx";
import { useToast } from "../../ui/toast.tsx";

export function General() {
  const { t } = useTranslation();
  const org = useOrg();
  const { country, day } = useFormat();
  const organization = useQuery(get("/v1/organizations/{org}", { path: { org } }));
  return (
    <Section title={t("settings.tabs.general")}>
      <Loaded query={organization}>
        {(found) => (
          <>
            <Figures
              items={[
                [t("settings.general.id"), found.id],
                [t("settings.general.country"), country(found.country)],
                [t("settings.general.currency"), found.currency],
                [t("settings.general.agreement"), t(`settings.general.agreements.${found.billing.agreement}`)],
                [t("settings.general.since"), day(found.createdAt)],
              ]}
            />
            <OrganizationForm organization={found} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

function OrganizationForm({ organization }: { organization: Schema<"Organization"> }) {
  const { t } = useTranslation();
  const org = useOrg();
  const queries = useQueryClient();
  const toast = useToast();
  const { operator } = useSession();
  const [draft, change, forget, changed] = useDraft(`organization.${org}`, {
    displayName: organization.displayName,
    preferredLanguage: organization.preferredLanguage,
    timeZone: organization.timeZone,
  });
  const save = useMutation({
    mutationFn: () => send("put", "/v1/organizations/{org}", { path: { org }, body: draft }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      forget();
      toast.done(t("users.settings.saved"));
    },
  });
  const blocked = !operator ? t("settings.general.operatorOnly") : !changed ? t("users.unchanged") : undefined;
  const languages = Object.entries(LANGUAGES).map(([tag, { name }]) => [tag, name] as const);
  const zones = [...new Set([organization.timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")])];
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
      <FormField label={t("settings.general.name")} pointer="/displayName" error={save.error}>
        <Input
          disabled={!operator}
          value={draft.displayName}
          onChange={(_event, { value }) => change({ displayName: value })}
        />
      </FormField>
      <FormField
        label={t("settings.general.language")}
        pointer="/preferredLanguage"
        error={save.error}
        hint={t("settings.general.languageHint")}
      >
        <ChoiceBox
          disabled={!operator}
          value={draft.preferredLanguage}
          options={
            languages.some(([tag]) => tag === draft.preferredLanguage)
              ? languages
              : [[draft.preferredLanguage, draft.preferredLanguage], ...languages]
          }
          onChange={(preferredLanguage) => change({ preferredLanguage })}
        />
      </FormField>
      <FormField
        label={t("settings.general.timeZone")}
        pointer="/timeZone"
        error={save.error}
        hint={operator ? t("settings.general.timeZoneHint") : t("settings.general.operatorOnly")}
      >
        <ChoiceBox
          disabled={!operator}
          value={draft.timeZone}
          options={zones.map((zone) => [zone, zone.replaceAll("_", " ")] as const)}
          onChange={(timeZone) => change({ timeZone })}
        />
      </FormField>
    </Form>
  );
}
