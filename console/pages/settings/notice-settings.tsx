/** Who is told what by mail: each event with its people, addresses that are told of everything, and at which balances. */
import { Input, Text } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "../../api/client.ts";
import { useMay, useOrg } from "../../api/session.tsx";
import { RateChangeDays } from "../../forms/rate-change-days.tsx";
import { plainAmount } from "../../ui/amount.ts";
import { Form, FormField, SubmitButton, useDraft } from "../../ui/form.tsx";
import { Section } from "../../ui/section.tsx";
import { Loaded } from "../../ui/states.tsx";
import { type Settings, useSaveNotices } from "../notices/use-save.ts";
import { WhoIsTold } from "../notices/who-is-told.tsx";

export function NoticeSettings() {
  const { t } = useTranslation();
  const org = useOrg();
  const settings = useQuery(get("/v1/organizations/{org}/notice-settings", { path: { org } }));
  return (
    <>
      <Section title={t("settings.tabs.notices")}>
        <Text>{t("settings.notices.sentence")}</Text>
        <WhoIsTold />
      </Section>
      <Section title={t("settings.notices.recipients")}>
        <Loaded query={settings}>{(found) => <Recipients settings={found} />}</Loaded>
      </Section>
      <Section title={t("operator.changes.own")}>
        <Loaded query={settings}>{(found) => <RateChangeDays key={found.rateChangeDays} settings={found} />}</Loaded>
      </Section>
    </>
  );
}

function Recipients({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const org = useOrg();
  const may = useMay("settings");
  const { additionalRecipients, lowBalance, currency } = settings;
  const [draft, change, forget, changed] = useDraft(`notice-settings.${org}`, {
    recipients: additionalRecipients.map(({ mail }) => mail).join(", "),
    lowBalance: lowBalance.join(", "),
  });
  const save = useSaveNotices(forget);
  const blocked = !may ? t("settings.mayNot") : !changed ? t("users.unchanged") : undefined;
  const submit = (): void =>
    save.mutate({
      // Whoever is there already keeps name, language and choice of events.
      additionalRecipients: wordsOf(draft.recipients).map(
        (mail) => (additionalRecipients.find((one) => one.mail === mail) ?? { mail }) as { mail: string },
      ),
      lowBalance: wordsOf(draft.lowBalance).map(plainAmount),
    });
  return (
    <Form
      error={save.error}
      onSubmit={() => blocked === undefined && !save.isPending && submit()}
      buttons={
        <SubmitButton primary={changed} busy={save.isPending} blocked={blocked}>
          {t("users.save")}
        </SubmitButton>
      }
    >
      <FormField
        label={t("settings.notices.recipients")}
        pointer="/additionalRecipients"
        error={save.error}
        hint={t("settings.notices.recipientsHint")}
      >
        <Input
          disabled={!may}
          value={draft.recipients}
          onChange={(_event, { value }) => change({ recipients: value })}
        />
      </FormField>
      <FormField
        label={`${t("settings.notices.lowBalance")} (${currency})`}
        pointer="/lowBalance"
        error={save.error}
        hint={t("settings.notices.lowBalanceHint")}
      >
        <Input
          disabled={!may}
          value={draft.lowBalance}
          onChange={(_event, { value }) => change({ lowBalance: value })}
        />
      </FormField>
    </Form>
  );
}

const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKC")
    .split(/[\s,、;]+/)
    .filter((word) => word !== "");
